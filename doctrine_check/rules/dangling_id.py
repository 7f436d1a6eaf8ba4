"""A document names an id that is defined nowhere.

## What it does

Reports ids of the performance families (`PRF-nn`, `PRF-nnn`, `LEV-nn`, `ART-nn`, `INV-PRF-...`)
in running text or in the owner mapping that neither the doctrine nor its spec contract defines.

## Why

A reference to `PRF-09` promises a principle that nobody can look up.

## How to fix

Define the id, or name the one that was meant.

## Example

Bad: a mapping row for `LEV-09` when the levers end at `LEV-05`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.ids import EventCode, InvariantId
from doctrine_check.doctrine.labels import located_mentions
from doctrine_check.doctrine.model import Kind
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.ids import DoctrineId, ReadId
    from doctrine_check.doctrine.model import DocumentFacts, Text
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report each mention of an id that no document of the pair defines or hides."""
    known = _known(facts)
    other = context.counterpart(facts)
    if other is not None:
        known |= _known(other)
    for read, place in _mentions(facts):
        if read.id in known or read.problem is not None or not _ours(read.id):
            continue
        yield Problem(
            facts.at(place),
            f"expected an id that is defined, found {read.id}, which neither the doctrine nor the "
            "spec contract defines",
            f"define {read.id}, or name the id that was meant",
            subject=str(read.id),
        )


def _known(facts: DocumentFacts) -> set[DoctrineId]:
    return {definition.read.id for definition in facts.definitions} | facts.hidden_ids()


def _ours(identity: DoctrineId) -> bool:
    """Events and invariants of other families are other documents' business."""
    if isinstance(identity, EventCode):
        return identity.family in ("PRF", "LEV", "ART")
    if isinstance(identity, InvariantId):
        return identity.family == "PRF"
    return True


def _mentions(facts: DocumentFacts) -> Iterator[tuple[ReadId, Text]]:
    """Every id that is named rather than defined: mapping, headings, text, and later columns."""
    for row in facts.mapping:
        for mention in row.concerns:
            yield mention.read, mention.place
    for raw, line in _named_texts(facts):
        yield from located_mentions(facts.document, raw, line)


def _named_texts(facts: DocumentFacts) -> Iterator[tuple[str, int]]:
    """Markdown texts that may name ids, each with its line."""
    document = facts.document
    for section in document.sections:
        if section.heading is not None:
            yield section.heading.raw, section.heading.line
    for paragraph in document.paragraphs:
        yield paragraph.raw, paragraph.line
    for table in facts.tables:
        if table.kind is None or table.kind is Kind.MAPPING:
            continue
        for row in document.tables[table.number].rows:
            for cell in row.cells[1:]:
                yield cell.raw, cell.line
