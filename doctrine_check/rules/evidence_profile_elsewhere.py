"""A profile does not show the code that a change touches.

## What it does

Warns of profiles in which no frame names a changed file or a function in its hunks, where the
change claims no optimization; where it does, that is `evidence-profile-unrelated`. Where it does,
this rule warns of a profile from before the change in which the changed code takes less than a
tenth of what every benchmark gained: what takes 1 percent cannot give 50.

## Why

A profile of other code may well show that the change costs nothing; whoever reads it should know.

## How to fix

Profile the benchmark that exercises the changed code.

## Example

Bad: a change to `src/cache.py` with a profile of `json/encoder.py` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.changes.changeset import Status
from doctrine_check.evidence.profiles import profiles_of
from doctrine_check.evidence.recompute import claims_of, percent_better, value_of
from doctrine_check.evidence.touched import changed_code, names_of, touches
from doctrine_check.rules.claimed import Scribe, number
from doctrine_check.rules.evidence_profile_unrelated import claims_optimization, unrelated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.evidence.recompute import Claims
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem


GAIN = 20.0
"""A gain of so many percent has to come from somewhere."""
TENTH = 10.0


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report profiles of other code, where no optimization is claimed."""
    if not claims_optimization(facts):
        yield from unrelated(facts)
    elif facts.bundle is not None:
        yield from _small(facts, Scribe(facts.bundle))


def _small(facts: ChangeFacts, scribe: Scribe) -> Iterator[Problem]:
    """Profiles in which the changed code takes next to nothing of what was gained."""
    gain = _gain(claims_of(scribe.bundle))
    files = [file for file in changed_code(facts.change) if file.status is not Status.ADDED]
    if gain is None or gain < GAIN or not files:
        return
    names = names_of(files)
    for read in profiles_of(scribe.bundle):
        stacks, profile = read.stacks, read.profile
        if profile.side != "before" or stacks is None or not stacks.total:
            continue
        hits = [hits for frame, hits in stacks.through.items() if touches((frame,), names)]
        share = 100.0 * sum(hits) / stacks.total
        if hits and share < gain / TENTH:
            yield scribe.problem(
                profile.place.field("stacks" if profile.stacks else "flamegraph"),
                f"the changed code in about {number(gain)} percent of the samples before, which "
                "is what was gained",
                f"{number(share)} percent at most",
                "profile the benchmark that gained, or say in the pull request where the time went",
            )


def _gain(claims: Claims) -> float | None:
    """The least improvement of a median, in percent."""
    gains = []
    for before, after in claims.compared():
        values = [value_of(claim, "p50", claims.method) for claim in (before, after)]
        if values[0] is not None and values[1] is not None:
            gains.append(percent_better("p50", values[0].best, values[1].best))
    known = [gain for gain in gains if gain is not None]
    return min(known, default=None)
