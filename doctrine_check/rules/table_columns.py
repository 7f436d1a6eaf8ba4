"""A table of the performance documents lacks a column, or calls it something else.

## What it does

Compares the header of each table of principles, levers, artifacts, events, invariants and the owner
mapping with the columns that such a table has. Two headers that stand above each other's cells are
reported in every spec contract, once; the other rules read the cells for what they are. Of two
headers alike, the one in its usual place is believed.

## Why

Columns are how the doctrine is read. Without "Required For" no artifact is owed by anybody, and a
renamed column is a fact that only its author can find.

## How to fix

Name the columns as the message lists them.

## Example

Bad: `| ID | Artifact | Needed By |`. Good: `| ID | Artifact | Required For |`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import COLUMNS, CORE, columns_of, header_names
from doctrine_check.doctrine.model import Role
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Kind, TableFacts
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report columns that are missing or renamed."""
    for table in facts.tables:
        if table.kind is not None:
            yield from _table(facts, table, table.kind)


def _table(facts: DocumentFacts, table: TableFacts, kind: Kind) -> Iterator[Problem]:
    markdown = facts.document.tables[table.number]
    names = header_names(facts.document, markdown)
    usual = {key: aliases[0] for key, aliases in COLUMNS[kind]}
    named = table.columns
    if any(key and name != usual[key] for key, name in zip(named, names, strict=True)):
        named = columns_of(kind, names)
    swapped = [number for number, key in enumerate(named) if key != table.columns[number]]
    if swapped:
        first, second = (markdown.header.cells[number] for number in swapped)
        one, other = facts.document.plain(first.raw), facts.document.plain(second.raw)
        yield Problem(
            facts.line(first.line, first.column),
            f'expected "{one}" and "{other}" each above its own cells in the table of '
            f"{kind.value}, found the two exchanged",
            f'exchange the headers "{one}" and "{other}", or the cells below them',
            subject=kind.value,
            related=(facts.line(second.line, second.column),),
        )
    if facts.role is Role.SPEC:
        return  # their columns are their own business
    for key in CORE[kind]:
        if key == "metric" and "target" in named:
            continue
        if key not in named:
            header = ", ".join(name or "(empty)" for name in names)
            yield Problem(
                facts.line(markdown.line, markdown.header.column),
                f'expected a column "{usual[key].title()}" in the table of {kind.value}, '
                f"found only: {header}",
                f'add the column "{usual[key].title()}"',
                subject=kind.value,
            )
            continue
        position = named.index(key)
        if names[position] != usual[key]:
            cell = markdown.header.cells[position]
            yield Problem(
                facts.line(cell.line, cell.column),
                f'expected the column "{usual[key].title()}" in the table of {kind.value}, '
                f'found "{facts.document.plain(cell.raw)}"',
                f'name the column "{usual[key].title()}"',
                subject=kind.value,
            )
