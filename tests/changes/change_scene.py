"""Changes of a small repository, held in memory, and what the rules say of them."""

from __future__ import annotations

import difflib
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from doctrine_check.changes.changeset import ChangeSet, Commit
from doctrine_check.changes.trailers import parse_trailers
from doctrine_check.changes.unified import parse_diff
from doctrine_check.cli.budgets_file import holds_budget
from doctrine_check.cli.files import is_document
from doctrine_check.evidence.bundle import read_bundle
from doctrine_check.evidence.history import seen
from doctrine_check.evidence.members import of_files
from doctrine_check.globs import glob_match
from doctrine_check.rules.change_registry import CHANGE_RULES, EVERY_RULE
from doctrine_check.rules.gather import Gathered, Sources, gather
from doctrine_check.rules.judge_change import judge
from doctrine_check.rules.law_documents import Reading
from doctrine_check.rules.report_change import report_on
from tests.evidence.bundles import make

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from doctrine_check.changes.facts import ReviewFacts
    from doctrine_check.findings import Report
    from doctrine_check.rules.problem import Problem

    Files = Mapping[str, bytes]

PROJECT = Path(__file__).resolve().parents[2]
DOCTRINE = "docs/doctrine/performance_and_velocity.md"
CONTRACT = "docs/specs/section_7/bd-2vl5_contract.md"
CONFIG = "doctrine-check.toml"
HOT, COLD = "src/store/cache.py", "src/tool.py"
BASE, HEAD, TIP = "1" * 40, "2" * 40, "4" * 40
STARTED = 1_767_225_600
MAP = '[[hot_paths]]\nglob = "src/store/**"\nsubsystem = "store"\nkind = "optimization"\n'
DECLARED = "Look up faster\n\nPerf-Impact: optimization\nPerf-Lever: LEV-01"
NONE = "Tidy up\n\nPerf-Impact: none; reason=only names are touched"
ALL = frozenset(spec.id for spec in CHANGE_RULES)
READING = Reading(is_document, holds_budget, [spec.id for spec in EVERY_RULE])


def numbered(count: int) -> list[str]:
    """Lines of code that ask nothing."""
    return [f"x{number} = {number}" for number in range(1, count + 1)]


def text_of(lines: Sequence[str]) -> bytes:
    """Lines as the bytes of a file."""
    return ("\n".join(lines) + "\n").encode()


@cache
def _documents() -> tuple[bytes, bytes]:
    return (PROJECT / DOCTRINE).read_bytes(), (PROJECT / CONTRACT).read_bytes()


def base_files(config: str = MAP) -> dict[str, bytes]:
    """The repository before any change."""
    doctrine, contract = _documents()
    return {
        CONFIG: config.encode(),
        DOCTRINE: doctrine,
        CONTRACT: contract,
        "README.md": b"# Store\n",
        "scripts/check_performance_doctrine.py": b"\n",
        HOT: text_of(numbered(29)),
        COLD: text_of(numbered(9)),
        "tests/test_check_performance_doctrine.py": b"\n",
    }


def hot_edit(files: Files) -> dict[str, bytes]:
    """The repository with lines 12 to 14 of a file on the map changed."""
    lines = numbered(29)
    lines[11:14] = [f"y{number} = lookup({number})" for number in (12, 13, 14)]
    return {**files, HOT: text_of(lines)}


def cold_edit(files: Files, added: str = "y = 1") -> dict[str, bytes]:
    """The repository with a line more in a file off the map."""
    return {**files, COLD: files[COLD] + added.encode() + b"\n"}


class Link(bytes):
    """A symbolic link in place of a file: where it leads."""


class Missing(bytes):
    """A file whose content a partial clone lacks."""


class MemoryTree(NamedTuple):
    """The files of a commit."""

    commit: str
    files: Files

    def paths(self) -> Sequence[str]:
        return [path for path in sorted(self.files) if self.target(path) is None]

    def blob(self, path: str) -> str | None:
        data = self.files.get(path)
        return None if data is None else hashlib.sha1(data, usedforsecurity=False).hexdigest()

    def read(self, path: str) -> bytes | None:
        data = self.files.get(path)
        return None if isinstance(data, Link | Missing) else data

    def links(self) -> Sequence[str]:
        return [path for path in sorted(self.files) if self.target(path) is not None]

    def target(self, path: str) -> str | None:
        data = self.files.get(path)
        return data.decode() if isinstance(data, Link) else None

    def expect(self, paths: Sequence[str]) -> None:
        del paths

    def blobs_under(self, globs: Sequence[str]) -> Mapping[str, str]:
        return {
            path: f"100644 {self.blob(path)}"
            for path in self.paths()
            if any(glob_match(glob, path) for glob in globs)
        }


