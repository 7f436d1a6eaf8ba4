"""One document has a whole section that the other lacks.

## What it does

Reports when the doctrine defines principles, levers, artifacts, events or invariants and the spec
contract defines none of that kind, or the other way round, and when a doctrine with levers has no
owner mapping.

## Why

A section that vanished on one side takes all of its obligations with it.

## How to fix

Restore the section, or drop it from both documents.

## Example

Bad: a contract without *Event Codes* beside a doctrine that has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import KIND_OF_TYPE
from doctrine_check.doctrine.compare import SHARED_KINDS
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.model import DocumentFacts, Kind
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report each kind of fact that stands on one side only."""
    for kind in SHARED_KINDS:
        for ours, theirs in (
            (pair.doctrine, pair.contract),
            (pair.contract, pair.doctrine),
        ):
            present = ours.facts(kind)
            if not present or theirs.facts(kind) or _hidden(theirs, kind):
                continue
            place = theirs.at(theirs.title) if theirs.title else theirs.line(1)
            first = present[0]
            yield Problem(
                place,
                f"expected the {len(present)} {kind.value} of the {ours.role.value} "
                f"({ours.path}:{first.title.line}), found no {kind.value} in the "
                f"{theirs.role.value}",
                f"restore the section of {kind.value}, or drop it from both documents",
                subject=kind.value,
                related=(ours.at(first.title),),
            )
    doctrine = pair.doctrine
    if doctrine.levers and not doctrine.mapping:
        place = doctrine.at(doctrine.title) if doctrine.title else doctrine.line(1)
        yield Problem(
            place,
            f"expected an owner mapping for the {len(doctrine.levers)} levers of the doctrine, "
            "found none",
            "add a table with the columns Subsystem, Owner Track, Performance Concern",
            subject="owner mapping",
        )


def _hidden(facts: DocumentFacts, kind: Kind) -> bool:
    """Facts in a fence, a comment or a lost table are those rules' business."""
    return any(KIND_OF_TYPE[type(item)] is kind for item in facts.hidden_ids())
