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

KNOWN = (
    "Draft", "Proposed", "Planned", "Open", "In Progress", "In Review", "Review", "Accepted",
    "Approved", "Active", "Implemented", "Complete", "Completed", "Done", "Stable", "Final",
    "Frozen", "Blocked", "Deferred", "Deprecated", "Superseded", "Rejected", "Withdrawn", "Closed",
)  # fmt: skip
# Known as well, and not recommended: what other teams write.
_ALSO = (
    "pending", "ready", "released", "published", "shipped", "living", "living document", "current",
    "normative", "ratified", "experimental", "reviewed", "wip", "work in progress", "not started",
    "on hold", "cancelled", "canceled", "obsolete", "retired", "archived",
)  # fmt: skip
_KNOWN = frozenset((*(status.casefold() for status in KNOWN), *_ALSO))
_ASIDE = r"[(,;:|/—–]| by | since | as of | until "


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report a status outside the known set."""
    status = facts.meta("status")
    if status is None or (facts.role is Role.CONTRACT and not status.value.text):
        return  # an empty one there is the rule missing-metadata's
    value = status.value.text.replace("_", " ").replace(" - ", ";").replace("-", " ").casefold()
    if value in _KNOWN:
        return
    head = re.split(_ASIDE, value, maxsplit=1)[0]
    # A sign such as a check mark may stand before the word.
    head = re.sub(r"^\W+", "", head).rstrip(" .;,!*_")
    if head in _KNOWN:
        return
    found = f'"{status.value.text}"' if head else "nothing"
    place = status.value if status.value.text else status.value._replace(column=status.column)
    yield Problem(
        facts.at(place),
        f"expected a known status, found {found}",
        "use one of: " + ", ".join(KNOWN),
        subject="Status",
    )
