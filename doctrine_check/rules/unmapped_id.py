"""No row of the implementation mapping covers a lever or principle.

## What it does

Demands that every lever and every principle of the doctrine stands in at least one row of the owner
mapping, and that each row of the mapping names at least one id.

## Why

The mapping is how a change finds its owner. What it does not cover is changed
without asking anyone.

## How to fix

Add a row with subsystem, owner track and id.

## Example

Bad: `LEV-03` under *Levers*, and no mapping row that names it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import DocumentFacts, Text
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report ids without a mapping row, and rows without an id."""
    if not facts.mapping:
        return
    covered = {mention.read.id for row in facts.mapping for mention in row.concerns}
    covered |= facts.hidden_ids()
    line = facts.mapping[0].subsystem.line
    named: list[tuple[DoctrineId, Text]] = [(fact.id, fact.title) for fact in facts.levers]
    named += [(fact.id, fact.title) for fact in facts.principles]
    for identity, title in named:
        if identity in covered:
            continue
        yield Problem(
            facts.at(title),
            f"expected a row of the owner mapping that covers {identity}, found none in the "
            f"{len(facts.mapping)} rows from {facts.path}:{line} on",
            f"add a row with subsystem, owner track and {identity}",
            subject=str(identity),
            related=(facts.line(line),),
        )
    for row in facts.mapping:
        if row.concerns or not row.concern_text.text:
            continue
        yield Problem(
            facts.at(row.concern_text),
            f'expected an id in the concern of "{row.subsystem.text}", '
            f'found "{row.concern_text.text}"',
            "name the principle or lever that this row covers",
            subject=row.subsystem.text,
        )
