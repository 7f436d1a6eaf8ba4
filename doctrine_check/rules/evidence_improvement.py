"""An improvement or ratio of ART-03 does not follow from before and after.

## What it does

Recomputes every percentage and every ratio of ART-03, from the raw samples where there are any, and
reports those that differ by more than half a unit of the last written digit. Percentages are of
before, and positive ones are better: `(before - after) / before`, for throughput
`(after - before) / before`. The interval has to run upwards, to hold the percentage, and not to be
far narrower than the samples allow; a benchmark has to stand on both sides. What ART-03 says of
before has to be what ART-01 says, of memory and cold start too.

## Why

The percentage is the one number that everybody reads, and the last one that anybody recomputes.

## How to fix

Recompute the percentages from before and after, and the interval from the samples.

## Example

Bad: `"percent": 48.0` where p50 fell from 41.2 ms to 28.9 ms, which is 29.9 percent.
"""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from doctrine_check.evidence.percentiles import bounds, percentile
from doctrine_check.evidence.recompute import (
    PERCENTILES,
    claims_of,
    follows,
    percent_better,
    times_better,
    value_of,
)
from doctrine_check.rules.claimed import Scribe, name, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.evidence.model import Improvement, Ratio
    from doctrine_check.evidence.recompute import Claim, Claims, Value
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem

