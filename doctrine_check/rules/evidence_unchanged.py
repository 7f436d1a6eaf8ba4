"""Before and after are the same measurement.

## What it does

Reports samples of two sides, or of two benchmarks, that are copies of each other: the same, the
same in another order, the same times or plus one number, or most of them the same to the last
digit. It also reports benchmarks of ART-03 whose percentiles and throughput are the same on both
sides, digit for digit.

## Why

Two measurements of one program never give the same numbers. Two that do are one.

## How to fix

Measure both sides, each by itself.

## Example

Bad: the samples after are those before, each times 0.8.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from doctrine_check.evidence.recompute import claims_of
from doctrine_check.evidence.series import NOISY, Taken, copied
from doctrine_check.rules.claimed import Scribe, name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from doctrine_check.evidence.recompute import Claim, Series
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem

DIGITS = 10
"""So many significant digits in four numbers agree by chance about never."""
_SIDES = ({"before", "after"}, {"uninstrumented", "instrumented"})
_REMEDY = "measure each side by itself, and bring its own samples"


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report sides that are copies of each other."""
    if facts.bundle is None:
        return
    scribe, claims = Scribe(facts.bundle), claims_of(facts.bundle)
    known: dict[str, list[Series]] = {}
    for series in claims.series.values():
        known.setdefault(series.samples.benchmark, []).append(series)
    for group in known.values():
        for one, other in combinations(group, 2):
            if {one.samples.side, other.samples.side} in _SIDES:
                yield from _copied(scribe, one, other)
    yield from _between(scribe, claims.series.values())
    for before, after in claims.compared():
        if _same_numbers(before, after):
            yield scribe.problem(
                after.percentiles.place,
                f"numbers of {name(after.benchmark)} after that were measured after the change",
                "those of before, digit for digit",
                _REMEDY,
            )


def _copied(scribe: Scribe, one: Series, other: Series) -> Iterator[Problem]:
    how = copied(one.taken, _in_unit(other, one))
    if how is not None and one.taken.ordered[-1] * one.size >= NOISY:
        yield _problem(scribe, one, other, how)


def _in_unit(series: Series, of: Series) -> Taken:
    """The samples in the unit of another series."""
    if series.samples.unit == of.samples.unit:
        return series.taken
    factor = series.size / of.size
    values, ordered = (tuple(x * factor for x in part) for part in series.taken)
    return Taken(values, ordered)


def _problem(scribe: Scribe, one: Series, other: Series, how: str) -> Problem:
    ours, theirs = other.samples, one.samples
    return scribe.problem(
        ours.place.field("values"),
        f"samples of {name(ours.benchmark)} {ours.side} that were taken by themselves",
        f"{how}, from {name(theirs.benchmark)} {theirs.side} in {theirs.place.path}",
        _REMEDY,
    )


def _between(scribe: Scribe, all_series: Iterable[Series]) -> Iterator[Problem]:
    """The same samples under the names of two benchmarks."""
    first: dict[tuple[object, ...], Series] = {}
    for series in all_series:
        values = series.taken.ordered
        known = first.setdefault((len(values), *values[:20], *values[-20:]), series)
        foreign = known.samples.benchmark != series.samples.benchmark
        varied = len(values) > 2 and values[0] != values[-1]
        if foreign and varied and known.taken.ordered == values:
            yield _problem(scribe, known, series, "the same samples")


def _same_numbers(before: Claim, after: Claim) -> bool:
    if before.measured is None or after.measured is None:
        return False
    ours, theirs = (
        (
            claim.percentiles.p50,
            claim.percentiles.p95,
            claim.percentiles.p99,
            claim.measured.throughput.ops_per_second,
        )
        for claim in (before, after)
        if claim.measured is not None
    )
    digits = sum(len(x.text.partition("e")[0].replace(".", "").strip("-0")) for x in ours)
    return ours == theirs and before.size == after.size and digits >= DIGITS
