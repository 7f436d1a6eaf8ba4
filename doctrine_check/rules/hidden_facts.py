"""Facts stand in a code fence or a comment, and nowhere else.

## What it does

Reports tables, sections and lists of ids inside a fence, an indented block, an HTML comment or
between tags that strike out whole blocks (`<del>`), when the document defines those ids nowhere
else. An example of a table whose ids are defined is fine.
In the spec contracts of other teams only a whole kind that is gone was hidden by mistake, or what
stands in a comment among others of its family.

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

from doctrine_check.doctrine.columns import KIND_OF_TYPE, heading_kind, section_kinds, words
from doctrine_check.doctrine.ids import EventCode, InvariantId, mentions
from doctrine_check.doctrine.model import Role
from doctrine_check.doctrine.roles import stands_for_others
from doctrine_check.doctrine.swallowed import is_bare
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
            here = around.get(region.line)
            gone = _of_vanished_kinds(kinds, region, here, lost)
            gone = gone or _with_its_section(facts, kinds, region, lost)
            lost = gone or _beside_its_family(facts, region, here, lost)
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


def _with_its_section(
    facts: DocumentFacts, present: set[Kind], region: Hidden, lost: list[DoctrineId]
) -> list[DoctrineId]:
    """The ids of a whole section of a vanished kind, its heading hidden with it.

    A fence that names a language shows an example, and so does one in a chapter on how to write.
    """
    block = next(block for block in facts.document.verbatim if block.line == region.line)
    section = facts.document.sections[block.section].heading
    shown = words(section.raw) if section is not None else ()
    if not is_bare(facts.document, block) or not _SAMPLE_WORDS.isdisjoint(shown):
        return []
    if stands_for_others(facts.path):
        return []
    lines = (line.strip().removeprefix("<!--").strip() for line in block.raw.split("\n"))
    headed = {heading_kind(line.lstrip("#")) for line in lines if line.startswith("#")} - present
    return [item for item in lost if KIND_OF_TYPE[type(item)] in headed]


_SAMPLE_WORDS = frozenset(
    {"example", "examples", "sample", "samples", "format", "template", "templates", "how"}
    | {"syntax", "writing", "conventions", "layout", "style", "guide"}
)


def _beside_its_family(
    facts: DocumentFacts, region: Hidden, around: Kind | None, lost: list[DoctrineId]
) -> list[DoctrineId]:
    """What a comment hides in the section of its kind, beside others of its family."""
    if region.how != "comment" or region.tabular or stands_for_others(facts.path):
        return []
    families = {
        (definition.kind, definition.read.id.family)
        for definition in facts.definitions
        if isinstance(definition.read.id, EventCode | InvariantId)
    }
    return [
        item
        for item in lost
        if isinstance(item, EventCode | InvariantId)
        and KIND_OF_TYPE[type(item)] is around
        and (around, item.family) in families
    ]


def _announced(facts: DocumentFacts) -> dict[int, Kind | None]:
    """For each region, by its line, the kind that the section around it announces."""
    kinds = section_kinds(facts.document)
    return {block.line: kinds[block.section] for block in facts.document.verbatim}
