"""The p99 of evidence is its slowest sample.

## What it does

Notes every benchmark whose p99 is the maximum of its samples, or that has fewer samples than it
takes to tell the two apart: 100.

## Why

A maximum is one event; as a percentile it says less than it seems to. Nothing is wrong with it
where few samples are all there can be, and a reader should know.

## How to fix

Take at least 100 samples, or speak of the maximum.

## Example

Bad: `"sample_count": 30, "p99": 61.7` where 61.7 is the slowest of the 30.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.recompute import claims_of
from doctrine_check.rules.claimed import Scribe, name, number
from doctrine_check.statistics import Statistic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report percentiles that are maxima."""
    if facts.bundle is None:
        return
    scribe, claims = Scribe(facts.bundle), claims_of(facts.bundle)
    for claim in claims.claims:
        if claim.series is None:
            continue
        ordered = claim.series.taken.ordered
        few = len(ordered) < Statistic.P99.samples
        if few or claim.series.percentile(Statistic.P99, claims.method) >= (
            ordered[-1] * claim.series.size
        ):
            found = f"{len(ordered):,} samples" if few else f"p99 of {len(ordered):,} samples to be"
            top = f"their maximum, {number(ordered[-1])} {claim.series.samples.unit}"
            yield scribe.problem(
                claim.percentiles.place.field("p99"),
                f"at least {Statistic.P99.samples} samples of {name(claim.benchmark)} "
                f"{claim.side} to tell p99 from the maximum",
                f"{found}, whose p99 says no more than {top}" if few else f"{found} {top}",
                "take more samples, or speak of the maximum",
            )
