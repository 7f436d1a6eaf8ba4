"""The times of evidence are in the future, in the wrong order, or before the commit.

## What it does

Reports measurements that began or ended in the future, that ended before they began, that began
before the commit they measured or the base of the change was made, or that ended after the bundle
was created; and bundles created in the future. Five minutes are allowed for clocks that differ.
Measurements that overlap must leave room for the samples of all of them, those apart whose
throughput is over wall time. Reports of tests and of coverage that say when they were made are held
against the commit as well; without a zone, they may mean any.

When a commit was made is what the committer's clock said. Of a commit that the repository does not
hold nobody knows it: where the evidence is bound to the change, the verdict is inconclusive then.

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

from doctrine_check.evidence.moments import latest
from doctrine_check.evidence.recompute import claims_of, seconds_of
from doctrine_check.rules.claimed import Scribe, number
from doctrine_check.rules.evidence_conformance import suite_of
from doctrine_check.rules.evidence_coverage import coverage_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.evidence.model import Compatibility, Manifest, Measurement, Place
    from doctrine_check.evidence.recompute import Claim
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem

SKEW = 300.0
"""How far two clocks may differ, in seconds."""
CLOCK_SECONDS = 2.0
"""What two moments written in whole seconds may lack between them, and a little more."""
_REMEDY = "measure again, and let the tool write the times"


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report times that cannot be."""
    bundle = facts.bundle
    if bundle is None:
        return
    scribe, manifest = Scribe(bundle), bundle.manifest
    if manifest is not None:
        yield from _future(scribe, facts.now, manifest.place.field("created"), manifest.created)
    for measurement in bundle.measurements():
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
        at = place.field("started")
        yield from _too_early(scribe, facts, measurement.commit, at, started)
    if manifest is not None:
        yield from _unknown(scribe, facts, manifest)
    if bundle.compatibility is not None:
        yield from _reports(scribe, facts, bundle.compatibility)
    yield from _crowded(scribe)


def _too_early(
    scribe: Scribe, facts: ChangeFacts, commit: str, place: Place, moment: float
) -> Iterator[Problem]:
    """A moment before the commit that it is of, or before the base of the change."""
    manifest = scribe.bundle.manifest
    base = manifest.base_commit if manifest is not None else facts.change.base
    for name, what in ((commit, "the commit"), (base, "the base")):
        made = facts.commit_times.get(name)
        if made is not None and moment < made - SKEW:
            expected = f"a start after {what} {name[:12]} was made, {shown(made)}"
            yield scribe.problem(place, expected, shown(moment), _REMEDY)
            return


def _unknown(scribe: Scribe, facts: ChangeFacts, manifest: Manifest) -> Iterator[Problem]:
    """Commits of bound evidence of which nobody knows when they were made."""
    if facts.binding is None or not facts.binding.bound:
        return  # that it is not bound is the rule unbound-evidence's
    for field in ("base_commit", "measured_commit"):
        commit = manifest.base_commit if field == "base_commit" else manifest.measured_commit
        if commit not in facts.commit_times:
            yield scribe.problem(
                manifest.place.field(field),
                f"to know when the commit {commit[:12]} was made",
                "no such commit here",
                "judge the change in a clone that holds this commit",
            )._replace(undecided=True)


def _reports(scribe: Scribe, facts: ChangeFacts, proof: Compatibility) -> Iterator[Problem]:
    """Results of tests and coverage that were made before there was anything to test."""
    for side, commit in (("junit_before", proof.base_commit), ("junit_after", proof.commit)):
        suite = suite_of(scribe.bundle, proof, side)
        moments = [latest(text) for text in suite.moments] if suite is not None else []
        known = [moment for moment in moments if moment is not None]
        if known:
            yield from _too_early(scribe, facts, commit, proof.place.field(side), min(known))
    coverage = coverage_of(scribe.bundle, proof)
    moment = latest(coverage.made) if coverage is not None and coverage.made else None
    if moment is not None:
        yield from _too_early(scribe, facts, proof.commit, proof.place.field("coverage"), moment)


def _crowded(scribe: Scribe) -> Iterator[Problem]:
    """Measurements at one time whose samples did not have room in it."""
    runs: dict[str, Measurement] = {}
    sampled: dict[tuple[object, ...], float] = {}
    for claim in claims_of(scribe.bundle).claims:
        seconds = seconds_of(claim)
        if seconds is not None:  # ART-01 rests on the samples of before, and on no more
            runs["ART-05" if claim.artifact == "ART-05" else claim.side] = claim.measurement
            sampled[_one_series(claim)] = seconds
    spans = sorted((run.started, run.finished) for run in runs.values())
    alone = sum(finished - started for started, finished in spans)
    union, end = 0.0, 0.0
    for started, finished in spans:
        union += max(0.0, finished - max(started, end))
        end = max(end, finished)
    total, slack = sum(sampled.values()), CLOCK_SECONDS * len(spans)
    if len(sampled) > 1 and union < alone and union + slack < total <= alone + slack:
        place = max(runs.values(), key=lambda run: run.started).place.field("started")
        expected = f"samples of all measurements of at most the {number(union)} s that they lasted"
        yield scribe.problem(place, expected, f"{number(total)} s in all", _REMEDY)


def _one_series(claim: Claim) -> tuple[object, ...]:
    """The same for two sides that rest on one series: ART-05 may take that of ART-03."""
    if claim.series is None:
        return claim.benchmark, claim.side
    taken = claim.series.taken
    return len(taken.ordered), taken.ordered[0], taken.ordered[-1], claim.series.seconds


def _future(scribe: Scribe, now: float, place: Place, moment: float) -> Iterator[Problem]:
    if moment > now + SKEW:
        yield scribe.problem(place, f"a time up to now, {shown(now)}", shown(moment), _REMEDY)


def shown(moment: float) -> str:
    """A moment as evidence writes it."""
    try:
        return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return f"{moment:g} s since 1970"
