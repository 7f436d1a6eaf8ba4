"""There is no hot-path map, so nobody can say what is performance-relevant.

## What it does

Where the config at the base has no `hot_paths`, every change of product code is undecided, unless a
label of a maintainer says what it is, or it is declared to affect performance.

## Why

Words and shapes in a diff only raise questions. Without a map, silence would be taken for "none".

## How to fix

Run `doctrine-check init`, review the map that it guesses from the tree, and merge it first.

## Example

Bad: a config without `[[hot_paths]]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.changes.classify import PERFORMANCE_KINDS
from doctrine_check.changes.languages import PathRole, role_of
from doctrine_check.findings import Location
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report the first file of product code that no map decides."""
    classification = facts.classification
    labelled = any(reason.signal == "label" for reason in classification.reasons)
    if facts.config.hot_paths or labelled or classification.has(*PERFORMANCE_KINDS):
        return
    code = [file for file in facts.change.files if role_of(file.path) is PathRole.PRODUCT]
    if not code:
        return
    more = f" and {len(code) - 1} more files of product code" if len(code) > 1 else ""
    yield Problem(
        Location(code[0].path, 1),
        "expected a hot-path map in the config at the base, found none, so that nothing decides "
        f"what {code[0].path}{more} may cost",
        "run `doctrine-check init`, review the map and merge it before this change",
        subject="hot_paths",
        undecided=True,
    )
