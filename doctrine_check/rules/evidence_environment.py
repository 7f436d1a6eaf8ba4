"""Before and after were not measured in the same environment.

## What it does

Compares processor, number of processors, memory, system, kernel and runtime of both sides of
ART-03, and those of ART-01, of each profile of ART-02 and of ART-05 with them.

## Why

A faster machine makes every change an optimization.

## How to fix

Measure both sides on one machine, one after the other or in turn, and everything else there as
well.

## Example

Bad: `before` on an 8-processor laptop, `after` on a 64-processor server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.rules.claimed import Scribe, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.evidence.model import Environment, Place
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report environments that differ."""
    if facts.bundle is None:
        return
    bundle, scribe = facts.bundle, Scribe(facts.bundle)
    known: list[tuple[Environment, str]] = []
    if bundle.baseline is not None:
        known.append((bundle.baseline.measurement.environment, "in ART-01"))
    if bundle.comparison is not None:
        before, after = bundle.comparison.before, bundle.comparison.after
        for environment, where in known:
            yield from _differences(scribe, before.measurement.environment, environment, where)
        known = [(before.measurement.environment, "before")]
        yield from _differences(scribe, after.measurement.environment, *known[0])
    others = [profile.measurement for profile in bundle.profiles]
    others += [bundle.tail.measurement] if bundle.tail is not None else []
    for measurement in others:
        known = known or [(measurement.environment, f"in {measurement.place.path}")]
        yield from _differences(scribe, measurement.environment, *known[0])


def _differences(
    scribe: Scribe, ours: Environment, theirs: Environment, where: str
) -> Iterator[Problem]:
    known = {key: value for key, value, _ in _fields(theirs)}
    for key, value, place in _fields(ours):
        if value != known[key]:
            yield scribe.problem(
                place,
                f"the {key} {name(known[key])} as {where}",
                name(value),
                "measure everything of a bundle in one environment",
            )


def _fields(environment: Environment) -> Iterator[tuple[str, str, Place]]:
    hardware, place = environment.hardware, environment.place
    yield "cpu_model", hardware.cpu_model, hardware.place.field("cpu_model")
    yield "cpu_count", str(hardware.cpu_count), hardware.place.field("cpu_count")
    yield "memory_bytes", str(hardware.memory_bytes), hardware.place.field("memory_bytes")
    yield "os", environment.os, place.field("os")
    yield "kernel", environment.kernel, place.field("kernel")
    yield "runtime", environment.runtime, place.field("runtime")
