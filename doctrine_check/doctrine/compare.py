"""The doctrine beside its spec contract: what both hold, what was swapped, and who stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.ids import well_formed
from doctrine_check.doctrine.model import (
    EventDefinition,
    Invariant,
    Kind,
    Principle,
)
from doctrine_check.doctrine.targets import (
    Line,
    judged_by,
    judged_in,
    lines_of,
    statistics_in,
)
from doctrine_check.doctrine.wording import (
    abbreviates,
    contradicts,
    likeness,
    same_words,
    without_gloss,
    word_list,
)
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import DocumentFacts, Fact, Text
    from doctrine_check.limits import Statistic

SHARED_KINDS = (Kind.PRINCIPLE, Kind.LEVER, Kind.ARTIFACT, Kind.EVENT, Kind.INVARIANT)
"""The kinds of fact that both documents hold."""


class Both(Record):
    """One id as the doctrine and as the contract have it."""

    id: DoctrineId
    doctrine: Fact
    contract: Fact


class Swap(Record):
    """A text of the contract that belongs to another id of the doctrine."""

    id: DoctrineId
    field: str
    text: Text
    owner: DoctrineId
    owner_text: Text


class Renamed(Record):
    """A fact that stands on both sides in the same words, under ids that one side lacks."""

    doctrine: Fact
    contract: Fact


class Pair(Record):
    """The performance doctrine and its spec contract, matched by id."""

    doctrine: DocumentFacts
    contract: DocumentFacts
    both: tuple[Both, ...]
    swaps: tuple[Swap, ...]
    renamed: tuple[Renamed, ...]

    def of(self, kind: Kind) -> Iterator[Both]:
        """Everything of one kind that stands on both sides."""
        wanted = {fact.id for fact in self.doctrine.facts(kind)}
        return (item for item in self.both if item.id in wanted)

    def principles(self) -> Iterator[tuple[Principle, Principle]]:
        """Every principle on both sides, the doctrine's first."""
        theirs = {fact.id: fact for fact in self.contract.principles}
        return ((fact, theirs[fact.id]) for fact in self.doctrine.principles if fact.id in theirs)

    def events(self) -> Iterator[tuple[EventDefinition, EventDefinition]]:
        """Every event code on both sides, the doctrine's first."""
        theirs = {fact.id: fact for fact in self.contract.events}
        return ((fact, theirs[fact.id]) for fact in self.doctrine.events if fact.id in theirs)

    def invariants(self) -> Iterator[tuple[Invariant, Invariant]]:
        """Every invariant on both sides, the doctrine's first."""
        theirs = {fact.id: fact for fact in self.contract.invariants}
        return ((fact, theirs[fact.id]) for fact in self.doctrine.invariants if fact.id in theirs)

    def swapped(self, identity: DoctrineId, field: str) -> bool:
        """Whether this text is already reported as another id's."""
        return any(swap.id == identity and swap.field == field for swap in self.swaps)


def pair_up(doctrine: DocumentFacts, contract: DocumentFacts) -> Pair:
    """Match the facts of both documents by id."""
    both: list[Both] = []
    swaps: list[Swap] = []
    renamed: list[Renamed] = []
    for kind in SHARED_KINDS:
        ours: dict[DoctrineId, Fact] = {fact.id: fact for fact in doctrine.facts(kind)}
        theirs: dict[DoctrineId, Fact] = {fact.id: fact for fact in contract.facts(kind)}
        both += [Both(id_, fact, theirs[id_]) for id_, fact in ours.items() if id_ in theirs]
        swaps += _swaps(ours, theirs)
        renamed += _renamed(ours, theirs)
    return Pair(doctrine, contract, tuple(both), tuple(swaps), tuple(renamed))


def _renamed(ours: dict[DoctrineId, Fact], theirs: dict[DoctrineId, Fact]) -> Iterator[Renamed]:
    alone = {
        _words(fact): fact
        for identity, fact in ours.items()
        if identity not in theirs and _sound(identity)
    }
    for identity, fact in theirs.items():
        words = _words(fact)
        if identity not in ours and words and words in alone and _sound(identity):
            yield Renamed(alone.pop(words), fact)


