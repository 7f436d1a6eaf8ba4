"""A row of "Required For" says in words that nobody defined who owes an artifact.

## What it does

In the mode `required-for`, reports rows of the contract at the base whose phrase is unknown. The
artifact is then owed by every performance change.

## Why

A phrase that nobody can read must not come out as "owes nothing".

## How to fix

Write one of the phrases that `doctrine-check explain required-for-phrase` lists.

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
    """Report rows whose phrase says nothing that is defined."""
    for place in facts.unknown_rows:
        yield Problem(
            place,
            "expected a known phrase in Required For, found one that nobody defined, so that every "
            "performance change owes the artifact",
            "write a phrase that is defined; `doctrine-check explain required-for-phrase`",
        )
