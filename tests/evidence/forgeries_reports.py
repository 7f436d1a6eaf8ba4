"""Forgeries of what tools report, of when, and of where else it was brought before."""

from __future__ import annotations

import hashlib
import json
import random
from typing import TYPE_CHECKING

from doctrine_check.changes.classify import ChangeKind
from tests.evidence.bundle_files import cobertura, coverage_json
from tests.evidence.bundles import doctored, make, sealed, written
from tests.evidence.consistent import resampled
from tests.evidence.doctoring import AFTER, BEFORE, PAIR, TAIL, Files, Forge, put
from tests.evidence.forgery_scene import (
    BASE_COMMIT,
    HEAD_COMMIT,
    OTHER_COMMIT,
    TREES,
    each,
    group,
    one,
    same,
)
from tests.evidence.rule_scene import SOURCE, STARTED

if TYPE_CHECKING:
    from collections.abc import Callable

PROOF, ORACLE, COVERAGE = "compatibility.json", "oracle.json", "coverage.json"
OLD, NEW = "junit-before.xml", "junit-after.xml"
MANIFEST = "manifest.json"
STACKS, GRAPH = "profiles/after.folded", "profiles/after.svg"
HOT = "lookup (src/store/cache.py:12)"
NO_LEVER: dict[str, object] = {"levers": ()}
EXCUSED: dict[str, object] = {"not_applicable": ("ART-05",)}
OVER: dict[str, object] = {"overhead": 0.2}
XML: dict[str, object] = {"coverage_format": "cobertura"}
WHY = "the old limit was measured on hardware that nobody runs any more"
BUDGET: dict[str, object] = {"kinds": ("budget",), "justification": WHY, **NO_LEVER}
BASELINE: dict[str, object] = {**BUDGET, "kinds": ("baseline",)}
OF_BUDGET, OF_BASELINE = (ChangeKind.BUDGET,), (ChangeKind.BASELINE,)
LATER = int(STARTED) + 43_200
EARLIER = make(seed=5, base_commit="7" * 40, measured_commit="8" * 40)


def member(name: str, data: bytes) -> Forge:
    return lambda files: sealed({**files, name: data})


def swapped(name: str, find: bytes, replace: bytes, times: int = -1) -> Forge:
    def forge(files: Files) -> Files:
        assert find in files[name]
        return sealed({**files, name: files[name].replace(find, replace, times)})

    return forge


