"""A percentile differs between doctrine and contract.

## What it does

Compares the percentile (or mean, maximum) that the contract's metric names with the one that the
doctrine's target or gate judges. A metric that names none agrees with any.

## Why

A promise at p95 says nothing about one request in twenty.

## How to fix

Name one percentile in both documents.

## Example

Bad: `p95 latency < 250ms` in the contract beside `p99 latency < 250ms` in the doctrine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import statistic_of
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report percentiles that differ, or that the contract alone names."""
    for ours, theirs in pair.principles():
        if pair.swapped(ours.id, "metric"):
            continue
        judged, named = statistic_of(ours), statistic_of(theirs)
        if judged is None or named is None or judged[0] is named[0]:
            continue
        yield Problem(
            pair.contract.at(named[1].text),
            f"expected {ours.id} to be judged at {judged[0].value}, as its {judged[1].source} says "
            f"({pair.doctrine.path}:{judged[1].text.line}), found {named[0].value}",
            "name one percentile in both documents",
            subject=str(ours.id),
            related=(pair.doctrine.at(judged[1].text),),
        )
