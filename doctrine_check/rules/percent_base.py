"""A percentage is taken of different things.

## What it does

Compares what a principle's percentage is a percentage of, in the doctrine and in the contract: a
budget or the uninstrumented baseline (the operation itself). A side that does not say agrees.

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
        if expected is None or found is None or expected[0] == found[0]:
            continue
        yield Problem(
            pair.contract.at(found[1]),
            f"expected the percentage of {ours.id} to be taken of the {expected[0]}, as in "
            f"{quote(expected[1].text)} ({pair.doctrine.path}:{expected[1].line}), found it taken "
            f"of the {found[0]}: {quote(found[1].text)}",
            "name one base of the percentage in both documents",
            subject=str(ours.id),
            related=(pair.doctrine.at(expected[1]),),
        )


def _base(principle: Principle) -> tuple[str, Text] | None:
    """``budget`` or ``baseline``, and the text that says so."""
    for line in lines_of(principle):
        for stated in limits_in(line):
            if stated.fact.quantity.dimension is not Dimension.PERCENT or not stated.fact.base:
                continue
            words = set(word_list(stated.fact.base))
            kind = "budget" if words & {"budget", "budgets", "limit", "allowance"} else "baseline"
            return kind, stated.text
    return None