def cases(edit: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> Forge:
    def forge(files: Files) -> Files:
        document = json.loads(files[ORACLE])
        document["cases"] = edit(document["cases"])
        return sealed({**files, ORACLE: written(document)})

    return forge


def told(output: str) -> Forge:
    """One output for every input, on both sides."""
    return cases(lambda rows: [{**row, "before": output, "after": output} for row in rows])


def profile(stacks: bytes, hotspots: list[tuple[str, float]], total: int) -> Forge:
    """Stacks with everything that is said of them, and no drawing."""

    def forge(files: Files) -> Files:
        document = json.loads(files["profile-after.json"])
        rows = [{"frame": frame, "percent": percent} for frame, percent in hotspots]
        document |= {"flamegraph": None, "hotspots": rows, "total_samples": total}
        manifest = json.loads(files[MANIFEST])
        manifest["files"] = [row for row in manifest["files"] if row["path"] != GRAPH]
        rest = {name: data for name, data in files.items() if name != GRAPH}
        changed = {STACKS: stacks, "profile-after.json": written(document)}
        return sealed({**rest, **changed, MANIFEST: written(manifest)})

    return forge


def drawn(frame: str, hits: int) -> bytes:
    """A flamegraph of one frame."""
    rows = "".join(
        f'<g><title>{name} ({hits} samples, 100%)</title><rect x="0" y="{y}" width="100"/></g>'
        for name, y in (("all", 32), (frame, 16))
    )
    return f"<svg>{rows}</svg>".encode()


def unseen(files: Files) -> Files:
    """A profile before that the changed code is not in, but for one sample."""
    document = json.loads(files["profile-before.json"])
    stacks = files["profiles/before.folded"].replace(HOT.encode(), b"other (a.py:1)")
    document["total_samples"] += 1
    total = document["total_samples"]
    own: dict[str, int] = {}
    stacks += f"main (src/store/__main__.py:3);{HOT} 1\n".encode()
    for line in stacks.decode().splitlines():
        way, _, hits = line.rpartition(" ")
        own[way.split(";")[-1]] = own.get(way.split(";")[-1], 0) + int(hits)
    costly = sorted(own.items(), key=lambda item: (-item[1], item[0]))
    rows = [{"frame": frame, "percent": round(100 * n / total, 2)} for frame, n in costly]
    document |= {"hotspots": rows, "flamegraph": None}
    manifest = json.loads(files[MANIFEST])
    manifest["files"] = [row for row in manifest["files"] if "before.svg" not in row["path"]]
    rest = {name: data for name, data in files.items() if "before.svg" not in name}
    changed = {"profiles/before.folded": stacks, "profile-before.json": written(document)}
    return sealed({**rest, **changed, MANIFEST: written(manifest)})


def at_once(files: Files) -> Files:
    """The measurement after said to be of the same moments as that before."""
    before = json.loads(files[PAIR])["before"]
    moments = ("started", "finished")
    return each(*(put(PAIR, f"/after/{field}", before[field]) for field in moments))(files)


def summed(files: Files) -> Files:
    """A report in which missing lines were moved, and its summary was not."""
    report = json.loads(files[COVERAGE])
    report["files"][SOURCE]["summary"] = {"covered_lines": 2, "missing_lines": 2}
    return sealed({**files, COVERAGE: written(report)})


def excluded(files: Files) -> Files:
    report = json.loads(files[COVERAGE])
    report["files"][SOURCE] |= {"executed_lines": [1, 20], "excluded_lines": [12, 13, 14]}
    return sealed({**files, COVERAGE: written(report)})


def same_stacks(files: Files) -> Files:
    """The file of one profile named by the other as well."""
    name = "profiles/before.folded"
    document = json.loads(files["profile-after.json"])
    older = json.loads(files["profile-before.json"])
    document |= {"stacks": name, "flamegraph": None}
    document |= {field: older[field] for field in ("hotspots", "total_samples")}
    gone = (STACKS, GRAPH)
    manifest = json.loads(files[MANIFEST])
    manifest["files"] = [row for row in manifest["files"] if row["path"] not in gone]
    rest = {path: data for path, data in files.items() if path not in gone}
    changed = {"profile-after.json": written(document), MANIFEST: written(manifest)}
    return sealed({**rest, **changed})


def listed_twice(files: Files) -> Files:
    """One file for two artifacts."""
    rows = json.loads(files[MANIFEST])["artifacts"]
    number = next(n for n, row in enumerate(rows) if row.get("path") == "profile-after.json")
    return doctored(files, MANIFEST, f"/artifacts/{number}/path", "profile-before.json")


def part(name: str, count: int, factor: float = 1.0) -> Forge:
    """Some samples of an earlier change among those of this one."""
    old = json.loads(EARLIER[name])["values"]

    def mixed(own: list[float]) -> list[float]:
        made = [*own[count:], *(round(x * factor, 9) for x in old[:count])]
        random.Random(3).shuffle(made)  # noqa: S311 - the same order each time
        return made

    return resampled({name: mixed})


def scaled_earlier(factor: float) -> list[float]:
    return [round(x * factor, 6) for x in json.loads(EARLIER[AFTER])["values"]]


def taken_from(*names: str) -> Forge:
    """Files of an earlier change, with what is said of them."""
    return lambda files: sealed({**files, **{name: EARLIER[name] for name in names}})


def profile_of_earlier(side: str) -> Forge:
    """An earlier profile, under the commit of this change."""

    def forge(files: Files) -> Files:
        name = f"profile-{side}.json"
        document, commit = json.loads(EARLIER[name]), json.loads(files[name])["commit"]
        copied = taken_from(f"profiles/{side}.folded", f"profiles/{side}.svg")(files)
        return sealed({**copied, name: written({**document, "commit": commit})})

    return forge


def reason(text: str) -> Forge:
    def forge(files: Files) -> Files:
        rows = json.loads(files[MANIFEST])["artifacts"]
        number = next(n for n, row in enumerate(rows) if row["id"] == "ART-05")
        return doctored(files, MANIFEST, f"/artifacts/{number}/reason", text)

    return forge


FORGERIES = (
    *group(
        "moments before the commits",
        "time",
        one("before the base was made", same, times={BASE_COMMIT: LATER}),
        one("before base and head were made", same,
            times={BASE_COMMIT: LATER, HEAD_COMMIT: LATER}),
        one("before the measured commit, rebased since", same, head=OTHER_COMMIT,
            trees={**TREES, OTHER_COMMIT: TREES[HEAD_COMMIT]}, times={HEAD_COMMIT: LATER}),
        one("before the measured base, moved since", same, base=OTHER_COMMIT,
            trees={**TREES, OTHER_COMMIT: TREES[BASE_COMMIT]}, times={BASE_COMMIT: LATER}),
        one("of a base that nobody can date", same, times={BASE_COMMIT: None}),
        one("of a head that nobody can date", same, times={HEAD_COMMIT: None}),
        one("a profile of the base before it was made", put("profile-before.json", "/started",
            "2025-12-31T20:00:00Z")),
        one("both sides at once", at_once, options={"median": 3.0, "samples": 300, **NO_LEVER},
            levers=()),
        one("tests before the head was made", swapped(NEW, b'name="pytest"',
            b'name="pytest" timestamp="2025-12-29T10:00:00"')),
        one("tests before the base was made", swapped(OLD, b'name="pytest"',
            b'name="pytest" timestamp="2025-12-31T22:00:00+00:00"')),
        one("coverage before the head was made", put(COVERAGE, "/meta/timestamp",
            "2025-12-31T01:00:00.123456")),
    ),
    *group(
        "profiles of next to nothing",
        "profile-empty",
        one("one frame", profile(f"{HOT} 2000\n".encode(), [(HOT, 100.0)], 2000)),
        one("one frame, drawn", lambda files: put("profile-after.json", "/hotspots", [
            {"frame": HOT, "percent": 100.0}])(member(GRAPH, drawn(HOT, 2000))(put(
            "profile-after.json", "/total_samples", 2000)(files))), options={"stacks": False}),
        one("three samples", profile(f"main;{HOT} 3\n".encode(), [(HOT, 100.0)], 3)),
        one("nine samples", profile(f"main;{HOT} 8\nmain 1\n".encode(),
            [(HOT, 88.89), ("main", 11.11)], 9)),
        one("one sample of the changed code", unseen, by="profile-elsewhere"),
    ),
    *group(
        "test results that hide something",
        "conformance",
        one("a test that was skipped by its status", swapped(NEW, b'name="test_3"',
            b'name="test_3" status="skipped"')),
        one("a test that was suppressed", swapped(NEW, b'name="test_4"',
            b'name="test_4" status="run" result="suppressed"')),
        one("a test that failed by its result", swapped(NEW, b'name="test_5"',
            b'name="test_5" result="failed"')),
        one("a skip cut out", swapped(NEW, b'skipped="0"', b'skipped="2"')),
        one("the results of before with a blank more", lambda files: sealed({
            **files, NEW: files[OLD] + b"\n"})),
        one("the results of before and a test more", lambda files: sealed({**files, NEW: files[
            OLD].replace(b"</testsuite>", b'<testcase name="new" time="0.7"/></testsuite>')})),
        one("one file for both sides", put(PROOF, "/junit_after", OLD)),
        one("a test disabled by its status", swapped(NEW, b'name="test_6"',
            b'name="test_6" status="not run"')),
    ),
    *group(
        "oracles that tell nothing apart",
        "oracle",
        one("one output for all", told("ok")),
        one("one digest for all", told(hashlib.sha256(b"done").hexdigest())),
        one("no output by another digest", told("d41d8cd98f00b204e9800998ecf8427e")),
        one("no output but a line end", told(hashlib.sha256(b"\n").hexdigest())),
        one("nothing at all", told("null")),
        one("one input over and over again", cases(lambda rows: rows[:1] * 40)),
        one("two inputs in turn", cases(lambda rows: rows[:2] * 20)),
        one("a few inputs again", cases(lambda rows: [*rows, *rows[:3]])),
    ),
    *group(
        "coverage that leaves out",
        "coverage",
        one("the changed lines", member(COVERAGE, coverage_json(SOURCE, (10, 20)))),
        one("the changed lines in XML", member("coverage.xml", cobertura(SOURCE, (10, 20))),
            options=XML),
        one("the changed lines, excluded", excluded),
        one("missing lines that its summary counts", summed),
        one("the last of the changed lines", member(COVERAGE, coverage_json(SOURCE, (12,)))),
    ),
    *group(
        "reasons that are none",
        "refused-excuse",
        one("that it does not apply", reason("this is not applicable here"), options=EXCUSED),
        one("that it is not needed", reason("not needed for this, none required"),
            options=EXCUSED),
        one("dashes", reason("- - - - -"), options=EXCUSED),
        one("to be determined", reason("to be determined later on"), options=EXCUSED),
        one("one word", reason("performance performance performance reason"), options=EXCUSED),
        one("for overhead, fine", put(TAIL, "/justification", "ok, fine"), by="overhead",
            options=OVER),
        one("for overhead, needed", put(TAIL, "/justification", "this is needed for now"),
            by="overhead", options=OVER),
    ),
    *group(
        "budgets and baselines without a reason",
        "justification",
        one("of a budget", same, options={**BUDGET, "justification": None},
            kinds=OF_BUDGET, levers=()),
        one("of a baseline", same, options={**BASELINE, "justification": None},
            kinds=OF_BASELINE, levers=()),
        one("that says nothing", put(MANIFEST, "/justification", "n/a"), options=BUDGET,
            kinds=OF_BUDGET, levers=()),
        one("that says it is needed", put(MANIFEST, "/justification", "it is needed now"),
            options=BASELINE, kinds=OF_BASELINE, levers=()),
        one("that is null", put(MANIFEST, "/justification", None), options=BUDGET,
            kinds=OF_BUDGET, levers=()),
        one("that is blank", put(MANIFEST, "/justification", "  "), "missing-artifact",
            by="unreadable-evidence", options=BUDGET, kinds=OF_BUDGET, levers=()),
    ),
    *group(
        "parts replayed",
        "replayed-evidence",
        one("half of the samples after", part(AFTER, 100), seen=(EARLIER,)),
        one("a fifth of the samples after", part(AFTER, 40), seen=(EARLIER,)),
        one("half of the samples before", part(BEFORE, 100), seen=(EARLIER,)),
        one("most samples with instruments", part("samples/lookup-instrumented.json", 150),
            seen=(make(seed=9), EARLIER)),
        one("samples times a number", resampled({AFTER: lambda _old: scaled_earlier(1.013)}),
            seen=(EARLIER,)),
        one("samples times a number, in another order", resampled({
            AFTER: lambda _old: sorted(scaled_earlier(0.97), key=lambda x: x * 7919 % 1)}),
            seen=(EARLIER,)),
        one("the profile before", profile_of_earlier("before"), seen=(EARLIER,)),
        one("the profile after", profile_of_earlier("after"), seen=(EARLIER,)),
        one("the test results of both sides", taken_from(OLD, NEW), seen=(EARLIER,)),
        one("the test results of one side", taken_from(OLD), seen=(EARLIER,)),
    ),
    *group(
        "one file for two things",
        "unreadable-evidence",
        one("two artifacts", listed_twice, "incomplete-loop", "unchanged"),
        one("two profiles with one file of stacks", same_stacks, by="unchanged"),
        one("samples of two sides", put(MANIFEST, "/samples/1/path", BEFORE), "sample-count"),
        one("a baseline and a comparison", put(MANIFEST, "/artifacts/0/path", PAIR)),
        one("an oracle as coverage", put(PROOF, "/coverage", ORACLE), by="coverage"),
    ),
)  # fmt: skip
