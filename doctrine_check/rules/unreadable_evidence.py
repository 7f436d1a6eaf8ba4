"""Evidence cannot be read, or is not what its manifest says.

## What it does

Reports members that were refused (links, traversal, caps), files that are no JSON or lack fields,
digests that differ, and members that nothing lists.

## Why

What cannot be read proves nothing, and what can be exchanged unseen proves less.

## How to fix

Write the bundle with `doctrine-check evidence new` or the harness, and change nothing by hand.

## Example

Bad: an edited `art-03.json` under the digest of the old one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.findings import Location
from doctrine_check.rules.claimed import Scribe
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report everything about the form of the bundle."""
    bundle = facts.bundle
    if bundle is None:
        return
    for refused in bundle.members.problems:
        path = f"{bundle.name}/{refused.path}" if refused.path else bundle.name
        yield Problem(Location(path or "evidence", 1), refused.message, refused.remedy)
    scribe = Scribe(bundle)
    for problem in bundle.problems:
        yield Problem(
            bundle.location(problem),
            f"expected {problem.expected}, found {problem.found} ({scribe.named(problem.place)})",
            "correct the field, and write the manifest again so that its digests fit",
            subject=scribe.artifacts.get(problem.place.path),
        )
