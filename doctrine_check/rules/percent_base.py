"""A percentage is taken of different things.

## What it does

Compares what a principle's percentage is a percentage of, in the doctrine and in the contract: a
budget or the uninstrumented baseline (the operation itself), and not its opposite, the instrumented
one. A side that does not say agrees. A target whose base stands alone, because its own text or
ART-05 names the contract's, is reported in the doctrine. So is an ART-05 that wants the overhead
against the opposite of that baseline.

## Why

5% of a 100 ms budget is 5 ms. 5% over a 2 ms baseline is 0.1 ms.

## How to fix

Name one base in both documents.

## Example

Bad: "< 5% of hot-path budget" in the contract beside "< 5% overhead" against the uninstrumented
baseline in the doctrine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import limits_in, lines_of
from doctrine_check.doctrine.wording import quote, word_list
from doctrine_check.limits import Dimension
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.model import DocumentFacts, Principle, Text
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report percentages whose bases are of different kinds."""
    for ours, theirs in pair.principles():
        differing = None if pair.swapped(ours.id, "metric") else bases(ours, theirs)
        if differing is None:
            yield from _in_notes(pair, ours)
            continue
        expected, found = differing
        documents = (pair.doctrine, pair.contract)
        if _stands_alone(pair.doctrine, ours, expected, found):
            expected, found = found, expected
            documents = (pair.contract, pair.doctrine)
        yield Problem(
            documents[1].at(_place(*found)),
            f"expected the percentage of {ours.id} to be taken of the "
            f"{_shown(expected[0], found[0])}, as in "
            f"{quote(expected[1].text)} ({documents[0].path}:{expected[1].line}), found it taken "
            f"of the {_shown(found[0], expected[0])}: {quote(found[1].text)}",
            "name one base of the percentage in both documents",
            subject=str(ours.id),
            related=(documents[0].at(expected[1]),),
        )


def _in_notes(pair: Pair, principle: Principle) -> Iterator[Problem]:
    """Overhead that ART-05 wants against the opposite of what the principle measures it against."""
    base = _base(principle)
    if base is None or _kind(base[0]) != "baseline":
        return
    wanted = word_list(base[0])
    for text in (t for a in pair.doctrine.artifacts if str(a.id) == "ART-05" for t in a.contents):
        found = set(word_list(text.text))
        turned = [word for word in wanted if opposite(word) in found and word not in found]
        if turned and "baseline" in found:
            start = text.text.casefold().index(opposite(turned[0]))
            yield Problem(
                pair.doctrine.at(text.part(start, start + len(opposite(turned[0])))),
                f'expected overhead against the "{base[0]}" of {principle.id} '
                f"({pair.doctrine.path}:{base[1].line}) in ART-05, found {quote(text.text)}",
                "name one base of the percentage in principle and artifact",
                subject=str(principle.id),
                related=(pair.doctrine.at(base[1]),),
            )


def opposite(word: str) -> str:
    """``instrumented`` for "uninstrumented", and the other way round."""
    return word[2:] if word.startswith("un") else f"un{word}"


def bases(ours: Principle, theirs: Principle) -> tuple[tuple[str, Text], tuple[str, Text]] | None:
    """What the percentage is taken of in either document, with the text, where they disagree."""
    expected, found = _base(ours), _base(theirs)
    if expected is None or found is None or _agree(expected[0], found[0]):
        return None
    return expected, found


def _stands_alone(
    facts: DocumentFacts, principle: Principle, own: tuple[str, Text], other: tuple[str, Text]
) -> bool:
    """Whether the rest of the doctrine has the contract's words for the base, and not its own."""
    texts = [line.text for line in lines_of(principle)] + [*principle.prose]
    texts += [
        text
        for artifact in facts.artifacts
        if str(artifact.id) == "ART-05"
        for text in artifact.contents
    ]
    said = [f" {' '.join(word_list(text.text))} " for text in texts if text != own[1]]
    mine, theirs = (f" {' '.join(word_list(base))} " for base, _ in (own, other))
    if _kind(own[0]) == "baseline" != _kind(other[0]):
        mine = " baseline "
    return any(theirs in text for text in said) and not any(mine in text for text in said)


def _place(base: str, text: Text) -> Text:
    """Where a text names the base; all of it where the words stand apart."""
    start = text.text.find(base)
    return text if start < 0 else text.part(start, start + len(base))


def _agree(one: str, other: str) -> bool:
    """Whether two bases are of one kind, and neither has a word that the other turns round."""
    if _kind(one) != _kind(other):
        return False
    first, second = set(word_list(one)), set(word_list(other))
    turned = {f"un{word}" for word in first - second} & second
    return not (turned or {f"un{word}" for word in second - first} & first)


def _kind(base: str) -> str:
    """``budget`` or ``baseline``."""
    words = set(word_list(base))
    return "budget" if words & {"budget", "budgets", "limit", "allowance"} else "baseline"


def _shown(base: str, other: str) -> str:
    """The kind of a base, or its words where the kind does not tell two apart."""
    return _kind(base) if _kind(base) != _kind(other) else base


def _base(principle: Principle) -> tuple[str, Text] | None:
    """What the percentage is taken of, and the text that says so."""
    for line in lines_of(principle):
        for stated in limits_in(line):
            if stated.fact.quantity.dimension is not Dimension.PERCENT or not stated.fact.base:
                continue
            return stated.fact.base, stated.text
    return None
