"""Events that stand beside invariants, rightly or not, and ids that are misspelt.

What these are is told only by the items and headings beside them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.define import (
    LEADING,
    TASKS,
    heading_of,
    in_family,
    item_of,
    leading_at,
    leading_id,
    stands_apart,
)
from doctrine_check.doctrine.families import goes_on
from doctrine_check.doctrine.ids import (
    DIGIT_LOOKALIKES,
    EventCode,
    InvariantId,
    ReadId,
    read_id,
    well_formed,
)
from doctrine_check.doctrine.labels import fold
from doctrine_check.doctrine.mixed import side_by_side
from doctrine_check.doctrine.model import Form, Kind
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from doctrine_check.doctrine.columns import Kinds, Several
    from doctrine_check.doctrine.define import Defined, Leading
    from doctrine_check.doctrine.markdown import Document, Paragraph
    from doctrine_check.doctrine.model import Definition, Text


def strays(
    document: Document, kinds: Kinds, several: Several, defined: Sequence[Defined]
) -> list[Defined]:
    """What defines an id as well, as only these definitions tell."""
    found = [
        *_items_beside_invariants(document, kinds, several, defined),
        *_headings_beside_invariants(document, kinds, defined),
    ]
    known = [item.definition for item in (*defined, *found) if item.definition.form is not Form.ROW]
    for kind in (Kind.EVENT, Kind.INVARIANT):
        families = {_family(definition) for definition in known if definition.kind is kind}
        sections = _sections_of(document, kind, kinds, several, found)
        loose = {item.definition.section for item in defined if item.loose}
        lines = {item.definition.place.line for item in (*defined, *found)}
        spelt = _misspelt(document, kind, sections, loose, families - {""})
        found += [item for item in spelt if item.definition.place.line not in lines]
    return found


def _family(definition: Definition) -> str:
    """``ABC`` of an event or invariant that is called as such."""
    identity = definition.read.id
    if definition.read.problem == "family" or not isinstance(identity, EventCode | InvariantId):
        return ""
    return identity.family


class _Item(Record):
    """An item that opens with an event code which defines nothing yet."""

    paragraph: Paragraph
    text: Text
    found: Leading
    code: EventCode

    @property
    def sound(self) -> bool:
        """Whether the code is written as codes are."""
        return self.found.read.problem is None


def _items_beside_invariants(
    document: Document, kinds: Kinds, several: Several, defined: Sequence[Defined]
) -> Iterator[Defined]:
    """Items that open with an event code, beside items that are invariants.

    Where all have codes, that is how these invariants are numbered. Where the heading does not say
    invariants, several are events; a single one was meant as one of the invariants.
    """
    invariants: dict[int, list[str]] = {}
    for item in defined:
        definition = item.definition
        if definition.form is Form.ITEM and definition.kind is Kind.INVARIANT:
            invariants.setdefault(definition.section, []).append(_family(definition))
    known = {item.definition.read.id for item in defined} if invariants else set()
    for section, items in _coded_items(document, kinds, invariants, defined).items():
        if Kind.EVENT in several.get(section, ()):
            continue  # they cite what stands elsewhere
        those = items
        if kinds[section] is None:
            families = set(invariants[section])
            those = [i for i in items if i.code.family in families and i.code not in known]
            if side_by_side(len(those), len(invariants[section])):
                for paragraph, text, found, _ in those:
                    yield item_of(document, paragraph, found.read, Kind.EVENT, text, found)
                continue
        for paragraph, text, found, _ in [item for item in those if item.sound]:
            read = in_family(found.read, Kind.INVARIANT)
            yield item_of(document, paragraph, read, Kind.INVARIANT, text, found)


def _coded_items(
    document: Document,
    kinds: Kinds,
    invariants: Mapping[int, Sequence[str]],
    defined: Sequence[Defined],
) -> dict[int, list[_Item]]:
    """The items that open with an event code and define nothing yet, by section."""
    known = {item.definition.place.line for item in defined} if invariants else set()
    families = {section: frozenset(names) for section, names in invariants.items()}
    out: dict[int, list[_Item]] = {}
    for paragraph in document.paragraphs if invariants else ():
        item = paragraph.lead and paragraph.depth > 0 and paragraph.line not in known
        if not item or paragraph.section not in invariants:
            continue
        text = _text(document, paragraph)
        found = leading_id(text.text, InvariantId)
        found = found or _near_event(text.text, families[paragraph.section])
        if found is None or not isinstance(found.read.id, EventCode):
            continue
        if stands_apart(found, paragraph, kinds[paragraph.section]):
            coded = _Item(paragraph, text, found, found.read.id)
            out.setdefault(paragraph.section, []).append(coded)
    return out


def _text(document: Document, paragraph: Paragraph) -> Text:
    """The text of a paragraph without the box of a task."""
    text = fold(document, document.plain(paragraph.raw), paragraph.line)
    return text.part(4, len(text.text)) if text.text.startswith(TASKS) else text


def _headings_beside_invariants(
    document: Document, kinds: Kinds, defined: Sequence[Defined]
) -> Iterator[Defined]:
    """Headings that open with an event code, beside some of invariants, where none says either."""
    invariants: dict[int, list[str]] = {}
    for item in defined:
        definition = item.definition
        chapter = document.sections[definition.section].parent
        if definition.form is Form.HEADING and definition.kind is Kind.INVARIANT:
            invariants.setdefault(chapter, []).append(_family(definition))
    families = {c: frozenset(names) for c, names in invariants.items() if kinds[c] is None}
    known = {item.definition.read.id for item in defined} if families else set()
    codes: dict[int, list[tuple[int, Leading]]] = {}
    for index, section in enumerate(document.sections if families else ()):
        if section.heading is not None and section.parent in families:
            found = leading_id(document.plain(section.heading.raw).replace("\n", " "))
            if found is None or found.read.id in known or not found.separated:
                continue
            code = found.read.id if found.read.problem is None else None
            if isinstance(code, EventCode) and code.family in families[section.parent]:
                codes.setdefault(section.parent, []).append((index, found))
    for chapter, headings in codes.items():
        if side_by_side(len(headings), len(invariants[chapter])):
            for index, found in headings:
                yield heading_of(document, index, found.read, Kind.EVENT, found)


def _sections_of(
    document: Document, kind: Kind, kinds: Kinds, several: Several, more: Sequence[Defined]
) -> Collection[int]:
    """The sections that announce a kind, and those where ``more`` of it was found."""
    out = {
        index
        for index, announced in enumerate(kinds)
        if announced is kind or kind in several.get(index, ())
    }
    for item in more:
        definition = item.definition
        if definition.kind is kind:
            heading = definition.form is Form.HEADING
            parent = document.sections[definition.section].parent
            out.add(parent if heading else definition.section)
    return out


def _misspelt(
    document: Document,
    kind: Kind,
    sections: Collection[int],
    loose: Collection[int],
    families: Collection[str],
) -> Iterator[Defined]:
    """Items and headings whose id nearly belongs to a family that others there have.

    ``CSH-1`` may be anything; between ``CSH-002`` and ``CSH-003`` it is a misspelt ``CSH-001``.
    In ``loose`` sections nothing sets ids apart from their texts.
    """
    near = _near_event if kind is Kind.EVENT else _near_invariant
    for paragraph in document.paragraphs if families else ():
        opens = paragraph.lead or not paragraph.depth
        if opens and paragraph.section in sections:
            text = _text(document, paragraph)
            found = near(text.text, families)
            if found is not None and (
                stands_apart(found, paragraph, kind)
                or (paragraph.depth and paragraph.section in loose and not goes_on(found.rest))
            ):
                yield item_of(document, paragraph, found.read, kind, text, found)
    for index, section in enumerate(document.sections if families else ()):
        heading = section.heading
        if heading is None or section.parent not in sections:
            continue
        found = near(document.plain(heading.raw).replace("\n", " "), families)
        if found is not None:
            yield heading_of(document, index, found.read, kind, found)


_NEAR_EVENT = (
    r"([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z]+){0,4}?)(?:[-_.]|(?=[0-9OIl]{3}))([0-9OIl]{1,5})[a-z]?"
)
"""Without a separator a single digit makes a word such as ``HTTP2``."""
_GLUED = r"([A-Za-z][A-Za-z0-9]*?)([0-9]{3,4})"


def _near_event(text: str, families: Collection[str]) -> Leading | None:
    match = LEADING.match(text)
    if match is None or read_id(match["id"].rstrip("."), EventCode) is not None:
        return None
    written = match["id"].rstrip(".")
    near = re.fullmatch(_NEAR_EVENT, written)
    if near is None or near[1].upper() not in families:
        near = re.fullmatch(_GLUED, written)  # the digits are all of the number
    if near is None or near[1].upper() not in families:
        return None
    number = int(near[2].translate(DIGIT_LOOKALIKES))
    meant = EventCode(f"{near[1].upper()}-{number:03d}")
    return leading_at(match, ReadId(meant, near[0], "malformed"))


def _near_invariant(text: str, families: Collection[str]) -> Leading | None:
    """``INVABC-NAME``, where others are of the family ``ABC``."""
    match = LEADING.match(text)
    written = match["id"].rstrip(".") if match is not None else ""
    family, _, name = written[3:].replace("_", "-").upper().partition("-")
    if match is None or written[:3].upper() != "INV" or family not in families:
        return None
    meant = well_formed(f"INV-{family}-{name}")
    return leading_at(match, ReadId(meant, written, "malformed")) if meant is not None else None
