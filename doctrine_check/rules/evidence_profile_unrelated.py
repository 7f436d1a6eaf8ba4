"""A profile never went through the code that an optimization changes.

## What it does

Where a change claims an optimization or a lever, reports profiles in which no frame names a changed
file or a function in its hunks. Deleted files, tests, benchmarks and files of no known language are
not looked for, and in a profile from before the change, neither are files that it adds.
`evidence-profile-elsewhere` warns of the same where nothing is claimed.

## Why

What is not in the profile costs nothing, and making it faster gains nothing.

## How to fix

Profile the benchmark that exercises the changed code, and bring that profile.

## Example

Bad: a change to `src/cache.py` with a profile of `json/encoder.py` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.changes.changeset import Status
from doctrine_check.changes.classify import ChangeKind
from doctrine_check.evidence.profiles import profiles_of
from doctrine_check.evidence.touched import changed_code, names_of, touches
from doctrine_check.rules.claimed import Scribe, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report profiles of other code, where an optimization is claimed."""
    if claims_optimization(facts):
        yield from unrelated(facts)


def claims_optimization(facts: ChangeFacts) -> bool:
    """Whether somebody claims that the change makes something faster."""
    manifest = None if facts.bundle is None else facts.bundle.manifest
    optimization = ChangeKind.OPTIMIZATION
    return (
        optimization in facts.classification.kinds
        or bool(facts.classification.levers)
        or (manifest is not None and optimization.value in manifest.kinds)
        or (manifest is not None and bool(manifest.levers))
    )


def unrelated(facts: ChangeFacts) -> Iterator[Problem]:
    """Profiles in which no frame speaks of the change."""
    if facts.bundle is None:
        return
    scribe, changed = Scribe(facts.bundle), changed_code(facts.change)
    for read in profiles_of(facts.bundle):
        profile, stacks = read.profile, read.stacks
        files = [
            file
            for file in changed
            if not (profile.side == "before" and file.status is Status.ADDED)
        ]
        if stacks is None or not stacks.through or not files:
            continue
        if not touches(stacks.through, names_of(files)):
            paths = ", ".join(name(file.path) for file in files[:3])
            more = f" and {len(files) - 3} more" if len(files) > 3 else ""
            yield scribe.problem(
                profile.place.field("stacks" if profile.stacks else "flamegraph"),
                f"a frame of what the change touches, {paths}{more}",
                f"{len(stacks.through)} frames of other code",
                "profile the benchmark that exercises the changed code",
            )
