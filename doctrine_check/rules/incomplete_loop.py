"""A claimed lever went through less than the whole profile loop.

## What it does

A change that claims a lever owes one record that names what proves each step of the doctrine's
loop: the baseline by ART-01 at the base, the profile by ART-02 at the base, prove and verify by
ART-04, implement by commits of the change, re-profile by ART-02 at the head. Reports the missing
record, missing steps, and steps whose proof is not in the bundle.

## Why

This is INV-PRF-PROFILED: a lever without its profile is a guess that worked out once.

## How to fix

Add the record to the bundle, under the lever's id, with a row for each step.

## Example

Bad: `Perf-Lever: LEV-01` with before and after numbers and no profile at the base.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.profile_steps import STEPS, profile_loop
from doctrine_check.rules.change_place import whole
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.evidence.bundle import Bundle
    from doctrine_check.evidence.model import LeverRecord, Step
    from doctrine_check.findings import Location
    from doctrine_check.rules.change_facts import ChangeFacts

_PROOF = {
    "baseline": "ART-01",
    "profile": "ART-02",
    "prove": "ART-04",
    "verify": "ART-04",
    "re-profile": "ART-02",
}
_SIDE = {"profile": "before", "re-profile": "after"}


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report what the record of each claimed lever lacks."""
    if facts.law is None:
        return
    loop = profile_loop(facts.law.doctrine)
    lines = {step.name: facts.law.doctrine.at(step.place) for step in loop.steps}
    steps = tuple(lines) or STEPS
    for lever in facts.classification.levers:
        law = tuple(lines.values())[:1]
        bundle = facts.bundle
        records = () if bundle is None else bundle.levers
        record = next((record for record in records if record.lever == lever), None)
        if bundle is None or record is None:
            yield Problem(
                whole(facts.change),
                f"expected the record of the profile loop for {lever}, with the steps "
                f"{', '.join(steps)}, found none",
                f"list the record in the manifest under {lever}",
                subject=lever,
                related=law,
            )
            continue
        yield from _steps(facts, bundle, record, {step: lines.get(step) for step in steps})


def _steps(
    facts: ChangeFacts,
    bundle: Bundle,
    record: LeverRecord,
    steps: dict[str, Location | None],
) -> Iterator[Problem]:
    given = {step.step: step for step in record.steps}
    for name, law in steps.items():
        step = given.get(name)
        related = (law,) if law is not None else ()
        lacking = "no such step" if step is None else _lacking(facts, bundle, step)
        if lacking is None:
            continue
        place = record.place.field("steps") if step is None else step.place
        yield Problem(
            bundle.locate(place),
            f"expected what proves the step {name} of {record.lever}"
            + (f" ({law.place})" if law is not None else "")
            + f", found {lacking}",
            f"add what the step {name} left behind",
            subject=record.lever,
            related=related,
        )


def _lacking(facts: ChangeFacts, bundle: Bundle, step: Step) -> str | None:
    """Why a step is not proved; ``None`` when it is."""
    if step.step == "implement":
        return _unknown_commit(facts, bundle, step)
    proof = _PROOF.get(step.step)
    if proof is None:
        return None
    listed = bundle.artifact(proof)
    side = _SIDE.get(step.step)
    if proof not in step.artifacts:
        return f"{', '.join(step.artifacts) or 'no artifact'} where {proof} proves it"
    if listed is None or listed.status != "present":
        return f"{proof}, which is not in the bundle"
    if side is not None and all(profile.side != side for profile in bundle.profiles):
        return f"no profile of the {'base' if side == 'before' else 'head'}"
    return None


def _unknown_commit(facts: ChangeFacts, bundle: Bundle, step: Step) -> str | None:
    known = {commit.id for commit in facts.change.commits}
    known.add(bundle.manifest.measured_commit if bundle.manifest is not None else "")
    foreign = [commit for commit in step.commits if commit not in known]
    if not step.commits:
        return "no commit"
    return f"commit {foreign[0][:12]}, which is none of this change" if foreign else None
