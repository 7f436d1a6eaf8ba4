"""A threshold differs between doctrine and contract.

## What it does

Compares the limit of each principle in the doctrine with the contract's metric: value and unit.
Equal quantities in different units (`0.1s`, `100 ms`) are equal.

## Why

Two thresholds are two laws; the looser one will be quoted.

## How to fix

State one threshold in both documents.

## Example

Bad: `Cold-start < 200ms` in the contract beside `< 100ms` in the doctrine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import main_limit, read_target
from doctrine_check.rules.gate_threshold import show
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report thresholds that differ, or that only one side states."""
    for ours, theirs in pair.principles():
        if pair.swapped(ours.id, "metric"):
            continue
        limit, metric = main_limit(ours), main_limit(theirs)
        text = theirs.metric or theirs.target
        if limit is None or text is None:
            continue
        if metric is None:
            if read_target(text.text).budget is None:
                continue  # the rule unmeasurable-metric's
            place, found = text, f'only the budget "{read_target(text.text).budget}"'
        elif limit.fact.quantity != metric.fact.quantity:
            place, found = metric.place, show(metric)
        else:
            continue
        yield Problem(
            pair.contract.at(place),
            f"expected the limit {show(limit)} of {ours.id} "
            f"({pair.doctrine.path}:{limit.place.line}), found {found}",
            "state one threshold in both documents",
            subject=str(ours.id),
            related=(pair.doctrine.at(limit.place),),
        )
