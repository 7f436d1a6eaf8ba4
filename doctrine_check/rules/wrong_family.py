"""An id of one family stands where another family is defined.

## What it does

Reports ids whose family does not fit the table, list or section that defines them: a principle
`PRF-01` in the event table, an event `PRF-001` among the principles, or in the owner mapping. The
two families look alike and are different things. Where several ids of a family stand under a
heading that announces another one, that heading is reported, once.

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
from doctrine_check.doctrine.ids import FAMILY_NAME, EventCode, well_formed
from doctrine_check.doctrine.model import Form
from doctrine_check.doctrine.wording import quote
from doctrine_check.rules import section_mismatch
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import Definition, DocumentFacts, Kind
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report ids that do not belong to the family of their place."""
    yield from _in_mapping(facts)
    misled: dict[tuple[int, Kind], list[Definition]] = {}
    for definition in facts.definitions:
        read = definition.read
        if read.problem != "family":
            continue
        if well_formed(read.written) == read.id:  # what is wrong is the heading around it
            misled.setdefault((_announcing(facts, definition), definition.kind), []).append(
                definition
            )
            continue
        wanted = FAMILY_NAME[ID_TYPE[definition.kind]]
        yield Problem(
            facts.at(definition.place),
            f"expected an id of the family {wanted} among the {definition.kind.value}, "
            f'found "{read.written}" of another family',
            f"write an id of the family {wanted}, {_probably(definition)}",
            subject=str(read.id),
        )
    if misled:
        yield from _misled(facts, context, misled)


def _announcing(facts: DocumentFacts, definition: Definition) -> int:
    """The section whose heading announces what is defined here."""
    section = definition.section
    heading = definition.form is Form.HEADING
    return facts.document.sections[section].parent if heading else section


def _misled(
    facts: DocumentFacts, context: Context, misled: dict[tuple[int, Kind], list[Definition]]
) -> Iterator[Problem]:
    """The headings above ids of another family, or the ids where others stand there rightly."""
    rightly = {_announcing(facts, d) for d in facts.definitions if d.read.problem != "family"}
    # The number of a heading that is missing is told by that rule.
    gap = any(section_mismatch.check(facts, context))
    for (section, kind), definitions in misled.items():
        first = definitions[0].read.id
        ids = f"{first} to {definitions[-1].read.id}"
        heading = facts.document.sections[section].heading
        found = "none" if heading is None else quote(facts.document.plain(heading.raw))
        if heading is not None and section not in rightly:
            yield Problem(
                facts.line(heading.line, heading.column),
                f"expected a heading that announces {kind.value} above {ids}, found {found}",
                f"name the {kind.value} in the heading, or move what stands below it",
                subject=str(first),
                related=(facts.at(definitions[0].place),),
            )
        elif not gap:
            yield Problem(
                facts.at(definitions[0].place),
                f"expected a heading that announces {kind.value} above {ids}, found them under "
                f"{found}",
                f"put a heading of {kind.value} above {first}",
                subject=str(first),
            )


def _probably(definition: Definition) -> str:
    """What was meant: another id, or another place where the family has no numbers."""
    meant = str(definition.read.id)
    return "or move it" if meant == definition.read.written else f"probably {meant}"


def _in_mapping(facts: DocumentFacts) -> Iterator[Problem]:
    """Event codes in the owner mapping, which names principles and levers."""
    for row in facts.mapping:
        for mention in row.concerns:
            if not isinstance(mention.read.id, EventCode) or mention.read.problem is not None:
                continue
            family, _, digits = str(mention.read.id).rpartition("-")
            yield Problem(
                facts.at(mention.place),
                "expected a principle (PRF-nn) or lever (LEV-nn) in the owner mapping, "
                f'found the event code "{mention.read.written}"',
                f"name what the row covers, probably {family}-{int(digits):02d}",
                subject=str(mention.read.id),
            )
