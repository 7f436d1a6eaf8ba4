"""An id only looks like one.

## What it does

Reports ids written with letters of another alphabet that look the same (Cyrillic `Р` for Latin
`P`), with typographic dashes, or with invisible characters inside (zero-width space, soft hyphen,
direction marks), anywhere in a document. An event code counts when the document has others of
its family: `pages A3–120` is no code.

Percentiles, units and names of statistics are looked at as well, in the lines that state a law:
targets, metrics, measurements, gates, impacts, contents of artifacts, meanings, statements. `р99`
with a Cyrillic letter is no percentile to any program.

## Why

`РRF-01` reads as `PRF-01` and equals nothing: whoever looks the id up does not find it, and a
reviewer cannot see why.

## How to fix

Type the id again in plain ASCII; the message names each odd character.

## Example

Bad: `PRF–01` with an en dash. Good: `PRF-01`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.ids import EventCode, lookalikes
from doctrine_check.findings import Location
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report look-alike ids, line by line, where they are defined or named."""
    reported: set[tuple[int, str]] = set()
    families = {"PRF"} | {
        definition.read.id.family
        for definition in facts.definitions
        if isinstance(definition.read.id, EventCode)
    }
    odd = False
    for index, line in enumerate(facts.document.lines):
        if line.isascii():
            continue
        odd = odd or not line.isprintable() or any(map(_is_other, line))
        for offset, read in lookalikes(line):
            # "pages A3–120" and standards of other countries are no events of this document.
            if isinstance(read.id, EventCode) and read.id.family not in families:
                continue
            reported.add((index + 1, read.written))
            place = Location(facts.path, index + 1, offset + 1, offset + 1 + len(read.written))
            yield _lookalike(place, read.written, str(read.id))
    for definition in facts.definitions:
        read = definition.read
        if read.problem == "lookalike" and (definition.place.line, read.written) not in reported:
            yield _lookalike(facts.at(definition.place), read.written, str(read.id))
    if odd:
        from doctrine_check.doctrine.lookalike_terms import in_laws

        for text, meant, subject in in_laws(facts):
            yield _lookalike(facts.at(text), text.text, meant, subject)


def _is_other(char: str) -> bool:
    """Whether a character may be a letter, or a digit, of an alphabet that looks like Latin."""
    return char > "\u036f" and char.isalnum()


def _lookalike(place: Location, written: str, meant: str, subject: str = "") -> Problem:
    odd = ", ".join(dict.fromkeys(f"U+{ord(char):04X}" for char in written if not char.isascii()))
    return Problem(
        place,
        f"expected {meant} in plain ASCII, found a look-alike with {odd}",
        f"type {meant} again in plain ASCII",
        subject=subject or meant,
    )
