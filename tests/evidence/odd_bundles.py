"""Honest bundles that look like forged ones at first sight."""

from __future__ import annotations

import json
import math
import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from doctrine_check.changes.classify import ChangeKind
from tests.evidence.bundles import make, sealed, written
from tests.evidence.consistent import resampled
from tests.evidence.doctoring import AFTER, BEFORE, PAIR, Files, Forge, put
from tests.evidence.forgery_scene import HEAD_COMMIT, OTHER_COMMIT, TREES, each, same
from tests.evidence.rule_scene import SOURCE, STARTED, changing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PLAIN, WATCHED = "samples/lookup-uninstrumented.json", "samples/lookup-instrumented.json"
NO_LEVER: dict[str, object] = {"levers": ()}
NEUTRAL: dict[str, object] = {"kinds": ("performance-affecting",), "speedup": 1.0, **NO_LEVER}
UNCLAIMED: dict[str, object] = {"kinds": (ChangeKind.PERFORMANCE,)}
BUDGET: dict[str, object] = {"kinds": ("budget",), **NO_LEVER}
OLD, NEW = "junit-before.xml", "junit-after.xml"
JAPANESE = "基準となる機械が交換されたため測り直した"
COVERAGE, ORACLE = "coverage.json", "oracle.json"
PROFILES = ("profile-before.json", "profile-after.json")


def drawn(seed: int, draw: Callable[[random.Random, int], float]) -> Callable[..., list[float]]:
    """Samples of another distribution."""

    def fresh(old: list[float]) -> list[float]:
        chance = random.Random(seed)  # noqa: S311 - the same samples each time
        return [draw(chance, number) for number in range(len(old))]

    return fresh


def all_drawn(draw: Callable[[random.Random, int], float], factor: float = 1.0) -> Forge:
    """All sides of another distribution, each by itself, of which after is some times smaller."""

    def forge(files: Files) -> Files:
        salt = int(json.loads(files["manifest.json"])["samples"][0]["sha256"][:6], 16)
        scale = {BEFORE: 1.0, AFTER: factor, PLAIN: factor, WATCHED: factor}

        def scaled(by: float) -> Callable[[random.Random, int], float]:
            return lambda chance, number: round(draw(chance, number) * by, 6)

        edits = {
            member: drawn(salt + place, scaled(by))
            for place, (member, by) in enumerate(scale.items())
        }
        return wide(resampled(edits, digits=6)(files))

    return forge


def wide(files: Files) -> Files:
    """Intervals as wide as a careful author of odd samples makes them."""
    document = json.loads(files[PAIR])
    for row in document["improvements"]:
        percent = row["percent"]
        room = 90 * max(1.0, 1 - percent / 100)
        most = 9e9 if row["metric"] == "ops_per_second" else 100.0
        row["low"], row["high"] = round(percent - room, 2), min(most, round(percent + room, 2))
    return sealed({**files, PAIR: written(document)})


def whole_microseconds(chance: random.Random, _number: int) -> float:
    """A clock of microseconds, a program that takes two hundred of them, or a few more."""
    return 0.2 + chance.choice((0, 0, 0, 0, 0, 1, 1, 2, 3, 30)) / 1000


def nearly_always(chance: random.Random, _number: int) -> float:
    return 0.2 + (chance.random() < 0.08) / 1000


def by_input(chance: random.Random, number: int) -> float:
    """Each sample is of another input, and inputs differ by orders of magnitude."""
    size = 10 ** (math.sin(number * 12.9898) * 1.2)
    return size * math.exp(chance.gauss(0, 0.02)) + 0.3


def drifting(chance: random.Random, number: int) -> float:
    """A machine that grows hot."""
    return (2 + number / 100) * math.exp(chance.gauss(0, 0.004))


def with_outliers(chance: random.Random, number: int) -> float:
    return 2 * math.exp(chance.gauss(0, 0.05)) * (300 if number % 67 == 5 else 1)


