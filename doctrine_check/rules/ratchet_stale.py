"""An entry of the ratchet file no longer fires.

## What it does

Reports entries of the ratchet (baseline) file that match no finding any more: what they let pass
was repaired or has changed, or the document is gone. An entry holds what was expected and found and
the text of the line, not its number. Of documents and rules that a run did not look at, nothing is
said.

## Why

The ratchet only tightens: a repaired fault must not be allowed to come back.

## How to fix

Run `doctrine-check lint --update-ratchet`, which drops such entries. A changed finding is an error
of its own; look at it first.

## Example

An entry for a ragged row that was repaired last week.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.findings import Location
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.living import StaleEntry


def check(entry: StaleEntry) -> Iterator[Problem]:
    """Report a ratchet entry without a finding."""
    yield Problem(
        Location(entry.path, entry.line),
        f"expected a finding of {entry.rule} in {entry.document} for this ratchet entry, "
        f"{entry.why}",
        "run `doctrine-check lint --update-ratchet` to drop it",
        subject=entry.rule,
    )
