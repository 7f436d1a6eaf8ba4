"""The unit of a measurement contradicts its values, or its values cannot be.

## What it does

Reports percentiles that are those of their samples but for a factor of a thousand; samples that
add up to more time than their command took, by `started` and `finished`; samples that add up to
next to nothing of it; and samples shorter than a nanosecond. A cold start has to take a microsecond
at least, and a peak of memory to be a page of it at least and no more than its machine has.
Benchmarks whose throughput is over
wall time may run samples at once, so that their wall time counts.

## Why

Milliseconds called microseconds meet every limit.

## How to fix

State the unit in which the clock was read, and `started` and `finished` of the run that took the
samples.

## Example

Bad: a command that took 90 s, and 100 samples of 40 `"s"` each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.recompute import (
    PERCENTILES,
    claims_of,
    magnitude,
    recomputed,
    seconds_of,
    written_of,
)
from doctrine_check.evidence.series import CLOCK
from doctrine_check.rules.claimed import Scribe, name, number, times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.evidence.recompute import Claim, Claims
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem

PAGE = 4_096
"""What the smallest process needs, in bytes."""
CLOCK_SECONDS = 2.0
"""What two moments written in whole seconds may lack between them, and a little more."""
SPARE_SECONDS = 5.0
SPARE_PER_SAMPLE = 0.1
"""What it may take to start a process for each sample."""
SPARE_TIMES = 100.0
"""How much longer than its samples a command may take for warm-up and calibration."""
_REMEDY = "state the unit in which the clock was read, and when the samples were taken"


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report units that cannot be."""
    if facts.bundle is None:
        return
    scribe, claims = Scribe(facts.bundle), claims_of(facts.bundle)
    for claim in claims.claims:
        yield from _mistaken(scribe, claims, claim)
        yield from _impossible(scribe, claim)
    yield from _tiny(scribe, claims)
    runs: dict[object, list[Claim]] = {}
    for claim in claims.claims:
        runs.setdefault(claim.measurement.place, []).append(claim)
    for run in runs.values():
        yield from _against_clock(scribe, run)


def _mistaken(scribe: Scribe, claims: Claims, claim: Claim) -> Iterator[Problem]:
    """Percentiles that are right but for their unit."""
    for metric in PERCENTILES:
        found, written = (
            recomputed(claim, metric, claims.method),
            written_of(claim.percentiles, metric),
        )
        if found is None or written.stands_for(found / claim.size):
            continue
        if magnitude(written, found / claim.size):
            unit = "" if claim.series is None else claim.series.samples.unit
            yield scribe.problem(
                claim.percentiles.place.field(metric),
                f"{metric} of {name(claim.benchmark)} {claim.side} to be {times(claim, found)}, "
                f"recomputed from samples in {unit}",
                f"{written.text} {claim.percentiles.unit} claimed, off by a power of a thousand",
                _REMEDY,
            )


def _impossible(scribe: Scribe, claim: Claim) -> Iterator[Problem]:
    """A cold start or a peak of memory that no program has on this machine."""
    measured = claim.measured
    if measured is None:
        return
    of, cold = f"of {name(claim.benchmark)} {claim.side}", measured.cold_start
    if cold is not None and not cold * claim.size >= CLOCK:
        yield scribe.problem(
            measured.place.field("cold_start"),
            f"a cold start {of} that a clock can see, a microsecond at least",
            f"{cold.text} {claim.percentiles.unit}",
            "measure how long a fresh process takes to start",
        )
    room = claim.measurement.environment.hardware.memory_bytes
    if not PAGE <= measured.peak_rss_bytes <= room:
        yield scribe.problem(
            measured.place.field("peak_rss_bytes"),
            f"a peak of memory {of} from {PAGE:,} bytes, a page, to the {room:,} of its machine",
            f"{measured.peak_rss_bytes:,} bytes",
            "state the largest resident set of the process, in bytes",
        )


def _tiny(scribe: Scribe, claims: Claims) -> Iterator[Problem]:
    """Samples that no clock can see."""
    for series in claims.series.values():
        ordered = series.taken.ordered
        middle = ordered[len(ordered) // 2]
        if 0 < middle * series.size < 1e-9 * (1 - 1e-6):
            yield scribe.problem(
                series.samples.place.field("unit"),
                f"samples of {name(series.samples.benchmark)} {series.samples.side} that a clock "
                "can see, a nanosecond at least",
                f"{number(middle)} {series.samples.unit} as their median",
                _REMEDY,
            )


def _against_clock(scribe: Scribe, run: list[Claim]) -> Iterator[Problem]:
    """What was sampled against how long the command took."""
    measurement = run[0].measurement
    lasted = measurement.finished - measurement.started
    sampled = [seconds_of(claim) for claim in run]
    known = [seconds for seconds in sampled if seconds is not None]
    count = sum(claim.percentiles.sample_count for claim in run)
    total = sum(known)
    if lasted < 0 or not known:
        return  # that it ends before it starts is the rule evidence-time's
    most = SPARE_SECONDS + SPARE_PER_SAMPLE * count + SPARE_TIMES * total
    if total > lasted + CLOCK_SECONDS:
        expected = f"samples of at most the {number(lasted)} s from started to finished"
    elif len(known) == len(run) and lasted > most:
        expected = f"samples that explain the {number(lasted)} s from started to finished"
    else:
        return
    yield scribe.problem(
        measurement.place.field("finished"),
        expected,
        f"{number(total)} s in all, as their units say",
        _REMEDY,
    )
