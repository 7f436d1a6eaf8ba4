"""An ADR does not say who decided.

## What it does

Demands deciders of every ADR (`Deciders`, `Decision-makers` or `Authors`) that name somebody.

## Why

A decision by nobody cannot be asked about, or taken back.

## How to fix

Name the people or the team.

## Example

Bad: `**Deciders**: TBD`. Good: `**Deciders**: Architecture Review Team`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.adr import stated
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context

_NOBODY = frozenset({"", "-", "–", "—", "?", "tbd", "todo", "tba", "n/a", "none", "nobody"})


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report missing deciders."""
    entry = stated(
        facts,
        *("deciders", "decider", "decision makers", "decision-makers", "decision maker"),
        *("decided by", "approvers", "approved by", "authors", "author"),
    )
    if entry is not None and entry.value.text.strip(" .[]").casefold() not in _NOBODY:
        return
    if entry is None:
        place = facts.at(facts.title) if facts.title else facts.line(1)
        found = "none"
    else:
        place = facts.line(entry.line, entry.column)
        if entry.value.text:
            place = facts.at(entry.value)
        found = f'"{entry.value.text}"' if entry.value.text else "an empty line"
    yield Problem(
        place,
        f"expected the deciders of this ADR, found {found}",
        "name the people or the team that decided",
        subject="Deciders",
    )
