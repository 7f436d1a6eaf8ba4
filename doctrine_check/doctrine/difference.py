"""What one version of a document changes against another: typed, and said as loosening or not."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from doctrine_check.doctrine.difference_limits import principle_changes
from doctrine_check.doctrine.model import (
    ArtifactRequirement,
    EventDefinition,
    Invariant,
    Kind,
    Lever,
    Principle,
)
from doctrine_check.doctrine.required_for import Scope, mandate, parse_required_for
from doctrine_check.doctrine.target import canonical_wording, same_wording
from doctrine_check.doctrine.targets import read_target
from doctrine_check.doctrine.wording import quote, without_gloss
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import DocumentFacts, Fact, Text


class Effect(Enum):
    """What a change does to the law."""

    LOOSENS = "loosens"
    TIGHTENS = "tightens"
    ADDS = "adds"
    DROPS = "drops"
    CHANGES = "changes"

    @property
    def weakens(self) -> bool:
        """Whether less is demanded afterwards."""
        return self in (Effect.LOOSENS, Effect.DROPS)


class Change(Record):
    """One typed change: what it does, to which id, and where it stands before and after."""

    effect: Effect
    subject: str
    what: str
    before: Text | None
    after: Text | None


_LEVELS = (
    "trace", "debug", "info", "notice", "warn", "warning", "error", "critical", "fatal", "alert",
)  # fmt: skip
_REACH = (Scope.TUNED_PATH, Scope.SECURITY, Scope.OPTIMIZATION, Scope.PERFORMANCE)


def differences(old: DocumentFacts, new: DocumentFacts) -> tuple[Change, ...]:
    """Every typed change between two versions of one document, in the order of its kinds."""
    return tuple(_differences(old, new))


def _differences(old: DocumentFacts, new: DocumentFacts) -> Iterator[Change]:
    for kind in Kind:
        before = {fact.id: fact for fact in old.facts(kind)}
        after = {fact.id: fact for fact in new.facts(kind)}
        for identity, fact in before.items():
            if identity not in after:
                what = f"drops {identity} {_name(fact)}from the {kind.value}"
                yield Change(Effect.DROPS, str(identity), what, fact.title, None)
            else:
                yield from _fact_changes(fact, after[identity])
        for identity, fact in after.items():
            if identity not in before:
                what = f"adds {identity} {_name(fact)}to the {kind.value}"
                yield Change(Effect.ADDS, str(identity), what, None, fact.title)
    yield from _mandate(old, new)
    yield from _mapping(old, new)


def _name(fact: Fact) -> str:
    return "" if fact.title.text == str(fact.id) else f"{quote(fact.title.text)} "


def _fact_changes(old: Fact, new: Fact) -> Iterator[Change]:
    if isinstance(old, Principle) and isinstance(new, Principle):
        yield from _principle(old, new)
    elif isinstance(old, Lever) and isinstance(new, Lever):
        yield from _lever(old, new)
    elif isinstance(old, ArtifactRequirement) and isinstance(new, ArtifactRequirement):
        yield from _artifact(old, new)
    elif isinstance(old, EventDefinition) and isinstance(new, EventDefinition):
        yield from _event(old, new)
    elif isinstance(old, Invariant) and isinstance(new, Invariant):
        yield from _words("statement", old.id, old.statement, new.statement)


def _principle(old: Principle, new: Principle) -> Iterator[Change]:
    yield from _words("title", old.id, old.title, new.title)
    for weaker, what, before, after in principle_changes(old, new):
        effect = {True: Effect.LOOSENS, False: Effect.TIGHTENS, None: Effect.CHANGES}[weaker]
        yield Change(effect, str(old.id), f"{effect.value} {old.id}: {what}", before, after)


def _lever(old: Lever, new: Lever) -> Iterator[Change]:
    yield from _words("title", old.id, old.title, new.title)
    yield from _impact(old, new)
    yield from _words("risk", old.id, old.risk, new.risk)
    yield from _words("owner track", old.id, old.owner, new.owner)
    yield from _words("profile gate", old.id, old.profile_gate, new.profile_gate)


def _impact(old: Lever, new: Lever) -> Iterator[Change]:
    if old.impact is None or new.impact is None:
        yield from _words("expected impact", old.id, old.impact, new.impact)
        return
    before, after = read_target(old.impact.text).ratio, read_target(new.impact.text).ratio
    if before is None or after is None or (before.low, before.high) == (after.low, after.high):
        return
    wider = after.low <= before.low and before.high <= after.high
    effect = Effect.LOOSENS if wider or after.low < before.low else Effect.TIGHTENS
    what = (
        f"{effect.value} {old.id}: expected impact {before.low} to {before.high} becomes "
        f"{after.low} to {after.high}"
    )
    yield Change(effect, str(old.id), what, old.impact, new.impact)


def _artifact(old: ArtifactRequirement, new: ArtifactRequirement) -> Iterator[Change]:
    yield from _words("title", old.id, old.title, new.title)
    before = {canonical_wording(text.text): text for text in old.contents}
    after = {canonical_wording(text.text): text for text in new.contents}
    for wording, text in before.items():
        if wording not in after:
            what = f"loosens {old.id}: no longer holds {quote(text.text)}"
            yield Change(Effect.LOOSENS, str(old.id), what, text, None)
    for wording, text in after.items():
        if wording not in before:
            what = f"tightens {old.id}: now holds {quote(text.text)}"
            yield Change(Effect.TIGHTENS, str(old.id), what, None, text)
    yield from _reach(old, new)


def _reach(old: ArtifactRequirement, new: ArtifactRequirement) -> Iterator[Change]:
    if old.required_for is None or new.required_for is None:
        yield from _words("Required For", old.id, old.required_for, new.required_for)
        return
    before, after = (parse_required_for(x.text) for x in (old.required_for, new.required_for))
    if before is None or after is None:
        yield from _words("Required For", old.id, old.required_for, new.required_for)
    elif before is not after:
        widened = _REACH.index(after) > _REACH.index(before)
        effect = Effect.TIGHTENS if widened else Effect.LOOSENS
        what = f'{effect.value} {old.id}: required for "{before.value}" becomes "{after.value}"'
        yield Change(effect, str(old.id), what, old.required_for, new.required_for)


def _event(old: EventDefinition, new: EventDefinition) -> Iterator[Change]:
    if old.level is not None and new.level is not None:
        before, after = old.level.text.casefold(), new.level.text.casefold()
        if before != after:
            effect = Effect.CHANGES
            if before in _LEVELS and after in _LEVELS:
                lower = _LEVELS.index(after) < _LEVELS.index(before)
                effect = Effect.LOOSENS if lower else Effect.TIGHTENS
            what = f"{effect.value} {old.id}: level {before} becomes {after}"
            yield Change(effect, str(old.id), what, old.level, new.level)
    yield from _words("meaning", old.id, old.meaning, new.meaning)


def _words(
    field: str, identity: DoctrineId, old: Text | None, new: Text | None
) -> Iterator[Change]:
    """A change of wording; what it does to the law is for a person to say."""
    if old is None and new is None:
        return
    if old is None or new is None:
        effect = Effect.TIGHTENS if old is None else Effect.LOOSENS
        text = new if old is None else old
        verb = "now states" if old is None else "no longer states"
        shown = quote(text.text) if text is not None else ""
        what = f"{effect.value} {identity}: {verb} its {field} {shown}"
        yield Change(effect, str(identity), what, old, new)
    elif not same_wording(old.text, new.text):
        what = f"changes {identity}: {field} {quote(old.text)} becomes {quote(new.text)}"
        yield Change(Effect.CHANGES, str(identity), what, old, new)


def _mandate(old: DocumentFacts, new: DocumentFacts) -> Iterator[Change]:
    before, after = mandate(old), mandate(new)
    was = before is not None and before.binding
    now = after is not None and after.binding
    if was == now or not (old.artifacts and new.artifacts):
        return
    effect = Effect.LOOSENS if was else Effect.TIGHTENS
    what = f"{effect.value} the artifacts: they are {'no longer' if was else 'now'} mandatory"
    yield Change(
        effect,
        "artifacts",
        what,
        before.modal if before is not None else None,
        after.modal if after is not None else None,
    )


def _mapping(old: DocumentFacts, new: DocumentFacts) -> Iterator[Change]:
    before, after = _owners(old), _owners(new)
    for identity, text in before.items():
        found = after.get(identity)
        if found is None:
            what = f"loosens {identity}: no owner mapping covers it any more"
            yield Change(Effect.LOOSENS, str(identity), what, text, None)
        elif without_gloss(text.text) != without_gloss(found.text):
            what = f"changes {identity}: owner track {text.text} becomes {found.text}"
            yield Change(Effect.CHANGES, str(identity), what, text, found)
    for identity, text in after.items():
        if identity not in before:
            what = f"tightens {identity}: owner track {text.text} now covers it"
            yield Change(Effect.TIGHTENS, str(identity), what, None, text)


def _owners(facts: DocumentFacts) -> dict[DoctrineId, Text]:
    owners: dict[DoctrineId, Text] = {}
    for row in facts.mapping:
        for mention in row.concerns:
            owners.setdefault(mention.read.id, row.owner)
    return owners
