"""A principle has no target, no measurement or no CI gate.

## What it does

Demands of every principle of the doctrine a `**Target:**`, a `**Measurement:**` and a
`**CI gate:**` line that say something.

## Why

A target that nobody measures is a wish, and a measurement without a gate is a chart.

## How to fix

Add the missing line under the heading of the principle.

## Example

Bad: `### PRF-03: ...` with a target and a measurement only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.wording import says_nothing
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report each principle that lacks one of its three lines."""
    for principle in facts.principles:
        parts = {
            "Target": principle.target or principle.metric,
            "Measurement": principle.measurement,
            "CI gate": principle.gate,
        }
        for label, text in parts.items():
            if text is not None and not says_nothing(text.text):
                continue
            place = text if text is not None else principle.title
            yield Problem(
                facts.at(place),
                f"expected a {label} for {principle.id}, "
                f"found {'an empty one' if text else 'none'}",
                f"add a line `**{label}:** ...` under {principle.id}",
                subject=str(principle.id),
            )
