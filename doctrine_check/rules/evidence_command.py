"""Before and after were not measured by the same command.

## What it does

Compares the commands of both sides of ART-03, and that of ART-01 with them, argument by argument.
An argument that is the measured commit itself is the same on both sides.

## Why

Half the work takes half the time.

## How to fix

Run one and the same command at the base and at the head.

## Example

Bad: `["bench", "--size", "1000"]` before and `["bench", "--size", "100"]` after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.rules.claimed import Scribe, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.evidence.model import Measurement
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem

SHORT = 7
"""So many digits name a commit."""


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report commands that differ."""
    if facts.bundle is None or facts.bundle.comparison is None:
        return
    scribe, comparison = Scribe(facts.bundle), facts.bundle.comparison
    before, after = comparison.before.measurement, comparison.after.measurement
    yield from _difference(scribe, after, before, "before")
    if facts.bundle.baseline is not None:
        baseline = facts.bundle.baseline.measurement
        yield from _difference(scribe, before, baseline, "in ART-01")


def _difference(
    scribe: Scribe, ours: Measurement, theirs: Measurement, where: str
) -> Iterator[Problem]:
    if _arguments(ours) != _arguments(theirs):
        yield scribe.problem(
            ours.place.field("command"),
            f"the command {name(' '.join(theirs.command))} as {where}",
            name(" ".join(ours.command)),
            "run one and the same command at the base and at the head",
        )


def _arguments(measurement: Measurement) -> list[str]:
    """The command, with the measured commit taken out."""
    commit = measurement.commit
    return [
        "<commit>" if len(word) >= SHORT and commit.startswith(word) else word
        for word in measurement.command
    ]
