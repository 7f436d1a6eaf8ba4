"""Bead, section or title differ between doctrine and contract.

## What it does

Compares the bead id of the doctrine's `**Bead:**` line with that of the contract's title, the
section numbers of both, and the titles of both, the bead id aside.

## Why

These lines are how one document finds the other.

## How to fix

Correct the line that is wrong.

## Example

Bad: `**Bead:** bd-2vl6` in the doctrine beside `# bd-2vl5: ...` in the contract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.roles import bead_of_title
from doctrine_check.doctrine.wording import quote, same_words
from doctrine_check.rules.problem import Problem
from doctrine_check.rules.section_mismatch import section_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.model import Text
    from doctrine_check.rules.context import Context


def check(pair: Pair, context: Context) -> Iterator[Problem]:
    """Report what the two heads disagree on."""
    ours, theirs = pair.doctrine, pair.contract
    bead = ours.meta("bead")
    title = theirs.title
    contract_bead = bead_of_title(title.text) if title else None
    stated = bead.value.text if bead is not None else ""
    known = title is not None and bool(contract_bead and stated)
    if bead is not None and title is not None and known and stated != contract_bead:
        yield _problem(pair, title, "bead", stated, contract_bead or "", bead.value)
    section, other = ours.meta("section"), theirs.meta("section")
    if section is not None and other is not None:
        first = section_number(section.value.text)
        second = section_number(other.value.text)
        if first and second and first != second:
            yield _problem(pair, other.value, "section", first, second, section.value)
    if ours.title is not None and title is not None:
        bare = _without_bead(title.text)
        if not same_words(ours.title.text, bare):
            yield _problem(pair, title, "title", quote(ours.title.text), quote(bare), ours.title)


def _without_bead(title: str) -> str:
    bead = bead_of_title(title)
    return title[len(bead) :].lstrip(" :–—") if bead else title


def _problem(pair: Pair, place: Text, what: str, expected: str, found: str, ours: Text) -> Problem:
    return Problem(
        pair.contract.at(place),
        f"expected the {what} {expected} of the doctrine ({pair.doctrine.path}:{ours.line}), "
        f"found {found}",
        f"state one {what} in both documents",
        subject=what.title(),
        related=(pair.doctrine.at(ours),),
    )
