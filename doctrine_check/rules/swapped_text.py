"""An id carries the text of another id.

## What it does

Reports titles, metrics, event meanings and invariant statements of the spec contract that are the
doctrine's text of another id: two rows whose ids or texts were swapped. In the owner mapping it
reports ids beside a subsystem that has the words of another id's title, where no row that names
that one is called so, or where two rows have each other's.

## Why

Each text is right and each id exists, so that a word search and a quick reader find everything.

## How to fix

Put each text beside its own id.

## Example

Bad: `| PRF-002 | error | p99 budget exceeded |`, the meaning of `PRF-004`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.model import Principle
from doctrine_check.doctrine.targets import measured
from doctrine_check.doctrine.wording import content_words, quote
from doctrine_check.records import Record
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doctrine_check.doctrine.compare import Pair, Swap
    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import (
        DocumentFacts,
        Lever,
        Mention,
        OwnerMapping,
    )
    from doctrine_check.rules.context import Context

MAX_COMPARED = 100
"""Above so many principles and levers no swaps are looked for in the mapping."""
_CLEARLY = 2


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report each id once, with all of its texts that belong elsewhere."""
    by_id: dict[DoctrineId, list[Swap]] = {}
    doubled = {
        definition.read.id
        for facts in (pair.doctrine, pair.contract)
        for definition in facts.definitions
        if definition.duplicate_of is not None
    }
    for swap in pair.swaps:
        if swap.id in doubled:
            continue  # which of the two texts is its own is the rule duplicate-id's
        by_id.setdefault(swap.id, []).append(swap)
    for identity, swaps in by_id.items():
        first = swaps[0]
        fields = " and ".join(swap.field for swap in swaps)
        yield Problem(
            pair.contract.at(first.text),
            f"expected the {fields} of {identity}, found that of {first.owner} "
            f"({pair.doctrine.path}:{first.owner_text.line}): {quote(first.text.text)}",
            "put each text beside its own id",
            subject=str(identity),
            related=(pair.doctrine.at(first.owner_text),),
        )
    for mention, swapped in exchanged(pair.doctrine).items():
        title = swapped.owner.title
        yield Problem(
            pair.doctrine.at(mention.place),
            f"expected {swapped.owner.id} in the owner mapping beside "
            f"{quote(swapped.row.subsystem.text)}, as its title says "
            f"({pair.doctrine.path}:{title.line}: {quote(title.text)}), found {mention.read.id}",
            "put each id beside its own subsystem",
            subject=str(mention.read.id),
            related=(pair.doctrine.at(title),),
        )


class Exchanged(Record):
    """An id of the mapping in the row of another one; the numbers count words that are shared."""

    row: OwnerMapping
    owner: Principle | Lever
    shared: int
    own: int


def exchanged(facts: DocumentFacts) -> dict[Mention, Exchanged]:
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
