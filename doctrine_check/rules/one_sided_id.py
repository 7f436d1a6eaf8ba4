"""An id stands in one document only.

## What it does

Compares the ids that the doctrine and its spec contract define, kind by kind. What the doctrine
alone defines is reported at the contract's table; what the contract alone defines at its row. The
same text under two ids is reported once, at the contract's, unless the doctrine's own mapping, or
the family of its other ids, agrees with the contract. A title under a heading without a readable id
is reported at that heading. An id that may be missing only because another one is malformed,
doubled or of the wrong family is left to the rule that says so.

## Why

An obligation that stands in one document only is denied by the other one.

## How to fix

Add the row, or delete the id from both documents.

## Example

Bad: `PRF-004` in the doctrine's event table and not in the contract's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.compare import SHARED_KINDS
from doctrine_check.doctrine.define import id_of_ragged
from doctrine_check.doctrine.ids import EventCode, InvariantId, well_formed
from doctrine_check.doctrine.model import Form, Kind
from doctrine_check.doctrine.wording import abbreviates, quote, word_list
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.markdown import Heading
    from doctrine_check.doctrine.model import DocumentFacts, Fact
    from doctrine_check.findings import Location
    from doctrine_check.rules.context import Context

_TITLED = (Kind.PRINCIPLE, Kind.LEVER, Kind.ARTIFACT)


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report ids that one side lacks, where both sides have the kind."""
    doctrine, contract = pair.doctrine, pair.contract
    explained = _explained(pair)
    bare = _Bare(doctrine), _Bare(contract)
    for kind in SHARED_KINDS:
        ours, theirs = doctrine.facts(kind), contract.facts(kind)
        if not ours or not theirs:
            continue  # the rule missing-section's
        if pair.renamed:
            yield from _renamed(pair, kind)
        for fact in _alone(doctrine, contract, kind):
            if id(fact) not in explained:
                yield _unreadable(fact, doctrine, bare[1]) or _missing(
                    fact, doctrine, contract, kind
                )
        for fact in _alone(contract, doctrine, kind):
            if id(fact) not in explained:
                yield _unreadable(fact, contract, bare[0]) or _unknown(
                    fact, doctrine, contract, kind
                )


def _explained(pair: Pair) -> set[int]:
    """Which facts stand alone only because of something that another finding tells."""
    explained = {id(fact) for renamed in pair.renamed for fact in renamed}
    documents = pair.doctrine, pair.contract
    for one, other in (documents, documents[::-1]):
        if any(definition.duplicate_of is not None for definition in one.definitions):
            from doctrine_check.rules.duplicate_id import doubles

            explained |= {id(double.meant) for double in doubles(one, other)}
        explained |= {id(fact) for fact in _under_others(one, other)}
    return explained


def _missing(fact: Fact, doctrine: DocumentFacts, contract: DocumentFacts, kind: Kind) -> Problem:
    """What the doctrine alone has."""
    return Problem(
        _table(contract, kind),
        f"expected {_named(fact)} among the {kind.value} of the spec contract, as the "
        f"doctrine has it ({doctrine.path}:{fact.title.line}), found none",
        f"add {fact.id} to the spec contract, or drop it from the doctrine",
        subject=str(fact.id),
        related=(doctrine.at(fact.title),),
    )


def _unknown(fact: Fact, doctrine: DocumentFacts, contract: DocumentFacts, kind: Kind) -> Problem:
    """What the contract alone has."""
    place = _table(doctrine, kind)
    return Problem(
        contract.at(fact.title),
        f"expected an id that the doctrine defines among its {kind.value} "
        f"({place.place}), found {fact.id}",
        f"add {fact.id} to the doctrine, or drop it from the spec contract",
        subject=str(fact.id),
        related=(place,),
    )


def _unreadable(fact: Fact, having: DocumentFacts, bare: _Bare) -> Problem | None:
    """A heading that has the title of a fact, and no id that can be read."""
    heading = None if isinstance(fact.id, EventCode | InvariantId) else bare.of(fact.title.text)
    if heading is None:
        return None
    found = quote(bare.facts.document.plain(heading.raw))
    return Problem(
        bare.facts.line(heading.line, heading.column),
        f"expected the id {fact.id} in the heading with its title, as "
        f"{having.path}:{fact.title.line} has it, found {found}",
        f"write `{fact.id}: ` before the title",
        subject=str(fact.id),
        related=(having.at(fact.title),),
    )


_MAX_HEADINGS = 100
"""Above so many headings without an id none is looked for: the search compares all with all."""
_MAX_EXTRA = 3
"""How many words a heading may have beside those of a title: those of a misspelt id, and a few."""


class _Bare:
    """The headings of a document that define no id."""

    def __init__(self, facts: DocumentFacts) -> None:
        self.facts = facts
        self.found: list[tuple[Heading, str]] | None = None

    def _headings(self) -> list[tuple[Heading, str]]:
        defining = {d.place.line for d in self.facts.definitions if d.form is Form.HEADING}
        document = self.facts.document
        bare = [
            section.heading
            for section in document.sections
            if section.heading and section.heading.level > 1
        ]
        bare = [heading for heading in bare if heading.line not in defining]
        few = len(bare) <= _MAX_HEADINGS
        return [(heading, document.plain(heading.raw)) for heading in bare if few]

    def of(self, title: str) -> Heading | None:
        """The heading that ends with a title, or with one of which it leaves words out."""
        if self.found is None:
            self.found = self._headings()
        wanted = word_list(title)
        for heading, text in self.found if len(wanted) > 1 else ():
            words = word_list(text)
            short = words[-1:] == wanted[-1:] and len(words) <= len(wanted) + _MAX_EXTRA
            if short and abbreviates(title, text):
                return heading
        return None


