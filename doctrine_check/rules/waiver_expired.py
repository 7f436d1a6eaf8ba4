"""A waiver has expired.

## What it does

Reports inline waivers whose `until` day has passed. They cover nothing any more.

## Why

An expiry date is a promise to come back.

## How to fix

Repair what was waived, or renew the waiver with a new date and reason.

## Example

`<!-- doctrine-check: waive unmapped-id until=2020-01-01 reason="mapping in review" -->`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.findings import Location
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.living import WaiverUse


def check(use: WaiverUse) -> Iterator[Problem]:
    """Report a waiver whose day has passed."""
    waiver = use.waiver
    if use.expired:
        yield Problem(
            Location(waiver.path, waiver.line, waiver.column),
            f"expected a waiver that is still valid, found one until {waiver.until}, which is over",
            "repair what was waived, or renew the waiver with a new date and reason",
            subject=", ".join(waiver.rules),
        )
