"""The contract's title of an id leaves out or adds words.

## What it does

Notes titles of principles, levers and artifacts that hold the same words in the same order as the
doctrine's, but fewer or more of them. That reads as the same title, so it is a note and fails
nothing. A word that turns the title round ("not", "optional") is the rule title-drift's.

## Why

The word left out may be the one that mattered: "security overhead" is more than "security
instrumentation overhead".

## How to fix

Use the doctrine's title in the contract.

## Example

`Predictable p99 under churn` for `Predictable p99 Under Extension Churn`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.compare import title_shortened, titles_agree
from doctrine_check.doctrine.model import Kind
from doctrine_check.doctrine.wording import quote
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Note titles that differ by words left out."""
    for kind in (Kind.PRINCIPLE, Kind.LEVER, Kind.ARTIFACT):
        for both in pair.of(kind):
            ours, theirs = both.doctrine.title, both.contract.title
            if titles_agree(ours.text, theirs.text) or pair.swapped(both.id, "title"):
                continue
            if not title_shortened(ours.text, theirs.text):
                continue
            yield Problem(
                pair.contract.at(theirs),
                f"expected the title {quote(ours.text)} of {both.id} "
                f"({pair.doctrine.path}:{ours.line}) in full, found {quote(theirs.text)}",
                "use one title in both documents",
                subject=str(both.id),
                related=(pair.doctrine.at(ours),),
            )
