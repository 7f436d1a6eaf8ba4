"""A cell that must say something is empty.

## What it does

Reports rows of the known tables (principles, levers, artifacts, events, invariants, owner
mapping) in which a cell holds nothing, or only a dash, `TBD`, `TODO`, `N/A` or `?`.

## Why

An empty "Required For" asks nobody for the artifact.

## How to fix

Fill the cell, or delete the row.

## Example

Bad: `| ART-04 | Correctness proofs | TBD |`.
Good: `| ART-04 | Correctness proofs | Tuned path PRs |`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import CORE
from doctrine_check.doctrine.define import cell_text
from doctrine_check.doctrine.wording import says_nothing, shortened
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report cells of required columns that say nothing."""
    for table in facts.tables:
        if table.kind is None:
            continue
        markdown = facts.document.tables[table.number]
        headers: dict[int, str] = {}
        for row in markdown.rows:
            for number, key in enumerate(table.columns):
                if key not in CORE[table.kind] or number >= len(row.cells):
                    continue
                text = cell_text(facts.document, row.cells[number])
                if not says_nothing(text.text):
                    continue
                first = facts.document.plain(row.cells[0].raw)
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
