r"""A heading of an id is lost in the text, or stands at the wrong level.

## What it does

Reports lines that were meant as headings and are running text to a parser: no blank behind the
`#` signs, the signs gone or bold type in their place, or the line indented into the paragraph above
it. It also reports a heading at another level than the other ids of its family, where that puts it
inside of one of them, or outside of their section. The other rules take the line for the heading
that it was meant as.

## Why

What stands below a lost heading belongs to the id above it: a principle with two targets, and
another one that does not exist.

## How to fix

Write the heading as the message says, with an empty line above it.

## Example

Bad: `###PRF-02: Predictable p99`. Good: `### PRF-02: Predictable p99`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.wording import quote
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report lines that were meant as headings, and headings that stand at the wrong level."""
    document = facts.document
    subjects = {d.place.line: str(d.read.id) for d in facts.definitions}
    for section in document.sections:
        heading = section.heading
        if heading is None or heading.line not in document.lost:
            continue
        source = document.lines[heading.line - 1]
        below = document.lines[heading.line] if heading.line < len(document.lines) else ""
        found = _found(source, below)
        yield Problem(
            facts.line(heading.line, len(source) - len(source.lstrip()) + 1),
            f"expected a heading of level {heading.level}, found {found}: {quote(source.strip())}",
            f"write `{'#' * heading.level} ` before its text, at the beginning of the line",
            subject=subjects.get(heading.line),
        )


def _found(source: str, below: str) -> str:
    """What a line is that was meant as a heading of another level, or as a heading at all."""
    text = source.lstrip()
    title = text.lstrip("#")
    level = len(text) - len(title)
    if not level:
        underlined = below.strip() and not below.strip().strip("=-")
        if underlined:
            return f"one of level {1 if '=' in below else 2}"
        return "running text without `#` signs"
    if level > 6:
        return f"running text behind {level} `#` signs, of which six are the most"
    if not title[:1].isspace():
        return "running text, for no blank follows the `#` signs"
    if len(source) - len(text) > 3:
        return "running text, for the line is indented into the paragraph above it"
    return f"one of level {level}"
