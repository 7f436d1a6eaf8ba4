"""A "Required For" is none of the defined phrases.

## What it does

Reads the "Required For" column of the artifacts. Defined are: All performance PRs, All optimization
PRs, Tuned path PRs, Security instrumentation PRs.

## Why

A phrase that nobody defined would owe nothing, silently.

## How to fix

Use one of the four phrases.

## Example

Bad: `Important PRs`. Good: `All optimization PRs`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.required_for import Scope, parse_required_for
from doctrine_check.doctrine.wording import says_nothing
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report phrases outside the defined set; an empty cell is the rule empty-cell's."""
    for artifact in facts.artifacts:
        text = artifact.required_for
        if text is None or says_nothing(text.text):
            continue
        if parse_required_for(text.text) is None:
            yield Problem(
                facts.at(text),
                f'expected a defined phrase in "Required For" of {artifact.id}, '
                f'found "{text.text}"',
                "use one of: " + ", ".join(scope.value for scope in Scope),
                subject=str(artifact.id),
            )
