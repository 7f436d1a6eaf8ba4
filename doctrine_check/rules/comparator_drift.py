"""A comparator differs between doctrine and contract.

## What it does

Compares the comparator of each principle's limits in both documents. `<`, "under", "below" and
"less than" are one comparator, `<=`, "at most" and "within" another. What is turned round (`not <`,
"exceeds") is a lower bound, and `~` or "about" is none of them.

## Why

`< 100ms` and `> 100ms` differ by one character, `< 100ms` and `<= 100ms` by one equals sign.

## How to fix

Use one comparator in both documents.

## Example

Bad: `Cold-start > 100ms` in the contract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import Laws, limits_of, same_side, settled
from doctrine_check.rules.gate_threshold import show
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.targets import Stated
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report comparators that differ where the quantities agree."""
    for ours, theirs in pair.principles():
        if pair.swapped(ours.id, "metric"):
            continue
        limits, metrics = limits_of(ours), limits_of(theirs)
        turned = [*_turned(limits, metrics)]
        if turned:  # a target that stands alone is the rule gate-threshold's
            agreed = settled(pair.doctrine, ours, theirs)
            turned = turned if agreed == limits else [*_turned(agreed, metrics)]
        for metric, limit in turned:
            yield Problem(
                pair.contract.at(metric.place),
                f"expected {show(limit)} for {ours.id} "
                f"({pair.doctrine.path}:{limit.place.line}), found {show(metric)}",
                "use one comparator in both documents",
                subject=str(ours.id),
                related=(pair.doctrine.at(limit.place),),
            )


def _turned(
    limits: tuple[Stated, ...], metrics: tuple[Stated, ...]
) -> Iterator[tuple[Stated, Stated]]:
    """Each limit of the contract that is kept on another side, with the doctrine's."""
    for metric, limit in Laws(limits).paired(metrics):
        same = limit.fact.quantity == metric.fact.quantity
        if same and not same_side(limit.fact, metric.fact):
            yield metric, limit
