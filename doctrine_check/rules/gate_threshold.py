"""Target, CI gate, measurement or text of a principle state different limits.

## What it does

Compares the limits in a principle's target with every limit in its CI gate and measurement, with
numbers in its text that are called a budget, threshold or limit, and, for overhead, with ART-05.
Value, unit and direction must agree; `0.1s` and `100 ms` do. Limits at different percentiles are
different limits. Timeouts, warm-ups, windows, warnings and budgets of a CI job are none. What
stands alone is reported: the target itself, where gate, text and the spec contract agree without
it, and otherwise what differs from the target. A gate that has no word of what its principle
measures, and one of what another principle does, is reported as well, and so is one that measures
the opposite ("Warm-start" for "Cold-start"). So is a measurement that cannot answer the target
(memory for a limit on time, a difference in milliseconds for one in percent), or is another
principle's, and text that tolerates more than the target.

## Why

The gate is what runs. When it is looser than the target, the target is decoration.

## How to fix

State one limit in all places.

## Example

Bad: target `< 100ms`, gate `200ms p99 threshold`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.compare import twins
from doctrine_check.doctrine.targets import (
    Laws,
    Line,
    Stated,
    elsewhere,
    limits_in,
    limits_of,
    lines_of,
    measured,
    same_side,
    settled,
)
from doctrine_check.doctrine.wording import content_words, quote, says_nothing, word_list, word_set
from doctrine_check.limits import Comparator, Dimension, has_digit, words
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Principle, Text
    from doctrine_check.rules.context import Context


_OF_ANY = frozenset({"latency", "time"})
_GENERAL = _OF_ANY | {"overhead"}
# What may be the opposite of what a target limits.
_TURNED = words(
    """cold warm hot cached uncached start stop first last startup shutdown teardown spawn exit read
    write encode decode upload download local remote online offline idle busy instrumented
    uninstrumented"""
)


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report limits of one principle, in one document, that disagree."""
    theirs = twins(context.contract)
    for principle in facts.principles:
        limits = limits_of(principle)
        if not limits:
            continue
        problems = [
            *_within(facts, principle, limits),
            *_beside(facts, principle, limits),
        ]
        if problems:
            agreed = settled(facts, principle, theirs.get(principle.id))
            if agreed != limits:
                problems = [*_beside(facts, principle, agreed, alone=True)]
        yield from problems or (*_gauged(facts, principle), *_measured(facts, principle, limits[0]))


_CLOCKS = words(
    """second seconds millisecond milliseconds microsecond microseconds nanosecond nanoseconds
    minute minutes s ms us \u00b5s \u03bcs ns"""
)
_CLOCK = _CLOCKS | words(
    "time times latency latencies duration durations wall clock elapsed delay delays response"
)
_STORES = words("byte bytes kb mb gb kib mib gib kilobytes megabytes gigabytes")
_OTHER = _STORES | words("memory rss heap footprint ram throughput rps qps tps")
_SHARE = words("percent percentage percentages pct share relative ratio fraction")
_GAP = words("difference delta overhead increase slowdown growth change")


def _measured(facts: DocumentFacts, principle: Principle, law: Stated) -> Iterator[Problem]:
    """A measurement that cannot answer the target: of another sort, or of another principle."""
    line = principle.measurement
    if line is None or says_nothing(line.text):
        return
    said, kind, odd = word_set(line.text), law.fact.quantity.dimension, frozenset[str]()
    if kind is Dimension.TIME and _CLOCK.isdisjoint(said):
        odd = _OTHER & said
    elif kind is Dimension.PERCENT and _SHARE.isdisjoint(said) and "%" not in line.text:
        odd = odd if _GAP.isdisjoint(said) else (_CLOCKS | _STORES) & said
    found, whose = "", ""
    if odd:
        found = next(word for word in word_list(line.text) if word in odd)
    elif not any(map(str.isalpha, said & word_set(principle.title.text) - _GENERAL)) and _foreign(
        facts, principle
    ):
        from doctrine_check.doctrine.gauges import of_another

        gauge = of_another(principle, facts.principles, measurement=True)
        if gauge is not None and gauge.owner is not None:
            found, whose = gauge.place.text, f", which {gauge.owner.id} measures"
    if found:
        yield Problem(
            facts.at(line),
            f"expected the measurement of {principle.id} to answer its {law.source} {show(law)} "
            f"({facts.path}:{law.place.line}), found {quote(found)}{whose}",
            "measure what the target limits, in its unit",
            subject=str(principle.id),
            related=(facts.at(law.place),),
        )


def _foreign(facts: DocumentFacts, principle: Principle) -> bool:
    """Whether a measurement has no word of what its principle is about, and one of another's."""
    said = content_words(principle.measurement.text) if principle.measurement is not None else set()
    if not _named(principle).isdisjoint(said) or len(facts.principles) > MAX_COMPARED:
        return False
    others = (x for x in facts.principles if x.id != principle.id)
    return any(not said.isdisjoint(_named(other)) for other in others)


def _named(principle: Principle) -> set[str]:
    named = content_words(f"{principle.title.text} {measured(principle)}") - _GENERAL
    return {word for word in named if word.isalpha()}


MAX_COMPARED = 100
"""Above so many principles no measurement is held against the others'."""


