"""A change is declared to be none, and what decides says otherwise.

## What it does

Reports `Perf-Impact: none` on a change that touches a file of the hot-path map, carries a
maintainer's label, claims a lever, or changes budgets or baselines.

## Why

A declaration answers what signals ask. It does not outweigh the map, which maintainers keep.

## How to fix

Declare what the map says, and bring the evidence; or let a maintainer change the map first.

## Example

Bad: `Perf-Impact: none` on a commit that edits `src/engine/cache.py`, which the map calls hot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.changes.classify import PERFORMANCE_KINDS, ChangeKind
from doctrine_check.rules.change_place import place_of
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts


_OWING = (*PERFORMANCE_KINDS, ChangeKind.BUDGET, ChangeKind.BASELINE)


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report a "none" that the map, a label or a claimed lever contradicts."""
    declared = facts.classification.declared
    if declared is None or declared.kind is not None:
        return
    against = [
        reason
        for reason in facts.classification.reasons
        if reason.decisive and reason.kind in _OWING
    ]
    if against:
        first = against[0]
        kind = first.kind if first.kind in PERFORMANCE_KINDS else ChangeKind.PERFORMANCE
        yield Problem(
            place_of(first, facts.change),
            f"expected no Perf-Impact: none on this change, for {first.text}; found it in commit "
            f"{declared.commit[:12]}",
            f"declare `Perf-Impact: {kind.value}` and bring the evidence it owes",
            subject=first.path or None,
        )
