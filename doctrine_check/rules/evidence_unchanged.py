"""Before and after are the same measurement.

## What it does

Reports samples of two sides, or of two benchmarks, that are copies of each other: the same, the
same in another order, most of them the same times or plus one number, or more of them the same to
the last digit than chance allows. Samples that nearly all lie on one curve over those of the other
side, to a thousandth or to the digits they are written with, were computed from them too. ART-05
may rest on the samples of a side of ART-03, and not on numbers made from them. It also reports
benchmarks of ART-03 whose percentiles and throughput are the same on both sides, digit for digit;
profiles of both sides with the same counts, whatever their frames are called; and a bundle whose
two commits are one. Where no gain is claimed, profilers that count instructions may find the same
on both sides.

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

from doctrine_check.evidence.copies import alike, computed, copied, shape
from doctrine_check.evidence.profiles import counts_instructions, profiles_of
from doctrine_check.evidence.recompute import claims_of
from doctrine_check.evidence.series import NOISY, Taken
from doctrine_check.evidence.stacks import same_counts
from doctrine_check.rules.claimed import Scribe, name
from doctrine_check.rules.evidence_profile_unrelated import claims_optimization

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from doctrine_check.evidence.recompute import Claim, Series
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem

MAX_SHAPED = 400
"""So many series are compared with each other."""
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
            yield from _copied(scribe, one, other)
    yield from _between(scribe, claims.series.values())
    yield from _profiles(scribe, facts)
    yield from _commits(scribe)
    for before, after in claims.compared():
        if _same_numbers(before, after):
            yield scribe.problem(
                after.percentiles.place,
                f"numbers of {name(after.benchmark)} after that were measured after the change",
                "those of before, digit for digit",
                _REMEDY,
            )


def _profiles(scribe: Scribe, facts: ChangeFacts) -> Iterator[Problem]:
    """Profiles of both sides that are one."""
    read = profiles_of(scribe.bundle)
    known = [profile for profile in read if profile.stacks is not None]
    for one, other in combinations(known, 2):
        if one.stacks is None or other.stacks is None or not same_counts(one.stacks, other.stacks):
            continue
        if counts_instructions(other.profile) and not claims_optimization(facts):
            continue
        profile = other.profile
        yield scribe.problem(
            profile.place.field("stacks" if profile.stacks else "flamegraph"),
            f"a profile of {profile.side} that was taken by itself",
            f"the counts of {one.profile.side}, frame by frame, as in {one.profile.place.path}",
            "profile each side by itself",
        )


def _commits(scribe: Scribe) -> Iterator[Problem]:
    """A bundle that measured one commit and calls it two."""
    manifest = scribe.bundle.manifest
    if manifest is not None and manifest.base_commit == manifest.measured_commit:
        yield scribe.problem(
            manifest.place.field("measured_commit"),
            "another commit than base_commit",
            f"{manifest.measured_commit[:12]} for both",
            "measure base and head",
        )


def _copied(scribe: Scribe, one: Series, other: Series) -> Iterator[Problem]:
    if {one.samples.side, other.samples.side} in _SIDES:
        how = copied(one.taken, _in_unit(other, one))
    elif one.taken.ordered == (theirs := _in_unit(other, one)).ordered:
        return  # ART-05 may well rest on the samples of a side of ART-03
    else:
        how = computed(one.taken, theirs)
    if how is not None and one.taken.ordered[-1] * one.size >= NOISY:
        yield _problem(scribe, one, other, how)


def _in_unit(series: Series, of: Series) -> Taken:
    """The samples in the unit of another series."""
    if series.samples.unit == of.samples.unit:
        return series.taken
    factor = series.size / of.size
    values, ordered = (tuple(float(f"{x * factor:.15g}") for x in part) for part in series.taken)
    return Taken(values, ordered)


def _problem(scribe: Scribe, one: Series, other: Series, how: str) -> Problem:
    ours, theirs = other.samples, one.samples
    return scribe.problem(
        ours.place.field("values"),
        f"samples of {name(ours.benchmark)} {ours.side} that were taken by themselves",
        f"{how}, from {name(theirs.benchmark)} {theirs.side} in {theirs.place.path}",
        _REMEDY,
    )


def _between(scribe: Scribe, all_series: Collection[Series]) -> Iterator[Problem]:
    """The same samples under the names of two benchmarks, or the same times a number."""
    known_shapes: list[tuple[tuple[float, ...], Series]] = []
    for series in list(all_series)[:MAX_SHAPED]:
        mine = shape(series.taken.ordered)
        if mine is None:
            continue
        for theirs, other in known_shapes:
            foreign = other.samples.benchmark != series.samples.benchmark
            if foreign and alike(mine, theirs) and other.taken.ordered != series.taken.ordered:
                yield _problem(scribe, other, series, "the same samples times a number")
        known_shapes.append((mine, series))
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
