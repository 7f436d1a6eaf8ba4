"""A principle has no target, no measurement or no CI gate.

## What it does

Demands of every principle of the doctrine a `**Target:**`, a `**Measurement:**` and a
`**CI gate:**` line that say something; what is struck out (`~~...~~`) says nothing. A gate that
lets a limit be exceeded, never fails, only warns, is switched off, optional, there for information,
or runs on one day of the week or once a month, is none. A measurement names what is measured;
"somebody looks at it", "to be decided" and "if time permits" are none.

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

from doctrine_check.doctrine.wording import may_soften, names_measure, quote, says_nothing
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Principle
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
            if text is not None and not _says_nothing(text.text):
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


def _says_nothing(text: str) -> bool:
    """Whether a line is empty, but for what stands in for a text or is struck out."""
    if "~~" in text:
        from doctrine_check.doctrine.fields import without_struck

        return says_nothing(without_struck(text))
    return says_nothing(text)


def _idle(facts: DocumentFacts, principle: Principle) -> Iterator[Problem]:
    """A CI gate that says of itself that it gates nothing."""
    gate = principle.gate
    if gate is None or not may_soften(gate.text) or _says_nothing(gate.text):
        return
    from doctrine_check.doctrine.gating import idle

    words = idle(gate)
    if words is not None and not _lacks_limit(principle):
        place = gate.part(*words)
        yield Problem(
            facts.at(place),
            f"expected a CI gate for {principle.id} that fails above its limit, "
            f"found {quote(place.text)}",
            "let the gate fail where the limit is exceeded",
            subject=str(principle.id),
        )


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
