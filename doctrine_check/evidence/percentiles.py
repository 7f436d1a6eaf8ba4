"""Percentiles of samples by a named method, and what they prove.

``nearest-rank``: the sample at rank ceil(p * n), a value that was really measured. ``linear``:
between the two samples around (n - 1) * p, type 7 of Hyndman and Fan (1996), the default of numpy,
R and spreadsheets. ``hdr``: the least value that at least ceil(p * n) samples do not exceed, which
is the rule of HdrHistogram's ``getValueAtPercentile``; its buckets then round upwards, by at most
``HDR_ROUNDING`` with the usual three digits. Ranks are counted in whole numbers, because
``0.07 * 100`` is no 7.
"""

from __future__ import annotations

from math import exp, fsum, lgamma, log, sqrt
from typing import TYPE_CHECKING

from doctrine_check.records import Record
from doctrine_check.statistics import Statistic

if TYPE_CHECKING:
    from collections.abc import Sequence

HDR_ROUNDING = 1e-3
"""How far, as a share, the top of a bucket of three digits lies above what was recorded."""
DOUBT = 0.05
"""The chance of error that each bound of a percentile is allowed."""
_WHOLE = Statistic.MAX.rank
_SLIP = 1e-9
"""What sums of floats may lack of the exact chance."""


class Bounds(Record):
    """What samples prove of a percentile; ``None`` where they give no bound on that side."""

    low: float | None
    high: float | None


def percentile(ordered: Sequence[float], statistic: Statistic, method: str) -> float:
    """The percentile of samples in ascending order. Raises ValueError without samples.

    Also raises it for a method that nobody named, and for a statistic that is no percentile.
    """
    count = len(ordered)
    if not count or not statistic.is_percentile:
        raise ValueError(f"no {statistic.value} of {count} samples")
    if method == "linear":
        below, rest = divmod((count - 1) * statistic.rank, _WHOLE)
        if not rest:
            return ordered[below]
        low, high = ordered[below], ordered[below + 1]
        return low + (high - low) * (rest / _WHOLE)
    if method in {"nearest-rank", "hdr"}:
        return ordered[-(-count * statistic.rank // _WHOLE) - 1]
    raise ValueError(f"no method of percentiles is called {method!r}")


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean, summed exactly. Raises ValueError without samples."""
    if not values:
        raise ValueError("no mean of 0 samples")
    return fsum(values) / len(values)


def statistic_of(ordered: Sequence[float], statistic: Statistic, method: str) -> float:
    """Any statistic of samples in ascending order. Raises ValueError like :func:`percentile`."""
    if statistic is Statistic.MEAN:
        return mean(ordered)
    if not statistic.is_percentile and ordered:
        return ordered[0] if statistic is Statistic.MIN else ordered[-1]
    return percentile(ordered, statistic, method)


def bounds(ordered: Sequence[float], statistic: Statistic) -> Bounds:
    """Between which samples a percentile lies, whatever the distribution; see ``DOUBT``.

    Each bound errs with a probability of at most ``DOUBT``. p99 of 100 samples has no upper one:
    the greatest of them lies below it more often than that.
    """
    if not ordered or not statistic.is_percentile:
        return Bounds(None, None)
    low, high = _ranks(len(ordered), statistic.rank / _WHOLE)
    return Bounds(
        ordered[low - 1] if low >= 1 else None,
        ordered[high - 1] if high <= len(ordered) else None,
    )


def _ranks(count: int, share: float) -> tuple[int, int]:
    """The ranks of the bounds, from 1; 0 and ``count + 1`` where there is none.

    How many samples lie at or below a percentile is binomial. Terms beyond twelve deviations from
    its mean are too small to add anything.
    """
    deviation = sqrt(count * share * (1 - share))
    first = max(0, int(count * share - 12 * deviation) - 12)
    last = min(count, int(count * share + 12 * deviation) + 12)
    low, high, total = 0, count + 1, 0.0
    for below in range(first, last + 1):
        total += _binomial(count, below, share)
        if total <= DOUBT + _SLIP:
            low = below + 1
        if total >= 1 - DOUBT - _SLIP:
            high = below + 1
            break
    return min(low, count), high


def _binomial(count: int, hits: int, share: float) -> float:
    ways = lgamma(count + 1) - lgamma(hits + 1) - lgamma(count - hits + 1)
    return exp(ways + hits * log(share) + (count - hits) * log(1 - share))
