"""The limits that a principle states, where each stands, and how two of them disagree."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from doctrine_check.doctrine.clauses import GROWING
from doctrine_check.doctrine.phrases import items_of, may_name_statistic
from doctrine_check.doctrine.target import Role, parse_target
from doctrine_check.doctrine.wording import missing_words, word_list
from doctrine_check.limits import Comparator, Dimension, has_digit, read_number, tokenize
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Principle, Text
    from doctrine_check.doctrine.target import LimitFact, TargetFacts
    from doctrine_check.limits import Statistic


@lru_cache(maxsize=1024)
def read_target(text: str) -> TargetFacts:
    """:func:`parse_target`, once for each text: many rules ask about the same few lines."""
    return parse_target(text)


@lru_cache(maxsize=1024)
def statistics_in(text: str) -> tuple[Statistic, ...]:
    """The statistics that a text names, each once, in order."""
    return read_target(text).statistics if may_name_statistic(text) else ()


def named_at(text: Text, statistic: Statistic) -> Text:
    """The last piece of a text that names a statistic; all of it where nothing does."""
    tokens, found = tokenize(text.text), text
    for item in items_of(tokens):
        if item.value == statistic:
            found = text.part(tokens[item.first].start, tokens[item.stop - 1].end)
    return found


def counted_at(text: Text, numbers: Iterable[int]) -> Text:
    """The first of these numbers in a text; all of it where they stand as words."""
    wanted = {(number, 1) for number in numbers}
    for token in tokenize(text.text):
        if token.kind == "number" and read_number(token.low) in wanted:
            return text.part(token.start, token.end)
    return text


_VAGUE = frozenset({"many", "several", "some", "enough", "few", "more"})


def uncounted_at(text: Text, noun: str) -> Text:
    """The first place where a noun stands without its number, or the word in place of that."""
    tokens = tokenize(text.text)
    at = next((index for index, token in enumerate(tokens) if token.low == noun), None)
    if at is None:
        return text
    before = [token for token in tokens[max(0, at - 6) : at] if token.low in _VAGUE]
    first = (before or [tokens[at]])[0]
    return text.part(first.start, first.end)


class Stated(Record):
    """A limit as stated in one line of a principle (``source``: Target, CI gate, ...)."""

    source: str
    fact: LimitFact
    text: Text

    @property
    def place(self) -> Text:
        """The piece of text that states the limit."""
        return self.text.part(self.fact.start, self.fact.end)

    @property
    def number(self) -> Text:
        """The same, from its last line on: a sign may stand on the line before its number."""
        last, first = self.text.part(self.fact.end - 1, self.fact.end), self.place
        return first if last.line == first.line else last


class Line(Record):
    """One line of a principle: what it is called, and its text."""

    source: str
    text: Text


def lines_of(principle: Principle) -> tuple[Line, ...]:
    """Target, metric, CI gate and measurement, those that are there, in this order."""
    named = (
        ("Target", principle.target),
        ("Metric", principle.metric),
        ("CI gate", principle.gate),
        ("Measurement", principle.measurement),
    )
    return tuple(Line(source, text) for source, text in named if text is not None)


_PROMISES = ("Target", "Metric")


def limits_in(line: Line) -> tuple[Stated, ...]:
    """The limits stated in a line; in a target "exceeds 100 ms" is a promise, no condition."""
    promise = line.source in _PROMISES
    return tuple(
        Stated(line.source, _promised(fact) if promise and fact.bare else fact, line.text)
        for fact in read_target(line.text.text).limits
        if fact.role is not Role.SETTING
    )


def _promised(fact: LimitFact) -> LimitFact:
    return fact._replace(role=Role.LIMIT, comparator=fact.sign, sign=None, bare=False)


def limits_of(principle: Principle) -> tuple[Stated, ...]:
    """The limits that bind: those of the target (or metric), else those of the gate."""
    lines = (line for line in lines_of(principle) if line.source != "Measurement")
    return next(filter(None, map(limits_in, lines)), ())


def main_limit(principle: Principle) -> Stated | None:
    """The first limit that binds."""
    return next(iter(limits_of(principle)), None)


def measured(principle: Principle) -> str:
    """What the limits that bind are limits of."""
    return " ".join(stated.fact.measure for stated in limits_of(principle))


def owners_of_measures(principles: tuple[Principle, ...]) -> dict[str, Principle]:
    """The first principle that measures by each word."""
    owners: dict[str, Principle] = {}
    for principle in principles:
        for word in word_list(measured(principle)):
            owners.setdefault(word, principle)
    return owners


def borrowed(ours: Principle, theirs: Principle, owners: dict[str, Principle]) -> Principle | None:
    """The other principle whose measure the contract names in place of this one's."""
    foreign = missing_words(measured(theirs), " ".join(x.text.text for x in lines_of(ours)))
    found = [owners.get(word) for word in foreign]
    owner = found[0] if found else None
    if owner is None or owner.id == ours.id or any(other is not owner for other in found):
        return None
    said = " ".join(line.text.text for line in lines_of(theirs))
    return owner if missing_words(measured(ours), said) else None


