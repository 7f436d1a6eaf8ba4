"""A percentile of evidence is not that of its samples.

## What it does

Recomputes p50, p95 and p99 in ART-01, ART-03 and ART-05 from the raw samples, by the manifest's
percentile method, and reports those that differ by more than half a unit of the last written
digit, and zeros that stand for a time. What an HDR histogram rounds up within its three digits is
let pass. Numbers that are off by a factor of a thousand are the business of `evidence-units`.

## Why

Raw samples travel with evidence so that nobody has to believe a percentile.

## How to fix

Recompute the percentiles from the samples in the bundle, or put in the samples they came from.
State the method that was used: `nearest-rank`, `linear` or `hdr`.

## Example

Bad: `"p99": 48.1` over 100 samples whose p99 by nearest-rank is 61.7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.percentiles import HDR_ROUNDING
from doctrine_check.evidence.recompute import (
    PERCENTILES,
    claims_of,
    magnitude,
    recomputed,
    written_of,
)
from doctrine_check.rules.claimed import Scribe, name, times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.evidence.recompute import Claim
    from doctrine_check.evidence.written import Written
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report percentiles that their samples do not give."""
    if facts.bundle is None:
        return
    scribe, claims = Scribe(facts.bundle), claims_of(facts.bundle)
    for claim in claims.claims:
        for metric in PERCENTILES:
            found = recomputed(claim, metric, claims.method)
            written = written_of(claim.percentiles, metric)
            if found is None or _stands_for(written, found / claim.size, claims.method):
                continue
            if not magnitude(written, found / claim.size):
                yield scribe.problem(
                    claim.percentiles.place.field(metric),
                    f"{metric} of {name(claim.benchmark)} {claim.side} to be "
                    f"{times(claim, found)}, recomputed from {_samples(claim)} by "
                    f"{claims.method}",
                    f"{written.text} {claim.percentiles.unit} claimed",
                    "write the percentile of the samples in the bundle, or bring the samples "
                    "and the method that it was computed with",
                )


def _stands_for(written: Written, found: float, method: str) -> bool:
    """Whether a percentile is the recomputed one, or for a histogram, the top of its bucket."""
    if written.stands_for(found):
        return written > 0 or not found > 0
    top = found * (1 + HDR_ROUNDING) + written.half_unit
    return method == "hdr" and found < written <= top


def _samples(claim: Claim) -> str:
    if claim.series is None:
        return "no samples"
    return f"{len(claim.series.samples.values):,} samples in {claim.series.samples.place.path}"
