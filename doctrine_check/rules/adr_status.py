"""An ADR has no status, or an unknown one.

## What it does

Demands a status of every ADR: Draft, Proposed, Accepted, Rejected, Deprecated, Withdrawn,
Superseded (also "Superseded by ADR-012"), as a labelled line, front matter or a section *Status*.
A choice between several (`Proposed | Accepted`), as templates have it, a question (`Accepted?`) and
a word that is taken back (`accepted (not)`) are no status.

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
from doctrine_check.doctrine.wording import word_list
from doctrine_check.limits import words as word_set
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.findings import Location
    from doctrine_check.rules.context import Context

KNOWN = ("Draft", "Proposed", "Accepted", "Rejected", "Deprecated", "Withdrawn", "Superseded")
# What other teams and tools write for the same; "Superceded" is the spelling of adr-tools.
_STAGES = (
    word_set("draft proposed deferred"),
    word_set("accepted approved implemented amended"),
    word_set("rejected deprecated withdrawn superseded superceded obsolete retired"),
)
"""The known words: before, while, and after a decision holds."""
_WORD = r"[A-Za-z][A-Za-z-]*"
_OR = r"[\s\])}]*(?:[|/]|\bor\b)[\s\[({]*([A-Za-z]+)"
_LISTED = r",\s*([A-Za-z]+)\W*$"
_STRUCK = r"~~[^~]*~~"
_TAKEN_BACK = frozenset(
    {"not", "not yet", "not really", "no", "never", "maybe", "perhaps", "soon", "tbd", "tba", "tbc"}
    | {"todo", "to be confirmed", "to be decided"}
)


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
    if not _is_status(entry.value.text):
        yield Problem(
            facts.at(entry.value),
            f'expected a known status of this ADR, found "{entry.value.text}"',
            "use one of: " + ", ".join(KNOWN),
            subject="Status",
        )


def _is_status(text: str) -> bool:
    """Whether a text opens with one of the known words, and leaves it at that."""
    text = re.sub(r"^\W+", "", re.sub(_STRUCK, "", text) if "~~" in text else text)
    match = re.match(_WORD, text)
    stage = _stage(match[0]) if match is not None else None
    if match is None or stage is None:
        return False
    behind = text[match.end() :]
    following = word_list(behind.partition(" #")[0])
    if " ".join(following) in _TAKEN_BACK or ("?" in behind and len(following) < 2):
        return False
    another = re.match(_OR, behind) or re.match(_LISTED, behind)
    if another is not None and _stage(another[1]) not in (stage, None):
        return False
    # A template may also list them with commas: all stages, and nothing else.
    stages = {_stage(word) for word in (match[0], *following)}
    return None in stages or len(stages) < len(_STAGES)


def _stage(word: str) -> int | None:
    """The stage of a known word."""
    low = word.casefold()
    return next((index for index, stage in enumerate(_STAGES) if low in stage), None)


def _head(facts: DocumentFacts) -> Location:
    return facts.at(facts.title) if facts.title else facts.line(1)
