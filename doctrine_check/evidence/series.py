"""What no clock gives: samples that were typed, copied or computed.

Each check keeps to what honest measurements never are. Clocks of benchmarks tell microseconds
apart, most of them nanoseconds; programs that take longer than ten of these never take the same
time again and again. What a coarse clock could give is let pass.
"""

from __future__ import annotations

from itertools import pairwise, takewhile
from math import floor, isclose, log10
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SECONDS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
"""The units of samples, in seconds."""
CLOCK = 1e-6
"""What any clock of a benchmark can tell apart, in seconds."""
NOISY = 100 * CLOCK
"""What takes longer varies by more than a clock can miss."""
FEW = 5
"""Below so many samples, chance explains anything."""
MANY = 50
"""So many samples vary even where each is shorter than ``NOISY``."""
SORTED = 20
"""So many samples in rising order are no chance: once in 20 factorial."""
MAX_PERIOD = 1_000
PROBED = 2 * MAX_PERIOD
"""How many samples are looked at where all are alike if some are."""
PADDED = 20
"""So many different samples do not each come twice by chance."""
EXCEPTIONS = 50
"""One in so many may come once more or less and change nothing of that."""
CLIPPED = 3
"""So many slowest samples are not the same where hardly any others are."""
SINGLE = 0.9
"""The share of samples that differ from all others, where a clock is fine enough."""


class Oddity(Record):
    """Something odd of one series, as what was expected and what was found."""

    expected: str
    found: str


def oddities(values: Sequence[float], ordered: Sequence[float], unit: str) -> Iterator[Oddity]:
    """What is odd about samples in the order they were taken; ``ordered`` are they, ascending."""
    if not ordered:
        return
    size = SECONDS[unit]
    if not ordered[0] > 0:
        yield Oddity("times above zero", f"{ordered[0]:.9g} {unit}")
        return
    if not ordered[-1] * size < 1e9:
        yield Oddity("times that somebody could wait for", f"{ordered[-1]:.9g} {unit}")
        return
    shortest = ordered[0] * size
    long = shortest >= NOISY and len(values) >= FEW
    if ordered[0] == ordered[-1] and (long or (shortest >= CLOCK and len(values) >= MANY)):
        yield Oddity("times that vary", f"{ordered[0]:.9g} {unit} {len(values):,} times")
    elif (times := padded(ordered)) is not None and period_of(values) is None:
        found = f"each of them {times} times, {len(values):,} in all"
        yield Oddity("every sample taken by itself", found)
    elif long and ordered[0] != ordered[-1]:
        yield from _shapes(values, ordered, unit)
        if (step := coarse_step(values, unit)) is not None:
            found = f"{len(values):,} times that are all multiples of {step:.9g} {unit}"
            yield Oddity("times as finely as a clock gives them", found)


def _shapes(values: Sequence[float], ordered: Sequence[float], unit: str) -> Iterator[Oddity]:
    period = period_of(values)
    if period is not None:
        yield Oddity(
            "every sample taken by itself",
            f"the first {period:,} samples over and over again, {len(values):,} in all",
        )
    elif _even(values):
        yield Oddity("times that vary", f"steps of always {values[1] - values[0]:.9g} {unit}")
    elif len(values) >= SORTED and (way := _way(values, ordered)):
        yield Oddity("samples in the order in which they were taken", f"samples in {way} order")
    if (clipped := _clipped(ordered)) > CLIPPED:
        found = f"{clipped:,} of {len(values):,} that take {ordered[-1]:.9g} {unit}"
        yield Oddity("slowest samples that differ, as all others do", found)


