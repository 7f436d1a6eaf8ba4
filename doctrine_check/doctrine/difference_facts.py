"""How one fact differs between two versions: its title, its lines, its texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.difference_emptied import emptied, force
from doctrine_check.doctrine.difference_limits import line_shifts
from doctrine_check.doctrine.difference_shift import HOLDS, Shift
from doctrine_check.doctrine.difference_words import alike, wording_shifts
from doctrine_check.doctrine.model import (
    ArtifactRequirement,
    EventDefinition,
    Invariant,
    Lever,
    Principle,
)
from doctrine_check.doctrine.required_for import Scope, parse_required_for
from doctrine_check.doctrine.target import canonical_wording
from doctrine_check.doctrine.targets import Line
from doctrine_check.doctrine.wording import owner_track, quote, says_nothing, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import Fact, Text


def fact_shifts(old: Fact, new: Fact) -> Iterator[Shift]:
    """Every change of one fact; both versions are of one kind."""
    if isinstance(old, Principle) and isinstance(new, Principle):
        yield from _principle(old, new)
    elif isinstance(old, Lever) and isinstance(new, Lever):
        yield from _lever(old, new)
    elif isinstance(old, ArtifactRequirement) and isinstance(new, ArtifactRequirement):
        yield from _artifact(old, new)
    elif isinstance(old, EventDefinition) and isinstance(new, EventDefinition):
        yield from _level(old.level, new.level)
        yield from _line("meaning", old.meaning, new.meaning)
    elif isinstance(old, Invariant) and isinstance(new, Invariant):
        yield from _line("statement", old.statement, new.statement)


def _principle(old: Principle, new: Principle) -> Iterator[Shift]:
    yield from _line("title", old.title, new.title)
    yield from _line("Target", old.target, new.target)
    yield from _line("Metric", old.metric, new.metric)
    yield from _line("CI gate", old.gate, new.gate)
    yield from _line("Measurement", old.measurement, new.measurement)


def _lever(old: Lever, new: Lever) -> Iterator[Shift]:
    yield from _line("title", old.title, new.title)
    yield from _line("expected impact", old.impact, new.impact, more=True)
    yield from _line("risk", old.risk, new.risk)
    if not (old.owner and new.owner and track_of(old.owner) == track_of(new.owner)):
        yield from text_shifts("owner track", old.owner, new.owner)
    yield from loop_shift("profile gate", old.profile_gate, new.profile_gate)


def _stated(text: Text | None) -> Text | None:
    """The text, unless it only stands in for one: a dash, TBD, none."""
    return None if text is None or says_nothing(text.text) else text


def _presence(field: str, old: Text | None, new: Text | None) -> Iterator[Shift]:
    """A text that goes or comes; the places are those of what stands there instead, if any."""
    was, now = _stated(old), _stated(new)
    if was is None and now is None:
        return
    shown = [quote(text.text) if text else None for text in (was, now)]
    void = any(text is not None and emptied(field, text) for text in (was, now))
    yield Shift(None if void else now is None, field, shown[0], shown[1], old, new)


def _line(field: str, old: Text | None, new: Text | None, *, more: bool = False) -> Iterator[Shift]:
    was, now = _stated(old), _stated(new)
    if was and now:
        yield from line_shifts(Line(field, was), Line(field, now), more=more)
    else:
        yield from _presence(field, old, new)


def text_shifts(field: str, old: Text | None, new: Text | None) -> Iterator[Shift]:
    """A text that goes, comes, or has other words."""
    was, now = _stated(old), _stated(new)
    if was and now:
        yield from wording_shifts(field, was, now)
    else:
        yield from _presence(field, old, new)


_LOOP_ID = r"(?<![\w-])[A-Z]{2,4}-\d{2}(?![\w-])"
_PROFILED = "MS-01"
"""The loop whose six steps a lever has to go through."""


def loop_shift(field: str, old: Text | None, new: Text | None) -> Iterator[Shift]:
    """Another profile loop, or none: only one of them has the six steps."""
    was, now = _stated(old), _stated(new)
    before, after = (set(re.findall(_LOOP_ID, text.text)) if text else set() for text in (was, now))
    if not (was and now) or before == after:
        yield from text_shifts(field, old, new)
        return
    lost, gained = before - after, after - before
    weaker: bool | None = not gained
    if lost and gained:
        weaker = True if _PROFILED in lost else None
        weaker = False if _PROFILED in gained else weaker
    turn = force(field, was, now)
    weaker = turn.weaker if turn.weaker is not None else None if turn.void else weaker
    yield Shift(weaker, field, quote(was.text), quote(now.text), was, now)


def _artifact(old: ArtifactRequirement, new: ArtifactRequirement) -> Iterator[Shift]:
    yield from _line("title", old.title, new.title)
    before = {canonical_wording(text.text): text for text in old.contents}
    after = {canonical_wording(text.text): text for text in new.contents}
    lost = {wording: text for wording, text in before.items() if wording not in after}
    gained = {wording: text for wording, text in after.items() if wording not in before}
    for one, other in alike(lost, gained):
        yield from line_shifts(Line(HOLDS, lost.pop(one)), Line(HOLDS, gained.pop(other)))
    for text in lost.values():
        yield from _presence(HOLDS, text, None)
    for text in gained.values():
        yield from _presence(HOLDS, None, text)
    yield from _required_for(old.required_for, new.required_for)


_REACH = {
    Scope.PERFORMANCE: frozenset(Scope),
    Scope.OPTIMIZATION: frozenset({Scope.OPTIMIZATION, Scope.TUNED_PATH}),
    Scope.TUNED_PATH: frozenset({Scope.TUNED_PATH}),
    Scope.SECURITY: frozenset({Scope.SECURITY}),
}
"""The scopes that each scope takes in."""


def _required_for(old: Text | None, new: Text | None) -> Iterator[Shift]:
    was, now = _stated(old), _stated(new)
    before, after = (parse_required_for(text.text) if text else None for text in (was, now))
    if not (was and now) or (before is None and after is None):
        yield from text_shifts("Required For", old, new)
    elif before is not after:
        turn = force("Required For", was, now)
        weaker = _reaches(before, after) if turn.weaker is None else turn.weaker
        yield Shift(weaker, "Required For", quote(was.text), quote(now.text), was, now)


def _reaches(old: Scope | None, new: Scope | None) -> bool | None:
    """Whether fewer changes owe it; next to all of them any phrase is less, an unknown one too."""
    if Scope.PERFORMANCE in (old, new):
        return old is Scope.PERFORMANCE
    if old is None or new is None:
        return None
    if _REACH[new] < _REACH[old]:
        return True
    return False if _REACH[old] < _REACH[new] else None


_LEVELS = (
    "trace", "debug", "info", "notice", "warning", "error", "critical", "fatal", "alert",
    "emergency",
)  # fmt: skip
_SAME_LEVEL = {"warn": "warning", "err": "error", "information": "info", "crit": "critical"}


def _level(old: Text | None, new: Text | None) -> Iterator[Shift]:
    was, now = _stated(old), _stated(new)
    if not (was and now):
        yield from _presence("level", old, new)
        return
    before, after = (_level_of(text) for text in (was, now))
    if before != after:
        weaker = None
        if before in _LEVELS and after in _LEVELS:
            weaker = _LEVELS.index(after) < _LEVELS.index(before)
        yield Shift(weaker, "level", shortened(was.text), shortened(now.text), was, now)


def _level_of(text: Text) -> str:
    name = text.text.casefold().strip(" .")
    return _SAME_LEVEL.get(name, name)


def track_of(owner: Text) -> str:
    """An owner track without the name that may stand in parentheses behind it."""
    return owner_track(owner.text)
