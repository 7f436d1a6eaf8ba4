"""Samples that no clock gives.

## What it does

Reports raw samples that are zero or below, all the same, the same few over and over again, evenly
stepped, sorted, or all multiples of a step so coarse that no clock of a benchmark has it. Samples
so short that a clock might give them are let pass.

## Why

Measured times vary, in their last digits at least, and in no order. Numbers that do not were
typed, rounded or computed.

## How to fix

Bring the samples as the clock gave them, unrounded and in the order they were taken.

## Example

Bad: `"unit": "ms", "values": [40, 41, 40, 42, 41, ...]`, all whole milliseconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.recompute import claims_of
from doctrine_check.evidence.series import oddities
from doctrine_check.rules.claimed import Scribe, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report samples that are odd."""
    if facts.bundle is None:
        return
    scribe = Scribe(facts.bundle)
    for series in claims_of(facts.bundle).series.values():
        samples, taken = series.samples, series.taken
        for odd in oddities(taken.values, taken.ordered, samples.unit):
            yield scribe.problem(
                samples.place.field("values"),
                f"{odd.expected} in the samples of {name(samples.benchmark)} {samples.side}",
                odd.found,
                "bring the samples as the clock gave them, in the order they were taken",
            )
