"""Samples that follow from others, one by one or rank by rank, whatever was rounded afterwards.

Two honest measurements scatter by themselves. Where one series was computed from another, each of
its samples lies on one curve over those of the other: to a thousandth, or to the digits that were
kept. So no exact factor has to be found, and cutting digits hides nothing.
"""

from __future__ import annotations

from itertools import pairwise
from math import floor, isqrt, log10, sqrt
from struct import pack, unpack
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

THOUSANDTH = 1e-3
"""How closely computed samples follow; times that were measured scatter by more."""
NEARLY_ALL = 0.9
"""The share of samples that have to follow: honest ones do in less than half of all places."""
PAIRS = 500
"""So many pairs are looked at; those of more samples are spread over all of them."""
WRITTEN = 100
"""So many samples tell how many digits all are written with."""
LEAST_PAIRS = 20
WELL_ABOVE = 10
"""So many times the tolerance the middle half of the samples has to be wide."""
LEVELS = 20
"""So many samples differ by more than the tolerance; fewer are ways through a program."""
RANKS = 32
LEAST_RANKED = 100
"""Fewer sorted samples follow each other by chance."""
CHANCE = 0.085
"""Sorted samples lie this close to a line, in shares of what chance moves a rank, by no chance.

Of 50,000 honest pairs of eleven distributions none came below 0.1.
"""
CHANCE_OF_MANY = 0.04
"""The same where a series is held against thousands of others."""
STEPS = 2
"""So many steps of the written digits have to fit into what chance moves a rank."""
KEPT = 128
"""So many first samples of a series are remembered in their order."""
_FULL = 0.85
"""Where, in rising order, the usual number of digits stands: some end in zeros, some were added."""


class Grain(Record):
    """How finely samples are written: significant digits, and decimals."""

    digits: int
    decimals: int

    def half(self, value: float) -> float:
        """Half a unit of the last digit of a value."""
        power = floor(log10(abs(value))) if value else 0
        return 0.5 * float(10.0 ** max(-self.decimals, power - self.digits + 1))


class Curve(Record):
    """Samples at evenly spread ranks, and how far chance moves each of them."""

    taken: int
    at: tuple[float, ...]
    moved: tuple[float, ...]
    grain: Grain


class Trace(Record):
    """What is remembered of a series: its first samples, packed, its curve, and its commit."""

    commit: str
    first: bytes
    grain: Grain
    curve: Curve | None

    def begins(self) -> tuple[float, ...]:
        """The first samples in the order they were taken."""
        return unpack(f"<{len(self.first) // 8}d", self.first)


