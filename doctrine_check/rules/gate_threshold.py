"""Target, CI gate, measurement or text of a principle state different limits.

## What it does

Compares the limits in a principle's target with every limit in its CI gate and measurement, with
numbers in its text that are called a budget, threshold or limit, and, for overhead, with ART-05.
Value, unit and direction must agree; `0.1s` and `100 ms` do. Limits at different percentiles are
different limits. Timeouts, warm-ups, windows, warnings and budgets of a CI job are none. What
stands alone is reported: the target itself, where gate, text and the spec contract agree without
it, and otherwise what differs from the target. A gate that has no word of what its principle
measures, and one of what another principle does, is reported as well, and so is one that measures
the opposite ("Warm-start" for "Cold-start").

## Why

The gate is what runs. When it is looser than the target, the target is decoration.

## How to fix

State one limit in all places.

## Example

Bad: target `< 100ms`, gate `200ms p99 threshold`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.compare import twins
from doctrine_check.doctrine.targets import (
    Laws,
    Stated,
    elsewhere,
    limits_in,
    limits_of,
    lines_of,
    measured,
    same_side,
    settled,
)
from doctrine_check.doctrine.wording import content_words, quote, says_nothing
from doctrine_check.limits import Comparator, words
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Principle
    from doctrine_check.rules.context import Context


_OF_ANY = frozenset({"latency", "time"})
# What may be the opposite of what a target limits.
_TURNED = words(
    """cold warm hot cached uncached start stop first last startup shutdown teardown spawn exit read
    write encode decode upload download local remote online offline idle busy instrumented
    uninstrumented"""
)


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report limits of one principle, in one document, that disagree."""
    theirs = twins(context.contract)
    for principle in facts.principles:
        limits = limits_of(principle)
        if not limits:
            continue
        problems = [
            *_within(facts, principle, limits),
            *_beside(facts, principle, limits),
        ]
        if problems:
            agreed = settled(facts, principle, theirs.get(principle.id))
            if agreed != limits:
                problems = [*_beside(facts, principle, agreed, alone=True)]
        yield from problems or _gauged(facts, principle)


def _gauged(facts: DocumentFacts, principle: Principle) -> Iterator[Problem]:
    """A gate that measures what another principle does, or the opposite of its own."""
    gate = principle.gate
    if gate is None or says_nothing(gate.text):
        return
    own, found = content_words(principle.title.text), content_words(gate.text)
    if not any(map(str.isalpha, own & found - _OF_ANY)):
        own |= content_words(measured(principle))
    turned = _TURNED & (found - own)
    if turned and principle.measurement is not None:
        turned -= content_words(f"{principle.measurement.text} {measured(principle)}")
    if not turned and any(map(str.isalpha, own & found - _OF_ANY)):
        return
    from doctrine_check.doctrine.gauges import of_another

    gauge = of_another(principle, facts.principles)
    if gauge is None:
        return
    whose = "" if gauge.owner is None else f", which {gauge.owner.id} measures"
    related = principle.target if gauge.owner is None else gauge.owner.title
    yield Problem(
        facts.at(gauge.place),
        f"expected the CI gate of {principle.id} to measure {quote(gauge.meant)}, "
        f"found {quote(gauge.place.text)}{whose}",
        "measure in the gate what the target limits",
        subject=str(principle.id),
        related=() if related is None else (facts.at(related),),
    )


def _beside(
    facts: DocumentFacts, principle: Principle, limits: tuple[Stated, ...], *, alone: bool = False
) -> Iterator[Problem]:
    """What differs from the limits that bind; ``alone`` says that the target does, too."""
    laws = Laws(limits)
    for line in lines_of(principle):
        if alone or line.source != limits[0].source:
            yield from _line(facts, principle, laws, limits_in(line))
    for stated in elsewhere(facts, principle):
        law = laws.counterpart(stated)
        if law is not None and law.fact.quantity != stated.fact.quantity:
            yield _problem(facts, principle, law, stated, "limit")
        elif law is None and stated.source == "ART-05":
            yield _problem(facts, principle, limits[0], stated, "unit")
    yield from _gate_without_limit(facts, principle, limits[0])


def _within(
    facts: DocumentFacts, principle: Principle, laws: tuple[Stated, ...]
) -> Iterator[Problem]:
    """Two limits in one line on one thing, at one percentile and on one side."""
    first: dict[tuple[object, ...], Stated] = {}
    for stated in laws:
        fact = stated.fact
        upper = fact.comparator is None or fact.comparator.upper
        key = (fact.quantity.dimension, fact.statistic, fact.measure.casefold(), upper)
        law = first.setdefault(key, stated)
        if law.fact.quantity != fact.quantity:
            yield _problem(facts, principle, law, stated, "limit")


def _line(
    facts: DocumentFacts,
    principle: Principle,
    laws: Laws,
    others: tuple[Stated, ...],
) -> Iterator[Problem]:
    for stated, law in laws.paired(others):
        if law.fact.quantity != stated.fact.quantity:
            yield _problem(facts, principle, law, stated, "limit")
        elif not same_side(law.fact, stated.fact):
            yield _problem(facts, principle, law, stated, "comparator")
    binding = bool(others) and others[0].source in ("Target", "CI gate")
    if binding and not laws.comparable(others):
        yield _problem(facts, principle, laws.limits[0], others[0], "unit")


def _problem(
    facts: DocumentFacts, principle: Principle, law: Stated, stated: Stated, what: str
) -> Problem:
    return Problem(
        facts.at(stated.place if what == "comparator" else stated.number),
        f"expected the {what} {show(law)} of the {law.source} of {principle.id} "
        f"({facts.path}:{law.place.line}), found {show(stated)} in the {stated.source}",
        "state one limit in both places",
        subject=str(principle.id),
        related=(facts.at(law.place),),
    )


def show(stated: Stated) -> str:
    """A limit as ``< 100 ms``, as messages name it."""
    fact = stated.fact
    if fact.sign is not None and fact.sign in (Comparator.LT, Comparator.LE):
        return f"a failure below {fact.quantity}"
    sign = f"{fact.comparator.value} " if fact.comparator else ""
    return f"{sign}{fact.quantity}"


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
