"""How far an improvement may lie from what samples say, whatever somebody writes of it.

These are no intervals to publish: they are what no honest one is far inside of.
"""

from __future__ import annotations

from math import fsum, hypot, sqrt
from typing import TYPE_CHECKING

from doctrine_check.evidence.percentiles import bounds, percentile
from doctrine_check.evidence.recompute import PERCENTILES
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.evidence.recompute import Claim, Series

ENOUGH = 20
"""Below so many samples nothing is said about the width of an interval."""
DEVIATIONS = 1.645
"""The same chance of error, 0.05 on each side, as the bounds of a percentile have."""


class Reach(Record):
    """How far below and above an improvement samples let it lie, in percent of before."""

    down: float
    up: float


class _Around(Record):
    """A number, and how far it may lie below and above, as shares of it."""

    middle: float
    low: float
    high: float


def reach(metric: str, before: Claim, after: Claim) -> Reach | None:
    """The reach of an improvement; ``None`` where its samples are too few, or not there."""
    if before.series is None or after.series is None:
        return None
    if metric in PERCENTILES:
        sides = [_of_percentile(series, metric) for series in (before.series, after.series)]
    elif metric == "ops_per_second" and _by_samples(before) and _by_samples(after):
        sides = [_of_mean(series) for series in (before.series, after.series)]
    else:
        return None
    old, new = sides
    if old is None or new is None:
        return None
    share = 100.0 * new.middle / old.middle
    below, above = share * hypot(new.low, old.high), share * hypot(new.high, old.low)
    return Reach(above, below)  # of throughput they are the same, for the mean has two like sides


def paired(before: Claim, after: Claim) -> float | None:
    """The reach of a gain where samples of both sides were taken in turn, in percent of before.

    What disturbs both alike then falls out.
    """
    if before.series is None or after.series is None:
        return None
    old, new = before.series, after.series
    if len(old.taken.values) != len(new.taken.values) or len(old.taken.values) < ENOUGH:
        return None
    factor = new.size / old.size
    pairs = zip(old.taken.values, new.taken.values, strict=True)
    usual = fsum(old.taken.values) / len(old.taken.values)
    if not usual > 0:
        return None
    return 100.0 * _error([one - other * factor for one, other in pairs]) / usual


def _by_samples(claim: Claim) -> bool:
    return claim.measured is not None and claim.measured.throughput.definition == "inverse-mean"


def _of_percentile(series: Series, metric: str) -> _Around | None:
    """Where the samples give no bound, their least or greatest one is the least that it can be."""
    ordered = series.taken.ordered
    if len(ordered) < ENOUGH:
        return None
    middle = percentile(ordered, PERCENTILES[metric], "nearest-rank")
    if not middle > 0:
        return None
    proven = bounds(ordered, PERCENTILES[metric])
    low = ordered[0] if proven.low is None else proven.low
    high = ordered[-1] if proven.high is None else proven.high
    return _Around(middle * series.size, (middle - low) / middle, (high - middle) / middle)


def _of_mean(series: Series) -> _Around | None:
    """The operations per second that samples say, and how far off their mean may be."""
    values = series.taken.values
    if len(values) < ENOUGH or not series.seconds > 0:
        return None
    usual = fsum(values) / len(values)
    share = _error(values) / usual
    rate = series.samples.operations_per_sample / (usual * series.size)
    return _Around(rate, share, share)


def _error(values: Sequence[float]) -> float:
    """How far a mean may lie beside that of its samples."""
    usual = fsum(values) / len(values)
    spread = sqrt(fsum((value - usual) ** 2 for value in values) / (len(values) - 1))
    return DEVIATIONS * spread / sqrt(len(values))
