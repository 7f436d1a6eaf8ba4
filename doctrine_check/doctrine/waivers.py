"""Inline waivers: comments that set a finding aside, with a reason.

``<!-- doctrine-check: waive RULE[, RULE] until=YYYY-MM-DD reason="..." -->``

At the end of a line, or in a table row, it covers that line; on lines of its own it covers the next
block (a paragraph, list, table or heading).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.source import code_columns
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.markdown import Document

_COMMENT = r"<!--[ \t]*doctrine-check:(?P<body>[^>\n]{0,500}?)-->"
_REASON = r"""reason=(?:"([^"]*)"|'([^']*)')"""
_UNTIL = r"until=(\S+)"


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


def waivers_of(document: Document) -> Iterator[Waiver]:
    """Every waiver in the document, outside fences and code spans."""
    fenced = fenced_lines(document)
    blocks: _Blocks | None = None
    for index, line in enumerate(document.lines):
        if "<!--" not in line or fenced[index]:
            continue
        in_code = code_columns(line)
        for match in re.finditer(_COMMENT, line):
            if in_code(match.start()):
                continue
            alone = not (line[: match.start()].strip() or line[match.end() :].strip())
            if alone:
                blocks = _blocks(document) if blocks is None else blocks
                first, last = _next_block(blocks, index + 1)
            else:
                first = last = index + 1
            yield _read(document.path, index + 1, match.start() + 1, match["body"], first, last)


def _read(path: str, line: int, column: int, body: str, first: int, last: int) -> Waiver:
    reason_match = re.search(_REASON, body)
    reason = (reason_match[1] or reason_match[2] or "").strip() if reason_match else ""
    rest = re.sub(_REASON, "", body)
    until_match = re.search(_UNTIL, rest)
    until = until_match[1] if until_match else None
    rest = re.sub(_UNTIL, "", rest).strip()
    verb, _, names = rest.partition(" ")
    rules = tuple(name for name in re.split(r"[,\s]+", names.strip()) if name)
    problem = None
    if verb != "waive":
        problem = f'expected "waive" and rule ids, found "{rest}"'
    elif not rules:
        problem = "expected at least one rule id, found none"
    elif not reason:
        problem = 'expected reason="...", found none'
    elif until is not None and not _is_date(until):
        problem = f'expected until=YYYY-MM-DD, found "{until}"'
    return Waiver(path, line, column, rules, first, last, reason, until, problem)


def _is_date(text: str) -> bool:
    from datetime import date

    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
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
    from bisect import bisect_right

    position = bisect_right(blocks.starts, line)
    if position == len(blocks.starts):
        return line, line
    first = blocks.starts[position]
    if first in blocks.tables:
        return first, blocks.tables[first]
    # A list or paragraph ends at the next blank line.
    return first, blocks.blanks[bisect_right(blocks.blanks, first)] - 1
