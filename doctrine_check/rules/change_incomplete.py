"""A change could not be seen whole.

## What it does

Reports everything that hides a part of the change: a shallow clone, a missing blob, several merge
bases, a diff that does not add up, files whose lines cannot be shown. A file that the hot-path map
decides anyway is not reported.

## Why

What was not seen was not judged, and a verdict that passes over it could be had by hiding things.

## How to fix

Bring what is missing: `git fetch --unshallow`, a full clone, a rebase onto one base. A file whose
lines cannot be shown belongs on the hot-path map.

## Example

Bad: a pipeline that fetches one commit and judges a branch of ten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.changes.classify import ChangeKind
from doctrine_check.rules.change_place import place_of
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report what could not be seen."""
    for reason in facts.classification.reasons:
        if reason.kind is ChangeKind.UNKNOWN:
            yield Problem(
                place_of(reason, facts.change),
                f"expected to see the whole change, found that {reason.text}",
                "bring what is missing, or let the hot-path map decide the file",
                subject=reason.path or None,
                undecided=True,
            )
