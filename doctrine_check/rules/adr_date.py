"""An ADR has no date, or no valid one.

## What it does

Demands a date of every ADR, as `YYYY-MM-DD` and a day that exists.

## Why

Which of two decisions holds is decided by their dates.

## How to fix

Write the day of the decision as `YYYY-MM-DD`.

## Example

Bad: `**Date**: 2025-02-30`. Good: `**Date**: 2025-02-28`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.adr import stated
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context

_VAGUE = frozenset(
    {"so", "maybe", "perhaps", "probably", "about", "around", "roughly", "approximately", "approx"}
    | {"circa", "tbc", "tbd", "unsure"}
)


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report a missing or impossible date."""
    from datetime import date

    entry = stated(facts, "date", "decision date")
    if entry is None or not entry.value.text:
        place = facts.at(facts.title) if facts.title else facts.line(1)
        yield Problem(
            facts.line(entry.line, entry.column) if entry else place,
            f"expected the date of this ADR, found {'an empty one' if entry else 'none'}",
            "write the day of the decision as YYYY-MM-DD",
            subject="Date",
        )
        return
    text, *more = (word.strip("`*_.,;()?").casefold() for word in entry.value.text.split())
    try:
        # "20250718" is a date to Python and a number to everybody else.
        valid = len(text) == 10 and bool(date.fromisoformat(text)) and _VAGUE.isdisjoint(more)
    except ValueError:
        valid = False
    if not valid:
        yield Problem(
            facts.at(entry.value),
            f'expected a date as YYYY-MM-DD, found "{entry.value.text}"',
            "write the day of the decision as YYYY-MM-DD",
            subject="Date",
        )
