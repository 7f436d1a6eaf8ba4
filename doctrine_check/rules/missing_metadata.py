"""A performance document does not say what it is.

## What it does

Demands of the spec contract the lines `**Section:**`, `**Type:**` and `**Status:**`, and of the
doctrine `**Section:**`, plus a title in both. When the contract's title or file name carries a bead
id, the doctrine must name it in `**Bead:**`.

## Why

Bead and section are what ties the two documents to each other and to the plan.

## How to fix

Add the line below the title.

## Example

Bad: a contract without `**Status:** ...`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.model import Role
from doctrine_check.doctrine.roles import bead_of_title
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context

_WANTED = {Role.CONTRACT: ("Section", "Type", "Status"), Role.DOCTRINE: ("Section",)}


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report each metadata line that is missing or empty."""
    place = facts.at(facts.title) if facts.title else facts.line(1)
    if facts.title is None:
        yield Problem(place, "expected a title (`# ...`), found none", "add a title as first line")
    wanted = list(_WANTED[facts.role])
    other = context.contract
    if facts.role is Role.DOCTRINE and other is not None and other.title is not None:
        bead = bead_of_title(other.title.text)
        if bead is not None:
            wanted.append("Bead")
    for label in wanted:
        entry = facts.meta(label.casefold())
        if entry is None or not entry.value.text:
            where = facts.line(entry.line, entry.column) if entry else place
            yield Problem(
                where,
                f"expected a line `**{label}:** ...` below the title of the {facts.role.value}, "
                f"found {'an empty one' if entry else 'none'}",
                f"add `**{label}:**` with its value below the title",
                subject=label,
            )
