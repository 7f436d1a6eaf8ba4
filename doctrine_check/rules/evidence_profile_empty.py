"""A profile has no samples, or no allocations.

## What it does

Reports profiles of ART-02 whose stacks or flamegraph hold no sample, no frame, one frame alone or
fewer than ten samples, or that claim `"total_samples": 0`. ART-02 is a profile of allocations too:
it has to name a site, and how many bytes were allocated there, in how many times.

## Why

An empty profile says that somebody ran a profiler, and nothing else.

## How to fix

Profile the benchmark long enough for the profiler to take samples, as the user the profiler
needs. Trace its allocations as well; where the benchmark has none, those of its start are some.

## Example

Bad: a flamegraph with the one frame `all`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.profiles import profiles_of
from doctrine_check.rules.claimed import Scribe, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.evidence.model import Profile
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem


LEAST = 10
"""Fewer samples say nothing of ten hotspots."""


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report profiles in which nothing is."""
    if facts.bundle is None:
        return
    scribe = Scribe(facts.bundle)
    for read in profiles_of(facts.bundle):
        profile = read.profile
        remedy = "profile the benchmark until there are samples"
        for field, member, stacks in (
            ("stacks", profile.stacks, read.folded),
            ("flamegraph", profile.flamegraph, read.drawn),
        ):
            if stacks is not None and not (stacks.total > 0 and stacks.through):
                yield scribe.problem(
                    profile.place.field(field),
                    f"samples of frames in {member}",
                    f"{stacks.total:,} samples of {len(stacks.through)} frames",
                    remedy,
                )
            elif stacks is not None and (len(stacks.through) < 2 or stacks.total < LEAST):
                yield scribe.problem(
                    profile.place.field(field),
                    f"at least {LEAST} samples, and the callers or callees of a frame, in {member}",
                    f"{stacks.total:,} samples, {len(stacks.through)} frames",
                    remedy,
                )
        if profile.total_samples <= 0:
            place = profile.place.field("total_samples")
            yield scribe.problem(place, "samples in the profile", "0 claimed", remedy)
        yield from _allocations(scribe, profile)


def _allocations(scribe: Scribe, profile: Profile) -> Iterator[Problem]:
    """A profile of allocations that has none, or that counts nothing at a site."""
    remedy = "trace the allocations of the benchmark, its start included"
    if not profile.allocations:
        place = profile.place.field("allocations")
        yield scribe.problem(place, "the sites that allocate most", "none", remedy)
    for row in profile.allocations:
        if not 0 < row.times <= row.bytes:
            yield scribe.problem(
                row.place.field("bytes" if row.times > 0 else "count"),
                f"a byte at least for each time that {name(row.site)} allocates",
                f"{row.bytes:,} bytes in {row.times:,} times",
                remedy,
            )