def judged_in(line: Line) -> tuple[Statistic, ...]:
    """The statistics that the limits of a line are judged by; else those that it names."""
    stated = [fact.fact.statistic for fact in limits_in(line)]
    return tuple(dict.fromkeys(s for s in stated if s)) or statistics_in(line.text.text)


def judged_by(principle: Principle) -> tuple[tuple[Statistic, Line], ...]:
    """Each statistic that target, metric or gate judges by, with the first line that says so."""
    found: dict[Statistic, Line] = {}
    for line in lines_of(principle):
        if line.source != "Measurement":
            for statistic in judged_in(line):
                found.setdefault(statistic, line)
    return tuple(found.items())


class Laws:
    """The limits that bind, found by what they bound: a line may hold thousands of them."""

    def __init__(self, limits: tuple[Stated, ...]) -> None:
        self.limits = limits
        self.first: dict[object, Stated] = {}
        self.count: dict[Dimension, int] = {}
        for stated in limits:
            fact = stated.fact
            kind, quantity = fact.quantity.dimension, fact.quantity
            self.count[kind] = self.count.get(kind, 0) + 1
            for key in (kind, quantity, (kind, fact.statistic), (quantity, fact.statistic)):
                self.first.setdefault(key, stated)

    def counterpart(self, stated: Stated, *, alone: bool = False) -> Stated | None:
        """The limit that ``stated`` must agree with: one of its dimension and statistic.

        Limits at different percentiles are different limits, unless each is the only one of its
        kind (``alone`` says so of ``stated``); one without a percentile agrees with any.
        """
        quantity, statistic = stated.fact.quantity, stated.fact.statistic
        kind = quantity.dimension
        if statistic is None or (alone and self.count.get(kind) == 1):
            return self.first.get(quantity) or self.first.get(kind)
        named = statistic if (kind, statistic) in self.first else None
        return self.first.get((quantity, named)) or self.first.get((kind, named))

    def paired(self, others: tuple[Stated, ...]) -> Iterator[tuple[Stated, Stated]]:
        """Each of ``others``, which stand in one line, with the limit that it must agree with."""
        kinds = [stated.fact.quantity.dimension for stated in others]
        single = {kind for kind in self.count if kinds.count(kind) == 1}
        for stated, kind in zip(others, kinds, strict=True):
            law = self.counterpart(stated, alone=kind in single)
            if law is not None:
                yield stated, law

    def comparable(self, others: tuple[Stated, ...]) -> bool:
        """Whether any of ``others`` bounds what some law bounds."""
        return any(stated.fact.quantity.dimension in self.count for stated in others)


_LIMITS = frozenset({"budget", "threshold", "limit", "target", "ceiling", "cap"})


def named_limits(text: Text) -> Iterator[Stated]:
    """Quantities in running text that are called a budget, threshold or limit.

    Any other number in prose is a number in prose.
    """
    if not has_digit(text.text):
        return
    for fact in read_target(text.text).limits:
        behind = text.text[fact.end : fact.end + 40].casefold().split()
        before = text.text[max(0, fact.start - 60) : fact.start].casefold().split()
        if fact.role is not Role.SETTING and (_called_behind(behind) or _called_before(before)):
            yield Stated("text", fact, text)


def _called_behind(behind: list[str]) -> bool:
    """``budget ...``, ``p99 limit ...``, as what follows a quantity."""
    first = behind[0] if behind else ""
    if first in {"overhead", "latency"} or (first[:1] == "p" and first[1:3].isdecimal()):
        behind = behind[1:]
    return bool(behind) and behind[0].rstrip(".,;:!?)'\"") in _LIMITS | {"gate"}


def _called_before(before: list[str]) -> bool:
    """``the limit is``, ``a budget of about``, as what leads to a quantity."""
    for joint in range(1, min(4, len(before))):
        if before[-joint] in {"of", "is", "at"} and before[-joint - 1] in _LIMITS:
            return True
        if not before[-joint].isalnum():
            return False
    return False


def elsewhere(facts: DocumentFacts, principle: Principle) -> list[Stated]:
    """The limits that running text states of a principle, and for overhead ART-05."""
    found = [stated for text in principle.prose for stated in named_limits(text)]
    found = [stated for stated in found if not _of_others(principle, stated)]
    if any(x.fact.quantity.dimension is Dimension.PERCENT for x in limits_of(principle)):
        found += _overhead_notes(facts)
    return found


def _overhead_notes(facts: DocumentFacts) -> list[Stated]:
    """The overhead that ART-05 names is the overhead of the principle, and a percentage."""
    texts = [
        text
        for artifact in facts.artifacts
        if str(artifact.id) == "ART-05"
        for text in artifact.contents + artifact.prose
    ]
    stated = [stated for text in texts for stated in limits_in(Line("ART-05", text))]
    shares = [x for x in stated if x.fact.quantity.dimension is Dimension.PERCENT]
    return shares or [x for x in stated if "overhead" in word_list(x.fact.measure)]


_OWN = frozenset({"gate", "target", "principle", "doctrine", "this", "it", "that"})
_ARTICLES = frozenset({"of", "a", "an", "the", "our", "its", "each", "every"})


