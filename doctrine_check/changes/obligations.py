"""Which artifacts a change owes, and by which line of the doctrine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.changes.classify import PERFORMANCE_KINDS, ChangeKind
from doctrine_check.doctrine.required_for import Scope, parse_required_for
from doctrine_check.findings import Location
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.changes.classify import Classification, Reason
    from doctrine_check.doctrine.model import ArtifactRequirement, DocumentFacts

ALL_FIVE = "all-five"
_NUMBERS_KINDS = (ChangeKind.BUDGET, ChangeKind.BASELINE)
_OWED_BY_NUMBERS = ("ART-01", "ART-03")
_EXCUSABLE = {"ART-04": ChangeKind.TUNED_PATH, "ART-05": ChangeKind.SECURITY}
"""What may be a not-applicable statement, unless the change is of this kind."""
_SCOPES = {
    Scope.PERFORMANCE: PERFORMANCE_KINDS,
    Scope.OPTIMIZATION: (ChangeKind.OPTIMIZATION, ChangeKind.TUNED_PATH),
    Scope.TUNED_PATH: (ChangeKind.TUNED_PATH,),
    Scope.SECURITY: (ChangeKind.SECURITY,),
}


class Law(Record):
    """The documents that judge a change, as they stand at its base."""

    doctrine: DocumentFacts
    contract: DocumentFacts | None

    def lines_of(self, artifact: str) -> Iterator[Location]:
        """Where the law speaks of an artifact, its definition first."""
        for facts in (self.doctrine, self.contract):
            for definition in facts.artifacts if facts is not None else ():
                if facts is not None and str(definition.id) == artifact:
                    yield facts.at(definition.title)


class Obligation(Record):
    """An artifact that a change owes.

    ``demanded_by`` is the line of the law, ``reason`` why the change has the kind that owes it.
    ``excusable``: a not-applicable statement with a reason would do.
    """

    artifact: str
    kind: ChangeKind
    reason: Reason
    demanded_by: Location
    excusable: bool


class Unclear(Record):
    """A place of the law that leaves open who owes what. ``empty``: it asks nobody for anything."""

    place: Location
    found: str
    empty: bool = False


class Owed(Record):
    """What a change owes, and where the law leaves it open: there, everybody owes."""

    obligations: tuple[Obligation, ...]
    unclear: tuple[Unclear, ...] = ()


def owed(classification: Classification, law: Law, mode: str) -> Owed:
    """The obligations of a change under the law at its base.

    ``all-five``: each artifact that the law defines, for each kind that affects performance.
    ``required-for``: what the column of the contract says. Budgets and baselines owe ART-01 and
    ART-03 in both modes; the justification that they owe besides is no artifact, and stands in the
    manifest of the evidence. Each artifact is owed once, for the strongest kind that owes it.
    """
    kinds = classification.kinds
    demands = tuple(_demands(law, mode))
    found: list[Obligation] = []
    for demand in demands:
        owing = [kind for kind in reversed(PERFORMANCE_KINDS) if kind in demand.kinds]
        if demand.artifact in _OWED_BY_NUMBERS:
            owing += _NUMBERS_KINDS
        kind = next((kind for kind in owing if kind in kinds), None)
        if kind is not None:
            found.append(_obligation(demand.artifact, kind, classification, demand.place))
    unclear = [
        Unclear(demand.place, demand.unclear) for demand in demands if demand.unclear is not None
    ]
    if not demands and classification.has(*PERFORMANCE_KINDS, *_NUMBERS_KINDS):
        path = law.doctrine.path
        unclear.append(Unclear(Location(path, 1), "a law that defines no artifact", empty=True))
    return Owed(tuple(found), tuple(unclear))


def _obligation(
    artifact: str, kind: ChangeKind, classification: Classification, demanded: Location
) -> Obligation:
    reason = next(reason for reason in classification.reasons if reason.kind is kind)
    strict = _EXCUSABLE.get(artifact)
    excusable = strict is not None and strict not in classification.kinds
    return Obligation(artifact, kind, reason, demanded, excusable)


class _Demand(Record):
    """An artifact of the law: the kinds that owe it, the line that says so, what it leaves open."""

    artifact: str
    kinds: tuple[ChangeKind, ...]
    place: Location
    unclear: str | None = None


def _demands(law: Law, mode: str) -> Iterator[_Demand]:
    """Each artifact that doctrine or contract defines."""
    contract = law.contract
    rows = {str(row.id): row for row in contract.artifacts} if contract is not None else {}
    places = {str(row.id): law.doctrine.at(row.title) for row in law.doctrine.artifacts}
    for artifact in dict.fromkeys((*places, *rows)):
        row = rows.get(artifact)
        if contract is None or row is None:
            missing = None if mode == ALL_FIVE else f"no row for {artifact} in a contract"
            yield _Demand(artifact, PERFORMANCE_KINDS, places[artifact], missing)
        elif mode == ALL_FIVE:
            place = places.get(artifact) or contract.at(row.title)
            yield _Demand(artifact, PERFORMANCE_KINDS, place)
        else:
            yield _required_for(contract, row)


def _required_for(contract: DocumentFacts, row: ArtifactRequirement) -> _Demand:
    """Who owes an artifact by the column "Required For"; words nobody defined let nobody off."""
    phrase = row.required_for
    if phrase is None:
        unclear = f"nothing for {row.id}"
        return _Demand(str(row.id), PERFORMANCE_KINDS, contract.at(row.title), unclear)
    scope = parse_required_for(phrase.text)
    if scope is None:
        unclear = f'"{phrase.text}", which nobody defined'
        return _Demand(str(row.id), PERFORMANCE_KINDS, contract.at(phrase), unclear)
    return _Demand(str(row.id), _SCOPES[scope], contract.at(phrase))
