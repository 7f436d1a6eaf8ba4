"""The section number of a document is not that of its folder or headings.

## What it does

Compares the number of the `**Section:**` line with the folder (`section_7/`) and with the numbers
of the document's own headings (`7.1`, `7.2`, ...), and checks that those headings count up by one.

## Why

A document filed under another section is not found by whoever follows the plan.

## How to fix

Correct the number, or move the file.

## Example

Bad: `**Section:** 8` in `docs/specs/section_7/`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.model import Role
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doctrine_check.doctrine.markdown import Heading
    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context

_NUMBER = r"\s*(\d+(?:\.\d+){0,5})"
_FOLDER = r"section[_-](\d+(?:[_.-]\d+){0,5})"
_HEADING = r"(\d+)\.(\d+)\.?\s"


def section_number(text: str) -> str | None:
    """``7`` of "7 — Performance Doctrine"."""
    match = re.match(_NUMBER, text)
    return match[1] if match else None


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report a section that differs from folder or headings, and headings out of sequence."""
    entry = facts.meta("section")
    headings = _numbered(facts)
    if entry is None:
        yield from _headings(facts, headings, None)
        return
    stated = section_number(entry.value.text)
    # Section 10.12 may open with a heading of that very number.
    headings = [row for row in headings if f"{row[1]}.{row[2]}" != stated]
    folder = next((part for part in facts.path.split("/")[:-1] if re.fullmatch(_FOLDER, part)), "")
    filed = re.sub(r"[_-]", ".", folder.removeprefix("section")[1:])
    if stated is None:
        # Where nothing is filed by number, a section may be a word.
        if entry.value.text and (filed or facts.role is not Role.SPEC):
            yield Problem(
                facts.at(entry.value),
                f'expected a section number, found "{entry.value.text}"',
                "begin the value with the number of the section",
                subject="Section",
            )
    elif filed and filed != stated:
        yield Problem(
            facts.at(entry.value),
            f"expected section {filed} of the folder {folder}/, found {stated}",
            "correct the section, or move the file",
            subject="Section",
        )
    chapters = {chapter for _, chapter, _ in headings}
    if stated is not None and filed != stated and len(headings) > 1 and len(chapters) == 1:
        # Headings that agree with each other are right, and the one line above them is wrong.
        common = chapters.pop()
        if common != stated and not filed:
            yield Problem(
                facts.at(entry.value),
                f"expected section {common} of the headings, found {stated}",
                "correct the section, or number the headings anew",
                subject="Section",
            )
        stated = common
    yield from _headings(facts, headings, stated)


def _numbered(facts: DocumentFacts) -> list[tuple[Heading, str, int]]:
    found: list[tuple[Heading, str, int]] = []
    for section in facts.document.sections:
        heading = section.heading
        match = re.match(_HEADING, facts.document.plain(heading.raw)) if heading else None
        if heading is not None and match is not None and heading.level == 2:
            found.append((heading, match[1], int(match[2])))
    return found


def _headings(
    facts: DocumentFacts, found: Sequence[tuple[Heading, str, int]], stated: str | None
) -> Iterator[Problem]:
    # Several chapters in one document, or releases counted down, are no sequence.
    one_chapter = len({chapter for _, chapter, _ in found}) == 1 and found[0][2] == 1
    if stated is None and facts.role is Role.SPEC and not one_chapter:
        return
    previous = 0
    for position, (heading, chapter, number) in enumerate(found, start=1):
        place = facts.line(heading.line, heading.column)
        if stated is not None and chapter != stated:
            yield Problem(
                place,
                f"expected a heading of section {stated}, found {chapter}.{number}",
                f"number the heading {stated}.{previous + 1}",
                subject="Section",
            )
        elif number not in (previous + 1, position):
            yield Problem(
                place,
                f"expected heading {chapter}.{previous + 1}, found {chapter}.{number}",
                "number the headings one after the other, or restore the one that is missing",
                subject="Section",
            )
        previous = number
