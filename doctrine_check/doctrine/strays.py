"""Events that stand where invariants do, and ids of events that are misspelt.

What these are is told only by the items and headings beside them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.define import (
    LEADING,
    heading_of,
    in_family,
    item_of,
    leading_at,
    leading_id,
    stands_apart,
)
from doctrine_check.doctrine.ids import (
    DIGIT_LOOKALIKES,
    EventCode,
    InvariantId,
    ReadId,
    read_id,
)
from doctrine_check.doctrine.labels import fold
from doctrine_check.doctrine.model import Form, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doctrine_check.doctrine.columns import Kinds
    from doctrine_check.doctrine.define import Defined, Leading
    from doctrine_check.doctrine.markdown import Document


def misplaced_events(
    document: Document, kinds: Kinds, defined: Sequence[Defined]
) -> Iterator[Defined]:
    """Items under invariants that open with an event code, beside items that are invariants.

    Where all have codes, that is how these invariants are numbered.
    """
    sections = {
        item.definition.section
        for item in defined
        if item.definition.form is Form.ITEM and item.definition.kind is Kind.INVARIANT
    }
    known = {item.definition.place.line for item in defined} if sections else set()
    for paragraph in document.paragraphs if sections else ():
        item = paragraph.lead and paragraph.depth > 0 and paragraph.line not in known
        if not item or paragraph.section not in sections or "-" not in paragraph.raw:
            continue
        text = fold(document, document.plain(paragraph.raw), paragraph.line)
        found = leading_id(text.text, InvariantId)
        if found is None or not isinstance(found.read.id, EventCode):
            continue
        if found.read.problem is None and stands_apart(found, paragraph, kinds[paragraph.section]):
            read = in_family(found.read, Kind.INVARIANT)
            yield item_of(document, paragraph, read, Kind.INVARIANT, text, found)


_NEAR_EVENT = r"([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z]+){0,4}?)[-_.]?([0-9OIl]{1,5})[a-z]?"


def misspelt_events(
    document: Document, kinds: Kinds, defined: Sequence[Defined]
) -> Iterator[Defined]:
    """Items and headings under events whose id nearly belongs to a family that others there have.

    ``CSH-1`` may be anything; between ``CSH-002`` and ``CSH-003`` it is a misspelt ``CSH-001``.
    """
    families = {
        item.definition.read.id.family
        for item in defined
        if isinstance(item.definition.read.id, EventCode) and item.definition.form is not Form.ROW
    }
    if not families:
        return
    for paragraph in document.paragraphs:
        opens = paragraph.lead or not paragraph.depth
        if opens and kinds[paragraph.section] is Kind.EVENT:
            text = fold(document, document.plain(paragraph.raw), paragraph.line)
            found = _near_event(text.text, families)
            if found is not None and stands_apart(found, paragraph, Kind.EVENT):
                yield item_of(document, paragraph, found.read, Kind.EVENT, text, found)
    for index, section in enumerate(document.sections):
        heading = section.heading
        if heading is None or kinds[section.parent] is not Kind.EVENT:
            continue
        found = _near_event(document.plain(heading.raw).replace("\n", " "), families)
        if found is not None:
            yield heading_of(document, index, found.read, Kind.EVENT, found)


def _near_event(text: str, families: set[str]) -> Leading | None:
    match = LEADING.match(text)
    if match is None or read_id(match["id"].rstrip("."), EventCode) is not None:
        return None
    near = re.fullmatch(_NEAR_EVENT, match["id"].rstrip("."))
    if near is None or near[1].upper() not in families:
        return None
    number = int(near[2].translate(DIGIT_LOOKALIKES))
    meant = EventCode(f"{near[1].upper()}-{number:03d}")
    read = ReadId(meant, near[0], "malformed")
    return leading_at(match, read)
