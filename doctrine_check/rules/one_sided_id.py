"""An id stands in one document only.

## What it does

Compares the ids that the doctrine and its spec contract define, kind by kind. What the doctrine
alone defines is reported at the contract's table; what the contract alone defines at its row. The
same text under two ids is reported once, at the contract's.

## Why

An obligation that stands in one document only is denied by the other one.

## How to fix

Add the row, or delete the id from both documents.

## Example

Bad: `PRF-004` in the doctrine's event table and not in the contract's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.compare import SHARED_KINDS
from doctrine_check.doctrine.ids import EventCode, well_formed
from doctrine_check.doctrine.model import Form, Kind
from doctrine_check.doctrine.wording import quote
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doctrine_check.doctrine.compare import Pair, Renamed
    from doctrine_check.doctrine.model import DocumentFacts, Fact
    from doctrine_check.findings import Location
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report ids that one side lacks, where both sides have the kind."""
    doctrine, contract = pair.doctrine, pair.contract
    explained = {id(fact) for renamed in pair.renamed for fact in renamed}
    for kind in SHARED_KINDS:
        ours, theirs = doctrine.facts(kind), contract.facts(kind)
        if not ours or not theirs:
            continue  # the rule missing-section's
        here = {id(fact) for fact in ours}
        for renamed in pair.renamed:
            if id(renamed.doctrine) in here and not any(map(_unclear, renamed)):
                yield _renamed(pair, renamed)
        for fact in _alone(ours, theirs, contract, kind):
            if id(fact) not in explained:
                yield Problem(
                    _table(contract, kind),
                    f"expected {_named(fact)} among the {kind.value} of the spec contract, as the "
                    f"doctrine has it ({doctrine.path}:{fact.title.line}), found none",
                    f"add {fact.id} to the spec contract, or drop it from the doctrine",
                    subject=str(fact.id),
                    related=(doctrine.at(fact.title),),
                )
        for fact in _alone(theirs, ours, doctrine, kind):
            if id(fact) not in explained:
                place = _table(doctrine, kind)
                yield Problem(
                    contract.at(fact.title),
                    f"expected an id that the doctrine defines among its {kind.value} "
                    f"({place.place}), found {fact.id}",
                    f"add {fact.id} to the doctrine, or drop it from the spec contract",
                    subject=str(fact.id),
                    related=(place,),
                )


def _alone(
    facts: Sequence[Fact], others: Sequence[Fact], document: DocumentFacts, kind: Kind
) -> Iterator[Fact]:
    """The facts that ``document``, which has ``others``, lacks for certain."""
    known = {fact.id for fact in others} | document.hidden_ids()
    if document.doubtful(kind) or (kind is Kind.EVENT and any(map(_unclear, others))):
        return iter(())  # it may be the one whose id is wrong or missing there
    return (
        fact
        for fact in facts
        # An invariant under a number is the rule wrong-family's.
        if fact.id not in known and well_formed(str(fact.id)) == fact.id
    )


def _unclear(fact: Fact) -> bool:
    """Whether nobody knows which event a code such as ``PRF-1000`` was meant for."""
    return isinstance(fact.id, EventCode) and well_formed(str(fact.id)) is None


def _renamed(pair: Pair, renamed: Renamed) -> Problem:
    ours, theirs = renamed.doctrine, renamed.contract
    return Problem(
        pair.contract.at(theirs.title),
        f"expected the id {ours.id} of the same text in the doctrine "
        f"({pair.doctrine.path}:{ours.title.line}), found {theirs.id}",
        "use one id in both documents",
        subject=str(ours.id),
        related=(pair.doctrine.at(ours.title),),
    )


def _named(fact: Fact) -> str:
    """The id with its title; events and invariants have none but their id."""
    title = fact.title.text
    return str(fact.id) if title in ("", str(fact.id)) else f"{fact.id} {quote(title)}"


def _table(facts: DocumentFacts, kind: Kind) -> Location:
    """Where ids of this kind are listed: the table's header, or the first definition."""
    for table in facts.tables:
        if table.kind is kind:
            return facts.line(facts.document.tables[table.number].line)
    for definition in facts.definitions:
        if definition.kind is kind:
            if definition.form is Form.HEADING:
                parent = facts.document.sections[definition.section].parent
                return facts.line(facts.document.sections[parent].line)
            return facts.at(definition.place)
    return facts.line(1)
