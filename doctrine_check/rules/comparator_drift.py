"""A comparator differs between doctrine and contract.

## What it does

Compares the comparator of each principle's limits in both documents. `<`, "under", "below" and
"less than" are one comparator, `<=`, "at most" and "within" another. What is turned round (`not <`,
"exceeds", `100ms < start`) is a lower bound, and `~` or "about" is none of them. A number without
any sign or word that makes it a limit ("100ms start") does not agree with one that has a sign.

## Why

`< 100ms` and `> 100ms` differ by one character, `< 100ms` and `<= 100ms` by one equals sign.

## How to fix

Use one comparator in both documents.

## Example

Bad: `Cold-start > 100ms` in the contract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import Laws, limits_of, same_side, settled, unsigned
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
            bare = unsigned(limit)  # then it is the doctrine's number that lacks its sign
            documents = (pair.contract, pair.doctrine) if bare else (pair.doctrine, pair.contract)
            law, found = (metric, limit) if bare else (limit, metric)
            yield Problem(
                documents[1].at(found.place),
                f"expected {show(law)} for {ours.id} "
                f"({documents[0].path}:{law.place.line}), found {show(found)}",
                "use one comparator in both documents",
                subject=str(ours.id),
                related=(documents[0].at(law.place),),
            )


def _turned(
    limits: tuple[Stated, ...], metrics: tuple[Stated, ...]
) -> Iterator[tuple[Stated, Stated]]:
    """Each limit of the contract that is kept on another side, with the doctrine's."""
    pairs = [*Laws(limits).paired(metrics)]
    ranges = {
        metric.fact.start for metric, limit in pairs if limit.fact.quantity != metric.fact.quantity
    }  # which the rule threshold-drift reports
    for metric, limit in pairs:
        bare = unsigned(metric) is not unsigned(limit) and (
            metric.fact.comparator or limit.fact.comparator
        )
        if metric.fact.start not in ranges and (bare or not same_side(limit.fact, metric.fact)):
            yield metric, limit
