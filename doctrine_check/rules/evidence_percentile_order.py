"""Percentiles of evidence that do not grow.

## What it does

Reports benchmarks whose p50 is above their p95, or whose p95 is above their p99, in ART-01, ART-03
and ART-05.

## Why

A higher percentile of the same samples is never smaller. Numbers that say so come from different
runs, from a mistake in copying, or from nobody's clock.

## How to fix

Take all percentiles from one series of samples, and write them as they come out.

## Example

Bad: `"p50": 41.2, "p95": 39.8, "p99": 52.0`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.recompute import claims_of, written_of
from doctrine_check.rules.claimed import Scribe, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report percentiles that fall."""
    if facts.bundle is None:
        return
    scribe = Scribe(facts.bundle)
    for claim in claims_of(facts.bundle).claims:
        unit = claim.percentiles.unit
        for low, high in (("p50", "p95"), ("p95", "p99")):
            below, above = written_of(claim.percentiles, low), written_of(claim.percentiles, high)
            if below > above:
                yield scribe.problem(
                    claim.percentiles.place.field(high),
                    f"{high} of {name(claim.benchmark)} {claim.side} to be at least its {low}, "
                    f"{below.text} {unit}",
                    f"{above.text} {unit}",
                    "take all percentiles from one series of samples",
                )
