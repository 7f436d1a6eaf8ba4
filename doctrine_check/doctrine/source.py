"""Bytes to text: what can be read, what cannot, and text that was encoded twice.

A file that cannot be read is data (:class:`SourceProblem`), not an exception: the run goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_BYTES = 4 * 1024 * 1024
"""Largest document that is read, in bytes. A doctrine of this size is not a document."""


class SourceProblem(NamedTuple):
    """Why a file cannot be read as a document. ``kind`` is ``unreadable`` or ``conflict``."""

    path: str
    line: int
    column: int
    kind: str
    message: str
    remedy: str


class Source(NamedTuple):
    """A decoded document: BOM dropped, lines ending in LF."""

    path: str
    text: str


class DoubleEncoding(NamedTuple):
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


# A lead byte of UTF-8 (C2..F4) read as cp1252, followed by characters that continuation bytes
# (80..BF) become there. Which of them really decode is tried, not guessed.
_CONTINUATION = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"  # noqa: RUF001 - these are cp1252
# Compiled when the first document with such characters comes: that costs more than all the rest.
_SUSPECT = f"[\u00c2-\u00f4][{_CONTINUATION}]{{1,3}}"
_PLAUSIBLE = (
    "[\u00a0-\u024f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1eff\u2000-\u2bff\u3000-\u9fff"
    "\uac00-\ud7af\ufb00-\ufb06\ufe0e\ufe0f\uff00-\uffef\U0001f000-\U0001faff]"
)
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


def _decode_once(match: str) -> tuple[str, str] | None:
    """The longest beginning of ``match`` that is one twice-encoded character, and that one."""
    for length in range(len(match), 1, -1):
        raw = _as_bytes(match[:length])
        if raw is None:
            continue
        try:
            char = raw.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if len(char) == 1 and re.match(_PLAUSIBLE, char):
            return match[:length], char
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
    def put_right(match: re.Match[str]) -> str:
        found = _decode_once(match[0])
        return match[0] if found is None else found[1] + match[0][len(found[0]) :]

    return re.sub(_SUSPECT, put_right, text)


def double_encodings(lines: Sequence[str], fenced: Sequence[bool]) -> Iterator[DoubleEncoding]:
    """Twice-encoded characters outside fences and code spans; U+FFFD counts as lost."""
    for index, line in enumerate(lines):
        if line.isascii() or fenced[index]:
            continue
        in_code = _code_columns(line)
        found_until = 0
        suspect = re.compile(_SUSPECT)
        for match in suspect.finditer(line):
            if match.start() < found_until or in_code(match.start()):
                continue
            found = _decode_once(match[0])
            if found is None:
                continue
            # Several layers make one run of suspects; repair it whole and report it once.
            end = match.start() + len(found[0])
            while (more := suspect.match(line, end)) and (next_found := _decode_once(more[0])):
                end += len(next_found[0])
            written = line[match.start() : end]
            found_until = end
            yield DoubleEncoding(
                index + 1, match.start() + 1, written, repair_double_encoding(written)
            )
        lost = line.find("\ufffd")
        if lost >= 0 and not in_code(lost):
            yield DoubleEncoding(index + 1, lost + 1, "\ufffd", None)


class _Spans(NamedTuple):
    starts: list[int]
    ends: list[int]

    def __call__(self, position: int) -> bool:
        index = bisect_right(self.starts, position) - 1
        return index >= 0 and position < self.ends[index]


def _code_columns(line: str) -> _Spans:
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
