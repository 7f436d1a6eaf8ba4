"""A lever's expected impact is no range, or runs backwards.

## What it does

Reads ranges such as `5-10x speedup` in `**Expected impact:**`, and reports impacts without a ratio,
ranges whose first number is not the smaller one, and ratios that are no gain.

## Why

A change that claims the lever is held to this range. `50-10x` accepts nothing, or anything.

## How to fix

Write the smaller ratio first: `5-10x speedup for ...`.

## Example

Bad: `10-5x speedup`. Good: `5-10x speedup`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import read_target
from doctrine_check.doctrine.wording import quote, says_nothing
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report impacts that state no usable range."""
    for lever in facts.levers:
        impact = lever.impact
        if impact is None or says_nothing(impact.text):
            continue
        ratio = read_target(impact.text).ratio
        if ratio is None:
            message = f"expected a ratio such as 5-10x in the impact of {lever.id}, found "
            message += quote(impact.text)
        elif ratio.backwards:
            message = (
                f"expected the impact of {lever.id} to run from the smaller to the larger ratio, "
                f"found {quote(impact.text)}"
            )
        elif ratio.low.as_float() < 1:
            message = f"expected a gain of at least 1x from {lever.id}, found {quote(impact.text)}"
        else:
            continue
        yield Problem(
            facts.at(impact),
            message,
            "write the expected gain as a range, the smaller ratio first: `5-10x speedup`",
            subject=str(lever.id),
        )
