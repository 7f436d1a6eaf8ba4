"""A limit of the doctrine is broken.

## What it does

Judges every limit of the doctrine's principles by the benchmarks that answer for it: those whose
name spells the principle (`PRF-01`), its measure, its title or its gate's benchmark, or a subsystem
that the hot-path map or the doctrine's mapping holds to it. Cold starts stated beside a benchmark
count as well. A percentile breaks a limit when its interval lies wholly beyond it. Where it
is not met, or met on too few samples, and the interval leaves it open, nobody can know: then the
verdict is inconclusive. Limits on overhead are those of `evidence-overhead`.

## Why

These limits are what the doctrine is for.

## How to fix

Make it faster; where it is open, take more samples on a quieter machine. Or change the limit in the
doctrine, in a change of its own and with a sign-off.

## Example

Bad: a benchmark `cold-start` whose 100 samples all lie above the 100 ms of PRF-01.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.budgets import answers
from doctrine_check.findings import Outcome
from doctrine_check.limits import Dimension
from doctrine_check.rules.claimed import Scribe, name, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.evidence.budgets import Answer
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem

_UNITS = {
    Dimension.TIME: ("ms", 1e3),
    Dimension.SIZE: ("bytes", 1.0),
    Dimension.RATE: ("per second", 1.0),
}


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report broken limits, and those that the samples leave open."""
    if facts.bundle is None or facts.law is None:
        return
    scribe = Scribe(facts.bundle)
    for answer in answers(facts.bundle, facts.law, facts.config):
        if answer.dimension is Dimension.PERCENT:
            continue  # overhead is the rule evidence-overhead's
        if answer.outcome is Outcome.FAIL:
            remedy = "make it faster, or change the limit in the doctrine, with a sign-off"
            yield _said(scribe, answer, remedy)
        elif answer.outcome is Outcome.UNAVAILABLE:
            remedy = "take more samples, on a quieter machine"
            yield _said(scribe, answer, remedy)._replace(undecided=True)


def _said(scribe: Scribe, answer: Answer, remedy: str) -> Problem:
    """What a limit demands, and what was measured."""
    fact = answer.stated.fact
    unit, factor = _UNITS.get(answer.dimension, ("", 1.0))
    sign = fact.comparator.value if fact.comparator is not None else "at most"
    statistic = f"{fact.statistic.value} " if fact.statistic is not None else ""
    low, high = answer.bounds
    ends = [
        "unknown" if end is None else f"{number(end * factor)} {unit}".rstrip()
        for end in (low, high)
    ]
    proof = (
        f", between {ends[0]} and {ends[1]} by {answer.samples:,} samples of "
        f"{answer.needed:,} demanded"
        if answer.samples
        else ""
    )
    problem = scribe.problem(
        answer.place,
        f"{statistic}of {name(answer.benchmark)} {sign} {fact.quantity} for {answer.principle}",
        f"{number(answer.estimate * factor)} {unit}".rstrip() + proof,
        remedy,
        (answer.line,),
    )
    return problem._replace(subject=str(answer.principle))
