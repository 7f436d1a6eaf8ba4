"""Target, CI gate, measurement or text of a principle state different limits.

## What it does

Compares the limits in a principle's target with every limit in its CI gate and measurement, with
numbers in its text that are called a budget, threshold or limit, and, for overhead, with ART-05.
Value, unit and direction must agree; `0.1s` and `100 ms` do. Limits at different percentiles are
different limits. Timeouts, warm-ups, windows, warnings and budgets of a CI job are none.

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
    Laws,
    Line,
    Stated,
    limits_in,
    limits_of,
    lines_of,
    named_limits,
    same_side,
)
from doctrine_check.doctrine.wording import says_nothing, word_list
from doctrine_check.limits import Comparator, Dimension
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Principle
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report limits of one principle, in one document, that disagree."""
    for principle in facts.principles:
        laws = Laws(limits_of(principle))
        if not laws.limits:
            continue
        main = laws.limits[0]
        yield from _within(facts, principle, laws.limits)
        for line in lines_of(principle):
            if line.source != main.source:
                yield from _line(facts, principle, laws, limits_in(line))
        others = [stated for text in principle.prose for stated in named_limits(text)]
        others = [stated for stated in others if not _of_others(principle, stated)]
        if Dimension.PERCENT in laws.count:
            others += _overhead_notes(facts)
        for stated in others:
            law = laws.counterpart(stated)
            if law is not None and law.fact.quantity != stated.fact.quantity:
                yield _problem(facts, principle, law, stated, "limit")
        yield from _gate_without_limit(facts, principle, main)


def _overhead_notes(facts: DocumentFacts) -> Iterator[Stated]:
    """The overhead that ART-05 names is the overhead of the principle."""
    for artifact in facts.artifacts:
        if str(artifact.id) == "ART-05":
            for text in artifact.contents + artifact.prose:
                for stated in limits_in(Line("ART-05", text)):
                    if stated.fact.quantity.dimension is Dimension.PERCENT:
                        yield stated


_OWN = frozenset({"gate", "target", "principle", "doctrine", "this", "it", "that"})
_ARTICLES = frozenset({"of", "a", "an", "the", "our", "its", "each", "every"})


def _of_others(principle: Principle, stated: Stated) -> bool:
    """Whether running text says whose limit it is, and it is not the principle's.

    "The 1 s limit of human patience" shares no word with title, target or gate.
    """
    behind = word_list(stated.text.text[stated.fact.end : stated.fact.end + 80])
    if len(behind) < 3 or behind[1] != "of":
        return False
    owner = {word for word in behind[2:5] if word not in _ARTICLES}
    texts = (principle.title, *(line.text for line in lines_of(principle)))
    return owner.isdisjoint(_OWN.union(*(word_list(text.text) for text in texts)))


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
    if others and others[0].source == "CI gate" and not laws.comparable(others):
        yield _problem(facts, principle, laws.limits[0], others[0], "unit")


def _problem(
    facts: DocumentFacts, principle: Principle, law: Stated, stated: Stated, what: str
) -> Problem:
    return Problem(
        facts.at(stated.place),
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
