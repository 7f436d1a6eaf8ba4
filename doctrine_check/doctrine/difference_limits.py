"""How one line of a fact differs between two versions: limits, counts, percentiles, words.

Every comparison is even-handed: what is weaker from old to new is stricter from new to old.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from doctrine_check.doctrine.difference_emptied import force
from doctrine_check.doctrine.difference_shift import HOLDS, Shift
from doctrine_check.doctrine.difference_words import PEAKS, Wording, reworded, words_left
from doctrine_check.doctrine.reading import Role
from doctrine_check.doctrine.target import canonical_wording
from doctrine_check.doctrine.targets import comparable, limits_in, rank, read_target
from doctrine_check.doctrine.wording import word_list
from doctrine_check.limits import Comparator, Dimension, Statistic
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from doctrine_check.doctrine.target import LimitFact, RatioRange, TargetFacts
    from doctrine_check.doctrine.targets import Line, Stated
    from doctrine_check.limits import Quantity


def line_shifts(
    old: Line,
    new: Line,
    *,
    more: bool = False,
    known: Iterable[str] = (),
    subject: str = "",
) -> Iterator[Shift]:
    """Every change of a line. ``more``: a quantity without a sign is one to be reached.

    The words ``known`` to differ are told elsewhere. In a line that was emptied nothing tightens.
    """
    if old.text.text == new.text.text:
        return
    turn = force(old.source, old.text, new.text, subject)
    explained = set(known)
    shifts: list[Shift] = []
    for one, other in _matched(limits_in(old), limits_in(new)):
        shifts += _limit(one, other, explained, more=more)
    before, after = read_target(old.text.text), read_target(new.text.text)
    for found in (
        *_counts(old, new),
        *_statistics(old, new),
        *_ratio(before.ratio, after.ratio),
        *(_budget(before, after, explained) if old.source in _METRICS else ()),
    ):
        shifts.append(found._replace(before=old.text, after=new.text))
    for found in shifts:
        yield found._replace(
            weaker=turn.judged(weaker=found.weaker), field=f"{old.source} {found.field}"
        )
    left, right = words_left(old, explained), words_left(new, explained)
    limited = bool(before.limits or after.limits)
    yield from reworded(
        old.source, Wording(old.text, left), Wording(new.text, right), turn, limited=limited
    )


def _shift(field: str, old: object, new: object, *, weaker: bool | None) -> Shift:
    """A change of the line as a whole; its places are filled in by the caller."""
    was, now = (None if value is None else str(value) for value in (old, new))
    return Shift(weaker, field, was, now, None, None)


# --- limits


def _canonical(text: str | None) -> str:
    return canonical_wording(text or "")


def _names(text: str | None) -> set[str]:
    return set(_canonical(text).split())


def _peaks(text: str) -> bool:
    return not PEAKS.isdisjoint(word_list(text))


def _sort(stated: Stated) -> tuple[object, ...]:
    return (stated.fact.quantity.dimension, stated.fact.statistic)


_KEYS: tuple[Callable[[Stated], object], ...] = (
    lambda s: (s.fact.limit._replace(measure=""), _canonical(s.fact.measure), s.fact.base),
    lambda s: (*_sort(s), _canonical(s.fact.measure)),
    _sort,
    lambda s: s.fact.quantity,
    lambda s: s.fact.quantity.dimension,
    lambda _: None,
)
"""By what the limits of two versions are matched, the closest likeness first."""


def _matched(
    old: Sequence[Stated], new: Sequence[Stated]
) -> Iterator[tuple[Stated | None, Stated | None]]:
    """Each limit beside the one that it became, or that it came from; ``None`` for neither."""
    left, right = list(old), list(enumerate(new))
    for key in _KEYS:
        waiting: dict[object, deque[tuple[int, Stated]]] = {}
        for numbered in right:
            waiting.setdefault(key(numbered[1]), deque()).append(numbered)
        unmatched = []
        for stated in left:
            same = waiting.get(key(stated))
            if same:
                yield stated, same.popleft()[1]
            else:
                unmatched.append(stated)
        left = unmatched
        right = sorted((n for same in waiting.values() for n in same), key=lambda n: n[0])
    yield from ((stated, None) for stated in left)
    yield from ((None, stated) for _, stated in right)


def _limit(
    old: Stated | None, new: Stated | None, explained: set[str], *, more: bool
) -> Iterator[Shift]:
    if old is not None and new is not None:
        for shift in _both(old, new, explained, more=more):
            yield shift._replace(before=old.place, after=new.place)
        return
    for stated in (old, new):
        if stated is not None:
            explained.update(_names(stated.fact.measure), _names(stated.fact.base))
    yield Shift(
        new is None,
        "limit",
        None if old is None else str(old.fact.limit),
        None if new is None else str(new.fact.limit),
        None if old is None else old.place,
        None if new is None else new.place,
    )


def _both(old: Stated, new: Stated, explained: set[str], *, more: bool) -> Iterator[Shift]:
    one, other = old.fact, new.fact
    if not comparable(one, other):
        yield _shift("limit", one.limit, other.limit, weaker=None)
        return
    before, after = _bounds(old, more=more), _bounds(new, more=more)
    for field, upper, was, now in (
        ("upper bound", True, before.upper, after.upper),
        ("lower bound", False, before.lower, after.lower),
    ):
        weaker = _weaker(was, now, upper=upper)
        if weaker is not None:
            yield _shift("limit" if was and now else field, was, now, weaker=weaker)
    was_of, now_of = _statistic(one), _statistic(other)
    if was_of != now_of:
        lower = before.upper is None and after.upper is None
        yield _percentile(was_of, now_of, lower=lower)
    if _canonical(one.base) != _canonical(other.base):
        explained.update(_names(one.base), _names(other.base))
        weaker = None if one.base and other.base else bool(one.base)
        yield _shift("base", one.base, other.base, weaker=weaker)


class _Bound(Record):
    """One side of a limit. ``closed`` is ``None`` where the text does not say."""

    quantity: Quantity
    closed: bool | None
    sign: Comparator | None

    def __str__(self) -> str:
        return f"{self.sign.value} {self.quantity}" if self.sign else str(self.quantity)


class _Bounds(Record):
    """What a limit bounds from above and from below."""

    upper: _Bound | None
    lower: _Bound | None


_GROWING = (Dimension.RATE, Dimension.BANDWIDTH, Dimension.RATIO)


def _bounds(stated: Stated, *, more: bool) -> _Bounds:
    quantity, sign = stated.fact.quantity, _demanded(stated)
    if sign is Comparator.EQ:
        both = _Bound(quantity, closed=True, sign=sign)
        return _Bounds(both, both)
    if sign is None:
        upper, closed = not (more or quantity.dimension in _GROWING), None
    else:
        upper, closed = sign.upper, sign in (Comparator.LE, Comparator.GE)
    bound = _Bound(quantity, closed, sign)
    return _Bounds(bound, None) if upper else _Bounds(None, bound)


def _demanded(stated: Stated) -> Comparator | None:
    """The sign that a value must keep to; "fails below 80%" demands at least 80%."""
    if stated.fact.role is not Role.CONDITION:
        return stated.fact.comparator
    inner = [fact.comparator for fact in read_target(stated.place.text).limits]
    return inner[0].negated if inner and inner[0] is not None else None


def _weaker(old: _Bound | None, new: _Bound | None, *, upper: bool) -> bool | None:
    """Whether a bound is weaker than it was; ``None`` where it is the same."""
    if old is None or new is None:
        return None if old is new else new is None
    if old.quantity != new.quantity:
        return (old.quantity < new.quantity) is upper
    if old.closed is None or new.closed is None or old.closed is new.closed:
        return None
    return new.closed


def _statistic(fact: LimitFact) -> Statistic | None:
    """What a limit judges by; "peak memory" is the greatest."""
    peak = fact.statistic is None and _peaks(fact.measure)
    return Statistic.MAX if peak else fact.statistic


def _percentile(old: Statistic | None, new: Statistic | None, *, lower: bool = False) -> Shift:
    weaker: bool | None = new is None
    if old is not None and new is not None:
        weaker = (rank(new) < rank(old)) is not lower
    elif old in _MIDDLING or new in _MIDDLING:
        weaker = None  # without a statistic, each value or their mean may be meant
    return _shift("percentile", old and old.value, new and new.value, weaker=weaker)


# --- counts, sizes, percentiles, ratios and budgets of the whole line

_MEASURED = ("Measurement", HOLDS)
"""Lines that list percentiles to be reported: one more is more."""
_METRICS = ("Target", "Metric", "CI gate", "Measurement", HOLDS)
_MIDDLING = (Statistic.MEAN, Statistic.MIN)
"""What says least of the values above it."""


_RUNS = frozenset({"run", "runs"})


def _counts(before: Line, after: Line) -> Iterator[Shift]:
    old, new = read_target(before.text.text), read_target(after.text.text)
    # A gate that fails "when three runs are slow" asks for less than one that fails at the first.
    gate = before.source == "CI gate"
    unsure = gate and any(_RUNS & set(word_list(line.text.text)) for line in (before, after))
    for field, was, now in (
        ("samples", old.samples, new.samples),
        ("cycles", old.cycles, new.cycles),
    ):
        if was != now:
            yield _shift(field, was, now, weaker=None if unsure else _less(was, now))
    lost = [str(size) for size in old.sizes if size not in new.sizes]
    gained = [str(size) for size in new.sizes if size not in old.sizes]
    if lost:
        yield _shift("sizes", ", ".join(lost), None, weaker=True)
    if gained:
        yield _shift("sizes", None, ", ".join(gained), weaker=False)


def _less(old: int | None, new: int | None) -> bool:
    return new is None or (old is not None and new < old)


def _statistics(old: Line, new: Line) -> Iterator[Shift]:
    """Percentiles that belong to no limit."""
    before, after = _named(old), _named(new)
    lost = [each for each in before if each not in after and not _judges(each, old)]
    gained = [each for each in after if each not in before and not _judges(each, new)]
    if len(lost) == len(gained) == 1:
        yield _percentile(lost[0], gained[0])
        return
    # "< 250 ms on average" beside p99: which of the two judges is not said.
    limited = all(read_target(line.text.text).limits for line in (old, new))
    sure = old.source in _MEASURED or not limited
    kept = not set(before).isdisjoint(after)
    for weaker, names in ((True, lost), (False, gained)):
        if names:
            shown = ", ".join(each.value for each in names)
            texts = (shown, None) if weaker else (None, shown)
            known = sure and (kept or not set(names) <= set(_MIDDLING))
            yield _shift("percentile", *texts, weaker=weaker if known else None)


def _named(line: Line) -> tuple[Statistic, ...]:
    """The statistics that a line names; a peak is the greatest."""
    found = read_target(line.text.text).statistics
    peak = Statistic.MAX not in found and _peaks(line.text.text)
    return (*found, Statistic.MAX) if peak else found


def _judges(statistic: Statistic, line: Line) -> bool:
    """Whether some limit of a line judges by this statistic."""
    limits = read_target(line.text.text).limits
    return any(statistic is _statistic(fact) for fact in limits if fact.role is not Role.SETTING)


def _ratio(old: RatioRange | None, new: RatioRange | None) -> Iterator[Shift]:
    if old == new:
        return
    weaker: bool | None = new is None
    if old is not None and new is not None:
        was, now = min(old.low, old.high), min(new.low, new.high)
        weaker = None if was == now else now < was
    yield _shift("ratio", old and _range(old), new and _range(new), weaker=weaker)


def _range(ratio: RatioRange) -> str:
    low, high = str(ratio.low), str(ratio.high)
    return low if low == high else f"{low} to {high}"


def _budget(old: TargetFacts, new: TargetFacts, explained: set[str]) -> Iterator[Shift]:
    """A named budget that goes or comes where no number takes its place."""
    if bool(old.budget) == bool(new.budget) or old.measurable or new.measurable:
        return
    explained.update(_names(old.budget), _names(new.budget))
    yield _shift("budget", old.budget, new.budget, weaker=not new.budget)
