"""Evidence has too few samples, none, or others than it counts.

## What it does

Compares the `sample_count` of every benchmark in ART-01, ART-03 and ART-05 with the raw samples in
the bundle, and both with the number that the doctrine demands for the principle that the benchmark
answers for (`100 samples`, or as many as the percentile of the limit takes). Samples that are not
there at all are reported, too, and samples that stand twice.

## Why

The 99th percentile of ten samples is a maximum. Without samples it is a rumour.

## How to fix

Take as many samples as the doctrine demands, put them all into the bundle, and count them.

## Example

Bad: `"sample_count": 100` beside a file of samples with 98 values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.budgets import answers_for, demands
from doctrine_check.evidence.recompute import claims_of
from doctrine_check.rules.claimed import Scribe, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import Principle
    from doctrine_check.evidence.budgets import Demand
    from doctrine_check.evidence.recompute import Claim
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report counts that do not hold, and too few samples."""
    if facts.bundle is None:
        return
    scribe, claims = Scribe(facts.bundle), claims_of(facts.bundle)
    demanded = () if facts.law is None else tuple(demands(facts.law))
    yield from _twice(scribe)
    for claim in claims.claims:
        counted = claim.percentiles.sample_count
        place = claim.percentiles.place.field("sample_count")
        what = f"{name(claim.benchmark)} {claim.side}"
        if claim.series is None:
            yield scribe.problem(
                place,
                f"the raw samples of {what} in the bundle",
                f"none, and {counted:,} claimed",
                "put the samples into the bundle and list them in the manifest",
            )
        elif counted != (found := len(claim.series.samples.values)):
            yield scribe.problem(
                place,
                f"the {found:,} samples of {what} in {claim.series.samples.place.path}",
                f"{counted:,} claimed",
                "state how many samples there are, or bring those that are missing",
            )
        else:
            for principle, _, demand in demanded:
                if found < demand.samples and _answers(facts, claim, principle):
                    yield _too_few(scribe, claim, demand, found)


def _answers(facts: ChangeFacts, claim: Claim, principle: Principle) -> bool:
    """Whether a benchmark answers for a principle; what ART-05 compares answers for overhead."""
    return (
        facts.law is not None
        and claim.artifact != "ART-05"
        and answers_for(claim.benchmark, principle, facts.law, facts.config)
    )


def _too_few(scribe: Scribe, claim: Claim, demand: Demand, found: int) -> Problem:
    """Samples that do not carry the principle which the benchmark answers for."""
    return scribe.problem(
        claim.percentiles.place.field("sample_count"),
        f"at least {demand.samples:,} samples of {name(claim.benchmark)} {claim.side} "
        f"for {demand.principle}",
        f"{found:,}",
        f"take at least {demand.samples:,} samples",
        (demand.line,),
    )


def _twice(scribe: Scribe) -> Iterator[Problem]:
    """Samples of one benchmark and side that stand in two files: nobody knows which are meant."""
    seen: dict[tuple[str, str], str] = {}
    for samples in scribe.bundle.samples:
        first = seen.setdefault((samples.benchmark, samples.side), samples.place.path)
        if first != samples.place.path:
            yield scribe.problem(
                samples.place,
                f"the samples of {name(samples.benchmark)} {samples.side} in one file, {first}",
                "a second one",
                "put all samples of one side into one file",
            )
