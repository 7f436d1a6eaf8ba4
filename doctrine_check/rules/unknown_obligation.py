"""The law at the base leaves open who owes an artifact, or asks nobody for any.

## What it does

In the mode `required-for`, reports artifacts for which the contract at the base has no row, no
phrase in "Required For", or a phrase that nobody defined. Every performance change then owes the
artifact. In either mode, a law that defines no artifact at all leaves the verdict open.

## Why

A phrase that nobody can read, and a table that is not there, must not come out as "owes nothing".

## How to fix

Write one of the phrases that `doctrine-check explain required-for-phrase` lists, and define the
artifacts ART-01 to ART-05 in the doctrine.

## Example

Bad: `| ART-04 | Compatibility proofs | Big PRs |`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report the places of the law that leave obligations open."""
    for unclear in facts.unclear:
        if unclear.empty:
            yield Problem(
                unclear.place,
                f"expected the artifacts that performance changes owe, found {unclear.found}",
                "define ART-01 to ART-05 in the doctrine",
                undecided=True,
            )
        else:
            yield Problem(
                unclear.place,
                "expected a known phrase in Required For, which says who owes the artifact, found "
                f"{unclear.found}, so that every performance change owes it",
                "write a phrase that is defined; `doctrine-check explain required-for-phrase`",
            )
