"""An id of one family stands where another family is defined.

## What it does

Reports ids whose family does not fit the table, list or section that defines them: a principle
`PRF-01` in the event table, an event `PRF-001` among the principles, or in the owner mapping. The
two families look alike and are different things.

## Why

`PRF-01` in the event table leaves the event undefined and the principle defined twice.

## How to fix

Write the id of the family that the place is about.

## Example

Bad: `| PRF-01 | info | compliance verified |` under *Event Codes*. Good: `| PRF-001 | ... |`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import ID_TYPE
from doctrine_check.doctrine.ids import FAMILY_NAME, EventCode
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import Definition, DocumentFacts
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report ids that do not belong to the family of their place."""
    yield from _in_mapping(facts)
    for definition in facts.definitions:
        read = definition.read
        if read.problem != "family":
            continue
        wanted = FAMILY_NAME[ID_TYPE[definition.kind]]
        yield Problem(
            facts.at(definition.place),
            f"expected an id of the family {wanted} among the {definition.kind.value}, "
            f'found "{read.written}" of another family',
            f"write an id of the family {wanted}, {_probably(definition)}",
            subject=str(read.id),
        )


def _probably(definition: Definition) -> str:
    """What was meant: another id, or another place where the family has no numbers."""
    meant = str(definition.read.id)
    return "or move it" if meant == definition.read.written else f"probably {meant}"


def _in_mapping(facts: DocumentFacts) -> Iterator[Problem]:
    """Event codes in the owner mapping, which names principles and levers."""
    for row in facts.mapping:
        for mention in row.concerns:
            if not isinstance(mention.read.id, EventCode):
                continue
            family, _, digits = str(mention.read.id).rpartition("-")
            yield Problem(
                facts.at(mention.place),
                "expected a principle (PRF-nn) or lever (LEV-nn) in the owner mapping, "
                f'found the event code "{mention.read.written}"',
                f"name what the row covers, probably {family}-{int(digits):02d}",
                subject=str(mention.read.id),
            )