def _clipped(ordered: Sequence[float]) -> int:
    """How many samples are the slowest one, where the others hardly repeat themselves."""
    most = sum(1 for _ in takewhile(lambda value: value == ordered[-1], reversed(ordered)))
    if most <= CLIPPED or 2 * most > len(ordered):
        return 0
    rest = ordered[: len(ordered) - most]
    probed = rest[:: max(1, len(rest) // PROBED)]
    return most if len(set(probed)) >= SINGLE * len(probed) else 0


def padded(ordered: Sequence[float]) -> int | None:
    """How many times each sample stands there, where all do as often, or twice that.

    Equal samples of an honest series come in odd numbers as in even ones.
    """
    count = len(ordered)
    strange = dict.fromkeys((2, 3, 5, 7), 0)
    runs = length = 0
    for place, value in enumerate(ordered, 1):
        length += 1
        if place < count and ordered[place] == value:
            continue
        runs += 1
        for times in [*strange]:
            strange[times] += length % times != 0
            if strange[times] * EXCEPTIONS * times > count:
                del strange[times]
        if not strange:
            return None
        length = 0
    found = (times for times, odd in strange.items() if odd * EXCEPTIONS <= runs)
    return next(found, None) if runs >= PADDED else None


def _way(values: Sequence[float], ordered: Sequence[float]) -> str:
    """How samples are sorted; nothing where they are not."""
    if values == ordered:
        return "rising"
    if _hardly_turns(values, 1):
        return "rising"
    return "falling" if _hardly_turns(values, -1) else ""


def _hardly_turns(values: Sequence[float], sign: int) -> bool:
    """Whether samples run one way, but for one in ``EXCEPTIONS``; a step back is no way."""
    probed = values[:PROBED]  # a tenth of these, and far more where nothing was sorted
    if 10 * _turns(probed, sign) > len(probed):
        return False
    return _turns(values, sign) <= len(values) // EXCEPTIONS


def _turns(values: Sequence[float], sign: int) -> int:
    return sum(sign * (other - one) < 0 for one, other in pairwise(values))


def _even(values: Sequence[float]) -> bool:
    """Whether every step is the first one again."""
    step = values[1] - values[0]
    tolerance = 1e-9 * abs(values[0])
    return all(
        isclose(later - earlier, step, rel_tol=1e-6, abs_tol=tolerance)
        for earlier, later in pairwise(values)
    )


def period_of(values: Sequence[float]) -> int | None:
    """After how many samples they begin again, where all of them do; ``None`` where they do not.

    The cycle is gone through twice at least. What repeats at all repeats in its beginning, with
    the same least period, so that only one has to be tried on all samples.
    """
    count = len(values)
    half = count // 2
    begins_again = count % 2 == 0 and values[:FEW] == values[half : half + FEW]
    if begins_again and count > PROBED and values[:half] == values[half:]:
        return half
    period = _least_period(values[:PROBED])
    if 2 * period > count or count - period < FEW:
        return None
    return period if values[period:] == values[:-period] else None


def _least_period(values: Sequence[float]) -> int:
    """The least period of a series, by the borders of Knuth, Morris and Pratt."""
    border = [0] * len(values)
    length = 0
    for place in range(1, len(values)):
        while length and values[place] != values[length]:
            length = border[length - 1]
        length += values[place] == values[length]
        border[place] = length
    return len(values) - border[-1]


def coarse_step(values: Sequence[float], unit: str) -> float | None:
    """The step all samples are multiples of, where it is too coarse for a clock; else ``None``.

    Too coarse is a step above a clock's that is also at least a hundredth of a usual sample.
    """
    probed = values[:PROBED]
    usual = sorted(probed)[len(probed) // 2]
    smallest = 10.0 ** floor(log10(usual / 100))
    steps = [factor * smallest for factor in (100, 50, 20, 10, 5, 2, 1)]
    step = next((step for step in steps if _all_multiples(probed, step)), None)
    if step is None or step * SECONDS[unit] <= CLOCK or step < 0.00999 * usual:
        return None
    return step


def _all_multiples(values: Sequence[float], step: float) -> bool:
    return all(isclose(value / step, round(value / step), abs_tol=1e-6) for value in values)


class Taken(Record):
    """Samples in the order they were taken, and in ascending order."""

    values: Sequence[float]
    ordered: Sequence[float]
