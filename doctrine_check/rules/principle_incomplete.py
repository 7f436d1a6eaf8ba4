"""A principle has no target, no measurement or no CI gate.

## What it does

Demands of every principle of the doctrine a `**Target:**`, a `**Measurement:**` and a
`**CI gate:**` line that say something; what is struck out (`~~...~~`) says nothing. A gate that
lets a limit be exceeded, never fails, only warns, is switched off, optional, there for information,
or runs on one day of the week or once a month, is none; nor is one that was removed or is to be
added, or "no startup benchmark". One for a single hot path where the target or the measurement
speaks of each covers too little. A measurement names what is measured; "somebody looks at it", "to
be decided" and "if time permits" are none.

## Why

A target that nobody measures is a wish, and a measurement without a gate is a chart.

## How to fix

Add the missing line under the heading of the principle. Let the gate fail above the limit, and say
what is measured, by which statistic, and how often.

## Example

Bad: `### PRF-03: ...` with a target and a measurement only; `**CI gate:** Startup benchmark with a
100ms p99 threshold, warn only.`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.wording import (
    may_be_gone,
    may_be_narrow,
    may_soften,
    names_measure,
    quote,
    says_nothing,
)
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Principle, Text
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report each principle that lacks one of its three lines."""
    for principle in facts.principles:
        parts = {
            "Target": principle.target or principle.metric,
            "Measurement": principle.measurement,
            "CI gate": principle.gate,
        }
        for label, text in parts.items():
            if text is not None and not says_nothing(text.text):
                continue
            place = text if text is not None else principle.title
            yield Problem(
                facts.at(place),
                f"expected a {label} for {principle.id}, "
                f"found {'an empty one' if text else 'none'}",
                f"add a line `**{label}:** ...` under {principle.id}",
                subject=str(principle.id),
            )
        yield from _unmeasured(facts, principle)
        yield from _idle(facts, principle)


def _idle(facts: DocumentFacts, principle: Principle) -> Iterator[Problem]:
    """A CI gate that says of itself that it gates nothing."""
    gate = principle.gate
    if gate is None or says_nothing(gate.text):
        return
    place = _idle_words(gate)
    wanted, remedy = "fails above its limit", "let the gate fail where the limit is exceeded"
    if place is None and may_be_narrow(gate.text):
        place = _narrow_words(principle, gate)
        wanted, remedy = "covers each of them", "let the gate hold all that the target speaks of"
    if place is not None and not _lacks_limit(principle):
        yield Problem(
            facts.at(place),
            f"expected a CI gate for {principle.id} that {wanted}, found {quote(place.text)}",
            remedy,
            subject=str(principle.id),
        )


def _narrow_words(principle: Principle, gate: Text) -> Text | None:
    """The words by which a gate covers one of those that target or measurement speak of."""
    from doctrine_check.doctrine.gone import narrowed

    lines = (principle.target, principle.metric, principle.measurement)
    words = narrowed(gate.text, " ".join(line.text for line in lines if line is not None))
    return None if words is None else gate.part(*words)


def _idle_words(gate: Text) -> Text | None:
    """The words that take the force out of a gate, or say that there is none."""
    if may_soften(gate.text):
        from doctrine_check.doctrine.gating import idle

        words = idle(gate)
        if words is not None:
            return gate.part(*words)
    if may_be_gone(gate.text):
        from doctrine_check.doctrine.gone import gone_gate

        return gone_gate(gate)
    return None


def _lacks_limit(principle: Principle) -> bool:
    """Whether a gate such as "None yet." has no limit, and should: the rule gate-threshold's."""
    from doctrine_check.doctrine.targets import limits_in, limits_of, lines_of

    laws = limits_of(principle)
    if not laws or laws[0].source == "CI gate":
        return False
    return not any(line.source == "CI gate" and limits_in(line) for line in lines_of(principle))


def _unmeasured(facts: DocumentFacts, principle: Principle) -> Iterator[Problem]:
    """A measurement that names nothing to measure, or that nobody has to take."""
    text = principle.measurement
    if text is None or says_nothing(text.text):
        return
    place, wanted = text, "names what is measured"
    if may_soften(text.text, off=False):
        from doctrine_check.doctrine.law_lines import in_measurement

        words = in_measurement(text.text)
        if words is not None:
            place, wanted = text.part(*words), "is taken by a fixed procedure"
    if place is text and names_measure(text.text):
        return
    yield Problem(
        facts.at(place),
        f"expected a Measurement for {principle.id} that {wanted}, found {quote(place.text)}",
        "state what is measured and how: a time or share, its statistic, and how many samples",
        subject=str(principle.id),
    )
