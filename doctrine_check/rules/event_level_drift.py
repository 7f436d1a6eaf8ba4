"""The level of an event differs between doctrine and contract.

## What it does

Compares the level of each event code in both documents, case aside.

## Why

An alert rule written from one document stays silent on what the other calls an error.

## How to fix

State one level.

## Example

Bad: `PRF-004` as error in the doctrine and as info in the contract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import is_level
from doctrine_check.doctrine.wording import same_words
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report levels that differ."""
    for ours, theirs in pair.events():
        if ours.level is None or theirs.level is None:
            continue
        if same_words(ours.level.text, theirs.level.text):
            continue
        if not (is_level(ours.level.text) and is_level(theirs.level.text)):
            continue  # the rule event-level's
        yield Problem(
            pair.contract.at(theirs.level),
            f"expected level {ours.level.text} of {ours.id} "
            f"({pair.doctrine.path}:{ours.level.line}), found {theirs.level.text}",
            "state one level in both documents",
            subject=str(ours.id),
            related=(pair.doctrine.at(ours.level),),
        )
