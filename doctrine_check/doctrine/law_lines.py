"""What empties the single lines of a doctrine: target, measurement, impact, risk, loop, invariant.

Each function takes the text of one line and gives the place of the words that take its force away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.softening import (
    ABOUT,
    ADVERBS,
    Clause,
    clauses,
    first_of,
    hedge,
    often,
    permission,
    phrases,
    sentences,
    switched_off,
    unbound,
    undecided,
    vague,
    weak_modal,
)
from doctrine_check.limits import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from doctrine_check.doctrine.softening import Span

_FIRM = words("should ought")
_MIGHT = words("should ought might could")


def in_target(text: str) -> Span | None:
    """What hedges a target or metric."""
    parts = clauses(text)
    found = first_of(parts, hedge, undecided, permission, often, _should, unbound)
    return found or vague(text) or _for_a_part(text, parts)


def _for_a_part(text: str, parts: list[Clause]) -> Span | None:
    """``on average``, ``for some commands``: most targets hold none of these words."""
    if all(_PARTLY.isdisjoint(part.lows) for part in parts):
        return None
    from doctrine_check.doctrine.partial import averaged, for_some

    return first_of(parts, for_some) or averaged(text)


_PARTLY = words("average some few")


def _should(clause: Clause) -> Span | None:
    return weak_modal(clause, _MIGHT)


_MEASURES = words(
    """measured taken run compared reported collected recorded measure take compare report collect
    record given averaged"""
)


def in_measurement(text: str) -> Span | None:
    """What hedges a measurement: nobody has to take it, or nobody knows how."""
    parts = clauses(text)
    return first_of(parts, hedge, undecided, permission, _measured, _looked, _so_many)


def _measured(clause: Clause) -> Span | None:
    return weak_modal(clause, _MIGHT | {"may"}, _MEASURES)


_LOOKS = words("look looks looking glance glances eyeball eyeballs eyeballed feels feel gut")


def _looked(clause: Clause) -> Span | None:
    places = (n for n, low in enumerate(clause.lows) if low in _LOOKS)
    index = next(places, None)
    return None if index is None or clause.denied(index) else clause.span(index, index)


_COUNTED = words("sample samples run runs cycle cycles iteration iterations repetitions")
_AT_MOST = (["up", "to"], ["at", "most"])


def _so_many(clause: Clause) -> Span | None:
    """``up to 100 samples``, ``about 100 samples``: one is enough."""
    for index, low in enumerate(clause.lows):
        stop = index + 1 + (clause.lows[index : index + 2] in _AT_MOST)
        loose = stop == index + 2 or low in ABOUT
        counted = not _COUNTED.isdisjoint(clause.lows[stop + 1 : stop + 4])
        if loose and counted and clause.low(stop).isdecimal():
            return clause.span(index, stop)
    return None


_GAINS = words("ideally hopefully possibly perhaps maybe")


def in_impact(text: str) -> Span | None:
    """What hedges the gain that a lever is held to."""
    return first_of(clauses(text), hedge, undecided, _weakly, _perhaps)


def _perhaps(clause: Clause) -> Span | None:
    index = next((n for n, low in enumerate(clause.lows) if low in _GAINS), None)
    return None if index is None else clause.span(index, index)


_ACCEPTED = words("accepted tolerated acceptable ignored waived disregarded irrelevant assessed")
_NO_RISK = words(
    """low minor small medium high negligible minimal none known unknown no not risk risks little
    nothing whatever acceptable any is are the it here yet to be assessed see above below"""
)


def in_risk(text: str) -> Span | None:
    """Where a risk is waved through: ``accepted on tuned paths``; "accepted as fresh" tells it."""
    parts = clauses(text)
    if parts and all(_NO_RISK.issuperset(part.lows) for part in parts):
        return parts[0].tokens[0].start, parts[-1].tokens[-1].end
    return first_of(parts, _waved, undecided)


def _waved(clause: Clause) -> Span | None:
    for index, low in enumerate(clause.lows):
        if low in {"accept", "tolerate", "ignore"} and clause.low(index - 1) == "we":
            return clause.span(index - 1, index)
        start = index
        while clause.low(start - 1) in ADVERBS and start > 0:
            start -= 1
        told = clause.low(index + 1) in {"as", "by", "from", "into", "instead"}
        said = not start or clause.low(start - 1) in {"is", "are", "remains", "stays", "and"}
        said = said or clause.lows[:index] in (["it", "may", "be"], ["it", "can", "be"])
        if low in _ACCEPTED and said and not told and not clause.denied(start):
            return clause.span(max(start - 1, 0), index)
    return None


_SUBJECTS = words(
    """lever levers step steps loop evidence it they proof proofs candidate candidates this artifact
    artifacts them all profile baseline path paths principle principles gate gates metric metrics
    change changes pr prs"""
)
_OWES = words(
    """pass go complete undergo follow have leave require provide carry show include produce need
    precede contain come bring owe keep enter demand list be"""
)


def in_loop(text: str) -> Span | None:
    """What makes the loop of the levers optional."""
    return _in_sentences(
        text, _LOOP, _loop_modal, permission, often, unbound, _off, _around, _excepted, _advised
    )


def _in_sentences(
    text: str, about: frozenset[str], *asked: Callable[[Clause], Span | None]
) -> Span | None:
    """The first answer to a sentence that speaks of something, or a hedge in one of its clauses."""
    said = sentences(text)
    for number, sentence in enumerate(said):
        told = sentence.lows[0] in _THEY or sentence.lows[-1] == "them"
        if not told and about.isdisjoint(sentence.lows):
            continue
        start = sentence.tokens[0].start
        end = said[number + 1].tokens[0].start if number + 1 < len(said) else len(text)
        found = first_of([sentence], *asked)
        if found is not None:
            return found
        hedged = first_of(clauses(text[start:end]), hedge, undecided)
        if hedged is not None:
            return start + hedged[0], start + hedged[1]
    return None


_LOOP = words("loop lever levers candidate candidates step steps evidence adoption adopted gate ms")
_LOOP_OWES = _OWES - {"be"}


def _loop_modal(clause: Clause) -> Span | None:
    return weak_modal(clause, _FIRM) or weak_modal(clause, words("may might could"), _LOOP_OWES)


def _off(clause: Clause) -> Span | None:
    return switched_off(clause, _SUBJECTS)


_ADVICE = phrases(
    "expected to, good practice, best practice, a suggestion, an offer, decides about, that want it"
)


def _advised(clause: Clause) -> Span | None:
    """``is expected to``, ``good practice``, ``consider``: advice, where there was a duty."""
    if clause.lows[0] == "consider":
        return clause.span(0, 0)
    for index, low in enumerate(clause.lows):
        for phrase in _ADVICE:
            stop = index + len(phrase)
            same = low == phrase[0] and tuple(clause.lows[index:stop]) == phrase
            if same and not clause.denied(index):
                return clause.span(index, stop - 1)
    return None


def _excepted(clause: Clause) -> Span | None:
    """``except small ones``: a law with a hole."""
    index = clause.lows.index("except") if "except" in clause.lows else -1
    return None if index < 0 or clause.denied(index) else clause.span(index, index)


_ADOPTED = words("adopted merged shipped landed released accepted used")
_DENIALS = words("not no never cannot nobody nothing none neither nor only must")


def _around(clause: Clause) -> Span | None:
    """``adopted without the loop``, ``before it passed the loop``, ``some levers``."""
    lows = clause.lows
    if not _DENIALS.isdisjoint(lows):
        return None
    if lows[0] in _SOME and clause.low(1) in {"lever", "levers", "candidates"}:
        return clause.span(0, 1)
    for index, low in enumerate(lows):
        past = low in {"without", "before"} and not _ADOPTED.isdisjoint(lows[:index])
        if past and not _LOOP.isdisjoint(lows[index + 1 : index + 6]):
            return clause.span(index, index)
    return None


_SOME = words("some most many several few selected certain half part big small large major minor")
_AT_FIRST = frozenset({("not", "every"), ("not", "all"), ("not", "each")})


def in_statement(text: str) -> Span | None:
    """What empties the statement of an invariant, above all in its first sentence."""
    said = sentences(text)
    if not said:
        return None
    first = said[0]
    head = tuple(first.lows[:2])
    if head[:1] and head[0] in _SOME:
        return first.span(0, 0)
    if head in _AT_FIRST:
        return first.span(0, 1)
    found = first_of([first], _weakly, unbound, often, _excepted)
    return found or first_of(clauses(text), permission, hedge, undecided, _off)


def _weakly(clause: Clause) -> Span | None:
    return weak_modal(clause, _MIGHT | {"may"})


def in_demand(text: str) -> Span | None:
    """What hedges the sentence that demands the artifacts, or one item of an artifact."""
    return first_of(clauses(text), hedge, often, undecided, permission)


_ARTIFACTS = words("artifact artifacts evidence proof proofs")
_THEY = words("they these")


def in_release(text: str) -> Span | None:
    """What lets somebody off beside the demand: ``small changes may skip them``."""
    return _in_sentences(text, _ARTIFACTS, permission, unbound, _off)
