"""A claimed lever gains more than the doctrine expects of it.

## What it does

Notes ratios of ART-03, recomputed from before and after, above the range of the doctrine's
"Expected impact" for their lever.

## Why

More than was hoped for is good news, and now and then a benchmark that measures nothing.

## How to fix

See that the benchmark still does its work after the change; then let the doctrine expect more.

## Example

Bad: `Perf-Lever: LEV-01`, of which `5-10x` is expected, with `"ratio": 240`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.rules.claimed import Scribe
from doctrine_check.rules.evidence_lever_ratio import ratios_of, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report levers that gain more than anybody hoped."""
    if facts.bundle is None:
        return
    scribe = Scribe(facts.bundle)
    for pulled in ratios_of(facts):
        if pulled.found > pulled.expected.high.as_float() * (1 + 1e-9):
            yield said(scribe, pulled, "see that the benchmark still does its work")
