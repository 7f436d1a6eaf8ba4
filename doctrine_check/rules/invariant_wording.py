"""The statement of an invariant differs between doctrine and contract.

## What it does

Compares the statement of each invariant in both documents; case, white space and markup do not
count. Where only a number differs, and is wrong, that is the rule stated-count's.

## Why

"Every optimization" and "every optimization lever" are different laws.

## How to fix

Use the doctrine's wording in the contract.

## Example

Bad: "have measurable metrics" beside "have measurable metrics and CI gates".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.phrases import NUMBERS
from doctrine_check.doctrine.target import same_wording
from doctrine_check.doctrine.wording import quote, says_nothing, word_list
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report statements that differ; swapped ones are the rule swapped-text's."""
    for ours, theirs in pair.invariants():
        if ours.statement is None or theirs.statement is None:
            continue
        if says_nothing(ours.statement.text) or says_nothing(theirs.statement.text):
            continue
        if pair.swapped(ours.id, "statement"):
            continue
        if same_wording(ours.statement.text, theirs.statement.text):
            continue
        if _miscounted(pair, ours.statement.text, theirs.statement.text, context):
            continue  # the rule stated-count's
        yield Problem(
            pair.contract.at(theirs.statement),
            f"expected the statement {quote(ours.statement.text)} of {ours.id} "
            f"({pair.doctrine.path}:{ours.statement.line}), found {quote(theirs.statement.text)}",
            "use one wording in both documents",
            subject=str(ours.id),
            related=(pair.doctrine.at(ours.statement),),
            invariant=str(ours.id),
        )


def _miscounted(pair: Pair, ours: str, theirs: str, context: Context) -> bool:
    """Whether two statements are the same but for numbers that miscount what they count."""
    if _without_numbers(ours) != _without_numbers(theirs):
        return False
    from doctrine_check.rules.stated_count import corrected

    first = corrected(ours, pair.doctrine, context)
    second = corrected(theirs, pair.contract, context)
    return (first, second) != (ours, theirs) and same_wording(first, second)


def _without_numbers(text: str) -> list[str]:
    return [word for word in word_list(text) if not (word.isdecimal() or word in NUMBERS)]
