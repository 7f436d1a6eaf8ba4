"""Reads the labelled changes under ``cases/`` and makes diffs and change sets of them.

A case begins with ``## name``; then come fields, then ``@@ path | header`` with a hunk's lines.
``truth`` says what the change is; ``never`` marks one that must raise no suspicion at all.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from doctrine_check.changes.changeset import ChangeSet, Commit
from doctrine_check.changes.classify import is_product
from doctrine_check.changes.signals import ask
from doctrine_check.changes.trailers import parse_trailers
from doctrine_check.changes.unified import parse_diff
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "cases"
_START, _APART = 10, 100
"""Where the first hunk of a file stands, and how far it is to the next."""


class Part(Record):
    """One hunk of a case."""

    path: str
    header: str
    lines: tuple[str, ...]


class Case(Record):
    """A change with what a reader says of it."""

    name: str
    performance: bool
    never: bool
    message: str
    parts: tuple[Part, ...]

    @property
    def diff(self) -> str:
        """The unified diff."""
        out: list[str] = []
        by_path: dict[str, list[Part]] = {}
        for part in self.parts:
            by_path.setdefault(part.path, []).append(part)
        for path, parts in by_path.items():
            out += [f"diff --git a/{path} b/{path}", f"--- a/{path}", f"+++ b/{path}"]
            start, shift = _START, 0
            for part in parts:
                old = sum(line[0] != "+" for line in part.lines)
                new = sum(line[0] != "-" for line in part.lines)
                # A side without lines gives the line before it.
                left, right = start - (not old), start + shift - (not new)
                out.append(f"@@ -{left},{old} +{right},{new} @@ {part.header}")
                out += part.lines
                start, shift = start + _APART, shift + new - old
        return "\n".join(out) + "\n"

    def change(self, *, messages: bool = True) -> ChangeSet:
        """The change set, with its message or as a bare diff has it."""
        parsed = parse_diff(self.diff.encode())
        commit = Commit("c" * 40, self.message, parse_trailers(self.message))
        commits = (commit,) if messages else ()
        return ChangeSet("b" * 40, "c" * 40, parsed.files, commits, parsed.gaps)


def cases(language: str | None = None) -> list[Case]:
    """All cases, or those of one language."""
    files = sorted(FOLDER.glob(f"{language or '*'}.txt"))
    return [case for file in files for case in _read(file.read_text(encoding="utf-8"))]


def languages() -> list[str]:
    """The languages that have cases."""
    return sorted(file.stem for file in FOLDER.glob("*.txt"))


def _read(text: str) -> Iterator[Case]:
    for chunk in ("\n" + text).split("\n## ")[1:]:
        name, _, rest = chunk.partition("\n")
        fields, *hunks = ("\n" + rest).split("\n@@ ")
        known = _fields(fields)
        yield Case(
            name.strip(),
            {"performance": True, "other": False}[known["truth"]],
            "never" in known,
            known["message"],
            tuple(_part(hunk) for hunk in hunks),
        )


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    last = ""
    for line in text.split("\n"):
        if line.startswith("  "):
            found[last] += ("\n\n" if "\n" not in found[last] else "\n") + line.strip()
        elif line.strip():
            last, _, value = line.partition(":")
            found[last] = value.strip()
    return found


def _part(text: str) -> Part:
    place, _, body = text.partition("\n")
    path, _, header = place.partition(" | ")
    lines = [line or " " for line in body.rstrip("\n").split("\n")]
    return Part(path.strip(), header.strip(), tuple(lines))


class NothingSpecial:
    """Attributes of a repository that marks no file."""

    def generated(self, path: str) -> bool:
        del path
        return False

    def vendored(self, path: str) -> bool:
        del path
        return False


def hits_of(case: Case) -> set[str]:
    """The signals that a case gives, whether or not they add up to a suspicion."""
    change = case.change()
    product = tuple(file for file in change.files if is_product(file.path, NothingSpecial()))
    return {hit.signal.id for hit in ask(change, product).hits}
