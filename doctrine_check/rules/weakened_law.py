"""The change weakens the law that it would be judged by, and nobody signed it off.

## What it does

Compares doctrine, spec contract and config of the base with those of the head, typed, and reports
what the head loosens or drops. A sign-off is an approval of this very commit by a maintainer who is
not its author; `Doctrine-Signoff:` in a message only asks for one.

## Why

Whoever may rewrite the law in the change that breaks it needs no evidence.

## How to fix

Leave the law as it is, or let a maintainer approve the change at its last commit, and give the
review to the check (`--facts FILE`).

## Example

Bad: `100ms` becomes `200ms` in the doctrine, beside the code that takes 150 ms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report what the head demands less of than the base."""
    review = facts.review
    granted = review.signed_off(facts.change.head) if review is not None else None
    if granted is not None:
        return
    for shift in facts.shifts:
        if not shift.weakens:
            continue
        yield Problem(
            shift.place,
            f"expected {shift.subject} to demand what it demands at the base, found that this "
            f"change {shift.effect} it: {shift.what}",
            "take it back, or have a maintainer who is not the author approve this commit"
            + ("" if review is not None else " and pass the review with --facts"),
            subject=shift.subject,
            related=shift.related,
            undecided=review is None,
        )