def two_modes(chance: random.Random, _number: int) -> float:
    return round(chance.choice((0.2, 0.4)) + chance.randint(-2, 2) / 1000, 3)


def in_turn(files: Files) -> Files:
    """Both sides measured in turn, so that they began and ended together."""
    document = json.loads(files[PAIR])
    spans = [
        [datetime.fromisoformat(document[side][field]) for field in ("started", "finished")]
        for side in ("before", "after")
    ]
    lasted = sum(((end - start) for start, end in spans), timedelta())
    finished = (spans[0][0] + lasted).strftime("%Y-%m-%dT%H:%M:%SZ")
    moments = {"started": document["before"]["started"], "finished": finished}
    base = json.loads(files["baseline.json"]) | moments
    for side in ("before", "after"):
        document[side] |= moments
    return sealed({**files, PAIR: written(document), "baseline.json": written(base)})


def tail_of_after(files: Files) -> Files:
    """The instrumented program is the program: its samples are those of after."""
    values = json.loads(files[AFTER])["values"]
    tail, after = json.loads(files["tail.json"]), json.loads(files[PAIR])["after"]
    moments = {field: after[field] for field in ("started", "finished")}
    made = {**files, "tail.json": written(tail | moments)}
    return resampled({WATCHED: lambda _old: values})(made)


def commands(*words: str) -> Forge:
    """Profilers that write to files named by side and commit."""

    def forge(files: Files) -> Files:
        for name in PROFILES:
            document = json.loads(files[name])
            named = [
                word.format(side=document["side"], commit=document["commit"][:9]) for word in words
            ]
            files = sealed({**files, name: written(document | {"command": named})})
        return files

    return forge


def counted(files: Files) -> Files:
    """Instructions counted, of a program in which nothing changed."""
    older, newer = (json.loads(files[name]) for name in PROFILES)
    fields = {field: older[field] for field in ("hotspots", "total_samples")}
    made = dict(files)
    for kind in ("folded", "svg"):
        made[f"profiles/after.{kind}"] = files[f"profiles/before.{kind}"]
    made[PROFILES[0]] = written(older | {"profiler": "callgrind 3.22"})
    made[PROFILES[1]] = written(newer | fields | {"profiler": "callgrind 3.22"})
    return sealed(made)


def dated(moment: str) -> Forge:
    stamp = f'name="pytest" timestamp="{moment}"'.encode()
    return lambda files: sealed(
        {**files, **{side: files[side].replace(b'name="pytest"', stamp) for side in (OLD, NEW)}}
    )


def timed_alike(files: Files) -> Files:
    """Tests so short that all take a millisecond, in either run."""
    made = dict(files)
    for side in (OLD, NEW):
        head, *rest = files[side].split(b' time="0.')
        made[side] = head + b"".join(b' time="0.001' + part[part.index(b'"') :] for part in rest)
    return sealed(made)


def reported(**fields: object) -> Forge:
    """A report of coverage.py with more fields."""

    def forge(files: Files) -> Files:
        report = json.loads(files[COVERAGE])
        report["files"][SOURCE] |= fields
        return sealed({**files, COVERAGE: written(report)})

    return forge


def worded(words: bytes) -> Forge:
    """Cases that state their result in attributes."""
    return lambda files: sealed(
        {**files, **{side: files[side].replace(b"<testcase", b"<testcase " + words)
                     for side in (OLD, NEW)}})  # fmt: skip


def inner(elements: bytes) -> Forge:
    """Cases that hold more than their result."""
    return lambda files: sealed(
        {**files, **{side: files[side].replace(b"</testcase>", elements + b"</testcase>")
                     for side in (OLD, NEW)}})  # fmt: skip


def ended(side: str, elements: bytes) -> Forge:
    """A suite with something behind its cases."""
    return lambda files: sealed(
        {**files, side: files[side].replace(b"</testsuite>", elements + b"</testsuite>")}
    )


