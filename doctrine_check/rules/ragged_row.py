r"""A table row has more or fewer cells than the header.

## What it does

Compares each row with its header, cell by cell as GFM splits them. Markdown parsers pad a short
row and drop what is over without a word, so the page looks fine and the cell is gone.

## Why

The missing cell is usually the one that carries the obligation; an extra pipe pushes every later
cell one column to the right.

## How to fix

Give the row one cell per column. A pipe that belongs to the text is written `\|`.
`lint --fix` adds the empty trailing cell that a short row lacks when the row simply forgot it.

## Example

Bad: `| ART-01 | Baseline reports |` below `| ID | Artifact | Required For |`.
Good: `| ART-01 | Baseline reports | All performance PRs |`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.wording import shortened
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report each row whose number of cells is not that of its header."""
    for table in facts.document.tables:
        expected = len(table.header.cells)
        header: str | None = None
        for row in table.rows:
            found = len(row.cells)
            if found == expected:
                continue
            if header is None:
                header = shortened(" | ".join(cell.raw for cell in table.header.cells), 200)
            lost = "the rest is dropped" if found > expected else "the missing ones read as empty"
            remedy = (
                "remove the extra pipe, or write it as \\| where it belongs to the text"
                if found > expected
                else "add the missing cells; a line of text behind a table needs a blank line"
            )
            subject = facts.document.plain(row.cells[0].raw) if row.cells else None
            yield Problem(
                facts.line(row.line, row.column),
                f"expected {expected} cells ({header}, line {table.line}), found {found}: {lost}",
                remedy,
                subject=subject or None,
                related=(facts.line(table.line),),
            )
