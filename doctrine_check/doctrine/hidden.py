"""Rows, headings and items with ids that no reader sees: fenced, commented out, in a lost table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.define import TASKS, leading_id
from doctrine_check.doctrine.ids import EventCode, is_event_name, read_id, well_formed
from doctrine_check.doctrine.markdown import plain
from doctrine_check.doctrine.model import Hidden
from doctrine_check.doctrine.tables import is_separator, split_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.markdown import Document


def hidden_regions(document: Document) -> Iterator[Hidden]:
    """Every region of verbatim text that holds ids as documents define them, and lost tables."""
    for block in document.verbatim:
        ids, tabular, first = _scan(block.raw.split("\n"))
        if ids:
            comment = block.raw.lstrip().startswith("<!--")
            comment = comment and "<!--" in document.lines[block.line - 1]  # not what is struck out
            how = "comment" if comment else block.kind
            yield Hidden(how, block.line, 1, ids, tabular)
    for paragraph in document.paragraphs:
        if "|" not in paragraph.raw:
            continue
        lines = paragraph.raw.split("\n")
        if paragraph.lead and not lines[0].startswith("|"):
            continue  # an item that sets its parts off with pipes
        ids, _, first = _scan(lines, rows_only=True)
        if ids:
            line = paragraph.line + first
            yield Hidden("paragraph", line, paragraph.column, ids, _looks_tabular(lines))


def _scan(
    lines: Sequence[str], *, rows_only: bool = False
) -> tuple[tuple[DoctrineId, ...], bool, int]:
    """The ids of rows, headings and items, whether a header rule is there, and the first line."""
    ids: list[DoctrineId] = []
    first = -1
    separator = False
    for index, line in enumerate(lines):
        text = line.strip().removeprefix("<!--").removesuffix("-->").strip()
        found: list[DoctrineId] = []
        if text.startswith("#") and not rows_only:
            leading = leading_id(text.lstrip("#").strip())
            found = [leading.read.id] if leading else []
        elif "|" in text:
            separator = separator or is_separator(text)
            found = _row_ids(text, bare=rows_only)
        if not found and not rows_only:
            found = _item_ids(text)
        if found:
            ids += found
            first = index if first < 0 else first
    return tuple(ids), separator, max(first, 0)


def _item_ids(text: str) -> list[DoctrineId]:
    """The id that opens a list item, set apart from what follows it."""
    mark, _, item = text.partition(" ")
    if mark not in ("-", "*", "+") and not mark.rstrip(".)").isdigit():
        return []
    item = item.strip()
    if item.startswith(TASKS):
        item = item[4:].strip()
    leading = leading_id(plain(item))
    if leading is None or not (leading.separated or item.startswith(("**", "__", "`"))):
        return []
    return [leading.read.id]


def _row_ids(text: str, *, bare: bool) -> list[DoctrineId]:
    """The id in the first cell, or, behind a number or a name, in the second.

    In a ``bare`` row, one that no table holds, also the ids that fill the last cell, as they do in
    an owner mapping.
    """
    cells = split_row(text, 1).cells
    if len(cells) < 2:
        return []
    first, second = (plain(cell.raw).strip("`*~ ") for cell in cells[:2])
    read = read_id(first)
    if read is not None:
        return [read.id]
    if bare and is_event_name(first):
        return [EventCode(first)]
    found = well_formed(second)
    if found is not None:
        return [found]
    words = plain(cells[-1].raw).replace(",", " ").split() if bare and len(cells) > 2 else []
    named = [well_formed(word) for word in words]
    return [found for found in named if found is not None] if all(named) else []


def _looks_tabular(lines: Sequence[str]) -> bool:
    return any(is_separator(line) for line in lines)
