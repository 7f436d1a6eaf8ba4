"""How one line of a fact differs between two versions: limits, counts, percentiles, words.

Every comparison is even-handed: what is weaker from old to new is stricter from new to old.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from doctrine_check.doctrine.reading import JOINTS, Reader, Role
from doctrine_check.doctrine.target import canonical_wording
from doctrine_check.doctrine.targets import Line, comparable, limits_in, rank, read_target
from doctrine_check.doctrine.wording import quote
from doctrine_check.limits import Comparator, Dimension, Reading, Statistic, read_number, words
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from doctrine_check.doctrine.model import Text
    from doctrine_check.doctrine.phrases import Item
    from doctrine_check.doctrine.target import RatioRange, TargetFacts
    from doctrine_check.doctrine.targets import Stated
    from doctrine_check.limits import Quantity


class Shift(Record):
    """One change of a line: ``field`` was ``old`` and is ``new``, either of which may be missing.

    ``weaker`` is ``None`` where neither version is the stricter one.
    """

    weaker: bool | None
    field: str
    old: str | None
    new: str | None
    before: Text | None
    after: Text | None


def line_shifts(old: Line, new: Line, *, more: bool = False) -> Iterator[Shift]:
    """Every change of a line. ``more``: a quantity without a sign is one to be reached."""
    explained: set[str] = set()
    shifts: list[Shift] = []
    for one, other in _matched(limits_in(old), limits_in(new)):
        shifts += _limit(one, other, explained, more=more)
    before, after = read_target(old.text.text), read_target(new.text.text)
    for found in (
        *_counts(before, after),
        *_statistics(before, after, measured=old.source in _MEASURED),
        *_ratio(before.ratio, after.ratio),
        *_budget(before, after, explained),
    ):
        shifts.append(found._replace(before=old.text, after=new.text))
    for found in shifts:
        yield found._replace(field=f"{old.source} {found.field}")
    yield from _reworded(
        old.source, old.text, new.text, _words_left(old, explained), _words_left(new, explained)
    )


def _shift(weaker: bool | None, field: str, old: object, new: object) -> Shift:  # noqa: FBT001
    """A change of the line as a whole; its places are filled in by the caller."""
    was, now = (None if value is None else str(value) for value in (old, new))
    return Shift(weaker, field, was, now, None, None)


# --- limits


def _canonical(text: str | None) -> str:
    return canonical_wording(text or "")


def _names(text: str | None) -> set[str]:
    return set(_canonical(text).split())


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
        yield _shift(None, "limit", one.limit, other.limit)
        return
    before, after = _bounds(old, more=more), _bounds(new, more=more)
    for field, upper, was, now in (
        ("upper bound", True, before.upper, after.upper),
        ("lower bound", False, before.lower, after.lower),
    ):
        weaker = _weaker(was, now, upper=upper)
        if weaker is not None:
            yield _shift(weaker, "limit" if was and now else field, was, now)
    if one.statistic != other.statistic:
        lower = before.upper is None and after.upper is None
        yield _percentile(one.statistic, other.statistic, lower=lower)
    if _canonical(one.base) != _canonical(other.base):
        explained.update(_names(one.base), _names(other.base))
        weaker = None if one.base and other.base else bool(one.base)
        yield _shift(weaker, "base", one.base, other.base)


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


def _percentile(old: Statistic | None, new: Statistic | None, *, lower: bool = False) -> Shift:
    weaker = new is None
    if old is not None and new is not None:
        weaker = (rank(new) < rank(old)) is not lower
    return _shift(weaker, "percentile", old and old.value, new and new.value)


# --- counts, sizes, percentiles, ratios and budgets of the whole line

HOLDS = "contents"
_MEASURED = ("Measurement", HOLDS)
"""Lines that list percentiles to be reported: one more is more."""


def _counts(old: TargetFacts, new: TargetFacts) -> Iterator[Shift]:
    for field, was, now in (
        ("samples", old.samples, new.samples),
        ("cycles", old.cycles, new.cycles),
    ):
        if was != now:
            yield _shift(_less(was, now), field, was, now)
    lost = [str(size) for size in old.sizes if size not in new.sizes]
    gained = [str(size) for size in new.sizes if size not in old.sizes]
    if lost:
        yield _shift(weaker=True, field="sizes", old=", ".join(lost), new=None)
    if gained:
        yield _shift(weaker=False, field="sizes", old=None, new=", ".join(gained))


def _less(old: int | None, new: int | None) -> bool:
    return new is None or (old is not None and new < old)


def _statistics(old: TargetFacts, new: TargetFacts, *, measured: bool) -> Iterator[Shift]:
    """Percentiles that belong to no limit."""
    lost = [each for each in _free(old) if each not in new.statistics]
    gained = [each for each in _free(new) if each not in old.statistics]
    if len(lost) == len(gained) == 1:
        yield _percentile(lost[0], gained[0])
        return
    # "< 250 ms on average" beside p99: which of the two judges is not said.
    sure = measured or not (old.limits and new.limits)
    for weaker, names in ((True, lost), (False, gained)):
        if names:
            shown = ", ".join(each.value for each in names)
            texts = (shown, None) if weaker else (None, shown)
            yield _shift(weaker if sure else None, "percentile", *texts)


def _free(facts: TargetFacts) -> list[Statistic]:
    bound = {fact.statistic for fact in facts.limits if fact.role is not Role.SETTING}
    return [each for each in facts.statistics if each not in bound]


def _ratio(old: RatioRange | None, new: RatioRange | None) -> Iterator[Shift]:
    if old == new:
        return
    weaker: bool | None = new is None
    if old is not None and new is not None:
        was, now = min(old.low, old.high), min(new.low, new.high)
        weaker = None if was == now else now < was
    yield _shift(weaker, "ratio", old and _range(old), new and _range(new))


def _range(ratio: RatioRange) -> str:
    low, high = str(ratio.low), str(ratio.high)
    return low if low == high else f"{low} to {high}"


def _budget(old: TargetFacts, new: TargetFacts, explained: set[str]) -> Iterator[Shift]:
    """A named budget that goes or comes where no number takes its place."""
    if bool(old.budget) == bool(new.budget) or old.measurable or new.measurable:
        return
    explained.update(_names(old.budget), _names(new.budget))
    yield _shift(not new.budget, "budget", old.budget, new.budget)


# --- what is left: the words

_CUT = ""
_LINKS = words("a an the at of with as in to on for by is be")
_AROUND_NAMES = _LINKS | words(
    "against over above than vs versus from relative compared and within"
)
_STRONG = words(
    """fail fails failing failure block blocks blocked blocking reject rejects rejected break
    breaks must shall required mandatory always all every each"""
)
_WEAK = words(
    """warn warns warning warnings advisory informational should may might can could optional
    sometimes some most usually"""
)


def wording_shifts(field: str, old: Text, new: Text) -> Iterator[Shift]:
    """A change in the words of two texts that hold nothing typed."""
    yield from _reworded(
        field, old, new, _canonical(old.text).split(), _canonical(new.text).split()
    )


def _reworded(
    field: str, before: Text, after: Text, old: list[str], new: list[str]
) -> Iterator[Shift]:
    """The words that differ; whether that demands less is known of a few of them only."""
    if old == new:
        return
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    behind = 0
    while behind < min(len(old), len(new)) - start and old[-1 - behind] == new[-1 - behind]:
        behind += 1
    gone, come = old[start : len(old) - behind], new[start : len(new) - behind]
    weaker = _less_binding(set(gone), set(come))
    if not (start or behind):
        yield Shift(weaker, field, quote(before.text), quote(after.text), before, after)
        return
    was, now = (quote(" ".join(part)) if part else None for part in (gone, come))
    yield Shift(weaker, f"{field} wording", was, now, before, after)


def _less_binding(gone: set[str], come: set[str]) -> bool | None:
    """Whether a word that binds gave way to one that does not: "must" to "should"."""
    weaker = gone & _STRONG and come & _WEAK and not (gone & _WEAK or come & _STRONG)
    stricter = gone & _WEAK and come & _STRONG and not (gone & _STRONG or come & _WEAK)
    return bool(weaker) if weaker or stricter else None


def _words_left(line: Line, explained: set[str]) -> list[str]:
    """The words of a line without what is compared as a limit, count, percentile or ratio."""
    text, facts = line.text.text, read_target(line.text.text)
    reader = Reader(text)
    spans = [(f.start, f.end) for f in facts.limits if f.role is not Role.SETTING]
    out: list[str] = []
    open_span = 0
    for index, item in enumerate(reader.items):
        begin = reader.token(index).start
        while open_span < len(spans) and spans[open_span][1] <= begin:
            open_span += 1
        inside = open_span < len(spans) and spans[open_span][0] <= begin
        if inside or _typed(item, facts):
            while out and (out[-1] in _LINKS or out[-1] in JOINTS):
                out.pop()
            out.append(_CUT)
        elif not (out and out[-1] == _CUT and item.low in JOINTS):
            _append(out, reader, index)
    drop = explained | _AROUND_NAMES if explained else {_CUT}
    return [word for word in out if word != _CUT and word not in drop]


def _append(out: list[str], reader: Reader, index: int) -> None:
    """Take in a word, or a sign that compares; a hyphen ties it to the word before."""
    item = reader.at(index)
    if item.low == "-" and reader.hyphened(index) and out and out[-1] != _CUT:
        out[-1] += "-"
        return
    found = _canonical(reader.written(index, index + 1)).split()
    if found and out and out[-1].endswith("-") and reader.tied(index):
        out[-1] += found.pop(0)
    compares = isinstance(item.value, Comparator)
    out += [word for word in found if compares or any(map(str.isalnum, word))]


def _typed(item: Item, facts: TargetFacts) -> bool:
    if isinstance(item.value, Statistic):
        return True
    if isinstance(item.value, Reading):
        return facts.ratio is not None and item.value.quantity == facts.ratio.high
    value = read_number(item.low) if item.kind == "number" else None
    return (
        value is not None
        and value[1] == 1
        and value[0]
        in {
            facts.samples,
            facts.cycles,
            *facts.sizes,
        }
    )
