"""A cell, list item, title or section that must say something is empty.

## What it does

Reports rows of the known tables (principles, levers, artifacts, events, invariants, owner
mapping) in which a cell holds nothing, or only a dash, `TBD`, `TODO`, `N/A`, `?` or, in the
performance documents, what is struck out (`~~...~~`, `<del>...</del>`), list items that give the id
of an event or invariant and no more (what stands below such an item counts), headings of
principles, levers and artifacts without a title, and headings of events and invariants with such a
stub below them, or with nothing where the headings beside them have a text.

## Why

An empty "Required For" asks nobody for the artifact.

## How to fix

Fill the cell, item, title or section, or delete it.

## Example

Bad: `| ART-04 | Correctness proofs | TBD |`.
Good: `| ART-04 | Correctness proofs | Tuned path PRs |`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import CORE
from doctrine_check.doctrine.define import cell_text
from doctrine_check.doctrine.model import Form, Kind, Role
from doctrine_check.doctrine.wording import quote, says_nothing, shortened
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import DocumentFacts, TableFacts, Text
    from doctrine_check.doctrine.tables import Row
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report cells of required columns, and items, that say nothing."""
    yield from _empty_items(facts)
    yield from _empty_titles(facts)
    yield from _untold(facts)
    other = facts.role is Role.SPEC  # other teams strike out in any cell what they retire
    for table in facts.tables:
        if table.kind is None:
            continue
        markdown = facts.document.tables[table.number]
        headers: dict[int, str] = {}
        for row in markdown.rows:
            if len(row.cells) != len(table.columns) or _is_struck(facts, table, row):
                continue  # the rule ragged-row's, or no row at all
            for number, key in enumerate(table.columns):
                if key not in CORE[table.kind]:
                    continue
                text = cell_text(facts.document, row.cells[number])
                if not says_nothing(text.text) or (other and "~" in text.text):
                    continue
                first = facts.document.plain(row.cells[0].raw) if number else ""
                if number not in headers:
                    raw = markdown.header.cells[number].raw
                    headers[number] = shortened(facts.document.plain(raw))
                found = f'"{text.text}"' if text.text else "nothing"
                yield Problem(
                    facts.at(text),
                    f'expected a value in column "{headers[number]}" of {first or "this row"}, '
                    f"found {found}",
                    "fill the cell, or delete the row",
                    subject=first or None,
                )


def _is_struck(facts: DocumentFacts, table: TableFacts, row: Row) -> bool:
    """Whether a row is struck out, by what names it."""
    line = facts.document.lines[row.line - 1]
    if "~" not in line and "</" not in line:
        return False
    from doctrine_check.doctrine.struck import is_struck_row

    cells = zip(table.columns, row.cells, strict=True)
    return is_struck_row({key or "": cell_text(facts.document, cell) for key, cell in cells})


def _empty_titles(facts: DocumentFacts) -> Iterator[Problem]:
    """Headings of principles, levers and artifacts that give the id and no more."""
    untitled: dict[DoctrineId, str] = {
        fact.id: fact.title.text
        for kind in (Kind.PRINCIPLE, Kind.LEVER, Kind.ARTIFACT)
        for fact in facts.facts(kind)
        if says_nothing(fact.title.text)
    }
    for definition in facts.definitions if untitled else ():
        if definition.form is Form.HEADING and definition.read.id in untitled:
            text = untitled.pop(definition.read.id)
            written = definition.read.written
            yield Problem(
                facts.at(definition.place),
                f"expected a title behind {written} in its heading, "
                f"found {quote(text) if text else 'none'}",
                f"write `{written}: ` and the title",
                subject=str(definition.read.id),
            )


def _untold(facts: DocumentFacts) -> Iterator[Problem]:
    """Headings of events and invariants without a text below them."""
    ids = (Kind.EVENT, Kind.INVARIANT)
    if not any(d.form is Form.HEADING and d.kind in ids for d in facts.definitions):
        return
    from doctrine_check.doctrine.untold import untold

    for definition, stub in untold(facts):
        written = definition.read.written
        yield Problem(
            facts.at(stub or definition.place),
            f"expected a text below {written}, found {quote(stub.text) if stub else 'nothing'}",
            "say what it means, or delete the heading",
            subject=str(definition.read.id),
        )


def _empty_items(facts: DocumentFacts) -> Iterator[Problem]:
    """List items of events and invariants without a text.

    A list of bare ids only names them; where one item says something, the others must.
    """
    items = [
        d
        for d in facts.definitions
        if d.form is Form.ITEM and d.kind in (Kind.EVENT, Kind.INVARIANT) and d.duplicate_of is None
    ]
    if not items:
        return
    said = _said(facts)
    twice = {d.read.id for d in facts.definitions if d.duplicate_of is not None}
    empty = [
        d
        for d in items
        if d.read.id in said and d.read.id not in twice and says_nothing(said[d.read.id].text)
    ]
    if not empty:
        return
    silent = {d.place.line for d in empty}
    telling = {d.section for d in items if d.place.line not in silent}
    going_on = _going_on(facts)
    for definition in empty:
        written = definition.read.written
        line = facts.document.lines[definition.place.line - 1].rstrip(" `*_")
        if definition.section not in telling and line.endswith(written):
            continue
        if definition.place.line in going_on:
            continue
        found = said[definition.read.id].text
        yield Problem(
            facts.at(definition.place),
            f"expected a text behind {written}, found {quote(found) if found else 'nothing'}",
            "say what it means, or delete the item",
            subject=str(definition.read.id),
        )


def _said(facts: DocumentFacts) -> dict[DoctrineId, Text]:
    """What each event means and each invariant states, where something is said at all."""
    said: dict[DoctrineId, Text | None] = {event.id: event.meaning for event in facts.events}
    said.update((invariant.id, invariant.statement) for invariant in facts.invariants)
    return {identity: text for identity, text in said.items() if text is not None}


def _going_on(facts: DocumentFacts) -> set[int]:
    """The lines of paragraphs that go on below: with text, a list, a table or code."""
    document = facts.document
    defined = {definition.place.line for definition in facts.definitions}
    blocks = {table.line: table.section for table in document.tables}
    blocks.update((block.line, block.section) for block in document.verbatim)
    paragraphs = {paragraph.line: paragraph for paragraph in document.paragraphs}
    found: set[int] = set()
    last = None
    for line in sorted({*blocks, *paragraphs}):
        following = paragraphs.get(line)
        if last is not None and blocks.get(line) == last.section:
            found.add(last.line)
        if following is None:
            continue
        if last is not None and following.section == last.section and line not in defined:
            deeper = following.depth > last.depth
            if deeper or (following.depth == last.depth and not following.lead):
                found.add(last.line)
        last = following
    return found
