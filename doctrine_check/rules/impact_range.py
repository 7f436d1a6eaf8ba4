"""A lever's expected impact is no range, or runs backwards.

## What it does

Reads every range such as `5-10x speedup` in `**Expected impact:**`, and reports impacts without a
ratio, ranges whose first number is not the smaller one, and a first ratio that is no gain: 1 or
below, negative, at most so much, or of something that gets worse. A gain that comes "ideally" or
"hopefully", or that "should" come, is none that a change can be held to.

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
from doctrine_check.doctrine.wording import may_soften, quote, says_nothing
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Text
    from doctrine_check.doctrine.target import PlacedRatio
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report impacts that state no usable range."""
    for lever in facts.levers:
        impact = lever.impact
        if impact is None or says_nothing(impact.text):
            continue
        for place, message in _faults(impact, str(lever.id)):
            yield Problem(
                facts.at(place),
                message,
                "write the expected gain as a range, the smaller ratio first: `5-10x speedup`",
                subject=str(lever.id),
            )


def _faults(impact: Text, lever: str) -> Iterator[tuple[Text, str]]:
    """What is wrong with an impact, each with its place."""
    ratios = read_target(impact.text).ratios
    hedged = _hedged(impact) if ratios else None
    if hedged is not None:
        yield hedged, f"expected a gain that {lever} is held to, found {quote(hedged.text)}"
    if not ratios:
        yield (
            impact,
            f"expected a ratio such as 5-10x in the impact of {lever}, found {quote(impact.text)}",
        )
    for number, placed in enumerate(ratios):
        ratio, place = placed.ratio, impact.part(placed.start, placed.end)
        if ratio.backwards:
            wanted = "to run from the smaller to the larger ratio"
            yield place, f"expected the impact of {lever} {wanted}, found {quote(place.text)}"
        elif not number and ratio.low.as_float() < 1:
            yield place, f"expected a gain of at least 1x from {lever}, found {quote(place.text)}"
        elif not number and ratio.high.as_float() <= 1:
            yield place, f"expected a gain of more than 1x from {lever}, found {quote(place.text)}"
        elif not number and (worse := _loss(impact.text, placed)):
            yield place, f"expected a gain from {lever}, found {quote(worse)}"


def _hedged(impact: Text) -> Text | None:
    """The words that make the gain a hope."""
    if not may_soften(impact.text):
        return None
    from doctrine_check.doctrine.law_lines import in_impact

    words = in_impact(impact.text)
    return None if words is None else impact.part(*words)


def _loss(text: str, placed: PlacedRatio) -> str:
    """The words that make the first ratio no gain; most impacts open with one of a few gains."""
    if not placed.start and text[placed.end : placed.end + 40].lstrip().startswith(_GAINS):
        return ""
    from doctrine_check.doctrine.gains import loss

    span = loss(text)
    return "" if span is None else text[span[0] : span[1]]


_GAINS = (
    "faster ",
    *(
        f"{gain} {aim} "
        for gain in ("speedup", "latency reduction", "throughput improvement")
        for aim in ("for", "when", "where", "under")
    ),
)
"""What they say behind the ratio; another word between may make a loss of it."""
