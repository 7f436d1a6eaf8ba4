"""A suspicion is answered by a declaration.

## What it does

Notes that a change which signals make suspect is declared `Perf-Impact: none`, with the reason.

## Why

A declaration lets the change pass; a reviewer should see that it was needed, and what it says.

## How to fix

Nothing, when the declaration is right. Where it gives no reason, add `; reason=TEXT`.

## Example

`Perf-Impact: none; reason=the cache is only named, not changed`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.changes.classify import PERFORMANCE_KINDS, ChangeKind
from doctrine_check.rules.change_place import commit_place
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Note a suspicion that a declared "none" answers."""
    classification = facts.classification
    declared = classification.declared
    if declared is None or declared.kind is not None or classification.has(*PERFORMANCE_KINDS):
        return
    if classification.has(ChangeKind.SUSPECT):
        why = f'for the reason "{declared.reason}"' if declared.reason else "without a reason"
        yield Problem(
            commit_place(declared.commit),
            f"expected no signals of a performance change, found some, and Perf-Impact: none {why}",
            "make sure in review that the declaration is right",
        )
