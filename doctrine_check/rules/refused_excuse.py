"""A not-applicable statement stands where the artifact itself is owed.

## What it does

Reports a not-applicable statement for an artifact that this change must bring: ART-01 to ART-03
always, ART-04 on a tuned path, ART-05 with security instrumentation; and one whose reason says
nothing.

## Why

INV-PRF-COMPAT: tuned paths have compatibility proofs. A statement that is always accepted would be
the only artifact that anybody ever attached.

## How to fix

Bring the artifact. A statement that is allowed says in a sentence why it does not apply.

## Example

Bad: ART-04 "not applicable" on a change of a path that the map calls tuned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.reasons import gives_reason
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report statements that are not allowed here, or that say nothing."""
    bundle = facts.bundle
    if bundle is None:
        return
    for owed in facts.obligations:
        listed = bundle.artifact(owed.artifact)
        if listed is None or listed.status == "present":
            continue
        if not owed.excusable:
            yield Problem(
                bundle.locate(listed.place.field("status")),
                f"expected {owed.artifact} itself, which {owed.demanded_by.place} demands of "
                f"{owed.kind.value} changes ({owed.reason.text}), found a not-applicable statement",
                f"bring {owed.artifact}",
                subject=owed.artifact,
                related=(owed.demanded_by,),
            )
        elif not gives_reason(listed.reason):
            yield Problem(
                bundle.locate(listed.place.field("reason")),
                f"expected a reason why {owed.artifact} does not apply, in a sentence, found "
                f'"{(listed.reason or "")[:80]}"',
                "say why nothing of what the artifact proves is touched",
                subject=owed.artifact,
                related=(owed.demanded_by,),
            )
