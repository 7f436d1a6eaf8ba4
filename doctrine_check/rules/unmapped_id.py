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

from doctrine_check.doctrine.ids import EventCode, PrincipleId
from doctrine_check.doctrine.model import Kind
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import DocumentFacts, Lever, Principle, Text
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report ids without a mapping row, and rows without an id."""
    tables = [table for table in facts.tables if table.kind is Kind.MAPPING]
    if not facts.mapping or not all("concern" in table.columns for table in tables):
        return  # a missing table is the rule missing-section's, a missing column table-columns'
    covered = {mention.read.id for row in facts.mapping for mention in row.concerns}
    covered |= facts.hidden_ids()
    line = facts.mapping[0].subsystem.line
    for identity, title in _uncovered(facts, covered):
        yield Problem(
            facts.at(title),
            f"expected a row of the owner mapping that covers {identity}, found none from "
            f"{facts.path}:{line} on",
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


def _uncovered(
    facts: DocumentFacts, covered: AbstractSet[DoctrineId]
) -> Iterator[tuple[DoctrineId, Text]]:
    """Levers and principles that no row can have meant.

    Each id of the mapping that is misspelt or defined nowhere, and each row without one, may stand
    for one that is missing: those are to be repaired first.
    """
    missing: list[tuple[DoctrineId, Text]] = []
    unexplained = 0
    kinds: tuple[Sequence[Lever | Principle], ...] = (facts.levers, facts.principles)
    for named in kinds:
        known = {fact.id for fact in named}
        types = {type(identity) for identity in known}
        lacking = [(fact.id, fact.title) for fact in named if fact.id not in covered]
        # PRF-001 where PRF-01 is meant is the rule wrong-family's.
        meant = (*types, EventCode) if PrincipleId in types else tuple(types)
        astray = {identity for identity in covered if isinstance(identity, meant)} - known
        if len(lacking) > len(astray):
            unexplained += len(lacking) - len(astray)
            missing += lacking
    without = sum(not row.concerns for row in facts.mapping)
    return iter(missing if unexplained > without else ())
