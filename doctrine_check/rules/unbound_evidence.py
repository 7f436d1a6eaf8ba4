"""The evidence speaks of something else than this change.

## What it does

Holds the manifest's repository and commits against the change. Evidence is bound by its commits, or
by content: when every file under the hot-path map and every benchmark file is the same at the
measured commits and at those that are judged. Otherwise it is stale, and the files are named. Each
artifact must name the manifest's commits, for its own side: ART-01 and all that is before the base,
everything else the measured commit. The manifest must name the levers that the change claims, and
at least one of its kinds.

## Why

Numbers of another commit are numbers about another program.

## How to fix

Measure again at this head and this base. A rebase that leaves the measured files alone is fine.

## Example

Bad: evidence measured before the last commit changed the hot path again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.binding import State
from doctrine_check.evidence.model import KINDS
from doctrine_check.findings import Location
from doctrine_check.rules.claimed import Scribe
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.evidence.bundle import Bundle
    from doctrine_check.evidence.model import Manifest, Place
    from doctrine_check.rules.change_facts import ChangeFacts


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report evidence that nothing ties to this change."""
    bundle, binding = facts.bundle, facts.binding
    if bundle is None or bundle.manifest is None:
        return
    manifest = bundle.manifest
    if binding is None:
        yield Problem(
            bundle.locate(manifest.place),
            "expected a repository that the evidence can be bound to, found none",
            "judge the change in a clone of its repository",
            undecided=True,
        )
    elif not binding.bound:
        foreign = binding.state is State.FOREIGN
        field = "repository" if foreign else "measured_commit"
        paths = f": {', '.join(binding.paths)}" if binding.paths else ""
        yield Problem(
            bundle.locate(manifest.place.field(field)),
            f"expected evidence of this change ({facts.change.base[:12]} to "
            f"{facts.change.head[:12]}), found that it is {binding.state.value}: "
            f"{binding.reason}{paths}",
            "measure again at this base and this head",
            related=tuple(Location(path, 1) for path in binding.paths),
            undecided=binding.state is State.UNKNOWN,
        )
    yield from _commits(bundle, manifest)
    yield from _claims(facts)


def _commits(bundle: Bundle, manifest: Manifest) -> Iterator[Problem]:
    """Artifacts that were measured at other commits than the manifest says."""
    scribe = Scribe(bundle)
    sides = {"before": manifest.base_commit, "after": manifest.measured_commit}
    for place, commit, side in _measured(bundle):
        if commit != sides[side]:
            what = "base_commit" if side == "before" else "measured_commit"
            yield scribe.problem(
                place,
                f"the {what} of the manifest, {sides[side][:12]}",
                f"commit {commit[:12]}",
                "measure both sides at the commits of this change, and the whole bundle there",
            )


def _measured(bundle: Bundle) -> Iterator[tuple[Place, str, str]]:
    """Every commit that an artifact names: where, which, and of which side."""
    if bundle.baseline is not None:
        measurement = bundle.baseline.measurement
        yield measurement.place.field("commit"), measurement.commit, "before"
    for profile in bundle.profiles:
        yield profile.place.field("commit"), profile.measurement.commit, profile.side
    if bundle.comparison is not None:
        before, after = bundle.comparison.before, bundle.comparison.after
        yield before.place.field("commit"), before.measurement.commit, "before"
        yield after.place.field("commit"), after.measurement.commit, "after"
    if bundle.compatibility is not None:
        proof = bundle.compatibility
        yield proof.place.field("base_commit"), proof.base_commit, "before"
        yield proof.place.field("commit"), proof.commit, "after"
    if bundle.tail is not None:
        yield bundle.tail.place.field("commit"), bundle.tail.measurement.commit, "after"


def _claims(facts: ChangeFacts) -> Iterator[Problem]:
    """Levers and kinds of the change that the evidence does not speak of."""
    bundle = facts.bundle
    if bundle is None or bundle.manifest is None:
        return
    for lever in facts.classification.levers:
        if lever not in bundle.manifest.levers:
            yield Problem(
                bundle.locate(bundle.manifest.place.field("levers")),
                f"expected the evidence to speak of {lever}, which the change claims, found "
                f"{', '.join(bundle.manifest.levers) or 'no lever'}",
                f"measure what {lever} brings, or take the trailer back",
                subject=lever,
            )
    kinds = [kind.value for kind in facts.classification.kinds if kind.value in KINDS]
    if kinds and not set(kinds) & set(bundle.manifest.kinds):
        yield Problem(
            bundle.locate(bundle.manifest.place.field("kinds")),
            f"expected evidence for a change of kind {', '.join(kinds)}, found that it was "
            f"measured for {', '.join(bundle.manifest.kinds)}",
            "measure this change; where the evidence is of it, name its kinds in the manifest",
        )
