"""The limits of one metric text: what is measured, how it is compared, and with what."""

from __future__ import annotations

from enum import Enum

from doctrine_check.doctrine.phrases import EXTREME, NOTHING, Item, items_of
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
    tokenize,
    words,
)
from doctrine_check.records import Record


class Role(Enum):
    """What a quantity is for: to be kept, to trigger something, or to set the scene."""

    LIMIT = "limit"
    CONDITION = "condition"
    SETTING = "setting"


class LimitFact(Record):
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
_IF = words(
    """if when whenever unless until once alert alerts fail fails failing failure block blocks
    blocked reject rejects rejected red break breaks"""
)
_FALLING = words("drop drops dropping fall falls falling")
_DURING = words("every each for during after last past next per")
_WINDOWS = words("window windows warm warmup interval period")
_LOADS = words("payload payloads file files input inputs document documents message messages ram")
_TRAFFIC = words("load traffic")
SIZES = words("size sizes scale scales counts workload workloads")
_ABBREVIATED = words("vs g e approx cf etc")
JOINTS = words(", / and & or")
_OPENING = words(": of is must stays remains")
_COMPARED = words("overhead relative compared cost added")
_BASES = words("of over above against than vs versus from")
_BASES_BEFORE = words("against vs versus")
_GROWING = {Dimension.RATE, Dimension.BANDWIDTH, Dimension.RATIO}


class _Place(Record):
    """A quantity among the items: its comparator or -1, what it may look back to, what follows."""

    zone: int
    before: int
    start: int
    item: int
    after: int
    quantity: Quantity


class Reader:
    """One text, split into items, and the questions that are asked of it."""

    def __init__(self, text: str) -> None:
        self.text = text.translate(ONE_FOR_ONE)
        self.tokens = tokenize(text)
        self.items = items_of(self.tokens)

    def at(self, index: int) -> Item:
        """Item ``index``, or an empty one beyond either end."""
        return self.items[index] if 0 <= index < len(self.items) else NOTHING

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
        number = self.low(index - 1) in JOINTS and self.at(index - 2).kind == "number"
        before = self.at(index - 3)
        return number and (before.low in JOINTS | _LINKS or isinstance(before.value, Comparator))

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
        return word in {"or", "at"} | EXTREME and not self.is_a(Reading, index + 1)

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
            self.low(place - 1) in JOINTS or self.is_a(Statistic, place - 1)
        ):
            place -= 1
        found, _ = self.group(place + (self.low(place) in JOINTS))
        far = len(between) > 3 or "," in between
        return ([] if len(found) > 1 and far else found), at.after

    def group(self, place: int) -> tuple[list[Statistic], int]:
        """The statistics from item ``place`` on that are joined to each other: ``p50/p95/p99``."""
        found: list[Statistic] = []
        stop = place
        while isinstance(value := self.at(place).value, Statistic):
            found.append(value)
            place = stop = place + 1
            while self.low(place) in JOINTS and place < stop + 2:
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
            setting = bare and (behind in _LOADS or ahead in SIZES)
        elif growing:
            setting = behind in _TRAFFIC or (bare and ahead == "at")
        return Role.SETTING if setting else Role.LIMIT

    def token(self, index: int) -> Token:
        """The first token of item ``index``."""
        return at(self.tokens, self.at(index).first)
