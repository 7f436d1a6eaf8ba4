"""Measures both sides of the change by the scripts in its ``bench/``, in fresh processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from examples.change_demo.built import Built

MEASURE = ("python", "bench/measure.py", "--seed", "7")
OVERHEAD = ("python", "bench/overhead.py", "--seed", "7")
PROFILE = ("python", "bench/stacks.py", "--seed", "7")
CONFORMANCE = ("python", "-m", "pytest", "tests")
ORACLE = ("python", "bench/oracle.py")
COLD_START, SUMMARY = "cold-start", "log-summary"
BENCHMARKS = (COLD_START, SUMMARY)
ROUNDS = 10
"""So many runs on each side, in turn: ten times ten cold starts, as PRF-01 demands."""
TIMEOUT = 120


class MeasuringError(Exception):
    """A program of the example did not do what it was run for."""


class Span(Record):
    """When something ran, in seconds since 1970."""

    started: float
    finished: float


class Series(Record):
    """Samples of one benchmark, in nanoseconds, and the peak memory of each run that took some."""

    nanoseconds: tuple[int, ...]
    peak_rss_bytes: tuple[int, ...] = ()


class Run(Record):
    """What was measured on one side, by benchmark."""

    span: Span
    series: Mapping[str, Series]


class Profile(Record):
    """Stacks with how often they were seen, and allocations as site, bytes and count."""

    span: Span
    stacks: Mapping[str, int]
    allocations: tuple[tuple[str, int, int], ...]


class Proofs(Record):
    """Test results, outputs by input, and covered lines."""

    junit_before: bytes
    junit_after: bytes
    outputs_before: Mapping[str, str]
    outputs_after: Mapping[str, str]
    coverage: bytes


class Measured(Record):
    """Everything that was measured of a change."""

    before: Run
    after: Run
    overhead: Run
    profile_before: Profile
    profile_after: Profile
    proofs: Proofs


def measure(built: Built, tell: Callable[[str], None]) -> Measured:
    """Measure both sides in turn, so that what disturbs one disturbs the other.

    ``tell`` hears what is being measured. Raises MeasuringError.
    """
    tell(f"{ROUNDS} runs on each side in turn: 10 cold starts and 20 summaries each")
    sides: dict[Path, list[object]] = {built.before: [], built.after: []}
    for number in range(ROUNDS):
        order = (built.before, built.after) if number % 2 else (built.after, built.before)
        for side in order:
            sides[side].append(_asked(side, MEASURE))
    tell("what the check for overlong lines costs, with it and without in turn")
    overhead = _run([_asked(built.after, OVERHEAD)], ("uninstrumented", "instrumented"))
    tell("a profile of each side, one sample per millisecond")
    profiles = [_profile(_asked(side, PROFILE)) for side in sides]
    tell("the tests and the same inputs on each side, and the lines that the tests run")
    return Measured(
        before=_run(sides[built.before], BENCHMARKS),
        after=_run(sides[built.after], BENCHMARKS),
        overhead=overhead,
        profile_before=profiles[0],
        profile_after=profiles[1],
        proofs=_proofs(built),
    )


def _proofs(built: Built) -> Proofs:
    junit, outputs = [], []
    for side in (built.before, built.after):
        report = side.parent / f"junit-{side.name}.xml"
        _done(side, (*CONFORMANCE, "-q", "-p", "no:cacheprovider", f"--junitxml={report}"))
        junit.append(report.read_bytes())
        told = Fields(_asked(side, ORACLE))
        outputs.append({name: told.text(name) for name in told.names()})
    covered = built.after.parent / "coverage.json"
    _done(built.after, ("python", "bench/covered.py", str(covered)))
    return Proofs(junit[0], junit[1], outputs[0], outputs[1], covered.read_bytes())


def _asked(side: Path, command: Sequence[str]) -> object:
    """What a script printed as JSON."""
    printed = _done(side, command)
    try:
        answer: object = json.loads(printed)
    except ValueError as error:
        raise MeasuringError(f"{' '.join(command)} printed no JSON: {printed[:200]!r}") from error
    return answer


def _done(side: Path, command: Sequence[str]) -> bytes:
    """Run a command in a checkout, by this interpreter and without anything of this project."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    kept.pop("PYTHONPATH", None)
    said = " ".join(command)
    try:
        done = subprocess.run(
            [sys.executable, *command[1:]],
            cwd=side,
            env=kept | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise MeasuringError(f"{said} in {side.name} took more than {TIMEOUT} s") from error
    if done.returncode != 0:
        printed = (done.stdout + done.stderr).decode("utf-8", "replace")
        raise MeasuringError(f"{said} in {side.name} failed:\n{printed[-2000:]}")
    return done.stdout


class Fields:
    """The members of a JSON object, each read as what it has to be."""

    def __init__(self, value: object) -> None:
        if not isinstance(value, dict):
            raise MeasuringError(f"expected an object, found {value!r:.80}")
        self._members: dict[str, object] = value

    def names(self) -> list[str]:
        """The names of all members."""
        return list(self._members)

    def table(self, name: str) -> Fields:
        """A member that is an object."""
        return Fields(self._members.get(name))

    def rows(self, name: str) -> list[object]:
        """A member that is an array."""
        found = self._members.get(name)
        if not isinstance(found, list):
            raise MeasuringError(f"expected an array {name}, found {found!r:.80}")
        return found

    def text(self, name: str) -> str:
        """A member that is a string."""
        found = self._members.get(name)
        if not isinstance(found, str):
            raise MeasuringError(f"expected a string {name}, found {found!r:.80}")
        return found

    def number(self, name: str) -> float:
        """A member that is a number."""
        found = self._members.get(name)
        if not isinstance(found, int | float):
            raise MeasuringError(f"expected a number {name}, found {found!r:.80}")
        return found

    def span(self) -> Span:
        """When what the object tells of ran."""
        return Span(self.number("started"), self.number("finished"))


def _run(answers: Sequence[object], names: Sequence[str]) -> Run:
    """The samples of all runs on one side."""
    read = [Fields(answer) for answer in answers]
    spans = [fields.span() for fields in read]
    span = Span(min(s.started for s in spans), max(s.finished for s in spans))
    return Run(span, {name: _series([fields.table(name) for fields in read]) for name in names})


def _series(runs: Sequence[Fields]) -> Series:
    taken = [int(n) for run in runs for n in run.rows("nanoseconds") if isinstance(n, int)]
    peaks = [int(run.number("peak_rss_bytes")) for run in runs if "peak_rss_bytes" in run.names()]
    return Series(tuple(taken), tuple(peaks))


def _profile(answer: object) -> Profile:
    read = Fields(answer)
    stacks = read.table("stacks")
    rows = [Fields(row) for row in read.rows("allocations")]
    return Profile(
        read.span(),
        {stack: int(stacks.number(stack)) for stack in stacks.names()},
        tuple(
            (row.text("site"), int(row.number("bytes")), int(row.number("count"))) for row in rows
        ),
    )
