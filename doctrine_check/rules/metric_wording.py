"""The contract's metric uses words that the doctrine's principle does not.

## What it does

Compares the words of each metric in the spec contract with those of the same principle in the
doctrine: title, target, measurement, gate and text. A metric that does not measure what the target
measures ("Warm-start" for "Cold-start") finds no excuse in the text. Numbers and units are the
business of other rules, and what another principle measures is that of `threshold-drift`.

## Why

"Warm-start < 100ms" keeps the number and changes what is promised.

## How to fix

Describe the metric in the doctrine's words, or add the words to the doctrine.

## Example

Bad: `Warm-start < 100ms` in the contract beside `Cold-start < 100ms` in the doctrine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.phrases import NUMBERS
from doctrine_check.doctrine.targets import (
    borrowed,
    limits_in,
    limits_of,
    lines_of,
    measured,
    owners_of_measures,
    read_target,
)
from doctrine_check.doctrine.wording import (
    may_soften,
    missing_words,
    quote,
    says_nothing,
    word_list,
)
from doctrine_check.limits import words
from doctrine_check.rules.percent_base import bases
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.model import Principle
    from doctrine_check.rules.context import Context


NOT_COMPARED = NUMBERS.keys() | words(
    """average avg mean median percentile percentiles p min minimum max maximum budget budgets limit
    limits threshold thresholds strictly no not never does do hundred sample samples run runs n
    iterations cycles over across against relative compared versus vs"""
)
"""Words of limits and counts: the rules about thresholds, percentiles and samples compare those."""


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report metrics with words from elsewhere."""
    owners = owners_of_measures(pair.doctrine.principles)
    for ours, theirs in pair.principles():
        metric = theirs.metric or theirs.target
        if metric is None or says_nothing(metric.text) or pair.swapped(ours.id, "metric"):
            continue
        lines = " ".join(text.text for text in (ours.title, *(x.text for x in lines_of(ours))))
        foreign = missing_words(_without_limits(theirs), lines)
        if foreign:
            everything = " ".join((lines, *(text.text for text in ours.prose)))
            foreign = missing_words(" ".join(foreign), everything)
        if missing_words(measured(ours), metric.text):
            foreign += [w for w in missing_words(measured(theirs), lines) if w not in foreign]
        foreign = [word for word in foreign if word.isalpha() and word not in NOT_COMPARED]
        if foreign and (differing := bases(ours, theirs)) is not None:
            base = word_list(differing[1][0])
            foreign = [word for word in foreign if word not in base]  # the rule percent-base's
        if not foreign or ours.target is None or says_nothing(ours.target.text):
            continue
        if hedged(metric.text) or hedged(ours.target.text):
            continue  # the rule unmeasurable-metric's
        if limits_of(ours) and borrowed(ours, theirs, owners) is not None:
            continue  # the rule threshold-drift's
        read = read_target(metric.text)
        if not read.measurable and read.budget is None:
            continue  # the rule unmeasurable-metric's
        yield Problem(
            pair.contract.at(metric),
            f"expected the metric of {ours.id} in the words of the doctrine "
            f"({quote(ours.target.text)}, {pair.doctrine.path}:{ours.target.line}), found "
            f"{', '.join(quote(word) for word in foreign)}, which it does not use",
            "use the doctrine's words, or add them to the doctrine",
            subject=str(ours.id),
            related=(pair.doctrine.at(ours.target),),
        )


def hedged(metric: str) -> bool:
    """Whether words that soften a metric are among those from elsewhere."""
    if not may_soften(metric):
        return False
    from doctrine_check.doctrine.law_lines import in_target

    return in_target(metric) is not None


def _without_limits(principle: Principle) -> str:
    """The metric's text with its quantities cut out."""
    pieces: list[str] = []
    for line in lines_of(principle):
        position = 0
        for stated in limits_in(line):
            pieces.append(line.text.text[position : stated.fact.start])
            position = stated.fact.end
        pieces.append(line.text.text[position:])
    return " ".join(pieces)