def grain_of(values: Sequence[float]) -> Grain:
    """The digits that samples are usually written with."""
    digits, decimals = [], []
    for value in values[:: max(1, len(values) // WRITTEN)]:
        mantissa, _, power = repr(value).lower().partition("e")
        whole, _, rest = mantissa.partition(".")
        rest = rest.rstrip("0")
        digits.append(max(1, len((whole + rest).lstrip("-0") if rest else whole.strip("-0"))))
        decimals.append(len(rest) - int(power or 0))
    return Grain(*(sorted(each)[int(_FULL * (len(each) - 1))] for each in (digits, decimals)))


def one_by_one(before: Sequence[float], after: Sequence[float]) -> bool:
    """Whether nearly each sample lies on one smooth curve over that of the same place."""
    step = max(1, len(before) // PAIRS)
    xs, ys = before[::step], after[::step]
    if len(xs) != len(ys):
        return False
    return _on_a_curve(xs, ys, grain_of(xs), grain_of(ys))


def _on_a_curve(xs: Sequence[float], ys: Sequence[float], fine: Grain, finer: Grain) -> bool:
    """Whether the samples between two others, by ``xs``, lie between them by ``ys`` as well."""
    count = len(xs)
    if count < LEAST_PAIRS:
        return False
    allowed = _allowed(sorted(xs), sorted(ys), fine, finer)
    if allowed is None:
        return False
    pairs = sorted(zip(xs, ys, strict=True))
    near = 0
    for place in range(1, count - 1):
        (left, low), (x, y), (right, high) = pairs[place - 1 : place + 2]
        share = (x - left) / (right - left) if right > left else 0.5
        near += abs(y - low - share * (high - low)) <= max(THOUSANDTH * abs(y), 2 * allowed)
    return near >= NEARLY_ALL * (count - 2)


def _allowed(xs: Sequence[float], ys: Sequence[float], fine: Grain, finer: Grain) -> float | None:
    """What rounding of both moves a sample; ``None`` where samples differ by too little of that.

    Both are ascending.
    """
    count = len(ys)
    width, others = (each[3 * count // 4] - each[count // 4] for each in (ys, xs))
    middle = ys[count // 2]
    if not (others > 0 and xs[0] > 0 and ys[0] > 0):
        return None
    rounding = finer.half(middle) + fine.half(xs[count // 2]) * width / others
    most = max(rounding, THOUSANDTH * middle)
    if width < WELL_ABOVE * most:
        return None
    levels, last = 0, 0.0
    for y in ys:
        if y > last + 2 * most:
            levels, last = levels + 1, y
    return rounding if levels >= LEVELS else None


def curve_of(ordered: Sequence[float]) -> Curve | None:
    """The curve of ascending samples; ``None`` where they are few, or the clock is coarse."""
    count = len(ordered)
    if count < LEAST_RANKED or not ordered[0] > 0:
        return None
    reach = max(1, isqrt(count) // 2)
    places = [int((number + 0.5) * count / RANKS) for number in range(RANKS)]
    moved = [ordered[min(count - 1, at + reach)] - ordered[max(0, at - reach)] for at in places]
    usual = sorted(moved)[RANKS // 2]
    grain = grain_of(ordered)
    if usual < 2 * STEPS * grain.half(ordered[count // 2]):
        return None
    least = sorted(moved)[RANKS // 4] / 4
    if not least > 0:
        return None
    return Curve(
        count,
        tuple(ordered[at] for at in places),
        tuple(max(least, one) for one in moved),
        grain,
    )


def rank_by_rank(one: Curve | None, other: Curve | None, chance: float = CHANCE) -> bool:
    """Whether samples in ascending order are those of another series times and plus a number."""
    if one is None or other is None or one.taken != other.taken:
        return False
    weights = [1 / moved**2 for moved in other.moved]
    whole = sum(weights)
    x = sum(w * at for w, at in zip(weights, one.at, strict=True)) / whole
    y = sum(w * at for w, at in zip(weights, other.at, strict=True)) / whole
    rows = list(zip(weights, one.at, other.at, strict=True))
    across = sum(w * (a - x) ** 2 for w, a, _ in rows)
    if not across > 0:
        return False
    factor = sum(w * (a - x) * (b - y) for w, a, b in rows) / across
    beside = [(b - y) - factor * (a - x) for _, a, b in rows]
    off = sqrt(sum(w * d * d for w, d in zip(weights, beside, strict=True)) / RANKS)
    if off >= chance:
        return False
    near = sum(
        abs(d) <= max(THOUSANDTH * b, 2 * other.grain.half(b) + 2 * factor * one.grain.half(a))
        for d, (_, a, b) in zip(beside, rows, strict=True)
    )
    return near >= NEARLY_ALL * RANKS


def trace_of(values: Sequence[float], ordered: Sequence[float], commit: str) -> Trace | None:
    """What is remembered of a series; ``None`` where it is too short to be told again."""
    first = values[:KEPT]
    if len(first) < LEAST_PAIRS or not ordered[0] > 0:
        return None
    return Trace(commit, pack(f"<{len(first)}d", *first), grain_of(values), curve_of(ordered))


def replayed(ours: Trace, known: Iterable[Trace]) -> str | None:
    """The commit of a series that was rounded, scaled or shifted into this one."""
    own = ours.begins()
    for theirs in known:
        if theirs.commit == ours.commit:
            continue
        if rank_by_rank(theirs.curve, ours.curve, CHANCE_OF_MANY):
            return theirs.commit
        old = theirs.begins()
        if (
            len(old) == len(own)
            and _in_step(old, own)
            and _on_a_curve(old, own, theirs.grain, ours.grain)
        ):
            return theirs.commit
    return None


def _in_step(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether the first samples of both rise and fall together, as nearly all do that follow."""
    steps = zip(pairwise(one[:LEAST_PAIRS]), pairwise(other[:LEAST_PAIRS]), strict=True)
    return sum((b - a) * (d - c) < 0 for (a, b), (c, d) in steps) < LEAST_PAIRS // 4
