"""What an architecture decision record says of itself, in any of the common layouts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import words
from doctrine_check.doctrine.labels import fold
from doctrine_check.doctrine.model import Labelled, Text

if TYPE_CHECKING:
    from doctrine_check.doctrine.model import DocumentFacts

_NUMBER_IN_NAME = r"(?i)(?:adr[-_]?)?(\d{1,5})(?=[-_.])"
_NUMBER = r"(?i)(?:ADR[- #]?)?(\d{1,5})"


def adr_number(path: str) -> int | None:
    """30 of ``docs/adr/adr_030_budgets.md`` or ``docs/adr/0030-budgets.md``."""
    match = re.match(_NUMBER_IN_NAME, path.rpartition("/")[2])
    return int(match[1]) if match else None


def stated(facts: DocumentFacts, *labels: str) -> Labelled | None:
    """A metadata entry by label: a labelled line, front matter, or a section of that name."""
    entry = facts.meta(*labels)
    if entry is not None:
        return entry
    document = facts.document
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


def numbers_in(text: str) -> list[int]:
    """The ADR numbers that a "Superseded by" line names."""
    return [int(match[1]) for match in re.finditer(_NUMBER, text)]
