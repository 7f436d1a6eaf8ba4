"""A waiver cannot be honoured.

## What it does

Reports inline waivers without a reason, without a rule or with a date that is none, and comments
that begin with `doctrine-check:` and are no waiver. They cover nothing. Of a waiver that names an
unknown rule, the other rules count.

## Why

A suppression without a reason is a decision without a decider.

## How to fix

Write `<!-- doctrine-check: waive RULE until=YYYY-MM-DD reason="..." -->`; `until` may be left out.

## Example

Bad: `<!-- doctrine-check: waive unmapped-id -->`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.findings import Location
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.living import WaiverUse


def check(use: WaiverUse) -> Iterator[Problem]:
    """Report what is wrong with the waiver itself."""
    waiver = use.waiver
    place = Location(waiver.path, waiver.line, waiver.column)
    remedy = 'write `<!-- doctrine-check: waive RULE until=YYYY-MM-DD reason="..." -->`'
    if waiver.problem is not None:
        yield Problem(place, f"{waiver.problem} in a waiver, which covers nothing so", remedy)
    for name in use.unknown:
        yield Problem(
            place,
            f'expected the id of a rule in a waiver, found "{name}"',
            "`doctrine-check rules` lists them",
            subject=name,
        )
