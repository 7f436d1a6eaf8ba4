"""A principle has no target, no measurement or no CI gate.

## What it does

Demands of every principle of the doctrine a `**Target:**`, a `**Measurement:**` and a
`**CI gate:**` line that say something. A gate that lets a limit be exceeded, or that is there for
information only, is none.

## Why

A target that nobody measures is a wish, and a measurement without a gate is a chart.

## How to fix

Add the missing line under the heading of the principle.

## Example

Bad: `### PRF-03: ...` with a target and a measurement only.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import Line, limits_in
from doctrine_check.doctrine.wording import quote, says_nothing, word_list
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Text
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
        gate = principle.gate
        if gate is not None and (idle := _idle(gate)):
            yield Problem(
                facts.at(gate),
                f"expected a CI gate for {principle.id} that fails above its limit, "
                f"found {quote(idle)}",
                "let the gate fail where the limit is exceeded",
                subject=str(principle.id),
            )


_NEGATIONS = frozenset({"not", "no", "never", "none", "nothing", "neither", "nor", "cannot"})
_IDLE = frozenset({"informative", "informational", "advisory", "nonblocking"})
_IDLE_PAIRS = frozenset(
    f"{first} {second}"
    for first, seconds in (
        ("may", "exceed"),
        ("can", "exceed"),
        ("might", "exceed"),
        ("could", "exceed"),
        ("non", "blocking"),
        ("only", "reported logged recorded reports warns informs logs records"),
        ("without", "failing blocking gating"),
        ("for", "information"),
    )
    for second in seconds.split()
)
_OVER = frozenset({"exceeded", "ignored", "skipped"})


def _idle(gate: Text) -> str:
    """The part of a gate that says that it does not gate; empty where some limit holds."""
    clauses = _clauses(gate.text)
    idle = [_lets_pass(word_list(gate.text[slice(*place)])) for place in clauses]
    if True not in idle:
        return ""
    said = gate.text[slice(*clauses[idle.index(True)])].strip()
    if word_list(said)[0] in {"no", "not"}:
        return said
    starts = [start for start, _ in clauses]
    for stated in limits_in(Line("CI gate", gate)):
        number = bisect_right(starts, stated.fact.start)
        if idle[max(number - 1, 0)]:
            continue
        # "A 100ms threshold, only informative": what has no number of its own is said of this one.
        behind = gate.text[slice(*clauses[number])] if idle[number : number + 1] == [True] else "0"
        if any(map(str.isdecimal, behind)):
            return ""
    return said


def _clauses(text: str) -> list[tuple[int, int]]:
    """Where the clauses of a gate begin and end."""
    start, out = 0, []
    for piece in text.replace("; ", ", ").replace(". ", ", ").split(", "):
        if piece.strip(" ."):
            out.append((start, start + len(piece)))
        start += len(piece) + 2
    return out


def _lets_pass(words: list[str]) -> bool:
    """Whether the words of a clause take the force out of a gate."""
    if words[:2] == ["no", "gate"] or words[:3] in (["no", "ci", "gate"], ["not", "a", "gate"]):
        return True
    for index, word in enumerate(words):
        if word in _NEGATIONS:
            return False  # "no start may exceed", "not only reported"
        pair = " ".join(words[index : index + 2])
        if word in _IDLE or pair in _IDLE_PAIRS:
            return True
        if pair == "may be" and words[index + 2 : index + 3] and words[index + 2] in _OVER:
            return True
    return False
