"""A document's status is missing or unknown.

## What it does

Checks the `**Status:**` line of spec contracts against the known set.

## Why

Whether a contract binds depends on its status; "Kind of done" binds nobody.

## How to fix

Use one of the known words; the message lists them.

## Example

Bad: `**Status:** Cooking`. Good: `**Status:** In Progress`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.model import Role
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context

_EARLY = (
    "Draft", "Proposed", "Planned", "Open", "In Progress", "In Review", "Review", "Blocked",
    "Deferred",
)  # fmt: skip
_IN_FORCE = (
    "Accepted", "Approved", "Active", "Implemented", "Complete", "Completed", "Done", "Stable",
    "Final", "Frozen",
)  # fmt: skip
_PAST = ("Deprecated", "Superseded", "Rejected", "Withdrawn", "Closed")
KNOWN = (*_EARLY, *_IN_FORCE, *_PAST)
# Known as well, and not recommended: what other teams write.
_ALSO = (
    ("pending", "experimental", "wip", "work in progress", "not started", "on hold"),
    (
        *("ready", "released", "published", "shipped", "living", "living document", "current"),
        *("normative", "ratified", "reviewed"),
    ),
    ("cancelled", "canceled", "obsolete", "retired", "archived"),
)
_STAGES = {
    name.casefold(): stage
    for stage, names in enumerate((_EARLY, _IN_FORCE, _PAST))
    for name in (*names, *_ALSO[stage])
}
"""What each status says: not in force yet, in force, or no more."""
_NOT_IN_FORCE = r"no longer|not (?:in force|active|binding|enforced|effective|valid)\b"
_ASIDE = r"[(,;:|/—–]| by | since | as of | until | or | and "


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report a status outside the known set."""
    status = facts.meta("status")
    if status is None or (facts.role is Role.CONTRACT and not status.value.text):
        return  # an empty one there is the rule missing-metadata's
    value = status.value.text.replace("_", " ").replace(" - ", ";").replace("-", " ").casefold()
    if value in _STAGES:
        return
    head, *asides = (_bare(part) for part in re.split(_ASIDE, value))
    if head in _STAGES and not _taken_back(_STAGES[head], asides):
        return
    found = f'"{status.value.text}"' if head else "nothing"
    place = status.value if status.value.text else status.value._replace(column=status.column)
    yield Problem(
        facts.at(place),
        f"expected a known status, found {found}",
        "use one of: " + ", ".join(KNOWN),
        subject="Status",
    )


def _bare(text: str) -> str:
    """A part of a status; a sign such as a check mark may stand before the word."""
    return re.sub(r"^\W+", "", text).rstrip(" .;,!*_)")


def _taken_back(stage: int, asides: list[str]) -> bool:
    """Whether what follows a status is one of another stage, or says that it does not hold."""
    return any(
        _STAGES.get(aside, stage) != stage or re.match(_NOT_IN_FORCE, aside) for aside in asides
    )
