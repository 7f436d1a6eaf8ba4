"""An artifact does not list a field that the principles need.

## What it does

Reads the contents of ART-01 to ART-05 in the doctrine and reports the fields that are missing:
hardware, command, throughput, memory, timestamp and commit in ART-01; flamegraph, hotspots and
allocations in ART-02; throughput, memory and improvement in ART-03; conformance, oracle and edge
cases in ART-04; p99 and overhead in ART-05. Every percentile that a principle measures or gates
must stand in ART-01 and ART-03, cold start in ART-03 when a principle is about it, and a
justification in ART-05 when a principle limits overhead.

## Why

INV-PRF-ARTIFACTS: evidence is checked field by field. A field that the doctrine does not ask for is
not delivered, and the principle that needs it cannot be judged.

## How to fix

Add a bullet that names the field.

## Example

Bad: ART-01 without "Exact command to reproduce".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.fields import missing_fields, needs_of
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report missing content fields, one finding for each artifact."""
    needs = needs_of(facts.principles)
    for artifact in facts.artifacts:
        if not artifact.contents:
            continue  # the rule artifact-incomplete's
        missing = missing_fields(artifact, needs)
        if not missing:
            continue
        yield Problem(
            facts.at(artifact.title),
            f"expected {', '.join(missing)} among the contents of {artifact.id}, found "
            f"{len(artifact.contents)} bullets without",
            "add a bullet for each missing field",
            subject=str(artifact.id),
            invariant="INV-PRF-COMPAT" if str(artifact.id) == "ART-04" else None,
        )
