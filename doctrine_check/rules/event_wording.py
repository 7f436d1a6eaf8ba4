"""The meaning of an event differs between doctrine and contract.

## What it does

Compares the meaning of each event code in both documents; case, white space, markup and units
(`0.1s`, `100 ms`) do not count.

## Why

"p99 budget exceeded" and "p99 budget exceeded for subsystem" are raised at different times.

## How to fix

Use the doctrine's wording in the contract.

## Example

Bad: "Missing performance artifact" beside "Missing required performance artifact".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.target import same_wording
from doctrine_check.doctrine.wording import quote, says_nothing
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report meanings that differ; swapped ones are the rule swapped-text's."""
    for ours, theirs in pair.events():
        if ours.meaning is None or theirs.meaning is None or pair.swapped(ours.id, "meaning"):
            continue
        if says_nothing(ours.meaning.text) or says_nothing(theirs.meaning.text):
            continue
        if same_wording(ours.meaning.text, theirs.meaning.text):
            continue
        yield Problem(
            pair.contract.at(theirs.meaning),
            f"expected the meaning {quote(ours.meaning.text)} of {ours.id} "
            f"({pair.doctrine.path}:{ours.meaning.line}), found {quote(theirs.meaning.text)}",
            "use one wording in both documents",
            subject=str(ours.id),
            related=(pair.doctrine.at(ours.meaning),),
        )
