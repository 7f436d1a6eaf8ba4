"""Where ids are defined: as a heading, a table row, or a list item."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import ID_TYPE, KIND_OF_TYPE, LEVELS
from doctrine_check.doctrine.ids import (
    DIGIT_LOOKALIKES,
    EVENT_NAME,
    DoctrineId,
    EventCode,
    InvariantId,
    ReadId,
    is_event_name,
    read_id,
)
from doctrine_check.doctrine.labels import fold
from doctrine_check.doctrine.model import Definition, Form, Kind, Text
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doctrine_check.doctrine.columns import Kinds
    from doctrine_check.doctrine.markdown import Document, Paragraph
    from doctrine_check.doctrine.model import TableFacts
    from doctrine_check.doctrine.tables import Cell, Row, Table

_LEADING = re.compile(
    r"(?:\d+(?:\.\d+){0,4}[.)]?\s+)?"  # a section number may precede the id
    r"[\[(]?(?P<id>(?:PRF|LEV|ART|INV)(?: ?[-_.]? ?)\d{1,5}(?=\s*[:–—-])|[^\s:()\[\],]+)[\])]?"
    r"(?P<separator>\s*[:–—.-]+\s+|\s*:\s*$|\s+\|\s+|\s+(?=\()|\s+|$)"
    r"(?P<rest>.*)",
    re.DOTALL,
)


class Defined(Record):
    """A definition with the texts that stand beside its id, by column key.

    ``loose``: nothing sets the id apart from its text; it defines beside others of its family.
    """

    definition: Definition
    texts: dict[str, Text]
    loose: bool = False


class Leading(Record):
    """An id at the start of a text, and what follows it. Offsets are into the text."""

    read: ReadId
    start: int
    rest: str
    rest_start: int
    separated: bool


def leading_id(text: str, expected: type[DoctrineId] | None = None) -> Leading | None:
    """The id that a heading or list item opens with."""
    match = _LEADING.match(text)
    if match is None:
        return None
    read = read_id(match["id"].rstrip("."), expected)
    if read is None:
        return None
    return _leading(match, read)


def _leading(match: re.Match[str], read: ReadId) -> Leading:
    separated = bool(match["separator"].strip()) or not match["rest"] or match["rest"][0] == "("
    return Leading(read, match.start("id"), match["rest"], match.start("rest"), separated)


def in_family(read: ReadId, kind: Kind) -> ReadId:
    """``read`` as an id of ``kind``; an id of another family is kept with problem ``family``."""
    wanted = ID_TYPE[kind]
    if isinstance(read.id, wanted):
        return read
    digits = re.search(r"\d+$", read.id.text)
    if digits is None:
        return ReadId(wanted(read.id.text), read.written, "family")
    number = int(digits[0])
    meant = {
        Kind.PRINCIPLE: f"PRF-{number:02d}",
        Kind.LEVER: f"LEV-{number:02d}",
        Kind.ARTIFACT: f"ART-{number:02d}",
        Kind.EVENT: f"{read.id.text.split('-')[0]}-{number:03d}",
        Kind.INVARIANT: read.id.text,
    }[kind]
    return ReadId(wanted(meant), read.written, "family")


def from_headings(document: Document, kinds: Kinds) -> Iterator[Defined]:
    """Headings that open with an id."""
    for index, section in enumerate(document.sections):
        heading = section.heading
        if heading is None or not heading.raw:
            continue
        text = document.plain(heading.raw).replace("\n", " ")
        around = kinds[section.parent]
        found = leading_id(text, ID_TYPE.get(around) if around else None)
        if found is None or not _wanted(found, around):
            continue
        kind = KIND_OF_TYPE[type(found.read.id)]
        read = found.read
        if around in ID_TYPE and around is not kind:
            kind, read = around, in_family(found.read, around)
        yield _heading(document, index, read, kind, found)


def _heading(document: Document, index: int, read: ReadId, kind: Kind, found: Leading) -> Defined:
    section = document.sections[index]
    column = section.heading.column if section.heading is not None else 1
    place = Text(read.written, section.line, column + found.start)
    title = Text(found.rest.strip(), section.line, column + found.rest_start)
    definition = Definition(read, kind, Form.HEADING, _seen(document, place), index)
    return Defined(definition, {"title": _seen(document, title)})


def _seen(document: Document, text: Text) -> Text:
    """``text`` at the column where its line shows it: markup before it has moved it there."""
    source = document.lines[text.line - 1]
    head = text.text[: text.breaks[0][0] - 1] if text.breaks else text.text
    if source.startswith(head, text.column - 1):
        return text
    column = source.find(head) + 1
    if not column or text.breaks:
        return text._replace(column=column or text.column)
    return text._replace(column=column, end=column + len(head))


def _wanted(found: Leading, around: Kind | None) -> bool:
    """Whether an id before running text defines it, and does not merely open a sentence."""
    read = found.read
    if isinstance(read.id, EventCode) and around is not Kind.EVENT:
        return read.id.family == "PRF" and found.separated
    if read.problem == "malformed" and not read.written.startswith(("INV-", "INV_")):
        return around is not None and (found.separated or any(c.isdigit() for c in read.written))
    return True


TASKS = ("[ ] ", "[x] ", "[X] ")
_IN_PARAGRAPHS = (Kind.EVENT, Kind.INVARIANT)


def from_items(document: Document, kinds: Kinds) -> Iterator[Defined]:
    """List items that open with an id, a separator and a text.

    Under a heading of events or invariants, paragraphs that do so count as well.
    """
    for paragraph in document.paragraphs:
        around = kinds[paragraph.section]
        opening = _opening(document, paragraph, around)
        if opening is None:
            continue
        text, found = opening
        kind, read = KIND_OF_TYPE[type(found.read.id)], found.read
        loose = not _separated(found, paragraph, around)
        if loose and not (paragraph.depth and kind is around and kind in _IN_PARAGRAPHS):
            continue
        if not _wanted(found._replace(separated=True), around):
            continue
        # Elsewhere a list of ids is a list of references, except of invariants.
        if around is None and kind is not Kind.INVARIANT:
            continue
        if around in ID_TYPE and around is not kind:
            kind, read = around, in_family(found.read, around)
        defined = _item(document, paragraph, read, kind, text, found)
        yield defined._replace(loose=loose) if loose else defined


def _opening(
    document: Document, paragraph: Paragraph, around: Kind | None
) -> tuple[Text, Leading] | None:
    """The text of an item or paragraph that opens with an id, and that id."""
    item = paragraph.depth > 0
    if not (paragraph.lead if item else "-" in paragraph.raw):
        return None
    if not item and around not in _IN_PARAGRAPHS:
        return None
    text = fold(document, document.plain(paragraph.raw), paragraph.line)
    if text.text.startswith(TASKS):
        text = text.part(4, len(text.text))
    found = leading_id(text.text, ID_TYPE.get(around) if around else None)
    if found is None and around is Kind.EVENT:
        found = _bare_event(text.text)
    return None if found is None else (text, found)


def _separated(found: Leading, paragraph: Paragraph, around: Kind | None) -> bool:
    """Whether the id stands apart from its text: by a sign, a level, or bold type."""
    if found.separated:
        return True
    if around is Kind.EVENT and _LEVEL.match(found.rest):
        return True
    return around in _IN_PARAGRAPHS and paragraph.raw.lstrip("[ xX]").startswith(("**", "__"))


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
        if found.read.problem is None and _separated(found, paragraph, kinds[paragraph.section]):
            read = in_family(found.read, Kind.INVARIANT)
            yield _item(document, paragraph, read, Kind.INVARIANT, text, found)


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
            if found is not None and _separated(found, paragraph, Kind.EVENT):
                yield _item(document, paragraph, found.read, Kind.EVENT, text, found)
    for index, section in enumerate(document.sections):
        heading = section.heading
        if heading is None or kinds[section.parent] is not Kind.EVENT:
            continue
        found = _near_event(document.plain(heading.raw).replace("\n", " "), families)
        if found is not None:
            yield _heading(document, index, found.read, Kind.EVENT, found)


def _near_event(text: str, families: set[str]) -> Leading | None:
    match = _LEADING.match(text)
    if match is None or read_id(match["id"].rstrip("."), EventCode) is not None:
        return None
    near = re.fullmatch(_NEAR_EVENT, match["id"].rstrip("."))
    if near is None or near[1].upper() not in families:
        return None
    number = int(near[2].translate(DIGIT_LOOKALIKES))
    meant = EventCode(f"{near[1].upper()}-{number:03d}")
    read = ReadId(meant, near[0], "malformed")
    return _leading(match, read)


def _item(
    document: Document, paragraph: Paragraph, read: ReadId, kind: Kind, text: Text, found: Leading
) -> Defined:
    place = _seen(document, text.part(found.start, found.start + len(read.written)))
    rest = found.rest.strip()
    begin = text.text.rfind(rest) if rest else len(text.text)
    texts = {"title": _seen(document, text.part(begin, len(text.text)))}
    definition = Definition(read, kind, Form.ITEM, place, paragraph.section)
    if kind is Kind.EVENT:
        texts.update(_event_texts(text, begin))
    elif kind is Kind.INVARIANT:
        texts["statement"] = texts["title"]
    elif kind is Kind.PRINCIPLE:
        texts["metric"] = texts["title"]
    return Defined(definition, texts)


_LEVEL = re.compile(
    r"[\[(]?(?P<level>[A-Za-z]+)[\])]?(?:\s*[:,;|–—-]+\s*|\s+|$)",
)


# A word in brackets, or before a bar, stands where the level stands, whether it is one or not.
_LEVEL_PLACE = (
    r"(?:[\[(](?P<level>[A-Za-z]+)[\])]|(?P<bar>[A-Za-z]+)(?= \| ))(?:\s*[:,;|–—-]+\s*|\s+|$)"
)


def _event_texts(text: Text, begin: int) -> dict[str, Text]:
    match = _LEVEL.match(text.text, begin)
    if match is not None and match["level"].lower() not in LEVELS:
        match = None
    if match is None:
        place = re.compile(_LEVEL_PLACE).match(text.text, begin)
        if place is not None:
            level = place.span("level") if place["level"] else place.span("bar")
            return {"level": text.part(*level), "meaning": text.part(place.end(), len(text.text))}
    if match is None:
        return {"meaning": text.part(begin, len(text.text))}
    return {
        "level": text.part(match.start("level"), match.end("level")),
        "meaning": text.part(match.end(), len(text.text)),
    }


def _bare_event(text: str) -> Leading | None:
    """Event names such as ``CACHE_EVICTED``, which some contracts use instead of numbers."""
    match = re.match(EVENT_NAME, text)
    if match is None:
        return None
    rest = text[match.end() :]
    body = rest.lstrip(" :–—-")
    read = ReadId(EventCode(match[0]), match[0])
    return Leading(read, 0, body, len(text) - len(body), len(body) < len(rest))


def cell_text(document: Document, cell: Cell) -> Text:
    """A cell as located plain text."""
    return Text(
        " ".join(document.plain(cell.raw).split()), cell.line, cell.column, max(cell.end, 0)
    )


class RowRead(Record):
    """A row of a known table: the definition (``None``: its id cell holds no id) and its texts."""

    defined: Defined | None
    texts: dict[str, Text]
    line: int


def from_table(document: Document, table: Table, facts: TableFacts) -> Iterator[RowRead]:
    """The rows of a table of ids."""
    kind = facts.kind
    if kind is None or kind is Kind.MAPPING:
        return
    for row in table.rows:
        texts: dict[str, Text] = {}
        if len(row.cells) != len(facts.columns):
            texts = _id_of_ragged(document, row, kind)
        else:
            for key, cell in zip(facts.columns, row.cells, strict=True):
                if key is not None:
                    texts[key] = cell_text(document, cell)
        yield RowRead(_row(kind, texts, facts.section), texts, row.line)


def _id_of_ragged(document: Document, row: Row, kind: Kind) -> dict[str, Text]:
    """The id of a row with too many or too few cells, of which nobody knows where the rest goes."""
    for cell in row.cells:
        text = cell_text(document, cell)
        read = read_id(text.text.strip("~"), ID_TYPE[kind])
        if read is not None and isinstance(read.id, ID_TYPE[kind]):
            return {"id": text}
    return {}


def _row(kind: Kind, texts: dict[str, Text], section: int) -> Defined | None:
    cell = texts.get("id")
    if cell is None or not cell.text:
        return None
    # An id that was struck out is taken all the same.
    text = cell.text.strip("~")
    read = read_id(text, ID_TYPE[kind])
    if read is None and kind is Kind.EVENT and is_event_name(text):
        read = ReadId(EventCode(text), text)
    if read is None:
        return None
    definition = Definition(in_family(read, kind), kind, Form.ROW, cell, section)
    return Defined(definition, texts)


def mark_duplicates(defined: Sequence[Defined]) -> tuple[Definition, ...]:
    """The definitions in order, each later one of the same id and form naming the first."""
    first: dict[tuple[DoctrineId, Form], int] = {}
    out: list[Definition] = []
    for item in defined:
        definition = item.definition
        key = (definition.read.id, definition.form)
        if definition.read.problem == "family":
            out.append(definition)
        elif key in first:
            out.append(definition._replace(duplicate_of=first[key]))
        else:
            first[key] = definition.place.line
            out.append(definition)
    return tuple(out)
