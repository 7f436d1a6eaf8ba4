"""Quantities and limits in exact arithmetic, and the words that people write them with.

Layer 1, standard library only. An exact value is a reduced pair of integers: it costs no import
and, unlike a float, never turns ``0.1 s`` and ``100 ms`` into different limits. The readers below
look at one place in a text, constant work at each; sentences are read by ``doctrine.target``.
"""

from __future__ import annotations

import re
from enum import Enum

from doctrine_check.records import Record
from doctrine_check.statistics import Statistic

__all__ = [
    "MAX_DIGITS", "ONE_FOR_ONE", "Comparator", "Dimension", "Limit", "Quantity", "Reading",
    "Statistic", "Token", "at", "glued", "has_digit", "parse_quantity", "plain", "quantity_at",
    "read_number", "sign_at", "tokenize", "unit_of", "words",
]  # fmt: skip

MAX_DIGITS = 40
"""A number with more digits, or with an exponent beyond this, is no quantity."""


class Dimension(Enum):
    """What a quantity counts. Its base unit: s, byte, percent, x, 1/s, byte/s, 1."""

    TIME = "time"
    SIZE = "size"
    PERCENT = "percent"
    RATIO = "ratio"
    RATE = "rate"
    BANDWIDTH = "bandwidth"
    COUNT = "count"


class Comparator(Enum):
    """On which side of a limit a value must lie."""

    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    EQ = "="

    @property
    def upper(self) -> bool:
        """Whether the limit is an upper one: smaller values meet it."""
        return self in {Comparator.LT, Comparator.LE}

    @property
    def negated(self) -> Comparator:
        """What "not" makes of it: not above is at most. ``EQ`` stays as it is."""
        return _NEGATED.get(self, self)


_NEGATED = {
    Comparator.LT: Comparator.GE,
    Comparator.LE: Comparator.GT,
    Comparator.GT: Comparator.LE,
    Comparator.GE: Comparator.LT,
}

_SHOWN = {
    Dimension.TIME: "_ns:1/1000000000 _µs:1/1000000 _ms:1/1000 _s:1 _min:60 _h:3600",
    Dimension.SIZE: "_B:1 _KB:1000 _KiB:1024 _MB:1000000 _MiB:1048576 _GB:1000000000"
    " _GiB:1073741824",
    Dimension.BANDWIDTH: "_B/s:1 _KB/s:1000 _KiB/s:1024 _MB/s:1000000 _MiB/s:1048576"
    " _GB/s:1000000000 _B/min:1/60 _B/h:1/3600",
    Dimension.PERCENT: "_%:1",
    Dimension.RATIO: "x:1",
    Dimension.RATE: "/s:1 /min:1/60 /h:1/3600",
    Dimension.COUNT: ":1",
}
"""The units a quantity is shown in, smallest first, each with its size in the base unit."""


