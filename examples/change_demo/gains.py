"""How much better the second of two series is, and between which bounds that lies.

The bounds are those of a bootstrap: both series are drawn again from themselves, many times, and
the middle of what then comes out is kept. Two sides that are the same differ by chance alone, so
the confidence is high: a false alarm once in two thousand, for each metric and direction.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from doctrine_check.evidence.percentiles import percentile
from doctrine_check.evidence.recompute import PERCENTILES, percent_better, times_better
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from examples.change_demo.measured import Series

CONFIDENCE = 0.999
DRAWS = 2000
SEED = 7
METRICS = (*PERCENTILES, "ops_per_second", "peak_rss_bytes")


class Gain(Record):
    """What one metric gained, in percent and as a ratio, with the bounds of the percentage."""

    metric: str
    percent: float
    low: float
    high: float
    ratio: float


def gains_of(before: Series, after: Series) -> list[Gain]:
    """The gain in each metric."""
    chance = random.Random(SEED)
    first, second = _metrics(before), _metrics(after)
    drawn: dict[str, list[float]] = {metric: [] for metric in METRICS}
    for _ in range(DRAWS):
        one, other = _metrics(_again(before, chance)), _metrics(_again(after, chance))
        for metric in METRICS:
            drawn[metric].append(_percent(metric, one[metric], other[metric]))
    return [_gain(metric, first[metric], second[metric], drawn[metric]) for metric in METRICS]


def _gain(metric: str, before: float, after: float, drawn: list[float]) -> Gain:
    percent, ratio = _percent(metric, before, after), times_better(metric, before, after)
    if ratio is None:
        raise ValueError(f"no ratio of {metric}: {before} before, {after} after")
    ordered = sorted((*drawn, percent))
    outside = int(len(ordered) * (1 - CONFIDENCE) / 2)
    low, high = ordered[outside], ordered[-1 - outside]
    return Gain(metric, percent, min(low, percent), max(high, percent), ratio)


def _percent(metric: str, before: float, after: float) -> float:
    found = percent_better(metric, before, after)
    if found is None:
        raise ValueError(f"no improvement of {metric}: {before} before")
    return found


def _again(series: Series, chance: random.Random) -> Series:
    """A series of the same length, drawn from this one."""
    return series._replace(
        nanoseconds=tuple(chance.choices(series.nanoseconds, k=len(series.nanoseconds))),
        peak_rss_bytes=tuple(chance.choices(series.peak_rss_bytes, k=len(series.peak_rss_bytes))),
    )


def _metrics(series: Series) -> dict[str, float]:
    """Each metric in seconds, operations per second or bytes."""
    ordered: Sequence[float] = sorted(taken / 1e9 for taken in series.nanoseconds)
    found = {
        name: percentile(ordered, statistic, "nearest-rank")
        for name, statistic in PERCENTILES.items()
    }
    found["ops_per_second"] = len(ordered) / sum(ordered)
    found["peak_rss_bytes"] = float(max(series.peak_rss_bytes))
    return found
