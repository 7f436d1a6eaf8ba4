"""Events and invariants that stand side by side, in a table, a list or under headings.

Also tables whose ids and codes are two columns, or whose codes are names. All are rare, and no
fault.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import COLUMNS, ID_TYPE, KIND_OF_TYPE, NAMING
from doctrine_check.doctrine.define import Defined
from doctrine_check.doctrine.ids import (
    EventCode,
    InvariantId,
    ReadId,
    is_event_name,
    read_id,
    well_formed,
)
from doctrine_check.doctrine.model import Definition, Form, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from doctrine_check.doctrine.columns import Kinds, Several
    from doctrine_check.doctrine.define import RowRead
    from doctrine_check.doctrine.markdown import Document
    from doctrine_check.doctrine.model import TableFacts
    from doctrine_check.doctrine.tables import Table

_TEXT = {Kind.EVENT: "meaning", Kind.INVARIANT: "statement"}


def column_of_names(kind: Kind, names: Sequence[str], index: int) -> str | None:
    """What a column is for that could hold the ids, where a later one is headed as their codes.

    Its names tell what the codes mean, unless another column does; then it is "", none of ours.
    """
    aliases, said = dict(COLUMNS[kind])["id"], dict(COLUMNS[kind])[_TEXT[kind]]
    if names[index] not in aliases:
        return None
    behind = [name for name in names[index + 1 :] if name not in NAMING]
    if not any(name in aliases for name in behind):
        return None
    return "" if any(name in said for name in behind) else _TEXT[kind]


def columns_with_ids(document: Document, table: Table, facts: TableFacts) -> TableFacts:
    """``facts`` of a table whose ids stand in its first column, and others in that of the codes.

    An invariant may have the code of an event beside it, and an event a number.
    """
    if facts.kind not in _TEXT or "id" not in facts.columns:
        return facts
    place = facts.columns.index("id")
    if _holds_ids(document, table, facts.kind, place) or not _holds_ids(
        document, table, facts.kind, 0
    ):
        return facts
    columns = ["id", *facts.columns[1:]]
    columns[place] = None
    return facts._replace(columns=tuple(columns))


def _holds_ids(document: Document, table: Table, kind: Kind, column: int) -> bool:
    for row in table.rows:
        if len(row.cells) <= column:
            continue
        text = document.plain(row.cells[column].raw).strip("~")
        read = read_id(text, ID_TYPE[kind])
        if read is not None and isinstance(read.id, ID_TYPE[kind]):
            return True
        if kind is Kind.EVENT and is_event_name(text):
            return True
    return False


_NAME = r"[A-Z][A-Z0-9]*(?:-[A-Z][A-Z0-9]*)+"


def named_events(rows: Sequence[RowRead], section: int) -> list[RowRead]:
    """The rows of a table of events that has no codes, with names such as ``CARD-REJECTED``.

    Beside codes such a name is a misspelt one; so it counts where half of the rows have one.
    """
    found: list[RowRead] = []
    for row in rows:
        cell = row.texts.get("id")
        name = cell.text.strip("~") if cell is not None else ""
        if cell is None or not re.fullmatch(_NAME, name):
            found.append(row)
            continue
        read = ReadId(EventCode(name), name)
        definition = Definition(read, Kind.EVENT, Form.ROW, cell, section)
        found.append(row._replace(defined=Defined(definition, row.texts)))
    named = sum(row.defined is not None for row in found)
    return found if named > 1 and 2 * named >= len(found) else list(rows)


def side_by_side(some: int, others: int) -> bool:
    """Whether so many ids stand rightly beside those of another kind and one family.

    One event among several invariants is a slip.
    """
    return some > 1 or some == others == 1


def rows_as_they_are(
    tables: Iterable[TableFacts],
    rows: dict[int, list[RowRead]],
    kinds: Kinds,
    several: Several,
) -> Iterator[tuple[int, list[RowRead]]]:
    """The tables whose rows are of two kinds rightly, each row as what its id is."""
    for facts in tables:
        read = [row.defined.definition for row in rows[facts.number] if row.defined is not None]
        own = [identity for definition in read if (identity := _own(definition)) is not None]
        if not own:
            continue
        every = several.get(facts.section, frozenset())
        right = all(KIND_OF_TYPE[type(identity)] in every for identity in own)
        if kinds[facts.section] is None:
            sound = [d.read.id for d in read if d.read.problem is None]
            families = {i.family for i in sound if isinstance(i, EventCode | InvariantId)}
            right = side_by_side(len(own), len(sound)) and families.issuperset(
                identity.family for identity in own
            )
        if right:
            yield facts.number, [_as_it_is(row) for row in rows[facts.number]]


def _own(definition: Definition) -> EventCode | InvariantId | None:
    """The event or invariant that was taken for an id of another family."""
    written = definition.read.written
    found = well_formed(written) if definition.read.problem == "family" else None
    return found if isinstance(found, EventCode | InvariantId) else None


def _as_it_is(row: RowRead) -> RowRead:
    own = _own(row.defined.definition) if row.defined is not None else None
    if row.defined is None or own is None:
        return row
    definition, texts = row.defined.definition, dict(row.texts)
    kind = KIND_OF_TYPE[type(own)]
    said = texts.get(_TEXT.get(definition.kind, ""))
    if said is not None:
        texts[_TEXT[kind]] = said
    read = ReadId(own, definition.read.written)
    definition = definition._replace(read=read, kind=kind)
    return row._replace(defined=row.defined._replace(definition=definition, texts=texts))
