"""A budget or a baseline changes, and nobody says why.

## What it does

Where a change touches budgets or baselines, looks for `justification` in the manifest of its
evidence, and reports one that is not there or gives no reason: a sentence, of more than words that
stand for none. ART-01 and ART-03, which such a change owes too, are the rule `missing-artifact`'s.

## Why

A budget that moves whenever it is in the way is none, and neither is a baseline that is measured
again until it fits.

## How to fix

Say in the manifest what made the old numbers wrong.

## Example

Bad: a change of `budgets.toml` with `"justification": "needed"`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.changes.classify import ChangeKind
from doctrine_check.evidence.reasons import MIN_WORDS, gives_reason
from doctrine_check.rules.claimed import Scribe, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem

_KINDS = (ChangeKind.BUDGET, ChangeKind.BASELINE)


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report budgets and baselines that change without a reason."""
    manifest = None if facts.bundle is None else facts.bundle.manifest
    kinds = [kind.value for kind in _KINDS if kind in facts.classification.kinds]
    if facts.bundle is None or manifest is None or not kinds:
        return  # without evidence its artifacts are missing, which is told
    if not gives_reason(manifest.justification):
        given = manifest.justification
        yield Scribe(facts.bundle).problem(
            manifest.place.field("justification") if given is not None else manifest.place,
            f"a justification of at least {MIN_WORDS} words that say why, for a change of kind "
            f"{', '.join(kinds)}",
            "none" if given is None else name(given),
            "say in the manifest what made the old numbers wrong",
        )