def _under_others(facts: DocumentFacts, other: DocumentFacts) -> Iterator[Fact]:
    """The facts of the other document whose labels stand here below those of the fact before.

    That their heading is missing shows in the labels: the rule repeated-label's.
    """
    subjects = {entry.subject for entry in facts.repeated}
    for kind in _TITLED if subjects else ():
        known = {fact.id for fact in facts.facts(kind)}
        before = ""
        for fact in other.facts(kind):
            if fact.id not in known and before in subjects:
                yield fact
            before = str(fact.id)


def _spoilt(facts: DocumentFacts) -> frozenset[DoctrineId]:
    """The ids that are not written as they were meant: each is another rule's."""
    return frozenset(
        d.read.id
        for d in facts.definitions
        if d.read.problem is not None or well_formed(str(d.read.id)) != d.read.id
    )


def _alone(having: DocumentFacts, lacking: DocumentFacts, kind: Kind) -> Iterator[Fact]:
    """The facts that one document has and the other one lacks for certain."""
    others = lacking.facts(kind)
    known = {fact.id for fact in others}
    alone = [fact for fact in having.facts(kind) if fact.id not in known]
    if not alone or lacking.doubtful(kind):
        return iter(())  # it may be the one whose id is wrong or missing there
    spoilt, own, hidden = _spoilt(lacking), _spoilt(having), lacking.hidden_ids()
    theirs = {fact.id for fact in having.facts(kind)}
    doubtful = sum(fact.id in spoilt and fact.id not in theirs for fact in others)
    doubtful += _ragged(lacking, kind)
    alone = [fact for fact in alone if fact.id not in hidden and fact.id not in own]
    return iter(alone if len(alone) > doubtful else ())


def _ragged(facts: DocumentFacts, kind: Kind) -> int:
    """How many rows have another number of cells than their table, and no id."""
    return sum(
        len(row.cells) != len(table.columns) and not id_of_ragged(facts.document, row, kind)
        for table in facts.tables
        if table.kind is kind
        for row in facts.document.tables[table.number].rows
    )


def _renamed(pair: Pair, kind: Kind) -> Iterator[Problem]:
    """Facts with one text and two ids, but for ids that are not written as they were meant."""
    here = {id(fact) for fact in pair.doctrine.facts(kind)}
    spoilt = _spoilt(pair.doctrine), _spoilt(pair.contract)
    side = _Side(pair.doctrine)
    for renamed in pair.renamed:
        ours, theirs = renamed.doctrine, renamed.contract
        if id(ours) not in here or ours.id in spoilt[0] or theirs.id in spoilt[1]:
            continue
        if side.takes(theirs, ours):
            yield Problem(
                pair.doctrine.at(ours.title),
                f"expected the id {theirs.id} of the same text in the spec contract "
                f"({pair.contract.path}:{theirs.title.line}), as the rest of the doctrine has it, "
                f"found {ours.id}",
                "use one id in both documents",
                subject=str(theirs.id),
                related=(pair.contract.at(theirs.title),),
            )
            continue
        yield Problem(
            pair.contract.at(theirs.title),
            f"expected the id {ours.id} of the same text in the doctrine "
            f"({pair.doctrine.path}:{ours.title.line}), found {theirs.id}",
            "use one id in both documents",
            subject=str(ours.id),
            related=(pair.doctrine.at(ours.title),),
        )


class _Side:
    """On whose side the doctrine itself is: by its mapping, or by the family of its other ids."""

    def __init__(self, doctrine: DocumentFacts) -> None:
        self.mapped = {mention.read.id for row in doctrine.mapping for mention in row.concerns}
        self.families: dict[tuple[type, str], int] = {}
        facts: list[Fact] = [*doctrine.events, *doctrine.invariants]
        for family in map(_family, facts):
            self.families[family] = self.families.get(family, 0) + 1

    def takes(self, theirs: Fact, ours: Fact) -> bool:
        """Whether it takes the contract's side."""
        if theirs.id in self.mapped:
            return ours.id not in self.mapped
        own, other = _family(ours), _family(theirs)
        return own != other and self.families.get(own) == 1 < self.families.get(other, 0)


def _family(fact: Fact) -> tuple[type, str]:
    identity = fact.id
    family = identity.family if isinstance(identity, EventCode | InvariantId) else ""
    return type(identity), family


def _named(fact: Fact) -> str:
    """The id with its title; events and invariants have none but their id."""
    title = fact.title.text
    return str(fact.id) if title in ("", str(fact.id)) else f"{fact.id} {quote(title)}"


def _table(facts: DocumentFacts, kind: Kind) -> Location:
    """Where ids of this kind are listed: the table's header, or the first definition."""
    for table in facts.tables:
        if table.kind is kind:
            return facts.line(facts.document.tables[table.number].line)
    for definition in facts.definitions:
        if definition.kind is kind:
            if definition.form is Form.HEADING:
                parent = facts.document.sections[definition.section].parent
                return facts.line(facts.document.sections[parent].line)
            return facts.at(definition.place)
    return facts.line(1)
