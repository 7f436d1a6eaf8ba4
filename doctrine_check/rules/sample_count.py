"""A measurement's samples, cycles or sizes are missing, differ, or cannot carry its percentile.

## What it does

Reports measurements that name percentiles, or speak of samples, cycles or sizes, and state no
number of any; that take too few
samples or cycles for the percentile they judge (p99 needs 100, p95 needs 20); whose sizes do not
grow; and counts of samples or cycles that differ between target, gate, measurement and the spec
contract: the one that differs from most of these.

## Why

The 99th percentile of 50 samples is their maximum under another name.

## How to fix

State the number, and enough of it: at least 1 / (1 - p) samples for percentile p.

## Example

Bad: `measured across 10 samples with p50/p95/p99 breakdown`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.compare import Judges
from doctrine_check.doctrine.targets import (
    counted_at,
    judged_by,
    lines_of,
    named_at,
    read_target,
    samples_needed,
    statistics_in,
    uncounted_at,
)
from doctrine_check.doctrine.wording import word_list
from doctrine_check.records import Record
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Principle
    from doctrine_check.doctrine.target import TargetFacts
    from doctrine_check.doctrine.targets import Line
    from doctrine_check.rules.context import Context


class _Count(Record):
    """How many samples or cycles a line states, and in which document."""

    noun: str
    number: int
    facts: DocumentFacts
    line: Line


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report sample counts, cycles and sizes that do not hold, in the contract as well."""
    pair = context.pair
    judges = Judges(facts, context.contract)
    for principle in facts.principles:
        counts: list[_Count] = []
        for line in lines_of(principle):
            parsed = read_target(line.text.text)
            few: list[Problem] = []
            if line.source == "Measurement":
                yield from _measurement(facts, principle, line, parsed)
                few += _too_few(facts, principle, line, parsed, judges)
                yield from few
            counts += [] if few else _counts(facts, line, parsed)
        twin = judges.twins.get(principle.id)
        if pair is not None and twin is not None and not pair.swapped(principle.id, "metric"):
            known = {count.noun for count in counts}
            for line in lines_of(twin):
                parsed = read_target(line.text.text)
                yield from _too_few(pair.contract, principle, line, parsed, judges, known)
                counts += _counts(pair.contract, line, parsed)
        if len(counts) > 1:
            yield from _differing(principle, counts)


def _counts(facts: DocumentFacts, line: Line, parsed: TargetFacts) -> list[_Count]:
    """What a line counts."""
    stated = {"samples": parsed.samples, "cycles": parsed.cycles}
    return [_Count(noun, n, facts, line) for noun, n in stated.items() if n is not None]


def _differing(principle: Principle, counts: list[_Count]) -> Iterator[Problem]:
    """Counts that are not what most places state; of as many, the first place is right."""
    for noun in ("samples", "cycles"):
        stated = [count for count in counts if count.noun == noun]
        numbers = [count.number for count in stated]
        expected = max(numbers, key=numbers.count, default=0)
        said = next((count for count in stated if count.number == expected), None)
        for count in stated:
            if said is None or count.number == expected:
                continue
            place = counted_at(said.line.text, (expected,))
            yield Problem(
                count.facts.at(counted_at(count.line.text, (count.number,))),
                f"expected {expected} {noun} for {principle.id}, as its {said.line.source} says "
                f"({said.facts.path}:{place.line}), found {count.number}",
                f"state one number of {noun} in all places",
                subject=str(principle.id),
                related=(said.facts.at(place),),
            )


def _measurement(
    facts: DocumentFacts, principle: Principle, line: Line, parsed: TargetFacts
) -> Iterator[Problem]:
    words = set(word_list(line.text.text))
    for noun, value in (
        ("samples", parsed.samples),
        ("cycles", parsed.cycles),
        ("sizes", parsed.sizes or None),
    ):
        if noun in words and value is None:
            yield Problem(
                facts.at(uncounted_at(line.text, noun)),
                f"expected how many {noun} {principle.id} is measured with, found no number",
                f"state the number of {noun}" if noun != "sizes" else "list the sizes",
                subject=str(principle.id),
            )
    if _uncounted(principle, line, words):
        yield Problem(
            facts.at(named_at(line.text, max(parsed.statistics))),
            f"expected how many samples {principle.id} is measured with, found no number",
            "state the number of samples, cycles or sizes",
            subject=str(principle.id),
        )
    sizes = parsed.sizes
    if list(sizes) != sorted(set(sizes)) or min(sizes, default=0) < 0:
        yield Problem(
            facts.at(counted_at(line.text, sizes)),
            f"expected sizes of {principle.id} that grow, found {', '.join(map(str, sizes))}",
            "list each size once, in ascending order",
            subject=str(principle.id),
        )


def _uncounted(principle: Principle, line: Line, words: set[str]) -> bool:
    """Whether percentiles are measured and no line of the principle counts anything."""
    if not words.isdisjoint({"samples", "cycles", "sizes"}):
        return False  # said by its noun
    if not any(statistic.is_percentile for statistic in statistics_in(line.text.text)):
        return False
    read = (read_target(other.text.text) for other in lines_of(principle))
    return not any(facts.samples or facts.cycles or facts.sizes for facts in read)


def _too_few(
    facts: DocumentFacts,
    principle: Principle,
    line: Line,
    parsed: TargetFacts,
    judges: Judges,
    known: Collection[str] = (),
) -> Iterator[Problem]:
    """Counts too small for the percentile; those in ``known`` are compared instead."""
    counts = {"samples": parsed.samples, "cycles": parsed.cycles}
    found = [(noun, n) for noun, n in counts.items() if n is not None and noun not in known]
    if not found:
        return
    judgement = judges.of(principle)
    if judgement is not None and judgement.odd:
        judged = [judgement.statistic]  # what else is named is the rule gate-statistic's
    else:
        judged = [*parsed.statistics, *(statistic for statistic, _ in judged_by(principle))]
    strictest = max(judged, key=samples_needed, default=None)
    for noun, count in found:
        if strictest is not None and count < strictest.samples:
            yield Problem(
                facts.at(counted_at(line.text, (count,))),
                f"expected at least {strictest.samples} {noun} for {strictest.value} of "
                f"{principle.id}, found {count}",
                f"take at least {strictest.samples} {noun}, or judge a lower percentile",
                subject=str(principle.id),
            )
