"""How the limits of one principle differ between two versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import comparable, limits_in, lines_of, rank, read_target
from doctrine_check.doctrine.wording import quote
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import Principle, Text
    from doctrine_check.doctrine.target import LimitFact, TargetFacts
    from doctrine_check.doctrine.targets import Line


class LimitChange(Record):
    """A change of a limit; ``weaker`` is ``None`` where neither version is the stricter one."""

    weaker: bool | None
    what: str
    before: Text | None
    after: Text | None


def _weaker(what: str, before: Text | None, after: Text | None) -> LimitChange:
    return LimitChange(weaker=True, what=what, before=before, after=after)


def _stricter(what: str, before: Text | None, after: Text | None) -> LimitChange:
    return LimitChange(weaker=False, what=what, before=before, after=after)


def principle_changes(old: Principle, new: Principle) -> Iterator[LimitChange]:
    """Every change in target, metric, gate and measurement."""
    before = {line.source: line for line in lines_of(old)}
    after = {line.source: line for line in lines_of(new)}
    for source, line in before.items():
        if source not in after:
            yield _weaker(f"no longer states its {source}", line.text, None)
        else:
            yield from _line(line, after[source])
    for source, line in after.items():
        if source not in before:
            yield _stricter(f"now states its {source}", None, line.text)


def _line(old: Line, new: Line) -> Iterator[LimitChange]:
    before, after = limits_in(old), limits_in(new)
    if before and not after:
        yield _weaker(f"{old.source} {before[0].fact.limit} is gone", before[0].place, new.text)
    elif after and not before:
        yield _stricter(f"{old.source} now states {after[0].fact.limit}", old.text, after[0].place)
    for first, second in zip(before, after, strict=False):
        change = _limit(first.fact, second.fact)
        if change is not None:
            weaker, what = change
            yield LimitChange(weaker, f"{old.source} {what}", first.place, second.place)
    yield from _counts(old, new)


def _limit(old: LimitFact, new: LimitFact) -> tuple[bool | None, str] | None:
    if not comparable(old, new):
        return None, f"{old.quantity} becomes {new.quantity}, another sort of quantity"
    if old.quantity != new.quantity:
        larger = old.quantity < new.quantity
        upper = old.comparator is None or old.comparator.upper
        return larger == upper, f"{old.quantity} becomes {new.quantity}"
    if old.comparator is not new.comparator and old.comparator and new.comparator:
        before, after = old.comparator, new.comparator
        weaker = None if before.upper != after.upper else len(after.value) > len(before.value)
        return weaker, f"{before.value} {old.quantity} becomes {after.value} {new.quantity}"
    if old.statistic is not new.statistic:
        return _statistic(old, new)
    if (old.base or "") != (new.base or "") and old.base and new.base:
        return None, f"{old.quantity} of {quote(old.base)} becomes {quote(new.base)}"
    return None


def _statistic(old: LimitFact, new: LimitFact) -> tuple[bool | None, str]:
    before = old.statistic.value if old.statistic else "no percentile"
    after = new.statistic.value if new.statistic else "no percentile"
    weaker: bool | None = None
    if old.statistic and new.statistic:
        weaker = rank(new.statistic) < rank(old.statistic)
    elif old.statistic:
        weaker = True
    return weaker, f"{before} becomes {after}"


def _counts(old: Line, new: Line) -> Iterator[LimitChange]:
    before, after = read_target(old.text.text), read_target(new.text.text)
    for name in ("samples", "cycles"):
        first, second = _count(before, name), _count(after, name)
        if first != second and first is not None:
            fewer = second is None or second < first
            what = f"{name} {first} become {'unstated' if second is None else second}"
            yield LimitChange(fewer, what, old.text, new.text)
        elif first != second:
            yield _stricter(f"{name} now stated: {second}", old.text, new.text)
    lost = [size for size in before.sizes if size not in after.sizes]
    gained = [size for size in after.sizes if size not in before.sizes]
    if lost:
        yield _weaker(f"sizes no longer measured: {_list(lost)}", old.text, new.text)
    if gained:
        yield _stricter(f"sizes now measured: {_list(gained)}", old.text, new.text)
    if new.source == "Measurement":
        missing = [s for s in before.statistics if s not in after.statistics]
        added = [s for s in after.statistics if s not in before.statistics]
        if missing:
            named = _list([s.value for s in missing])
            yield _weaker(f"no longer measures {named}", old.text, new.text)
        if added:
            named = _list([s.value for s in added])
            yield _stricter(f"now measures {named}", old.text, new.text)
    if before.budget and not after.budget and not after.measurable:
        yield _weaker(f"no longer refers to {quote(before.budget)}", old.text, new.text)


def _count(facts: TargetFacts, name: str) -> int | None:
    return facts.samples if name == "samples" else facts.cycles


def _list(items: list[int] | list[str]) -> str:
    return ", ".join(str(item) for item in items)
