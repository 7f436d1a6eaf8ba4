"""Metric text as items: statistics, comparators, quantities, ranges, words and marks."""

from __future__ import annotations

from doctrine_check.limits import (
    Comparator,
    Dimension,
    Quantity,
    Reading,
    Statistic,
    Token,
    at,
    glued,
    quantity_at,
    read_number,
    sign_at,
    tokenize,
    words,
)
from doctrine_check.records import Record
from doctrine_check.statistics import percentile

_STATISTICS = {
    "median": Statistic.MEDIAN,
    "mean": Statistic.MEAN,
    "average": Statistic.MEAN,
    "avg": Statistic.MEAN,
    "max": Statistic.MAX,
    "maximum": Statistic.MAX,
    "min": Statistic.MIN,
    "minimum": Statistic.MIN,
}
_LISTED = {"th", "st", "nd", "rd", ",", "/", "and", "&", "or"}


def statistic_at(tokens: list[Token], index: int) -> tuple[Statistic, int] | None:
    """The statistic that token ``index`` begins, and the index behind it."""
    token = tokens[index]
    if token.kind == "number":
        return _ordinal(tokens, index)
    if token.low[0] == "p":
        return _percentile(tokens, index)
    if token.low == "worst":
        stop = index + 1 + (at(tokens, index + 1).low == "-")
        return (Statistic.MAX, stop + 1) if at(tokens, stop).low == "case" else None
    found = _STATISTICS.get(token.low)
    return (found, index + 1) if found else None


def _percentile(tokens: list[Token], index: int) -> tuple[Statistic, int] | None:
    """``p97``, ``p99.95``, ``p999`` (nines only: 99.9), ``p(99)``; ``P1`` may be a priority."""
    digits, stop = tokens[index].low[1:], index + 1
    if not digits and at(tokens, stop).low == "(":
        found = percentile(at(tokens, index + 2).low)
        return (found, index + 4) if found and at(tokens, index + 3).low == ")" else None
    if len(digits) > 2 and not digits.strip("9"):
        digits = f"99.{digits[2:]}"
    elif glued(tokens, stop) and tokens[stop].kind == "number":
        digits, stop = digits + tokens[stop].low, stop + 1
    found = percentile(digits) if len(digits.partition(".")[0]) == 2 else None
    return (found, stop) if found else None


def _ordinal(tokens: list[Token], index: int) -> tuple[Statistic, int] | None:
    """``99th percentile``; of ``95th and 99th percentile`` each number is one."""
    found = percentile(tokens[index].low)
    if found is None:
        return None
    stop = index + 1
    if glued(tokens, stop) and tokens[stop].low in _LISTED and tokens[stop].kind == "word":
        stop += 1
    for ahead in range(stop, stop + 9):
        token = at(tokens, ahead)
        if token.low in {"percentile", "percentiles"}:
            return found, ahead + 1 if ahead == stop else stop
        if token.kind != "number" and token.low not in _LISTED:
            return None
    return None


_PHRASES = {
    phrase: comparator
    for comparator, phrases in (
        (Comparator.LT, "under,below,less than,lower than,fewer than,smaller than,shorter than"),
        (Comparator.LT, "faster than,quicker than"),
        (Comparator.LE, "at most,at max,up to,within,within a limit of,within the limit of"),
        (Comparator.LE, "capped at,limited to,bounded by,at or below,at or under,or less,or fewer"),
        (Comparator.LE, "or lower,or below,or under,or shorter,or smaller,or faster,max,maximum"),
        (Comparator.GT, "over,above,beyond,more than,greater than,higher than,larger than"),
        (Comparator.GT, "longer than,slower than,later than,exceed,exceeds,exceeding,exceeded"),
        (Comparator.GE, "at least,at minimum,at or above,at or over,or more,or higher,or greater"),
        (Comparator.GE, "or above,or longer,min,minimum"),
        (Comparator.EQ, "exactly,equal to,equals"),
    )
    for phrase in phrases.split(",")
}
_MARKS = {
    mark: comparator
    for comparator, marks in (
        (Comparator.LT, "< ≱"),
        (Comparator.LE, "<= =< ≤ ≦ ⩽ ≯"),
        (Comparator.GT, "> ≰"),
        (Comparator.GE, ">= ≥ ≧ ⩾ ≮"),
        (Comparator.EQ, "= =="),
    )
    for mark in marks.split()
}
_FIRST = frozenset(phrase.partition(" ")[0] for phrase in _PHRASES)
_NOT = words("not no never without cannot")
_BETWEEN = words("be to go drop fall rise take always necessarily ever stay remain")
_SLASH = "\u0338"
EXTREME = words("max maximum min minimum")
_CLOSED = {Comparator.LT: Comparator.LE, Comparator.GT: Comparator.GE}