class Quantity(Record):
    """An exact value, ``numerator / denominator`` base units of its dimension, in lowest terms.

    Build it with :meth:`of`. Ordering quantities of different dimensions raises ``TypeError``.
    """

    dimension: Dimension
    numerator: int
    denominator: int = 1

    @classmethod
    def of(cls, dimension: Dimension, numerator: int, denominator: int = 1) -> Quantity:
        """The quantity in lowest terms. Raises ``ValueError`` for a denominator below 1."""
        if denominator < 1:
            raise ValueError(f"the denominator of a quantity must be positive: {denominator}")
        common, rest = abs(numerator), denominator
        while rest:
            common, rest = rest, common % rest
        return cls(dimension, numerator // common, denominator // common)

    # All four, for a tuple would bring an order of its own.
    def __lt__(self, other: Quantity) -> bool:  # type: ignore[override]
        return self._against(other) < 0

    def __le__(self, other: Quantity) -> bool:  # type: ignore[override]
        return self._against(other) <= 0

    def __gt__(self, other: Quantity) -> bool:  # type: ignore[override]
        return self._against(other) > 0

    def __ge__(self, other: Quantity) -> bool:  # type: ignore[override]
        return self._against(other) >= 0

    def _against(self, other: Quantity) -> int:
        if self.dimension is not other.dimension:
            raise TypeError(f"{self} and {other} are of different dimensions")
        return self.numerator * other.denominator - other.numerator * self.denominator

    def __str__(self) -> str:
        """The exact value in the usual unit that makes the number shortest: ``100 ms``."""
        best, least = "", 10**3
        for shown in _SHOWN[self.dimension].split():
            unit, _, size = shown.partition(":")
            above, _, below = size.partition("/")
            top, bottom = self.numerator * int(below or 1), self.denominator * int(above)
            number = _decimal(top, bottom)
            if number and len(number) <= least and (abs(top) >= bottom or not best):
                best, least = number + unit.replace("_", " "), len(number)
                least = least if abs(top) >= bottom else 10**3
        return best or f"{self.numerator}/{self.denominator}"

    def as_float(self) -> float:
        """The nearest float, in base units (seconds, bytes, percent, ...)."""
        return self.numerator / self.denominator


def _decimal(numerator: int, denominator: int) -> str:
    """The finite decimal of a fraction, or ``""`` when there is none."""
    rest, places = denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest, power = rest // prime, power + 1
        places = max(places, power)
    if numerator % rest:
        return ""
    digits = str(abs(numerator) * 10**places // denominator).rjust(places + 1, "0")
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :].rstrip("0")
    return ("-" if numerator < 0 else "") + whole + ("." + part if part else "")


class Limit(Record):
    """What a measure must keep to. ``comparator`` is ``None`` for a bare threshold."""

    measure: str
    statistic: Statistic | None
    comparator: Comparator | None
    quantity: Quantity

    def __str__(self) -> str:
        sign = "at" if self.comparator is None else self.comparator.value
        statistic = self.statistic.value if self.statistic else ""
        return " ".join(filter(None, (self.measure, statistic, sign, str(self.quantity))))


class Token(Record):
    """A word, number or mark of a text, with its offsets. ``low`` is the text in lower case."""

    low: str
    start: int
    end: int
    kind: str
    text: str


class Reading(Record):
    """A quantity in a text: tokens ``first`` up to ``stop``; ``noun`` is what a rate counts."""

    quantity: Quantity
    first: int
    stop: int
    noun: str = ""


_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]\w*(?:'[^\W\d_]+)?)"
    r"|(?P<number>\.?[0-9]+(?:[.,][0-9]+)*(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<mark>\+/-|-+[<>=]*|[<>=]+|\S)"
)
ONE_FOR_ONE = str.maketrans(
    "\u2010\u2011\u2012\u2013\u2212\u00d7\u2018\u2019\u201a`\u201c\u201d\u201e\u00ab\u00bb"
    "\u0430\u0435\u0440\u0441\u0445\u0455\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19",
    "-----x''''" + '"' * 5 + "aepcxs0123456789",
)
"""Dashes, minus, times, quotes, the Cyrillic letters of units and wide digits to plain ones.

Offsets stay. Such a letter or digit is a fault of its own (the rule lookalike-id), and its limit
is read all the same.
"""


def has_digit(text: str) -> bool:
    """Whether any of ``0`` to ``9`` stands in ``text``, at a glance."""
    return any(digit in text for digit in "0123456789")


def plain(text: str) -> str:
    """``text`` with plain dashes and quotes, each in its place."""
    return text if text.isascii() and "`" not in text else text.translate(ONE_FOR_ONE)


def tokenize(text: str) -> list[Token]:
    """Split ``text`` into tokens, in linear time; look-alike dashes and quotes become plain."""
    new = tuple.__new__  # a tenth of a call of the class, for the most frequent record of all
    return [
        new(Token, (found[0].lower(), *found.span(), found.lastgroup or "mark", found[0]))
        for found in _TOKEN.finditer(plain(text))
    ]


_END = Token("", -1, -1, "end", "")


def at(tokens: list[Token], index: int) -> Token:
    """The token at ``index``, or an empty one beyond either end."""
    return tokens[index] if 0 <= index < len(tokens) else _END


def glued(tokens: list[Token], index: int) -> bool:
    """Whether nothing stands between token ``index`` and the one before it."""
    return 0 < index < len(tokens) and tokens[index - 1].end == tokens[index].start


