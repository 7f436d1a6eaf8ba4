"""Which of the places that open with an id cite it only, and do not define it.

Spec contracts list their invariants and events once, and then again: which test proves which
invariant, which alert belongs to which event. Such a second list is no second definition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import COLUMNS, header_names
from doctrine_check.doctrine.model import Form, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from doctrine_check.doctrine.columns import Kinds
    from doctrine_check.doctrine.define import Defined, RowRead
    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.markdown import Document
    from doctrine_check.doctrine.model import TableFacts

_TEXT = {Kind.EVENT: "meaning", Kind.INVARIANT: "statement"}


def citing_tables(
    document: Document,
    tables: Sequence[TableFacts],
    rows: Mapping[int, Sequence[RowRead]],
    others: Iterable[Defined],
) -> frozenset[int]:
    """The numbers of the tables that say nothing of ids which stand elsewhere, or hold no ids."""
    empty = {
        facts.number
        for facts in tables
        if facts.kind in _TEXT
        and rows[facts.number]
        and all(
            row.defined is None and "id" in row.texts and row.texts["id"].text
            for row in rows[facts.number]
        )
    }
    bare = [
        facts
        for facts in tables
        if facts.kind in _TEXT and facts.number not in empty and not _has(document, facts)
    ]
    if not bare:
        return frozenset(empty)
    numbers = {facts.number for facts in bare}
    defined = [item.definition for item in others]
    defined += [
        row.defined.definition
        for number, table in rows.items()
        if number not in numbers
        for row in table
        if row.defined is not None
    ]
    known = {definition.read.id for definition in defined}
    kinds = {definition.kind for definition in defined}
    return frozenset(empty).union(
        facts.number
        for facts in bare
        if _cites(rows[facts.number], known)
        or (facts.kind in kinds and "level" not in facts.columns)
    )


def _has(document: Document, facts: TableFacts) -> bool:
    """Whether a column is named as the one that says what the id means."""
    if facts.kind is None:
        return False
    key = _TEXT[facts.kind]
    if key not in facts.columns:
        return False
    name = header_names(document, document.tables[facts.number])[facts.columns.index(key)]
    return name in dict(COLUMNS[facts.kind])[key]


def _cites(rows: Sequence[RowRead], known: set[DoctrineId]) -> bool:
    ids = [row.defined.definition.read.id for row in rows if row.defined is not None]
    return bool(ids) and 2 * sum(item in known for item in ids) >= len(ids)


def without_citations(
    document: Document, kinds: Kinds, headings: Sequence[Defined], rest: Sequence[Defined]
) -> Iterator[Defined]:
    """Headings and list items that define: not those that repeat an id in another chapter."""
    announced: set[DoctrineId] = set()
    loose: list[Defined] = []
    for item in (*headings, *rest):
        definition = item.definition
        if definition.kind not in _TEXT or _announced(document, kinds, item):
            announced.add(definition.read.id)
            yield item
        else:
            loose.append(item)
    section_of: dict[DoctrineId, int] = {}
    for item in loose:
        definition = item.definition
        chapter = document.sections[definition.section].parent
        home = chapter if definition.form is Form.HEADING else definition.section
        first = section_of.setdefault(definition.read.id, home)
        if definition.read.id not in announced and first == home:
            yield item


def _announced(document: Document, kinds: Kinds, item: Defined) -> bool:
    definition = item.definition
    index = definition.section
    if definition.form is Form.HEADING:
        index = document.sections[index].parent
    return kinds[index] is definition.kind
