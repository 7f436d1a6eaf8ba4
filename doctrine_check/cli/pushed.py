"""What is about to be pushed, as pre-commit tells its pre-push hooks in the environment.

A push is judged like the pull request that it leads to: what it brings over the default branch of
its remote, by the doctrine there. A push to the default branch itself is judged over what that
branch holds so far. Where a push is the first of its repository there is no base, and the documents
that it brings are linted.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from doctrine_check.changes.git import Git
    from doctrine_check.cli.options import Options

FROM, TO = "PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"
REMOTE, BRANCH = "PRE_COMMIT_REMOTE_NAME", "PRE_COMMIT_REMOTE_BRANCH"
_ORIGIN = "origin"
_USUAL = ("main", "master")


class Pushed(Record):
    """The range of a push. ``base`` is ``None`` where its remote holds nothing of the repository.

    ``empty``: the base has all of it already, so that there is no change to judge.
    """

    base: str | None
    head: str
    empty: bool = False


class _Default(Record):
    """The default branch of a remote: its name there, and the reference that follows it here."""

    branch: str
    reference: str


def follow_push(git: Git, options: Options) -> int | None:
    """Judge what a push under way brings, where the command line names no range itself.

    Fills in base and head; an exit code where that leaves no change to judge. Raises GitError.
    """
    if options.base or options.head != "HEAD" or isinstance(options.diff, str):
        return None
    found = pushed(git, os.environ)
    if found is None:
        return None
    options.head = found.head
    if found.base is None:
        sys.stderr.write(
            "doctrine-check: bootstrap: nothing is published yet, so no base can judge this push; "
            "its documents are linted\n"
        )
        return _lint(git, options)
    options.base = found.base
    if found.empty:
        sys.stderr.write(f"doctrine-check: {found.base} holds all of this push already\n")
        return 0
    return None


def _lint(git: Git, options: Options) -> int:
    from doctrine_check.cli import main

    arguments = ["lint", "--root", git.root, "--format", options.format]
    arguments += ["--output", options.output] if options.output else []
    return main([*arguments, *(["--strict"] if options.strict else [])])


def pushed(git: Git, environment: Mapping[str, str]) -> Pushed | None:
    """The range that pre-commit tells of; ``None`` where it tells of none. Raises GitError."""
    start, head = (_named(environment.get(name, "")) for name in (FROM, TO))
    remote = environment.get(REMOTE, "")
    if head is None:
        return Pushed(None, "HEAD") if remote else None
    base = _base(git, environment, start) if remote else start
    if base is None:
        return Pushed(None, head)
    return Pushed(base, head, empty=bool(remote) and _holds(git, base, head))


def _named(commit: str) -> str | None:
    """A commit; ``None`` for nothing, which git writes as a row of zeros."""
    return commit if commit.strip("0") else None


def _base(git: Git, environment: Mapping[str, str], start: str | None) -> str | None:
    """Where the change of a push starts."""
    remote, branch = environment[REMOTE], environment.get(BRANCH, "")
    for number, name in enumerate(dict.fromkeys((remote, _ORIGIN))):
        default = _default_of(git, name)
        if default is not None:
            onto_itself = number == 0 and branch == f"refs/heads/{default.branch}"
            return start or default.reference if onto_itself else default.reference
    return start


def _default_of(git: Git, remote: str) -> _Default | None:
    """The default branch of a remote as far as this clone knows it, else the usual names."""
    for branch in _candidates(git, remote):
        reference = f"refs/remotes/{remote}/{branch}"
        wanted = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}"]
        if git.ask(wanted).status == 0:
            return _Default(branch, reference)
    return None


def _candidates(git: Git, remote: str) -> Iterator[str]:
    here = f"refs/remotes/{remote}/"
    done = git.ask(["symbolic-ref", "--quiet", f"{here}HEAD"])
    target = done.output.decode("utf-8", "replace").strip()
    if done.status == 0 and target.startswith(here):
        yield target.removeprefix(here)
    yield from _USUAL


def _holds(git: Git, base: str, head: str) -> bool:
    """Whether the base has the head already; what git cannot say is left to whoever judges."""
    return git.ask(["merge-base", "--is-ancestor", head, base]).status == 0