_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBERS = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value for value, word in enumerate(_TENS, 2)
}
"""The numbers that are one word; larger ones are spelt with these."""


def number_in_words(tokens: list[Token], index: int) -> tuple[int, int] | None:
    """The whole number that words spell from token ``index`` on, and the index behind it."""
    if glued(tokens, index) and tokens[index - 1].low == "-":
        return None
    total, stop = 0, index
    for place in range(index, index + 8):
        low, ahead = at(tokens, place).low, at(tokens, place + 1).low
        if low == "hundred":
            total = max(total, 1) * 100
        elif low in NUMBERS:
            if stop > index and (total % 10 or not total or NUMBERS[low] >= (total % 100 or 100)):
                break
            total += NUMBERS[low]
        elif place > index and low in {"-", "and"} and ahead in NUMBERS and not total % 10:
            continue
        else:
            break
        stop = place + 1
    return (total, stop) if stop > index else None


def _spelt(tokens: list[Token], index: int, *, compared: bool) -> Reading | None:
    """``five percent``; another unit only behind a comparator: "one second" may be anything."""
    found = number_in_words(tokens, index)
    if found is None or len(at(tokens, found[1]).low) < 2:
        return None
    start, end = tokens[index].start, tokens[found[1] - 1].end
    digits = str(found[0])
    number = Token(digits, start, end, "number", digits)
    read = quantity_at([number, *tokens[found[1] : found[1] + 6]], 0)
    free = read and read.quantity.dimension in {Dimension.PERCENT, Dimension.RATIO}
    if read is None or not (free or compared):
        return None
    return read._replace(first=index, stop=found[1] + read.stop - 1)


class Item(Record):
    """Tokens ``first`` up to ``stop`` as one thing; ``low`` is the last of them, lower case."""

    low: str
    first: int
    stop: int
    kind: str = ""
    value: Comparator | Statistic | Reading | None = None
    lower: Quantity | None = None


NOTHING = Item("", -1, -1)
SCALES = words("twice thrice double triple half quarter third tenth \u00bd \u00bc \u00be")
"""Words that multiply the quantity behind them."""
# The words that begin a comparator or a statistic; any other word is only a word.
_BEGINS = _FIRST | _NOT | _STATISTICS.keys() | NUMBERS.keys()
_BEGINS |= SCALES | {"sub", "worst", "p", "hundred"}
_HINTS = ("percentile", "mean", "median", "average", "avg", "max", "min", "worst")


def _comparator_at(
    tokens: list[Token], index: int, *, after: bool
) -> tuple[Comparator, int] | None:
    """The comparator that begins here and its end; ``after`` says that a quantity came before."""
    token, start, needless = tokens[index], index, False
    if token.kind != "word":
        return _mark_at(tokens, index)
    if negated := token.low in _NOT or token.low.endswith("n't"):
        start += 1
        start += at(tokens, start).low in _BETWEEN
        needless = "need" in {token.low[:4], at(tokens, index - 1).low}
        if at(tokens, start).low in _MARKS and not needless:
            return _turned(_MARKS[at(tokens, start).low], start + 1)
    elif token.low == "sub" and at(tokens, index + 1).low == "-":
        return Comparator.LT, index + 2
    if needless or at(tokens, start).low not in _FIRST:
        return None  # "need not be < 5 s": the sign stays, and binds nobody
    for stop in range(min(start + 5, len(tokens)), start, -1):
        phrase = " ".join(word.low for word in tokens[start:stop])
        if found := _PHRASES.get(phrase):
            extreme = phrase.removeprefix("at ") in EXTREME
            end = _extreme_end(tokens, stop, after=after) if extreme else stop
            if [word.low for word in tokens[stop : stop + 3]] == ["or", "equal", "to"]:
                found, end = _CLOSED.get(found, found), stop + 3
            return (found.negated if negated else found, end) if end else None
    return None


