"""An ADR has no status, or an unknown one.

## What it does

Demands a status of every ADR: Draft, Proposed, Accepted, Rejected, Deprecated, Withdrawn,
Superseded (also "Superseded by ADR-012"), as a labelled line, front matter or a section *Status*.

## Why

Whether a budget may be raised on the strength of an ADR depends on its being accepted.

## How to fix

State one of the known words.

## Example

Bad: `**Status**: Approved-ish`. Good: `**Status**: Accepted`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.adr import stated
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.findings import Location
    from doctrine_check.rules.context import Context

KNOWN = ("Draft", "Proposed", "Accepted", "Rejected", "Deprecated", "Withdrawn", "Superseded")
# What other teams and tools write for the same; "Superceded" is the spelling of adr-tools.
_ALSO = ("approved", "implemented", "amended", "deferred", "obsolete", "retired", "superceded")
_KNOWN = frozenset((*(status.casefold() for status in KNOWN), *_ALSO))
_WORD = r"[A-Za-z][A-Za-z-]*"


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report a missing or unknown status."""
    entry = stated(facts, "status")
    if entry is None or not entry.value.text:
        place = facts.line(entry.line, entry.column) if entry else _head(facts)
        yield Problem(
            place,
            f"expected a status of this ADR, found {'an empty one' if entry else 'none'}",
            "state one of: " + ", ".join(KNOWN),
            subject="Status",
        )
        return
    match = re.match(_WORD, re.sub(r"^\W+", "", entry.value.text))
    if match is None or match[0].casefold() not in _KNOWN:
        yield Problem(
            facts.at(entry.value),
            f'expected a known status of this ADR, found "{entry.value.text}"',
            "use one of: " + ", ".join(KNOWN),
            subject="Status",
        )


def _head(facts: DocumentFacts) -> Location:
    return facts.at(facts.title) if facts.title else facts.line(1)