def words(text: str) -> frozenset[str]:
    """The words of a table in the code."""
    return frozenset(text.split())


_UNITS = {
    name: (dimension, above, below)
    for dimension, above, below, names in (
        (Dimension.TIME, 1, 10**9, "ns nsec nanosecond nanoseconds"),
        (Dimension.TIME, 1, 10**6, "us µs μs usec microsecond microseconds"),
        (Dimension.TIME, 1, 1000, "ms msec msecs millis millisecond milliseconds MS"),
        (Dimension.TIME, 1, 1, "s sec secs second seconds"),
        (Dimension.TIME, 60, 1, "min mins minute minutes"),
        (Dimension.TIME, 3600, 1, "h hr hrs hour hours"),
        (Dimension.TIME, 86400, 1, "day days"),
        (Dimension.SIZE, 1, 1, "B byte bytes"),
        (Dimension.SIZE, 1000, 1, "kB KB kb kilobyte kilobytes"),
        (Dimension.SIZE, 1000**2, 1, "MB mb megabyte megabytes"),
        (Dimension.SIZE, 1000**3, 1, "GB gb gigabyte gigabytes"),
        (Dimension.SIZE, 1000**4, 1, "TB tb terabyte terabytes"),
        (Dimension.SIZE, 1024, 1, "KiB kib kibibyte kibibytes"),
        (Dimension.SIZE, 1024**2, 1, "MiB mib mebibyte mebibytes"),
        (Dimension.SIZE, 1024**3, 1, "GiB gib gibibyte gibibytes"),
        (Dimension.SIZE, 1024**4, 1, "TiB tib tebibyte tebibytes"),
        (Dimension.PERCENT, 1, 1, "% percent pct"),
        (Dimension.RATIO, 1, 1, "x X"),
        (Dimension.RATE, 1, 1, "rps qps tps iops hz Hz"),
        (Dimension.RATE, 1000, 1, "khz kHz"),
    )
    for name in names.split()
}
"""Case matters where it tells units apart (``Mb`` is a bit unit and no size)."""


def unit_of(token: Token) -> tuple[Dimension, int, int] | None:
    """The dimension of a unit, and its size in the base unit as numerator and denominator."""
    exact = _UNITS.get(token.text)
    return exact or (_UNITS.get(token.low) if len(token.low) > 2 else None)


def read_number(text: str) -> tuple[int, int] | None:
    """The value of ``1,000.5`` or ``1e3`` as numerator and power of ten, else ``None``.

    Separators must stand by threes, and the number must keep to ``MAX_DIGITS``.
    """
    if len(text) > 2 * MAX_DIGITS:
        return None
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    first, *groups = whole.split(",")
    digits = first + "".join(groups) + decimals
    if not (digits.isascii() and digits.isdigit()) or len(digits) > MAX_DIGITS:
        return None
    if groups and (first[:1] in {"", "0"} or {len(first) <= 3, *map(len, groups)} != {True, 3}):
        return None
    if len(exponent) > 3 or abs(power := int(exponent or 0)) > MAX_DIGITS:
        return None
    power -= len(decimals)
    return int(digits) * 10 ** max(power, 0), 10 ** max(-power, 0)


def sign_at(tokens: list[Token], index: int) -> int:
    """-1 or 1 for a number that stands free, 0 for a part of an id, a version, a date, a list."""
    if not glued(tokens, index):
        # "1 000" and "1 00" may be one number or two: nobody can know, so neither is read.
        low, torn = tokens[index].low, at(tokens, index - 1).kind == "number"
        return int(not (torn and (len(low) == 3 or (low[0] == "0" and "." not in low))))
    before, earlier = tokens[index - 1], at(tokens, index - 2)
    if before.low == "-":
        if not glued(tokens, index - 1) or earlier.kind == "mark":
            return 0 if earlier.low in {")", "]"} and glued(tokens, index - 1) else -1
        return int(earlier.low == "sub")
    if before.kind != "mark" or before.low in {"_", "#", "$", "€", "£", "§", "."}:
        return 0
    tied = before.low in {"/", ":", "%"} and glued(tokens, index - 1)
    return 0 if tied and earlier.kind == "number" else int(not before.text.isalnum())


