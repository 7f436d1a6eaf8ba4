"""The code in the lines of a hunk: comments, texts and white space are taken out.

A hunk shows no more than its lines, so that what stands before it is guessed at from them: a text
or comment over several lines that a hunk ends but does not begin began before it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.changes.changeset import Hunk
    from doctrine_check.changes.languages import Language

MAX_LINE = 2_000
"""No hand writes longer lines; what is longer is read to here, and whoever reads it says so."""
_CHARACTERS = frozenset(("'\"'", "'\\\"'", "'\\''"))
"""Quotes as characters, in a language whose single quote also begins lifetimes."""
_TEXT_ENDS = {
    quote: re.compile(rf"[^{quote}\\]*+(?:\\.[^{quote}\\]*+)*+{quote}", re.DOTALL)
    for quote in "\"'"
}
"""The rest of a text behind its opening quote; a backslash takes the next character along."""
_REMEMBERED = 20_000
"""Lines of a language that are remembered: code says many of its lines more than once."""


class CodeLine(Record):
    """A line of a hunk with its code. ``sign`` is a space, ``+`` or ``-``."""

    sign: str
    number: int
    code: str
    indent: int


def code_lines(hunk: Hunk, language: Language) -> Iterator[CodeLine]:
    """Each line of the hunk, each side read for itself; a context line comes once.

    ``number`` counts in the new file, for a removed line in the old one.
    """
    return (CodeLine(*line) for line in lines_of(hunk, language, context=True))


def lines_of(
    hunk: Hunk, language: Language, *, context: bool
) -> Iterator[tuple[str, int, str, int]]:
    """The fields of those lines; without ``context`` only of the added and removed ones."""
    reader = _reader(language)
    alone = not reader.runs_over(hunk.lines)
    old, new = (None, None) if alone else _sides(hunk, reader)
    old_number, new_number = hunk.old_start, hunk.new_start
    for line in hunk.lines:
        sign, text = line[0], line[1:]
        if sign == "-":
            read = reader.read(text) if old is None else old.read(text)
            yield sign, old_number, read.code, read.indent
            old_number += 1
            continue
        if sign == "+" or context or not alone:
            read = reader.read(text) if new is None else new.read(text)
            if sign == "+" or context:
                yield sign, new_number, read.code, read.indent
        new_number += 1
        if sign == " ":
            old_number += 1
            if old is not None:
                old.read(text)


def _sides(hunk: Hunk, reader: _Reader) -> tuple[_Side, _Side]:
    return (
        _Side(reader, [line[1:] for line in hunk.lines if line[0] != "+"]),
        _Side(reader, [line[1:] for line in hunk.lines if line[0] != "-"]),
    )


class _Read(Record):
    """What one line holds, and the mark that closes what is open behind it."""

    code: str
    indent: int
    open: str | None


class _Side:
    """Reads the lines of one side in their order, and knows what text or comment is open."""

    def __init__(self, reader: _Reader, lines: list[str]) -> None:
        self.reader = reader
        self.open = _opened_before(reader.spans, lines)
        # With an odd one among them, nobody can say which backticks open and which close.
        self.lone_ticks = sum(line.count("`") for line in lines) % 2 == 1

    def read(self, line: str) -> _Read:
        """Read the next line."""
        if self.open == "`" and self.lone_ticks:
            self.open = None
        read = self.reader.read(line, self.open)
        self.open = read.open
        return read


class _Reader:
    """Reads single lines of a language, and remembers those that it has read."""

    def __init__(self, language: Language) -> None:
        self.spans = language.spans
        self._scan = _scanner(language)
        self._marks = frozenset(mark for span in language.spans for mark in span)
        self._comments = frozenset(language.line_comments)
        self._closing = dict(language.spans)
        self._starred = language.family != "python"
        self._known: dict[str, _Read] = {}

    def runs_over(self, lines: tuple[str, ...]) -> bool:
        """Whether any text or comment in some lines may run over from one to the next."""
        text = "\n".join(lines)
        return any(mark in text for mark in self._marks)

    def read(self, line: str, opened: str | None = None) -> _Read:
        """What a line holds, by what is open before it; its code has no white space at its ends."""
        if opened is not None:
            return self._read(line, opened)
        known = self._known.get(line)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[line] = self._read(line, None)
        return known

    def _read(self, line: str, opened: str | None) -> _Read:
        indent = len(line) - len(line.lstrip())
        code, opened = self._code(line[:MAX_LINE], opened)
        return _Read(code, indent, opened)

    def _code(self, line: str, opened: str | None) -> tuple[str, str | None]:
        out: list[str] = []
        at = 0
        while at < len(line):
            if opened is not None:
                end = line.find(opened, at)
                if end < 0:
                    return "".join(out).strip(), opened
                at = end + len(opened)
                opened = None
                continue
            found = self._scan.search(line, at)
            if found is None:
                out.append(line[at:])
                break
            out.append(line[at : found.start()])
            mark = found.group()
            at = found.end()
            if mark in self._comments:
                break
            if mark in _CHARACTERS:
                out.append("''")
            elif mark in self._closing:
                opened = self._closing[mark]
                out.append(" ")
            else:
                at = _text_end(line, mark, at)
                out.append('""')
        code = "".join(out).strip()
        return "" if code[:1] == "*" and self._starred and _is_starred(code) else code, opened


@lru_cache(maxsize=32)
def _reader(language: Language) -> _Reader:
    return _Reader(language)


def _is_starred(code: str) -> bool:
    """Whether a line looks like the middle of a block comment: ``* words``."""
    return code == "*" or (code.startswith("* ") and not code.endswith((";", "{", ",", ")")))


def _text_end(line: str, quote: str, at: int) -> int:
    """Where the text that opens before ``at`` ends; a lone quote is passed over."""
    closed = _TEXT_ENDS[quote].match(line, at)
    if closed is not None:
        return closed.end()
    return len(line) if quote == '"' else at


def _scanner(language: Language) -> re.Pattern[str]:
    """One alternation of fixed marks, the longest first: linear."""
    marks = {*language.line_comments, *language.quotes, *(mark for mark, _ in language.spans)}
    if "'" not in language.quotes:
        marks |= _CHARACTERS
    return re.compile("|".join(map(re.escape, sorted(marks, key=len, reverse=True))))


def _opened_before(spans: tuple[tuple[str, str], ...], lines: list[str]) -> str | None:
    """What text or comment was open before the first line: one that ends before it begins."""
    for begin, end in spans:
        if begin == end:
            closes = begin != "`" and _closes_first(begin, lines)
        else:
            closes = _first(end, lines) < _first(begin, lines)
        if closes:
            return end
    return None


def _first(mark: str, lines: list[str]) -> tuple[int, int]:
    """Line and column of the first ``mark``; a place behind all lines when there is none."""
    for number, line in enumerate(lines):
        column = line.find(mark, 0, MAX_LINE)
        if column >= 0:
            return number, column
    return len(lines), 0


def _closes_first(mark: str, lines: list[str]) -> bool:
    """Whether the first of marks that open and close alike closes a text from above."""
    number, column = _first(mark, lines)
    if number == len(lines):
        return False
    before = lines[number][:column].strip()
    if before:
        return "=" not in before and not before.endswith(_BEFORE_TEXT)
    if lines[number].strip() != mark:
        return False
    above = [line.rstrip() for line in lines[:number] if line.strip()]
    if above:
        return not above[-1].endswith((":", "(", "="))
    below = next((line.strip() for line in lines[number + 1 :] if line.strip()), "")
    return below.endswith((":", ")", "(", ",", "]")) or "=" in below


_BEFORE_TEXT = ("(", ",", "[", "{", ":", "return", "r", "b", "f", "u", "R", "B", "F", "U")
"""What stands right before a text that opens within a line of code."""
