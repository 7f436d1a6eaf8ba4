"""An id stands in one document only.

## What it does

Compares the ids that the doctrine and its spec contract define, kind by kind. What the doctrine
alone defines is reported at the contract's table; what the contract alone defines at its row.

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
from doctrine_check.doctrine.model import Form
from doctrine_check.doctrine.wording import quote
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.model import DocumentFacts, Kind
    from doctrine_check.findings import Location
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report ids that one side lacks, where both sides have the kind."""
    doctrine, contract = pair.doctrine, pair.contract
    for kind in SHARED_KINDS:
        ours, theirs = doctrine.facts(kind), contract.facts(kind)
        if not ours or not theirs:
            continue  # the rule missing-section's
        known = {fact.id for fact in theirs} | contract.hidden_ids()
        for fact in ours:
            if fact.id not in known:
                yield Problem(
                    _table(contract, kind),
                    f"expected {fact.id} {quote(fact.title.text)} among the {kind.value} of the "
                    f"spec contract, as the doctrine has it ({doctrine.path}:{fact.title.line}), "
                    "found none",
                    f"add {fact.id} to the spec contract, or drop it from the doctrine",
                    subject=str(fact.id),
                    related=(doctrine.at(fact.title),),
                )
        known = {fact.id for fact in ours} | doctrine.hidden_ids()
        for fact in theirs:
            if fact.id not in known:
                place = _table(doctrine, kind)
                yield Problem(
                    contract.at(fact.title),
                    f"expected an id that the doctrine defines among its {kind.value} "
                    f"({place.place}), found {fact.id}",
                    f"add {fact.id} to the doctrine, or drop it from the spec contract",
                    subject=str(fact.id),
                    related=(place,),
                )


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
