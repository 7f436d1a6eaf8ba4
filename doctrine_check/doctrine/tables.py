"""Table rows as GFM splits them, with the column of every cell.

markdown-it-py decides what is a table and which lines it covers, but it pads short rows and drops
extra cells without a word. So the rows are split once more here, over exactly those lines, and
keep what the parser threw away. A property test holds the two splitters together.
"""

from __future__ import annotations

from doctrine_check.records import Record


class Cell(Record):
    """One cell: its markdown source (escaped pipes undone), line and column from 1."""

    raw: str
    line: int
    column: int
    end: int


class Row(Record):
    """One row with the cells that stand in the source, no more and no fewer."""

    cells: tuple[Cell, ...]
    line: int
    column: int


class Table(Record):
    """A table: header, body rows, and the section it stands in. Lines from 1, end inclusive."""

    header: Row
    rows: tuple[Row, ...]
    line: int
    end_line: int
    section: int


def split_row(text: str, line: int, offset: int = 0) -> Row:
    """Split one line into cells as GFM does: at each pipe that no backslash precedes.

    Empty cells before the first and after the last pipe are the outer border and not cells.
    ``offset`` is the number of characters that precede ``text`` in its source line.
    """
    stripped = text.strip()
    start = text.find(stripped) + offset if stripped else offset
    pieces = stripped.split("|")
    cells: list[tuple[str, int]] = []
    position = start
    pending, pending_start = "", start
    for index, piece in enumerate(pieces):
        last = index == len(pieces) - 1
        if piece.endswith("\\") and not last:
            pending += piece[:-1] + "|"
        else:
            cells.append((pending + piece, pending_start))
            pending = ""
        position += len(piece) + 1
        if not pending:
            pending_start = position
    if cells and not cells[0][0]:
        del cells[0]
    if cells and not cells[-1][0]:
        del cells[-1]
    return Row(tuple(_cell(raw, begin, line) for raw, begin in cells), line, start + 1)


def _cell(raw: str, begin: int, line: int) -> Cell:
    content = raw.strip()
    lead = len(raw) - len(raw.lstrip()) if content else 0
    column = begin + lead + 1
    # An escaped pipe took two characters in the source and one here.
    return Cell(content, line, column, column + len(content) + content.count("|"))


def is_separator(text: str) -> bool:
    """Whether a line is a GFM delimiter row such as ``|---|:-:|``."""
    row = split_row(text, 1)
    return bool(row.cells) and all(
        cell.raw.strip(":") and not cell.raw.strip(":").strip("-") for cell in row.cells
    )
