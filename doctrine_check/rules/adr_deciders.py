"""An ADR does not say who decided.

## What it does

Demands deciders of every ADR (`Deciders`, `Decision-makers` or `Authors`) that name somebody.
What a template leaves to be filled in (`[list everyone involved]`) names nobody.

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
from doctrine_check.doctrine.wording import word_list
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context

_NOBODY = frozenset(
    {"", "-", "–", "—", "?", "tbd", "todo", "tba", "n/a", "none", "nobody", "name", "names"}
    | {"someone", "somebody", "your name", "xxx"}
)
_TO_FILL_IN = frozenset(
    {"list", "everyone", "everybody", "name", "names", "insert", "your", "who", "whoever", "fill"}
    | {"placeholder", "deciders", "decider", "author", "authors", "someone", "somebody"}
)


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report missing deciders."""
    entry = stated(
        facts,
        *("deciders", "decider", "decision makers", "decision-makers", "decision maker"),
        *("decided by", "approvers", "approved by", "authors", "author"),
    )
    if entry is not None and _names_somebody(entry.value.text):
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


def _names_somebody(text: str) -> bool:
    """Whether a text names people, and does not ask for names in brackets, as templates do."""
    inside = text.strip(" .")
    if inside.strip(" .[]").casefold() in _NOBODY:
        return False
    if (inside[0], inside[-1]) in (("{", "}"), ("<", ">")):
        return "@" in inside
    asked = inside.startswith("[") and inside.endswith("]")
    return not (asked and not _TO_FILL_IN.isdisjoint(word_list(inside)))
