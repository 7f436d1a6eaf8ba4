"""Harmful edits of tables and of the ids in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.breaks_sheet import known_tables
from doctrine_check.doctrine.columns import CORE
from doctrine_check.doctrine.ids import (
    ArtifactId,
    EventCode,
    InvariantId,
    LeverId,
    PrincipleId,
    well_formed,
)
from doctrine_check.doctrine.model import Kind
from doctrine_check.doctrine.wording import same_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doctrine_check.doctrine.breaks_sheet import Edit, Sheet
    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import TableFacts
    from doctrine_check.doctrine.tables import Row, Table

_CYRILLIC = str.maketrans("PAIE", "\u0420\u0410\u0406\u0415")
_NOWHERE: dict[type[DoctrineId], str] = {
    PrincipleId: "PRF-98",
    LeverId: "LEV-98",
    ArtifactId: "ART-98",
    EventCode: "PRF-998",
    InvariantId: "INV-PRF-NOWHERE",
}
_FOREIGN: dict[type[DoctrineId], str] = {
    PrincipleId: "LEV-01",
    LeverId: "ART-01",
    ArtifactId: "LEV-01",
    EventCode: "PRF-01",
    InvariantId: "PRF-01",
}


def table_breaks(sheet: Sheet) -> Iterator[Edit]:
    """Every harmful edit of the known tables of a document."""
    for number, table in known_tables(sheet):
        facts = sheet.facts.tables[number]
        kind = facts.kind
        if kind is None:
            continue
        yield from _tables(sheet, table, kind.value, facts)
        for row, following in zip(table.rows, (*table.rows[1:], None), strict=True):
            yield from _rows(sheet, table, row, kind)
            yield from _cells(sheet, facts, row, kind)
            if kind is not Kind.MAPPING:
                yield from _swaps(sheet, facts, row, following)
                yield from _ids(sheet, row)


def heading_ids(sheet: Sheet) -> Iterator[Edit]:
    """The id of each heading that defines one, misspelt in every way."""
    for identity, definition in sheet.headings.items():
        for what, written in _misspelt(identity):
            name = sheet.name(identity, f"heading with {what}")
            yield from sheet.whole(name, definition.place, written)


def _subject(row: Row, kind: Kind) -> str:
    return f"{kind.value}, row {row.cells[0].raw}"


def _rows(sheet: Sheet, table: Table, row: Row, kind: Kind) -> Iterator[Edit]:
    subject = _subject(row, kind)
    cells = [cell.raw for cell in row.cells]
    # A mapping row whose ids other rows cover as well may go: then nothing is lost.
    if kind is not Kind.MAPPING or _alone(table, row):
        yield sheet.block(sheet.name(subject, "row deleted"), row.line, row.line, [])
    if kind is not Kind.MAPPING:
        source = sheet.lines[row.line - 1]
        name = sheet.name(subject, "row duplicated")
        yield sheet.block(name, row.line, row.line, [source, source], row.line + 1)
    for what, changed in (
        ("last cell dropped", cells[:-1]),
        ("cell added", [*cells, "more"]),
    ):
        line = sheet.row_of(row, changed)
        yield sheet.block(sheet.name(subject, what), row.line, row.line, [line], row.line)
    for number, cell in enumerate(cells):
        before, blank, after = cell.partition(" ")
        if blank and "`" not in cell:
            line = sheet.row_of(row, [*cells[:number], before, after, *cells[number + 1 :]])
            name = sheet.name(subject, f"pipe in cell {number + 1}")
            yield sheet.block(name, row.line, row.line, [line], row.line)


def _alone(table: Table, row: Row) -> bool:
    """Whether this row of the mapping names an id that no other row names."""
    elsewhere = " ".join(
        cell.raw for other in table.rows if other is not row for cell in other.cells
    )
    ids = [word for word in row.cells[-1].raw.replace(",", " ").split() if well_formed(word)]
    return any(word not in elsewhere for word in ids)


def _cells(sheet: Sheet, facts: TableFacts, row: Row, kind: Kind) -> Iterator[Edit]:
    """Each cell of a column that must be there emptied."""
    for key, cell in zip(facts.columns, row.cells, strict=False):
        if key in CORE[kind] and cell.raw:
            yield sheet.cell(sheet.name(_subject(row, kind), f"{key} emptied"), cell, "")


def _swaps(sheet: Sheet, facts: TableFacts, row: Row, following: Row | None) -> Iterator[Edit]:
    """Each text exchanged with that of the next row."""
    if following is None or facts.kind is None:
        return
    columns = [key for key in facts.columns if key in ("title", "metric", "meaning", "statement")]
    for key in columns:
        number = facts.columns.index(key)
        mine, theirs = [c.raw for c in row.cells], [c.raw for c in following.cells]
        if number >= min(len(mine), len(theirs)) or same_words(mine[number], theirs[number]):
            continue
        mine[number], theirs[number] = theirs[number], mine[number]
        name = sheet.name(_subject(row, facts.kind), f"{key} swapped with {theirs[0]}")
        lines = [sheet.row_of(row, mine), sheet.row_of(following, theirs)]
        edit = sheet.block(name, row.line, following.line, lines, row.line)
        yield edit._replace(last=following.line)


def _ids(sheet: Sheet, row: Row) -> Iterator[Edit]:
    cell = row.cells[0]
    identity = well_formed(sheet.facts.document.plain(cell.raw))
    if identity is None:
        return
    for what, written in _misspelt(identity):
        yield sheet.cell(sheet.name(identity, f"row with {what}"), cell, written)


def _misspelt(identity: DoctrineId) -> Iterator[tuple[str, str]]:
    """Ways to write an id wrongly that really change it."""
    return (way for way in _ways(identity) if way[1] != str(identity))


def _ways(identity: DoctrineId) -> Iterator[tuple[str, str]]:
    """Malformed, look-alike, of another family, of nothing."""
    text = str(identity)
    head, _, tail = text.rpartition("-")
    if isinstance(identity, InvariantId):
        yield "underscores", text.replace("-", "_")
    else:
        yield "an underscore", f"{head}_{tail}"
        yield "a digit less", f"{head}-{tail[1:]}"
        yield "the letter O", f"{head}-{tail.replace('0', 'O')}"
    yield "lower case", text.lower()
    yield "Cyrillic letters", text.translate(_CYRILLIC)
    yield "an en dash", f"{head}–{tail}"
    yield "a zero-width space", f"{head}\u200b-{tail}"
    yield "an id of another family", _FOREIGN[type(identity)]
    yield "an id that does not exist", _NOWHERE[type(identity)]


def _tables(sheet: Sheet, table: Table, kind: str, facts: TableFacts) -> Iterator[Edit]:
    first, last = table.line, table.end_line
    # What ends a table is not always a blank line that belongs to it.
    while last > first and not sheet.lines[last - 1].strip():
        last -= 1
    lines = list(sheet.lines[first - 1 : last])
    separator = "|" + "---|" * (len(table.header.cells) - 1)
    middle = max(len(lines) // 2 + 1, 3)
    # Without its separator a table is lost from its first row on.
    section = sheet.facts.document.sections[facts.section]
    heading = section.line if kind == Kind.MAPPING.value else first
    for what, changed, line in (
        ("separator deleted", [lines[0], *lines[2:]], first + 1),
        ("separator one column short", [lines[0], separator, *lines[2:]], first + 2),
        ("fenced", ["```", *lines, "```"], heading),
        ("commented out", ["<!--", *lines, "-->"], heading),
        ("indented", [f"    {line}" for line in lines], heading),
        ("split by a blank line", [*lines[:middle], "", *lines[middle:]], first + middle + 1),
    ):
        if what.startswith("split") and middle >= len(lines):
            continue
        yield sheet.block(sheet.name(kind, f"table {what}"), first, last, changed, line)
    for cell in table.header.cells:
        yield sheet.cell(sheet.name(kind, f"column {cell.raw} renamed"), cell, "Remark")
    for number, cell in enumerate(table.header.cells):
        name = sheet.name(kind, f"column {cell.raw} removed")
        yield sheet.block(name, first, last, _without(sheet, table, number), first)
    # The heading goes as well where the table is all there is below it.
    if section.heading is not None and section.heading.level > 1:
        yield sheet.without_section(sheet.name(kind, "table deleted with heading"), facts.section)


def _without(sheet: Sheet, table: Table, number: int) -> list[str]:
    def rest(cells: Sequence[str]) -> list[str]:
        return [*cells[:number], *cells[number + 1 :]]

    rows = [sheet.row_of(row, rest([c.raw for c in row.cells])) for row in table.rows]
    header = sheet.row_of(table.header, rest([c.raw for c in table.header.cells]))
    separator = sheet.row_of(table.header, ["---"] * (len(table.header.cells) - 1))
    return [header, separator, *rows]