def retried(files: Files) -> Files:
    """A test that failed before, was run again and passed."""
    case = b'<testcase classname="tests.conformance" name="test_3"><failure/></testcase>'
    counts = files[OLD].replace(b'tests="12"', b'tests="13"').replace(b'res="0"', b'res="1"')
    return ended(OLD, case)({**files, OLD: counts})


def twice(files: Files) -> Files:
    """Cases of one name, as parameters without ids give them."""
    made = dict(files)
    for side, tests in ((OLD, 12), (NEW, 13)):
        cases = b'<testcase classname="c" name="same" time="0.5"/>' * 3
        stated, more = f'tests="{tests}"'.encode(), f'tests="{tests + 3}"'.encode()
        made[side] = ended(side, cases)(made)[side].replace(stated, more)
    return sealed(made)


def grouped(stated: int) -> Forge:
    """Suites within suites: some tools count both, some only what stands right in one."""
    inner = b'<testsuite name="more" tests="2"><testcase name="a"/><testcase name="b"/></testsuite>'

    def forge(files: Files) -> Files:
        made = dict(files)
        for side, tests in ((OLD, 12), (NEW, 13)):
            more = f'tests="{tests + stated - 13}"'.encode()
            counted = made[side].replace(f'tests="{tests}"'.encode(), more, 1)
            made[side] = counted.replace(b"</testcase>\n", b"</testcase>" + inner, 1)
        return sealed(made)

    return forge


def of_others(files: Files) -> Files:
    """Outputs of which some are empty, and one input that came twice."""
    document = json.loads(files[ORACLE])
    rows = document["cases"]
    for row in rows[:3]:
        row["before"] = row["after"] = ""
    return sealed({**files, ORACLE: written({**document, "cases": [*rows, rows[0]]})})


def on_one_base(files: Files) -> Files:
    """An earlier bundle that was measured on the same base, and shares its samples."""
    return sealed({**make(seed=6, measured_commit="8" * 40), BEFORE: files[BEFORE]})


