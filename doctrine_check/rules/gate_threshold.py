"""Target, CI gate, measurement or text of a principle state different limits.

## What it does

Compares the limit in a principle's target with every limit in its CI gate and measurement, with
numbers in its text that are called a budget, threshold or limit, and, for overhead, with ART-05.
Value, unit and direction must agree; `0.1s` and `100 ms` do.

## Why

The gate is what runs. When it is looser than the target, the target is decoration.

## How to fix

State one limit in all places.

## Example

Bad: target `< 100ms`, gate `200ms p99 threshold`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import (
    Line,
    Stated,
    comparable,
    limits_in,
    lines_of,
    main_limit,
    named_limits,
    same_bound,
)
from doctrine_check.doctrine.wording import says_nothing
from doctrine_check.limits import Dimension
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Principle
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report limits of one principle, in one document, that disagree."""
    for principle in facts.principles:
        main = main_limit(principle)
        if main is None:
            continue
        others = [
            stated
            for line in lines_of(principle)
            for stated in limits_in(line)
            if stated is not main and stated.place != main.place
        ]
        others += [stated for text in principle.prose for stated in named_limits(text)]
        if main.fact.quantity.dimension is Dimension.PERCENT:
            others += _overhead_notes(facts)
        for stated in others:
            yield from _compare(facts, principle, main, stated)
        yield from _gate_without_limit(facts, principle, main)


def _overhead_notes(facts: DocumentFacts) -> Iterator[Stated]:
    """The overhead that ART-05 names is the overhead of the principle."""
    for artifact in facts.artifacts:
        if str(artifact.id) == "ART-05":
            for text in artifact.contents + artifact.prose:
                for stated in limits_in(Line("ART-05", text)):
                    if stated.fact.quantity.dimension is Dimension.PERCENT:
                        yield stated


def _compare(
    facts: DocumentFacts, principle: Principle, main: Stated, stated: Stated
) -> Iterator[Problem]:
    if not comparable(main.fact, stated.fact):
        if stated.source == "CI gate":
            yield _problem(facts, principle, main, stated, "unit")
        return
    if main.fact.quantity != stated.fact.quantity:
        yield _problem(facts, principle, main, stated, "limit")
    elif stated.source in ("CI gate", "Measurement") and not same_bound(
        main.fact.comparator, stated.fact.comparator
    ):
        yield _problem(facts, principle, main, stated, "comparator")


def _problem(
    facts: DocumentFacts, principle: Principle, main: Stated, stated: Stated, what: str
) -> Problem:
    expected = show(main)
    return Problem(
        facts.at(stated.place),
        f"expected the {what} {expected} of the {main.source} of {principle.id} "
        f"({facts.path}:{main.place.line}), found {show(stated)} in the {stated.source}",
        "state one limit in both places",
        subject=str(principle.id),
        related=(facts.at(main.place),),
    )


def show(stated: Stated) -> str:
    """A limit as ``< 100 ms``, as messages name it."""
    comparator = stated.fact.comparator
    sign = f"{comparator.value} " if comparator else ""
    return f"{sign}{stated.fact.quantity}"


def _gate_without_limit(
    facts: DocumentFacts, principle: Principle, main: Stated
) -> Iterator[Problem]:
    gate = principle.gate
    if gate is None or says_nothing(gate.text) or main.source == "CI gate":
        return
    if any(line.source == "CI gate" and limits_in(line) for line in lines_of(principle)):
        return
    yield Problem(
        facts.at(gate),
        f"expected the limit {show(main)} of the {main.source} of {principle.id} "
        f"({facts.path}:{main.place.line}) in its CI gate, found none",
        "state the limit in the gate",
        subject=str(principle.id),
        related=(facts.at(main.place),),
    )
