"""What an architecture decision record says of itself, in any of the common layouts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import words
from doctrine_check.doctrine.labels import fold
from doctrine_check.doctrine.model import Labelled, Text

if TYPE_CHECKING:
    from doctrine_check.doctrine.markdown import Document
    from doctrine_check.doctrine.model import DocumentFacts

_NUMBER_IN_NAME = r"(?i)(?:adr[-_]?)?(\d{1,5})(?=[-_.])"
_NAMED_NUMBER = r"(?i)\bADR[-_ #]{0,2}(\d{1,5})\b"
_NUMBER = r"(?<![\d.-])\d{1,5}(?!\d|-\d)"
_FILES = (".md", ".markdown", ".rst", ".adoc", ".txt", ".html")
_DATE = r"\d{4}-\d\d(?:-\d\d)?"


def adr_number(path: str) -> int | None:
    """30 of ``docs/adr/adr_030_budgets.md`` or ``docs/adr/0030-budgets.md``."""
    match = re.match(_NUMBER_IN_NAME, path.rpartition("/")[2])
    return int(match[1]) if match else None


def stated(facts: DocumentFacts, *labels: str) -> Labelled | None:
    """A metadata entry by label: a labelled line, front matter, or a section of that name."""
    document = facts.document
    entry = facts.meta(*labels) or _opening_list(document, labels)
    if entry is not None:
        return entry if entry.value.text else _listed(document, entry)
    for index, section in enumerate(document.sections):
        heading = section.heading
        if heading is None or " ".join(words(document.plain(heading.raw))) not in labels:
            continue
        for paragraph in document.paragraphs:
            if paragraph.section == index:
                value = fold(document, document.plain(paragraph.raw), paragraph.line)
                return Labelled(heading.raw, value, heading.line, heading.column, index)
        empty = Text("", heading.line, heading.column)
        return Labelled(heading.raw, empty, heading.line, heading.column, index)
    return None


def _opening_list(document: Document, labels: tuple[str, ...]) -> Labelled | None:
    """``Deciders:`` alone on its line; the names stand in a list below."""
    for paragraph in document.paragraphs:
        if paragraph.section > 1:
            break
        if paragraph.raw.endswith(":") and paragraph.raw[:-1].casefold() in labels:
            empty = Text("", paragraph.line, paragraph.column)
            return Labelled(
                paragraph.raw[:-1], empty, paragraph.line, paragraph.column, paragraph.section
            )
    return None


def _listed(document: Document, entry: Labelled) -> Labelled:
    """A label with nothing on its line takes the item of the list right below it."""
    for paragraph in document.paragraphs:
        if paragraph.line <= entry.line or paragraph.section != entry.section:
            continue
        between = document.lines[entry.line : paragraph.line - 1]
        if paragraph.depth and not any(line.strip() for line in between):
            # An item that is a label itself belongs to the list in which the entry stands.
            value = fold(document, document.plain(paragraph.raw), paragraph.line)
            if ":" not in value.text:
                return entry._replace(value=value)
        break
    return entry


def numbers_in(text: str) -> list[int]:
    """The ADR numbers that a "Superseded by" line names, each once; dates are none."""
    of_files, rest = [], []
    for word in text.replace(",", " ").split():
        name = word.strip("`<>()[]*;:.\"'").partition("#")[0]
        number = adr_number(name) if name.casefold().endswith(_FILES) else None
        if number is None:
            rest.append(word)
        else:
            of_files.append(number)
    others = " ".join(rest)
    named = [*of_files, *map(int, re.findall(_NAMED_NUMBER, others))]
    if not named:
        named = [int(number) for number in re.findall(_NUMBER, re.sub(_DATE, " ", others))]
    return list(dict.fromkeys(named))
