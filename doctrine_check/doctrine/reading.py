"""The limits of one metric text: what is measured, how it is compared, and with what."""

from __future__ import annotations

from doctrine_check.doctrine.clauses import IF_WORDS, LINKS, SIZES, Clauses, Place, Role
from doctrine_check.doctrine.phrases import EXTREME
from doctrine_check.limits import (
    Comparator,
    Dimension,
    Limit,
    Quantity,
    Reading,
    Statistic,
    words,
)
from doctrine_check.records import Record

__all__ = ["JOINTS", "SIZES", "LimitFact", "Reader", "Role"]


class LimitFact(Record):
    """A limit in a text. ``base`` is what a percentage is taken of; offsets are characters.

    A ``CONDITION`` ("if overhead exceeds 5%") has no comparator: 5% is the limit, a threshold, and
    ``sign`` is what triggers it. ``bare`` says that nothing but "exceeds" makes it one: in a target
    it would be what is promised. A ``SETTING`` ("averaged over 5 minutes") limits nothing.
    """

    measure: str
    statistic: Statistic | None
    comparator: Comparator | None
    quantity: Quantity
    base: str | None
    start: int
    end: int
    role: Role = Role.LIMIT
    sign: Comparator | None = None
    bare: bool = False

    @property
    def limit(self) -> Limit:
        """The limit without its place in the text."""
        return Limit(self.measure, self.statistic, self.comparator, self.quantity)


_TRAILING = LINKS | words(
    """drops drop falls fall rises does do limit limits threshold thresholds budget budgets target
    targets ceiling gate not never no adds add about roughly around approximately"""
)
_LEADING = words("a an the and or but with where which that while if when whenever unless")
_FILLERS = words(
    "a an the one of about roughly limit budget threshold ceiling target to just be ~ ≈ ± +/- + ( :"
)
JOINTS = words(", / and & or")
_NO_SIGNS = {"="} | words(
    "<> >< => <=> << >> <<< >>> === \u2260 \u2262 \u226a \u226b \u2272 \u2273 \u2276 \u2277"
)
"""Signs that bound nothing, or that nobody can read; ``=`` is one where it is struck out."""
_FLIPPED = {
    Comparator.LT: Comparator.GT,
    Comparator.LE: Comparator.GE,
    Comparator.GT: Comparator.LT,
    Comparator.GE: Comparator.LE,
    Comparator.EQ: Comparator.EQ,
}
_FACTORS = words("x * \u00b7 times multiplied (")
_SPARE = words(
    """+ plus \u00b1 +/- tolerance slack margin headroom leeway grace allowance noise jitter"""
)
_OPENING = words(": of is must stays remains")
_COMPARED = words("overhead relative compared cost added")
_BASES = words("of over above against than vs versus from")
_BASES_BEFORE = words("against vs versus")


