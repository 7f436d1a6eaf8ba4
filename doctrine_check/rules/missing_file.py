"""A document names a file that does not exist.

## What it does

Reports relative links, and paths in code under a heading such as *Artifacts* or *References*, that
point to no file of the repository, or out of it.

## Why

"Verification: `scripts/check.py`" reads as if something verified. If the file is not there, nothing
does.

## How to fix

Create the file, correct the path (paths in code count from the root of the repository, links from
the document), or remove the reference.

## Example

Bad: a bullet naming `scripts/chek_doctrine.py`, a typing error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report references to files that are not there."""
    for reference in facts.references:
        if reference.exists:
            continue
        if reference.resolved is None:
            message = f'expected a path inside the repository, found "{reference.written}"'
        else:
            message = f"expected the file {reference.resolved}, found none in the repository"
        yield Problem(
            facts.at(reference.place),
            message,
            "create the file, correct the path, or remove the reference",
            subject=reference.written,
        )
