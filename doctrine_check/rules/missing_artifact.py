"""An artifact that the change owes is not there.

## What it does

Reports each obligation without an artifact in the evidence bundle: by the doctrine's rows at the
base, for the kinds that the change has. Without any bundle it reports each of them.

## Why

This is INV-PRF-ARTIFACTS. A claim of speed without evidence is a wish.

## How to fix

Measure, and attach the artifact: `doctrine-check evidence new` lays out a bundle. Where a
not-applicable statement is allowed, give one with its reason.

## Example

Bad: an optimization that brings ART-01 and ART-03 alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.rules.change_place import place_of
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report obligations that nothing meets."""
    for owed in facts.obligations:
        listed = facts.bundle.artifact(owed.artifact) if facts.bundle is not None else None
        if listed is not None:
            continue
        held = "no evidence at all" if facts.bundle is None else "none in the evidence"
        yield Problem(
            place_of(owed.reason, facts.change),
            f"expected {owed.artifact}, which {owed.demanded_by.place} demands of "
            f"{owed.kind.value} changes ({owed.reason.text}), found {held}",
            f"attach {owed.artifact}"
            + (", or a not-applicable statement with its reason" if owed.excusable else ""),
            subject=owed.artifact,
            related=(owed.demanded_by,),
        )
