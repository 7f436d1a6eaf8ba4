"""Facts stand in a code fence or a comment, and nowhere else.

## What it does

Reports tables, sections and lists of ids inside a fence, an indented block or an HTML comment when
the document defines those ids nowhere else. An example of a table whose ids are defined is fine.
In the spec contracts of other teams only a whole kind that is gone was hidden by mistake.

## Why

Nobody who reads the page sees a commented-out row, and no parser counts a fenced one, but a word
search finds both.

## How to fix

Take the table or section out of the fence or comment, or delete it together with every reference
to its ids.

## Example

Bad: `<!-- | PRF-004 | error | p99 budget exceeded | -->` with no other row for PRF-004.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import KIND_OF_TYPE, section_kinds
from doctrine_check.doctrine.ids import mentions
from doctrine_check.doctrine.model import Role
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import DocumentFacts, Hidden, Kind
    from doctrine_check.rules.context import Context

_SHOWN = 6
_WHERE = {
    "fence": "a code fence",
    "code": "an indented code block",
    "comment": "a comment",
    "html": "raw HTML",
}


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report each hidden region that holds ids defined nowhere else in this document."""
    defined = {definition.read.id for definition in facts.definitions}
    kinds = {definition.kind for definition in facts.definitions}
    needed: set[DoctrineId] | None = None
    around: dict[int, Kind | None] = {}
    for region in facts.hidden:
        if region.how == "paragraph":
            continue
        lost = [item for item in dict.fromkeys(region.ids) if item not in defined]
        if not lost:
            continue
        if facts.role is Role.SPEC:
            around = around or _announced(facts)
            lost = _of_vanished_kinds(kinds, region, around.get(region.line), lost)
        else:
            needed = _needed(facts, context) if needed is None else needed
            lost = [item for item in lost if item in needed]
        if not lost:
            continue
        ids = ", ".join(str(item) for item in lost[:_SHOWN])
        if len(lost) > _SHOWN:
            ids += f" and {len(lost) - _SHOWN} more"
        yield Problem(
            facts.line(region.line, region.column),
            f"expected {ids} where a reader sees it, found it only inside {_WHERE[region.how]}",
            f"take it out of {_WHERE[region.how]}, or delete it and every reference to it",
            subject=str(lost[0]),
        )


def _needed(facts: DocumentFacts, context: Context) -> set[DoctrineId]:
    """Ids that somebody counts on: the other document has them, or either one names them."""
    needed: set[DoctrineId] = set()
    other = context.counterpart(facts)
    if other is None:
        return set(facts.hidden_ids())
    needed |= {definition.read.id for definition in other.definitions}
    needed |= other.hidden_ids()
    for document in (facts, other):
        for paragraph in document.document.paragraphs:
            needed |= {read.id for _, read in mentions(paragraph.raw)}
        for row in document.mapping:
            needed |= {mention.read.id for mention in row.concerns}
    return needed


def _of_vanished_kinds(
    present: set[Kind], region: Hidden, around: Kind | None, lost: list[DoctrineId]
) -> list[DoctrineId]:
    """Other teams show examples; only a whole kind that is gone was hidden by mistake.

    A table says of itself that it was one; headings and items count in the section of their kind.
    """
    gone = [item for item in lost if KIND_OF_TYPE[type(item)] not in present]
    if not gone or region.tabular:
        return gone
    return [item for item in gone if KIND_OF_TYPE[type(item)] is around]


def _announced(facts: DocumentFacts) -> dict[int, Kind | None]:
    """For each region, by its line, the kind that the section around it announces."""
    kinds = section_kinds(facts.document)
    return {block.line: kinds[block.section] for block in facts.document.verbatim}
