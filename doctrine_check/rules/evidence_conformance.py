"""The conformance tests of ART-04 do not show that the program still does what it did.

## What it does

Compares the test results of both sides. Reports results that cannot be read or hold no test that
ran, fewer tests after than before, tests that vanished or ran fewer times, tests that are skipped
after and were not before, tests and whole suites that fail after, files that state other numbers of
tests, failures or skips than they hold, results in words that nobody knows, and results that are
the same on both sides: one file for both, or tests that all took as long to the last digit.

## Why

The fastest code is the code that does nothing, and the test that would say so is the one missing.

## How to fix

Run the same suite at the base and at the head, repair what fails, and bring both results. Where a
test was renamed or removed on purpose, do so in a change of its own.

## Example

Bad: 12 tests before, 11 after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.faults import Fault
from doctrine_check.evidence.junit import Result, Suite, read_junit
from doctrine_check.evidence.xmltext import XmlProblem, read_xml
from doctrine_check.rules.claimed import Scribe, name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doctrine_check.evidence.bundle import Bundle
    from doctrine_check.evidence.model import Compatibility
    from doctrine_check.rules.change_facts import ChangeFacts
    from doctrine_check.rules.problem import Problem

NAMED = 5
"""So many tests are named in a message."""
TIMES = 8
"""So many different durations do not all come again in another run."""
_RAN = (Result.PASSED, Result.FAILED, Result.ERROR)
_REMEDY = "run the same suite at the base and at the head, and bring both results"


def check(facts: ChangeFacts) -> Iterator[Problem]:
    """Report test results that do not carry the claim."""
    if facts.bundle is None or facts.bundle.compatibility is None:
        return
    scribe, proof = Scribe(facts.bundle), facts.bundle.compatibility
    sides = []
    for side in ("junit_before", "junit_after"):
        member = _member(proof, side)
        suite, faults = _read(facts.bundle.data(member))
        for fault in faults:
            yield scribe.fault("ART-04", member, fault, _REMEDY)
        if suite is not None and not suite.names(*_RAN):
            place = proof.place.field(side)
            found = f"{len(suite.tests)} tests, none of which ran"
            yield scribe.problem(place, f"tests that ran in {member}", found, _REMEDY)
            suite = None
        sides.append(suite)
    before, after = sides
    if after is not None:
        yield from _failing(scribe, proof, after)
    if before is not None and after is not None:
        yield from _compared(scribe, proof, before, after)
        yield from _copied(scribe, proof, before, after)


def suite_of(bundle: Bundle, proof: Compatibility, side: str) -> Suite | None:
    """The results of one side, ``junit_before`` or ``junit_after``; ``None`` for none."""
    return _read(bundle.data(_member(proof, side)))[0]


def _member(proof: Compatibility, side: str) -> str:
    return proof.junit_before if side == "junit_before" else proof.junit_after


def _read(data: bytes | None) -> tuple[Suite | None, Sequence[Fault]]:
    """The results of one side; ``None`` where nothing can be said of them."""
    if data is None:
        return None, ()  # a member that is not there is a problem of the bundle itself
    root = read_xml(data)
    if isinstance(root, XmlProblem):
        return None, (Fault(root.line, "JUnit XML", root.message),)
    suite, faults = read_junit(root)
    return suite, faults


def _failing(scribe: Scribe, proof: Compatibility, after: Suite) -> Iterator[Problem]:
    failing = after.names(Result.FAILED, Result.ERROR)
    if failing:
        yield scribe.problem(
            proof.place.field("junit_after"),
            f"no failing test in {proof.junit_after}",
            f"{len(failing)} of {len(after.tests)}: {_some(failing)}",
            "repair what fails",
        )
    if after.broken:
        yield scribe.problem(
            proof.place.field("junit_after"),
            f"no suite in {proof.junit_after} that fails outside of its tests",
            f"{len(after.broken)}: {_some(after.broken)}",
            "repair what keeps the suite from running, such as a failed collection or setup",
        )


def _compared(
    scribe: Scribe, proof: Compatibility, before: Suite, after: Suite
) -> Iterator[Problem]:
    place = proof.place.field("junit_after")
    gone = sorted(set(before.tests) - set(after.tests))
    if gone:
        yield scribe.problem(
            place,
            f"each of the {len(before.tests)} tests of {proof.junit_before}",
            f"{len(after.tests)} tests, without {_some(gone)}",
            _REMEDY,
        )
    fewer = sorted(
        test for test, times in before.often.items() if 0 < after.often.get(test, 0) < times
    )
    if fewer:
        yield scribe.problem(
            place,
            f"each test as many times as in {proof.junit_before}",
            f"{len(fewer)} fewer times: {_some(fewer)}",
            _REMEDY,
        )
    skipped = [test for test in after.names(Result.SKIPPED) if before.tests.get(test) in _RAN]
    if skipped:
        yield scribe.problem(
            place,
            f"the tests that ran in {proof.junit_before} to run in {proof.junit_after}",
            f"{len(skipped)} skipped: {_some(skipped)}",
            _REMEDY,
        )


def _copied(scribe: Scribe, proof: Compatibility, before: Suite, after: Suite) -> Iterator[Problem]:
    """Results that are those of one run twice; with times in it, no two runs give that."""
    place = proof.place.field("junit_after")
    expected = "the results of a run at the head"
    ours, theirs = (scribe.bundle.data(side) for side in (proof.junit_after, proof.junit_before))
    if proof.junit_after == proof.junit_before or (before.timed and ours == theirs):
        found = f"those of {proof.junit_before}, with the same times"
        yield scribe.problem(place, expected, found, _REMEDY)
    elif alike := _alike(before, after):
        found = f"{alike} tests that took as long as in {proof.junit_before}, to the last digit"
        yield scribe.problem(place, expected, found, _REMEDY)


def _alike(before: Suite, after: Suite) -> int:
    """How many tests took as long on both sides, where all of them did."""
    shared = before.times.keys() & after.times.keys()
    if any(before.times[test] != after.times[test] for test in shared):
        return 0
    return len(shared) if len({before.times[test] for test in shared}) >= TIMES else 0


def _some(tests: Sequence[str]) -> str:
    more = f" and {len(tests) - NAMED} more" if len(tests) > NAMED else ""
    return ", ".join(name(test) for test in tests[:NAMED]) + more