def _sound(identity: DoctrineId) -> bool:
    """Whether an id is of the family it stands for; others are the rule wrong-family's."""
    return well_formed(str(identity)) == identity


def _words(fact: Fact) -> str:
    """The words that a fact keeps whatever its id: its title, meaning or statement."""
    texts = _texts(fact)
    text = texts.get("title") or texts.get("meaning") or texts.get("statement")
    return " ".join(word_list(text.text)) if text is not None else ""


def _texts(fact: Fact) -> dict[str, Text]:
    """The texts of a fact that tell it from its neighbours, by field name."""
    found: dict[str, Text | None] = {"title": fact.title}
    if isinstance(fact, Principle):
        found["metric"] = fact.metric or fact.target
    elif isinstance(fact, EventDefinition):
        found = {"meaning": fact.meaning}
    elif isinstance(fact, Invariant):
        found = {"statement": fact.statement}
    return {field: text for field, text in found.items() if text is not None and text.text}


def _swaps(ours: dict[DoctrineId, Fact], theirs: dict[DoctrineId, Fact]) -> Iterator[Swap]:
    known = {identity: _texts(fact) for identity, fact in ours.items()}
    for identity, fact in theirs.items():
        if identity not in known:
            continue
        for field, text in _texts(fact).items():
            own = known[identity].get(field)
            if own is None or same_words(own.text, text.text):
                continue
            owner = _owner(text, field, identity, known)
            if owner is not None and likeness(text.text, own.text) < _close(
                text, known[owner][field]
            ):
                yield Swap(identity, field, text, owner, known[owner][field])


def _close(text: Text, other: Text) -> float:
    """A text is another id's when it is clearly nearer to that one's than to its own."""
    return likeness(text.text, other.text) - 0.25


MAX_COMPARED = 100
"""Above so many ids of one kind no swaps are looked for: the search compares all with all."""


def _owner(
    text: Text,
    field: str,
    identity: DoctrineId,
    known: dict[DoctrineId, dict[str, Text]],
) -> DoctrineId | None:
    if len(known) > MAX_COMPARED:
        return None
    best: DoctrineId | None = None
    score = 0.5
    for other, texts in known.items():
        if other == identity or field not in texts:
            continue
        likely = likeness(text.text, texts[field].text)
        if likely > score:
            best, score = other, likely
    return best


def titles_agree(one: str, other: str) -> bool:
    """Whether two titles are the same words, what they add in parentheses aside.

    "(rejected)" is no addition: it says the contrary.
    """
    if not same_words(without_gloss(one), without_gloss(other)):
        return False
    return not (("(" in one or "(" in other) and contradicts(one, other))


def title_shortened(one: str, other: str) -> bool:
    """Whether one title only leaves words of the other out, none that turns it round."""
    first, second = without_gloss(one), without_gloss(other)
    shorter = abbreviates(first, second) or abbreviates(second, first)
    return shorter and not contradicts(one, other)


def twins(contract: DocumentFacts | None) -> dict[DoctrineId, Principle]:
    """The contract's principles by id."""
    return {} if contract is None else {fact.id: fact for fact in contract.principles}


class Judgement(Record):
    """What a principle is to be judged at, the line that says so, and those that say otherwise."""

    statistic: Statistic
    line: Line
    odd: tuple[Line, ...] = ()


