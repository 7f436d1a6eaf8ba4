"""What each section of a document speaks of, so that two versions are compared part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.model import Form, Kind
from doctrine_check.doctrine.struck import without_struck
from doctrine_check.doctrine.target import canonical_wording
from doctrine_check.doctrine.wording import shortened

if TYPE_CHECKING:
    from doctrine_check.doctrine.markdown import Document
    from doctrine_check.doctrine.model import DocumentFacts

_KINDS = {kind.value: kind for kind in Kind}


def is_law(subject: str) -> bool:
    """Whether a subject is an id or a kind of fact, and no section of another sort."""
    return subject in _KINDS or subject[:1].isupper()


def subjects_of(facts: DocumentFacts) -> dict[int, str]:
    """What each section speaks of: an id, a kind of fact, or what its heading says."""
    document = facts.document
    own: dict[int, str] = {}
    for definition in facts.definitions:
        if definition.form is Form.HEADING:
            own.setdefault(definition.section, str(definition.read.id))
    for kind, number in kind_sections(facts).items():
        own.setdefault(number, kind.value)
    found: dict[int, str] = {0: "document"}
    for index, section in enumerate(document.sections):
        heading = section.heading
        if index in own:
            found[index] = own[index]
        elif heading is None or heading.level == 1:
            found[index] = "document"
        elif is_law(found[section.parent]):
            found[index] = found[section.parent]
        else:
            found[index] = f"section {shortened(heading_words(document, index), 40)}"
    return found


def kind_sections(facts: DocumentFacts) -> dict[Kind, int]:
    """The section in which the facts of each kind stand."""
    document = facts.document
    found: dict[Kind, int] = {}
    for definition in facts.definitions:
        section = definition.section
        if definition.form is Form.HEADING:
            section = document.sections[section].parent
        found.setdefault(definition.kind, section)
    for table in facts.tables:
        if table.kind is Kind.MAPPING:
            found.setdefault(table.kind, table.section)
    return found


def heading_words(document: Document, section: int) -> str:
    """A heading in canonical words, without its number."""
    heading = document.sections[section].heading
    text = document.plain(heading.raw) if heading else ""
    words = canonical_wording(without_struck(text) if "~" in text else text).split()
    while words and not any(map(str.isalpha, words[0])):
        del words[0]
    return " ".join(words)


def free_headings(facts: DocumentFacts) -> dict[int, int]:
    """The sections whose headings name neither a fact nor a kind of fact, and their lines."""
    document = facts.document
    taken = {d.section for d in facts.definitions if d.form is Form.HEADING}
    taken |= set(kind_sections(facts).values())
    return {
        number: section.heading.line
        for number, section in enumerate(document.sections)
        if section.heading is not None and section.heading.level > 1 and number not in taken
    }
