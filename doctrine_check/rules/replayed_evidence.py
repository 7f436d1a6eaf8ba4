"""The same numbers were brought before, under another commit.

## What it does

Compares the raw samples with those of bundles that were seen before (`--seen DIR`). The same
series under another measured commit was copied, in whatever order and unit, and so was a part of
one that is larger than chance has it, and all of one times or plus a number, or rounded. Series
with fewer than ten different samples are let pass: chance or a coarse clock may give them twice.
Profiles with the same counts and test results with the same durations were copied too; profilers
that count instructions are let pass.

## Why

No clock gives the same hundred numbers twice.

## How to fix

Measure this change.

## Example

Bad: last month's bundle with new commits in its manifest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.history import commit_of_side, reports_of, sketch, trace
from doctrine_check.evidence.model import Place
from doctrine_check.rules.claimed import Scribe, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.evidence.history import SeenBundle
    from doctrine_check.evidence.model import Samples
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem


MIN_SAMPLES = 10
"""So many different samples never come twice."""
_REMEDY = "measure this change; numbers are not carried over"


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report what an earlier bundle of another commit holds."""
    bundle = facts.bundle
    if bundle is None or bundle.manifest is None or not facts.seen:
        return
    scribe = Scribe(bundle)
    for series in bundle.samples:
        if len(set(series.values)) >= MIN_SAMPLES:
            yield from _series(scribe, series, facts.seen)
    for digest, measured, member in reports_of(bundle):
        for seen in facts.seen:
            commit = seen.reports.get(digest)
            if commit is not None and commit != measured:
                expected = f"results of a run at {measured[:12]} in {member}"
                found = f"those that {seen.name} has for {commit[:12]}"
                yield scribe.problem(Place(member), expected, found, _REMEDY)
                break


def _series(scribe: Scribe, series: Samples, all_seen: tuple[SeenBundle, ...]) -> Iterator[Problem]:
    """The first earlier bundle that has a series, or much of it, under another commit."""
    measured = commit_of_side(scribe.bundle, series.side)
    own, ours = sketch(series, measured), trace(series, measured)
    for seen in all_seen:
        commit = seen.commit_of(series.values)
        if commit is not None and commit != measured:
            found = f"the {len(series.values):,} samples that {seen.name} has for {commit[:12]}"
        elif own is not None and commit is None and (part := seen.part_of(own)) is not None:
            found = f"{part[1]:.0%} of them in what {seen.name} has for {part[0][:12]}"
        elif commit is None and ours is not None and (source := seen.source_of(ours)) is not None:
            found = f"samples that follow from those that {seen.name} has for {source[:12]}"
        else:
            continue
        yield scribe.problem(
            series.place.field("values"),
            f"samples of {name(series.benchmark)} {series.side} taken at {measured[:12]}",
            found,
            _REMEDY,
        )
        return
