"""A threshold differs between doctrine and contract.

## What it does

Compares the limits of each principle in the doctrine with the contract's metric: value and unit.
Equal quantities in different units (`0.1s`, `100 ms`) are equal. Of several limits, those at the
same percentile are compared. A number in the contract beside a budget that the doctrine leaves
without one is a difference, too, and so is a limit on what another principle measures. A target
that stands alone against its gate and the contract is the business of `gate-threshold`.

## Why

Two thresholds are two laws; the looser one will be quoted.

## How to fix

State one threshold in both documents.

## Example

Bad: `Cold-start < 200ms` in the contract beside `< 100ms` in the doctrine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import (
    Laws,
    borrowed,
    limits_of,
    measured,
    owners_of_measures,
    read_target,
    settled,
)
from doctrine_check.doctrine.wording import quote
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
    owners = owners_of_measures(pair.doctrine.principles)
    for ours, theirs in pair.principles():
        laws, text = Laws(limits_of(ours)), theirs.metric or theirs.target
        if text is None or pair.swapped(ours.id, "metric"):
            continue
        if not laws.limits:
            if not context.budgets:
                yield from _unmatched(pair, ours, theirs)
            continue
        if (owner := borrowed(ours, theirs, owners)) is not None:
            yield _borrowed(pair, ours, theirs, owner)
            continue
        differences = [*_differences(laws, theirs, text)]
        if differences:  # a target that stands alone is the rule gate-threshold's
            agreed = settled(pair.doctrine, ours, theirs)
            if agreed != laws.limits:
                differences = [*_differences(Laws(agreed), theirs, text)]
        for place, found, law in differences:
            yield Problem(
                pair.contract.at(place),
                f"expected the limit {show(law)} of {ours.id} "
                f"({pair.doctrine.path}:{law.place.line}), found {found}",
                "state one threshold in both documents",
                subject=str(ours.id),
                related=(pair.doctrine.at(law.place),),
            )


def _unmatched(pair: Pair, ours: Principle, theirs: Principle) -> Iterator[Problem]:
    """A limit of the contract where the doctrine only refers to a budget."""
    target, metrics = ours.target or ours.metric, limits_of(theirs)
    budget = read_target(target.text).budget if target is not None else None
    if target is None or budget is None or not metrics:
        return
    yield Problem(
        pair.contract.at(metrics[0].place),
        f'expected only the budget "{budget}" of {ours.id}, as in the doctrine '
        f"({pair.doctrine.path}:{target.line}), found {show(metrics[0])}",
        "state the number in target and gate of the doctrine as well",
        subject=str(ours.id),
        related=(pair.doctrine.at(target),),
    )


def _borrowed(pair: Pair, ours: Principle, theirs: Principle, owner: Principle) -> Problem:
    """A limit of the contract on what another principle measures."""
    law, metric = limits_of(ours)[0], limits_of(theirs)[0]
    return Problem(
        pair.contract.at(metric.text),
        f"expected the limit on {quote(measured(ours))} of {ours.id} "
        f"({pair.doctrine.path}:{law.place.line}), found one on {quote(measured(theirs))}, "
        f"which {owner.id} measures",
        "measure the same in both documents",
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
        yield metrics[0].number, show(metrics[0]), laws.limits[0]
    else:
        last = -1  # the ends of a range are one fault
        for metric, law in laws.paired(metrics):
            if metric.fact.quantity != law.fact.quantity and metric.fact.start != last:
                last = metric.fact.start
                yield metric.number, show(metric), law