_LINKS = words(
    "a an the and or of with at in to for from on by as is are be across over under within per "
    "against between during than that which when if via using"
)


def _rate(tokens: list[Token], index: int) -> tuple[tuple[Dimension, int, int], int, str] | None:
    """The unit ``[noun] per second`` or ``[noun]/s`` at ``index``, its end, and the noun."""
    for stop in range(index, index + 4):
        token = at(tokens, stop)
        if token.low in {"/", "per"}:
            unit = unit_of(at(tokens, stop + 1))
            if unit is None or unit[0] is not Dimension.TIME:
                return None
            noun = " ".join(word.low for word in tokens[index:stop])
            size = unit_of(tokens[index]) if stop == index + 1 else None
            if size is not None and size[0] is Dimension.SIZE:
                return (Dimension.BANDWIDTH, size[1] * unit[2], unit[1]), stop + 2, ""
            return (Dimension.RATE, unit[2], unit[1]), stop + 2, noun
        if token.kind != "word" or token.low in _LINKS:
            return None
    return None


_TIMES_WHAT = words(
    "as the more less fewer faster slower quicker higher lower smaller larger better cheaper "
    "shorter longer speedup improvement reduction"
)
_GAINS = words("speedup improvement reduction increase decrease gain")


def is_ratio(tokens: list[Token], index: int) -> bool:
    """Whether "times" before token ``index`` makes a ratio: ``faster``, ``latency reduction``."""
    ahead = [at(tokens, place).low for place in range(index, index + 3)]
    return ahead[0] in _TIMES_WHAT or (ahead[0] not in _LINKS and not _GAINS.isdisjoint(ahead))


def _unit_at(tokens: list[Token], index: int) -> tuple[tuple[Dimension, int, int], int] | None:
    """A plain unit at ``index``, and where it ends."""
    token = at(tokens, index)
    if token.low == "-" and glued(tokens, index) and glued(tokens, index + 1):
        index += 1  # "100-ms threshold", "5-percent budget"
        token = tokens[index]
        if len(token.low) < 2:
            return None
    following, tied = at(tokens, index + 1), glued(tokens, index + 1)
    if token.low == "times" and is_ratio(tokens, index + 1):
        return (Dimension.RATIO, 1, 1), index + 1
    if token.low == "per" and following.low == "cent":
        return (Dimension.PERCENT, 1, 1), index + 2
    unit = unit_of(token)
    if unit is None or (tied and (following.kind != "mark" or following.low == "_")):
        return None
    if token.low == "x" and following.kind == "number":
        return None
    return unit, index + 1


def quantity_at(tokens: list[Token], index: int) -> Reading | None:
    """The quantity whose number is token ``index``; ``None`` for ids, versions, bare counts."""
    token = at(tokens, index)
    if token.kind != "number":
        return None
    sign, value, start, noun = sign_at(tokens, index), read_number(token.text), index + 1, ""
    if not sign or value is None:
        return None
    factor = {"k": 1000, "K": 1000, "M": 1000**2}.get(at(tokens, start).text, 1)
    start += factor > 1 and glued(tokens, start)
    rated = _rate(tokens, start)
    if rated is not None:
        unit, stop, noun = rated
    elif start > index + 1 or (plain := _unit_at(tokens, start)) is None:
        return None
    else:
        (unit, stop), factor = plain, 1
    first = index - (sign < 0)
    above, below = sign * value[0] * factor * unit[1], value[1] * unit[2]
    return Reading(Quantity.of(unit[0], above, below), first, stop, noun)


def parse_quantity(text: str) -> Quantity | None:
    """The one quantity that ``text`` consists of: ``0.5s``, ``500 ms``, ``5 %``; else ``None``."""
    tokens = tokenize(text)
    number = int(at(tokens, 0).low == "-")
    reading = quantity_at(tokens, number)
    if reading is None or (reading.first, reading.stop) != (0, len(tokens)):
        return None
    return reading.quantity
