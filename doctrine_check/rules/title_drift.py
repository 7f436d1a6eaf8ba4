"""The title of an id differs between doctrine and contract.

## What it does

Compares the titles of principles, levers and artifacts, word by word; case, punctuation and what
stands in parentheses do not count. A word that turns a title round does count, wherever it stands:
"not", "without", "(rejected)", "(optional)".

## Why

A heading that no longer matches its id makes readers of the two documents speak of different
things.

## How to fix

Use the doctrine's title in the contract, or correct the heading.

## Example

Bad: `### PRF-02: Fast rebuilds` beside `| PRF-02 | Predictable p99 under extension churn |`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.compare import title_shortened, titles_agree
from doctrine_check.doctrine.ids import read_id
from doctrine_check.doctrine.model import Kind
from doctrine_check.doctrine.wording import quote, says_nothing
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.rules.context import Context

_TITLED = (Kind.PRINCIPLE, Kind.LEVER, Kind.ARTIFACT)


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report titles with other words; swapped ones are the rule swapped-text's."""
    for kind in _TITLED:
        for both in pair.of(kind):
            ours, theirs = both.doctrine.title, both.contract.title
            if titles_agree(ours.text, theirs.text) or pair.swapped(both.id, "title"):
                continue
            if title_shortened(ours.text, theirs.text):
                continue  # the rule title-shortened's
            if says_nothing(theirs.text) or says_nothing(ours.text):
                continue  # the rule empty-cell's
            if read_id(theirs.text) is not None or read_id(ours.text) is not None:
                continue  # no title at all: the rule table-columns' or ragged-row's
            yield Problem(
                pair.contract.at(theirs),
                f"expected the title {quote(ours.text)} of {both.id} "
                f"({pair.doctrine.path}:{ours.line}), found {quote(theirs.text)}",
                "use one title in both documents",
                subject=str(both.id),
                related=(pair.doctrine.at(ours),),
            )
