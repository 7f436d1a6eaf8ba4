"""Single edits of a doctrine pair, made from its typed model: harmful ones and harmless ones.

They prove the rules: each harmful edit must raise a finding that was not there, each harmless one
none. Nothing here knows a line of any document; what to edit is read from the facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.breaks_facts import fact_breaks
from doctrine_check.doctrine.breaks_labels import label_breaks
from doctrine_check.doctrine.breaks_layout import layout_edits
from doctrine_check.doctrine.breaks_limits import limit_breaks
from doctrine_check.doctrine.breaks_same import same_edits
from doctrine_check.doctrine.breaks_sheet import sheet_of
from doctrine_check.doctrine.breaks_tables import heading_ids, table_breaks
from doctrine_check.doctrine.breaks_text import text_breaks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.breaks_sheet import Edit
    from doctrine_check.doctrine.model import DocumentFacts


def breaks(doctrine: DocumentFacts, contract: DocumentFacts) -> Iterator[Edit]:
    """Every single harmful edit of either document, each by itself, doctrine first."""
    ours, theirs = sheet_of(doctrine), sheet_of(contract)
    for sheet, other in ((ours, theirs), (theirs, ours)):
        yield from table_breaks(sheet)
        yield from heading_ids(sheet)
        yield from limit_breaks(sheet, other)
        yield from fact_breaks(sheet, other)
        yield from label_breaks(sheet)
        yield from text_breaks(sheet, other)


def harmless(doctrine: DocumentFacts, contract: DocumentFacts) -> Iterator[Edit]:
    """Single edits of either document that change no fact, doctrine first."""
    for sheet in (sheet_of(doctrine), sheet_of(contract)):
        before = "\n".join(sheet.lines).encode("utf-8")
        for edit in (*layout_edits(sheet), *same_edits(sheet)):
            if edit.data != before:
                yield edit
