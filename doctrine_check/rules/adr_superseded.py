"""An ADR names a successor or predecessor that does not exist.

## What it does

Resolves the numbers in `Supersedes`, `Superseded by` and a status "Superseded by ADR-012" among the
ADRs looked at, and demands a successor of an ADR whose status is Superseded. "N/A" and "None" are
fine elsewhere.

## Why

Whoever follows the chain of decisions must arrive at the one that holds.

## How to fix

Correct the number, or add the ADR.

## Example

Bad: `**Superseded by**: ADR-099` when the last ADR is 031.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.adr import adr_number, numbers_in, stated
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Text
    from doctrine_check.rules.context import Context

_SUPERSEDED = r"(?i)\W*super[sc]eded"
_NONE = frozenset({"", "-", "–", "—", "n/a", "none", "na", "nothing", "no"})


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report links between ADRs that do not resolve."""
    own = adr_number(facts.path)
    successor = stated(facts, "superseded by", "superseded-by", "superceded by")
    predecessor = stated(facts, "supersedes")
    status = stated(facts, "status")
    is_superseded = status is not None and re.match(_SUPERSEDED, status.value.text)
    named = False
    for entry in (successor, predecessor):
        if entry is None or entry.value.text.strip(" .[]").casefold() in _NONE:
            continue
        named = named or entry is successor
        yield from _resolve(facts, entry.value, own, context)
    if status is not None and is_superseded:
        if numbers_in(status.value.text) or _linked(facts, status.value):
            named = True
            yield from _resolve(facts, status.value, own, context)
        if not named:
            yield Problem(
                facts.at(status.value),
                "expected the ADR that supersedes this one, found none",
                "name it: `Superseded by: ADR-nnn`",
                subject="Superseded by",
            )


def _resolve(
    facts: DocumentFacts, text: Text, own: int | None, context: Context
) -> Iterator[Problem]:
    numbers = numbers_in(text.text)
    if not numbers and not _linked(facts, text):
        yield Problem(
            facts.at(text),
            f'expected the number of an ADR, found "{text.text}"',
            "name it as ADR-nnn, or write N/A",
            subject=text.text,
        )
    for number in numbers:
        if number != own and _linked(facts, text, exists=False):
            continue  # the rule missing-file says so already
        if number == own:
            found = f"this ADR itself ({number})"
        elif number not in context.adr_numbers:
            found = f"ADR {number}, which is not there"
        else:
            continue
        yield Problem(
            facts.at(text),
            f"expected an ADR that exists, found {found}",
            "correct the number, or add the ADR",
            subject=f"ADR-{number:03d}",
        )


def _linked(facts: DocumentFacts, text: Text, *, exists: bool | None = None) -> bool:
    """Whether a link (only one to a file that exists, or does not) names the ADR."""
    return any(
        reference.place.line == text.line and exists in (None, reference.exists)
        for reference in facts.references
    )
