"""No row of the implementation mapping covers a lever or principle.

## What it does

Demands that every lever and every principle of the doctrine stands in at least one row of the owner
mapping, and that each row of the mapping names at least one id. Principles that no row covers are
reported together, for one row may have covered them. Where a row seems to mean the id
that no row covers, and names one that another row covers or something that is neither principle nor
lever, that row is reported. Words may take an id back: `not LEV-01`, `all but LEV-01`, `LEV-01?`
and `LEV-01 (TBD)` cover nothing.

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

from doctrine_check.doctrine.ids import ArtifactId, EventCode, PrincipleId
from doctrine_check.doctrine.model import Kind
from doctrine_check.doctrine.wording import quote, says_nothing
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.misnamed import Misnamed
    from doctrine_check.doctrine.model import DocumentFacts, Lever, Principle, Text
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report ids without a mapping row, and rows without an id."""
    line = facts.mapping[0].subsystem.line if facts.mapping else 0
    instead = misnamed(facts)
    lacking: list[tuple[DoctrineId, Text]] = []
    for identity, title in uncovered(facts):
        found = _denied(facts, identity) or instead.get(identity)
        if found is not None:
            yield _misnamed(facts, identity, title, found)
        else:
            lacking.append((identity, title))
    # Rows hold principles that belong together, so that one row may have covered them all.
    principles = [one for one in lacking if isinstance(one[0], PrincipleId)]
    others = [[one] for one in lacking if not isinstance(one[0], PrincipleId)]
    for several in [principles, *others] if principles else others:
        ids = ", ".join(str(identity) for identity, _ in several)
        identity, title = several[0]
        yield Problem(
            facts.at(title),
            f"expected a row of the owner mapping that covers {ids}, found none from "
            f"{facts.path}:{line} on",
            f"add a row with subsystem, owner track and {ids}",
            subject=str(identity),
            related=(facts.line(line), *(facts.at(other) for _, other in several[1:])),
        )
    for row in facts.mapping:
        if row.concerns or says_nothing(row.concern_text.text):
            continue  # what says nothing is the rule empty-cell's
        yield Problem(
            facts.at(row.concern_text),
            f'expected an id in the concern of "{row.subsystem.text}", '
            f'found "{row.concern_text.text}"',
            "name the principle or lever that this row covers",
            subject=row.subsystem.text,
        )


def _denied(facts: DocumentFacts, identity: DoctrineId) -> Misnamed | None:
    """The cell that names the id, and by its other words does not mean it."""
    for row in facts.mapping:
        if identity.text in row.concern_text.text:
            from doctrine_check.doctrine.misnamed import Misnamed

            return Misnamed(row.concern_text, None)
    return None


def _misnamed(facts: DocumentFacts, identity: DoctrineId, title: Text, found: Misnamed) -> Problem:
    again = "" if found.first is None else f" again, which {facts.path}:{found.first.line} covers"
    return Problem(
        facts.at(found.place),
        f"expected {identity} in the owner mapping, which no row covers, found "
        f"{quote(found.place.text) if found.place.text else 'nothing'}{again}",
        f"name {identity} here, or add a row with subsystem, owner track and {identity}",
        subject=str(identity),
        related=(facts.at(title), *(() if found.first is None else (facts.at(found.first),))),
    )


def misnamed(facts: DocumentFacts) -> dict[DoctrineId, Misnamed]:
    """For ids that no row covers what stands in the mapping instead of them, if anything does."""
    named = [mention.read.id for row in facts.mapping for mention in row.concerns]
    pieces = sum(1 + row.concern_text.text.count(",") for row in facts.mapping)
    if len(set(named)) == pieces and not any(isinstance(id_, ArtifactId) for id_ in named):
        return {}  # every piece names a principle or lever, and each another one
    missing = list(uncovered(facts))
    if not missing:
        return {}
    from doctrine_check.doctrine.misnamed import instead_of

    return instead_of(facts, missing)


def uncovered(facts: DocumentFacts) -> Iterator[tuple[DoctrineId, Text]]:
    """The ids that no row covers, each with its title."""
    tables = [table for table in facts.tables if table.kind is Kind.MAPPING]
    if not facts.mapping or not all("concern" in table.columns for table in tables):
        return  # a missing table is the rule missing-section's, a missing column table-columns'
    if not all(row.concerns for row in facts.mapping):
        return  # a row without ids may be the one that covers them: it is to be repaired first
    covered = {mention.read.id for row in facts.mapping for mention in row.concerns}
    yield from _uncovered(facts, covered | facts.hidden_ids())


def _uncovered(
    facts: DocumentFacts, covered: AbstractSet[DoctrineId]
) -> Iterator[tuple[DoctrineId, Text]]:
    """Levers and principles that no row can have meant.

    Each id of the mapping that is misspelt or defined nowhere may stand for one that is missing:
    those are to be repaired first.
    """
    kinds: tuple[Sequence[Lever | Principle], ...] = (facts.levers, facts.principles)
    for named in kinds:
        known = {fact.id for fact in named}
        lacking = [(fact.id, fact.title) for fact in named if fact.id not in covered]
        # PRF-001 where PRF-01 is meant is the rule wrong-family's.
        meant = (EventCode, *{type(identity) for identity in known})
        astray = {identity for identity in covered if isinstance(identity, meant)} - known
        if len(lacking) > len(astray):
            yield from lacking
