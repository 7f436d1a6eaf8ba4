"""A measurement's samples, cycles or sizes are missing, differ, or cannot carry its percentile.

## What it does

Reports measurements that name percentiles, or speak of samples, cycles or sizes, and state no
number of any; that take too few
samples or cycles for the percentile they judge (p99 needs 100, p95 needs 20); whose sizes do not
grow; and counts of samples or cycles that differ between target, gate, measurement and the spec
contract.

## Why

The 99th percentile of 50 samples is their maximum under another name.

## How to fix

State the number, and enough of it: at least 1 / (1 - p) samples for percentile p.

## Example

Bad: `measured across 10 samples with p50/p95/p99 breakdown`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import (
    disputed,
    judged_by,
    lines_of,
    read_target,
    samples_needed,
    statistics_in,
)
from doctrine_check.doctrine.wording import word_list
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Principle
    from doctrine_check.doctrine.target import TargetFacts
    from doctrine_check.doctrine.targets import Line
    from doctrine_check.rules.context import Context

_First = dict[str, tuple[int, "DocumentFacts", "Line"]]


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report sample counts, cycles and sizes that do not hold, in the contract as well."""
    pair = context.pair
    theirs = {fact.id: fact for fact in pair.contract.principles} if pair is not None else {}
    for principle in facts.principles:
        first: _First = {}
        for line in lines_of(principle):
            parsed = read_target(line.text.text)
            if line.source == "Measurement":
                yield from _measurement(facts, principle, line, parsed)
            yield from _against(facts, principle, line, parsed, first)
        twin = theirs.get(principle.id)
        if pair is None or twin is None or pair.swapped(principle.id, "metric"):
            continue
        known = set(first)
        for line in lines_of(twin):
            parsed = read_target(line.text.text)
            yield from _too_few(pair.contract, principle, line, parsed, known)
            yield from _against(pair.contract, twin, line, parsed, first)


def _against(
    facts: DocumentFacts, principle: Principle, line: Line, parsed: TargetFacts, first: _First
) -> Iterator[Problem]:
    """Counts that are not those of the place which states them first."""
    for noun, count in (("samples", parsed.samples), ("cycles", parsed.cycles)):
        if count is None:
            continue
        expected, document, said = first.setdefault(noun, (count, facts, line))
        if expected != count:
            yield Problem(
                facts.at(line.text),
                f"expected {expected} {noun} for {principle.id}, as its {said.source} says "
                f"({document.path}:{said.text.line}), found {count}",
                f"state one number of {noun} in all places",
                subject=str(principle.id),
                related=(document.at(said.text),),
            )


def _measurement(
    facts: DocumentFacts, principle: Principle, line: Line, parsed: TargetFacts
) -> Iterator[Problem]:
    place = facts.at(line.text)
    words = set(word_list(line.text.text))
    for noun, value in (
        ("samples", parsed.samples),
        ("cycles", parsed.cycles),
        ("sizes", parsed.sizes or None),
    ):
        if noun in words and value is None:
            yield Problem(
                place,
                f"expected how many {noun} {principle.id} is measured with, found no number",
                f"state the number of {noun}" if noun != "sizes" else "list the sizes",
                subject=str(principle.id),
            )
    if _uncounted(principle, line, words):
        yield Problem(
            place,
            f"expected how many samples {principle.id} is measured with, found no number",
            "state the number of samples, cycles or sizes",
            subject=str(principle.id),
        )
    yield from _too_few(facts, principle, line, parsed, set())
    sizes = parsed.sizes
    if list(sizes) != sorted(set(sizes)):
        yield Problem(
            place,
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
    facts: DocumentFacts, principle: Principle, line: Line, parsed: TargetFacts, known: set[str]
) -> Iterator[Problem]:
    """Counts too small for the percentile; those in ``known`` are compared instead."""
    judged = () if disputed(principle) else judged_by(principle)
    statistics = [*parsed.statistics, *(statistic for statistic, _ in judged)]
    strictest = max(statistics, key=samples_needed, default=None)
    for noun, count in (("samples", parsed.samples), ("cycles", parsed.cycles)):
        if count is None or strictest is None or noun in known:
            continue
        if count < strictest.samples:
            yield Problem(
                facts.at(line.text),
                f"expected at least {strictest.samples} {noun} for {strictest.value} of "
                f"{principle.id}, found {count}",
                f"take at least {strictest.samples} {noun}, or judge a lower percentile",
                subject=str(principle.id),
            )
