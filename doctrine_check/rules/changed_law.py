"""The change alters the law, and does not weaken it as far as anybody can tell.

## What it does

Notes what the head demands more of than the base, what it adds, and what may demand more or less.
What it demands less of is the rule `weakened-law`'s. `diff` reports the same of two versions, and
what may go either way there as a warning.

## Why

Whoever reviews a change wants to know that the law moves with it, in whichever direction.

## How to fix

Nothing needs repair; read what changed.

## Example

`100ms` becomes `50ms` in the doctrine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report what the head changes without weakening it."""
    for shift in facts.shifts:
        if not shift.weakens:
            yield Problem(
                shift.place,
                f"expected {shift.subject} as it is at the base, found that this change "
                f"{shift.effect} it, and does not weaken it: {shift.what}",
                "nothing to repair: see that it is meant",
                subject=shift.subject,
                related=shift.related,
            )
