"""Which cell of the owner mapping names something else than the id that no row covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.ids import ArtifactId
from doctrine_check.doctrine.wording import likeness, owner_track
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import DocumentFacts, Mention, OwnerMapping, Text

MAX_COMPARED = 100
"""Above so many missing ids, or places that may stand for them, none is looked for."""
_LIKELY = 0.15


class Misnamed(Record):
    """What stands in the mapping in place of an id, and where else it stands, if it is an id."""

    place: Text
    first: Text | None


class _Candidate(Record):
    """Something in a row that may stand for another id; ``number`` is the mention's in its row."""

    row: OwnerMapping
    number: int
    found: Misnamed
    id: DoctrineId | None


def instead_of(
    facts: DocumentFacts, missing: Sequence[tuple[DoctrineId, Text]]
) -> dict[DoctrineId, Misnamed]:
    """For each missing id the likeliest place that was to name it; each place for one id."""
    places = list(_candidates(facts))
    if max(len(places), len(missing)) > MAX_COMPARED:
        return {}
    owners: dict[DoctrineId, Text | None] = {lever.id: lever.owner for lever in facts.levers}
    titles: dict[DoctrineId, str] = {lever.id: lever.title.text for lever in facts.levers}
    titles.update((principle.id, principle.title.text) for principle in facts.principles)
    scored = [
        (_score(candidate, identity, title.text, titles, owners), -number, candidate, identity)
        for number, candidate in enumerate(places)
        for identity, title in missing
    ]
    found: dict[DoctrineId, Misnamed] = {}
    taken: set[Text] = set()
    for score, _, candidate, identity in sorted(scored, key=lambda item: item[:2], reverse=True):
        if score < _LIKELY or identity in found or candidate.found.place in taken:
            continue
        twin = candidate.id is not None and any(
            other.id == candidate.id and other.found.place in taken for other in places
        )
        if not twin:  # one of the places that name an id names it rightly
            found[identity] = candidate.found
            taken.add(candidate.found.place)
    return found


def _candidates(facts: DocumentFacts) -> Iterator[_Candidate]:
    """Ids that stand in several rows, artifacts, and what is no id in a row that names ids."""
    places: dict[DoctrineId, list[Text]] = {}
    for row in facts.mapping:
        for mention in row.concerns:
            places.setdefault(mention.read.id, []).append(mention.place)
    for row in facts.mapping:
        for number, mention in enumerate(row.concerns):
            others = [place for place in places[mention.read.id] if place != mention.place]
            if isinstance(mention.read.id, ArtifactId):
                yield _Candidate(row, number, Misnamed(mention.place, None), None)
            elif others:
                yield _Candidate(row, number, Misnamed(mention.place, others[0]), mention.read.id)
        for place in _pieces_without_id(row):
            yield _Candidate(row, len(row.concerns), Misnamed(place, None), None)


def _pieces_without_id(row: OwnerMapping) -> Iterator[Text]:
    """The pieces between the commas of a concern that hold no id."""
    start = 0
    text = row.concern_text.text
    for piece in text.split(","):
        begin = row.concern_text.column + start
        end = begin + len(piece)
        if not any(begin <= mention.place.column < end for mention in row.concerns):
            lead = len(piece) - len(piece.lstrip())
            yield row.concern_text.part(start + lead, start + lead + len(piece.strip()))
        start += len(piece) + 1


def _score(
    candidate: _Candidate,
    identity: DoctrineId,
    title: str,
    titles: dict[DoctrineId, str],
    owners: dict[DoctrineId, Text | None],
) -> float:
    """How likely a place was to name ``identity``: by owner, neighbours and subsystem."""
    row, named = candidate.row, candidate.id
    number = _number(identity)
    score = likeness(row.subsystem.text, title)
    if named is None:
        digits = candidate.found.place.text.rpartition("-")[2]
        return score + (1.5 if digits.isdecimal() and int(digits) == number else 1.0)
    score -= likeness(row.subsystem.text, titles.get(named, ""))
    score += 0.1 if type(named) is type(identity) else 0.0
    own, meant = owners.get(named), owners.get(identity)
    if own is not None and _track(own) != _track(row.owner):
        score += 1.0
    elif own is not None and meant is not None and _track(own) != _track(meant):
        score -= 1.0
    before = row.concerns[: candidate.number][-1:]
    behind = row.concerns[candidate.number + 1 :][:1]
    between = [_number(m.read.id) + 1 == number for m in before if _same(m, identity)]
    between += [_number(m.read.id) - 1 == number for m in behind if _same(m, identity)]
    return score + (1.0 if any(between) else 0.0)


def _same(mention: Mention, identity: DoctrineId) -> bool:
    return type(mention.read.id) is type(identity)


def _number(identity: DoctrineId) -> int:
    digits = identity.text.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else -1


def _track(text: Text) -> str:
    return owner_track(text.text)