def _gauged(facts: DocumentFacts, principle: Principle) -> Iterator[Problem]:
    """A gate that measures what another principle does, or the opposite of its own."""
    gate = principle.gate
    if gate is None or says_nothing(gate.text):
        return
    own, found = content_words(principle.title.text), content_words(gate.text)
    if not any(map(str.isalpha, own & found - _OF_ANY)):
        own |= content_words(measured(principle))
    turned = _TURNED & (found - own)
    if turned and principle.measurement is not None:
        turned -= content_words(f"{principle.measurement.text} {measured(principle)}")
    if not turned and any(map(str.isalpha, own & found - _OF_ANY)):
        return
    from doctrine_check.doctrine.gauges import of_another

    gauge = of_another(principle, facts.principles)
    if gauge is None:
        return
    whose = "" if gauge.owner is None else f", which {gauge.owner.id} measures"
    related = principle.target if gauge.owner is None else gauge.owner.title
    yield Problem(
        facts.at(gauge.place),
        f"expected the CI gate of {principle.id} to measure {quote(gauge.meant)}, "
        f"found {quote(gauge.place.text)}{whose}",
        "measure in the gate what the target limits",
        subject=str(principle.id),
        related=() if related is None else (facts.at(related),),
    )


def _beside(
    facts: DocumentFacts, principle: Principle, limits: tuple[Stated, ...], *, alone: bool = False
) -> Iterator[Problem]:
    """What differs from the limits that bind; ``alone`` says that the target does, too."""
    laws = Laws(limits)
    for line in lines_of(principle):
        if alone or line.source != limits[0].source:
            yield from _line(facts, principle, laws, limits_in(line))
    for text in principle.prose:
        for stated in _tolerated(principle, text):
            law = laws.counterpart(stated)
            if law is not None and law.fact.quantity < stated.fact.quantity:
                yield _problem(facts, principle, law, stated, "limit")
    for stated in elsewhere(facts, principle):
        law = laws.counterpart(stated)
        if law is not None and law.fact.quantity != stated.fact.quantity:
            yield _problem(facts, principle, law, stated, "limit")
        elif law is None and stated.source == "ART-05":
            yield _problem(facts, principle, limits[0], stated, "unit")
    yield from _gate_without_limit(facts, principle, limits[0])


_FINE = words("tolerated tolerable acceptable accepted allowed permitted fine ok okay")
_ANY_VALUE = words("spike outlier peak value call request one it")


def _tolerated(principle: Principle, text: Text) -> Iterator[Stated]:
    """Upper limits that running text lets pass: ``a start of up to 1 s is acceptable``."""
    if not has_digit(text.text) or _FINE.isdisjoint(word_set(text.text)):
        return
    own = _ANY_VALUE.union(*(content_words(line.text.text) for line in lines_of(principle)))
    for stated in limits_in(Line("text", text)):
        fact = stated.fact
        if fact.comparator is None or not fact.comparator.upper:
            continue
        behind = word_list(text.text[fact.end : fact.end + 60].partition(". ")[0])[:6]
        place = next((n for n, word in enumerate(behind) if word in _FINE), 0)
        fine = place and behind[place - 1] in {"is", "are", "still", "also", "be"}
        if fine and not (content_words(fact.measure) - own or "not" in behind[:place]):
            yield stated


def _within(
    facts: DocumentFacts, principle: Principle, laws: tuple[Stated, ...]
) -> Iterator[Problem]:
    """Two limits in one line on one thing, at one percentile and on one side."""
    first: dict[tuple[object, ...], Stated] = {}
    for stated in laws:
        fact = stated.fact
        upper = fact.comparator is None or fact.comparator.upper
        key = (fact.quantity.dimension, fact.statistic, fact.measure.casefold(), upper)
        law = first.setdefault(key, stated)
        if law.fact.quantity != fact.quantity:
            yield _problem(facts, principle, law, stated, "limit")


def _line(
    facts: DocumentFacts,
    principle: Principle,
    laws: Laws,
    others: tuple[Stated, ...],
) -> Iterator[Problem]:
    last = -1  # the ends of a range are one fault
    for stated, law in laws.paired(others):
        differs = law.fact.quantity != stated.fact.quantity
        if stated.fact.start == last or not (differs or not same_side(law.fact, stated.fact)):
            continue
        last = stated.fact.start
        yield _problem(facts, principle, law, stated, "limit" if differs else "comparator")
    binding = bool(others) and others[0].source in ("Target", "CI gate")
    if binding and not laws.comparable(others):
        yield _problem(facts, principle, laws.limits[0], others[0], "unit")


def _problem(
    facts: DocumentFacts, principle: Principle, law: Stated, stated: Stated, what: str
) -> Problem:
    return Problem(
        facts.at(stated.place if what == "comparator" else stated.number),
        f"expected the {what} {show(law)} of the {law.source} of {principle.id} "
        f"({facts.path}:{law.place.line}), found {show(stated)} in the {stated.source}",
        "state one limit in both places",
        subject=str(principle.id),
        related=(facts.at(law.place),),
    )


def show(stated: Stated) -> str:
    """A limit as ``< 100 ms``, as messages name it."""
    fact = stated.fact
    if fact.sign is not None and fact.sign in (Comparator.LT, Comparator.LE):
        return f"a failure below {fact.quantity}"
    sign = f"{fact.comparator.value} " if fact.comparator else ""
    return f"{sign}{fact.quantity}"


def _gate_without_limit(
    facts: DocumentFacts, principle: Principle, main: Stated
) -> Iterator[Problem]:
    gate = principle.gate
    if gate is None or says_nothing(gate.text) or main.source == "CI gate":
        return
    if any(line.source == "CI gate" and limits_in(line) for line in lines_of(principle)):
        return
    yield Problem(
        facts.at(gate),
        f"expected the limit {show(main)} of the {main.source} of {principle.id} "
        f"({facts.path}:{main.place.line}) in its CI gate, found none",
        "state the limit in the gate",
        subject=str(principle.id),
        related=(facts.at(main.place),),
    )
