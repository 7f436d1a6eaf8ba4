"""Ids of the owner mapping that stand beside the words of another id's title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.model import Principle
from doctrine_check.doctrine.targets import measured
from doctrine_check.doctrine.wording import content_words
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import DocumentFacts, Lever, Mention, OwnerMapping

MAX_COMPARED = 100
"""Above so many principles and levers no swaps are looked for in the mapping."""
_CLEARLY = 2


class Exchanged(Record):
    """An id of the mapping in the row of another one; the numbers count words that are shared."""

    row: OwnerMapping
    owner: Principle | Lever
    shared: int
    own: int


def exchanged_in(facts: DocumentFacts) -> dict[Mention, Exchanged]:
    """The ids of the mapping that stand beside the words of another id's title."""
    names = _Names(facts)
    found: dict[Mention, Exchanged] = {}
    for row in facts.mapping if len(names.facts) <= MAX_COMPARED else ():
        said = content_words(row.subsystem.text)
        for mention in row.concerns:
            own = len(said & names.words(mention.read.id))
            if mention.read.id in names.facts and own * 2 <= len(said):
                other = names.likeliest(row, said, own)
                if other is not None:
                    found[mention] = Exchanged(row, names.facts[other[1]], other[0], own)
    if not found:
        return {}
    meant = {(mention.read.id, swapped.owner.id) for mention, swapped in found.items()}
    return {
        mention: swapped
        for mention, swapped in found.items()
        if (swapped.owner.id, mention.read.id) in meant
        or (swapped.shared - swapped.own >= _CLEARLY and names.unfit(swapped, facts.mapping))
    }


class _Names:
    """The words that name principles and levers; each is read once, when somebody asks."""

    def __init__(self, facts: DocumentFacts) -> None:
        named: tuple[Principle | Lever, ...] = (*facts.principles, *facts.levers)
        self.facts: dict[DoctrineId, Principle | Lever] = {fact.id: fact for fact in named}
        self.known: dict[DoctrineId, set[str]] = {}

    def words(self, identity: DoctrineId) -> set[str]:
        """The words of its title, and of what its target limits."""
        if identity not in self.known:
            fact = self.facts.get(identity)
            title = "" if fact is None else fact.title.text
            limited = measured(fact) if isinstance(fact, Principle) else ""
            self.known[identity] = content_words(f"{title} {limited}")
        return self.known[identity]

    def likeliest(
        self, row: OwnerMapping, said: set[str], own: int
    ) -> tuple[int, DoctrineId] | None:
        """The one id outside of a row that shares most of its words, and more than ``own``."""
        there = {mention.read.id for mention in row.concerns}
        best: tuple[int, DoctrineId] | None = None
        most = own
        for identity in self.facts:
            shared = len(said & self.words(identity))
            if identity in there or shared < most:
                continue
            best = (shared, identity) if shared > most else None
            most = shared
        return best

    def unfit(self, swapped: Exchanged, mapping: Sequence[OwnerMapping]) -> bool:
        """Whether there are rows for an id, and none of them has half of its words from it."""
        rows = [row for row in mapping if any(m.read.id == swapped.owner.id for m in row.concerns)]
        words = self.words(swapped.owner.id)
        said = (content_words(row.subsystem.text) for row in rows)
        return bool(rows) and not any(len(named & words) * 2 >= len(named) for named in said)
