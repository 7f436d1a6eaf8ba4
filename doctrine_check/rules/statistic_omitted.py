"""The contract's metric leaves out the percentile that the doctrine judges by.

## What it does

Notes a metric of the spec contract that states a limit without the highest percentile of the
doctrine's target or gate, when nothing else in its row or in the contract's running text names
that percentile. A shorter metric is no other metric, so it is a note and fails nothing.

## Why

Whoever reads the contract alone may take `< 100ms` for an average.

## How to fix

Add the percentile to the metric, or say once in the contract's text which one its limits are for.

## Example

`Cold-start < 100ms` in the contract, where the doctrine's gate has a `100ms p99 threshold`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.compare import Judges
from doctrine_check.doctrine.phrases import may_name_statistic
from doctrine_check.doctrine.targets import judged_by, lines_of, main_limit, statistics_in
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.model import DocumentFacts, Principle
    from doctrine_check.limits import Statistic
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Note metrics without the percentile that judges them."""
    judges: Judges | None = None
    for ours, theirs in pair.principles():
        judged, metric = judged_by(ours), main_limit(theirs)
        if not judged or metric is None or pair.swapped(ours.id, "metric"):
            continue
        known = {statistic for statistic, _ in judged}
        expected, line = max(judged, key=lambda item: item[0])
        named = {statistic for statistic, _ in judged_by(theirs)}
        if expected in named or not named <= known:
            continue  # a percentile that the doctrine does not know is the rule statistic-drift's
        if _named_nearby(pair.contract, theirs, expected):
            continue
        judges = judges or Judges(pair.doctrine, pair.contract)
        judgement = judges.of(ours)
        if judgement is not None and judgement.odd:
            continue  # which one it is, is the rule gate-statistic's
        yield Problem(
            pair.contract.at(metric.place),
            f"expected {expected.value} in the metric of {ours.id}, as the {line.source} of the "
            f"doctrine says ({pair.doctrine.path}:{line.text.line}), found "
            f"{', '.join(s.value for s in sorted(named)) or 'no percentile'}",
            f"add {expected.value} to the metric",
            subject=str(ours.id),
            related=(pair.doctrine.at(line.text),),
        )


def _named_nearby(contract: DocumentFacts, principle: Principle, wanted: Statistic) -> bool:
    """Whether the principle's row, its text, or any paragraph of the contract names it."""
    texts = [principle.title, *(line.text for line in lines_of(principle)), *principle.prose]
    if any(wanted in statistics_in(text.text) for text in texts):
        return True
    paragraphs = (p.raw for p in contract.document.paragraphs if may_name_statistic(p.raw))
    return any(wanted in statistics_in(contract.document.plain(raw)) for raw in paragraphs)
