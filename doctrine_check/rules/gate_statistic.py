"""Percentiles of target, gate, measurement and events do not fit together.

## What it does

For limits on times: target or gate must name a percentile, and the gate must judge the highest one
of the target; what they judge must be measured, and the highest measured be judged; when an event
speaks of a percentile ("p99 budget exceeded"), gates judge that one. Reported is the place that
differs from most of these and the contract's metric: the target, the gate, the measurement or the
event. A gate that limits a time and names no percentile, where its target does, is reported too.

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

from doctrine_check.doctrine.compare import Judges
from doctrine_check.doctrine.targets import (
    judged_in,
    limits_in,
    lines_of,
    main_limit,
    named_at,
    needs_statistic,
    settled,
    statistics_in,
)
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Judgement
    from doctrine_check.doctrine.model import DocumentFacts, Principle
    from doctrine_check.doctrine.targets import Line
    from doctrine_check.rules.context import Context

_REMEDY = "name one percentile in target, gate, measurement and event"


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report percentiles that disagree within the doctrine."""
    judges = Judges(facts, context.contract)
    if judges.lone is not None:
        yield _lone_event(facts, judges.lone)
    for principle in facts.principles:
        judgement = judges.of(principle)
        if judgement is None:
            yield from _unnamed(facts, principle, judges.twins.get(principle.id))
            continue
        for line in judgement.odd:
            wrong = _measured if line.source == "Measurement" else _differs
            yield wrong(facts, principle, judgement, line)
        if not judgement.odd and judgement.line.source == "Target":
            yield from _silent_gate(facts, principle, judgement)


def _unnamed(
    facts: DocumentFacts, principle: Principle, twin: Principle | None
) -> Iterator[Problem]:
    """A limit on a time that names no percentile anywhere."""
    main = main_limit(principle)
    if main is None or principle.gate is None or not needs_statistic(main.fact):
        return
    if not needs_statistic(settled(facts, principle, twin)[0].fact):
        return  # its unit stands alone, which is the rule gate-threshold's
    yield Problem(
        facts.at(principle.gate),
        f"expected a percentile in the target or gate of {principle.id}, found none",
        "name the percentile that is judged, for example p99",
        subject=str(principle.id),
    )


def _silent_gate(
    facts: DocumentFacts, principle: Principle, judgement: Judgement
) -> Iterator[Problem]:
    """A gate that limits a time without the percentile of the target."""
    gates = (line for line in lines_of(principle) if line.source == "CI gate")
    limits = [stated for line in gates for stated in limits_in(line)]
    law = main_limit(principle)
    if not limits or law is None or statistics_in(limits[0].text.text):
        return
    if not (needs_statistic(limits[0].fact) and needs_statistic(law.fact)):
        return  # another unit is the rule gate-threshold's
    place = facts.at(named_at(judgement.line.text, judgement.statistic))
    yield Problem(
        facts.at(limits[0].place),
        f"expected {judgement.statistic.value} in the CI gate of {principle.id}, as its "
        f"{judgement.line.source} says ({place.place}), found no percentile",
        _REMEDY,
        subject=str(principle.id),
        related=(place,),
    )


def _lone_event(facts: DocumentFacts, judgement: Judgement) -> Problem:
    """An event that speaks of a percentile at which nothing is judged."""
    (event,) = judgement.odd
    found = statistics_in(event.text.text)[0]
    place = facts.at(named_at(judgement.line.text, judgement.statistic))
    return Problem(
        facts.at(named_at(event.text, found)),
        f"expected the event {event.source} to speak of {judgement.statistic.value}, at which the "
        f"principles are judged ({place.place}), found {found.value}",
        _REMEDY,
        subject=event.source,
        related=(place,),
    )


def _measured(
    facts: DocumentFacts, principle: Principle, judgement: Judgement, odd: Line
) -> Problem:
    """A measurement without what is judged, or up to more than is judged."""
    expected, measured = judgement.statistic, statistics_in(odd.text.text)
    place = facts.at(named_at(judgement.line.text, expected))
    judged = f"{expected.value}, which {place.path}:{place.line} judges"
    what = f"{judged}, among the measured percentiles of {principle.id}"
    if expected in measured:
        what = f"the measured percentiles of {principle.id} to end with {judged}"
    return Problem(
        facts.at(named_at(odd.text, max(measured))),
        f"expected {what}, found {'/'.join(s.value for s in measured)}",
        "measure the percentile that is judged",
        subject=str(principle.id),
        related=(place,),
    )


def _differs(
    facts: DocumentFacts, principle: Principle, judgement: Judgement, odd: Line
) -> Problem:
    """A target or gate that judges by another percentile than the rest."""
    expected, line = judgement.statistic, judgement.line
    found = max(judged_in(odd))
    place = facts.at(named_at(line.text, expected))
    own = line.source in ("Target", "CI gate", "Measurement")
    says = f"as its {line.source} says" if own else f"of which the event {line.source} speaks"
    return Problem(
        facts.at(named_at(odd.text, found)),
        f"expected {principle.id} to be judged at {expected.value}, {says} ({place.place}), "
        f"found {found.value}",
        _REMEDY,
        subject=str(principle.id),
        related=(place,),
    )
