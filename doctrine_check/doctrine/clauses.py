"""A metric text as items, and what its clauses make of a quantity: limit, trigger or setting."""

from __future__ import annotations

from enum import Enum

from doctrine_check.doctrine.phrases import NOTHING, Item, items_of
from doctrine_check.limits import (
    Comparator,
    Dimension,
    Quantity,
    Reading,
    Statistic,
    Token,
    at,
    glued,
    plain,
    tokenize,
    words,
)
from doctrine_check.records import Record


class Role(Enum):
    """What a quantity is for: to be kept, to trigger something, or to set the scene."""

    LIMIT = "limit"
    CONDITION = "condition"
    SETTING = "setting"


LINKS = words(
    """a an the and or of with at in to for from on by as is are be was were across over under
    within per against between during than that which when whenever if unless via using must shall
    should may can will kept has have stay stays remain remains keep keeps takes take meets
    meet completes complete finishes its their this measured averaged sustained sampled compared
    relative versus vs"""
)
_WHEN = words("if when whenever once")
_UNLESS = words("unless until")
_FAIL = words(
    """alert alerts fail fails failing failure block blocks blocked reject rejects rejected red
    break breaks warn warns warning warnings"""
)
_PASS = words("pass passes passing passed accept accepts accepted green succeed succeeds")
IF_WORDS = _WHEN | _UNLESS | _FAIL
_NEGATIONS = words("not no never none nothing neither nor cannot")
_FALLING = words("drop drops dropping fall falls falling")
_DURING = words("every each for during after last past next per")
_WINDOWS = words("window windows warm warmup interval period timeout timeouts cooldown")
_ELSE = _WINDOWS | words("intervals ttl retention")
_LONG_ELSE = words("run runs job jobs soak duration budget limit")
_RUNNERS = words("ci build builds job jobs pipeline pipelines workflow run runs suite")
_SET_TO = words("of is to at set : = ( with a about")
_ABOUT = words("~ ≈ about roughly around approximately approx circa")
_LOADS = words("payload payloads file files input inputs document documents message messages ram")
_TRAFFIC = words("load traffic")
SIZES = words("size sizes scale scales counts workload workloads")
_ABBREVIATED = words("vs g e approx cf etc")
GROWING = {Dimension.RATE, Dimension.BANDWIDTH, Dimension.RATIO}


class Place(Record):
    """A quantity among the items: its comparator or -1, what it may look back to, what follows.

    ``turned`` is the comparator that one behind it comes to: ``100 ms < start`` is ``> 100 ms``.
    """

    zone: int
    before: int
    start: int
    item: int
    after: int
    quantity: Quantity
    turned: Comparator | None = None


