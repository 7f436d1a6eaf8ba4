"""Headings of ids that markdown takes for running text, and headings at the wrong level.

``###PRF-02`` without a blank, or a heading indented into the paragraph above it, is no heading to
a parser. It is read as one all the same, so that what follows it is not told of its neighbour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import KIND_OF_TYPE, announced_kinds, heading_kind
from doctrine_check.doctrine.define import leading_id
from doctrine_check.doctrine.model import Form, Kind
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from doctrine_check.doctrine.define import Defined
    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.markdown import Document, Heading, Paragraph, Verbatim
    from doctrine_check.doctrine.model import Definition

_TITLED = (Kind.PRINCIPLE, Kind.LEVER, Kind.ARTIFACT)
_MAX_LEVEL = 6


class Lost(Record):
    """A line that was meant as a heading of this level, and the text it was to have."""

    line: int
    level: int
    text: str


def lost_headings(document: Document, defined: Sequence[Defined]) -> tuple[Lost, ...]:
    """The lines that were meant as headings, or as headings of another level, in order."""
    definitions = [item.definition for item in defined]
    levels = _usual_levels(document, definitions)
    known = _Known(frozenset(definition.read.id for definition in definitions), levels)
    numbers = _numbers(document)
    found: list[Lost] = []
    for paragraph in document.paragraphs:
        if paragraph.depth:
            continue
        if "##" in paragraph.raw:
            found += _marked(document, paragraph, known)
        else:
            found += _unmarked(document, paragraph, known)
            found += _unmarked_section(document, paragraph, numbers)
    for block in document.verbatim if numbers is not None else ():
        found += _in_code(block, numbers)
    found += _misplaced(document, definitions, levels)
    found += _misplaced_sections(document, numbers)
    return tuple(sorted(found, key=lambda item: item.line))


class _Known(Record):
    """The ids that are defined, and the usual level of the headings that define each kind."""

    ids: frozenset[DoctrineId]
    levels: Mapping[Kind, int]


def _marked(document: Document, paragraph: Paragraph, known: _Known) -> Iterator[Lost]:
    """Lines with the marks of a heading: no blank follows them, or something precedes them."""
    for line, raw in enumerate(paragraph.raw.split("\n"), paragraph.line):
        text = raw.lstrip().removeprefix("\\")
        title = text.lstrip("#")
        level = len(text) - len(title)
        title = title.strip()
        if level < 2 or not title:
            continue
        if not document.lines[line - 1].lstrip().startswith(("#", "\\#")):
            continue  # in a block quote
        leading = leading_id(document.plain(title))
        if leading is not None and leading.read.problem is None:
            if level > _MAX_LEVEL:
                level = known.levels.get(KIND_OF_TYPE[type(leading.read.id)], _MAX_LEVEL)
            yield Lost(line, level, title)
        elif heading_kind(title) is not None and level <= _MAX_LEVEL:
            yield Lost(line, level, title)


def _unmarked(document: Document, paragraph: Paragraph, known: _Known) -> Iterator[Lost]:
    """A paragraph that opens with an id which no place defines, where others have headings."""
    first = paragraph.raw.partition("\n")[0]
    leading = leading_id(document.plain(first))
    if leading is None or leading.read.problem is not None or not leading.separated:
        return
    kind = KIND_OF_TYPE[type(leading.read.id)]
    if kind not in _TITLED or not document.lines[paragraph.line - 1].lstrip().startswith(first):
        return
    if kind in known.levels and leading.read.id not in known.ids:
        yield Lost(paragraph.line, known.levels[kind], first)


def section_number(text: str) -> tuple[int, int] | None:
    """``(7, 2)`` of "7.2 Optimization Levers"."""
    first, blank, rest = text.strip("*_ ").partition(" ")
    chapter, dot, position = first.removesuffix(".").partition(".")
    if not (blank and dot and rest.strip() and chapter.isdecimal() and position.isdecimal()):
        return None
    # Numbers of sections are short, and those of tracks and versions are no words' neighbours.
    return (int(chapter), int(position)) if len(first) <= 6 and rest[0].isupper() else None


class _Numbers(Record):
    """The usual level of headings with the number of a section, its chapter, and those numbers."""

    level: int
    chapter: int
    there: frozenset[int]


def _numbers(document: Document) -> _Numbers | None:
    """What most headings with a section number have in common; ``None`` where that is unsure."""
    levels: dict[tuple[int, int], list[int]] = {}
    for section in document.sections:
        number = section_number(section.heading.raw) if section.heading is not None else None
        if section.heading is not None and number is not None:
            levels.setdefault((section.heading.level, number[0]), []).append(number[1])
    if not levels:
        return None
    (level, chapter), there = max(levels.items(), key=lambda item: len(item[1]))
    return _Numbers(level, chapter, frozenset(there)) if len(there) > 1 else None


def _fills(numbers: _Numbers, text: str) -> bool:
    """Whether a text has the number of a section that is missing beside the others."""
    number = section_number(text)
    if number is None or number[0] != numbers.chapter or number[1] in numbers.there:
        return False
    return number[1] <= max(numbers.there) + 1


def _unmarked_section(
    document: Document, paragraph: Paragraph, numbers: _Numbers | None
) -> Iterator[Lost]:
    """A paragraph of one line that has the number of a section which has no heading."""
    if numbers is None or "\n" in paragraph.raw or not _fills(numbers, paragraph.raw):
        return
    if document.lines[paragraph.line - 1].lstrip().startswith(paragraph.raw):
        yield Lost(paragraph.line, numbers.level, paragraph.raw)


def _in_code(block: Verbatim, numbers: _Numbers | None) -> Iterator[Lost]:
    """The heading of a numbered section that is indented so far that it reads as code."""
    text = block.raw.strip()
    if numbers is not None and block.kind == "code" and text.startswith("#") and "\n" not in text:
        title = text.strip("# ")
        if _fills(numbers, title):
            yield Lost(block.line, numbers.level, title)


def _misplaced_sections(document: Document, numbers: _Numbers | None) -> Iterator[Lost]:
    """Headings of numbered sections at another level than the others."""
    for section in document.sections if numbers is not None else ():
        heading = section.heading
        if heading is None or numbers is None or heading.level == numbers.level:
            continue
        if _fills(numbers, heading.raw) and _plain(document, heading):
            yield Lost(heading.line, numbers.level, heading.raw)


def _level(document: Document, definition: Definition) -> int:
    """The level of the heading that defines an id; 0 where none does."""
    heading = document.sections[definition.section].heading
    return heading.level if definition.form is Form.HEADING and heading is not None else 0


def _usual_levels(document: Document, definitions: Sequence[Definition]) -> dict[Kind, int]:
    """The level at which most headings of each kind stand, or, between equals, most of all."""
    every: dict[int, int] = {}
    of_kind: dict[Kind, dict[int, int]] = {}
    for definition in definitions:
        level = _level(document, definition)
        if level and definition.kind in _TITLED:
            every[level] = every.get(level, 0) + 1
            counts = of_kind.setdefault(definition.kind, {})
            counts[level] = counts.get(level, 0) + 1
    return {
        kind: max(counts, key=lambda level: (counts[level], every[level]))
        for kind, counts in of_kind.items()
    }


def _misplaced(
    document: Document, definitions: Sequence[Definition], usual: Mapping[Kind, int]
) -> Iterator[Lost]:
    """Headings of ids whose level puts them inside, or outside, of what they belong to.

    Ids may be grouped under further headings, and so stand at several levels for good reason.
    """
    kinds, several = announced_kinds(document)
    for kind in _TITLED:
        family = [d for d in definitions if d.kind is kind and _level(document, d)]
        levels = [_level(document, d) for d in family]
        if len(set(levels)) < 2:
            continue
        expected = usual[kind]
        sections = {definition.section for definition in family}
        holders = {document.sections[index].parent for index in sections} & sections
        for definition, level in zip(family, levels, strict=True):
            section = document.sections[definition.section]
            heading = section.heading
            if level == expected or heading is None or not _plain(document, heading):
                continue
            nested = section.parent in sections or definition.section in holders
            within = kinds[section.parent] is kind or kind in several.get(section.parent, ())
            if nested or _astray(document, section.parent, level, expected, within=within):
                yield Lost(heading.line, expected, heading.raw)


def _plain(document: Document, heading: Heading) -> bool:
    """Whether a heading is one line of the document's own, not of a list or quotation."""
    source = document.lines[heading.line - 1].lstrip()
    return source.startswith(("#", heading.raw)) and "\n" not in heading.raw


def _astray(document: Document, parent: int, level: int, expected: int, *, within: bool) -> bool:
    """Whether a heading left the section of its kind, or skips a level."""
    if level < expected:
        return not within
    above = document.sections[parent].heading
    return above is not None and level > above.level + 1


def restored(text: str, lost: Sequence[Lost]) -> str:
    """``text`` with these lines as the headings that they were meant as."""
    lines = text.split("\n")
    for item in lost:
        source = lines[item.line - 1]
        underline = lines[item.line].strip() if item.line < len(lines) else ""
        if not source.lstrip().startswith("#") and underline and not underline.strip("=-"):
            lines[item.line] = ""
        lines[item.line - 1] = f"{'#' * item.level} {item.text}"
    return "\n".join(lines)
