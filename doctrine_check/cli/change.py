"""``doctrine-check change``: judge a local git range, offline."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from doctrine_check.changes.git import Git, GitError
from doctrine_check.changes.objects import Objects
from doctrine_check.changes.ranges import RangeError, change_set, commit_of
from doctrine_check.changes.tree import Tree
from doctrine_check.cli.budgets_file import holds_budget
from doctrine_check.cli.change_sources import (
    LocalCommits,
    Past,
    evidence_at,
    review_facts,
    seen_bundles,
)
from doctrine_check.cli.files import NothingToCheckError, UsageError, find_root, is_document
from doctrine_check.cli.lint import common, present
from doctrine_check.cli.pushed import follow_push
from doctrine_check.cli.writing import forget
from doctrine_check.config import ConfigError
from doctrine_check.findings import exit_code
from doctrine_check.rules.change_registry import EVERY_RULE
from doctrine_check.rules.gather import Sources, gather
from doctrine_check.rules.law_documents import LawError, Reading
from doctrine_check.rules.report_change import report_on

if TYPE_CHECKING:
    from doctrine_check.changes.changeset import ChangeSet
    from doctrine_check.cli.options import Options, Parser
    from doctrine_check.rules.gather import Gathered

MAX_DIFF = 256 * 1024 * 1024
MAX_SKIPPED = 20
"""So many files beside the bundles of the past are named."""


def configure(parser: Parser) -> None:
    """The options of ``change``."""
    parser.add_argument("--base", metavar="REV", help="where the change starts (origin's default)")
    parser.add_argument("--head", metavar="REV", default="HEAD", help="its last commit (HEAD)")
    parser.add_argument("--diff", metavar="FILE", help="judge a unified diff instead, - for stdin")
    parser.add_argument("--evidence", metavar="PATH", help="evidence bundle: a folder or a zip")
    parser.add_argument("--facts", metavar="FILE", help="labels and reviews, as pr saves them")
    parser.add_argument("--seen", metavar="DIR", help="bundles of the past, against copied numbers")
    parser.add_argument("--record", metavar="FILE", help="write what was decided, and from what")
    parser.add_argument("--events", metavar="FILE", help="write the doctrine's events")
    common(parser)


def run(options: Options) -> int:
    """Judge the change; see the module's docstring."""
    root = os.path.abspath(options.root) if options.root is not None else find_root(os.getcwd())
    if not os.path.isdir(root):
        raise UsageError(f"no such folder: {options.root}")
    if options.config is not None:
        raise UsageError("change reads the config of the base commit; --config has no say here")
    if options.events:
        forget(options.events, "events")
    if options.record:
        forget(options.record, "a record")
    return judge_range(root, options)


def judge_range(root: str, options: Options) -> int:
    """Judge what the options name, in the repository at the root; returns the exit code.

    Raises UsageError, NothingToCheckError.
    """
    try:
        return _judged(root, options)
    except RangeError as error:
        raise UsageError(str(error)) from error
    except (GitError, LawError) as error:
        raise NothingToCheckError(str(error)) from error
    except ConfigError as error:
        raise UsageError(*(f"at the base: {line}" for line in error.problems)) from error


def _judged(root: str, options: Options) -> int:
    git = Git(root)
    if (code := follow_push(git, options)) is not None:
        return code
    started = time.time()
    change = _change(git, options)
    with Objects(git) as objects:
        gathered = gather(_sources(git, objects, change, options, started))
        day = time.strftime("%Y-%m-%d", time.gmtime(started))
        report = report_on(gathered, os.path.basename(root) or ".", day, strict=options.strict)
    if options.events:
        from doctrine_check.cli.events import write_events

        write_events(options.events, report)
    if options.record:
        from doctrine_check.cli.record import write_record

        write_record(options.record, gathered, report)
    present(report, options)
    _explain_unknown(gathered)
    return exit_code(report.verdict)


def _change(git: Git, options: Options) -> tuple[ChangeSet, str]:
    """What the options name, and the commit whose law judges it: the tip of its base."""
    if isinstance(options.diff, str):
        from doctrine_check.changes.changeset import ChangeSet
        from doctrine_check.changes.unified import parse_diff

        parsed = parse_diff(_diff_text(options.diff))
        if not parsed.files and not parsed.gaps:
            raise NothingToCheckError("the diff holds no change")
        tip = commit_of(git, options.base or options.head)
        return ChangeSet(tip, "", parsed.files, (), parsed.gaps), tip
    base = options.base or _default_base(git)
    tip = commit_of(git, base)
    change = change_set(git, tip, options.head)
    if not change.files and not change.commits and not change.gaps:
        raise NothingToCheckError(f"{options.head} brings nothing over {base}")
    return change, tip


def _default_base(git: Git) -> str:
    """The branch that pull requests go to: what origin calls its HEAD, else main or master."""
    done = git.ask(["rev-parse", "--verify", "--quiet", "--abbrev-ref", "origin/HEAD"])
    named = done.output.decode("utf-8", "replace").strip()
    for name in (named, "main", "master"):
        if name and git.ask(["rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"]).status == 0:
            return name
    raise UsageError("name where the change starts: --base REV")


def _diff_text(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read(MAX_DIFF + 1)
    try:
        with open(path, "rb") as file:
            return file.read(MAX_DIFF + 1)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error


def _sources(
    git: Git, objects: Objects, change: tuple[ChangeSet, str], options: Options, started: float
) -> Sources:
    changed, tip = change
    members = evidence_at(options.evidence) if options.evidence else None
    past = seen_bundles(options.seen) if options.seen else Past()
    _explain_skipped(past)
    return Sources(
        change=changed,
        law=Tree(objects, tip),
        base=Tree(objects, changed.base),
        head=Tree(objects, changed.head) if changed.head else None,
        members=members,
        evidence_name=_evidence_name(options.evidence),
        review=review_facts(options.facts) if options.facts else None,
        commits=LocalCommits(git, objects),
        seen=past.bundles,
        now=started,
        reading=Reading(is_document, holds_budget, [spec.id for spec in EVERY_RULE]),
    )


def _evidence_name(path: str | None) -> str:
    """How reports name the bundle: the last part of its path, for the rest is this machine's."""
    return os.path.basename(os.path.normpath(path)) if path else ""


def _explain_skipped(past: Past) -> None:
    """Say what else lies beside the bundles of the past, for nothing is held against it."""
    for name in past.skipped[:MAX_SKIPPED]:
        sys.stderr.write(
            f"doctrine-check: --seen: expected a folder or a zip, found {name!a}, which is "
            "skipped; unpack it, or take it away\n"
        )
    if (more := len(past.skipped) - MAX_SKIPPED) > 0:
        sys.stderr.write(f"doctrine-check: --seen: {more:,} more are skipped\n")


def _explain_unknown(gathered: Gathered) -> None:
    if gathered.bootstrap:
        sys.stderr.write(
            "doctrine-check: bootstrap: the base has no doctrine; this change brings the first\n"
        )