def _mark_at(tokens: list[Token], index: int) -> tuple[Comparator, int] | None:
    """``<``, also struck out: with a slash through it, or ``!`` before it."""
    sign = _MARKS.get(tokens[index].low)
    if sign is None:
        struck = tokens[index].low == "!" and glued(tokens, index + 1)
        sign = _MARKS.get(tokens[index + 1].low) if struck else None
        return sign and _turned(sign, index + 2)
    if glued(tokens, index + 1) and tokens[index + 1].low == _SLASH:
        return _turned(sign, index + 2)
    struck = glued(tokens, index) and tokens[index - 1].low == "!"
    return None if struck else (sign, index + 1)


def _turned(sign: Comparator, stop: int) -> tuple[Comparator, int] | None:
    """What "not" makes of a sign; unequal bounds nothing."""
    return None if sign is Comparator.EQ else (sign.negated, stop)


def _extreme_end(tokens: list[Token], stop: int, *, after: bool) -> int:
    """Where ``max``, ``max:`` or ``maximum of`` ends; 0 when it is a statistic, no comparator."""
    stop += at(tokens, stop).low in {"of", ":"}
    follows = at(tokens, stop).kind
    return stop if follows == "number" or (after and follows != "word") else 0


def _range_at(tokens: list[Token], index: int) -> tuple[Quantity, Reading] | None:
    """``5-10x``, ``5 ms to 10 ms``, ``between 5 and 10 %``: the low end, and all of it."""
    token = tokens[index]
    if token.kind != "number" or not sign_at(tokens, index):
        return None
    first = quantity_at(tokens, index)
    gap = first.stop if first else index + 1
    joints = {"-", "to", "and"} if at(tokens, index - 1).low == "between" else {"-", "to"}
    if at(tokens, index - 1).low == "from" and at(tokens, gap).low in {"down", "up"}:
        gap += 1
    rest = tokens[gap + 1 : gap + 9]
    if at(tokens, gap).low not in joints or not rest:
        return None
    gains = at(tokens, index - 1).low in _OF and at(tokens, index - 2).low in _GAINED
    last = quantity_at(rest, 0) or _times(rest, gains=gains)
    same = [token._replace(start=rest[0].start, end=rest[0].end), *rest[1:]]
    low = first or quantity_at(same, 0) or _times(same, gains=gains)
    if last is None or low is None or low.quantity.dimension is not last.quantity.dimension:
        return None
    loose = at(tokens, gap).low == "-" and not glued(tokens, gap)
    if loose and not first and low.quantity.dimension is not Dimension.RATIO:
        return None  # "Phase 1 - 100 ms"
    return low.quantity, Reading(last.quantity, index, gap + 1 + last.stop, last.noun)


_OF = words("of by")
_GAINED = words(
    """speedup gain improvement reduction increase decrease improved reduced increased accelerated
    faster"""
)


def _times(tokens: list[Token], *, gains: bool = False) -> Reading | None:
    """``10 times`` at the end of a range, or behind what it is a gain of."""
    if at(tokens, 1).low != "times" or (at(tokens, 2).kind == "word" and not gains):
        return None  # with a word that makes it a ratio, it is a quantity
    value = read_number(tokens[0].low)
    return value and Reading(Quantity.of(Dimension.RATIO, *value), 0, 2)