FEW_VALUES = (
    "whole microseconds", "nearly always the same microsecond", "two ways through the program",
)  # fmt: skip
ODD: dict[str, tuple[Mapping[str, object], Forge, Mapping[str, object]]] = {
    "whole microseconds": (NEUTRAL, all_drawn(whole_microseconds), UNCLAIMED),
    "nearly always the same microsecond": (NEUTRAL, all_drawn(nearly_always), UNCLAIMED),
    "each sample of another input": (NEUTRAL, all_drawn(by_input, 0.8), UNCLAIMED),
    "a machine that grows hot": (NEUTRAL, all_drawn(drifting, 0.9), UNCLAIMED),
    "a few samples that take ever so long": (NEUTRAL, all_drawn(with_outliers, 0.5), UNCLAIMED),
    "two ways through the program": (NEUTRAL, all_drawn(two_modes), UNCLAIMED),
    "measured in turn": ({}, in_turn, {}),
    "minutes long and measured in turn": (
        {"median": 3.0, "unit": "s", "digits": 4, "samples": 120, **NO_LEVER}, in_turn, {}),
    "instrumented as it is": ({}, tail_of_after, {}),
    "profiles named by side": ({}, commands("perf", "-o", "out/{side}.folded", "bench"), {}),
    "profiles named by commit": ({}, commands("py-spy", "-o", "p-{commit}.svg", "bench"), {}),
    "instructions counted": (NEUTRAL, counted, UNCLAIMED),
    "tests dated in UTC": ({}, dated("2026-01-01T00:01:00Z"), {}),
    "tests dated without a zone": ({}, dated("2025-12-31T14:30:00.5"), {}),
    "tests that have no date": ({}, dated("0001-01-01T00:00:00Z"), {}),
    "tests of a millisecond": ({}, timed_alike, {}),
    "coverage with a summary": (
        {}, reported(summary={"covered_lines": 4, "missing_lines": 0}), {}),
    "coverage with exclusions": (
        {}, reported(executed_lines=[1, 12, 13], excluded_lines=[14]), {"change": changing(
            lines=("def lookup(key):", "    return table[key]", "    raise NotImplementedError"))}),
    "coverage that leaves out another platform": (
        {}, reported(executed_lines=[1, 12, 13], excluded_lines=[14, 15]), {"change": changing(
            lines=("def lookup(key):", "    known = table[key]", '    if sys.platform == "win32":',
                   "        known = slow(key)"))}),
    "coverage of types alone": ({}, reported(executed_lines=[1, 12, 14], excluded_lines=[13]), {
        "change": changing(lines=("if TYPE_CHECKING:", "    from x import Y", "size = len(y)"))}),
    "excluded lines that ran all the same": (
        {}, reported(executed_lines=[1, 12, 14], excluded_lines=[12, 14]), {}),
    "a summary of fewer lines than ran": (
        {}, reported(summary={"covered_lines": 2, "num_statements": 2, "missing_lines": 0}), {}),
    "coverage of half the statements of a compiled file": (
        {"source": "src/store/cache.c", "lines": (13, 15)}, same, {"change": changing(
            "src/store/cache.c", ("static int lookup(int key) {", "  if (key) {", "    hits += 1;",
                                  "    known = probe(key);", "  }", "}"))}),
    "a struct that no report names": (
        {"source": "src/store/cache.go", "lines": (40,)}, same, {"change": changing(
            "src/store/cache.go", ("type Cache struct {", "\tsize int", "\tkeys []string", "}"))}),
    "retried before and not after": ({}, retried, {}),
    "cases run twice on both sides": ({}, twice, {}),
    "suites that count what stands right in them": ({}, grouped(13), {}),
    "suites that count all within them": ({}, grouped(15), {}),
    "a suite that failed to start before": (
        {}, ended(OLD, b'<error message="no server"/>'), {}),
    "results in words": ({}, worded(b'status="run" result="completed"'), {}),
    "results in other words": ({}, worded(b'success="True" result="Passed" failures="0"'), {}),
    "flaky tests that passed in the end": ({}, inner(b"<flakyFailure/>"), {}),
    "tests that write of failures": (
        {}, inner(b"<system-out>FAILED</system-out><properties><property name='failure'/>"
                  b"</properties>"), {}),
    "coverage of a long call": ({}, reported(executed_lines=[1, 9, 30]), {
        "change": changing(lines=("    key=3,", "    table=known,", ")"))}),
    "an oracle with empty outputs": ({"cases": 30}, of_others, {}),
    "a base that others measured too": ({}, same, {"seen": (
        on_one_base(make()), on_one_base(make(seed=2)), on_one_base(make(seed=3)))}),
    "rebased, and committed since": ({}, same, {
        "head": OTHER_COMMIT, "trees": {**TREES, OTHER_COMMIT: TREES[HEAD_COMMIT]},
        "times": {OTHER_COMMIT: int(STARTED) + 50_000}}),
    "measured at once after the commit": ({}, same, {"times": {HEAD_COMMIT: int(STARTED) + 100}}),
    "a budget with its reason": (
        {**BUDGET, "justification": "the subsystem now parses twice as many formats"}, same,
        {"kinds": (ChangeKind.BUDGET,), "levers": ()}),
    "a baseline with its reason in another script": (
        {**BUDGET, "kinds": ("baseline",), "justification": JAPANESE}, same,
        {"kinds": (ChangeKind.BASELINE,), "levers": ()}),
    "a throughput of calibrated samples": ({"operations": 250, **NO_LEVER}, same, {}),
    "percentiles of two digits": (NEUTRAL, each(*(put(PAIR, f"/{side}/benchmarks/0/p50", 2.0)
        for side in ("before", "after")), put("baseline.json", "/benchmarks/0/p50", 2.0)),
        UNCLAIMED),
}  # fmt: skip
