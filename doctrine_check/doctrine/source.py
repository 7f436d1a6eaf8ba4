"""Bytes to text: what can be read, what cannot, and text that was encoded twice.

A file that cannot be read is data (:class:`SourceProblem`), not an exception: the run goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_BYTES = 4 * 1024 * 1024
"""Largest document that is read, in bytes. A doctrine of this size is not a document."""


class SourceProblem(Record):
    """Why a file cannot be read as a document. ``kind`` is ``unreadable`` or ``conflict``."""

    path: str
    line: int
    column: int
    kind: str
    message: str
    remedy: str


class Source(Record):
    """A decoded document: BOM dropped, lines ending in LF."""

    path: str
    text: str


class DoubleEncoding(Record):
    """Characters that were encoded twice, and what they were before.

    ``None``: that cannot be told, because a character is lost (``written`` is U+FFFD) or because
    the layers have no end.
    """

    line: int
    column: int
    written: str
    repaired: str | None


def decode(path: str, data: bytes) -> Source | SourceProblem:
    """Decode a document, or say why it is none."""
    if len(data) > MAX_BYTES:
        return _unreadable(
            path,
            1,
            f"expected at most {MAX_BYTES:,} bytes, which is all that is read, found more",
            "split the document, or move what is no doctrine out of it",
        )
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        return _unreadable(
            path,
            line,
            "expected UTF-8 text, found a NUL byte: the file is binary or UTF-16",
            "save the document as UTF-8 text",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _unreadable(
            path,
            line,
            f"expected UTF-8 text, found byte 0x{data[error.start]:02X} that is none",
            "save the document as UTF-8",
        )
    return Source(path, text.replace("\r\n", "\n").replace("\r", "\n"))


def _unreadable(path: str, line: int, message: str, remedy: str) -> SourceProblem:
    return SourceProblem(path, line, 1, "unreadable", message, remedy)


def conflict(path: str, lines: Sequence[str], fenced: Sequence[bool]) -> SourceProblem | None:
    """The first merge conflict left in the text, or the first marker left of one.

    ``fenced[i]`` says that line ``i`` stands in a fence: what is shown there is an example, unless
    it goes on outside. A row of equals signs alone underlines a heading.
    """
    opened: int | None = None
    for index, line in enumerate(lines):
        if line.startswith("<<<<<<< "):
            if opened is not None and not fenced[opened]:
                break
            opened = index
        elif line.startswith(">>>>>>> "):
            first, opened = opened, None
            if first is None and not fenced[index]:
                return _conflict(path, index, f"a marker of a merge conflict (line {index + 1})")
            if first is not None and not (fenced[first] and fenced[index]):
                lasting = f"an unresolved merge conflict (lines {first + 1} to {index + 1})"
                return _conflict(path, first, lasting)
    if opened is not None and not fenced[opened]:
        return _conflict(path, opened, f"a marker of a merge conflict (line {opened + 1})")
    return None


def _conflict(path: str, index: int, found: str) -> SourceProblem:
    return SourceProblem(
        path,
        index + 1,
        1,
        "conflict",
        f"expected one text, found {found}; nothing in this file was checked",
        "resolve the conflict and remove its markers",
    )


_LEADS = frozenset(map(chr, range(0xC2, 0xF5)))


def double_encodings(lines: Sequence[str], fenced: Sequence[bool]) -> Iterator[DoubleEncoding]:
    """Twice-encoded characters outside fences and code spans; U+FFFD counts as lost."""
    for index, line in enumerate(lines):
        if line.isascii() or fenced[index]:
            continue
        if _LEADS.isdisjoint(line) and "\ufffd" not in line:  # another script, or only a dash
            continue
        from doctrine_check.doctrine.twice import in_line

        yield from in_line(lines, index)


class Spans(Record):
    """Ranges of a line in order; called, it says whether a position lies in one."""

    starts: list[int]
    ends: list[int]

    def __call__(self, position: int) -> bool:
        """Whether a position, from 0, lies in one."""
        index = bisect_right(self.starts, position) - 1
        return index >= 0 and position < self.ends[index]


def code_columns(line: str) -> Spans:
    """Where code spans stand: a run of backticks up to the next run of the same length."""
    runs = [(match.start(), match.end()) for match in re.finditer("`+", line)]
    of_length: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        start, end = runs[index]
        of_length.setdefault(end - start, []).append(index)
    spans = Spans([], [])
    index = 0
    while index < len(runs):
        start, end = runs[index]
        later = of_length[end - start]
        while later and later[-1] <= index:
            later.pop()
        if later:
            index = later[-1]
            spans.starts.append(start)
            spans.ends.append(runs[index][1])
        index += 1
    return spans
