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
    """Characters that were encoded twice, and what they were before (``None``: lost)."""

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
            f"the file holds {len(data):,} bytes, more than the {MAX_BYTES:,} that are read",
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
    """The first merge conflict left in the text.

    ``fenced[i]`` says that line ``i`` stands in a fence: a whole conflict shown there is an
    example, half of one is not.
    """
    opened: int | None = None
    for index, line in enumerate(lines):
        if line.startswith("<<<<<<< "):
            opened = index
        elif line.startswith(">>>>>>> ") and opened is not None:
            if not (fenced[opened] and fenced[index]):
                return SourceProblem(
                    path,
                    opened + 1,
                    1,
                    "conflict",
                    "expected one text, found an unresolved merge conflict (lines "
                    f"{opened + 1} to {index + 1}); nothing in this file was checked",
                    "resolve the conflict and remove its markers",
                )
            opened = None
    return None


# What a decoded character may be, as ranges of code points: letters, punctuation and symbols that
# people write. The rest is more likely a coincidence than a character encoded twice.
_PLAUSIBLE = (
    (0xA0, 0x24F), (0x370, 0x3FF), (0x400, 0x4FF), (0x1E00, 0x1EFF), (0x2000, 0x2BFF),
    (0x3000, 0x9FFF), (0xAC00, 0xD7AF), (0xFB00, 0xFB06), (0xFE0E, 0xFE0F), (0xFF00, 0xFFEF),
    (0x1F000, 0x1FAFF),
)  # fmt: skip
_LEADS = frozenset(map(chr, range(0xC2, 0xF5)))
_UNDEFINED_IN_CP1252 = "\x81\x8d\x8f\x90\x9d"


def _as_bytes(text: str) -> bytes | None:
    out = bytearray()
    for char in text:
        if char in _UNDEFINED_IN_CP1252:
            out.append(ord(char))
            continue
        try:
            out += char.encode("cp1252")
        except UnicodeEncodeError:
            if ord(char) > 0xFF:
                return None
            out.append(ord(char))
    return bytes(out)


def _decode_at(text: str, start: int) -> tuple[int, str] | None:
    """One twice-encoded character at ``start``: where it ends, and what it was.

    Its first character is a lead byte of UTF-8 (C2 to F4) read as cp1252, which says how many
    continuation bytes follow. Whether they decode is tried, not guessed.
    """
    if text[start] not in _LEADS:
        return None
    lead = ord(text[start])
    end = start + (2 if lead < 0xE0 else 3 if lead < 0xF0 else 4)
    raw = _as_bytes(text[start:end])
    if raw is None:
        return None
    try:
        char = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if len(char) == 1 and any(low <= ord(char) <= high for low, high in _PLAUSIBLE):
        return end, char
    return None


def repair_double_encoding(text: str) -> str:
    """``text`` with every twice-encoded character put right, up to three layers deep."""
    for _ in range(3):
        repaired = _repair_layer(text)
        if repaired == text:
            break
        text = repaired
    return text


def _repair_layer(text: str) -> str:
    out: list[str] = []
    position = 0
    while position < len(text):
        found = _decode_at(text, position)
        position, char = found if found is not None else (position + 1, text[position])
        out.append(char)
    return "".join(out)


def double_encodings(lines: Sequence[str], fenced: Sequence[bool]) -> Iterator[DoubleEncoding]:
    """Twice-encoded characters outside fences and code spans; U+FFFD counts as lost."""
    for index, line in enumerate(lines):
        if not line.isascii() and not fenced[index]:
            yield from _in_line(index + 1, line)


def _in_line(number: int, line: str) -> Iterator[DoubleEncoding]:
    lost = line.find("\ufffd")
    if lost < 0 and _LEADS.isdisjoint(line):  # most lines in another script, or with a dash
        return
    in_code = code_columns(line)
    position = 0
    for start in [index for index, char in enumerate(line) if char in _LEADS]:
        if start < position:
            continue
        position = start
        # Several layers make one run of such characters; it is repaired whole and reported once.
        while position < len(line) and (found := _decode_at(line, position)) is not None:
            position = found[0]
        if position > start and not in_code(start):
            written = line[start:position]
            yield DoubleEncoding(number, start + 1, written, repair_double_encoding(written))
    if lost >= 0 and not in_code(lost):
        yield DoubleEncoding(number, lost + 1, "\ufffd", None)


class _Spans(Record):
    starts: list[int]
    ends: list[int]

    def __call__(self, position: int) -> bool:
        index = bisect_right(self.starts, position) - 1
        return index >= 0 and position < self.ends[index]


def code_columns(line: str) -> _Spans:
    """Where code spans stand: a run of backticks up to the next run of the same length."""
    runs = [(match.start(), match.end()) for match in re.finditer("`+", line)]
    of_length: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        start, end = runs[index]
        of_length.setdefault(end - start, []).append(index)
    spans = _Spans([], [])
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
