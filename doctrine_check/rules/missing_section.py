"""One document has a whole section that the other lacks.

## What it does

Reports when the doctrine defines principles, levers, artifacts, events or invariants and the spec
contract defines none of that kind, or the other way round, and when a doctrine with levers has no
owner mapping.

## Why

A section that vanished on one side takes all of its obligations with it.

## How to fix

Restore the section, or drop it from both documents.

## Example

Bad: a contract without *Event Codes* beside a doctrine that has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import KIND_OF_TYPE, heading_kind
from doctrine_check.doctrine.compare import SHARED_KINDS
from doctrine_check.doctrine.model import Kind
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.findings import Location
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report each kind of fact that stands on one side only."""
    for kind in SHARED_KINDS:
        for ours, theirs in (
            (pair.doctrine, pair.contract),
            (pair.contract, pair.doctrine),
        ):
            present = ours.facts(kind)
            if not present or theirs.facts(kind) or _hidden(theirs, kind):
                continue
            if any(t.kind is kind and "id" not in t.columns for t in theirs.tables):
                continue  # the rule table-columns'
            place = _place(theirs, kind)
            first = present[0]
            yield Problem(
                place,
                f"expected the {len(present)} {kind.value} of the {ours.role.value} "
                f"({ours.path}:{first.title.line}), found no {kind.value} in the "
                f"{theirs.role.value}",
                f"restore the section of {kind.value}, or drop it from both documents",
                subject=kind.value,
                related=(ours.at(first.title),),
            )
    doctrine = pair.doctrine
    if doctrine.levers and not doctrine.mapping and not _lost_mapping(doctrine):
        yield Problem(
            _place(doctrine, Kind.MAPPING),
            f"expected an owner mapping for the {len(doctrine.levers)} levers of the doctrine, "
            "found none",
            "add a table with the columns Subsystem, Owner Track, Performance Concern",
            subject="owner mapping",
        )


def _hidden(facts: DocumentFacts, kind: Kind) -> bool:
    """Facts in a fence, a comment or a lost table are those rules' business."""
    return any(KIND_OF_TYPE[type(item)] is kind for item in facts.hidden_ids())


def _lost_mapping(facts: DocumentFacts) -> bool:
    """Whether the mapping stands there unseen: as running text, in a fence or in a comment.

    Those are the business of the rules lost-table and hidden-facts.
    """
    if any(region.how != "paragraph" for region in facts.hidden) and _covered_mapping(facts):
        return True
    lost = {region.line for region in facts.hidden if region.how == "paragraph"}
    return bool(lost) and any(
        _announces(facts, paragraph.section, Kind.MAPPING)
        for paragraph in facts.document.paragraphs
        if not lost.isdisjoint(range(paragraph.line, paragraph.end_line + 1))
    )


def _covered_mapping(facts: DocumentFacts) -> bool:
    for block in facts.document.verbatim:
        for line in block.raw.split("\n"):
            text = line.lstrip()
            if text.startswith("#") and heading_kind(text) is Kind.MAPPING:
                return True
            if text.startswith("|") and "subsystem" in text.casefold():
                return True
    return False


def _announces(facts: DocumentFacts, section: int, kind: Kind) -> bool:
    heading = facts.document.sections[section].heading
    return heading is not None and heading_kind(facts.document.plain(heading.raw)) is kind


def _place(facts: DocumentFacts, kind: Kind) -> Location:
    """The heading that announces the kind, else the title."""
    for index, section in enumerate(facts.document.sections):
        heading = section.heading
        if heading is not None and heading.level > 1 and _announces(facts, index, kind):
            return facts.line(heading.line, heading.column)
    return facts.at(facts.title) if facts.title else facts.line(1)