class Clauses:
    """One text, split into items, and what its clauses make of each quantity."""

    def __init__(self, text: str) -> None:
        self.text = plain(text)
        self.tokens = tokenize(text)
        self.items = items_of(self.tokens)
        self.alarms = True

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
        return known and (self.hyphened(index) or item.low not in LINKS | {"-"})

    def name(self, index: int, size: int = 6) -> int:
        """Where the name that begins at item ``index`` ends."""
        stop = index
        while stop < index + size and self.named(stop):
            stop += 1
        return stop

    def role(self, at: Place, *, later: bool) -> Role:
        """What a quantity is for; ``later`` says that the sentence has set a limit before."""
        if self.triggers(at):
            return Role.CONDITION
        word, ahead, bare = self.low(at.before), self.low(at.start - 1), at.before < 0
        behind, setting = self.low(at.after), self.warns(at)
        if at.quantity.dimension is Dimension.TIME:
            over = word == "over" and (later or ahead.endswith("ed"))
            setting = setting or over or behind in _WINDOWS or (bare and ahead in _DURING)
            setting = setting or ((bare or later) and self.elsewhere(at))
        elif at.quantity.dimension is Dimension.SIZE:
            setting = setting or (bare and (behind in _LOADS or ahead in SIZES))
        elif at.quantity.dimension in GROWING:
            setting = setting or behind in _TRAFFIC or (bare and ahead == "at")
        return Role.SETTING if setting else Role.LIMIT

    def triggers(self, at: Place) -> bool:
        """Whether a comparator says when something fails, and not what must be kept."""
        sign, ahead = at.turned or self.at(at.before).value, self.low(at.start - 1)
        if not isinstance(sign, Comparator) or sign is Comparator.EQ:
            return False
        growing = at.quantity.dimension in GROWING
        wrong = sign.upper == growing
        asked, verdict = self.mood(at)
        if verdict:
            return verdict == "fails" and not self.warns(at)
        exceeds = self.low(at.before).startswith("exceed") and sign is Comparator.GT
        exceeds = exceeds and ahead not in {"must", "should", "shall", "to"}
        falls = sign is Comparator.LT and ahead in _FALLING
        return (wrong and (exceeds or asked)) or falls

    def mood(self, at: Place) -> tuple[bool, str]:
        """Whether a word like "if" or "fails" comes before, and what a comparator decides.

        ``fails`` or ``passes``, when such a verb stands right before it or leads to an "if".
        """
        asked, verdict, said, led = False, "", "", False
        last = at.start - 1
        while last > at.zone and self.is_a(Statistic, last):
            last -= 1
        for place in range(at.zone, at.start):
            low = self.low(place)
            asked = asked or low in IF_WORDS or (place == last and low in {"that", "which"})
            if low in _FAIL or low in _PASS:
                verdict, other = ("fails", "passes")[:: 1 if low in _FAIL else -1]
                before = self.low(place - 1)
                if before in _NEGATIONS or before.endswith("n't"):
                    verdict = other
                said, led = verdict, place == last
            elif said and low in _UNLESS:
                verdict, led = ("passes" if said == "fails" else "fails"), True
            elif said and low in _WHEN:
                led = True
        return asked, verdict if led else ""

    def warns(self, at: Place) -> bool:
        """Whether a quantity is where a warning begins: below the limit, and none itself."""
        if not self.alarms:
            return False
        if self.low(at.after).startswith("warn"):
            return True
        for place in range(at.start - 1, max(at.zone, at.start - 7) - 1, -1):
            if self.low(place).startswith("warn"):
                return True
            if self.low(place) in _FAIL:
                return False
        return False

    def no_such(self, at: Place) -> bool:
        """Whether "no start exceeds 5 s" is said, which bounds from above."""
        exceeds = self.low(at.before).startswith("exceed")
        return exceeds and any(self.low(p) in _NEGATIONS for p in range(at.zone, at.start))

    def loose(self, at: Place) -> bool:
        """Whether a quantity is only about right: ``~ 5 ms``, ``5 ms ± 1 ms``."""
        return self.low(at.start - 1) in _ABOUT or self.low(at.after) in {"±", "+/-"}

    def elsewhere(self, at: Place) -> bool:
        """Whether a time is evidently not the principle's: a timeout, the budget of a CI job."""
        long = at.quantity.numerator >= 60 * at.quantity.denominator
        behind, next_ = self.low(at.after), self.low(at.after + 1)
        if long and not self.hyphened(at.after) and (behind in _RUNNERS or behind in _LONG_ELSE):
            return behind not in {"budget", "limit"}
        if behind == "time" and self.low(at.after + 2) == "out" and next_ == "-":
            return True
        place = at.start - 1
        while place > max(at.zone, at.start - 5) and self.low(place) in _SET_TO:
            place -= 1
        low, before = self.low(place), self.low(place - 1)
        if before == "-":
            low, before = self.low(place - 2) + low, ""
        if low in _ELSE | {"timeout", "warmup", "cooldown"} or (low, before) == ("up", "warm"):
            return True
        called = low not in {"budget", "limit"} or before in _RUNNERS
        return long and low in _LONG_ELSE and called

    def token(self, index: int) -> Token:
        """The first token of item ``index``."""
        return at(self.tokens, self.at(index).first)
