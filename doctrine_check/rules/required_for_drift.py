"""Doctrine and contract disagree about which changes owe an artifact.

## What it does

Where the doctrine says that every performance-affecting change must produce the artifacts, the
contract's "Required For" must say "All performance PRs" for each of them. A narrower scope for an
artifact is reported on the contract's line.

## Why

The contract's column and the doctrine's sentence cannot both hold. With mode `all-five`, the
default, the doctrine's sentence is enforced; with `required-for`, the column.

## How to fix

Widen the column. An artifact that does not apply to a change is answered with a not-applicable
statement, not with a narrower scope.

## Example

Bad: `| ART-03 | Before/after tables | All optimization PRs |` below a doctrine that asks every
performance-affecting change for all five.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.required_for import Scope, mandate, parse_required_for
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report each artifact whose scope is narrower than the doctrine's mandate."""
    found = mandate(pair.doctrine)
    if found is None or not found.binding:
        return
    owed = {artifact.id for artifact in pair.doctrine.artifacts}
    for artifact in pair.contract.artifacts:
        text = artifact.required_for
        scope = parse_required_for(text.text) if text is not None else None
        if text is None or scope is None or scope is Scope.PERFORMANCE or artifact.id not in owed:
            continue
        yield Problem(
            pair.contract.at(text),
            f'expected "{Scope.PERFORMANCE.value}" for {artifact.id}, because the doctrine asks '
            f"every performance-affecting change for it ({pair.doctrine.path}:{found.text.line}), "
            f'found "{text.text}"',
            f'write "{Scope.PERFORMANCE.value}"',
            subject=str(artifact.id),
            related=(pair.doctrine.at(found.text),),
        )
