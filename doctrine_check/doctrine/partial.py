"""Laws that hold for a part: gates of one day or one month, targets of an average or of some.

Loaded late: ``wording.may_soften`` says when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.softening import ADVERBS, clauses
from doctrine_check.limits import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.softening import Clause, Span

_DAYS = words("monday tuesday wednesday thursday friday saturday sunday weekend")
_PERIODS = words("month quarter year decade")
_EVERY = words("a an per each every the")
_AS_ADJECTIVE = words("monthly quarterly yearly annually annual biannual biannually")
_RUNS = words(
    "run runs running ran executed triggered started active enforced applied done is are it"
)
_OFTEN = words(
    """pull request requests pr prs commit commits push pushes merge merges change changes branch
    nightly daily hourly night day hour"""
)
"""A gate that says one of these runs often, whatever else it does once a month."""


def seldom(text: str, gates: frozenset[str]) -> Span | None:
    """When a gate runs, if that is on one day or less than once a week: ``only on Mondays``."""
    parts = clauses(text)
    if any(not _OFTEN.isdisjoint(part.lows) for part in parts):
        return None
    for part in parts:
        for first, last in _schedules(part):
            if not part.denied(first) and _of_gate(part, first, last, gates):
                return part.span(first, last)
    return None


def _schedules(part: Clause) -> Iterator[tuple[int, int]]:
    """The first and the last word of each time at which something happens."""
    for index, low in enumerate(part.lows):
        ahead, behind = part.low(index + 1), part.low(index + 2)
        first = index - (part.low(index - 1) == "only")
        if low in {"on", "at"} and ahead.removesuffix("s") in _DAYS:
            yield first, index + 1 + (behind == "only")
        elif low in {"once", "twice"} and ahead in _EVERY and behind in _PERIODS:
            yield first, index + 2
        elif low in {"every", "each"} and ahead in _PERIODS:
            yield first, index + 1
        elif low in _AS_ADJECTIVE:
            yield first, index


def _of_gate(part: Clause, first: int, last: int, gates: frozenset[str]) -> bool:
    """Whether a time is said of the gate: not of a review of it, nor of what it is held to."""
    before = part.lows[:first]
    while before and before[-1] in _RUNS | ADVERBS:
        before.pop()
    if before:
        return before[-1] in gates
    if first or part.lows[last] not in _AS_ADJECTIVE:
        return True
    ahead = part.lows[last + 1 : last + 4]
    own = [low for n, low in enumerate(ahead) if _OTHERS.isdisjoint(ahead[: n + 1])]
    return not ahead or not gates.isdisjoint(own)


_OTHERS = words("of for in on to by with")
"""Behind one of these stands another thing: "annual review of the thresholds"."""
_OVER = words("over of across per")
_WORST = words("percentile percentiles max maximum worst")


def averaged(text: str) -> Span | None:
    """``on average`` beside a percentile: one of the two is no limit."""
    found, percentile = None, False
    for part in clauses(text):
        for index, low in enumerate(part.lows):
            percentile = percentile or low in _WORST or (low[0] == "p" and low[1:].isdecimal())
            said = low == "on" and part.low(index + 1) == "average"
            if said and part.low(index + 2) not in _OVER and not part.denied(index):
                found = found or part.span(index, index + 1)
    return found if percentile else None


_FOR = words("for in on at under with of and")


def for_some(clause: Clause) -> Span | None:
    """``for some commands``: for which is left to the reader."""
    for index, low in enumerate(clause.lows):
        few = low == "few" and clause.low(index - 1) == "a"
        start = index - few
        if not (few or low == "some") or clause.low(start - 1) not in _FOR:
            continue
        ahead = clause.lows[index + 1 : index + 3]
        many = any(_plural(word) for word in ahead) or ahead[:1] == ["of"]
        if many and not clause.denied(start) and clause.low(index + 1) not in _UNITS:
            return clause.span(start - 1, index + 1)
    return None


_UNITS = words("seconds milliseconds minutes hours ms percent samples runs")


def _plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
