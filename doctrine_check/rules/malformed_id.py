"""An id is not written as its family writes ids.

## What it does

Reports ids in headings, tables and lists, and ids of the performance families in running text,
that are nearly well formed: `PRF-1`, `PRF_01`, `prf-01`, `PRF-O1` (letter O), `INV_PRF_COMPAT`.
In a table of ids every filled id cell must hold an id.

## Why

Everything that looks ids up, from this program to a search box, misses a malformed one.

## How to fix

Write the id as the message says.

## Example

Bad: `| PRF-1 | Low startup overhead |`. Good: `| PRF-01 | Low startup overhead |`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import ID_TYPE
from doctrine_check.doctrine.ids import (
    FAMILY_NAME,
    ArtifactId,
    DoctrineId,
    InvariantId,
    LeverId,
    PrincipleId,
    well_formed,
)
from doctrine_check.doctrine.labels import located_mentions
from doctrine_check.doctrine.model import Kind, Role
from doctrine_check.doctrine.wording import says_nothing
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.codes import Codes
    from doctrine_check.doctrine.ids import ReadId
    from doctrine_check.doctrine.model import DocumentFacts, Text
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report malformed ids where ids are defined and, in performance documents, named."""
    reported: set[tuple[int, str]] = set()
    for definition in facts.definitions:
        read = definition.read
        if read.problem == "malformed":
            reported.add((definition.place.line, read.written))
            yield _malformed(facts, definition.place, read)
    if facts.unread:
        for problem in _unread(facts):
            reported.add((problem.place.line, problem.subject or ""))
            yield problem
    if facts.role in (Role.DOCTRINE, Role.CONTRACT):
        yield from _named(facts, reported)


def _unread(facts: DocumentFacts) -> Iterator[Problem]:
    """Cells where an id stands that nobody can read."""
    from doctrine_check.doctrine.codes import codes_of

    codes = codes_of(facts)
    for kind, text in facts.unread:
        if says_nothing(text.text.strip("~")):
            continue  # the rule empty-cell's
        yield Problem(
            facts.at(text),
            f'expected an id of the family {FAMILY_NAME[ID_TYPE[kind]]}, found "{text.text}"',
            _remedy(codes, kind, text.text),
            subject=text.text,
        )


def _named(facts: DocumentFacts, reported: set[tuple[int, str]]) -> Iterator[Problem]:
    """Malformed ids of the performance families in the mapping and in running text."""
    for row in facts.mapping:
        for mention in row.concerns:
            if mention.read.problem == "malformed":
                yield _malformed(facts, mention.place, mention.read)
    for paragraph in facts.document.paragraphs:
        for read, place in located_mentions(facts.document, paragraph.raw, paragraph.line):
            if read.problem == "malformed" and (place.line, read.written) not in reported:
                yield _malformed(facts, place, read)


def _remedy(codes: Codes, kind: Kind, written: str) -> str:
    """What to write for a code that is nearly one of a family of its document."""
    meant = codes.meant(written) if kind is Kind.EVENT else None
    if meant is None or meant in codes.places:
        return "write the id of this row in its first column"
    return f"write {meant}"


_FORMS: dict[type[DoctrineId], str] = {
    PrincipleId: "PRF-nn",
    LeverId: "LEV-nn",
    ArtifactId: "ART-nn",
    InvariantId: "INV-ABC-NAME",
}


def _malformed(facts: DocumentFacts, place: Text, read: ReadId) -> Problem:
    meant = str(read.id)
    if read.written == meant or well_formed(meant) != read.id:
        performance = meant.startswith("PRF-")
        form = _FORMS.get(type(read.id), "PRF-nnn" if performance else "ABC-nnn")
        return Problem(
            facts.at(place),
            f'expected a well-formed id ({form}), found "{read.written}"',
            f"write an id of the form {form}",
            subject=meant,
        )
    return Problem(
        facts.at(place),
        f'expected a well-formed id, found "{read.written}": {meant} was probably meant',
        f"write {meant}",
        subject=meant,
    )
