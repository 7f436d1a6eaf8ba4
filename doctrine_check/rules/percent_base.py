"""A percentage is taken of different things.

## What it does

Compares what a principle's percentage is a percentage of, in the doctrine and in the contract: a
budget or the uninstrumented baseline (the operation itself), and not its opposite, the instrumented
one. A side that does not say agrees.

## Why

5% of a 100 ms budget is 5 ms. 5% over a 2 ms baseline is 0.1 ms.

## How to fix

Name one base in both documents.

## Example

Bad: "< 5% of hot-path budget" in the contract beside "< 5% overhead" against the uninstrumented
baseline in the doctrine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import limits_in, lines_of
from doctrine_check.doctrine.wording import quote, word_list
from doctrine_check.limits import Dimension
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.model import Principle, Text
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report percentages whose bases are of different kinds."""
    for ours, theirs in pair.principles():
        if pair.swapped(ours.id, "metric"):
            continue
        expected, found = _base(ours), _base(theirs)
        if expected is None or found is None or _agree(expected[0], found[0]):
            continue
        yield Problem(
            pair.contract.at(found[1]),
            f"expected the percentage of {ours.id} to be taken of the "
            f"{_shown(expected[0], found[0])}, as in "
            f"{quote(expected[1].text)} ({pair.doctrine.path}:{expected[1].line}), found it taken "
            f"of the {_shown(found[0], expected[0])}: {quote(found[1].text)}",
            "name one base of the percentage in both documents",
            subject=str(ours.id),
            related=(pair.doctrine.at(expected[1]),),
        )


def _agree(one: str, other: str) -> bool:
    """Whether two bases are of one kind, and neither has a word that the other turns round."""
    if _kind(one) != _kind(other):
        return False
    first, second = set(word_list(one)), set(word_list(other))
    turned = {f"un{word}" for word in first - second} & second
    return not (turned or {f"un{word}" for word in second - first} & first)


def _kind(base: str) -> str:
    """``budget`` or ``baseline``."""
    words = set(word_list(base))
    return "budget" if words & {"budget", "budgets", "limit", "allowance"} else "baseline"


def _shown(base: str, other: str) -> str:
    """The kind of a base, or its words where the kind does not tell two apart."""
    return _kind(base) if _kind(base) != _kind(other) else base


def _base(principle: Principle) -> tuple[str, Text] | None:
    """What the percentage is taken of, and the text that says so."""
    for line in lines_of(principle):
        for stated in limits_in(line):
            if stated.fact.quantity.dimension is not Dimension.PERCENT or not stated.fact.base:
                continue
            return stated.fact.base, stated.text
    return None
