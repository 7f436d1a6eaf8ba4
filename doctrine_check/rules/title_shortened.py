"""The contract's title of an id leaves out or adds words.

## What it does

Notes titles of principles, levers and artifacts that hold the same words in the same order as the
doctrine's, but fewer or more of them. That reads as the same title, so it is a note and fails
nothing. A word that turns the title round ("not", "optional") is the rule title-drift's.
Where the contract lists behind the title of an artifact what that holds, "(flamegraphs/traces)",
and the doctrine speaks of some of it only, it notes the rest.

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
from doctrine_check.doctrine.model import ArtifactRequirement, Kind
from doctrine_check.doctrine.wording import missing_words, quote
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Both, Pair
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Note titles that differ by words left out."""
    for kind in (Kind.PRINCIPLE, Kind.LEVER, Kind.ARTIFACT):
        for both in pair.of(kind):
            ours, theirs = both.doctrine.title, both.contract.title
            if "(" in theirs.text and kind is Kind.ARTIFACT:
                yield from _gloss(pair, both)
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


def _gloss(pair: Pair, both: Both) -> Iterator[Problem]:
    """What the contract lists in parentheses, and the doctrine nowhere says of the artifact.

    A list is told by its signs, and by the doctrine's speaking of some of it; all else that stands
    in parentheses is a remark.
    """
    ours, title = both.doctrine, both.contract.title
    start, end = title.text.rfind("("), title.text.rfind(")")
    if not isinstance(ours, ArtifactRequirement) or not 0 <= start < end:
        return
    parts = title.text[start + 1 : end].replace(",", "/").split("/")
    said = " ".join(text.text for text in (ours.title, *ours.contents, *ours.prose))
    foreign = [part.strip() for part in parts if missing_words(part, said)]
    if 0 < len(foreign) < len(parts):
        yield Problem(
            pair.contract.at(title.part(start, end + 1)),
            f"expected what {both.id} holds in the words of the doctrine "
            f"({pair.doctrine.path}:{ours.title.line}), found "
            f"{', '.join(map(quote, foreign))}, which it does not name",
            "list the same contents in both documents",
            subject=str(both.id),
            related=(pair.doctrine.at(ours.title),),
        )
