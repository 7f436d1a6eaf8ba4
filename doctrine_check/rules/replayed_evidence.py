"""The same numbers were brought before, under another commit.

## What it does

Compares the raw samples with those of bundles that were seen before (`--seen DIR`). The same
series under another measured commit was copied, in whatever order and unit. Series with fewer than
ten different samples are let pass: chance or a coarse clock may give them twice.

## Why

No clock gives the same hundred numbers twice.

## How to fix

Measure this change.

## Example

Bad: last month's bundle with new commits in its manifest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.rules.claimed import Scribe, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem


MIN_SAMPLES = 10
"""So many different samples never come twice."""


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report series that an earlier bundle of another commit holds."""
    bundle = facts.bundle
    if bundle is None or bundle.manifest is None:
        return
    scribe = Scribe(bundle)
    for series in bundle.samples:
        if len(set(series.values)) < MIN_SAMPLES:
            continue
        measured = (
            bundle.manifest.base_commit
            if series.side == "before"
            else bundle.manifest.measured_commit
        )
        for seen in facts.seen:
            commit = seen.commit_of(series.values)
            if commit is not None and commit != measured:
                yield scribe.problem(
                    series.place.field("values"),
                    f"samples of {name(series.benchmark)} {series.side} taken at {measured[:12]}",
                    f"the {len(series.values):,} samples that {seen.name} has for {commit[:12]}",
                    "measure this change; numbers are not carried over",
                )
                break
