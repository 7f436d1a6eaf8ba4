"""The hotspots of a profile are not those of its stacks.

## What it does

Recomputes the top ten of each profile in ART-02 from its folded stacks, or where there are none,
from its flamegraph, and reports percentages that differ by more than half a unit of the last
written digit, hotspots that are missing, listed twice or out of order, percentages that add up to
more than 100, and a number of samples that is not that of the stacks. Drawings leave out narrow
frames, so half a percent more is allowed for them. A flamegraph beside stacks has to show the same
profile, each of the most costly frames with its share, and its titles have to agree with its
rectangles.

## Why

The hotspot that is left out of the list is the one to ask about.

## How to fix

Derive hotspots and flamegraph from one set of stacks.

## Example

Bad: `{"frame": "lookup", "percent": 12.0}` where 840 of 2,000 samples end in `lookup`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.profiles import profiles_of
from doctrine_check.rules.claimed import Scribe, name, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.evidence.model import Profile
    from doctrine_check.evidence.profiles import ReadProfile
    from doctrine_check.evidence.stacks import Stacks
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem

NARROW = 0.5
"""How much, in percent, may be missing from a drawing."""
LOST = 5.0
"""How much of a frame, in percent of all, may be lost where it is drawn in many narrow places."""
_REMEDY = "derive hotspots and flamegraph from one set of stacks"


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report hotspots that do not follow."""
    if facts.bundle is None:
        return
    scribe = Scribe(facts.bundle)
    for read in profiles_of(facts.bundle):
        for broken in read.faults:
            yield scribe.fault("ART-02", broken.member, broken.fault, _REMEDY)
        stacks = read.stacks
        yield from _listed(scribe, read.profile)
        if stacks is not None and stacks.total:
            yield from _recomputed(scribe, read.profile, stacks)
            yield from _missing(scribe, read.profile, stacks)
        yield from _other(scribe, read)


def _listed(scribe: Scribe, profile: Profile) -> Iterator[Problem]:
    """What is wrong with the list by itself."""
    rows, seen = profile.hotspots, set()
    for row, above in zip(rows, (None, *rows), strict=False):
        if above is not None and row.percent > above.percent:
            yield scribe.problem(
                row.place.field("percent"),
                f"hotspots in falling order, at most {above.percent.text} percent here",
                f"{row.percent.text} percent",
                _REMEDY,
            )
        if row.frame in seen:
            place = row.place.field("frame")
            yield scribe.problem(place, "each hotspot once", f"{name(row.frame)} again", _REMEDY)
        seen.add(row.frame)
    total = sum(row.percent for row in rows)
    if total > 100 + sum(row.percent.half_unit for row in rows) + 1e-9:
        place = profile.place.field("hotspots")
        found = f"{number(total)} percent"
        yield scribe.problem(place, "hotspots of at most 100 percent in all", found, _REMEDY)


def _recomputed(scribe: Scribe, profile: Profile, stacks: Stacks) -> Iterator[Problem]:
    """Percentages and the number of samples, against the stacks."""
    if profile.total_samples != stacks.total:
        yield scribe.problem(
            profile.place.field("total_samples"),
            f"the {stacks.total:,} samples of {profile.stacks or profile.flamegraph}",
            f"{profile.total_samples:,} claimed",
            _REMEDY,
        )
    for row in profile.hotspots:
        share = stacks.share(row.frame)
        slack = 0.0 if stacks.exact else NARROW
        if not row.percent.stands_for(share) and abs(row.percent - share) > slack:
            yield scribe.problem(
                row.place.field("percent"),
                f"{name(row.frame)} to have {number(share)} percent of the samples, recomputed "
                f"from {profile.stacks or profile.flamegraph}",
                f"{row.percent.text} percent claimed",
                _REMEDY,
            )


def _missing(scribe: Scribe, profile: Profile, stacks: Stacks) -> Iterator[Problem]:
    """Frames that belong to the top ten and are not listed."""
    top = stacks.top()
    listed = {row.frame for row in profile.hotspots}
    least = min((stacks.share(frame) for frame in listed), default=0.0)
    short = len(listed) < len(top)
    for frame, share in top:
        if frame not in listed and (short or share > least) and (stacks.exact or share > NARROW):
            yield scribe.problem(
                profile.place.field("hotspots"),
                f"{name(frame)} among the hotspots, with {number(share)} percent of the samples",
                f"{len(listed)} others",
                _REMEDY,
            )


def _other(scribe: Scribe, read: ReadProfile) -> Iterator[Problem]:
    """A flamegraph of another profile than the stacks."""
    folded, drawn = read.folded, read.drawn
    if folded is None or drawn is None or not (folded.total and drawn.total):
        return
    place = read.profile.place.field("flamegraph")
    if abs(drawn.total - folded.total) * 200 > folded.total:
        expected = f"a flamegraph of the {folded.total:,} samples of {read.profile.stacks}"
        yield scribe.problem(place, expected, f"{drawn.total:,} samples", _REMEDY)
        return
    wide = [frame for frame, share in folded.top() if share > 2 * NARROW]
    strange = [frame for frame in wide if frame not in drawn.through]
    if 2 * len(strange) > len(wide):
        expected = f"a flamegraph of {read.profile.stacks}, with {name(strange[0])} in it"
        yield scribe.problem(place, expected, "frames of another profile", _REMEDY)
        return
    for frame in wide:
        if frame not in drawn.through:
            continue
        told, shown = (100.0 * each.through[frame] / each.total for each in (folded, drawn))
        if not told - LOST <= shown <= told + 2 * NARROW:
            expected = (
                f"{number(told)} percent of the samples to pass through {name(frame)} in the "
                f"flamegraph, as in {read.profile.stacks}"
            )
            yield scribe.problem(place, expected, f"{number(shown)} percent", _REMEDY)
            return
