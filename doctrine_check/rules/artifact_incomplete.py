"""A required artifact does not say what it holds, or who owes it.

## What it does

Demands contents (a list under its heading) of every artifact of the doctrine, and a "Required For"
of every artifact of the spec contract. An item that is struck out (`~~...~~`) counts as absent; one
that is "optional", or due "if time permits", is not demanded.

## Why

INV-PRF-ARTIFACTS: an artifact without contents is met by an empty file.

## How to fix

List the contents under the artifact's heading; state in the contract which changes owe it.

## Example

Bad: `### ART-02: Profile Artifacts` followed by nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.fields import demanded, missing_fields, missing_statistics, needs_of
from doctrine_check.doctrine.model import Kind, Role
from doctrine_check.doctrine.wording import may_soften, quote, says_nothing
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import ArtifactRequirement, DocumentFacts, Text
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report artifacts without contents or without "Required For"."""
    in_table = any(table.kind is Kind.ARTIFACT for table in facts.tables)
    for artifact in facts.artifacts:
        contents = demanded(artifact.contents) if facts.role is Role.DOCTRINE else ()
        if facts.role is Role.DOCTRINE and not contents:
            yield Problem(
                facts.at(artifact.title),
                f"expected a list of what {artifact.id} holds, found none",
                f"list the contents under the heading of {artifact.id}",
                subject=str(artifact.id),
            )
        for item in contents:
            if says_nothing(item.text) and _lacks_fields(artifact, facts, context):
                continue  # the rule artifact-fields names them there
            if may_soften(item.text) and (words := _optional(item)) is not None:
                yield Problem(
                    facts.at(words),
                    f"expected what {artifact.id} holds to be demanded, found {quote(words.text)}",
                    "leave out what makes the item optional",
                    subject=str(artifact.id),
                )
        if facts.role is Role.CONTRACT and artifact.required_for is None and not in_table:
            yield Problem(
                facts.at(artifact.title),
                f'expected a "Required For" of {artifact.id}, found none',
                f"state which changes owe {artifact.id}",
                subject=str(artifact.id),
            )


def _lacks_fields(artifact: ArtifactRequirement, facts: DocumentFacts, context: Context) -> bool:
    needs = needs_of(facts, context.contract)
    return bool(missing_fields(artifact, needs) or missing_statistics(artifact, needs))


def _optional(item: Text) -> Text | None:
    """The words that leave an item of an artifact to its author."""
    from doctrine_check.doctrine.law_lines import in_demand

    words = in_demand(item.text)
    return None if words is None else item.part(*words)
