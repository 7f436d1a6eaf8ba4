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

from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    stated = section_number(entry.value.text) if entry else None
    if entry is not None and entry.value.text and stated is None:
        yield Problem(
            facts.at(entry.value),
            f'expected a section number, found "{entry.value.text}"',
            "begin the value with the number of the section",
            subject="Section",
        )
    for part in facts.path.split("/")[:-1]:
        match = re.fullmatch(_FOLDER, part)
        if match is None or stated is None or entry is None:
            continue
        folder = re.sub(r"[_-]", ".", match[1])
        if folder != stated:
            yield Problem(
                facts.at(entry.value),
                f"expected section {folder} of the folder {part}/, found {stated}",
                "correct the section, or move the file",
                subject="Section",
            )
    yield from _headings(facts, stated)


def _headings(facts: DocumentFacts, stated: str | None) -> Iterator[Problem]:
    previous = 0
    for section in facts.document.sections:
        heading = section.heading
        match = re.match(_HEADING, facts.document.plain(heading.raw)) if heading else None
        if heading is None or match is None or heading.level != 2:
            continue
        chapter, number = match[1], int(match[2])
        place = facts.line(heading.line, heading.column)
        if stated is not None and chapter != stated:
            yield Problem(
                place,
                f"expected a heading of section {stated}, found {chapter}.{number}",
                f"number the heading {stated}.{previous + 1}",
                subject="Section",
            )
        elif number != previous + 1:
            yield Problem(
                place,
                f"expected heading {chapter}.{previous + 1}, found {chapter}.{number}",
                "number the headings one after the other, or restore the one that is missing",
                subject="Section",
            )
        previous = number
