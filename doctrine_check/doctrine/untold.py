"""Headings of events and invariants below which nothing is said.

Loaded late: only where a document defines such ids by headings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.labels import fold
from doctrine_check.doctrine.model import Form, Kind, Text
from doctrine_check.doctrine.wording import says_nothing
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import Definition, DocumentFacts

_BESIDE = frozenset({"level", "log level", "severity", "status", "owner"})
"""Labels that say something about an event or invariant, and not what it is."""
_TELLING = frozenset({"meaning", "description", "statement"})


class Untold(Record):
    """A heading whose text is missing; ``stub`` is what stands there in its place, if anything."""

    definition: Definition
    stub: Text | None


class _Below(Record):
    """What stands below a heading: whether it tells anything, and what it has in place of that."""

    definition: Definition
    tells: bool
    stub: Text | None


def untold(facts: DocumentFacts) -> Iterator[Untold]:
    """The headings that lack their text, for it is a stub, or the headings beside them have one.

    Where no heading has a text, their titles tell what there is to tell; bare ids only name.
    """
    chapters: dict[tuple[int, Kind], list[_Below]] = {}
    for below in _everything_below(facts):
        definition = below.definition
        parent = facts.document.sections[definition.section].parent
        chapters.setdefault((parent, definition.kind), []).append(below)
    for headings in chapters.values():
        telling = sum(below.tells for below in headings)
        for below in headings:
            bare = says_nothing(_title(facts, below.definition))
            alone = telling == len(headings) - 1 and telling > 0
            if not below.tells and (below.stub is not None or alone or (bare and telling)):
                yield Untold(below.definition, below.stub)


def _everything_below(facts: DocumentFacts) -> Iterator[_Below]:
    headings = [
        definition
        for definition in facts.definitions
        if definition.form is Form.HEADING
        and definition.kind in (Kind.EVENT, Kind.INVARIANT)
        and definition.duplicate_of is None
    ]
    document = facts.document
    told = {d.read.id for d in facts.definitions if d.form is not Form.HEADING}
    full = {section.parent for section in document.sections}
    full.update(table.section for table in document.tables)
    full.update(block.section for block in document.verbatim)
    stubs: dict[int, Text] = {}
    for label in facts.labels:
        name, value = label.label.casefold(), label.value
        if value.breaks or not (name in _BESIDE or says_nothing(value.text)):
            full.add(label.section)
        elif name in _TELLING and value.text:
            stubs.setdefault(label.section, value)
    lines = {label.line for label in facts.labels}
    for paragraph in document.paragraphs:
        if paragraph.line in lines:
            continue
        text = fold(document, document.plain(paragraph.raw), paragraph.line)
        if not says_nothing(text.text):
            full.add(paragraph.section)
        elif text.text:
            stubs.setdefault(paragraph.section, text)
    for definition in headings:
        section = definition.section
        tells = section in full or definition.read.id in told
        yield _Below(definition, tells, stubs.get(section))


def _title(facts: DocumentFacts, definition: Definition) -> str:
    for fact in facts.facts(definition.kind):
        if fact.id == definition.read.id:
            return fact.title.text
    return ""