def _of_others(principle: Principle, stated: Stated) -> bool:
    """Whether running text says whose limit it is, and it is not the principle's.

    "The 1 s limit of human patience" shares no word with title, target or gate.
    """
    behind = word_list(stated.text.text[stated.fact.end : stated.fact.end + 80])
    if len(behind) < 3 or behind[1] != "of":
        return False
    owner = {word for word in behind[2:5] if word not in _ARTICLES}
    texts = (principle.title, *(line.text for line in lines_of(principle)))
    return owner.isdisjoint(_OWN.union(*(word_list(text.text) for text in texts)))


def comparable(one: LimitFact, other: LimitFact) -> bool:
    """Whether two limits bound the same sort of quantity."""
    return one.quantity.dimension is other.quantity.dimension


def same_side(one: LimitFact, other: LimitFact) -> bool:
    """Whether two limits are kept on the same side.

    A comparator that is left out agrees with an upper bound, for rates with a lower one; what
    fails above a number is bounded by it from above.
    """
    if one.comparator is not None and other.comparator is not None:
        return one.comparator is other.comparator
    return _bounds_above(one) is _bounds_above(other)


def unsigned(stated: Stated) -> bool:
    """Whether a promise holds a number, and no word or sign that makes it a limit.

    Called a budget or limit, or alone in its cell, a number is one; so is a gate's.
    """
    fact = stated.fact
    if fact.comparator or fact.role is not Role.LIMIT or stated.source not in _PROMISES:
        return False
    before, behind = stated.text.text[: fact.start], stated.text.text[fact.end :]
    said = f"{before[-60:]} {behind[:40]}".casefold().split()
    named = (_LIMITS | {"max", "maximum"}).intersection(word.strip(".,:;()") for word in said)
    return bool(fact.measure) and not named


def _bounds_above(fact: LimitFact) -> bool | None:
    """Whether smaller values keep a limit; ``None`` where only the very value does."""
    sign = fact.comparator or fact.sign
    if sign is Comparator.EQ:
        return None
    if sign is None:
        return fact.quantity.dimension not in GROWING
    return sign.upper is (fact.role is not Role.CONDITION)


def needs_statistic(fact: LimitFact) -> bool:
    """Whether a limit means little without a percentile: those on times do."""
    return fact.quantity.dimension is Dimension.TIME


def samples_needed(statistic: Statistic) -> int:
    """How many samples the statistic takes to be more than the maximum: 1 / (1 - p)."""
    return statistic.samples


def rank(statistic: Statistic) -> int:
    """The place of a statistic in the order from the smallest to the largest sample."""
    return statistic.rank


def settled(
    facts: DocumentFacts, principle: Principle, twin: Principle | None
) -> tuple[Stated, ...]:
    """The limits of a principle; one that stands alone gives way to what most places state.

    Gate, measurement, running text and the contract's metric are heard beside the target. Where
    as many say one thing as another, the target stays the law, and then the doctrine.
    """
    own = limits_of(principle)
    if not own:
        return own
    laws = Laws(own)
    places = [limits_in(line) for line in lines_of(principle) if line.source != own[0].source]
    said = _heard(laws, [*filter(None, places), *((x,) for x in elsewhere(facts, principle))])
    theirs = _heard(laws, [limits_of(twin)] if twin is not None and limits_of(twin) else [])
    return tuple(_upheld(law, said.get(law, []), theirs.get(law, [])) for law in own)


def _heard(laws: Laws, places: list[tuple[Stated, ...]]) -> dict[Stated, list[Stated]]:
    """What other places state of each limit, each place once for each."""
    heard: dict[Stated, list[Stated]] = {}
    for place in places:
        if place[0].source in ("text", "ART-05"):  # single numbers, each about one limit
            law = laws.counterpart(place[0])
            pairs = {} if law is None else {law: place[0]}
        else:
            pairs = {law: stated for stated, law in reversed([*laws.paired(place)])}
        if not pairs and len(laws.limits) == 1 and place[0].source != "text":
            pairs = {laws.limits[0]: place[0]}  # of another unit
        for law, stated in pairs.items():
            heard.setdefault(law, []).append(stated)
    return heard


def _upheld(law: Stated, said: list[Stated], theirs: list[Stated]) -> Stated:
    """The limit that most places state: ``law`` itself, or the first in ``said`` of more."""
    found: dict[object, dict[object, list[Stated]]] = {}
    for stated in (law, *said, *theirs):
        side = (stated.fact.comparator, _bounds_above(stated.fact))
        found.setdefault(stated.fact.quantity, {}).setdefault(side, []).append(stated)

    def votes(stated: Stated) -> int:
        sides = found[stated.fact.quantity].values()
        return sum(len(x) for x in sides if same_side(x[0].fact, stated.fact))

    first = [side[0] for sides in found.values() for side in sides.values()]
    rivals = [x for x in first if not _agree(law, x)]
    best = max(rivals, key=votes, default=law)
    return best if votes(best) > votes(law) else law


def _agree(one: Stated, other: Stated) -> bool:
    return one.fact.quantity == other.fact.quantity and same_side(one.fact, other.fact)
