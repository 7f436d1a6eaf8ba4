"""A percentile differs between doctrine and contract.

## What it does

Compares the percentiles (or mean, maximum) that the contract's metric names with those that the
doctrine's target or gate judges by: the highest of the doctrine's must be among the contract's. A
percentile that the contract alone names is one too many. A metric that names none is the business
of `statistic-omitted`.

## Why

A promise at p95 says nothing about one request in twenty.

## How to fix

Name one percentile in both documents.

## Example

Bad: `p95 latency < 250ms` in the contract beside `p99 latency < 250ms` in the doctrine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.compare import Judges
from doctrine_check.doctrine.targets import (
    judged_by,
    lines_of,
    main_limit,
    needs_statistic,
    statistics_in,
)
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.model import Principle
    from doctrine_check.doctrine.targets import Line
    from doctrine_check.limits import Statistic
    from doctrine_check.rules.context import Context

    _Judged = tuple[tuple[Statistic, Line], ...]


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report percentiles that differ, or that the contract alone names."""
    judges: Judges | None = None
    for ours, theirs in pair.principles():
        judged, named = judged_by(ours), judged_by(theirs)
        if not named or pair.swapped(ours.id, "metric"):
            continue
        if not judged:
            yield from _contract_only(pair, ours, named)
            continue
        if len(judged) == 1 and not _foreign(judged, named):
            continue
        judges = judges or Judges(pair.doctrine, pair.contract)
        judgement = judges.of(ours)
        if judgement is not None and judgement.odd:  # which is the rule gate-statistic's
            judged = ((judgement.statistic, judgement.line),)
        foreign = _foreign(judged, named)
        if not foreign:
            continue
        expected, line = max(judged, key=lambda item: item[0])
        found, place = foreign[0]
        event = line is judges.event
        yield Problem(
            pair.contract.at(place.text),
            f"expected {ours.id} to be judged at {expected.value}, as "
            f"{'the event' if event else 'its'} {line.source} says "
            f"({pair.doctrine.path}:{line.text.line}), found {found.value}",
            "name one percentile in both documents",
            subject=str(ours.id),
            related=(pair.doctrine.at(line.text),),
        )


def _foreign(judged: _Judged, named: _Judged) -> list[tuple[Statistic, Line]]:
    """What the contract alone names; nothing where it names the highest of the doctrine's."""
    known = {statistic for statistic, _ in judged}
    if any(statistic == max(known) for statistic, _ in named):
        return []
    return [item for item in named if item[0] not in known]


def _contract_only(pair: Pair, ours: Principle, named: _Judged) -> Iterator[Problem]:
    """A percentile in the contract where no line of the doctrine's principle names any."""
    main = main_limit(ours)
    if main is None or (ours.gate is not None and needs_statistic(main.fact)):
        return  # without a limit there is nothing to judge; the rest is the rule gate-statistic's
    texts = (ours.title, *(line.text for line in lines_of(ours)), *ours.prose)
    if any(statistics_in(text.text) for text in texts):
        return
    found, place = named[0]
    yield Problem(
        pair.contract.at(place.text),
        f"expected {ours.id} without a percentile, as its {main.source} says "
        f"({pair.doctrine.path}:{main.place.line}), found {found.value}",
        "name the percentile in the doctrine too, or leave it out",
        subject=str(ours.id),
        related=(pair.doctrine.at(main.place),),
    )
