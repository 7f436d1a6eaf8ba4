"""An optimization is claimed, and the evidence does not show one.

## What it does

Where a change claims an optimization or a lever, reports evidence in which nothing is proven to be
better, by its samples as by the intervals that it states, metrics of a claimed lever whose interval
reaches down to zero, intervals at a confidence of less than 0.9, and times or throughput that
became worse beyond doubt and by more than 5 percent, whether an improvement speaks of them or not.
One cold start without samples proves nothing. Memory may grow: that is often the price.

## Why

A change that is no faster is no optimization, and all its risk is for nothing.

## How to fix

Take more samples until the gain stands out from the noise, or claim what was found.

## Example

Bad: `Perf-Impact: optimization` with `"percent": 1.2, "low": -3.0, "high": 5.4` and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.percentiles import bounds
from doctrine_check.evidence.reach import paired, reach
from doctrine_check.evidence.recompute import (
    PERCENTILES,
    claims_of,
    percent_better,
    place_of,
    value_of,
)
from doctrine_check.rules.claimed import Scribe, name, number
from doctrine_check.rules.evidence_profile_unrelated import claims_optimization

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.evidence.model import Comparison, Improvement
    from doctrine_check.evidence.recompute import Claim, Claims
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem

SURE = 0.9
"""The least confidence at which an interval proves anything."""
HALF = 0.5
"""Less than this share of what noise explains is no gain by any honest estimate."""
ALONE = {"ops_per_second": 10.0, "cold_start": 100.0}
"""By so many percent a number that has no samples may be worse for no reason."""
_TIMES = ("p50", "p95", "p99", "ops_per_second", "cold_start")
_REMEDY = "take more samples until the gain stands out from the noise, or claim what was found"

NEGLIGIBLE = 5.0
"""Loss, in percent, by which two runs of the same program differ on a machine that does other work
as well: the bounds of a percentile know the spread of samples, and not what moves all of them."""


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report claims that the numbers do not carry."""
    bundle = facts.bundle
    if bundle is None or bundle.comparison is None or not claims_optimization(facts):
        return
    scribe, claims, comparison = Scribe(bundle), claims_of(bundle), bundle.comparison
    yield from _proven(scribe, claims, comparison)
    yield from _levers(scribe, comparison)
    told = {(row.benchmark, row.metric) for row in comparison.improvements if _loses(row)}
    for row in comparison.improvements:
        if row.confidence < SURE:
            yield scribe.problem(
                row.place.field("confidence"),
                f"an interval of {row.metric} of {name(row.benchmark)} at a confidence of at least "
                f"{SURE}",
                f"{row.confidence.text}",
                "state the interval at 0.95, as is usual",
            )
        if row.metric in _TIMES and _loses(row):
            yield scribe.problem(
                row.place.field("percent"),
                f"{row.metric} of {name(row.benchmark)} no worse than before",
                f"{row.percent.text} percent, {_interval(row)}",
                "find out what became slower, or claim no optimization",
            )
    for before, after in claims.compared():
        for metric in PERCENTILES:
            if (after.benchmark, metric) not in told:
                yield from _unspoken(scribe, claims, metric, (before, after))
        for metric in ("ops_per_second", "cold_start"):
            if (after.benchmark, metric) not in told:
                yield from _slower(scribe, claims, metric, (before, after))


def _loses(row: Improvement) -> bool:
    """Whether an improvement states a loss, beyond doubt and beyond what may be nothing."""
    return row.high < 0 and not -NEGLIGIBLE <= row.percent < 0


