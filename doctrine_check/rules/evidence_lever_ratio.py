"""A claimed lever gains less than the doctrine expects of it, or nobody measured it.

## What it does

For every lever that the change or its evidence claims, looks for its ratio in ART-03 and reports
levers without one, ratios of what no samples show (one cold start, one peak of memory, unless it
is memory that the lever is about), and ratios, recomputed from before and after, below the range of
the doctrine's "Expected impact". What is above it is the note `evidence-lever-surplus`.

## Why

A lever was adopted for what it promises. One that does not keep it is not pulled, or not worth it.

## How to fix

Find out why the lever gains less; or claim no lever; or correct its expected impact in the
doctrine, in a change of its own.

## Example

Bad: `Perf-Lever: LEV-01`, of which `5-10x` is expected, with `"ratio": 1.4`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import read_target
from doctrine_check.doctrine.wording import word_list
from doctrine_check.evidence.budgets import SIZE_WORDS
from doctrine_check.evidence.recompute import PERCENTILES, claims_of, times_better, value_of
from doctrine_check.records import Record
from doctrine_check.rules.claimed import Scribe, name, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import Lever
    from doctrine_check.doctrine.target import RatioRange
    from doctrine_check.evidence.bundle import Bundle
    from doctrine_check.evidence.model import Ratio
    from doctrine_check.findings import Location
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem


class Pulled(Record):
    """A ratio of a claimed lever, as recomputed, beside what the doctrine expects."""

    lever: str
    row: Ratio
    found: float
    expected: RatioRange
    line: Location


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report levers that gain too little, or nothing that was measured."""
    bundle = facts.bundle
    if bundle is None or bundle.comparison is None:
        return
    scribe, known = Scribe(bundle), {lever for lever, _ in _levers(facts)}
    stated = {row.lever for row in bundle.comparison.ratios}
    for lever in claimed_levers(facts):
        if lever in known and lever not in stated:
            yield scribe.problem(
                bundle.comparison.place.field("ratios"),
                f"the measured ratio of {lever}, which is claimed",
                "none",
                "state the ratio of the lever, or claim no lever",
            )
    for pulled in ratios_of(facts):
        if not _sampled(facts, pulled):
            yield scribe.problem(
                pulled.row.place.field("metric"),
                f"the ratio of {pulled.lever} in a metric that has samples",
                f"{pulled.row.metric} of {name(pulled.row.benchmark)}, one number on each side",
                "state the ratio of times that were sampled",
                (pulled.line,),
            )
        if pulled.found < pulled.expected.low.as_float() * (1 - 1e-9):
            yield said(scribe, pulled, "find out why the lever gains less, or claim no lever")


def _sampled(facts: ChangeFacts, pulled: Pulled) -> bool:
    """Whether more than one number a side speaks for a ratio, or nothing but one could."""
    metric = pulled.row.metric
    if metric in PERCENTILES or metric == "ops_per_second":
        return True
    impact = dict(_levers(facts))[pulled.lever].impact
    about = set() if impact is None else set(word_list(impact.text))
    return metric == "peak_rss_bytes" and bool(about & SIZE_WORDS)


def said(scribe: Scribe, pulled: Pulled, remedy: str) -> Problem:
    """A ratio outside the range."""
    low, high = pulled.expected.low, pulled.expected.high
    row = pulled.row
    return scribe.problem(
        row.place.field("ratio"),
        f"{pulled.lever} to make {row.metric} of {name(row.benchmark)} {low} to {high} better",
        f"{number(pulled.found)} times, recomputed from before and after",
        remedy,
        (pulled.line,),
    )


def claimed_levers(facts: ChangeFacts) -> tuple[str, ...]:
    """The levers that the change or its evidence claims, each once."""
    manifest = None if facts.bundle is None else facts.bundle.manifest
    own = () if manifest is None else manifest.levers
    return tuple(dict.fromkeys((*facts.classification.levers, *own)))


def _levers(facts: ChangeFacts) -> Iterator[tuple[str, Lever]]:
    """The levers of the doctrine that state what they gain."""
    for lever in facts.law.doctrine.levers if facts.law is not None else ():
        if lever.impact is not None and read_target(lever.impact.text).ratio is not None:
            yield str(lever.id), lever


def ratios_of(facts: ChangeFacts) -> Iterator[Pulled]:
    """Every ratio of a lever that the doctrine expects something of."""
    bundle = facts.bundle
    if bundle is None or bundle.comparison is None or facts.law is None:
        return
    known = dict(_levers(facts))
    for row in bundle.comparison.ratios:
        lever = known.get(row.lever or "")
        found = _recomputed(bundle, row)
        if lever is None or lever.impact is None or found is None:
            continue
        expected = read_target(lever.impact.text).ratio
        if expected is not None:
            line = facts.law.doctrine.at(lever.impact)
            yield Pulled(str(lever.id), row, found, expected, line)


def _recomputed(bundle: Bundle, row: Ratio) -> float | None:
    """The ratio of a row; as claimed where nobody can recompute it."""
    claims = claims_of(bundle)
    for pair in claims.compared():
        if pair[0].benchmark == row.benchmark:
            before, after = (value_of(claim, row.metric, claims.method) for claim in pair)
            if before is not None and after is not None:
                return times_better(row.metric, before.best, after.best)
    return float(row.ratio)
