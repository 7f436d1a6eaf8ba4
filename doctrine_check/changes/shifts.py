"""What a change does to the law: typed differences of documents, config and waivers.

The law is read at the base. What the head makes of it is not in force yet; it is reported, and what
weakens it needs somebody else's sign-off.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from doctrine_check.config import LEVELS
from doctrine_check.doctrine.difference import Effect, differences, whole
from doctrine_check.findings import Location
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doctrine_check.config import Config, HotPath
    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.doctrine.waivers import Waiver


_ASKS = {
    "performance-affecting": frozenset({"performance"}),
    "optimization": frozenset({"performance", "optimization"}),
    "tuned-path": frozenset({"performance", "optimization", "tuned"}),
    "security-instrumentation": frozenset({"performance", "security"}),
}
"""What each kind of the map asks for: tuned paths owe ART-04 itself, security code ART-05."""
_QUOTED = 80
"""Longest piece of a line, in characters, that a message quotes."""


class LawShift(Record):
    """One thing that the change does to the law: ``effect`` is ``loosens``, ``drops``, ...

    ``place`` is where it stands at the head, ``related`` where it stood at the base.
    """

    effect: str
    weakens: bool
    subject: str
    what: str
    place: Location
    related: tuple[Location, ...] = ()


def document_shifts(old: DocumentFacts, new: DocumentFacts | None) -> Iterator[LawShift]:
    """What happens to one document; ``None``: the head no longer has it."""
    changes = whole(old, Effect.DROPS) if new is None else differences(old, new)
    for change in changes:
        before = (old.at(change.before),) if change.before is not None else ()
        place = Location(old.path, 1)
        if new is not None and change.after is not None:
            place = new.at(change.after)
        elif new is not None:
            place = Location(new.path, 1)
        yield LawShift(
            change.effect.value, change.effect.weakens, change.subject, change.what, place, before
        )


def config_shifts(old: Config, new: Config | None) -> Iterator[LawShift]:
    """What the head makes of the config of the base; ``None``: it is gone."""
    place = Location((new.source if new is not None else None) or old.source or "config", 1)
    if new is None:
        yield _lost("config", "the config: there -> none", place)
        return
    yield from _setting("mode", old.mode, new.mode, place, weak="required-for")
    yield from _setting("suspect", old.suspect, new.suspect, place, weak="warning")
    for key in ("doctrine", "contract", "evidence_path", "ratchet"):
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            yield _shift(key, before, after, place, weakens=after is None)
    if old.budgets != new.budgets:  # nobody compares what two files of budgets say
        yield _shift("budgets", old.budgets, new.budgets, place, weakens=old.budgets is not None)
    yield from _rules(old, new, place)
    yield from _map(old, new, place)


def _lost(subject: str, what: str, place: Location) -> LawShift:
    return LawShift("drops", weakens=True, subject=subject, what=what, place=place)


def _setting(key: str, old: str, new: str, place: Location, weak: str) -> Iterator[LawShift]:
    if old != new:
        yield _shift(key, old, new, place, weakens=new == weak)


def _shift(key: str, old: object, new: object, place: Location, *, weakens: bool) -> LawShift:
    effect = "loosens" if weakens else "changes"
    return LawShift(effect, weakens, key, f"{key}: {old or 'none'} -> {new or 'none'}", place)


def _rules(old: Config, new: Config, place: Location) -> Iterator[LawShift]:
    """Rules that are switched off, or weigh less."""
    if old.select != new.select:
        fewer = bool(new.select) and not set(old.select) <= set(new.select)
        weakens = fewer or (bool(new.select) and not old.select)
        names = ", ".join(old.select), ", ".join(new.select)
        yield _shift("select", *names, place, weakens=weakens)
    for name in new.ignore:
        if name not in old.ignore:
            yield _shift("ignore", "none", name, place, weakens=True)
    for name in old.ignore:
        if name not in new.ignore:
            yield _shift("ignore", name, "none", place, weakens=False)
    before, after = dict(_levels(old)), dict(_levels(new))
    for key in sorted(before.keys() | after.keys()):
        one, other = before.get(key, "as it is"), after.get(key, "as it is")
        if one != other:
            lighter = _weight(other) > _weight(one)
            yield _shift(f"severity of {key}", one, other, place, weakens=lighter)
    if before == after and [*_levels(old)] != [*_levels(new)]:
        # The last key that matches a rule counts, so their order does.
        what = "the order of severities: as it was -> another"
        yield LawShift("loosens", weakens=True, subject="severity", what=what, place=place)


def _levels(config: Config) -> Iterator[tuple[str, str]]:
    yield from config.severity
    for row in config.per_path:
        for name, level in row.severity:
            yield f"{name} in {row.glob}", level


def _weight(level: str) -> float:
    """Where a severity stands, lighter ones later; a rule left alone is taken for an error."""
    return LEVELS.index(level) if level in LEVELS else 0.5


def _map(old: Config, new: Config, place: Location) -> Iterator[LawShift]:
    """Rows of the hot-path map that go, or ask for less. One glob may have several rows."""
    before, after = _by_glob(old), _by_glob(new)
    for glob, rows in before.items():
        left = after.get(glob, ())
        for row in rows:
            same = next((other for other in left if other == row), None)
            other = same or next((each for each in left if each not in rows), None)
            if other is None:
                yield _lost("hot_paths", f'hot path "{glob}": {row.kind} -> none', place)
                continue
            if other != row:
                weakens = not _covers(other, row)
                yield _shift(f'hot path "{glob}"', _row(row), _row(other), place, weakens=weakens)
    for glob, rows in after.items():
        if len(rows) > len(before.get(glob, ())):
            what = f'hot path "{glob}": none -> there'
            yield LawShift("adds", weakens=False, subject="hot_paths", what=what, place=place)


def _by_glob(config: Config) -> dict[str, list[HotPath]]:
    rows: dict[str, list[HotPath]] = {}
    for row in config.hot_paths:
        rows.setdefault(row.glob, []).append(row)
    return rows


def _covers(new: HotPath, old: HotPath) -> bool:
    """Whether a row asks for all that another one asked for.

    Benchmarks answer for the principles of a subsystem by its name, so that it counts as well.
    """
    return (
        _ASKS[old.kind] <= _ASKS[new.kind]
        and set(old.principles) <= set(new.principles)
        and set(old.levers) <= set(new.levers)
        and old.subsystem in ("", new.subsystem)
    )


def _row(row: object) -> str:
    return " ".join(map(str, row)) if isinstance(row, tuple) else str(row)


class Waived(Record):
    """The waivers of a document, and its lines."""

    path: str
    waivers: tuple[Waiver, ...]
    lines: Sequence[str]

    def covered(self, waiver: Waiver) -> list[str]:
        """The lines that a waiver covers, without those that are blank."""
        return [line.strip() for line in self.lines[waiver.first - 1 : waiver.last] if line.strip()]


def waiver_shifts(old: Waived, new: Waived) -> Iterator[LawShift]:
    """Waivers that the head adds to a document, and those that come to cover other words.

    A waiver is granted for what it covers: one that moves, grows, or whose lines are edited covers
    something that nobody has granted.
    """
    known: dict[tuple[object, ...], list[str]] = {}
    for waiver in old.waivers:
        known.setdefault(_granted(waiver), []).extend(old.covered(waiver))
    left = {key: Counter(lines) for key, lines in known.items()}
    for waiver in new.waivers:
        before = left.get(_granted(waiver))
        now = Counter(new.covered(waiver))
        if before is None:
            yield _waiver(new, waiver, f'waiver: none -> "{waiver.reason}"')
        elif now - before:
            line = next(iter(now - before))
            yield _waiver(
                new, waiver, f'waiver "{waiver.reason}": comes to cover "{line[:_QUOTED]}"'
            )
        else:
            before.subtract(now)


def _granted(waiver: Waiver) -> tuple[object, ...]:
    return waiver.rules, waiver.reason, waiver.until


def _waiver(document: Waived, waiver: Waiver, what: str) -> LawShift:
    subject = ", ".join(waiver.rules) or "waiver"
    place = Location(document.path, waiver.line)
    return LawShift("loosens", weakens=True, subject=subject, what=what, place=place)
