"""Percentiles of target, gate, measurement and events do not fit together.

## What it does

For limits on times: target or gate must name a percentile, and the gate must judge the highest one
of the target; what they judge must be measured, and the highest measured be judged; when an event
speaks of a percentile ("p99 budget exceeded"), gates judge that one.

## Why

"100ms" at the median and "100ms" at p99 are different promises. A gate on p95 with an event for p99
never raises it.

## How to fix

Name one percentile in target, gate, measurement and event.

## Example

Bad: measured as p50/p95/p99, gated at p95.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import (
    judged_in,
    limits_in,
    lines_of,
    main_limit,
    needs_statistic,
    statistics_in,
)
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Principle, Text
    from doctrine_check.findings import Location
    from doctrine_check.limits import Statistic
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report percentiles that disagree within the doctrine."""
    event = _event_statistic(facts)
    for principle in facts.principles:
        target = _judged(principle, "Target")
        gate = _judged(principle, "CI gate")
        judged = gate or target
        if not judged:
            yield from _unnamed(facts, principle)
            continue
        highest = max(judged)
        if target and max(target) not in judged:
            expected = max(target)
            place = facts.at(target[expected])
            yield _differs(facts, principle, (highest, gate[highest]), expected, "Target", place)
            continue
        problem = _against_measurement(facts, principle, target | gate, judged)
        if problem is not None:
            yield problem
        elif event is not None and event[0] not in judged:
            place = facts.at(event[1])
            found = (highest, judged[highest])
            yield _differs(facts, principle, found, event[0], event[2], place)


def _unnamed(facts: DocumentFacts, principle: Principle) -> Iterator[Problem]:
    """A limit on a time that names no percentile anywhere."""
    main = main_limit(principle)
    if main is None or principle.gate is None or not needs_statistic(main.fact):
        return
    yield Problem(
        facts.at(principle.gate),
        f"expected a percentile in the target or gate of {principle.id}, found none",
        "name the percentile that is judged, for example p99",
        subject=str(principle.id),
    )


def _against_measurement(
    facts: DocumentFacts,
    principle: Principle,
    named: dict[Statistic, Text],
    judged: dict[Statistic, Text],
) -> Problem | None:
    """What is judged must be measured, and the highest that is measured must be judged."""
    text = principle.measurement
    measured = statistics_in(text.text) if text is not None else ()
    if text is None or not measured:
        return None
    for statistic, place in named.items():
        if statistic not in measured:
            return Problem(
                facts.at(text),
                f"expected {statistic.value}, which {facts.path}:{place.line} judges, among "
                f"the measured percentiles of {principle.id}, found "
                + "/".join(s.value for s in measured),
                "measure the percentile that is judged",
                subject=str(principle.id),
                related=(facts.at(place),),
            )
    highest, found = max(measured), max(judged)
    if highest in judged:
        return None
    return _differs(
        facts, principle, (found, judged[found]), highest, "Measurement", facts.at(text)
    )


def _judged(principle: Principle, source: str) -> dict[Statistic, Text]:
    """What a line of the principle judges by, each with its place."""
    found: dict[Statistic, Text] = {}
    for line in lines_of(principle):
        if line.source == source:
            for stated in limits_in(line):
                if stated.fact.statistic is not None:
                    found.setdefault(stated.fact.statistic, stated.place)
            found = found or dict.fromkeys(judged_in(line), line.text)
    return found


def _event_statistic(facts: DocumentFacts) -> tuple[Statistic, Text, str] | None:
    for event in facts.events:
        if event.meaning is None:
            continue
        found = statistics_in(event.meaning.text)
        if found:
            return found[0], event.meaning, str(event.id)
    return None


def _differs(
    facts: DocumentFacts,
    principle: Principle,
    judged: tuple[Statistic, Text],
    expected: Statistic,
    source: str,
    place: Location,
) -> Problem:
    return Problem(
        facts.at(judged[1]),
        f"expected {principle.id} to be judged at {expected.value}, as its {source} says "
        f"({place.place}), found {judged[0].value}"
        if source in ("Target", "Measurement")
        else f"expected {principle.id} to be judged at {expected.value}, of which the event "
        f"{source} speaks ({place.place}), found {judged[0].value}",
        "name one percentile in target, gate, measurement and event",
        subject=str(principle.id),
        related=(place,),
    )
