"""The meaning of an event differs between doctrine and contract.

## What it does

Compares the meaning of each event code in both documents; case, white space, markup and units
(`0.1s`, `100 ms`) do not count. A percentile at which the doctrine judges nothing is the business
of `gate-statistic`.

## Why

"p99 budget exceeded" and "p99 budget exceeded for subsystem" are raised at different times.

## How to fix

Use the doctrine's wording in the contract.

## Example

Bad: "Missing performance artifact" beside "Missing required performance artifact".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.compare import Judges
from doctrine_check.doctrine.target import same_wording
from doctrine_check.doctrine.targets import statistics_in
from doctrine_check.doctrine.wording import quote, says_nothing
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.model import EventDefinition
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report meanings that differ; swapped ones are the rule swapped-text's."""
    for ours, theirs in pair.events():
        if ours.meaning is None or theirs.meaning is None or pair.swapped(ours.id, "meaning"):
            continue
        if says_nothing(ours.meaning.text) or says_nothing(theirs.meaning.text):
            continue
        if same_wording(ours.meaning.text, theirs.meaning.text) or _lone(pair, ours, theirs):
            continue
        yield Problem(
            pair.contract.at(theirs.meaning),
            f"expected the meaning {quote(ours.meaning.text)} of {ours.id} "
            f"({pair.doctrine.path}:{ours.meaning.line}), found {quote(theirs.meaning.text)}",
            "use one wording in both documents",
            subject=str(ours.id),
            related=(pair.doctrine.at(ours.meaning),),
        )


def _lone(pair: Pair, ours: EventDefinition, theirs: EventDefinition) -> bool:
    """Whether all that differs is a percentile of the doctrine's event, the rule gate-statistic's.

    It stands alone where the principles are judged at the one of which the contract speaks.
    """
    if ours.meaning is None or theirs.meaning is None or not statistics_in(ours.meaning.text):
        return False
    lone = Judges(pair.doctrine, pair.contract).lone
    if lone is None or lone.odd[0].source != str(ours.id):
        return False
    wrong = statistics_in(ours.meaning.text)[0].value
    return same_wording(ours.meaning.text.replace(wrong, lone.statistic.value), theirs.meaning.text)
