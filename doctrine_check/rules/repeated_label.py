"""A label tells the same fact twice.

## What it does

Reports the second `**Target:**`, `**Measurement:**` or `**CI gate:**` of one principle, the second
`**Expected impact:**`, `**Risk:**` or `**Owner track:**` of one lever, and so on, and a second
`Status`, `Section`, `Bead`, `Type` or `Date` below the title. The first one counts for every other
rule. Front matter may repeat the value of a line below the title.

## Why

Two targets are two laws; which of them holds depends on who reads.

## How to fix

Keep the one that holds, and delete the other.

## Example

Bad: `**Target:** Cold-start < 100ms at p99.` and below it `**Target:** Cold-start < 900ms at p99.`
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from doctrine_check.doctrine.wording import quote
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report each label that stands again for the same fact."""
    # Where a heading between the two is hidden, the second one is told of another id.
    hidden = sorted(region.line for region in facts.hidden if region.how != "paragraph")
    for first, again, subject in facts.repeated:
        position = bisect_left(hidden, again.line)
        if position and hidden[position - 1] > first.line:
            continue
        whose = subject or "the document"
        yield Problem(
            facts.line(again.line, again.column),
            f'expected one "{first.label}" of {whose}, found another: {quote(again.value.text)}; '
            f"the first stands at {facts.path}:{first.line}",
            "keep the one that holds, and delete the other",
            subject=subject or first.label,
            related=(facts.line(first.line, first.column),),
        )
