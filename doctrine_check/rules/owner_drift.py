"""The owner track of an id differs between lever, mapping and contract.

## What it does

Compares the owner track of each lever under its heading with the mapping rows that cover it and
with the contract's "Owner Track" column, and the mapping rows of one principle with each other.
What stands in parentheses behind a track is its name: it may be left out, and must not differ;
another track there (`10.5 (10.6)`) is a second owner. Of three places, the one that stands alone is
reported. Rows of the mapping for one subsystem must name one track, too.

## Why

Two owners are none: each track may expect the other one to review.

## How to fix

State one owner track in all three places.

## Example

Bad: `**Owner track:** 10.6` and a mapping row `| Scheduler tuning | 10.15 | LEV-01 |`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.ids import LeverId, PrincipleId
from doctrine_check.doctrine.wording import likeness, owner_track, quote, same_words, says_nothing
from doctrine_check.rules.problem import Problem
from doctrine_check.rules.unmapped_id import misnamed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import DocumentFacts, Mention, OwnerMapping, Text
    from doctrine_check.rules.context import Context


class _Owners:
    """The first track stated for each id, and the first that is stated with its name."""

    def __init__(self, facts: DocumentFacts, wrong: AbstractSet[Text]) -> None:
        self.first: dict[DoctrineId, Text] = {}
        self.named: dict[DoctrineId, Text] = {}
        for lever in facts.levers:
            owner = lever.owner
            if owner is not None and owner not in wrong and not says_nothing(owner.text):
                self.clash(lever.id, owner)

    def clash(self, identity: DoctrineId, owner: Text) -> Text | None:
        """The track that was stated before and is another one. Keeps ``owner`` where none was."""
        first = self.first.setdefault(identity, owner)
        if _track(first) != _track(owner):
            return first
        name = _name(owner)
        if not name:
            return None
        named = self.named.setdefault(identity, owner)
        return None if same_words(_name(named), name) else named


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report owner tracks that disagree, once for each place that differs from the first."""
    instead = {found.place for found in misnamed(facts).values()}  # the rule unmapped-id's
    found = [*_clashes(facts, context, instead)]
    if found and context.pair is not None:
        from doctrine_check.rules.swapped_text import exchanged

        others = instead.union(mention.place for mention in exchanged(facts))  # that rule's
        alone = dict(_levers_alone(facts, context, others))
        yield from alone.values()
        found = [*_clashes(facts, context, others, alone.keys())]
    yield from found
    names = [row.subsystem.text.casefold() for row in facts.mapping]
    if len(set(names)) < len(names):
        lines = {problem.place.line for problem in found}
        yield from _subsystems_twice(facts, lines)


def _subsystems_twice(facts: DocumentFacts, reported: AbstractSet[int]) -> Iterator[Problem]:
    """Rows of one subsystem with other tracks than its first; lines ``reported`` are so already.

    Of two rows, the one whose ids have less of its name in their titles is the wrong one.
    """
    titles: dict[DoctrineId, str] = {lever.id: lever.title.text for lever in facts.levers}
    titles.update((principle.id, principle.title.text) for principle in facts.principles)
    rows: dict[str, OwnerMapping] = {}

    def fit(row: OwnerMapping) -> float:
        own = (titles.get(mention.read.id, "") for mention in row.concerns)
        return max((likeness(title, row.subsystem.text) for title in own), default=0.0)

    for row in facts.mapping:
        if says_nothing(row.subsystem.text) or says_nothing(row.owner.text):
            continue
        first = rows.setdefault(" ".join(row.subsystem.text.casefold().split()), row)
        if _track(first.owner) == _track(row.owner) or row.owner.line in reported:
            continue
        right, wrong = (first, row) if fit(first) >= fit(row) else (row, first)
        yield Problem(
            facts.at(wrong.owner),
            f"expected one owner track of {quote(row.subsystem.text)}, {_track(right.owner)} "
            f"({facts.path}:{right.owner.line}), found {_track(wrong.owner)}",
            "state one owner track in all rows of a subsystem, or name the subsystems apart",
            subject=wrong.subsystem.text,
            related=(facts.at(right.owner),),
        )


def _levers_alone(
    facts: DocumentFacts, context: Context, others: AbstractSet[Text]
) -> Iterator[tuple[Text, Problem]]:
    """The tracks of levers that disagree with two places or more, which agree: those are wrong."""
    contract = context.contract
    for lever in facts.levers:
        rows = [row for row in facts.mapping for m in row.concerns if _is(m, lever.id, others)]
        twins = [twin for twin in (contract.levers if contract else ()) if twin.id == lever.id]
        stated = [(facts, row.owner) for row in rows]
        stated += [(contract, twin.owner) for twin in twins if contract and twin.owner]
        owner, tracks = lever.owner, {_track(other) for _, other in stated}
        if owner is None or says_nothing(owner.text) or len(stated) < 2 or len(tracks) != 1:
            continue
        if _track(owner) not in tracks and not says_nothing(stated[0][1].text):
            where, expected = stated[0]
            problem = _problem(facts, owner, [str(lever.id)], expected, where, "lever")
            yield owner, problem._replace(related=tuple(at.at(other) for at, other in stated))


def _is(mention: Mention, identity: DoctrineId, others: AbstractSet[Text]) -> bool:
    """Whether the mapping names this id, and not by mistake."""
    return mention.read.id == identity and mention.place not in others


def _clashes(
    facts: DocumentFacts,
    context: Context,
    others: AbstractSet[Text],
    wrong: AbstractSet[Text] = frozenset(),
) -> Iterator[Problem]:
    """The places that differ from the first, but for ids of the mapping that are ``others``."""
    owners = _Owners(facts, wrong)
    for row in facts.mapping:
        clashes: dict[str, tuple[list[str], Text]] = {}
        for mention in row.concerns:
            identity = mention.read.id
            if mention.place in others:
                continue
            if isinstance(identity, LeverId | PrincipleId) and not says_nothing(row.owner.text):
                expected = owners.clash(identity, row.owner)
                if expected is not None:
                    clashes.setdefault(expected.text, ([], expected))[0].append(str(identity))
        for ids, expected in clashes.values():
            yield _problem(facts, row.owner, ids, expected, facts, "mapping")
    contract = context.contract
    known = {lever.id for lever in facts.levers}
    for lever in contract.levers if contract is not None else ():
        # A lever that the doctrine lacks is the rule one-sided-id's.
        if lever.owner is None or says_nothing(lever.owner.text) or lever.id not in known:
            continue
        expected = owners.clash(lever.id, lever.owner)
        if expected is not None and contract is not None:
            yield _problem(contract, lever.owner, [str(lever.id)], expected, facts, "spec contract")


def _track(text: Text) -> str:
    return owner_track(text.text)


def _name(text: Text) -> str:
    """What stands in parentheses behind a track."""
    return text.text.partition("(")[2]


def _problem(
    facts: DocumentFacts,
    place: Text,
    ids: list[str],
    expected: Text,
    doctrine: DocumentFacts,
    where: str,
) -> Problem:
    tracks = _track(expected), _track(place)
    if tracks[0] == tracks[1]:
        tracks = expected.text, place.text
    return Problem(
        facts.at(place),
        f"expected owner track {tracks[0]} of {', '.join(ids)} "
        f"({doctrine.path}:{expected.line}), found {tracks[1]} in the {where}",
        "state one owner track in lever, mapping and contract",
        subject=ids[0],
        related=(doctrine.at(expected),),
    )
