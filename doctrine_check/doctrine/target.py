"""Metric text to typed facts: limits, statistics, samples, sizes, ratios, named budgets.

``parse_target`` reads plain text (markdown already removed) and never raises. What it cannot know
it leaves out: ``1/2 s``, ``1 000 ms`` and ``p99 < 100`` without a unit give no limit. Every look
around a place is bounded, or covers only what no earlier one covered, so time is linear.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from doctrine_check.limits import (
    ONE_FOR_ONE,
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
    tokenize,
    unit_of,
    words,
)

_STATISTICS = {statistic.value: statistic for statistic in Statistic} | {
    "p999": Statistic.P999,
    "median": Statistic.MEDIAN,
    "average": Statistic.MEAN,
    "avg": Statistic.MEAN,
    "maximum": Statistic.MAX,
    "minimum": Statistic.MIN,
}
_LISTED = {"th", "st", "nd", "rd", ",", "/", "and", "&", "or"}


def statistic_at(tokens: list[Token], index: int) -> tuple[Statistic, int] | None:
    """The statistic that token ``index`` begins, and the index behind it."""
    token = tokens[index]
    if token.kind == "number":
        return _ordinal(tokens, index)
    if token.low == "worst":
        stop = index + 1 + (at(tokens, index + 1).low == "-")
        return (Statistic.MAX, stop + 1) if at(tokens, stop).low == "case" else None
    if token.low == "p" and at(tokens, index + 1).low == "(":
        named = _STATISTICS.get("p" + at(tokens, index + 2).low)
        closed = at(tokens, index + 3).low == ")"
        return (named, index + 4) if named and closed else None
    name, stop = token.low, index + 1
    if glued(tokens, stop) and tokens[stop].kind == "number":
        name, stop = name + tokens[stop].low, stop + 1
    found = _STATISTICS.get(name)
    return (found, stop) if found else None


def _ordinal(tokens: list[Token], index: int) -> tuple[Statistic, int] | None:
    """``99th percentile``; of ``95th and 99th percentile`` each number is one."""
    found = _STATISTICS.get("p" + tokens[index].low)
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
        (Comparator.LT, "<"),
        (Comparator.LE, "<= =< ≤ ≦ ⩽"),
        (Comparator.GT, ">"),
        (Comparator.GE, ">= ≥ ≧ ⩾"),
        (Comparator.EQ, "= =="),
    )
    for mark in marks.split()
}
_FIRST = frozenset(phrase.partition(" ")[0] for phrase in _PHRASES)
_NOT = words("not no never without cannot")
_EXTREME = words("max maximum min minimum")
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


def _comparator_at(
    tokens: list[Token], index: int, *, after: bool
) -> tuple[Comparator, int] | None:
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
    for stop in range(min(start + 5, len(tokens)), start, -1):
        phrase = " ".join(word.low for word in tokens[start:stop])
        if found := _PHRASES.get(phrase):
            end = _extreme_end(tokens, stop, after=after) if phrase in _EXTREME else stop
            if [word.low for word in tokens[stop : stop + 3]] == ["or", "equal", "to"]:
                found, end = _CLOSED.get(found, found), stop + 3
            return (found.negated if negated else found, end) if end else None
    return None


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
    return low.quantity, Reading(last.quantity, index, gap + 1 + last.stop, last.noun)


def _times(tokens: list[Token]) -> Reading | None:
    """``10 times`` at the end of a range."""
    if at(tokens, 1).low != "times" or at(tokens, 2).kind == "word":
        return None
    value = read_number(tokens[0].low)
    return value and Reading(Quantity.of(Dimension.RATIO, *value, tokens[0].text + "x"), 0, 2)


def _items(tokens: list[Token]) -> list[_Item]:
    """All of a text, in order, each token in one item."""
    out: list[_Item] = []
    index = 0
    while index < len(tokens):
        kind = tokens[index].kind
        value: Comparator | Statistic | Reading | None = None
        first, stop, lower = index, index + 1, None
        after = bool(out) and isinstance(out[-1].value, Reading)
        after = after and not any(isinstance(item.value, Comparator) for item in out[-5:])
        if found := _comparator_at(tokens, index, after=after) or statistic_at(tokens, index):
            value, stop = found
        elif spread := _range_at(tokens, index):
            lower, value = spread
        else:
            value = quantity_at(tokens, index)
        if isinstance(value, Reading):
            first, stop = value.first, value.stop
            if first < index:
                out.pop()  # the minus sign
        if kind == "number" and (value or not sign_at(tokens, index)):
            kind = ""
        low = tokens[stop - 1].low
        out.append(_Item(low, first, stop, "" if value else kind, value, lower))
        index = stop
    return out


def parse_statistic(text: str) -> Statistic | None:
    """The one statistic that ``text`` names: ``p99``, ``99th percentile``, ``median``."""
    tokens = tokenize(text)
    found = statistic_at(tokens, 0) if tokens else None
    return found[0] if found and found[1] == len(tokens) else None


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


_LINKS = words(
    """a an the and or of with at in to for from on by as is are be was were across over under
    within per against between during than that which when whenever if unless via using must shall
    should may can will kept has have stay stays remain remains keep keeps takes take meets
    meet completes complete finishes its their this measured averaged sustained sampled compared
    relative versus vs"""
)
_TRAILING = _LINKS | words(
    """drops drop falls fall rises does do limit limits threshold thresholds budget budgets target
    targets ceiling gate not never no adds add"""
)
_LEADING = words("a an the and or but with where which that while if when whenever unless")
_FILLERS = words(
    "a an the of about roughly limit budget threshold ceiling target to just be ~ ≈ ± +/- + ( :"
)
_IF = words("if when whenever unless until once alert alerts fail fails block blocks")
_FALLING = words("drop drops dropping fall falls falling")
_DURING = words("every each for during after last past next per")
_WINDOWS = words("window windows warm warmup interval period")
_LOADS = words("payload payloads file files input inputs document documents message messages ram")
_TRAFFIC = words("load traffic")
_SIZES = words("size sizes scale scales counts workload workloads")
_SAMPLES = words(
    """sample samples run runs iteration iterations measurement measurements repetition repetitions
    trial trials observation observations"""
)
_ABBREVIATED = words("vs g e approx cf etc")
_JOINTS = words(", / and & or")
_OPENING = words(": of is must stays remains")
_COMPARED = words("overhead relative compared cost added")
_BASES = words("of over above against than vs versus from")
_BASES_BEFORE = words("against vs versus")
_DISCARDED = words("warm warmup discarded cpu clock")
_GROWING = {Dimension.RATE, Dimension.BANDWIDTH, Dimension.RATIO}
_DIRECTIONS = words(
    """speedup speed faster slower quicker reduction improvement increase decrease gain better
    higher lower fewer less more smaller larger cheaper overhead slowdown"""
)


class _Place(NamedTuple):
    """A quantity among the items: its comparator or -1, what it may look back to, what follows."""

    zone: int
    before: int
    start: int
    item: int
    after: int
    quantity: Quantity


class _Reader:
    """One text, split into items, and the questions that are asked of it."""

    def __init__(self, text: str) -> None:
        self.text = text.translate(ONE_FOR_ONE)
        self.tokens = tokenize(text)
        self.items = _items(self.tokens)

    def at(self, index: int) -> _Item:
        """Item ``index``, or an empty one beyond either end."""
        return self.items[index] if 0 <= index < len(self.items) else _NOTHING

    def low(self, index: int) -> str:
        """The last token of item ``index``, lower case."""
        return self.at(index).low

    def is_a(self, kind: type[Comparator | Statistic | Reading], index: int) -> bool:
        """Whether item ``index`` is a comparator, a statistic or a quantity."""
        return isinstance(self.at(index).value, kind)

    def tied(self, index: int) -> bool:
        """Whether item ``index`` is glued to the one before it."""
        return glued(self.tokens, self.at(index).first)

    def written(self, start: int, stop: int, *, statistics: bool = True) -> str:
        """The text of items ``start`` up to ``stop``, whitespace collapsed."""
        words = [
            (" " * (not self.tied(index)))
            + self.text[self.tokens[item.first].start : self.tokens[item.stop - 1].end]
            for index, item in enumerate(self.items[start:stop], start)
            if statistics or not isinstance(item.value, Statistic)
        ]
        return " ".join("".join(words).replace("()", "").split())

    def ends(self, index: int) -> bool:
        """Whether item ``index`` closes a sentence or clause."""
        low, short = self.low(index), self.low(index - 1) in _ABBREVIATED
        return low in {";", "!", "?"} or (low == "." and not short and not self.tied(index + 1))

    def hyphened(self, index: int) -> bool:
        """Whether item ``index`` is tied to a hyphen: ``per`` in per-subsystem."""
        left = self.tied(index) and "-" in {self.low(index), self.low(index - 1)}
        right = self.tied(index + 1) and "-" in {self.low(index), self.low(index + 1)}
        return left and right if self.low(index) == "-" else left or right

    def named(self, index: int) -> bool:
        """Whether item ``index`` is part of a name: a word that links nothing, or a statistic."""
        item = self.at(index)
        known = item.kind == "word" or isinstance(item.value, Statistic) or item.low in {"-", "/"}
        return known and (self.hyphened(index) or item.low not in _LINKS | {"-"})

    def name(self, index: int, size: int = 6) -> int:
        """Where the name that begins at item ``index`` ends."""
        stop = index
        while stop < index + size and self.named(stop):
            stop += 1
        return stop

    def limits(self) -> tuple[LimitFact, ...]:
        """All limits, conditions and settings, in order."""
        out: list[LimitFact] = []
        zone, earlier = 0, ""
        for index, item in enumerate(self.items):
            if self.ends(index):
                zone, earlier = index + 1, ""
            elif isinstance(item.value, Reading) and not self.listed(index):
                before = self.sign_before(index, zone)
                after = index + 1 + self.is_sign_behind(index + 1)
                start = index if before < 0 else before
                place = _Place(zone, before, start, index, after, item.value.quantity)
                found, zone = self.limits_at(place, earlier)
                out += found
                if found and found[0].role is not Role.SETTING:
                    earlier = found[0].measure
        return tuple(out)

    def limits_at(self, at: _Place, earlier: str) -> tuple[list[LimitFact], int]:
        """The limits that one quantity sets, and where the next one may begin to look back."""
        sign = self.at(at.before if at.after == at.item + 1 else at.item + 1).value
        comparator = sign if isinstance(sign, Comparator) else None
        lower = self.at(at.item).lower
        ratio = at.quantity.dimension is Dimension.RATIO
        if ratio and (comparator is None or lower):
            return [], at.item + 1
        statistics, stop = self.statistics_of(at)
        role = self.role(at, later=bool(earlier))
        limits = role is Role.LIMIT
        ends = [(comparator, at.quantity)]
        if lower and self.low(at.item - 1) != "from":
            ends = [(Comparator.GE, lower), (Comparator.LE, at.quantity)]
        measure = self.measure(at.zone, at.start) or earlier
        if not measure and self.low(at.after) != "/":
            measure = self.measure(at.after, self.name(at.after, 4))
        base = None
        if ratio or at.quantity.dimension is Dimension.PERCENT:
            base = self.base(at.after, len(self.items), _BASES)
            base = base or self.base(at.zone, at.start, _BASES_BEFORE)
        begin = self.tokens[self.at(at.start).first].start
        end = self.tokens[self.at(at.after - 1).stop - 1].end
        return [
            LimitFact(
                measure, statistic, side if limits else None, quantity, base, begin, end, role
            )
            for side, quantity in ends
            for statistic in dict.fromkeys(statistics) or (None,)
        ], stop

    def listed(self, index: int) -> bool:
        """Whether numbers without units lead to the quantity: ``of 10, 50, 100 ms``."""
        number = self.low(index - 1) in _JOINTS and self.at(index - 2).kind == "number"
        before = self.at(index - 3)
        return number and (before.low in _JOINTS | _LINKS or isinstance(before.value, Comparator))

    def sign_before(self, index: int, zone: int) -> int:
        """The item that compares with the quantity at ``index``; -1 when there is none."""
        for place in range(index - 1, max(zone, index - 7) - 1, -1):
            if self.is_a(Comparator, place):
                return place
            if self.low(place) not in _FILLERS and not self.is_a(Statistic, place):
                break
        return -1

    def is_sign_behind(self, index: int) -> bool:
        """Whether ``or less``, ``at most`` or ``max`` at ``index`` speaks of what stands before."""
        if not self.is_a(Comparator, index) or self.at(index + 1).kind == "number":
            return False
        word = self.tokens[self.at(index).first].low
        return word in {"or", "at"} | _EXTREME and not self.is_a(Reading, index + 1)

    def statistics_of(self, at: _Place) -> tuple[list[Statistic], int]:
        """The statistics of a quantity, and where the next one may begin to look back."""
        place = at.after
        while place < at.after + 3 and self.low(place) in {"at", "the", "(", ",", "as"}:
            place += 1
        found, stop = self.group(place)
        follows = self.at(stop)
        taken = isinstance(follows.value, Comparator | Reading) or follows.low in _OPENING
        if found and not taken and not (self.low(at.after) == "," and follows.kind == "word"):
            return found, stop
        place = at.item - 1
        while place >= at.zone and not self.is_a(Statistic, place):
            place -= 1
        if place < at.zone:
            return [], at.after
        between = [self.low(item) for item in range(place + 1, at.start)]
        while place > at.zone and (
            self.low(place - 1) in _JOINTS or self.is_a(Statistic, place - 1)
        ):
            place -= 1
        found, _ = self.group(place + (self.low(place) in _JOINTS))
        far = len(between) > 3 or "," in between
        return ([] if len(found) > 1 and far else found), at.after

    def group(self, place: int) -> tuple[list[Statistic], int]:
        """The statistics from item ``place`` on that are joined to each other: ``p50/p95/p99``."""
        found: list[Statistic] = []
        stop = place
        while isinstance(value := self.at(place).value, Statistic):
            found.append(value)
            place = stop = place + 1
            while self.low(place) in _JOINTS and place < stop + 2:
                place += 1
        return found, stop

    def measure(self, start: int, stop: int) -> str:
        """What is measured, said by the items ``start`` up to ``stop``."""
        later = self.is_a(Reading, start - 1) or self.is_a(Statistic, start - 1)
        for place in range(start, stop):
            if self.low(place) in _IF or (later and self.low(place) == ","):
                start = place + 1
        while start < stop and (self.at(start).kind != "word" or self.low(start) in _LEADING):
            start += 1
        while start < stop and not self.closes(stop - 1):
            stop -= 1
        return self.written(start, stop, statistics=False)

    def closes(self, index: int) -> bool:
        """Whether a measure may end with item ``index``."""
        if self.low(index) == ")":
            return self.at(index - 1).kind == "word"
        word = self.at(index).kind == "word"
        return word and (self.low(index) not in _TRAILING or self.hyphened(index))

    def base(self, start: int, stop: int, openers: frozenset[str]) -> str | None:
        """What a percentage is taken of, looked for in the items ``start`` up to ``stop``."""
        for place in range(start, min(stop, start + 12)):
            low, before = self.low(place), self.low(place - 1)
            if self.is_a(Reading, place) or self.ends(place):
                return None
            compared = low in {"to", "with", "on"} and before in _COMPARED
            if compared or low in openers or (low == "of" and place == start and "of" in openers):
                first = place + 1
                while self.low(first) in {".", "a", "an", "the", "its"}:
                    first += 1
                return self.written(first, self.name(first)) or None
        return None

    def role(self, at: _Place, *, later: bool) -> Role:
        """What a quantity is for; ``later`` says that the sentence has set a limit before."""
        growing = at.quantity.dimension in _GROWING
        wrong = {Comparator.LT, Comparator.LE} if growing else {Comparator.GT, Comparator.GE}
        sign, word, ahead = self.at(at.before).value, self.low(at.before), self.low(at.start - 1)
        exceeds = (
            word.startswith("exceed")
            and sign is Comparator.GT
            and ahead not in {"must", "should", "shall", "to"}
        )
        asked = any(self.low(place) in _IF for place in range(at.zone, at.start))
        if (sign in wrong and (exceeds or asked)) or (sign is Comparator.LT and ahead in _FALLING):
            return Role.CONDITION
        bare, behind = at.before < 0, self.low(at.after)
        setting = False
        if at.quantity.dimension is Dimension.TIME:
            over = word == "over" and (later or ahead.endswith("ed"))
            setting = over or behind in _WINDOWS or (bare and ahead in _DURING)
        elif at.quantity.dimension is Dimension.SIZE:
            setting = bare and (behind in _LOADS or ahead in _SIZES)
        elif growing:
            setting = behind in _TRAFFIC or (bare and ahead == "at")
        return Role.SETTING if setting else Role.LIMIT

    def counts(self, index: int) -> tuple[str, int] | None:
        """What the plain number at ``index`` counts, as ``samples`` or ``cycles``, and how many."""
        value = read_number(self.at(index).low)
        if (
            value is None
            or value[1] != 1
            or (self.tied(index + 1) and self.at(index + 1).kind == "word")
        ):
            return None
        for place in range(index + 1, index + 6):
            low = self.low(place)
            if low in {"cycle", "cycles"} or (low in _SAMPLES and place < index + 5):
                return "cycles" if low.startswith("cycle") else "samples", value[0]
            if low in _DISCARDED or not (low == "+" or self.named(place)):
                break
        place = index - 1
        if self.is_a(Comparator, place) or self.low(place) in {":", "of"}:
            size = self.low(place - 1) in {"size", "count"}
            low = self.low(place - 1 - size)
            direct = size or self.low(place) != "of"
            if direct and (low in _SAMPLES or (low == "n" and self.low(place) == "=")):
                return "samples", value[0]
        return None

    def sizes(self) -> tuple[tuple[int, ...], str | None]:
        """The first list of workload sizes, and what is counted."""
        index = 0
        while index < len(self.items):
            values, stop = self.list_at(index)
            if len(values) > 1:
                end = self.name(stop, 3)
                unit = self.written(stop, end).casefold() or None
                around = {self.low(place) for place in range(index - 4, index)}
                called = bool(around & _SIZES)
                listed = unit is not None and (len(values) > 2 or self.low(index - 1) == "(")
                if (called or listed) and not (unit and unit_of(self.tokens[self.at(stop).first])):
                    return tuple(values), unit
            index = max(stop, index + 1)
        return (), None

    def list_at(self, index: int) -> tuple[list[int], int]:
        """The whole numbers listed from item ``index`` on; none when the last has a unit."""
        values: list[int] = []
        stop = index
        while self.at(index).value is None and self.token(index).kind == "number":
            parts = [read_number(self.low(index))]
            if parts == [None]:
                parts = [read_number(part) for part in self.low(index).split(",")]
            if not all(part and part[1] == 1 for part in parts):
                return [], index + 1
            values += [part[0] for part in parts if part]
            index = stop = index + 1
            while self.low(index) in _JOINTS and index < stop + 2:
                index += 1
        return ([] if self.is_a(Reading, index) and index > stop else values), stop

    def token(self, index: int) -> Token:
        """The first token of item ``index``."""
        return at(self.tokens, self.at(index).first)

    def ratio(self) -> tuple[RatioRange | None, str]:
        """The first ratio, and what it is a ratio of."""
        for index, item in enumerate(self.items):
            value = item.value
            if isinstance(value, Reading) and value.quantity.dimension is Dimension.RATIO:
                return RatioRange(item.lower or value.quantity, value.quantity), self.ratio_of(
                    index
                )
        return None, ""

    def ratio_of(self, index: int) -> str:
        """What improves by the ratio at ``index``: ``latency reduction``."""
        for place in range(index + 1, self.name(index + 1)):
            if self.low(place) in _DIRECTIONS:
                text = self.written(index + 1, place + 1).casefold()
                return "speedup" if text == "speed" else text
        if self.low(index - 1) in {"of", "by", ":"} and self.low(index - 2) in _DIRECTIONS:
            start = index - 2 - self.named(index - 3)
            return self.written(start, index - 1).casefold()
        return ""

    def budget(self) -> str | None:
        """The first budget that is named and not given as a number."""
        for index, item in enumerate(self.items):
            if item.kind != "word" or item.low not in {"budget", "budgets"}:
                continue
            given = self.is_a(Comparator, index + 1) or self.low(index + 1) in {"of", ":", "is"}
            if given and any(self.is_a(Reading, place) for place in range(index + 1, index + 5)):
                continue
            start = index
            while start > index - 6 and self.named(start - 1):
                start -= 1
            if self.is_a(Reading, start - 1):
                continue
            if self.low(start - 1) == "of" and self.is_a(Reading, start - 2):
                continue
            return self.written(start, index + 1)
        return None


def parse_target(text: str) -> TargetFacts:
    """Read one metric text. Never raises; what the text does not say stays empty."""
    reader = _Reader(text)
    counted: dict[str, int] = {}
    for index, item in enumerate(reader.items):
        if item.kind == "number" and (found := reader.counts(index)):
            counted.setdefault(*found)
    statistics = [item.value for item in reader.items if isinstance(item.value, Statistic)]
    sizes, size_unit = reader.sizes()
    ratio, ratio_of = reader.ratio()
    return TargetFacts(
        reader.limits(),
        tuple(dict.fromkeys(statistics)),
        counted.get("samples"),
        counted.get("cycles"),
        sizes,
        size_unit,
        ratio,
        ratio_of,
        reader.budget(),
    )


def canonical_wording(text: str) -> str:
    """``text`` in a form that is equal for texts that differ only harmlessly.

    Case, whitespace, quotes, dashes, units (``0.5s`` and ``500 ms``), thousands separators,
    spellings of a comparison sign, trailing punctuation, and ``/``, ``&`` for ``and``.
    """
    reader = _Reader(text)
    parts = [
        ("" if reader.tied(index) else " ") + _canonical(reader, index)
        for index in range(len(reader.items))
    ]
    joined = " ".join("".join(parts).split()).replace(" , ", ", ").replace(", and ", " and ")
    joined = joined.replace("( ", "(").replace(" )", ")")
    return joined.rstrip(" .,;:!?")


def _canonical(reader: _Reader, index: int) -> str:
    item, token = reader.at(index), reader.token(index)
    listed = reader.token(index - 1).kind == reader.token(index + 1).kind == "number"
    text = reader.written(index, index + 1).casefold()
    if isinstance(item.value, Reading):
        shown = _shown(item.value)
        text = f"{item.lower}-{shown}" if item.lower else shown
    elif isinstance(item.value, Comparator) and token.kind == "mark":
        text = f" {item.value.value} "
    elif item.low in {"&", "and"} or (item.low == "/" and not listed):
        text = " and "
    elif item.low == ",":
        text = " , "
    elif not item.value and set(item.low) <= set("-—―") and not reader.hyphened(index):
        text = " - "
    elif item.kind == "number" and (value := read_number(item.low)) and value[1] == 1:
        text = str(value[0])
    return text


def _shown(reading: Reading) -> str:
    shown = str(reading.quantity)
    if not reading.noun:
        return shown
    number, _, per = shown.partition("/")
    return f"{number} {reading.noun}/{per}"