NARROW = 0.1
"""An interval below this share of the samples' own is too good to be true."""
_UNSAMPLED = ("peak_rss_bytes", "cold_start")
"""What no sample gives, so that ART-01 alone can say whether it is true."""
ENOUGH = 20
"""Below so many samples nothing is said about the width of an interval."""
_REMEDY = "recompute it from before and after as they stand in ART-03"


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report improvements and ratios that do not follow."""
    if facts.bundle is None or facts.bundle.comparison is None:
        return
    scribe, claims = Scribe(facts.bundle), claims_of(facts.bundle)
    pairs = {before.benchmark: (before, after) for before, after in claims.compared()}
    yield from _one_sided(scribe, claims, pairs)
    yield from _baseline(scribe, claims)
    for row in facts.bundle.comparison.improvements:
        yield from _improvement(scribe, claims, row, pairs.get(row.benchmark))
        yield from _interval(scribe, claims, row, pairs.get(row.benchmark))
    for ratio in facts.bundle.comparison.ratios:
        yield from _ratio(scribe, claims, ratio, pairs.get(ratio.benchmark))


def _one_sided(
    scribe: Scribe, claims: Claims, pairs: dict[str, tuple[Claim, Claim]]
) -> Iterator[Problem]:
    """Benchmarks that were measured before or after only."""
    for side, other in (("before", "after"), ("after", "before")):
        for claim in claims.of("ART-03", side):
            if claim.benchmark not in pairs and claim.measured is not None:
                yield scribe.problem(
                    claim.measured.place.field("name"),
                    f"the benchmark {name(claim.benchmark)} on both sides",
                    f"none {other}",
                    "measure the same benchmarks before and after",
                )


def _baseline(scribe: Scribe, claims: Claims) -> Iterator[Problem]:
    """Numbers of before that are others than in ART-01, though both rest on the same samples."""
    baseline = {claim.benchmark: claim for claim in claims.of("ART-01", "before")}
    for claim in claims.of("ART-03", "before"):
        known = baseline.get(claim.benchmark)
        for metric in _UNSAMPLED if known is not None else ():
            theirs = None if known is None else value_of(known, metric, claims.method)
            ours = value_of(claim, metric, claims.method)
            if ours is None or theirs is None or claim.measured is None:
                continue
            slack = ours.half + theirs.half + 1e-9 * abs(theirs.written)
            if abs(ours.written - theirs.written) > slack:
                yield scribe.problem(
                    claim.measured.place.field(metric),
                    f"{metric} of {name(claim.benchmark)} before as in ART-01, "
                    f"{number(theirs.written)}",
                    f"{number(ours.written)}",
                    "compare with the baseline that ART-01 reports",
                )


def _values(
    claims: Claims, row: Improvement | Ratio, pair: tuple[Claim, Claim] | None
) -> tuple[Value, Value] | None:
    if pair is None:
        return None
    before, after = (value_of(claim, row.metric, claims.method) for claim in pair)
    return None if before is None or after is None else (before, after)


def _unmeasured(scribe: Scribe, row: Improvement | Ratio) -> Problem:
    return scribe.problem(
        row.place,
        f"{row.metric} of {name(row.benchmark)} in before and in after",
        "an improvement of what is not there",
        "state improvements of what both sides measured",
    )


def _improvement(
    scribe: Scribe, claims: Claims, row: Improvement, pair: tuple[Claim, Claim] | None
) -> Iterator[Problem]:
    values = _values(claims, row, pair)
    if values is None:
        yield _unmeasured(scribe, row)
        return

    def formula(before: float, after: float) -> float | None:
        return percent_better(row.metric, before, after)

    found = formula(values[0].best, values[1].best)
    if not follows(row.percent, formula, *values):
        shown = "no percentage of nothing" if found is None else f"{number(found)} percent"
        yield scribe.problem(
            row.place.field("percent"),
            f"the improvement of {row.metric} of {name(row.benchmark)} to be {shown}, "
            "recomputed from before and after",
            f"{row.percent.text} percent claimed",
            _REMEDY,
        )


def _ratio(
    scribe: Scribe, claims: Claims, row: Ratio, pair: tuple[Claim, Claim] | None
) -> Iterator[Problem]:
    values = _values(claims, row, pair)
    if values is None:
        yield _unmeasured(scribe, row)
        return

    def formula(before: float, after: float) -> float | None:
        return times_better(row.metric, before, after)

    found = formula(values[0].best, values[1].best)
    if not follows(row.ratio, formula, *values):
        shown = "no ratio to nothing" if found is None else f"{number(found)} times"
        yield scribe.problem(
            row.place.field("ratio"),
            f"{row.metric} of {name(row.benchmark)} to be {shown} better, recomputed from "
            "before and after",
            f"{row.ratio.text} times claimed",
            _REMEDY,
        )


def _interval(
    scribe: Scribe, claims: Claims, row: Improvement, pair: tuple[Claim, Claim] | None
) -> Iterator[Problem]:
    low, high = row.low - row.low.half_unit, row.high + row.high.half_unit
    what = f"the interval of {row.metric} of {name(row.benchmark)}"
    shown = f"{row.low.text} to {row.high.text} percent"
    remedy = "compute the interval from the samples of both sides"
    if row.low > row.high:
        said = (f"{what} to run from low to high", shown)
        yield scribe.problem(row.place.field("low"), *said, remedy)
    elif not low <= row.percent <= high:
        said = (f"{what} to hold the improvement, {row.percent.text} percent", shown)
        field = "low" if row.percent < low else "high"
        yield scribe.problem(row.place.field(field), *said, remedy)
    else:
        width = None if pair is None else _width(row.metric, *pair)
        if width is not None and high - low < NARROW * width:
            said = (f"{what} to be about {number(width)} wide, as its samples vary", shown)
            yield scribe.problem(row.place.field("low"), *said, remedy)


def _width(metric: str, before: Claim, after: Claim) -> float | None:
    """How wide the interval of an improvement is by the order of the samples alone, in percent."""
    middles, shares = [], []
    for claim in (before, after):
        if metric not in PERCENTILES or claim.series is None:
            return None
        ordered = claim.series.taken.ordered
        proven = bounds(ordered, PERCENTILES[metric])
        middle = percentile(ordered, PERCENTILES[metric], "nearest-rank")
        if proven.low is None or proven.high is None or len(ordered) < ENOUGH or not middle > 0:
            return None
        middles.append(middle * claim.series.size)
        shares.append((proven.high - proven.low) / middle)
    return 100.0 * hypot(*shares) * middles[1] / middles[0]
