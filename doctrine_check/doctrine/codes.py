"""The event codes of a document, and which of them a misspelt one was meant to be.

Loaded late: only where a code cannot be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.ids import well_formed
from doctrine_check.doctrine.model import Kind
from doctrine_check.records import Record

if TYPE_CHECKING:
    from doctrine_check.doctrine.model import DocumentFacts, Form, Text


class Codes(Record):
    """The event codes of a document: where each stands first, and the digits that a family has."""

    places: dict[str, Text]
    widths: dict[str, set[int]]

    def meant(self, written: str) -> str | None:
        """The code of a known family that has too few digits here, too many, or no separator."""
        stem = written.upper().replace("_", "-").rstrip("0123456789")
        family, digits = stem.rstrip("-"), written[len(stem) :]
        widths = self.widths.get(family, ())
        if not (written.isascii() and digits) or len(widths) != 1:
            return None
        if family == stem and len(digits) < 3:
            return None  # HTTP2 is a word
        (width,) = widths
        meant = f"{family}-{digits.lstrip('0').rjust(width, '0')}"
        return meant if well_formed(meant) is not None else None


def codes_of(facts: DocumentFacts, form: Form | None = None) -> Codes:
    """The event codes of a document, or those that are defined in one form."""
    codes = Codes({}, {})
    for definition in facts.definitions:
        if definition.kind is Kind.EVENT and form in (None, definition.form):
            code = definition.read.id.text
            family, _, digits = code.rpartition("-")
            codes.places.setdefault(code, definition.place)
            codes.widths.setdefault(family, set()).add(len(digits))
    return codes
