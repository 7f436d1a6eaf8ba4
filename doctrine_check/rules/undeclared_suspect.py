"""A change looks as if it affected performance, and nobody says whether it does.

## What it does

Reports a change that words in its messages or shapes in its code make suspect, while no hot-path
row, no label of a maintainer and no `Perf-Impact` trailer decides. With `suspect = "warning"` in
the config it is a warning; else nobody can know, and the verdict is inconclusive.

## Why

Signals ask and never decide. Who wrote the change knows, and a line says it.

## How to fix

Put one of the trailers into the last paragraph of a commit message:
`Perf-Impact: none; reason=...` or `Perf-Impact: optimization`.

## Example

Bad: a commit "Cache parsed rules" without a trailer, off the map.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.changes.classify import ChangeKind
from doctrine_check.rules.change_place import place_of
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.changes.classify import Reason
    from doctrine_check.rules.change_facts import ChangeFacts

MAX_SHOWN = 3
"""Most signals that a message names; ``change.reasons`` of the JSON report has all of them."""
MAX_TEXT = 100
"""Longest piece of a signal, in characters, that a message quotes."""


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report a suspicion that nobody answers."""
    classification = facts.classification
    if not classification.has(ChangeKind.SUSPECT) or classification.declared is not None:
        return
    asking = [reason for reason in classification.reasons if reason.kind is ChangeKind.SUSPECT]
    more = len(asking) - MAX_SHOWN
    shown = "; ".join(map(_shown, asking[:MAX_SHOWN])) + (f"; and {more} more" if more > 0 else "")
    yield Problem(
        place_of(asking[0], facts.change),
        f"expected a declaration of what this change does to performance, found none, where these "
        f"ask for one: {shown}",
        "put `Perf-Impact: none; reason=WHY` or `Perf-Impact: optimization` on a line of its own "
        "at the end of a commit message, as a trailer",
        undecided=facts.config.suspect == "inconclusive",
    )


def _shown(reason: Reason) -> str:
    text = reason.text if len(reason.text) <= MAX_TEXT else f"{reason.text[: MAX_TEXT - 1]}…"
    return f"{reason.path}:{reason.line}: {text}" if reason.path else text
