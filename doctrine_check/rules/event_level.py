"""An event has no level, or one that nobody knows.

## What it does

Reports event codes whose level is missing, or is none of: trace, debug, info, notice, warn,
warning, error, critical, fatal, alert. A spec contract none of whose events has a known level uses
a scale of its own (low, medium, high) and is left alone.

## Why

The level decides who is woken up. An unknown one is mapped by each log shipper as it likes.

## How to fix

Use one of the known levels.

## Example

Bad: `| PRF-002 | severe | Missing artifact |`. Good: `| PRF-002 | error | Missing artifact |`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import LEVELS, is_level
from doctrine_check.doctrine.define import cell_text
from doctrine_check.doctrine.model import Form, Kind, Role
from doctrine_check.doctrine.wording import says_nothing
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import DocumentFacts, EventDefinition, Text
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report events without a known level."""
    rows = {
        definition.read.id
        for definition in facts.definitions
        if definition.kind is Kind.EVENT and definition.form is Form.ROW
    }
    performance = facts.role in (Role.DOCTRINE, Role.CONTRACT)
    if not performance and not any(_known(event) for event in facts.events):
        return  # a scale of its own, such as low, medium, high
    yield from _of_doubles(facts)
    listed: frozenset[DoctrineId] = frozenset() if performance else _listed_with_levels(facts)
    for event in facts.events:
        level = event.level
        if level is None or says_nothing(level.text):
            # Other teams list events without levels; but a level column must be filled, and so
            # must one item be among others that have levels.
            said = event.id in listed and bool(event.meaning and event.meaning.text)
            if level is None and not performance and not said:
                continue
            if level is not None and event.id in rows:
                continue  # an empty cell is the rule empty-cell's
            if level is None and event.id in rows:
                continue  # a missing column is the rule table-columns'
            yield Problem(
                facts.at(event.title),
                f"expected a level for {event.id}, found none",
                f"state one of: {', '.join(sorted(LEVELS))}",
                subject=str(event.id),
            )
        elif not _known(event):
            yield _unknown(facts, level, event.id)


def _of_doubles(facts: DocumentFacts) -> Iterator[Problem]:
    """Unknown levels in rows that double an id, of which no event is made."""
    lines = {
        definition.place.line: definition.read.id
        for definition in facts.definitions
        if definition.duplicate_of is not None and definition.form is Form.ROW
    }
    for table in facts.tables if lines else ():
        if table.kind is not Kind.EVENT or "level" not in table.columns:
            continue
        column = table.columns.index("level")
        for row in facts.document.tables[table.number].rows:
            if row.line not in lines or len(row.cells) != len(table.columns):
                continue
            level = cell_text(facts.document, row.cells[column])
            if not says_nothing(level.text) and not is_level(level.text):
                yield _unknown(facts, level, lines[row.line])


def _unknown(facts: DocumentFacts, level: Text, identity: DoctrineId) -> Problem:
    return Problem(
        facts.at(level),
        f'expected a known level for {identity}, found "{level.text}"',
        f"use one of: {', '.join(sorted(LEVELS))}",
        subject=str(identity),
    )


def _listed_with_levels(facts: DocumentFacts) -> frozenset[DoctrineId]:
    """The items in lists where some level stands apart, and does not merely open the meaning."""
    told = {event.id.text: event for event in facts.events if _known(event)}
    found: set[int] = set()
    for definition in facts.definitions:
        event = told.get(definition.read.id.text)
        if definition.form is not Form.ITEM or event is None or event.level is None:
            continue
        title = event.title.text
        if title[:1] in "([" or title[len(event.level.text) :].lstrip().startswith(_BEHIND):
            found.add(definition.section)
    return frozenset(
        definition.read.id
        for definition in facts.definitions
        if definition.form is Form.ITEM and definition.section in found
    )


_BEHIND = tuple(":,;|-)\u2013\u2014")


def _known(event: EventDefinition) -> bool:
    return event.level is not None and is_level(event.level.text)
