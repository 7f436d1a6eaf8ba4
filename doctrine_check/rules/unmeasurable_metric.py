"""A metric holds no measurable quantity.

## What it does

Demands that every target of the doctrine and every metric of the spec contract states a number
with a unit that can be measured: a time, a percentage, a size, a rate. A time below zero, or of
zero, is none, and so is one that nobody has to keep: "ideally", "about", "where possible", "for
some commands", or a percentile "on average". A reference to a budget is the business of
`unresolved-budget`.

## Why

INV-PRF-PRINCIPLES: "fast" cannot fail, so it cannot hold either.

## How to fix

State the quantity and its limit, for example `< 100ms`, and leave out what softens it.

## Example

Bad: `Cold-start is fast`. Good: `Cold-start < 100ms`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.model import Role
from doctrine_check.doctrine.target import Role as Purpose
from doctrine_check.doctrine.targets import read_target
from doctrine_check.doctrine.wording import may_soften, quote, says_nothing
from doctrine_check.limits import Comparator, Dimension
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Principle, Text
    from doctrine_check.doctrine.target import LimitFact
    from doctrine_check.rules.context import Context


def _impossible(fact: LimitFact) -> bool:
    """Whether nothing that is measured can keep the limit: ``0ms``, ``< 0%``."""
    if fact.quantity.numerator or fact.role is not Purpose.LIMIT:
        return False
    sign = fact.comparator
    if sign is not None and not sign.upper:
        return False
    return sign is Comparator.LT or fact.quantity.dimension is Dimension.TIME


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report targets and metrics without a quantity."""
    for principle in facts.principles:
        text = principle.target or principle.metric
        if text is None or says_nothing(text.text):
            continue
        if may_soften(text.text) and (words := _hedged(facts, context, principle, text)):
            yield Problem(
                facts.at(words),
                f"expected a limit that binds in the metric of {principle.id}, "
                f"found {quote(words.text)}",
                "state the limit without what softens it, for example `< 100ms`",
                subject=str(principle.id),
            )
            continue
        parsed = read_target(text.text)
        if parsed.budget is not None and not parsed.measurable:
            continue
        if parsed.measurable and not any(map(_impossible, parsed.limits)):
            continue
        yield Problem(
            facts.at(text),
            f"expected a measurable quantity in the metric of {principle.id}, "
            f"found {quote(text.text)}",
            "state a limit with a unit, for example `< 100ms`",
            subject=str(principle.id),
        )


def _hedged(
    facts: DocumentFacts, context: Context, principle: Principle, text: Text
) -> Text | None:
    """The words that soften a target; those that both documents have count in the doctrine."""
    from doctrine_check.doctrine.law_lines import in_target

    place = in_target(text.text)
    if place is None:
        return None
    words = text.part(*place)
    doctrine = context.doctrine
    if facts.role is Role.CONTRACT and doctrine is not None:
        for other in doctrine.principles:
            law = other.target or other.metric
            if other.id == principle.id and law is not None and in_target(law.text):
                return None
    return words
