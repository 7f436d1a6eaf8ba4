"""Before and after were not measured by the same command.

## What it does

Compares the commands of both sides of ART-03, and that of ART-01 with them, argument by argument;
and those of both profiles of ART-02 with each other. The measured commit is the same on both sides,
and so are names of files that profiles are written to, but for `before` and `after` in them. A
sample has to be of as many operations on both sides of a benchmark.

## Why

Half the work takes half the time.

## How to fix

Run one and the same command at the base and at the head.

## Example

Bad: `["bench", "--size", "1000"]` before and `["bench", "--size", "100"]` after.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.evidence.recompute import claims_of
from doctrine_check.rules.claimed import Scribe, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.evidence.model import Measurement
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem

SHORT = 7
"""So many digits name a commit."""
_HEX = re.compile(rf"[0-9a-f]{{{SHORT},64}}")
_WRITTEN = re.compile(r"\.(?:svg|folded|collapsed|txt|data|json|html|prof|pstats|out|gz|raw)$")
"""How files end that profilers write."""
_SIDE = re.compile(r"(?:before|after|base|head|old|new)(?![a-z])")
_SIDES = (("before", "after"), ("uninstrumented", "instrumented"))


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report commands that differ."""
    if facts.bundle is None:
        return
    bundle, scribe = facts.bundle, Scribe(facts.bundle)
    if bundle.comparison is not None:
        before, after = bundle.comparison.before.measurement, bundle.comparison.after.measurement
        yield from _difference(scribe, after, before, "before")
        if bundle.baseline is not None:
            yield from _difference(scribe, before, bundle.baseline.measurement, "in ART-01")
    profiles = {profile.side: profile.measurement for profile in bundle.profiles}
    if len(profiles) == 2:
        ours, theirs = profiles["after"], profiles["before"]
        yield from _difference(scribe, ours, theirs, "before", written=True)
    yield from _work(scribe)


def _work(scribe: Scribe) -> Iterator[Problem]:
    """Samples of which those of one side do less."""
    series = claims_of(scribe.bundle).series
    for benchmark in dict.fromkeys(key[0] for key in series):
        for side, other in _SIDES:
            theirs, ours = series.get((benchmark, side)), series.get((benchmark, other))
            if ours is None or theirs is None:
                continue
            found = ours.samples.operations_per_sample
            if found != theirs.samples.operations_per_sample:
                yield scribe.problem(
                    ours.samples.place.field("operations_per_sample"),
                    f"{theirs.samples.operations_per_sample:,} operations in a sample of "
                    f"{name(benchmark)} {other}, as {side}",
                    f"{found:,}",
                    "let a sample be of as many operations on both sides",
                )


def _difference(
    scribe: Scribe, ours: Measurement, theirs: Measurement, where: str, *, written: bool = False
) -> Iterator[Problem]:
    if _arguments(ours, written=written) != _arguments(theirs, written=written):
        yield scribe.problem(
            ours.place.field("command"),
            f"the command {name(' '.join(theirs.command))} as {where}",
            name(" ".join(ours.command)),
            "run one and the same command at the base and at the head",
        )


def _arguments(measurement: Measurement, *, written: bool) -> list[str]:
    """The command, with the measured commit taken out, and sides out of written files."""
    words = [_without(word, measurement.commit) for word in measurement.command]
    if written:
        words = [_SIDE.sub("<side>", word) if _WRITTEN.search(word) else word for word in words]
    return words


def _without(word: str, commit: str) -> str:
    def put(found: re.Match[str]) -> str:
        return "<commit>" if commit.startswith(found[0]) else found[0]

    return _HEX.sub(put, word)
