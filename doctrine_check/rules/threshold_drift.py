"""A threshold differs between doctrine and contract.

## What it does

Compares the limits of each principle in the doctrine with the contract's metric: value and unit.
Equal quantities in different units (`0.1s`, `100 ms`) are equal. Of several limits, those at the
same percentile are compared.

## Why

Two thresholds are two laws; the looser one will be quoted.

## How to fix

State one threshold in both documents.

## Example

Bad: `Cold-start < 200ms` in the contract beside `< 100ms` in the doctrine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import Laws, limits_of, read_target
from doctrine_check.rules.gate_threshold import show
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.model import Principle, Text
    from doctrine_check.doctrine.targets import Stated
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report thresholds that differ, or that only one side states."""
    for ours, theirs in pair.principles():
        laws, text = Laws(limits_of(ours)), theirs.metric or theirs.target
        if not laws.limits or text is None or pair.swapped(ours.id, "metric"):
            continue
        for place, found, law in _differences(laws, theirs, text):
            yield Problem(
                pair.contract.at(place),
                f"expected the limit {show(law)} of {ours.id} "
                f"({pair.doctrine.path}:{law.place.line}), found {found}",
                "state one threshold in both documents",
                subject=str(ours.id),
                related=(pair.doctrine.at(law.place),),
            )


def _differences(laws: Laws, theirs: Principle, text: Text) -> Iterator[tuple[Text, str, Stated]]:
    """What the contract says instead: where, in words, and against which limit."""
    metrics = limits_of(theirs)
    budget = read_target(text.text).budget
    if not metrics:
        if budget is not None:  # else it is the rule unmeasurable-metric's
            yield text, f'only the budget "{budget}"', laws.limits[0]
    elif not laws.comparable(metrics):
        yield metrics[0].place, show(metrics[0]), laws.limits[0]
    else:
        for metric, law in laws.paired(metrics):
            if metric.fact.quantity != law.fact.quantity:
                yield metric.place, show(metric), law
