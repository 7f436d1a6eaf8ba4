"""An id is defined twice.

## What it does

Reports the heading, table row or list item that defines an id which another heading, row or item
of the same document defines already: of two numbers the one that is out of its place, else the
second. The other one counts for every other rule. Where the spec contract or doctrine has the text
of the wrong one under an id that is missing here, the message names it.

## Why

Two rows for one id are two laws; which of them holds depends on who reads.

## How to fix

Give the wrong one its own id, or delete it.

## Example

Bad: two rows `| PRF-002 | ... |` in the event table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.define import leading_id
from doctrine_check.doctrine.model import Form, Kind
from doctrine_check.doctrine.wording import likeness, quote
from doctrine_check.records import Record
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import Definition, DocumentFacts, Fact
    from doctrine_check.rules.context import Context

_ALIKE = 0.5


class Double(Record):
    """A definition that took the id of ``other``, and what the other document says it is."""

    wrong: Definition
    other: Definition
    meant: Fact | None


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report every definition of an id that another one has."""
    counterpart = context.counterpart(facts)
    for double in doubles(facts, counterpart):
        identity = str(double.wrong.read.id)
        line = double.other.place.line
        which = "first" if line < double.wrong.place.line else "other"
        message = (
            f"expected one {double.wrong.form.value} for {identity}, found another; "
            f"the {which} stands at {facts.path}:{line}"
        )
        remedy, related = "give this one its own id, or delete it", [facts.line(line)]
        if double.meant is not None and counterpart is not None:
            place = counterpart.at(double.meant.title)
            message += f". {double.meant.id} is missing, which has this text at {place.place}"
            remedy = f"write {double.meant.id}"
            related.append(place)
        yield Problem(
            facts.at(double.wrong.place),
            message,
            remedy,
            subject=identity,
            related=tuple(related),
        )
    if facts.unread:
        yield from _nearly(facts)


def _nearly(facts: DocumentFacts) -> Iterator[Problem]:
    """Rows whose code cannot be read for its separator or case, and that another row has.

    Whether ``ABC-6`` doubles ``ABC-006`` is not known: its number may be what is wrong.
    """
    from doctrine_check.doctrine.codes import codes_of

    codes = codes_of(facts, Form.ROW)
    for kind, text in facts.unread:
        meant = codes.meant(text.text) if kind is Kind.EVENT else None
        if meant in codes.places and text.text.endswith(meant.rpartition("-")[2]):
            line = codes.places[meant].line
            yield Problem(
                facts.at(text),
                f"expected one table row for {meant}, found another, written {quote(text.text)}; "
                f"the {'first' if line < text.line else 'other'} stands at {facts.path}:{line}",
                "give this one its own id, or delete it",
                subject=meant,
                related=(facts.line(line),),
            )


def doubles(facts: DocumentFacts, other: DocumentFacts | None) -> Iterator[Double]:
    """Each definition that doubles an id, with the missing id that it was meant to have."""
    doubled = [d for d in facts.definitions if d.duplicate_of is not None]
    if not doubled:
        return
    few = other is not None and len(doubled) <= MAX_COMPARED
    lost = list(_lost(facts, other)) if other is not None and few else []
    counting = {
        (d.read.id, d.form): d
        for d in reversed(facts.definitions)
        if d.duplicate_of is None and d.read.problem != "family"
    }
    for definition in doubled:
        right = counting[definition.read.id, definition.form]
        for wrong, rest in ((definition, right), (right, definition)):
            meant = _meant(facts, wrong, lost)
            if meant is not None:
                lost.remove(meant)
                yield Double(wrong, rest, meant)
                break
        else:
            yield Double(definition, right, None)


MAX_COMPARED = 100
"""Above so many doubles, or missing ids, none is looked for: the search compares all with all."""


def _lost(facts: DocumentFacts, other: DocumentFacts) -> Iterator[Fact]:
    """The facts of the other document whose id this one does not define."""
    known = {definition.read.id for definition in facts.definitions}
    for kind in {d.kind: None for d in facts.definitions if d.duplicate_of is not None}:
        lost = [fact for fact in other.facts(kind) if fact.id not in known]
        yield from lost if len(lost) <= MAX_COMPARED else ()


def _meant(facts: DocumentFacts, definition: Definition, lost: list[Fact]) -> Fact | None:
    """The missing fact that has the text which stands beside an id here."""
    said = _said(facts, definition) if lost else []
    best, score = None, _ALIKE
    for fact in lost:
        if type(fact.id) is not type(definition.read.id):
            continue
        likely = max((likeness(text, one) for text in said for one in _texts(fact)), default=0.0)
        if likely > score:
            best, score = fact, likely
    return best


def _texts(fact: Fact) -> list[str]:
    """What tells a fact from its neighbours: its title, meaning or statement."""
    texts = [fact.title, getattr(fact, "meaning", None), getattr(fact, "statement", None)]
    return [text.text for text in texts if text is not None and text.text != str(fact.id)]


def _said(facts: DocumentFacts, definition: Definition) -> list[str]:
    """The texts beside an id: the title of its heading, the cells of its row, or its item."""
    document, line = facts.document, definition.place.line
    if definition.form is Form.ROW:
        for table in facts.tables:
            for row in document.tables[table.number].rows if table.kind is definition.kind else ():
                if row.line == line:
                    return [document.plain(cell.raw) for cell in row.cells]
    raw = document.lines[line - 1]
    heading = document.sections[definition.section].heading
    if definition.form is Form.HEADING and heading is not None:
        raw = heading.raw
    found = leading_id(document.plain(raw.lstrip(" -*+")))
    return [found.rest] if found is not None else [raw]
