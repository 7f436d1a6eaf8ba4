"""The overhead of ART-05 is wrong, or over its budget without a justification.

## What it does

Recomputes the impact on p99 and the overhead in percent of the uninstrumented run, from the raw
samples where there are any; compares the claimed budget with the limit that the doctrine states;
and reports an overhead over that limit that nobody justifies in a sentence.

## Why

Overhead is always small, in percent of something. The doctrine says of what, and how much.

## How to fix

Recompute the percentages, state the doctrine's budget, and where the overhead is over it, say why
it has to be.

## Example

Bad: `"overhead_percent": 7.1, "budget_percent": 5, "justification": null`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import limits_of
from doctrine_check.evidence.budgets import overhead, overhead_sides
from doctrine_check.evidence.reasons import gives_reason
from doctrine_check.evidence.recompute import claims_of, follows, percent_more
from doctrine_check.limits import Dimension
from doctrine_check.rules.claimed import Scribe, name, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.changes.obligations import Law
    from doctrine_check.evidence.model import TailLatency
    from doctrine_check.evidence.recompute import Claims
    from doctrine_check.findings import Location
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report overhead that is not what it is said to be, or too much."""
    if facts.bundle is None or facts.bundle.tail is None:
        return
    scribe, claims, tail = Scribe(facts.bundle), claims_of(facts.bundle), facts.bundle.tail
    yield from _recomputed(scribe, claims, tail)
    law = _limit(facts.law)
    budget = float(tail.budget_percent)
    if law is not None and budget > law[0] + 1e-9:
        yield scribe.problem(
            tail.place.field("budget_percent"),
            f"a budget of {number(law[0])} percent",
            f"{tail.budget_percent.text} percent claimed",
            "state the budget of the doctrine; whoever needs another one changes the doctrine",
            (law[1],),
        )
    if law is not None:
        budget = min(budget, law[0])
    found = overhead(claims)
    if found is not None and found > budget + 1e-9 and not gives_reason(tail.justification):
        yield scribe.problem(
            tail.place.field("justification"),
            f"a justification for {number(found)} percent overhead of {name(tail.benchmark)} at "
            f"{tail.overhead_statistic}, over the budget of {number(budget)} percent",
            "none" if tail.justification is None else name(tail.justification),
            "lower the overhead, or say why it has to be",
            (law[1],) if law is not None else (),
        )


def _limit(law: Law | None) -> tuple[float, Location] | None:
    """The strictest limit of the doctrine on overhead, in percent, and where it stands."""
    if law is None:
        return None
    stated = [
        (limit.fact.quantity.as_float(), law.doctrine.at(limit.place))
        for principle in law.doctrine.principles
        for limit in limits_of(principle)
        if limit.fact.quantity.dimension is Dimension.PERCENT
    ]
    return min(stated, key=lambda limit: limit[0], default=None)


def _recomputed(scribe: Scribe, claims: Claims, tail: TailLatency) -> Iterator[Problem]:
    for field, written, statistic in (
        ("p99_impact_percent", tail.p99_impact_percent, "p99"),
        ("overhead_percent", tail.overhead_percent, tail.overhead_statistic),
    ):
        sides = overhead_sides(claims, statistic)
        if sides is None:
            continue
        found = percent_more(sides[0].best, sides[1].best)
        if not follows(written, percent_more, *sides):
            shown = "no percentage of nothing" if found is None else f"{number(found)} percent"
            yield scribe.problem(
                tail.place.field(field),
                f"the {statistic} of {name(tail.benchmark)} to grow by {shown} with "
                "instrumentation, recomputed from both sides",
                f"{written.text} percent claimed",
                "recompute it from both sides as they stand in ART-05",
            )
