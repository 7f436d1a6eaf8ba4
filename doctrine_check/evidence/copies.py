"""Samples of one side that were made from those of another.

Where nearly all samples of a side differ from each other, the clock was fine enough that no two
sides share more than a few of them, and that no one number lies between most of them. Samples of a
coarse clock have to follow from the others one and all.
"""

from __future__ import annotations

from math import isclose, sqrt
from typing import TYPE_CHECKING

from doctrine_check.evidence.following import curve_of, one_by_one, rank_by_rank
from doctrine_check.evidence.series import FEW, PROBED
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.evidence.series import Taken

DISTINCT = 0.9
"""The share of samples that differ from all others, where a clock is fine enough."""
VARIED = 0.02
"""A spread, as a share, beyond which two series never agree in four digits by chance."""
SPREAD = 0.01
"""The same for the middle half of the samples."""
CLOSE = 2e-4
"""How closely samples that were computed follow, with digits cut after it."""
EXACT = 1e-7
"""How closely they follow where that is no proof by itself."""
SORTED_CLOSE = 2e-5
"""The most that is allowed for in sorted samples, which follow each other anyway."""
SORTED_SHARE = 50
"""How many times closer than chance has it sorted samples have to follow."""
SHAPED = 20
"""So many shares of a median do not agree in two series by chance."""
TELLING = 10
"""So many different samples do not come again by chance, each as often."""
CHANCE = 16
"""So many samples of a fine clock may be the same on two sides by chance."""
CHANCE_TIMES = 6


class Middle(Record):
    """The median of a series, and the width of its middle half."""

    median: float
    width: float


def copied(before: Taken, after: Taken) -> str | None:
    """How samples of one side were made from those of the other; ``None`` where they were not.

    Both are in one unit.
    """
    if not before.values or not after.values:
        return None
    if before.ordered == after.ordered:
        same = before.values == after.values
        few = len(set(before.ordered)) < min(TELLING, DISTINCT * len(before.ordered))
        if few and not same:
            return None  # a coarse clock has few values, and may well give each as often
        return f"the same samples in {'the same' if same else 'another'} order"
    return computed(before, after) or _overlapping(before.ordered, after.ordered)


def computed(before: Taken, after: Taken) -> str | None:
    """How the samples were computed from those of the other side, in some order."""
    if len(before.values) != len(after.values) or len(before.values) < FEW:
        return None
    if not before.ordered[0] > 0 or before.ordered[0] == before.ordered[-1]:
        return None
    if (how := _by_one_number(before, after)) is not None:
        return how
    if one_by_one(before.values, after.values):
        return "samples that follow from those of the other side, one by one"
    if rank_by_rank(curve_of(before.ordered), curve_of(after.ordered)):
        return "samples that in another order follow from those of the other side, one by one"
    return None


def _by_one_number(before: Taken, after: Taken) -> str | None:
    """How most samples are those of the other side times or plus one number, in some order."""
    ordered, others, count = before.ordered, after.ordered, len(before.values)
    if not (_fine(ordered) and _fine(others)):
        wide = ordered[-1] - ordered[0] > VARIED * ordered[0]
        return _throughout(before.values, after.values, CLOSE if wide else EXACT) or _throughout(
            ordered, others, EXACT
        )
    middle = Middle(ordered[count // 2], ordered[3 * count // 4] - ordered[count // 4])
    spread = middle.width / middle.median
    if spread < SPREAD:
        return _throughout(before.values, after.values, EXACT) or _throughout(
            ordered, others, EXACT
        )
    close = min(SORTED_CLOSE, spread / (SORTED_SHARE * sqrt(count)))
    return _mostly(before.values, after.values, middle, CLOSE) or _mostly(
        ordered, others, middle, max(close, EXACT)
    )


def shape(ordered: Sequence[float]) -> tuple[float, ...] | None:
    """How samples are spread, as shares of their median: the same for every series times a number.

    ``None`` where chance or a coarse clock could give the same to another series.
    """
    count = len(ordered)
    if count < SHAPED or not ordered[0] > 0 or not _fine(ordered):
        return None
    median = ordered[count // 2]
    found = tuple(ordered[place * (count - 1) // SHAPED] / median for place in range(SHAPED + 1))
    wide = found[3 * SHAPED // 4] - found[SHAPED // 4] >= SPREAD
    return (float(count), *found) if wide else None


def alike(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two shapes are one, but for digits that were cut."""
    pairs = zip(one, other, strict=True)
    return all(isclose(ours, theirs, rel_tol=SORTED_CLOSE) for ours, theirs in pairs)


def _fine(ordered: Sequence[float]) -> bool:
    probed = ordered[:: max(1, len(ordered) // PROBED)]
    return len(set(probed)) >= DISTINCT * len(probed)


def _throughout(before: Sequence[float], after: Sequence[float], close: float) -> str | None:
    """Whether all samples are the others times or plus one number."""
    pairs = list(zip(before[:PROBED], after[:PROBED], strict=True))
    factor, shift = after[0] / before[0], after[0] - before[0]
    if all(isclose(later, earlier * factor, rel_tol=close) for earlier, later in pairs):
        return _times(factor)
    within = close * (max(before[:PROBED]) - min(before[:PROBED])) / 2
    if all(abs(later - earlier - shift) <= within for earlier, later in pairs):
        return _plus(shift)
    return None


def _mostly(
    before: Sequence[float], after: Sequence[float], middle: Middle, close: float
) -> str | None:
    """Whether most samples are the others times or plus one number: then it is the median one."""
    step = max(1, len(before) // PROBED)
    pairs = list(zip(before[::step], after[::step], strict=True))
    factors = sorted(later / earlier for earlier, later in pairs)
    factor = factors[len(factors) // 2]
    alike = sum(isclose(one, factor, rel_tol=close) for one in factors)
    if 2 * alike > len(pairs):
        return _times(factor)
    shifts = sorted(later - earlier for earlier, later in pairs)
    shift = shifts[len(shifts) // 2]
    within = close * min(middle.width, middle.median)
    if 2 * sum(abs(one - shift) <= within for one in shifts) > len(pairs):
        return _plus(shift)
    return None


def _times(factor: float) -> str:
    return f"the samples of the other side times {factor:.6g}"


def _plus(shift: float) -> str:
    return f"the samples of the other side {'plus' if shift > 0 else 'minus'} {abs(shift):.6g}"


def _overlapping(before: Sequence[float], after: Sequence[float]) -> str | None:
    """Samples that both sides share to the last digit, where each side hardly repeats itself."""
    few, many = sorted((before, after), key=len)
    probed = few[:: max(1, len(few) // PROBED)]
    own, others = set(probed), set(many)
    if len(own) < DISTINCT * len(probed) or len(others) < DISTINCT * len(many):
        return None
    shared = len(own & others)
    if shared < FEW or not beyond_chance(shared, len(probed), len(many), len(others)):
        return None
    return f"{shared:,} of {len(probed):,} samples that are the same to the last digit"


def beyond_chance(shared: int, probed: int, many: int, distinct: int) -> bool:
    """Whether two series share more samples than two of one clock would.

    How often the larger one repeats itself tells how often they would meet.
    """
    if 2 * shared > probed:
        return True
    return shared > CHANCE + CHANCE_TIMES * (many - distinct) * probed / many
