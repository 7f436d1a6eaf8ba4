"""CI gates that gate nothing: informational, switched off, never failing, or left to somebody."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from doctrine_check.doctrine.partial import seldom
from doctrine_check.doctrine.reading import Reader, Role
from doctrine_check.doctrine.softening import (
    ABOUT,
    Clause,
    clauses,
    hedge,
    often,
    permission,
    phrases,
    switched_off,
    unbound,
    undecided,
    vague,
    weak_modal,
)
from doctrine_check.doctrine.targets import Line, limits_in
from doctrine_check.limits import at, tokenize, words

if TYPE_CHECKING:
    from doctrine_check.doctrine.model import Text
    from doctrine_check.doctrine.softening import Span

_GATES = words(
    """gate gates benchmark benchmarks check checks job test tests step threshold thresholds limit
    limits enforcement failing failure failures breach breaches violation violations regression
    regressions result results these blocking comparison alarm overrun overruns overshoot excess
    build merge fault faults red"""
)
_IDLE = words("informative informational advisory nonblocking unenforced")
_IDLE_PHRASES = phrases(
    """non blocking, not blocking, for information, for reference, for visibility, without failing,
    without blocking, without gating, may exceed, can exceed, might exceed, could exceed,
    may be exceeded, may be ignored, may be skipped, only reported, only logged, only
    recorded, only reports, only warns, only informs, only logs, only records, only a
    warning, only an alert, only comments, just warns, just reports, just logs, just a
    warning, merely warns, merely reports, merely logs, merely a warning, continue on error,
    allow failure, allow failures, allowed to fail, permitted to fail, allowed failure, soft
    fail, soft gate, dry run, shadow mode, commented out, on hold, looks at, glances at, by
    eye, by hand, checked manually, compared manually, run manually, done manually, not yet
    active, coming soon, opt in, behind a flag, for guidance, merged anyway, go ahead
    regardless, author decides, reviewers decide, reviewer decides, team decides,
    maintainers decide, a comment is posted, enforced later, retried until green, in
    quarantine"""
)
_OPENINGS = phrases("no gate, no ci gate, not a gate, none, manual, manually, somebody, someone")
_SPEAKS = words(
    """warn warns warning warnings log logs report reports notify comment comments alert alerts
    monitor monitors monitoring information reported logged recorded"""
)
_ONLY_BEFORE = words("and at above on when for if it mode over beyond")
_FAILS = words("fail fails failing block blocks blocking break breaks reject rejects red stops")
_RUNS = _FAILS | words("be run gate gates stop reject enforce judge compare hold apply check not")
_PASSING = words("that which it")


def idle(gate: Text) -> Span | None:
    """The words by which a gate says that it does not gate; ``None`` where some limit holds."""
    text = gate.text
    parts = [_without_relatives(part) for part in clauses(text)]
    said = [_lets_pass(part) for part in parts]
    weak = [number for number, span in enumerate(said) if span is not None]
    if not weak:
        return vague(text) or _about(text) or _only_warns(text) or seldom(text, _GATES)
    starts = [part.tokens[0].start if part.tokens else 0 for part in parts]
    bound = {
        max(bisect_right(starts, stated.fact.start) - 1, 0)
        for stated in limits_in(Line("CI gate", gate))
    }
    strong = bound.difference(weak)
    last = max((n for n in strong if not _FAILS.isdisjoint(parts[n].lows)), default=-1)
    for number in weak:
        own = any(map(str.isdecimal, "".join(parts[number].lows)))
        if own:  # "p50 is informational" leaves the limit alone
            holds = bool(strong) or number not in bound
        else:  # "informational on forks, failing at 100 ms on main"
            partly = not _THERE.isdisjoint(_around(parts[number], said[number]))
            holds = partly and last > number
        if not holds:
            return said[number]
    return None


_THERE = words("on for in during")


def _around(part: Clause, span: Span | None) -> list[str]:
    """The words of a clause that stand outside a span."""
    start, end = span or (0, 0)
    return [word.low for word in part.tokens if not start <= word.start < end]


def _without_relatives(part: Clause) -> Clause:
    """A clause without "that" and "which": here they speak of the gate."""
    kept = [token for token in part.tokens if token.low not in _PASSING]
    return Clause(kept, [token.low for token in kept])


def _lets_pass(part: Clause) -> Span | None:
    """The words of a clause that take the force out of a gate."""
    lows = part.lows
    for opening in _OPENINGS:
        if tuple(lows[: len(opening)]) == opening:
            return part.span(0, len(opening) - 1)
    for index, low in enumerate(lows):
        if low in _IDLE and not part.denied(index) and _of_the_gate(part, index):
            return part.span(index, index)
        if low in _SPEAKS and part.low(index + 1) == "only" and not part.denied(index):
            free = index + 2 == len(lows) or part.low(index + 2) in _ONLY_BEFORE
            if free:
                return part.span(index, index + 1)
        if low in _WARNS and part.low(index - 1) in _GATES and _alone(part, index):
            return part.span(index, index)
        for phrase in _IDLE_PHRASES:
            stop = index + len(phrase)
            if low == phrase[0] and tuple(lows[index:stop]) == phrase and not part.denied(index):
                return part.span(index, stop - 1)
    return (
        _hedged(part)
        or undecided(part)
        or permission(part)
        or unbound(part)
        or switched_off(part, _GATES)
        or often(part)
        or _may_fail(part)
    )


_WARNS = words("warns warn")
_BESIDE = words("with and or whose where when if")


def _alone(part: Clause, index: int) -> bool:
    """Whether the gate itself warns: it does nothing else, and nothing stands beside it."""
    before = part.lows[:index]
    return _BESIDE.isdisjoint(before) and _FAILS.isdisjoint(part.lows) and not part.denied(index)


def _hedged(part: Clause) -> Span | None:
    """A hedge, unless it is said of another figure: "the memory figure is informational"."""
    span = hedge(part)
    if span is None:
        return None
    index = next(n for n, word in enumerate(part.tokens) if word.start == span[0])
    another = part.lows[index] in _COPULAS and index and part.lows[index - 1] not in _GATES
    return None if another else span


_COPULAS = words("is are be remains stays was")


def _of_the_gate(part: Clause, index: int) -> bool:
    """Whether "informational" is said of the gate: not of another figure."""
    copula = next((n for n in range(index - 1, -1, -1) if part.lows[n] in _COPULAS), -1)
    if copula <= 0:
        return True
    return part.lows[copula - 1] in _GATES


def _may_fail(part: Clause) -> Span | None:
    """``should fail``, ``may block``: leave, where there was a duty; "may fail once" is another."""
    firm = weak_modal(part, words("should ought might could"), _RUNS)
    if firm is not None:
        return firm
    span = weak_modal(part, words("may"), _FAILS)
    if span is None or not {"once", "most", "twice"}.isdisjoint(part.lows):
        return None
    return span


def _about(text: str) -> Span | None:
    """``failing at about a 100 ms threshold``: a gate fails above a number, not near one."""
    tokens = tokenize(text)
    for index, token in enumerate(tokens):
        if token.low in ABOUT:
            place = index + 1 + (at(tokens, index + 1).low in {"a", "an", "the"})
            if at(tokens, place).kind == "number":
                return token.start, token.end
    return None


def _only_warns(text: str) -> Span | None:
    """A gate all of whose limits only warn."""
    if "warn" not in text.casefold():
        return None
    found = Reader(text).all_limits()
    if not found or any(fact.role is not Role.SETTING for fact in found):
        return None
    start = text.casefold().index("warn")
    stop = start
    while stop < len(text) and text[stop].isalpha():
        stop += 1
    return start, stop