class MemoryCommits(NamedTuple):
    """The commits that a repository holds, and the names it goes by."""

    trees: Mapping[str, Files]
    names: frozenset[str]

    def tree(self, commit: str) -> MemoryTree | None:
        return MemoryTree(commit, self.trees[commit]) if commit in self.trees else None

    def times(self, commits: Sequence[str]) -> Mapping[str, int]:
        return {commit: 1 for commit in commits if commit in self.trees}

    def identities(self) -> frozenset[str]:
        return self.names


def diff_of(before: Files, after: Files) -> bytes:
    """The unified diff between two states, as git writes it."""
    out = ""
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        if old == new:
            continue
        out += f"diff --git a/{path} b/{path}\n"
        out += "new file mode 100644\n" if old is None else ""
        out += "deleted file mode 100644\n" if new is None else ""
        out += "".join(
            difflib.unified_diff(
                (old or b"").decode().splitlines(keepends=True),
                (new or b"").decode().splitlines(keepends=True),
                "/dev/null" if old is None else f"a/{path}",
                "/dev/null" if new is None else f"b/{path}",
            )
        )
    return out.encode()


class Situation(NamedTuple):
    """A change and everything that is brought with it.

    ``committed``: a commit holds its head; else it is a diff alone. ``others`` are further commits
    of the repository, ``past`` the bundles of earlier changes. ``tip`` is what the branch that the
    change goes to holds by now, where it has moved on.
    """

    before: Files
    after: Files
    message: str = NONE
    evidence: Files | None = None
    review: ReviewFacts | None = None
    gaps: tuple[str, ...] = ()
    committed: bool = True
    others: Mapping[str, Files] = {}
    past: Sequence[Files] = ()
    names: frozenset[str] = frozenset({"example/store"})
    tip: Files | None = None

    def change(self) -> ChangeSet:
        parsed = parse_diff(diff_of(self.before, self.after))
        commit = Commit(HEAD, self.message, parse_trailers(self.message), STARTED - 3_600)
        head, commits = (HEAD, (commit,)) if self.committed else ("", ())
        return ChangeSet(BASE, head, parsed.files, commits, (*parsed.gaps, *self.gaps))

    def gathered(self) -> Gathered:
        trees = {BASE: self.before, HEAD: self.after, **self.others}
        return gather(
            Sources(
                change=self.change(),
                law=MemoryTree(TIP if self.tip is not None else BASE, self.tip or self.before),
                base=MemoryTree(BASE, self.before),
                head=MemoryTree(HEAD, self.after) if self.committed else None,
                members=None if self.evidence is None else of_files(self.evidence),
                evidence_name="evidence",
                review=self.review,
                commits=MemoryCommits(trees, self.names),
                seen=tuple(
                    known
                    for number, files in enumerate(self.past)
                    if (known := seen(read_bundle(of_files(files), f"past-{number}"))) is not None
                ),
                now=float(STARTED + 86_400),
                reading=READING,
            )
        )

    def problems(self) -> dict[str, list[Problem]]:
        """What the rules about changes and evidence find, by rule."""
        found: dict[str, list[Problem]] = {}
        for item in judge(self.gathered().facts, ALL).found:
            found.setdefault(item.rule, []).append(item.problem)
        return found

    def report(self) -> Report:
        return report_on(self.gathered(), "store", "2026-01-02")


def bundle(**options: object) -> dict[str, bytes]:
    """A bundle that is valid for ``hot()``."""
    given: dict[str, object] = {"base_commit": BASE, "measured_commit": HEAD}
    return make(**given | options)


def hot(**around: object) -> Situation:
    """A declared optimization on the map, with its evidence."""
    files = base_files()
    given: dict[str, object] = {"message": DECLARED, "evidence": bundle()}
    return Situation(files, hot_edit(files), **given | around)  # type: ignore[arg-type]


def cold(added: str = "y = 1", config: str = MAP, **around: object) -> Situation:
    """A change off the map; by itself it is declared to be none."""
    files = base_files(config)
    return Situation(files, cold_edit(files, added), **around)  # type: ignore[arg-type]


def law_edit(path: str, find: str, replace: str, **around: object) -> Situation:
    """A change that edits one place of the law."""
    files = base_files()
    text = files[path].decode()
    assert text.count(find) == 1, (find, text.count(find))
    after = {**files, path: text.replace(find, replace).encode()}
    return Situation(files, after, **around)  # type: ignore[arg-type]
