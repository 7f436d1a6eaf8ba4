"""The times of evidence are in the future, in the wrong order, or before the commit.

## What it does

Reports measurements that began or ended in the future, that ended before they began, that began
before the commit they measured was made, or that ended after the bundle was created; and bundles
created in the future. Five minutes are allowed for clocks that differ.

## Why

Nobody can measure a commit before it exists. Such times were typed, or belong to another run.

## How to fix

Measure again and let the tool write the times.

## Example

Bad: `"started": "2026-01-01T10:00:00Z"` for a commit of 2026-01-02.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from doctrine_check.rules.claimed import Scribe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.evidence.bundle import Bundle
    from doctrine_check.evidence.model import Measurement, Place
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem

SKEW = 300.0
"""How far two clocks may differ, in seconds."""
_REMEDY = "measure again, and let the tool write the times"


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report times that cannot be."""
    bundle = facts.bundle
    if bundle is None:
        return
    scribe, manifest = Scribe(bundle), bundle.manifest
    commits = {commit.id: commit.time for commit in facts.change.commits if commit.time > 0}
    if manifest is not None:
        yield from _future(scribe, facts.now, manifest.place.field("created"), manifest.created)
    for measurement in _measurements(bundle):
        place = measurement.place
        started, finished = measurement.started, measurement.finished
        yield from _future(scribe, facts.now, place.field("started"), started)
        yield from _future(scribe, facts.now, place.field("finished"), finished)
        if finished < started:
            expected = f"an end at or after the start, {shown(started)}"
            yield scribe.problem(place.field("finished"), expected, shown(finished), _REMEDY)
        if manifest is not None and finished > manifest.created + SKEW:
            expected = f"an end before the bundle was created, {shown(manifest.created)}"
            yield scribe.problem(place.field("finished"), expected, shown(finished), _REMEDY)
        made = commits.get(measurement.commit)
        if made is not None and started < made - SKEW:
            expected = f"a start after the commit {measurement.commit[:12]} was made, {shown(made)}"
            yield scribe.problem(place.field("started"), expected, shown(started), _REMEDY)


def _future(scribe: Scribe, now: float, place: Place, moment: float) -> Iterator[Problem]:
    if moment > now + SKEW:
        yield scribe.problem(place, f"a time up to now, {shown(now)}", shown(moment), _REMEDY)


def _measurements(bundle: Bundle) -> Iterator[Measurement]:
    if bundle.baseline is not None:
        yield bundle.baseline.measurement
    for profile in bundle.profiles:
        yield profile.measurement
    if bundle.comparison is not None:
        yield bundle.comparison.before.measurement
        yield bundle.comparison.after.measurement
    if bundle.tail is not None:
        yield bundle.tail.measurement


def shown(moment: float) -> str:
    """A moment as evidence writes it."""
    try:
        return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return f"{moment:g} s since 1970"