def _proven(scribe: Scribe, claims: Claims, comparison: Comparison) -> Iterator[Problem]:
    """At least one gain that noise does not explain, by the numbers themselves too."""
    rows = [row for row in comparison.improvements if row.metric != "peak_rss_bytes"]
    rows = rows or [*comparison.improvements]
    pairs = {before.benchmark: (before, after) for before, after in claims.compared()}
    if any(row.low > 0 and _gains(claims, row, pairs) for row in rows):
        return
    best = max(rows, key=lambda row: float(row.low), default=None)
    if best is None:
        place, found = comparison.place.field("improvements"), "no improvement at all"
    else:
        place, found = best.place.field("low"), f"at best {_best(best)}"
    yield scribe.problem(place, "a gain that noise does not explain", found, _REMEDY)


def _gains(claims: Claims, row: Improvement, pairs: dict[str, tuple[Claim, Claim]]) -> bool:
    """Whether the numbers behind an improvement are better after."""
    if row.benchmark not in pairs:
        return False
    before, after = (value_of(claim, row.metric, claims.method) for claim in pairs[row.benchmark])
    if before is None or after is None:
        return False
    found = percent_better(row.metric, before.best, after.best)
    if row.metric == "cold_start" or found is None or found <= 0:
        return False
    allowed = reach(row.metric, *pairs[row.benchmark])
    if allowed is None:
        return True
    in_turn = paired(*pairs[row.benchmark])
    noise = allowed.down if in_turn is None else min(allowed.down, in_turn)
    return found >= HALF * noise


def _levers(scribe: Scribe, comparison: Comparison) -> Iterator[Problem]:
    """What a lever is claimed to improve has to be better beyond doubt."""
    pulled = {(row.benchmark, row.metric): row.lever for row in comparison.ratios if row.lever}
    for row in comparison.improvements:
        lever = pulled.get((row.benchmark, row.metric))
        if lever is not None and row.low <= 0 <= row.high:
            yield scribe.problem(
                row.place.field("low"),
                f"{row.metric} of {name(row.benchmark)} better beyond doubt, as {lever} claims",
                f"{_best(row)}, which reaches down to zero",
                _REMEDY,
            )


def _unspoken(
    scribe: Scribe, claims: Claims, metric: str, pair: tuple[Claim, Claim]
) -> Iterator[Problem]:
    """A percentile that became worse and that no improvement speaks of."""
    before, after = pair
    if before.series is None or after.series is None:
        return
    ours = bounds(after.series.taken.ordered, PERCENTILES[metric]).low
    theirs = bounds(before.series.taken.ordered, PERCENTILES[metric]).high
    if ours is None or theirs is None or ours * after.series.size <= theirs * before.series.size:
        return
    values = [value_of(claim, metric, claims.method) for claim in pair]
    if values[0] is None or values[1] is None:
        return
    found = percent_better(metric, values[0].best, values[1].best)
    if found is not None and found < -NEGLIGIBLE:
        yield scribe.problem(
            place_of(after, metric),
            f"{metric} of {name(after.benchmark)} no worse than before",
            f"{number(found)} percent, which no improvement admits",
            "find out what became slower, or claim no optimization",
        )


def _slower(
    scribe: Scribe, claims: Claims, metric: str, pair: tuple[Claim, Claim]
) -> Iterator[Problem]:
    """Throughput or a cold start that became worse and that no improvement speaks of."""
    after = pair[1]
    old, new = (value_of(claim, metric, claims.method) for claim in pair)
    if old is None or new is None:
        return
    found = percent_better(metric, old.best, new.best)
    allowed = reach(metric, *pair)
    room = ALONE[metric] if allowed is None else max(2 * allowed.up, NEGLIGIBLE)
    if found is not None and found + room < 0:
        yield scribe.problem(
            place_of(after, metric),
            f"{metric} of {name(after.benchmark)} no worse than before",
            f"{number(found)} percent, which no improvement admits",
            "find out what became slower, or claim no optimization",
        )


def _best(row: Improvement) -> str:
    return f"{row.percent.text} percent in {row.metric} of {name(row.benchmark)}, {_interval(row)}"


def _interval(row: Improvement) -> str:
    return f"{row.low.text} to {row.high.text}"
