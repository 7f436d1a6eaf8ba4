"""The code in the lines of a hunk: comments, texts and white space are taken out.

A hunk shows no more than its lines, so that what stands before it is guessed at from them: a text
or comment over several lines that a hunk ends but does not begin began before it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.changes.changeset import Hunk
    from doctrine_check.changes.languages import Language

MAX_LINE = 2_000
"""No hand writes longer lines; what is longer is generated or data, and is read to here."""
_CHARACTERS = frozenset(("'\"'", "'\\\"'", "'\\''"))
"""Quotes as characters, in a language whose single quote also begins lifetimes."""


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
    old = _Side(language, [line[1:] for line in hunk.lines if line[0] != "+"])
    new = _Side(language, [line[1:] for line in hunk.lines if line[0] != "-"])
    old_number, new_number = hunk.old_start, hunk.new_start
    for line in hunk.lines:
        sign, text = line[0], line[1:]
        width = len(text) - len(text.lstrip())
        if sign == "-":
            yield CodeLine(sign, old_number, old.code(text), width)
            old_number += 1
            continue
        code = new.code(text)
        if sign == " ":
            old.code(text)
            old_number += 1
        yield CodeLine(sign, new_number, code, width)
        new_number += 1


class _Side:
    """Reads the lines of one side in their order, and knows what text or comment is open."""

    def __init__(self, language: Language, lines: list[str]) -> None:
        self.scan = _scanner(language)
        self.language = language
        self.closing = dict(language.spans)
        self.open = _opened_before(language, lines)
        # With an odd one among them, nobody can say which backticks open and which close.
        self.lone_ticks = sum(line.count("`") for line in lines) % 2 == 1

    def code(self, line: str) -> str:
        """The code of the next line, white space at both ends removed."""
        line = line[:MAX_LINE]
        if self.open == "`" and self.lone_ticks:
            self.open = None
        out: list[str] = []
        at = 0
        while at < len(line):
            if self.open is not None:
                end = line.find(self.open, at)
                if end < 0:
                    return "".join(out).strip()
                at = end + len(self.open)
                self.open = None
                continue
            found = self.scan.search(line, at)
            if found is None:
                out.append(line[at:])
                break
            out.append(line[at : found.start()])
            mark = found.group()
            at = found.end()
            if mark in self.language.line_comments:
                break
            if mark in _CHARACTERS:
                out.append("''")
            elif mark in self.closing:
                self.open = self.closing[mark]
                out.append(" ")
            else:
                at = _text_end(line, found)
                out.append('""')
        code = "".join(out).strip()
        starred = self.language.family != "python" and _is_starred(code)
        return "" if starred else code


def _is_starred(code: str) -> bool:
    """Whether a line looks like the middle of a block comment: ``* words``."""
    return code == "*" or (code.startswith("* ") and not code.endswith((";", "{", ",", ")")))


def _text_end(line: str, found: re.Match[str]) -> int:
    """Where the text that opens at ``found`` ends; a lone quote is passed over."""
    quote = found.group()
    at = found.end()
    while at < len(line):
        if line[at] == "\\":
            at += 2
            continue
        if line[at] == quote:
            return at + 1
        at += 1
    return len(line) if quote == '"' else found.end()


def _scanner(language: Language) -> re.Pattern[str]:
    """One alternation of fixed marks, the longest first: linear."""
    marks = {*language.line_comments, *language.quotes, *(mark for mark, _ in language.spans)}
    if "'" not in language.quotes:
        marks |= _CHARACTERS
    return re.compile("|".join(map(re.escape, sorted(marks, key=len, reverse=True))))


def _opened_before(language: Language, lines: list[str]) -> str | None:
    """What text or comment was open before the first line: one that ends before it begins."""
    for begin, end in language.spans:
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
