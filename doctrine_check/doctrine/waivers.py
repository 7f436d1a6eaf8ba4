"""Inline waivers: comments that set a finding aside, with a reason.

``<!-- doctrine-check: waive RULE[, RULE] until=YYYY-MM-DD reason="..." -->``

At the end of a line, or in a table row, it covers that line; on lines of its own it covers the next
block (a paragraph, list, table or heading). Every comment that begins with the name of this program
and a colon is a waiver, a broken one if need be: none is passed over in silence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.markdown import Document

_INLINE = r"\\.|`+|<!--"
_REASON = r"""(?<!\S)reason=(?:"([^"]*)"|'([^']*)')"""
_UNTIL = r"(?<!\S)until=(\S*)"
MAX_QUOTED = 80
"""Longest piece of a waiver, in characters, that a message quotes."""
MAX_OPENING = 1000
"""How far, in characters, the name may stand from the opening of a comment that never ends."""


class Waiver(Record):
    """A waiver as written: the rules named, the lines covered, reason and last valid day.

    ``problem`` says what is wrong with it; such a waiver covers nothing.
    """

    path: str
    line: int
    column: int
    rules: tuple[str, ...]
    first: int
    last: int
    reason: str
    until: str | None
    problem: str | None


class _Region(Record):
    """Lines that are read together: a block of raw HTML, a paragraph, or a single line."""

    first: int
    last: int
    html: bool


class _Comment(Record):
    """Where a comment stands in its region; ``end`` is ``None`` where it is not closed."""

    start: int
    end: int | None


def waivers_of(document: Document) -> Iterator[Waiver]:
    """Every waiver in the document, outside fences and code spans."""
    openings = [number for number, line in enumerate(document.lines, 1) if "<!--" in line]
    if not openings:
        return
    fenced = fenced_lines(document)
    regions = _regions(document)
    blocks: _Blocks | None = None
    done = 0
    for number in openings:
        if number <= done or fenced[number - 1]:
            continue
        region = _region_at(regions, number)
        done = region.last
        text = "\n".join(document.lines[region.first - 1 : region.last])
        if "doctrine" not in text.casefold():
            continue
        blocks = _blocks(document) if blocks is None else blocks
        yield from _in_region(document.path, text, region, blocks)


def _regions(document: Document) -> list[_Region]:
    found = [_Region(p.line, p.end_line, html=False) for p in document.paragraphs]
    found += [_Region(b.line, b.end_line, html=True) for b in document.verbatim if b.kind == "html"]
    return sorted(found)


def _region_at(regions: list[_Region], number: int) -> _Region:
    position = bisect_right(regions, number, key=lambda region: region.first)
    if position and regions[position - 1].last >= number:
        return regions[position - 1]
    return _Region(number, number, html=False)


def _in_region(path: str, text: str, region: _Region, blocks: _Blocks) -> Iterator[Waiver]:
    comments = list(_comments(text, html=region.html))
    # Other comments on a line take nothing away, nor does the mark of a block quote.
    bare = [not line.strip(" \t>") for line in _outside(text, comments).split("\n")]
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for comment in comments:
        begin = comment.start + 4
        end = begin + MAX_OPENING if comment.end is None else comment.end - 3
        words = _addressed(text[begin:end])
        if words is None:
            continue
        top = bisect_right(starts, comment.start) - 1
        bottom = top if comment.end is None else bisect_right(starts, comment.end - 1) - 1
        first, last = region.first + top, region.first + bottom
        place = (path, first, comment.start - starts[top] + 1)
        if comment.end is None:
            problem = 'expected "-->" at its end, found none'
            yield Waiver(*place, (), first, last, "", None, problem)
            continue
        if all(bare[top : bottom + 1]):
            first, last = _next_block(blocks, last)
        quoted = top != bottom and ">" in text[starts[top] : comment.start]
        yield _read(place, _folded(words, quoted=quoted), first, last)


def _comments(text: str, *, html: bool) -> Iterator[_Comment]:
    """The comments of a region. Outside raw HTML, what is escaped or in a code span is none."""
    spans = None if html else _CodeSpans(text)
    position = 0
    closes = True
    for match in re.finditer("<!--" if html else _INLINE, text):
        start = match.start()
        if start < position:
            continue
        position = match.end()
        if match[0] != "<!--":
            if spans is not None and match[0][0] == "`":
                position = spans.end(position, len(match[0]))
            continue
        if text.startswith((">", "->"), position):
            continue  # an empty comment
        end = text.find("-->", position) if closes else -1
        if end >= 0:
            position = end + 3
            yield _Comment(start, position)
            continue
        closes = False
        yield _Comment(start, None)
        if html:
            return  # all that follows is in this comment


