"""A performance doctrine stands without its spec contract, or the contract without its doctrine.

## What it does

Reports a performance document whose counterpart is not among the documents looked at.

## Why

Drift between the two could not be checked, and what was not checked has not passed.

## How to fix

Write the counterpart (`doctrine-check init` has a starter), name it in the config with
`doctrine = "..."` or `contract = "..."`, or pass both paths.

## Example

`doctrine-check lint docs/doctrine/performance.md` without the contract's path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.model import Role
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report a performance document that stands alone."""
    if context.counterpart(facts) is not None or context.unread:
        return  # what could not be read is reported as such
    missing = Role.CONTRACT if facts.role is Role.DOCTRINE else Role.DOCTRINE
    yield Problem(
        facts.at(facts.title) if facts.title else facts.line(1),
        f"expected the {missing.value} beside this {facts.role.value}, found none among the "
        "documents looked at: drift between the two was not checked",
        "write it (`doctrine-check init` has a starter), or name it in the config or on the "
        "command line",
        subject=missing.value,
    )