def _of_statistic(tokens: list[Token], stop: int) -> int:
    """Where ``mean of the p99`` ends, which is a mean, and no p99."""
    place = stop
    while place < stop + 2 and at(tokens, place).low in {"of", "the"}:
        place += 1
    found = statistic_at(tokens, place) if at(tokens, place).low[:1] == "p" else None
    return found[1] if found else stop


_TIMES = words("x * / \u00b7 times %")
_ARTICLES = words("of a an the")


def _scaled_at(tokens: list[Token], index: int, out: list[Item]) -> Reading | None:
    """``twice 500 ms``, ``3x the 100 ms``, ``half a second``; most numbers are told at a glance."""
    token = tokens[index]
    if token.low not in SCALES:
        times = at(tokens, index + 1).low
        if times not in _TIMES:
            return None
        behind = at(tokens, index + 2 + (times == "%"))
        if behind.kind != "number" and behind.low not in _ARTICLES:
            return None
    from doctrine_check.doctrine.scales import scaled_at

    compared = bool(out) and any(isinstance(item.value, Comparator) for item in out[-2:])
    several = sum(isinstance(item.value, Statistic) for item in out[-8:]) > 1
    return scaled_at(tokens, index, compared=compared, several=several)


def _value_at(
    tokens: list[Token], index: int, out: list[Item]
) -> tuple[Comparator | Statistic | Reading | None, int, Quantity | None]:
    """What begins at a token, if anything; where that ends; and the low end of a range."""
    kind, low = tokens[index].kind, tokens[index].low
    if kind == "number" or low in SCALES or low in NUMBERS:
        scaled = _scaled_at(tokens, index, out)
        if scaled is not None:
            return scaled, scaled.stop, None
    after = bool(out) and isinstance(out[-1].value, Reading)
    after = after and not any(isinstance(item.value, Comparator) for item in out[-5:])
    if found := _comparator_at(tokens, index, after=after) or statistic_at(tokens, index):
        mean = found[0] is Statistic.MEAN or found[0] is Statistic.MIN
        return found[0], _of_statistic(tokens, found[1]) if mean else found[1], None
    if spread := _range_at(tokens, index):
        return spread[1], index + 1, spread[0]
    if kind == "word":
        compared = bool(out) and isinstance(out[-1].value, Comparator)
        return _spelt(tokens, index, compared=compared), index + 1, None
    return quantity_at(tokens, index), index + 1, None


def items_of(tokens: list[Token]) -> list[Item]:
    """All of a text, in order, each token in one item."""
    out: list[Item] = []
    index = 0
    while index < len(tokens):
        kind, low = tokens[index].kind, tokens[index].low
        begins = low in _BEGINS or low.endswith("n't") or (low[0] == "p" and low[1:2].isdigit())
        if kind == "word" and not begins:
            out.append(tuple.__new__(Item, (low, index, index + 1, kind, None, None)))
            index += 1
            continue
        value, stop, lower = _value_at(tokens, index, out)
        first = index
        if isinstance(value, Reading):
            first, stop = value.first, value.stop
            if first < index:
                out.pop()  # the minus sign
        if kind == "number" and (value or not sign_at(tokens, index)):
            kind = ""
        low = tokens[stop - 1].low
        out.append(Item(low, first, stop, "" if value else kind, value, lower))
        index = stop
    return out


def may_name_statistic(text: str) -> bool:
    """Whether it is worth reading a text for a statistic; most name none at a glance."""
    low = text.lower()
    if any(name in low for name in _HINTS):
        return True
    pieces = low.split("p")
    if any(piece[:1].isdigit() or piece.lstrip()[:1] == "(" for piece in pieces[1:]):
        return True
    return "\u0440" in low  # Cyrillic, and read as the letter that it looks like


def parse_statistic(text: str) -> Statistic | None:
    """The one statistic that ``text`` names: ``p99``, ``99th percentile``, ``median``."""
    tokens = tokenize(text)
    found = statistic_at(tokens, 0) if tokens else None
    return found[0] if found and found[1] == len(tokens) else None
