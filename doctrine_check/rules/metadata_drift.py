"""Bead, section or title differ between doctrine and contract.

## What it does

Compares the bead id of the doctrine's `**Bead:**` line with that of the contract's title, the
section numbers of both, and the titles of both, the bead id aside. Where the doctrine's section is
at odds with the doctrine's own headings, that is what is wrong, and the rule section-mismatch's.

## Why

These lines are how one document finds the other.

## How to fix

Correct the line that is wrong.

## Example

Bad: `**Bead:** bd-2vl6` in the doctrine beside `# bd-2vl5: ...` in the contract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.wording import quote, same_words
from doctrine_check.rules.bead_mismatch import beads_differ, without_bead
from doctrine_check.rules.problem import Problem
from doctrine_check.rules.section_mismatch import sections_differ

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.model import Text
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report what the two heads disagree on."""
    ours, theirs = pair.doctrine, pair.contract
    title = theirs.title
    beads = beads_differ(pair)
    if beads is not None and title is not None:
        stated, found = beads
        yield _problem(pair, title, "bead", stated.text.partition(" ")[0], found, stated)
    sections = sections_differ(pair)
    section, other = ours.meta("section"), theirs.meta("section")
    if sections is not None and section is not None and other is not None:
        yield _problem(pair, other.value, "section", *sections, section.value)
    if ours.title is not None and title is not None:
        bare = without_bead(title.text, theirs.path)
        if not any(same_words(ours.title.text, text) for text in (bare, title.text)):
            yield _problem(pair, title, "title", quote(ours.title.text), quote(bare), ours.title)


def _problem(pair: Pair, place: Text, what: str, expected: str, found: str, ours: Text) -> Problem:
    return Problem(
        pair.contract.at(place),
        f"expected the {what} {expected} of the doctrine ({pair.doctrine.path}:{ours.line}), "
        f"found {found}",
        f"state one {what} in both documents",
        subject=what.title(),
        related=(pair.doctrine.at(ours),),
    )
