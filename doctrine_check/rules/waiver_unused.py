"""A waiver waives nothing.

## What it does

Reports inline waivers, or single rules in them, that match no finding on the lines they cover. Of a
rule that did not run, or that is switched off for the document, nothing is said.

## Why

A forgotten waiver hides the next fault of its kind.

## How to fix

Delete the waiver, or the rule in it.

## Example

A waiver for `unmapped-id` above a lever that has a mapping row by now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.findings import Location
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.living import WaiverUse


def check(use: WaiverUse) -> Iterator[Problem]:
    """Report the rules of a valid waiver that matched nothing."""
    waiver = use.waiver
    for rule in use.unused:
        yield Problem(
            Location(waiver.path, waiver.line, waiver.column),
            f"expected a finding of {rule} on lines {waiver.first} to {waiver.last}, found none: "
            "the waiver is not used",
            "delete the waiver, or this rule in it",
            subject=rule,
        )
