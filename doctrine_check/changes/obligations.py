"""Which artifacts a change owes, and by which line of the doctrine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.changes.classify import ChangeKind
from doctrine_check.doctrine.required_for import Scope, parse_required_for
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.changes.classify import Classification, Reason
    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.findings import Location

ALL_FIVE = "all-five"
PERFORMANCE_KINDS = (
    ChangeKind.PERFORMANCE,
    ChangeKind.OPTIMIZATION,
    ChangeKind.TUNED_PATH,
    ChangeKind.SECURITY,
)
"""The kinds that affect performance; they owe every artifact, or what "Required For" says."""
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


class Owed(Record):
    """What a change owes. ``unknown`` names the rows that say it in words nobody defined."""

    obligations: tuple[Obligation, ...]
    unknown: tuple[Location, ...] = ()


def owed(classification: Classification, law: Law, mode: str) -> Owed:
    """The obligations of a change under the law at its base.

    ``all-five``: each artifact that the doctrine defines, for each kind that affects performance.
    ``required-for``: what the column of the contract says. Budgets and baselines owe ART-01 and
    ART-03 in both modes. Each artifact is owed once, for the strongest kind that owes it.
    """
    kinds = classification.kinds
    found: list[Obligation] = []
    unknown: list[Location] = []
    for artifact, scope_kinds, demanded in _demands(law, mode, unknown):
        owing = [kind for kind in reversed(PERFORMANCE_KINDS) if kind in scope_kinds]
        if artifact in _OWED_BY_NUMBERS:
            owing += _NUMBERS_KINDS
        kind = next((kind for kind in owing if kind in kinds), None)
        if kind is not None:
            found.append(_obligation(artifact, kind, classification, demanded))
    return Owed(tuple(found), tuple(unknown))


def _obligation(
    artifact: str, kind: ChangeKind, classification: Classification, demanded: Location
) -> Obligation:
    reason = next(reason for reason in classification.reasons if reason.kind is kind)
    strict = _EXCUSABLE.get(artifact)
    excusable = strict is not None and strict not in classification.kinds
    return Obligation(artifact, kind, reason, demanded, excusable)


def _demands(
    law: Law, mode: str, unknown: list[Location]
) -> Iterator[tuple[str, tuple[ChangeKind, ...], Location]]:
    """Each artifact of the law with the kinds that owe it, and the line that says so."""
    if mode == ALL_FIVE:
        for definition in law.doctrine.artifacts:
            yield str(definition.id), PERFORMANCE_KINDS, law.doctrine.at(definition.title)
        return
    contract = law.contract
    if contract is None:
        return
    for definition in contract.artifacts:
        phrase = definition.required_for
        place = contract.at(phrase if phrase is not None else definition.title)
        scope = parse_required_for(phrase.text) if phrase is not None else None
        if scope is None:
            unknown.append(place)  # words that nobody defined never let anybody off
        kinds = PERFORMANCE_KINDS if scope is None else _SCOPES[scope]
        yield str(definition.id), kinds, place
