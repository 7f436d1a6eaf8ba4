"""The throughput of evidence does not follow from its samples.

## What it does

Recomputes operations per second in ART-01 and ART-03 by the definition that the artifact names.
`inverse-mean` is the operations of all samples over the sum of their times. `wall` is `operations`
over `wall_seconds`; then the operations have to be those of the samples, and the wall time at
least the longest sample and at most the time between `started` and `finished`. A benchmark has to
have one definition on all sides.

## Why

Throughput has many definitions, and the kindest one can always be found afterwards.

## How to fix

State the throughput that follows from the samples in the bundle, by the definition that is named.

## Example

Bad: `"ops_per_second": 5000, "definition": "inverse-mean"` over samples whose mean is 1 ms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.recompute import claims_of, place_of, throughput
from doctrine_check.rules.claimed import Scribe, name, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.evidence.recompute import Claim, Claims
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem

CLOCK_SECONDS = 1.0
"""How coarsely ``started`` and ``finished`` may be written."""
_REMEDY = "state the throughput that follows from the samples, by the definition that is named"


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report throughput that cannot be recomputed."""
    if facts.bundle is None:
        return
    scribe, claims = Scribe(facts.bundle), claims_of(facts.bundle)
    yield from _defined(scribe, claims)
    for claim in claims.claims:
        if claim.measured is None:
            continue
        stated, found = claim.measured.throughput, throughput(claim)
        if found is not None and not stated.ops_per_second.stands_for(found):
            yield scribe.problem(
                place_of(claim, "ops_per_second"),
                f"throughput of {name(claim.benchmark)} {claim.side} to be {number(found)} "
                f"operations per second by {stated.definition}",
                f"{stated.ops_per_second.text} claimed",
                _REMEDY,
            )
        if stated.definition == "wall":
            yield from _wall(scribe, claim)


def _defined(scribe: Scribe, claims: Claims) -> Iterator[Problem]:
    """Benchmarks whose throughput is another thing on another side."""
    first: dict[str, Claim] = {}
    for claim in claims.claims:
        if claim.measured is None:
            continue
        known = first.setdefault(claim.benchmark, claim).measured
        stated = claim.measured.throughput
        if known is not None and known.throughput.definition != stated.definition:
            yield scribe.problem(
                stated.place.field("definition"),
                f"throughput of {name(claim.benchmark)} {claim.side} by "
                f"{known.throughput.definition}, as in {scribe.named(known.throughput.place)}",
                stated.definition,
                "let throughput be one thing on all sides",
            )


def _wall(scribe: Scribe, claim: Claim) -> Iterator[Problem]:
    """What a throughput over wall time rests on has to fit the samples."""
    if claim.measured is None:
        return
    stated, series = claim.measured.throughput, claim.series
    what = f"{name(claim.benchmark)} {claim.side}"
    if stated.operations is None or stated.wall_seconds is None or not stated.wall_seconds > 0:
        said = (f"operations and wall_seconds above zero for the throughput of {what}", "none")
        yield scribe.problem(stated.place, *said, _REMEDY)
        return
    if series is not None and stated.operations != series.operations:
        yield scribe.problem(
            stated.place.field("operations"),
            f"the {series.operations:,} operations of the samples of {what}",
            f"{stated.operations:,} claimed",
            _REMEDY,
        )
    longest = series.taken.ordered[-1] * series.size if series is not None else 0.0
    measurement = claim.measurement
    most = max(measurement.finished - measurement.started, 0.0) + CLOCK_SECONDS
    wall = stated.wall_seconds
    if wall + wall.half_unit < longest * (1 - 1e-9) or wall - wall.half_unit > most:
        yield scribe.problem(
            stated.place.field("wall_seconds"),
            f"a wall time of {what} between its longest sample and what lies between started "
            f"and finished, {number(longest)} s to {number(most)} s",
            f"{wall.text} s claimed",
            "state the wall time in which the samples were taken",
        )
