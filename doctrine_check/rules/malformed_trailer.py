"""A `Perf-Impact` or `Perf-Lever` trailer cannot be understood.

## What it does

Reports trailers of these keys with an unknown kind, a reason that is not written `reason=TEXT`, or
a lever that is no `LEV-nn`, and levers that the doctrine at the base does not know.

## Why

A declaration that nobody understands would be passed over, and its author believes it was heard.

## How to fix

Write `Perf-Impact: none|performance-affecting|optimization|tuned-path|security-instrumentation`,
with `; reason=TEXT` behind it, and `Perf-Lever: LEV-nn`.

## Example

Bad: `Perf-Impact: small`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.rules.change_place import commit_place, place_of
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report trailers that say nothing that can be understood."""
    for trailer in facts.classification.malformed:
        yield Problem(
            commit_place(trailer.commit),
            f'expected {trailer.key}: {trailer.expected}, found "{trailer.value}"',
            "correct the trailer in the commit message",
            subject=trailer.key,
        )
    if facts.law is None:
        return
    known = {str(lever.id) for lever in facts.law.doctrine.levers}
    for lever in facts.classification.levers:
        if lever not in known:
            reason = next(r for r in facts.classification.reasons if lever in r.text)
            yield Problem(
                place_of(reason, facts.change),
                f"expected a lever of the doctrine ({', '.join(sorted(known)) or 'it has none'}), "
                f"found {lever}",
                "claim a lever that the doctrine at the base knows, or add it there first",
                subject=lever,
            )
