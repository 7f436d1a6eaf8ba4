"""A lever lacks impact, risk, owner, or profile gate.

## What it does

Demands of every lever of the doctrine `**Expected impact:**`, `**Risk:**` and `**Owner track:**`,
and of every lever of the spec contract an owner track and a profile gate. A risk that is tolerated,
ignored, or "accepted on tuned paths" is no risk that anybody watches.

## Why

INV-PRF-PROFILED: an optimisation without a stated impact cannot be held to it, one without an owner
is nobody's, and one without a profile gate is a guess.

## How to fix

Add the missing line under the lever, or fill the cell. Say what may go wrong, and nothing that
waves it through.

## Example

Bad: `### LEV-02: ...` with an impact and no risk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.model import Role
from doctrine_check.doctrine.wording import quote, says_nothing
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report what each lever does not say."""
    yield from _waved_through(facts)
    columns = {key for table in facts.tables for key in table.columns}
    for lever in facts.levers:
        wanted = (
            {"Expected impact": lever.impact, "Risk": lever.risk, "Owner track": lever.owner}
            if facts.role is Role.DOCTRINE
            else {"Owner track": lever.owner, "Profile gate": lever.profile_gate}
        )
        for label, text in wanted.items():
            if text is not None and not says_nothing(text.text):
                continue
            if facts.role is Role.CONTRACT and columns:
                continue  # an empty cell is empty-cell's, a missing column table-columns'
            place = text if text is not None else lever.title
            yield Problem(
                facts.at(place),
                f"expected {label} of {lever.id}, found {'an empty one' if text else 'none'}",
                f"add a line `**{label}:** ...` under {lever.id}",
                subject=str(lever.id),
            )


_STEMS = (
    "accept",
    "tolera",
    "ignor",
    "waive",
    "disregard",
    "irrelevant",
    "decided",
    "yet",
    "assess",
)
_SHORT = 24
"""A risk told in fewer characters may only say how large it is."""


def _waved_through(facts: DocumentFacts) -> Iterator[Problem]:
    """Risks that the doctrine accepts, so that nobody has to prove anything."""
    for lever in facts.levers:
        risk = lever.risk
        if risk is None or says_nothing(risk.text):
            continue
        low = risk.text.casefold()
        if len(low) > _SHORT and not any(stem in low for stem in _STEMS):
            continue
        from doctrine_check.doctrine.law_lines import in_risk

        words = in_risk(risk.text)
        if words is not None:
            place = risk.part(*words)
            yield Problem(
                facts.at(place),
                f"expected a Risk of {lever.id} that is watched, found {quote(place.text)}",
                "say what may go wrong; that it does not is for the evidence of the lever to show",
                subject=str(lever.id),
            )
