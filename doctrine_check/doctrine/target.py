"""Metric text to typed facts: limits, statistics, samples, sizes, ratios, named budgets.

``parse_target`` reads plain text (markdown already removed) and never raises. What it cannot know
it leaves out: ``1/2 s``, ``1 000 ms`` and ``p99 < 100`` without a unit give no limit. Every look
around a place is bounded, or covers only what no earlier one covered, so time is linear.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from doctrine_check.limits import (
    Comparator,
    Dimension,
    Limit,
    Quantity,
    Reading,
    Statistic,
    Token,
    at,
    glued,
    quantity_at,
    read_number,
    sign_at,
    statistic_at,
    tokenize,
    unit_of,
)


class Role(Enum):
    """What a quantity is for: to be kept, to trigger something, or to set the scene."""

    LIMIT = "limit"
    CONDITION = "condition"
    SETTING = "setting"


class LimitFact(NamedTuple):
    """A limit in a text. ``base`` is what a percentage is taken of; offsets are characters.

    A ``CONDITION`` ("if overhead exceeds 5%") has no comparator: 5% is the limit, a threshold.
    A ``SETTING`` ("averaged over 5 minutes") limits nothing.
    """

    measure: str
    statistic: Statistic | None
    comparator: Comparator | None
    quantity: Quantity
    base: str | None
    start: int
    end: int
    role: Role = Role.LIMIT

    @property
    def limit(self) -> Limit:
        """The limit without its place in the text."""
        return Limit(self.measure, self.statistic, self.comparator, self.quantity)


class RatioRange(NamedTuple):
    """``5-10x``, as written; ``3x`` has equal ends."""

    low: Quantity
    high: Quantity

    @property
    def backwards(self) -> bool:
        """Whether the range runs from high to low."""
        return self.high < self.low


class TargetFacts(NamedTuple):
    """Everything that was read from one metric text; empty where it says nothing of the kind."""

    limits: tuple[LimitFact, ...]
    statistics: tuple[Statistic, ...]
    samples: int | None
    cycles: int | None
    sizes: tuple[int, ...]
    size_unit: str | None
    ratio: RatioRange | None
    ratio_of: str
    budget: str | None

    @property
    def measurable(self) -> bool:
        """Whether some quantity limits something; settings do not."""
        return any(fact.role is not Role.SETTING for fact in self.limits)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LINKS = _words(
    """a an the and or of with at in to for from on by as is are be was were across over under
    within per against between during than that which when whenever if unless via using must shall
    should may can will has have stay stays remain remains keep keeps adds add takes take meets
    meet completes complete finishes its their this measured compared relative versus vs"""
)
_TRAILING = _LINKS | _words(
    "limit limits threshold thresholds budget budgets target targets ceiling gate not never no"
)
_LEADING = _words("a an the and or but with where which that while if when whenever unless")
_FILLERS = _words(
    "a an the of about roughly limit budget threshold ceiling target to just be ~ ≈ ± +/- + ( :"
)
_IF = _words("if when whenever unless until once alert alerts fail fails block blocks")
_FALLING = _words("drop drops dropping fall falls falling")
_DURING = _words("every each for during after last past next per")
_WINDOWS = _words("window windows warm warmup interval period")
_LOADS = _words("payload payloads file files input inputs document documents message messages")
_SIZES = _words("size sizes scale scales counts workload workloads")
_SAMPLES = _words(
    """sample samples run runs iteration iterations measurement measurements repetition repetitions
    trial trials observation observations"""
)
_GROWING = {Dimension.RATE, Dimension.BANDWIDTH, Dimension.RATIO}
_DIRECTIONS = _words(
    """speedup speed faster slower quicker reduction improvement increase decrease gain better
    higher lower fewer less more smaller larger cheaper overhead slowdown"""
)

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
        (Comparator.LT, "<"),
        (Comparator.LE, "<= =< ≤ ≦ ⩽"),
        (Comparator.GT, ">"),
        (Comparator.GE, ">= ≥ ≧ ⩾"),
        (Comparator.EQ, "= =="),
    )
    for mark in marks.split()
}
_FIRST = frozenset(phrase.partition(" ")[0] for phrase in _PHRASES)
_NOT = _words("not no never without cannot")
_EXTREME = _words("max maximum min minimum")
_CLOSED = {Comparator.LT: Comparator.LE, Comparator.GT: Comparator.GE}


class _Item(NamedTuple):
    """Tokens ``first`` up to ``stop`` as one thing; ``low`` is the last of them, lower case."""

    low: str
    first: int
    stop: int
    kind: str = ""
    value: Comparator | Statistic | Reading | None = None
    lower: Quantity | None = None


_NOTHING = _Item("", -1, -1)


def _comparator_at(tokens: list[Token], index: int, *, after: bool) -> tuple[Comparator, int] | None:
    """The comparator that begins here and its end; ``after`` says that a quantity came before."""
    token, start = tokens[index], index
    if token.kind != "word":
        return (_MARKS[token.low], index + 1) if token.low in _MARKS else None
    if negated := token.low in _NOT or token.low.endswith("n't"):
        start += 1
        start += at(tokens, start).low in {"be", "to", "go", "drop", "fall", "rise", "take"}
    elif token.low == "sub" and at(tokens, index + 1).low == "-":
        return Comparator.LT, index + 2
    if at(tokens, start).low not in _FIRST:
        return None
    for stop in range(start + 5, start, -1):
        phrase = " ".join(word.low for word in tokens[start:stop])
        if (found := _PHRASES.get(phrase)) is None:
            continue
        if phrase in _EXTREME:
            stop += at(tokens, stop).low in {"of", ":"}
            if at(tokens, stop).kind != "number" and not (after and at(tokens, stop).kind != "word"):
                return None
        if [word.low for word in tokens[stop : stop + 3]] == ["or", "equal", "to"]:
            found, stop = _CLOSED.get(found, found), stop + 3
        return found.negated if negated else found, stop
    return None


def _range_at(tokens: list[Token], index: int) -> tuple[Quantity, Reading] | None:
    """``5-10x``, ``5 ms to 10 ms``, ``between 5 and 10 %``: the low end, and all of it."""
    token = tokens[index]
    if token.kind != "number" or not sign_at(tokens, index):
        return None
    first = quantity_at(tokens, index)
    gap = first.stop if first else index + 1
    joints = {"-", "to", "and"} if at(tokens, index - 1).low == "between" else {"-", "to"}
    rest = tokens[gap + 1 : gap + 8]
    if at(tokens, gap).low not in joints or not rest:
        return None
    last = quantity_at(rest, 0) or _times(rest)
    same = [token._replace(start=rest[0].start, end=rest[0].end), *rest[1:]]
    low = first or quantity_at(same, 0) or _times(same)
    if last is None or low is None or low.quantity.dimension is not last.quantity.dimension:
        return None
    loose = at(tokens, gap).low == "-" and not glued(tokens, gap)
    if loose and not first and low.quantity.dimension is not Dimension.RATIO:
        return None  # "Phase 1 - 100 ms"
    written = low.quantity if first else low.quantity._replace_text(token.text)
    return written, Reading(last.quantity, index, gap + 1 + last.stop, last.noun)
