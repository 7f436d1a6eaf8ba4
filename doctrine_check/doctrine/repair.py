"""Safe repairs: what can be put right without knowing what was meant.

Three kinds, none of which changes what a correct reader sees: characters encoded twice, cells
without blanks beside their pipes, and empty trailing cells that are missing or too many. Each
belongs to the rule that speaks of it, so that whoever sets the rule aside keeps the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.examine import examine
from doctrine_check.doctrine.model import Role
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from doctrine_check.doctrine.examine import Examined
    from doctrine_check.doctrine.tables import Row
    from doctrine_check.doctrine.waivers import Waiver

ENCODING_RULE = "double-encoding"
TABLE_RULE = "ragged-row"
"""The rule on how rows are laid out; blanks beside pipes have none of their own."""

_NEWLINE = r"(\r\n|\r|\n)"
_BOM = b"\xef\xbb\xbf"
_ROUNDS = 4


class Repair(Record):
    """A stretch of one line and what it becomes; ``rule`` is the one that settles it.

    Columns count from 1, ``end`` is the column behind the stretch.
    """

    rule: str
    line: int
    column: int
    end: int
    text: str


if TYPE_CHECKING:
    Chooser = Callable[[Sequence[Repair], Sequence[Waiver]], Collection[Repair]]
    """Which of some repairs are wanted in a document with these waivers."""


def repair(
    path: str, data: bytes, role: Role | None = None, wanted: Chooser | None = None
) -> bytes:
    """The document with its safe repairs made; ``data`` itself when there is none.

    ``role`` overrides what the content says the document is, ``wanted`` chooses among the repairs.
    Newlines and a byte order mark stay as they are, and no line is added or taken away. What
    cannot be read is not touched.
    """
    for _ in range(_ROUNDS):  # characters put right may stand in a row that then needs padding
        before = data
        for kind in (_characters, _rows):
            data = _after(kind, path, data, role, wanted)
        if data == before:
            break
    return data


def _after(
    kind: Callable[[Examined], Iterator[Repair]],
    path: str,
    data: bytes,
    role: Role | None,
    wanted: Chooser | None,
) -> bytes:
    examined = examine(path, data, lambda _: True, role)
    repairs: Collection[Repair] = list(kind(examined))
    if repairs and wanted is not None:
        repairs = wanted(list(repairs), examined.waivers)
    return _applied(data, repairs) if repairs else data


def _applied(data: bytes, repairs: Collection[Repair]) -> bytes:
    pieces = re.split(_NEWLINE, data.decode("utf-8-sig"))
    # From the right, so that a repair does not move the columns of those before it.
    for each in sorted(repairs, key=lambda each: (each.line, each.column), reverse=True):
        index = 2 * (each.line - 1)  # every other piece is a newline
        line = pieces[index]
        pieces[index] = line[: each.column - 1] + each.text + line[each.end - 1 :]
    return (_BOM if data.startswith(_BOM) else b"") + "".join(pieces).encode("utf-8")


def _characters(examined: Examined) -> Iterator[Repair]:
    for found in examined.encodings:
        if found.repaired is not None:
            end = found.column + len(found.written)
            yield Repair(ENCODING_RULE, found.line, found.column, end, found.repaired)


def _rows(examined: Examined) -> Iterator[Repair]:
    facts = examined.facts
    if facts is None or facts.role is Role.OTHER:
        return
    for table in facts.document.tables:
        width = len(table.header.cells)
        for row in (table.header, *table.rows):
            line = facts.document.lines[row.line - 1]
            text = _row(line[row.column - 1 :], row, width)
            if text is not None:
                yield Repair(TABLE_RULE, row.line, row.column, len(line) + 1, text)


def _row(written: str, row: Row, width: int) -> str | None:
    """The row with its padding and trailing cells put right, or ``None`` if it needs nothing."""
    cells = [cell.raw.replace("|", "\\|") for cell in row.cells]
    body = written.rstrip()
    ragged = False
    while len(cells) > width and not cells[-1]:
        cells.pop()
        ragged = True
    # One cell is missing and its pipe is there: the row ended early. Text without any pipe is a
    # line that slipped into the table, and two missing cells are a row nobody finished.
    if len(cells) == width - 1 and len(cells) > 1 and body.startswith("|") and body.endswith("|"):
        cells.append("")
        ragged = True
    if len(cells) != width or not (ragged or _unpadded(body)):
        return None
    return "| " + " | ".join(cells) + " |"


def _unpadded(body: str) -> bool:
    return body.startswith("|") and re.search(r"(?<!\\)\|[^\s|]|[^\s|\\]\|", body) is not None
