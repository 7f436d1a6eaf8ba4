"""What one version of a document changes against another: typed, and said as loosening or not.

``differences`` is even-handed: read from new to old, what loosened tightens and what was dropped
is added. Only what nobody can order - another title, another owner - merely changes.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from doctrine_check.doctrine.difference_facts import (
    fact_shifts,
    loop_shift,
    text_shifts,
    track_of,
)
from doctrine_check.doctrine.difference_files import Places, file_changes
from doctrine_check.doctrine.difference_prose import prose_shifts
from doctrine_check.doctrine.difference_sections import heading_words, kind_sections
from doctrine_check.doctrine.difference_shift import Shift
from doctrine_check.doctrine.difference_steps import step_changes
from doctrine_check.doctrine.model import EventDefinition, Invariant, Kind, Role, Text
from doctrine_check.doctrine.profile_steps import profile_loop
from doctrine_check.doctrine.required_for import mandate
from doctrine_check.doctrine.target import canonical_wording
from doctrine_check.doctrine.wording import quote, says_nothing, without_gloss
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doctrine_check.doctrine.difference_steps import StepChange
    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import DocumentFacts, Fact, OwnerMapping
    from doctrine_check.doctrine.required_for import Mandate


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
    """One typed change: ``field`` of ``subject`` was ``old`` and is ``new``; either may be missing.

    ``before`` and ``after`` are the places.
    """

    effect: Effect
    subject: str
    field: str
    old: str | None
    new: str | None
    before: Text | None
    after: Text | None

    @property
    def what(self) -> str:
        """``Target limit: < 100 ms -> < 200 ms``."""
        return f"{self.field}: {self.old or 'none'} -> {self.new or 'none'}"


_EFFECT = {True: Effect.LOOSENS, False: Effect.TIGHTENS, None: Effect.CHANGES}
_NOUN = {
    Kind.PRINCIPLE: "principle",
    Kind.LEVER: "lever",
    Kind.ARTIFACT: "artifact",
    Kind.EVENT: "event",
    Kind.INVARIANT: "invariant",
}


def differences(
    old: DocumentFacts, new: DocumentFacts, places: Places | None = None
) -> tuple[Change, ...]:
    """Every typed change between two versions of one document, in the order of its kinds."""
    return tuple(_differences(old, new, places or Places()))


def _differences(old: DocumentFacts, new: DocumentFacts, places: Places) -> Iterator[Change]:
    yield from _metadata(old, new)
    for kind in Kind:
        before = {fact.id: fact for fact in old.facts(kind)}
        after = {fact.id: fact for fact in new.facts(kind)}
        for identity, fact in before.items():
            if identity in after:
                for shift in fact_shifts(fact, after[identity]):
                    yield _change(str(identity), shift)
            else:
                yield _gone(kind, fact)
        for identity, fact in after.items():
            if identity not in before:
                yield _turned(_gone(kind, fact))
    yield from _headings(old, new)
    yield from _mandate(old, new)
    steps = step_changes(old, new)
    yield from _loop(old, new, steps)
    yield from _subsystems(old.mapping, new.mapping)
    yield from _owners(old, new)
    yield from _files(old, new, places)
    for subject, shift in prose_shifts(old, new, steps):
        yield _change(subject, shift)


def whole(facts: DocumentFacts, effect: Effect) -> tuple[Change, ...]:
    """What it drops or adds when the whole document goes or comes: itself, and all it says."""
    top = facts.title or Text("", 1, 1)
    gone = [_drop("document", facts.role.value, top.text, top)]
    gone += [_gone(kind, fact) for kind in Kind for fact in facts.facts(kind)]
    gone += [_lost_subsystem(row) for row in facts.mapping]
    return tuple(gone if effect is Effect.DROPS else map(_turned, gone))


def _drop(subject: str, field: str, text: str, place: Text) -> Change:
    return Change(Effect.DROPS, subject, field, quote(text), None, place, None)


def _turned(dropped: Change) -> Change:
    """The addition that is the opposite of a drop."""
    _, subject, field, text, _, place, _ = dropped
    return Change(Effect.ADDS, subject, field, None, text, None, place)


def _gone(kind: Kind, fact: Fact) -> Change:
    named: Text | None = fact.title
    if fact.title.text == str(fact.id):
        named = fact.meaning if isinstance(fact, EventDefinition) else None
        named = fact.statement if isinstance(fact, Invariant) else named
    return _drop(str(fact.id), _NOUN[kind], (named or fact.title).text, fact.title)


def _change(subject: str, shift: Shift) -> Change:
    weaker, field, old, new, before, after = shift
    return Change(_EFFECT[weaker], subject, field, old, new, before, after)


# --- the document


def _metadata(old: DocumentFacts, new: DocumentFacts) -> Iterator[Change]:
    """Title, status, bead and the like: they name the law and are none, so they never loosen it."""
    before, after = _labelled(old), _labelled(new)
    for label in dict.fromkeys((*before, *after)):
        (field, was), (_, now) = (
            one.get(label) or (other[label][0], None)
            for one, other in ((before, after), (after, before))
        )
        for shift in text_shifts(field, was, now):
            yield _change("metadata", shift._replace(weaker=None))


def _labelled(facts: DocumentFacts) -> dict[str, tuple[str, Text | None]]:
    """The title and the metadata of a document by folded label; remarks in parentheses aside."""
    found: dict[str, tuple[str, Text | None]] = {"title": ("title", facts.title)}
    for label in ("bead", "section", "type", "status"):
        entry = facts.meta(label)
        if entry is not None:
            value = entry.value._replace(text=without_gloss(entry.value.text))
            found[label] = (entry.label, value)
    return found


def _headings(old: DocumentFacts, new: DocumentFacts) -> Iterator[Change]:
    """The headings above the facts of each kind: "Required Artifacts" may become optional ones."""
    before, after = kind_sections(old), kind_sections(new)
    for kind in Kind:
        if kind not in before or kind not in after:
            continue
        was, now = _heading(old, before[kind]), _heading(new, after[kind])
        if was is not None and now is not None:
            for shift in text_shifts("heading", was, now):
                yield _change(kind.value, shift)


def _heading(facts: DocumentFacts, section: int) -> Text | None:
    heading = facts.document.sections[section].heading
    if heading is None or heading.level == 1:
        return None  # the title is metadata
    return Text(heading_words(facts.document, section), heading.line, heading.column)


def _loop(old: DocumentFacts, new: DocumentFacts, steps: Sequence[StepChange]) -> Iterator[Change]:
    """The loop that levers go through: the steps that a lever owes, and its id."""
    for subject, step, was, now in steps:
        if was is not None:
            yield _drop(subject, "profile step", step, was)
        elif now is not None:
            yield _turned(_drop(subject, "profile step", step, now))
    if old.levers and new.levers:
        names = (profile_loop(facts).name for facts in (old, new))
        for shift in loop_shift("profile loop", *names):
            yield _change("levers", shift)


def _files(old: DocumentFacts, new: DocumentFacts, places: Places) -> Iterator[Change]:
    if Role.CONTRACT in (old.role, new.role):
        for path, was, now in file_changes(old, new, places):
            if was is not None:
                yield _drop("files", "file", path, was)
            elif now is not None:
                yield _turned(_drop("files", "file", path, now))


def _mandate(old: DocumentFacts, new: DocumentFacts) -> Iterator[Change]:
    """The sentence that says who owes the artifacts, and whether it binds."""
    before, after = mandate(old), mandate(new)
    was, now = (found is not None and found.binding for found in (before, after))
    if not (old.artifacts and new.artifacts):
        return
    if was == now and before is not None and after is not None:
        for shift in text_shifts("mandate", *map(_with_must, (before, after))):
            yield _change("artifacts", shift)
    elif was != now:
        places = [found.modal if found else None for found in (before, after)]
        words = [place.text if place else None for place in places]
        yield _change("artifacts", Shift(was, "mandate", words[0], words[1], places[0], places[1]))


def _with_must(found: Mandate) -> Text:
    """The sentence with one word for what makes it bind: "must" and "shall" demand the same."""
    return found.text._replace(text=found.text.text.replace(found.modal.text, "must", 1))


def _concerns(row: OwnerMapping) -> frozenset[DoctrineId]:
    return frozenset(mention.read.id for mention in row.concerns)


def _lost_subsystem(row: OwnerMapping) -> Change:
    return _drop("owner mapping", "subsystem", row.subsystem.text, row.subsystem)


def _subsystems(old: Sequence[OwnerMapping], new: Sequence[OwnerMapping]) -> Iterator[Change]:
    """Rows that go or come; one with the same owner and concerns has another name."""
    names = [{canonical_wording(row.subsystem.text) for row in rows} for rows in (old, new)]
    lost = [row for row in old if canonical_wording(row.subsystem.text) not in names[1]]
    gained = [row for row in new if canonical_wording(row.subsystem.text) not in names[0]]
    waiting: dict[object, list[OwnerMapping]] = {}
    for row in reversed(gained):
        waiting.setdefault((track_of(row.owner), _concerns(row)), []).append(row)
    for row in lost:
        same = waiting.get((track_of(row.owner), _concerns(row)))
        if same:
            places = row.subsystem, same.pop().subsystem
            was, now = (quote(place.text) for place in places)
            yield Change(Effect.CHANGES, "owner mapping", "subsystem", was, now, *places)
        else:
            yield _lost_subsystem(row)
    kept = {id(row) for rows in waiting.values() for row in rows}
    yield from (_turned(_lost_subsystem(row)) for row in gained if id(row) in kept)


def _owners(old: DocumentFacts, new: DocumentFacts) -> Iterator[Change]:
    before, after = _tracks(old), _tracks(new)
    for identity in dict.fromkeys((*before, *after)):
        was, now = before.get(identity, {}), after.get(identity, {})
        if was.keys() == now.keys():
            continue
        weaker = None if was and now else bool(was)
        shown = [", ".join(sorted(tracks)) or None for tracks in (was, now)]
        places = [next(iter(tracks.values()), None) for tracks in (was, now)]
        field = "mapped owner track"
        yield _change(str(identity), Shift(weaker, field, shown[0], shown[1], places[0], places[1]))


def _tracks(facts: DocumentFacts) -> dict[DoctrineId, dict[str, Text]]:
    """The owner tracks that the mapping gives each id."""
    owners: dict[DoctrineId, dict[str, Text]] = {}
    for row in facts.mapping:
        for mention in () if says_nothing(row.owner.text) else row.concerns:
            owners.setdefault(mention.read.id, {}).setdefault(track_of(row.owner), row.owner)
    return owners