class Judges:
    """At which percentile most places judge each principle. Lives for one run of a rule.

    Heard are target, gate, measurement, the contract's metric, and the event that speaks of a
    percentile: but for ``lone``, an event that speaks of one at which nothing is judged.
    """

    def __init__(self, facts: DocumentFacts, contract: DocumentFacts | None) -> None:
        self.twins = twins(contract)
        self.event = _spoken(facts)
        self.lone: Judgement | None = None
        if self.event is not None and not _supported(self.event, facts):
            self.lone = self._outvoted(self.event, facts, contract)
            self.event = self.event if self.lone is None else None

    def _outvoted(
        self, event: Line, facts: DocumentFacts, contract: DocumentFacts | None
    ) -> Judgement | None:
        """What the principles are judged at, where more places say so than speak for the event."""
        wrong = _spoken_of(event)
        others = () if contract is None else contract.events
        echoes = [x.meaning for x in others if str(x.id) == event.source and x.meaning is not None]
        rows = 1 + any(wrong in statistics_in(text.text) for text in echoes)
        votes: dict[Statistic, int] = {}
        first: dict[Statistic, Line] = {}
        for principle in facts.principles:
            for statistic, line, ours in self._voices(principle, _named(principle)):
                votes[statistic] = votes.get(statistic, 0) + 1
                if ours:
                    first.setdefault(statistic, line)
        best = max(first, key=lambda statistic: votes[statistic], default=wrong)
        if votes.get(best, 0) <= max(rows, votes.get(wrong, 0)):
            return None
        return Judgement(best, first[best], (event,))

    def _voices(self, principle: Principle, named: _Named) -> list[tuple[Statistic, Line, bool]]:
        """The highest percentile of each place, with whether it is the doctrine's."""
        found = [(max(statistics), line, True) for line, statistics in named.values()]
        twin = self.twins.get(principle.id)
        theirs = judged_by(twin) if twin is not None else ()
        if theirs:
            found.append((*max(theirs, key=lambda item: item[0]), False))
        return found

    def of(self, principle: Principle) -> Judgement | None:
        """The judgement on one principle; ``None`` where neither target nor gate names any."""
        named = _named(principle)
        judging = named.get("CI gate") or named.get("Target")
        if judging is None:
            return None
        line, judged = judging
        _, target = named.get("Target", judging)
        _, measured = named.get("Measurement", (line, (*target, *judged)))
        if (
            max(target) in judged
            and max(measured) in judged
            and {*target, *judged} <= {*measured}
            and (self.event is None or _spoken_of(self.event) in judged)
        ):
            return Judgement(max(judged), line)
        return self._voted(principle, named, line)

    def _voted(self, principle: Principle, named: _Named, judging: Line) -> Judgement:
        voices = self._voices(principle, named)
        if self.event is not None:  # only the target is heard before it
            place = int(voices[0][1].source == "Target")
            voices.insert(place, (_spoken_of(self.event), self.event, True))
        votes = [statistic for statistic, _, _ in voices]
        best = max(votes, key=votes.count)
        says = [line for statistic, line, _ in voices if statistic == best]
        says.sort(key=lambda line: line is self.event)
        odd = [line for line, statistics in named.values() if not _says(line, statistics, best)]
        if odd:
            return Judgement(best, says[0], tuple(odd))
        if "Measurement" in named:
            line, measured = named["Measurement"]
            highest = max(measured)
            if highest > best and highest not in judged_in(judging):
                if len(says) > 1:
                    return Judgement(best, says[0], (line,))
                return Judgement(highest, line, (judging,))
            for said, statistics in named.values():
                for statistic in statistics:
                    if statistic not in measured:
                        return Judgement(statistic, said, (line,))
        event = self.event or judging
        return Judgement(_spoken_of(event), event, (judging,))


_Named = dict[str, tuple[Line, tuple["Statistic", ...]]]


def _named(principle: Principle) -> _Named:
    """Target, gate and measurement, each with what it judges by or measures, if anything."""
    found: _Named = {}
    for line in lines_of(principle):
        if line.source != "Metric":
            measures = line.source == "Measurement"
            named = statistics_in(line.text.text) if measures else judged_in(line)
            if named:
                found[line.source] = (line, named)
    return found


def _says(line: Line, statistics: tuple[Statistic, ...], best: Statistic) -> bool:
    """Whether a line goes with a percentile: the target by its highest, the others by any."""
    return max(statistics) == best if line.source == "Target" else best in statistics


def _spoken(facts: DocumentFacts) -> Line | None:
    """The first event that speaks of a percentile."""
    for event in facts.events:
        if event.meaning is not None and statistics_in(event.meaning.text):
            return Line(str(event.id), event.meaning)
    return None


def _spoken_of(event: Line) -> Statistic:
    return statistics_in(event.text.text)[0]


def _supported(event: Line, facts: DocumentFacts) -> bool:
    """Whether some principle is judged at what the event speaks of."""
    judging = (_named(principle) for principle in facts.principles)
    lines = (named.get("CI gate") or named.get("Target") for named in judging)
    return any(line is not None and _spoken_of(event) in line[1] for line in lines)
