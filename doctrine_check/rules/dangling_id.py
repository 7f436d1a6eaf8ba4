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

from doctrine_check.doctrine.ids import EventCode, InvariantId, mentions
from doctrine_check.doctrine.labels import fold
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
    if isinstance(identity, EventCode | InvariantId):
        return identity.family == "PRF"
    return True


def _mentions(facts: DocumentFacts) -> Iterator[tuple[ReadId, Text]]:
    for row in facts.mapping:
        for mention in row.concerns:
            yield mention.read, mention.place
    for section in facts.document.sections:
        heading = section.heading
        if heading is not None:
            for _, read in mentions(heading.raw):
                yield read, fold(facts.document, read.written, heading.line)
    for paragraph in facts.document.paragraphs:
        for offset, read in mentions(paragraph.raw):
            line = paragraph.line + paragraph.raw.count("\n", 0, offset)
            yield read, fold(facts.document, read.written, line)
    for table in facts.tables:
        if table.kind is None:
            continue
        for row in facts.document.tables[table.number].rows:
            for cell in row.cells[1:]:
                if table.kind.name == "MAPPING":
                    continue
                for _, read in mentions(cell.raw):
                    yield read, fold(facts.document, read.written, cell.line)
