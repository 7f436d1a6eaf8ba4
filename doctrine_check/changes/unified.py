"""Unified diffs, git's and plain ones, into file changes. Hostile text is normal input.

A hunk ends where its counts say, never where a line looks like a header, so that a file which holds
a diff cannot smuggle files in. What does not add up, be it counts, line numbers between hunks, or
names, makes its file unseen or is a gap of the whole, and is never guessed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.changes.changeset import Hunk
from doctrine_check.changes.quoting import git_names
from doctrine_check.changes.sections import HEADERS, Section, merged
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.changes.changeset import FileChange

MAX_DIFF_BYTES = 128 * 1024 * 1024
MAX_LINES = 4_000_000
MAX_FILES = 100_000
MAX_GAPS = 20
_HUNK = re.compile(
    r"@@ -([0-9]{1,9})(?:,([0-9]{1,9}))? \+([0-9]{1,9})(?:,([0-9]{1,9}))? @@(.*)", re.DOTALL
)
_SIGNS = re.compile(r"[-+ ]*")
_COMBINED = ("diff --cc ", "diff --combined ", "* Unmerged path ")
_LINELESS = (
    ("Only in ", ": "),
    ("Binary files ", " differ"),
    ("Files ", " differ"),
    ("File ", " while file "),
    ("Submodule ", ".."),
)
"""How ``diff -r``, ``diff -q`` and ``git diff --submodule=log`` name changes without lines."""


class ParsedDiff(Record):
    """The files of a diff in their order, and what in it could not be understood."""

    files: tuple[FileChange, ...]
    gaps: tuple[str, ...]


def parse_diff(data: bytes) -> ParsedDiff:
    """Read a unified diff. Never raises; what cannot be read is a gap or makes a file unseen."""
    if len(data) > MAX_DIFF_BYTES:
        found, cap = f"{len(data):,} bytes", f"{MAX_DIFF_BYTES:,}"
        return ParsedDiff((), (f"the diff has {found}, of which at most {cap} are read",))
    count = data.count(b"\n")
    if count > MAX_LINES:
        return ParsedDiff((), (f"the diff has {count:,} lines; at most {MAX_LINES:,} are read",))
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    if lines[-1] == "":
        lines.pop()  # what follows the last newline is no line
    reader = _Reader(lines)
    if lines and _is_midst(lines[0]):
        reader.gaps.append(
            "the diff begins in the midst of a file: what stands before is not there"
        )
    reader.read()
    files, gaps = merged(reader.files)
    if lines and not files and not reader.gaps:
        gaps = [*gaps, "the text names no changed file, so it is no unified diff"]
    gaps = reader.gaps + gaps
    if len(gaps) > MAX_GAPS:
        gaps = [*gaps[:MAX_GAPS], f"and {len(gaps) - MAX_GAPS:,} more"]
    return ParsedDiff(tuple(files), tuple(gaps))


def _is_midst(line: str) -> bool:
    """Whether a first line is one of a hunk or of headers; a summary too begins with a blank."""
    if line.startswith(("--- ", " ")):
        return line[0] == " " and " | " not in line
    return line.startswith(("+", "-", "\\", *HEADERS))


class _Reader:
    """Walks the lines of a diff once; lives for one diff."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.signs = "".join([line[:1] or "." for line in lines])
        """The first character of each line."""
        self.at = 0
        self.files: list[FileChange] = []
        self.gaps: list[str] = []
        self.section: Section | None = None
        self.adjacent = False
        """Whether what stands here follows a hunk or headers, with nothing else between."""
        self.full = False

    def read(self) -> None:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.startswith("diff --git "):
                self._open(git_names(line[11:].rstrip("\r")), git=True)
                self.at += 1
            elif line.startswith("@@ ") or (line.startswith("@@") and self.section is not None):
                self._hunk(line)
            elif line.startswith("--- ") and self._following().startswith("+++ "):
                self._names()
            else:
                self._other(line)
                self.at += 1
        self._close()

    def _following(self) -> str:
        return self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""

    def _open(self, names: tuple[str, str] | None, *, git: bool) -> None:
        self._close()
        self.section = Section(self.at + 1, names, git=git)
        self.adjacent = True

    def _close(self) -> None:
        section, self.section, self.adjacent = self.section, None, False
        if section is None:
            return
        change = section.change()
        if change is None:
            self._gap(section.line, "begins a file whose name cannot be told")
        elif len(self.files) < MAX_FILES:
            self.files.append(change)
        elif not self.full:
            self.full = True
            self.gaps.append(f"the diff changes more than {MAX_FILES:,} files")

    def _gap(self, line: int, what: str) -> None:
        self.gaps.append(f"line {line} of the diff {what}")

    def _names(self) -> None:
        """A ``---`` line that a ``+++`` line follows: of this section, or of a new plain one."""
        section = self.section
        if section is None or not section.headers or section.old is not None:
            self._open(None, git=False)
        if self.section is not None:
            self.section.name(self.lines[self.at][4:], self._following()[4:])
        self.at += 2

    def _other(self, line: str) -> None:
        """A line that begins neither a file nor a hunk."""
        if line.startswith(_COMBINED):
            self._close()
            self._gap(self.at + 1, "begins what a merge did, which shows no single change")
        elif self.section is not None and self.section.header(line.rstrip("\r")):
            self.adjacent = True
        elif self.adjacent and line.rstrip("\r") == "-- ":
            pass  # begins the signature of a mailed patch
        elif self.adjacent and line.startswith(("+", "-", " ")):
            self._odd(self.at, "one more than the header of its hunk says")
        else:
            self.adjacent = False
            if any(line.startswith(start) and mark in line for start, mark in _LINELESS):
                self._gap(self.at + 1, "names a change without its lines")

    def _hunk(self, line: str) -> None:
        """Read a whole hunk; ``self.at`` ends behind it."""
        found = _HUNK.match(line)
        start, section = self.at, self.section
        self.at += 1
        if section is None:
            self._gap(start + 1, "begins a hunk of no file")
            return
        section.headers = False
        self.adjacent = True
        if found is None:
            self._odd(start, "a hunk header that cannot be read")
            return
        old_start, old_count, new_start, new_count, text = found.groups()
        old = 1 if old_count is None else int(old_count)
        new = 1 if new_count is None else int(new_count)
        taken = self._body(old, new)
        if taken is None:
            self._odd(start, "the header of a hunk that has other lines than it says")
            return
        hunk = Hunk(int(old_start), old, int(new_start), new, text.strip(), taken)
        if not section.take(hunk):
            self._odd(start, "a hunk that does not continue the one before it: lines are missing")

    def _body(self, old: int, new: int) -> tuple[str, ...] | None:
        """The lines of a hunk; ``None`` when they end, or go wrong, before the counts are met."""
        lines, at, last = self.lines, self.at, len(self.lines)
        end = self._end_of_signs(at)
        added, removed = self.signs.count("+", at, end), self.signs.count("-", at, end)
        if end - at - removed == new and end - at - added == old:
            self.at = end + (end < last and lines[end].startswith("\\"))
            return tuple(lines[at:end])
        taken: list[str] = []
        while (old or new) and at < last:
            line = lines[at]
            sign = line[:1]
            if sign == "+":
                new -= 1
            elif sign == "-":
                old -= 1
            elif sign == " ":
                old, new = old - 1, new - 1
            elif line in ("", "\r"):  # mail programs strip the blank of an empty context line
                old, new = old - 1, new - 1
                line = " " + line
            elif sign == "\\":
                at += 1
                continue
            else:
                break
            if old < 0 or new < 0:
                break
            taken.append(line)
            at += 1
        if at < last and lines[at].startswith("\\"):
            at += 1
        self.at = at
        return tuple(taken) if old == new == 0 else None

    def _end_of_signs(self, at: int) -> int:
        """Where the lines from here on end that each begin with a sign."""
        found = _SIGNS.match(self.signs, at)
        return at if found is None else found.end()

    def _odd(self, index: int, what: str) -> None:
        if self.section is not None and self.section.unseen is None:
            self.section.unseen = f"line {index + 1} of the diff is {what}"
