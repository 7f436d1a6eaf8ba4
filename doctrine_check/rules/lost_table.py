r"""Rows of ids that markdown does not read as a table.

## What it does

Reports paragraphs whose lines look like table rows that begin with an id: the separator row
`|---|---|` is missing or has another number of columns than the header, or a blank line cut the
table in two. To every parser that is running text, and its facts are gone.

Under a heading of events or invariants it also reports entries on lines of one paragraph, such as
`**INV-ABC-A**: ...` above `**INV-ABC-B**: ...` with neither a mark of a list nor a blank line: the
page shows them as one running text. Lines that end in hard breaks stay apart.

## Why

The page still shows the ids, so a reader and a word search are both satisfied.

## How to fix

Put a separator row with one `---` per column under the header, and no blank line between rows.
Make list items of entries that stand on lines of their own, or put blank lines between them.

## Example

Bad:

```text
| Code | Level | Meaning |
| PRF-001 | info | compliance verified |
```

Good:

```text
| Code | Level | Meaning |
|------|-------|---------|
| PRF-001 | info | compliance verified |
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report each paragraph that was meant to be a table."""
    for region in facts.hidden:
        if region.how != "paragraph":
            continue
        ids = ", ".join(str(item) for item in region.ids[:6])
        more = f" and {len(region.ids) - 6} more" if len(region.ids) > 6 else ""
        if "|" not in facts.document.lines[region.line - 1]:
            yield Problem(
                facts.line(region.line, region.column),
                f"expected an item, a row or a paragraph for each of {ids}{more}, found running "
                "text: their lines are one paragraph",
                "put a list mark before each of the lines, or a blank line between them",
                subject=str(region.ids[0]),
            )
            continue
        reason = (
            "its separator row has another number of columns than its header"
            if region.tabular
            else "its rows follow no header with a separator row"
        )
        yield Problem(
            facts.line(region.line, region.column),
            f"expected a table, found running text: the rows of {ids}{more} are no table, {reason}",
            "give the table one header row, one separator row with a `---` for each column, and "
            "no blank line between its rows",
            subject=str(region.ids[0]),
        )
