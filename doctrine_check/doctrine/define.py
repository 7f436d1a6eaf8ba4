"""Where ids are defined: as a heading, a table row, or a list item."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import ID_TYPE, KIND_OF_TYPE, LEVELS
from doctrine_check.doctrine.ids import (
    EVENT_NAME,
    DoctrineId,
    EventCode,
    ReadId,
    is_event_name,
    is_struck_out,
    read_id,
)
from doctrine_check.doctrine.labels import fold
from doctrine_check.doctrine.model import Definition, Form, Kind, Text
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from doctrine_check.doctrine.columns import Kinds, Several
    from doctrine_check.doctrine.markdown import Document, Paragraph
    from doctrine_check.doctrine.model import TableFacts
    from doctrine_check.doctrine.tables import Cell, Row, Table

LEADING = re.compile(
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
    match = LEADING.match(text)
    read = read_id(match["id"].rstrip("."), expected) if match is not None else None
    return leading_at(match, read) if match is not None and read is not None else None


def leading_at(match: re.Match[str], read: ReadId) -> Leading:
    """What ``match`` of ``LEADING`` says around the id ``read``."""
    rest, start = match["rest"], match.start("rest")
    separated = bool(match["separator"].strip()) or not rest or rest[0] == "("
    if rest.startswith(ARROWS):  # what it leads to may be what it means, or what follows it
        rest = rest.lstrip("→⇒-=>").lstrip()
        start = match.end("rest") - len(rest)
    return Leading(read, match.start("id"), rest, start, separated)


ARROWS = ("→", "⇒", "->", "=>")


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


def from_headings(document: Document, kinds: Kinds, several: Several) -> Iterator[Defined]:
    """Headings that open with an id."""
    opened = list(_opened(document, kinds, several))
    apart: Collection[int] = ()
    if any(opening.astray() for opening in opened):
        from doctrine_check.doctrine.families import under_other_headings

        apart = under_other_headings(opened)
    for number, (_, around, found, index) in enumerate(opened):
        kind, read = KIND_OF_TYPE[type(found.read.id)], found.read
        if number in apart:
            read = read._replace(problem="family")
        elif around in ID_TYPE and around is not kind:
            kind, read = around, in_family(found.read, around)
        yield heading_of(document, index, read, kind, found)


class Opening(Record):
    """An id that opens a heading or an item, and the kind that is announced around it.

    ``group`` is the section that announces it, ``number`` the heading's or the paragraph's.
    """

    group: int
    around: Kind | None
    found: Leading
    number: int

    def astray(self) -> bool:
        """Whether the id is of another kind than is announced."""
        return self.around in ID_TYPE and self.around is not KIND_OF_TYPE[type(self.found.read.id)]


def _opened(document: Document, kinds: Kinds, several: Several) -> Iterator[Opening]:
    for index, section in enumerate(document.sections):
        heading = section.heading
        if heading is None or not heading.raw:
            continue
        text = document.plain(heading.raw).replace("\n", " ")
        around, every = kinds[section.parent], several.get(section.parent, ())
        found = leading_id(text, ID_TYPE.get(around) if around and not every else None)
        if found is None:
            continue
        around = own_kind(found, around, every) if every else around
        if _wanted(found, around):
            yield Opening(section.parent, around, found, index)


def own_kind(found: Leading, around: Kind | None, every: Collection[Kind]) -> Kind | None:
    """What is announced for an id: its own kind, where the section announces that among others."""
    kind = KIND_OF_TYPE[type(found.read.id)]
    return kind if kind in every else around


def heading_of(document: Document, index: int, read: ReadId, kind: Kind, found: Leading) -> Defined:
    """What the heading of section ``index`` defines."""
    section = document.sections[index]
    column = section.heading.column if section.heading is not None else 1
    place = Text(read.written, section.line, column + found.start)
    title = Text(found.rest.strip(), section.line, column + found.rest_start)
    definition = Definition(read, kind, Form.HEADING, _seen(document, place), index)
    return Defined(definition, {"title": _seen(document, title)})


def _seen(document: Document, text: Text, behind: Text | None = None) -> Text:
    """``text`` at the column where its line shows it: markup before it has moved it there.

    It stands ``behind`` another text, where that one is on its line.
    """
    source = document.lines[text.line - 1]
    head = text.text[: text.breaks[0][0] - 1] if text.breaks else text.text
    after = behind.column + len(behind.text) - 1 if behind and behind.line == text.line else 0
    if text.column > after and source.startswith(head, text.column - 1):
        return text
    column = source.find(head, after) + 1
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


def from_items(document: Document, kinds: Kinds, several: Several) -> Iterator[Defined]:
    """List items that open with an id, a separator and a text.

    Under a heading of events or invariants, paragraphs that do so count as well.
    """
    items = list(_items(document, kinds, several))
    apart: Collection[int] = ()
    if any(opening.astray() for _, opening, _ in items):
        from doctrine_check.doctrine.families import under_other_headings

        apart = under_other_headings([opening for _, opening, _ in items])
    for position, (text, (_, around, found, number), loose) in enumerate(items):
        kind, read = KIND_OF_TYPE[type(found.read.id)], found.read
        if position in apart:
            read = read._replace(problem="family")
        elif around in ID_TYPE and around is not kind:
            kind, read = around, in_family(found.read, around)
        defined = item_of(document, document.paragraphs[number], read, kind, text, found)
        yield defined._replace(loose=loose) if loose else defined


def _items(
    document: Document, kinds: Kinds, several: Several
) -> Iterator[tuple[Text, Opening, bool]]:
    for number, paragraph in enumerate(document.paragraphs):
        around, every = kinds[paragraph.section], several.get(paragraph.section, ())
        opening = _opening(document, paragraph, around, every)
        if opening is None:
            continue
        text, found = opening
        around = own_kind(found, around, every) if every else around
        kind = KIND_OF_TYPE[type(found.read.id)]
        loose = not stands_apart(found, paragraph, around)
        if loose and not (paragraph.depth and kind is around and kind in _IN_PARAGRAPHS):
            continue
        if not _wanted(found._replace(separated=True), around):
            continue
        # Elsewhere a list of ids is a list of references, except of invariants.
        if around is None and kind is not Kind.INVARIANT:
            continue
        yield text, Opening(paragraph.section, around, found, number), loose


def _opening(
    document: Document, paragraph: Paragraph, around: Kind | None, every: Collection[Kind]
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
    found = leading_id(text.text, ID_TYPE.get(around) if around and not every else None)
    if found is None and (around is Kind.EVENT or Kind.EVENT in every):
        found = _bare_event(text.text)
    return None if found is None else (text, found)


def stands_apart(found: Leading, paragraph: Paragraph, around: Kind | None) -> bool:
    """Whether the id stands apart from its text: by a sign, a level, or bold type."""
    if found.separated:
        return True
    if around is Kind.EVENT and _opens_with_level(found.rest):
        return True
    return around in _IN_PARAGRAPHS and paragraph.raw.lstrip("[ xX]").startswith(("**", "__"))


def item_of(
    document: Document, paragraph: Paragraph, read: ReadId, kind: Kind, text: Text, found: Leading
) -> Defined:
    """What a list item or paragraph defines that opens with an id."""
    place = _seen(document, text.part(found.start, found.start + len(read.written)))
    rest = found.rest.strip()
    begin = text.text.rfind(rest) if rest else len(text.text)
    texts = {"title": _seen(document, text.part(begin, len(text.text)), place)}
    definition = Definition(read, kind, Form.ITEM, place, paragraph.section)
    if kind is Kind.EVENT:
        before = place
        for key, part in _event_texts(text, begin).items():
            texts[key] = before = _seen(document, part, before)
    elif kind is Kind.INVARIANT:
        texts["statement"] = texts["title"]
    elif kind is Kind.PRINCIPLE:
        texts["metric"] = texts["title"]
    return Defined(definition, texts)


def _opens_with_level(text: str) -> bool:
    """Whether a level stands first, or a word in its place: "follows" opens a sentence."""
    match = _LEVEL.match(text)
    if match is None:
        return False
    return match["level"].lower() in LEVELS or text[:1] in "[(" or match[0].strip().endswith("|")


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
    body = rest.lstrip(" :–—-→⇒=>")
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
    if facts.columns[:1] != ("id",):
        from doctrine_check.doctrine.mixed import columns_with_ids

        facts = columns_with_ids(document, table, facts)
    for row in table.rows:
        if len(row.cells) != len(facts.columns):
            texts = id_of_ragged(document, row, kind)
        else:
            cells = zip(facts.columns, row.cells, strict=True)
            texts = {key: cell_text(document, cell) for key, cell in cells if key is not None}
        if "~" in document.lines[row.line - 1] or "</" in document.lines[row.line - 1]:
            from doctrine_check.doctrine.struck import row_texts

            texts = row_texts(texts)
        yield RowRead(_row(kind, texts, facts.section), texts, row.line)


def id_of_ragged(document: Document, row: Row, kind: Kind) -> dict[str, Text]:
    """The id of a row with too many or too few cells, of which nobody knows where the rest goes."""
    for cell in row.cells:
        text = cell_text(document, cell)
        read = read_id(text.text.strip("~"), ID_TYPE[kind])
        if read is not None and isinstance(read.id, ID_TYPE[kind]):
            return {"id": text}
    return {}


def _row(kind: Kind, texts: dict[str, Text], section: int) -> Defined | None:
    cell = texts.get("id")
    if cell is None or not cell.text or is_struck_out(cell.text):
        return None
    text = cell.text.strip("~ ")
    read = read_id(text, ID_TYPE[kind])
    if read is None and kind is Kind.EVENT and is_event_name(text):
        read = ReadId(EventCode(text), text)
    if read is None:
        return None
    definition = Definition(in_family(read, kind), kind, Form.ROW, cell, section)
    return Defined(definition, texts)


def mark_duplicates(defined: Sequence[Defined]) -> tuple[Definition, ...]:
    """The definitions in order, each that doubles an id in its form naming the one that counts."""
    definitions = tuple(item.definition for item in defined)
    sound = [(d.read.id, d.form) for d in definitions if d.read.problem != "family"]
    if len(set(sound)) == len(sound):
        return definitions
    from doctrine_check.doctrine.families import with_duplicates

    return with_duplicates(definitions)
