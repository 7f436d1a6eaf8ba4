"""An artifact does not list a field that the principles need.

## What it does

Reads the contents of ART-01 to ART-05 in the doctrine and reports the fields that are missing:
hardware, command, throughput, memory, timestamp and commit in ART-01; flamegraph, hotspots and
allocations in ART-02; throughput, memory and improvement in ART-03; conformance, oracle and edge
cases in ART-04; p99 and overhead in ART-05. Every percentile that a principle measures or gates
must stand in ART-01 and ART-03, cold start in ART-03 when a principle is about it, and a
justification in ART-05 when a principle limits overhead. A percentile that one line names, and
neither ART-01 nor ART-03 among those they list, is reported at that line. What is struck out
(`~~...~~`) is not listed, nor is what a bullet denies ("No flamegraph", "latency except
throughput", "command: n/a"); the bullet is reported then.

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

from doctrine_check.doctrine.fields import (
    WITH_PERCENTILES,
    demanded,
    listing,
    missing_fields,
    missing_statistics,
    needs_of,
)
from doctrine_check.doctrine.targets import named_at, statistics_in
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.fields import Needs
    from doctrine_check.doctrine.model import ArtifactRequirement, DocumentFacts, Text
    from doctrine_check.doctrine.targets import Line
    from doctrine_check.limits import Statistic
    from doctrine_check.rules.context import Context


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report missing content fields, one finding for each artifact."""
    needs = needs_of(facts, context.contract)
    lacking = [
        (artifact, missing_fields(artifact, needs), missing_statistics(artifact, needs))
        for artifact in facts.artifacts
        if demanded(artifact.contents)  # else it is the rule artifact-incomplete's
    ]
    if not any(names or statistics for _, names, statistics in lacking):
        return
    lone = _lone(needs, [a for a, _, _ in lacking])
    yield from _not_listed(facts, needs, lone)
    for artifact, names, statistics in lacking:
        missing = (*names, *(statistic.value for statistic in statistics if statistic not in lone))
        if not missing:
            continue
        lists = listing(artifact)
        place = artifact.title if names or len(lists) != 1 else _place(lists[0], needs)
        yield _lacking(facts, artifact, missing, place)


def _lacking(
    facts: DocumentFacts, artifact: ArtifactRequirement, missing: tuple[str, ...], place: Text
) -> Problem:
    """The finding at the bullet that denies what is missing, where there is one."""
    from doctrine_check.doctrine.left_out import denied

    return Problem(
        facts.at(denied(artifact, missing) or place),
        f"expected {', '.join(missing)} among the contents of {artifact.id}, found "
        f"{len(demanded(artifact.contents))} bullets without",
        "add a bullet for each missing field",
        subject=str(artifact.id),
        invariant="INV-PRF-COMPAT" if str(artifact.id) == "ART-04" else None,
    )


def _place(bullet: Text, needs: Needs) -> Text:
    """The percentile of a bullet that stands where another should; else the first."""
    listed = statistics_in(bullet.text)
    return named_at(bullet, next((s for s in listed if s not in needs.named), listed[0]))


def _lone(
    needs: Needs, artifacts: list[ArtifactRequirement]
) -> dict[Statistic, list[ArtifactRequirement]]:
    """Percentiles that fewer lines name than there are lists without them, and these lists."""
    lists = [a for a in artifacts if str(a.id) in WITH_PERCENTILES and listing(a)]
    listed = {s for a in lists for text in listing(a) for s in statistics_in(text.text)}
    return {
        statistic: lists
        for statistic, lines in needs.named.items()
        if statistic not in listed and len(lines) < len(lists)
    }


def _not_listed(
    facts: DocumentFacts, needs: Needs, lone: dict[Statistic, list[ArtifactRequirement]]
) -> Iterator[Problem]:
    """One finding for each line that names such percentiles."""
    lines: dict[Line, list[Statistic]] = {}
    subjects: dict[Line, str] = {}
    for statistic in sorted(lone):
        for principle, line in needs.named[statistic]:
            lines.setdefault(line, []).append(statistic)
            subjects[line] = str(principle.id)
    for line, statistics in lines.items():
        lists = lone[statistics[0]]
        places = [listing(artifact)[0] for artifact in lists]
        where = ", ".join(
            f"{artifact.id} ({facts.path}:{place.line})"
            for artifact, place in zip(lists, places, strict=True)
        )
        yield Problem(
            facts.at(named_at(line.text, statistics[0])),
            f"expected percentiles in the {line.source} of {subjects[line]} that are among the "
            f"contents of {where}, found {', '.join(s.value for s in statistics)}",
            "name the percentiles of the artifacts, or add these to each of them",
            subject=subjects[line],
            related=tuple(facts.at(place) for place in places),
        )
