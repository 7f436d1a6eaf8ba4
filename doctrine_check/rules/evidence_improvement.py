"""An improvement or ratio of ART-03 does not follow from before and after.

## What it does

Recomputes every percentage and every ratio of ART-03, from the raw samples where there are any, and
reports those that differ by more than half a unit of the last written digit. Percentages are of
before, and positive ones are better: `(before - after) / before`, for throughput
`(after - before) / before`. The interval has to run upwards, to hold the percentage, and not to be
far narrower than the samples allow, on either side of the percentage, nor so wide that it says
nothing; times and memory become better by at most 100 percent. Every benchmark of ART-01 has
to stand on both sides, once. What ART-03 says of before has to be what ART-01 says, of memory and
cold start too.

## Why

The percentage is the one number that everybody reads, and the last one that anybody recomputes.

## How to fix

Recompute the percentages from before and after, and the interval from the samples.

## Example

Bad: `"percent": 48.0` where p50 fell from 41.2 ms to 28.9 ms, which is 29.9 percent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.reach import reach
from doctrine_check.evidence.recompute import (
    GROWING,
    claims_of,
    follows,
    percent_better,
    times_better,
    value_of,
)
from doctrine_check.records import Record
from doctrine_check.rules.claimed import Scribe, name, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from doctrine_check.evidence.model import Improvement, Ratio
    from doctrine_check.evidence.reach import Reach
    from doctrine_check.evidence.recompute import Claim, Claims, Value
    from doctrine_check.evidence.written import Written
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem

NARROW = 0.1
"""An interval below this share of the samples' own is too good to be true."""
WIDE = 10
"""An interval so many times as wide as the samples allow says nothing, if it is wide at all."""
WHOLE = 100.0
"""What may be gained of a time, in percent; an interval that goes as far down is wide."""
_UNSAMPLED = ("peak_rss_bytes", "cold_start")
"""What no sample gives, so that ART-01 alone can say whether it is true."""
_REMEDY = "recompute it from before and after as they stand in ART-03"


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report improvements and ratios that do not follow."""
    if facts.bundle is None or facts.bundle.comparison is None:
        return
    scribe, claims = Scribe(facts.bundle), claims_of(facts.bundle)
    pairs = {before.benchmark: (before, after) for before, after in claims.compared()}
    yield from _one_sided(scribe, claims, pairs)
    yield from _repeated(scribe, claims)
    yield from _baseline(scribe, claims)
    for row in facts.bundle.comparison.improvements:
        pair = pairs.get(row.benchmark)
        yield from _derived(scribe, claims, row, pair, _PERCENT)
        yield from _interval(scribe, row, pair)
    for ratio in facts.bundle.comparison.ratios:
        yield from _derived(scribe, claims, ratio, pairs.get(ratio.benchmark), _RATIO)


def _one_sided(
    scribe: Scribe, claims: Claims, pairs: dict[str, tuple[Claim, Claim]]
) -> Iterator[Problem]:
    """Benchmarks that were measured before or after only, or in ART-01 only."""
    for claim in claims.of("ART-01", "before"):
        compared = {known.benchmark for known in claims.of("ART-03", "before")}
        if claim.benchmark not in compared and claim.measured is not None and compared:
            yield scribe.problem(
                claim.measured.place.field("name"),
                f"the benchmark {name(claim.benchmark)} of ART-01 in ART-03 too",
                f"{len(compared)} others there",
                "compare every benchmark of the baseline",
            )
    for side, other in (("before", "after"), ("after", "before")):
        for claim in claims.of("ART-03", side):
            if claim.benchmark not in pairs and claim.measured is not None:
                yield scribe.problem(
                    claim.measured.place.field("name"),
                    f"the benchmark {name(claim.benchmark)} on both sides",
                    f"none {other}",
                    "measure the same benchmarks before and after",
                )


def _repeated(scribe: Scribe, claims: Claims) -> Iterator[Problem]:
    """Benchmarks that an artifact has twice on one side, so that nobody knows which is meant."""
    seen: set[tuple[str, str, str]] = set()
    for claim in claims.claims:
        key = (claim.artifact, claim.benchmark, claim.side)
        if key in seen and claim.measured is not None:
            yield scribe.problem(
                claim.measured.place.field("name"),
                f"each benchmark of {claim.artifact} {claim.side} once",
                f"{name(claim.benchmark)} again",
                "state each benchmark once",
            )
        seen.add(key)


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


class _Derived(Record):
    """A number that follows from two others, and how it is spoken of."""

    field: str
    unit: str
    nothing: str
    what: str
    whole: float
    formula: Callable[[str, float, float], float | None]


_PERCENT = _Derived(
    "percent", "percent", "no percentage of nothing", "the improvement of", 100.0, percent_better
)
_RATIO = _Derived("ratio", "times", "no ratio to nothing", "the ratio of", 0.0, times_better)


def _derived(
    scribe: Scribe,
    claims: Claims,
    row: Improvement | Ratio,
    pair: tuple[Claim, Claim] | None,
    how: _Derived,
) -> Iterator[Problem]:
    """A percentage or a ratio that is not what before and after make it."""
    values = _values(claims, row, pair)
    if values is None:
        yield _unmeasured(scribe, row)
        return

    def formula(before: float, after: float) -> float | None:
        return how.formula(row.metric, before, after)

    found = formula(values[0].best, values[1].best)
    claimed: Written = getattr(row, how.field)
    if not follows(claimed, formula, *values, whole=how.whole):
        shown = how.nothing if found is None else f"{number(found)} {how.unit}"
        yield scribe.problem(
            row.place.field(how.field),
            f"{how.what} {row.metric} of {name(row.benchmark)} to be {shown}, recomputed from "
            "before and after",
            f"{claimed.text} {how.unit} claimed",
            _REMEDY,
        )


def _interval(
    scribe: Scribe, row: Improvement, pair: tuple[Claim, Claim] | None
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
    elif row.metric not in GROWING and row.high - row.high.half_unit > WHOLE:
        said = (f"{what} to end at {number(WHOLE)} percent, which is all there is", shown)
        yield scribe.problem(row.place.field("high"), *said, remedy)
    elif pair is not None and (allowed := reach(row.metric, *pair)) is not None:
        yield from _extent(scribe, row, allowed, (what, shown, remedy))


def _extent(
    scribe: Scribe, row: Improvement, allowed: Reach, words: tuple[str, str, str]
) -> Iterator[Problem]:
    """An interval that is far narrower or far wider than the samples make it."""
    what, shown, remedy = words
    low, high = row.low - row.low.half_unit, row.high + row.high.half_unit
    half, width = row.percent.half_unit, allowed.down + allowed.up
    if high - low < NARROW * width:
        said = (f"{what} to be about {number(width)} wide, as its samples vary", shown)
        yield scribe.problem(row.place.field("low"), *said, remedy)
        return
    change = row.percent / WHOLE if row.metric in GROWING else -row.percent / WHOLE
    wide = WHOLE * max(1.0, 1.0 + change)
    for field, room, least in (
        ("low", row.percent + half - low, allowed.down),
        ("high", high - row.percent + half, allowed.up),
    ):
        if (width > 0 and room < NARROW * least) or room > max(wide, WIDE * width):
            beside = f"{number(least)} beside {row.percent.text} percent"
            said = (f"{what} to end about {beside}, as its samples vary", shown)
            yield scribe.problem(row.place.field(field), *said, remedy)
