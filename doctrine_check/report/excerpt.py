"""A source line as it can be shown: tabs expanded, nothing hidden, cut to fit, caret in place."""

from __future__ import annotations

from doctrine_check.records import Record
from doctrine_check.report.visible import visible_character

_TAB = 4
_MORE = "…"
_MIN_WIDTH = 20


class Excerpt(Record):
    """Part of a source line, and where the caret goes below it, both in terminal columns."""

    text: str
    caret: int
    length: int

    @property
    def underline(self) -> str:
        """The line of carets to print below the text."""
        return " " * self.caret + "^" * self.length


def display_width(text: str) -> int:
    """How many terminal columns a text takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    import unicodedata

    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _shown(character: str, column: int) -> str:
    if character == "\t":
        return " " * (_TAB - column % _TAB)
    return visible_character(character)


def _first_shown(line: str, start: int, width: int) -> int:
    """Index of the first character to show, so that the caret is in view with some context."""
    farthest = max(start - width, 0)
    before = line[farthest:start]
    if before.isascii() and before.isprintable():
        return farthest if len(before) <= width * 3 // 4 else start - width // 4
    used = 0
    quarter = None
    for index in range(start - 1, farthest - 1, -1):
        used += display_width(_shown(line[index], 0))
        if quarter is None and used > width // 4:
            quarter = index + 1
        if used > width * 3 // 4:
            return start if quarter is None else quarter
    return farthest


def excerpt(line: str, column: int, end_column: int | None, width: int) -> Excerpt:
    """The part of ``line`` around ``column`` (from 1) that fits into ``width`` columns.

    Places beyond the line point behind its end. The work is bounded by ``width``, not by the line:
    characters that take no column count towards a bound of their own.
    """
    width = max(width, _MIN_WIDTH)
    start = min(column - 1, len(line))
    end = len(line.rstrip()) if end_column is None else min(end_column - 1, len(line))
    first = _first_shown(line, start, width)
    last = min(len(line), first + 2 * width) - 1
    plain = line[first : last + 1]
    if plain.isascii() and plain.isprintable():
        return _plain_excerpt(line, (first, last + 1), (start, end), width)
    shown = [_MORE] if first else []
    used = len(shown)
    caret, length = used, 0
    for index in range(first, last + 1):
        piece, step = line[index], 1
        if not " " <= piece <= "~":
            piece = _shown(piece, used)
            step = display_width(piece)
        if used + step > (width if index == len(line) - 1 else width - 1):
            last = index - 1
            break
        shown.append(piece)
        used += step
        if index < start:
            caret = used
        elif index < end:
            length += step
    if last < len(line) - 1:
        shown.append(_MORE)
    return Excerpt("".join(shown).rstrip(), min(caret, width - 1), max(length, 1))


def _plain_excerpt(
    line: str, piece: tuple[int, int], meant: tuple[int, int], width: int
) -> Excerpt:
    """The excerpt of a piece in which every character takes one column; most lines are such."""
    first, last = piece
    start, end = meant
    before = _MORE if first else ""
    room = width - len(before)
    if last < len(line) or last - first > room:
        last = min(last, first + room - 1)
    caret = len(before) + min(max(start - first, 0), last - first)
    length = max(min(end, last) - max(start, first), 0)
    text = before + line[first:last] + (_MORE if last < len(line) else "")
    return Excerpt(text.rstrip(), min(caret, width - 1), max(length, 1))
