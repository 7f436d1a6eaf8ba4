"""An id is defined twice.

## What it does

Reports the second heading, table row or list item that defines an id which another heading, row or
item of the same document defines already. The first one counts for every other rule.

## Why

Two rows for one id are two laws; which of them holds depends on who reads.

## How to fix

Give the second one its own id, or delete it.

## Example

Bad: two rows `| PRF-002 | ... |` in the event table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report every later definition of an id."""
    for definition in facts.definitions:
        if definition.duplicate_of is None:
            continue
        identity = str(definition.read.id)
        yield Problem(
            facts.at(definition.place),
            f"expected one {definition.form.value} for {identity}, found another; "
            f"the first stands at {facts.path}:{definition.duplicate_of}",
            "give this one its own id, or delete it",
            subject=identity,
            related=(facts.line(definition.duplicate_of),),
        )
