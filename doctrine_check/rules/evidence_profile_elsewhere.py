"""A profile does not show the code that a change touches.

## What it does

Warns of profiles in which no frame names a changed file or a function in its hunks, where the
change claims no optimization; where it does, that is `evidence-profile-unrelated`.

## Why

A profile of other code may well show that the change costs nothing; whoever reads it should know.

## How to fix

Profile the benchmark that exercises the changed code.

## Example

Bad: a change to `src/cache.py` with a profile of `json/encoder.py` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.rules.evidence_profile_unrelated import claims_optimization, unrelated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report profiles of other code, where no optimization is claimed."""
    if not claims_optimization(facts):
        yield from unrelated(facts)
