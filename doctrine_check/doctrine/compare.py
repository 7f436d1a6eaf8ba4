"""The doctrine beside its spec contract: what stands on both sides, and what was swapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.ids import well_formed
from doctrine_check.doctrine.model import (
    EventDefinition,
    Invariant,
    Kind,
    Principle,
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
