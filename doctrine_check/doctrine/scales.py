"""Quantities that are written as a multiple or a part of another: ``twice 500 ms``, ``1/2 s``.

Also what a text adds to a limit: ``500 ms (+20%)``. Loaded where a text may hold one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.clauses import GROWING, LINKS, Role
from doctrine_check.doctrine.phrases import NUMBERS, number_in_words
from doctrine_check.limits import (
    Comparator,
    Dimension,
    Quantity,
    Reading,
    Statistic,
    at,
    glued,
    quantity_at,
    read_number,
    sign_at,
    unit_of,
    words,
)

if TYPE_CHECKING:
    from doctrine_check.doctrine.reading import LimitFact, Reader
    from doctrine_check.limits import Token

Ratio = tuple[int, int]
"""A factor as numerator and denominator."""

_FACTORS: dict[str, Ratio] = {
    "twice": (2, 1),
    "double": (2, 1),
    "thrice": (3, 1),
    "triple": (3, 1),
    "half": (1, 2),
    "third": (1, 3),
    "quarter": (1, 4),
    "tenth": (1, 10),
    "\u00bd": (1, 2),
    "\u00bc": (1, 4),
    "\u00be": (3, 4),
}
_PARTS = words("half quarter tenth \u00bd \u00bc \u00be")
"""Parts of one of something: ``half a second``."""
_TIMES = words("x * \u00b7 times")
_ARTICLES = words("a an the")


def scaled_at(tokens: list[Token], index: int, *, compared: bool, several: bool) -> Reading | None:
    """The quantity that begins with a factor at ``index``.

    ``compared``: a comparator stands before; without one "half an hour" may be anything.
    ``several``: statistics stand before, and "5/20 ms" may be one number for each.
    """
    factor, stop = _factor(tokens, index)
    if factor is None:
        return _fraction(tokens, index) if compared and not several else None
    place, spread = stop, at(tokens, stop).low == "of"
    place += spread
    spread = spread or at(tokens, place).low in _ARTICLES
    place += at(tokens, place).low in _ARTICLES
    low = tokens[index].low
    if tokens[index].kind == "number" or spread or low not in {"half", "third"}:
        inner = quantity_at(tokens, place)
        if inner is not None and low not in {"third", "quarter", "tenth"}:
            return _times(inner, factor, index)
        if inner is not None and at(tokens, stop).low == "of":
            return _times(inner, factor, index)
    return _one(tokens, place, factor, index) if low in _PARTS and compared else None


def _factor(tokens: list[Token], index: int) -> tuple[Ratio | None, int]:
    """The factor at ``index`` and where it ends: ``3 x``, ``three times``, ``150% of``."""
    token = tokens[index]
    if token.kind != "number":
        spelt = number_in_words(tokens, index)
        if spelt is not None:
            times = at(tokens, spelt[1]).low == "times"
            return ((spelt[0], 1) if times else None), spelt[1] + 1
        return _FACTORS.get(token.low), index + 1
    value = read_number(token.low) if sign_at(tokens, index) > 0 else None
    low = at(tokens, index + 1).low
    if value is None or low not in _TIMES | {"%"}:
        return None, index
    if low == "%":  # 80% of a limit is where a warning begins, or what a percentage is taken of
        above = at(tokens, index + 2).low == "of" and value[0] >= 100 * value[1]
        return ((value[0], value[1] * 100) if above else None), index + 2
    return value, index + 2


def _fraction(tokens: list[Token], index: int) -> Reading | None:
    """``1/2 s``: one part of a unit."""
    below = read_number(at(tokens, index + 2).low)
    fits = tokens[index].low == "1" and at(tokens, index + 1).low == "/"
    if not fits or below is None or below[1] != 1 or below[0] < 2:
        return None
    if not (glued(tokens, index + 1) and glued(tokens, index + 2)):
        return None
    return _one(tokens, index + 3, (1, below[0]), index)


def _one(tokens: list[Token], place: int, factor: Ratio, index: int) -> Reading | None:
    """A part of the unit at ``place``."""
    place += at(tokens, place).low == "-"
    unit = unit_of(at(tokens, place))
    if unit is None or unit[0] not in {Dimension.TIME, Dimension.SIZE}:
        return None
    quantity = Quantity.of(unit[0], unit[1] * factor[0], unit[2] * factor[1])
    return Reading(quantity, index, place + 1)


def _times(inner: Reading, factor: Ratio, index: int) -> Reading:
    above, below = factor
    quantity = inner.quantity
    scaled = Quantity.of(
        quantity.dimension, quantity.numerator * above, quantity.denominator * below
    )
    return inner._replace(quantity=scaled, first=index)


# --- what stands behind a limit

_ADDS = words("+ plus \u00b1 +/-")
_SPARE = words("tolerance slack margin headroom leeway grace allowance noise jitter")
_LEAD = words("( a an the of :")
_LIMITS = words("threshold budget limit gate ceiling cap target at the a an ( ) , with and")


def multiplied(reader: Reader, behind: int) -> tuple[Ratio, int] | None:
    """``x 2``, ``times two`` or ``(x2)`` behind a quantity, and where it ends."""
    place = behind + (reader.low(behind) == "(")
    low = reader.low(place)
    if low[:1] == "x" and (value := read_number(low[1:])) is not None:
        return value, place + 1
    place += 2 if low == "multiplied" and reader.low(place + 1) == "by" else low in _TIMES
    low = reader.low(place)
    value = (NUMBERS[low], 1) if low in NUMBERS else read_number(low)
    counts = reader.at(place + 1).kind == "word" and reader.low(place + 1) not in LINKS
    if value is None or not value[0] or place == behind or reader.low(place - 1) == "(" or counts:
        return None
    return value, place + 1


def allows(reader: Reader, index: int, last: int) -> int:
    """Where what leads to a quantity begins, if it is added to the limit at item ``last``.

    ``(+20%)``, ``plus 10 ms``, ``with a tolerance of 5%``; -1 for any other quantity.
    """
    place = index - 1
    while place > max(last, index - 6) and reader.low(place) in _LEAD:
        place -= 1
    named = not _SPARE.isdisjoint((reader.low(index + 1), reader.low(index + 2)))
    if reader.low(place) in _SPARE:
        place -= 1
    elif reader.low(place) not in _ADDS and not named:
        return -1
    gap = range(last + 1, place + 1)
    joined = all(
        reader.low(item) in _LIMITS | _ADDS or reader.is_a(Statistic, item) for item in gap
    )
    return last + 1 if joined and len(gap) < 8 else -1


def grown(fact: LimitFact, factor: Ratio) -> LimitFact:
    """A limit times a factor."""
    reading = _times(Reading(fact.quantity, 0, 0), factor, 0)
    return fact._replace(quantity=reading.quantity)


def widened(fact: LimitFact, spare: Quantity) -> LimitFact | None:
    """A limit with what may come on top of it; ``None`` where that is of another sort."""
    quantity, sign = fact.quantity, fact.comparator or fact.sign
    share = spare.dimension is Dimension.PERCENT and quantity.dimension is not Dimension.PERCENT
    if not share and spare.dimension is not quantity.dimension:
        return None
    if sign is Comparator.EQ:
        return fact
    above = quantity.dimension not in GROWING if sign is None else sign.upper
    above ^= fact.role is Role.CONDITION and sign is not None
    part, below = spare.numerator * (1 if above else -1), spare.denominator
    if share:
        return grown(fact, (max(100 * below + part, 0), 100 * below))
    top = quantity.numerator * below + part * quantity.denominator
    return fact._replace(
        quantity=Quantity.of(quantity.dimension, top, quantity.denominator * below)
    )
