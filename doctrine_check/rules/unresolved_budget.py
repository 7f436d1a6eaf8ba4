"""A target refers to a budget that is stated nowhere.

## What it does

Reports a principle whose target speaks of a budget ("within per-subsystem budget") when neither its
target, gate nor measurement, nor the contract's metric states a number, and the config names no
budgets file that states one. A file that is missing, empty or unreadable, or in which no name has a
number above zero or a quantity, states none.

## Why

INV-PRF-PRINCIPLES: a budget without a number is met by everything.

## How to fix

State the number in the target and the gate, or name a budgets file with `budgets = "..."` in the
config: YAML without aliases, or JSON, such as `rate_limiter: {max_latency_ms: 10}`.

## Example

Bad: `p99 latency remains within per-subsystem budget`. Good: `p99 latency < 250ms per subsystem`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.model import Role
from doctrine_check.doctrine.targets import read_target
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Principle
    from doctrine_check.findings import Location
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report each budget that nothing stands behind, once for both documents."""
    if context.budgets:
        return
    other = context.counterpart(facts)
    elsewhere = {p.id: p for p in other.principles} if other else {}
    for principle in facts.principles:
        text = principle.target or principle.metric
        if text is None:
            continue
        budget = read_target(text.text).budget
        if budget is None or _has_number(principle):
            continue
        twin = elsewhere.get(principle.id)
        if twin is not None and _has_number(twin):
            continue
        if facts.role is Role.CONTRACT and twin is not None and _refers(twin):
            continue  # said once, on the doctrine's target
        start = max(text.text.find(budget), 0)
        place = text.part(start, start + len(budget)) if budget in text.text else text
        related: tuple[Location, ...] = ()
        also = ""
        if twin is not None and other is not None and _refers(twin):
            twin_text = twin.target or twin.metric
            if twin_text is not None:
                related = (other.at(twin_text),)
                also = f"; {other.path}:{twin_text.line} refers to it too"
        yield Problem(
            facts.at(place),
            f'expected a number behind the budget of {principle.id}, found only "{budget}": '
            f"no target, gate, measurement or budgets file states it{also}",
            "state the number in target and gate, or in a budgets file that the config names",
            subject=str(principle.id),
            related=related,
        )


def _has_number(principle: Principle) -> bool:
    texts = (principle.target, principle.metric, principle.gate, principle.measurement)
    return any(text is not None and read_target(text.text).measurable for text in texts)


def _refers(principle: Principle) -> bool:
    text = principle.target or principle.metric
    return text is not None and read_target(text.text).budget is not None