class Reader(Clauses):
    """One text, split into items, and the questions that are asked of it."""

    def limits(self) -> tuple[LimitFact, ...]:
        """All limits, conditions and settings, in order; a text that only warns limits by that."""
        found = self.all_limits()
        if found and all(fact.role is Role.SETTING for fact in found):
            self.alarms = False
            found = self.all_limits()
        return found

    def all_limits(self) -> tuple[LimitFact, ...]:
        """All limits, conditions and settings, in order."""
        out: list[LimitFact] = []
        zone, earlier, later, last = 0, "", False, -1
        for index, item in enumerate(self.items):
            if item.kind == "mark" and self.ends(index):
                zone, earlier, later = index + 1, "", False
            elif isinstance(item.value, Reading) and not self.listed(index):
                if later and self.added(out, index, last):
                    continue
                before = self.sign_before(index, zone)
                if before < 0 and self.low(index - 1) in _NO_SIGNS:
                    continue
                after = index + 1 + self.is_sign_behind(index + 1)
                turned = self.turned(index + 1) if before < 0 and after == index + 1 else None
                start = index if before < 0 else before
                place = Place(zone, before, start, index, after, item.value.quantity, turned)
                found, zone = self.limits_at(place, earlier, later=later)
                out += self.times(found, place.after) if self.low(after) in _FACTORS else found
                if found and found[0].role is not Role.SETTING:
                    earlier, later, last = found[0].measure, True, index
        return tuple(out)

    def turned(self, index: int) -> Comparator | None:
        """What the sign at ``index`` says of the quantity before it: ``100 ms < cold start``."""
        sign = self.at(index + (self.low(index) == "is"))
        stop = index + 1 + (self.low(index) == "is")
        if not isinstance(sign.value, Comparator) or self.at(stop).kind == "number":
            return None
        marked = self.token(index).kind == "mark" or self.low(index) == "is"
        return _FLIPPED[sign.value] if marked and not self.is_a(Reading, stop) else None

    def times(self, found: list[LimitFact], after: int) -> list[LimitFact]:
        """Limits times the factor that stands behind them, if any does: ``100 ms x 2``."""
        from doctrine_check.doctrine.scales import grown, multiplied

        factor = multiplied(self, after)
        if factor is None:
            return found
        end = self.tokens[self.at(factor[1] - 1).stop - 1].end
        return [grown(fact, factor[0])._replace(end=end) for fact in found]

    def added(self, out: list[LimitFact], index: int, last: int) -> bool:
        """Whether the quantity at ``index`` only widens the last limit: ``100 ms (+20%)``."""
        around = {self.low(place) for place in range(index - 3, index + 3)}
        if around.isdisjoint(_SPARE):
            return False
        from doctrine_check.doctrine.scales import allows, widened

        item = self.at(index)
        spare = item.value
        if not isinstance(spare, Reading) or allows(self, index, last) < 0:
            return False
        size = 1
        while size < min(len(out), 8) and out[-size - 1].start == out[-1].start:
            size += 1
        wide = [widened(fact, spare.quantity) for fact in out[-size:]]
        kept = [fact for fact in wide if fact is not None]
        if len(kept) < size:
            return False
        place = index + 1
        while place < index + 4 and self.low(place) in {")", "at", "the"}:
            place += 1
        behind = self.group(place)[0]
        named = self.low(index + 1) in _SPARE and self.at(index + 1).kind == "word"
        end = self.tokens[self.at(index + named).stop - 1].end
        out[-size:] = [
            fact._replace(end=end, statistic=fact.statistic or (behind[0] if behind else None))
            for fact in kept
        ]
        return True

    def limits_at(self, at: Place, earlier: str, *, later: bool) -> tuple[list[LimitFact], int]:
        """The limits that one quantity sets, and where the next one may begin to look back."""
        sign = self.at(at.before if at.after == at.item + 1 else at.item + 1).value
        comparator = sign if isinstance(sign, Comparator) else at.turned
        lower = self.at(at.item).lower
        ratio = at.quantity.dimension is Dimension.RATIO
        if ratio and (comparator is None or lower):
            return [], at.item + 1
        statistics, stop = self.statistics_of(at)
        role = self.role(at, later=later)
        if role is Role.LIMIT and comparator is None and self.loose(at):
            comparator = Comparator.EQ
        elif comparator is Comparator.GT and self.no_such(at):
            role, comparator = Role.LIMIT, Comparator.LE
        limits, bare = role is Role.LIMIT, role is Role.CONDITION and self.mood(at) == (False, "")
        ends = [(comparator, at.quantity)]
        if lower and self.low(at.item - 1) != "from":
            ends = [(Comparator.GE, lower), (Comparator.LE, at.quantity)]
        measure = self.measure(at.zone, at.start) or earlier
        if at.turned:
            measure = self.measure(stop, self.name(stop))
        elif not measure and self.low(at.after) != "/":
            measure = self.measure(at.after, self.name(at.after, 4))
        base = None
        if ratio or at.quantity.dimension is Dimension.PERCENT:
            base = self.base(at.after, len(self.items), _BASES)
            base = base or self.base(at.zone, at.start, _BASES_BEFORE)
        begin = self.tokens[self.at(at.start).first].start
        end = self.tokens[self.at(at.after - 1).stop - 1].end
        return [
            LimitFact(
                measure,
                statistic,
                side if limits else None,
                quantity,
                base,
                begin,
                end,
                role,
                side if role is Role.CONDITION else None,
                bare,
            )
            for side, quantity in ends
            for statistic in dict.fromkeys(statistics) or (None,)
        ], stop

    def listed(self, index: int) -> bool:
        """Whether numbers without units lead to the quantity: ``of 10, 50, 100 ms``."""
        number = self.low(index - 1) in JOINTS and self.at(index - 2).kind == "number"
        before = self.at(index - 3)
        return number and (before.low in JOINTS | LINKS or isinstance(before.value, Comparator))

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

    def statistics_of(self, at: Place) -> tuple[list[Statistic], int]:
        """The statistics of a quantity, and where the next one may begin to look back."""
        if at.turned:
            return self.statistics_behind(at)
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

    def statistics_behind(self, at: Place) -> tuple[list[Statistic], int]:
        """The first statistics behind a sign that follows its quantity, and where that ends."""
        behind = at.after + 1 + (self.low(at.after) == "is")
        place = behind
        while place < behind + 12 and not self.ends(place) and not self.is_a(Reading, place):
            if self.is_a(Statistic, place):
                found, stop = self.group(place)
                return found, stop if place == behind else behind
            place += 1
        return [], behind

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
            if self.low(place) in IF_WORDS or (later and self.low(place) == ","):
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
