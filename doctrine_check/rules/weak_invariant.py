"""An invariant is worded so that it binds nobody.

## What it does

Reports statements that should hold, may hold, hold usually, where possible or on request, for some
of what they speak of, or that may be skipped. Where the two documents word a statement differently,
that is the business of `invariant-wording`; where both soften it alike, nothing else would notice.

## Why

An invariant is what is relied on without looking. "Every lever should have evidence" is kept by a
lever without any.

## How to fix

State what is so, without leave: "Every lever has evidence". Say beside the statement, not in it,
what would be nice to have.

## Example

Bad: `INV-PRF-PROFILED: Every optimization lever should have before/after evidence`.
Good: `INV-PRF-PROFILED: Every optimization lever has before/after evidence`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.law_lines import in_statement
from doctrine_check.doctrine.model import Role
from doctrine_check.doctrine.target import same_wording
from doctrine_check.doctrine.wording import may_soften, quote, says_nothing
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.findings import Location
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report statements that bind nobody; one that both documents have, in the doctrine."""
    other = context.counterpart(facts)
    elsewhere = {} if other is None else {i.id: i.statement for i in other.invariants}
    for invariant in facts.invariants:
        text = invariant.statement
        if text is None or says_nothing(text.text) or not may_soften(text.text):
            continue
        words = in_statement(text.text)
        if words is None:
            continue
        twin = elsewhere.get(invariant.id)
        related: tuple[Location, ...] = ()
        if twin is not None and other is not None:
            if facts.role is Role.CONTRACT or not same_wording(text.text, twin.text):
                continue  # said of the doctrine, or by invariant-wording
            related = (other.at(twin),)
        place = text.part(*words)
        yield Problem(
            facts.at(place),
            f"expected a statement of {invariant.id} that always holds, found {quote(place.text)}",
            "state what is so, without leave or exception, in both documents",
            subject=str(invariant.id),
            related=related,
            invariant=str(invariant.id),
        )
