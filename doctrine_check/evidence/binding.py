"""Whether evidence speaks of this change: by its commits, or by the contents that count.

A rebase, a squash or a merge gives a change new commits and leaves alone what was measured. So
evidence stays alive as long as the files under the hot-path map and the benchmark files are the
same blobs at the measured commit and the head, and at the measured base and the merge base.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from doctrine_check.changes.languages import PathRole, role_of
from doctrine_check.globs import glob_match
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from doctrine_check.changes.changeset import ChangeSet
    from doctrine_check.changes.tree import FileTree
    from doctrine_check.evidence.model import Manifest

MAX_PATHS_NAMED = 20
_BETWEEN = re.compile(r"[\s=:,;'\"]+")
"""What may stand between the names of files in one word of a command."""


class State(Enum):
    """How far evidence is bound to a change."""

    COMMIT = "by commit"
    CONTENT = "by content"
    STALE = "stale"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


class Binding(Record):
    """What ties a bundle to a change, or why nothing does.

    ``paths`` differ between what was measured and what is judged; at most twenty are named.
    """

    state: State
    reason: str
    paths: tuple[str, ...] = ()

    @property
    def bound(self) -> bool:
        """Whether the evidence may speak for the change."""
        return self.state in {State.COMMIT, State.CONTENT}


class Commits(Protocol):
    """What a repository knows of its commits."""

    def tree(self, commit: str) -> FileTree | None:
        """The files of a commit; ``None`` when it is not there."""

    def times(self, commits: Sequence[str]) -> Mapping[str, int]:
        """When these commits were made, in seconds since 1970, without those not there."""

    def identities(self) -> frozenset[str]:
        """The names this repository goes by: remotes as ``owner/name``, ids of root commits."""


def paths_in(commands: Iterable[Sequence[str]]) -> list[str]:
    """What the words of commands may name in a repository: files, and modules behind ``-m``."""
    found: dict[str, None] = {}
    for command in commands:
        for word in command:
            for part in _BETWEEN.split(word):
                path = part.removeprefix("./")
                module = path.replace(".", "/")
                for name in (path, f"{module}.py", f"{module}/__main__.py"):
                    found.setdefault(name)
    return list(found)


def bind(
    manifest: Manifest,
    change: ChangeSet,
    commits: Commits,
    measured: Sequence[str],
    named: Sequence[str] = (),
) -> Binding:
    """How the evidence is bound. ``measured`` are the globs of the files whose contents count.

    These are the hot-path map and the benchmark files; ``named`` are the files that the measuring
    commands name. Benchmarks that the change itself touches count wherever they lie. Of a change
    that touches nothing on the map these contents prove nothing, so the product code that it
    touches counts too. Raises GitError where git does not answer.
    """
    if not _same_repository(manifest.repository, commits.identities()):
        return Binding(
            State.FOREIGN,
            f'the evidence names the repository "{manifest.repository}", and this one goes by '
            f"{', '.join(sorted(commits.identities())) or 'no name'}",
        )
    if (manifest.base_commit, manifest.measured_commit) == (change.base, change.head):
        return Binding(State.COMMIT, "measured at the base and the head of this change")
    touched = sorted(path for path in change.touched if role_of(path) is PathRole.PRODUCT)
    own = () if any(glob_match(glob, path) for glob in measured for path in touched) else touched
    measuring = [path for path in change.touched if role_of(path) is PathRole.BENCHMARK]
    differing: list[str] = []
    for ours, theirs in (
        (change.base, manifest.base_commit),
        (change.head, manifest.measured_commit),
    ):
        if ours == theirs:
            continue
        here, there = (
            _blobs(commits, commit, measured, (*own, *measuring, *named))
            for commit in (ours, theirs)
        )
        if here is None or there is None:
            return Binding(
                State.UNKNOWN,
                f"commit {theirs if there is None else ours} is not in this repository, so what "
                "was measured cannot be compared with what is judged",
            )
        if not any(here.values()) and not any(there.values()):
            return Binding(
                State.STALE,
                "no file lies under the hot-path map or among the benchmark files, so nothing but "
                "the commits could bind the evidence, and they differ",
            )
        differing += sorted(
            path for path in here.keys() | there.keys() if here.get(path) != there.get(path)
        )
    if differing:
        named = tuple(dict.fromkeys(differing))
        return Binding(
            State.STALE,
            f"{len(named)} measured files are no longer what they were",
            named[:MAX_PATHS_NAMED],
        )
    return Binding(State.CONTENT, "other commits, but every file that was measured is the same")


def _blobs(
    commits: Commits, commit: str, globs: Sequence[str], own: Sequence[str]
) -> Mapping[str, str | None] | None:
    tree = commits.tree(commit)
    if tree is None:
        return None
    found: dict[str, str | None] = {path: tree.blob(path) for path in own}
    return found | dict(tree.blobs_under(globs))


def _same_repository(named: str, identities: frozenset[str]) -> bool:
    return repository_name(named) in {repository_name(identity) for identity in identities}


def repository_name(text: str) -> str:
    """``owner/name`` out of any usual way to write a repository, in lower case.

    ``https://host/owner/name.git``, ``git@host:owner/name`` and ``owner/name`` are the same one.
    """
    text = text.strip().rstrip("/").removesuffix(".git").replace("\\", "/")
    if "://" in text:
        text = text.partition("://")[2].partition("/")[2]
    elif ":" in text.partition("/")[0]:
        text = text.partition(":")[2]
    return "/".join(text.split("/")[-2:]).casefold()
