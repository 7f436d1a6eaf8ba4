"""A measurement's samples, cycles or sizes are missing or cannot carry its percentile.

## What it does

Reports measurements that speak of samples, cycles or sizes without a number; that take too few
samples or cycles for the percentile they judge (p99 needs 100, p95 needs 20); whose sizes do not
grow; and sample counts that differ between target, gate and measurement.

## Why

The 99th percentile of 50 samples is their maximum under another name.

## How to fix

State the number, and enough of it: at least 1 / (1 - p) samples for percentile p.

## Example

Bad: `measured across 10 samples with p50/p95/p99 breakdown`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import lines_of, read_target, samples_needed, statistic_of
from doctrine_check.doctrine.wording import word_list
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Principle
    from doctrine_check.doctrine.target import TargetFacts
    from doctrine_check.doctrine.targets import Line
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report sample counts, cycles and sizes that do not hold."""
    for principle in facts.principles:
        first: tuple[int, Line] | None = None
        for line in lines_of(principle):
            parsed = read_target(line.text.text)
            if line.source == "Measurement":
                yield from _measurement(facts, principle, line, parsed)
            if parsed.samples is None:
                continue
            if first is not None and first[0] != parsed.samples:
                yield Problem(
                    facts.at(line.text),
                    f"expected {first[0]} samples for {principle.id}, as its {first[1].source} "
                    f"says ({facts.path}:{first[1].text.line}), found {parsed.samples}",
                    "state one sample count in all places",
                    subject=str(principle.id),
                )
            first = first or (parsed.samples, line)


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
    statistic = _strictest(principle, parsed)
    for noun, count in (("samples", parsed.samples), ("cycles", parsed.cycles)):
        if count is None or statistic is None or count >= statistic[1]:
            continue
        yield Problem(
            place,
            f"expected at least {statistic[1]} {noun} for {statistic[0]} of {principle.id}, "
            f"found {count}",
            f"take at least {statistic[1]} {noun}, or judge a lower percentile",
            subject=str(principle.id),
        )
    sizes = parsed.sizes
    if list(sizes) != sorted(set(sizes)):
        yield Problem(
            place,
            f"expected sizes of {principle.id} that grow, found {', '.join(map(str, sizes))}",
            "list each size once, in ascending order",
            subject=str(principle.id),
        )


def _strictest(principle: Principle, parsed: TargetFacts) -> tuple[str, int] | None:
    """The highest percentile measured or judged, and how many samples it takes."""
    statistics = list(parsed.statistics)
    judged = statistic_of(principle)
    if judged is not None:
        statistics.append(judged[0])
    best = max(statistics, key=samples_needed, default=None)
    return (best.value, samples_needed(best)) if best else None