class _CodeSpans:
    """Where code spans end: at the next run of as many backticks."""

    def __init__(self, text: str) -> None:
        self.runs: dict[int, list[int]] = {}
        for match in re.finditer("`+", text):
            self.runs.setdefault(len(match[0]), []).append(match.start())

    def end(self, position: int, length: int) -> int:
        """The end of the span whose opening run ends at ``position``, or just that."""
        starts = self.runs.get(length, [])
        index = bisect_right(starts, position - 1)
        return starts[index] + length if index < len(starts) else position


def _outside(text: str, comments: list[_Comment]) -> str:
    """The text with its comments left out, their line ends kept."""
    out = []
    position = 0
    for comment in comments:
        if comment.end is not None:
            out += [
                text[position : comment.start],
                "\n" * text.count("\n", comment.start, comment.end),
            ]
            position = comment.end
    return "".join(out) + text[position:]


def _addressed(text: str) -> str | None:
    """What a comment says to this program, or ``None`` where it speaks to somebody else."""
    name, colon, words = text.partition(":")
    meant = name.strip().casefold().replace("_", "-") == "doctrine-check"
    return words if colon and meant else None


def _folded(words: str, *, quoted: bool) -> str:
    """The text of a comment on one line, without the marks of the block quote it stands in."""
    lines = [line.strip() for line in words.split("\n")]
    return " ".join(
        line.removeprefix(">").strip() if quoted and number else line
        for number, line in enumerate(lines)
    )


def _read(place: tuple[str, int, int], words: str, first: int, last: int) -> Waiver:
    reasons = [double or single for double, single in re.findall(_REASON, words)]
    rest = re.sub(_REASON, " ", words)
    days: list[str] = re.findall(_UNTIL, rest)
    verb, *names = re.sub(_UNTIL, " ", rest).replace(",", " ").split() or [""]
    rules = tuple(dict.fromkeys(names))
    reason = " ".join(reasons[0].split()) if reasons else ""
    until = days[0] if days else None
    problem = None
    if verb.casefold() != "waive":
        problem = f'expected "waive" and rule ids, found "{_cut(" ".join((verb, *names)))}"'
        rules = ()
    elif not rules:
        problem = "expected at least one rule id, found none"
    elif not reason:
        problem = 'expected reason="...", found none'
    elif len(reasons) > 1:
        problem = f'expected one reason="...", found {len(reasons)}'
    elif len(days) > 1:
        problem = f"expected one until=YYYY-MM-DD, found {len(days)}"
    elif until is not None and not _is_date(until):
        problem = f'expected until=YYYY-MM-DD, found "{_cut(until)}"'
    return Waiver(*place, rules, first, last, reason, until, problem)


def _cut(text: str) -> str:
    return text if len(text) <= MAX_QUOTED else text[: MAX_QUOTED - 1] + "…"


def _is_date(text: str) -> bool:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() == text  # weeks and ordinals are no days here
    except ValueError:
        return False


def fenced_lines(document: Document) -> list[bool]:
    """For each line, whether it stands in a fence or an indented code block."""
    fenced = [False] * len(document.lines)
    for block in document.verbatim:
        if block.kind in ("fence", "code"):
            for index in range(block.line - 1, min(block.end_line, len(fenced))):
                fenced[index] = True
    return fenced


class _Blocks(Record):
    """First lines of all blocks that a waiver may cover, last lines of tables, blank lines."""

    starts: list[int]
    tables: dict[int, int]
    blanks: list[int]


def _blocks(document: Document) -> _Blocks:
    tables = {table.line: table.end_line for table in document.tables}
    starts = {paragraph.line for paragraph in document.paragraphs}
    starts |= {section.line for section in document.sections[1:]}
    blanks = [number for number, line in enumerate(document.lines, 1) if not line.strip()]
    return _Blocks(sorted(starts | tables.keys()), tables, [*blanks, len(document.lines) + 1])


def _next_block(blocks: _Blocks, line: int) -> tuple[int, int]:
    """First and last line of the block behind ``line``; the line itself where none follows."""
    position = bisect_right(blocks.starts, line)
    if position == len(blocks.starts):
        return line, line
    first = blocks.starts[position]
    if first in blocks.tables:
        return first, blocks.tables[first]
    # A list or paragraph ends at the next blank line.
    return first, blocks.blanks[bisect_right(blocks.blanks, first)] - 1
