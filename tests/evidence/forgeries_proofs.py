"""Forgeries of profiles and of proofs that the program still does what it did."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from doctrine_check.changes.changeset import Status
from doctrine_check.changes.classify import ChangeKind
from tests.evidence.bundle_files import cobertura, coverage_json, junit
from tests.evidence.bundles import sealed, written
from tests.evidence.doctoring import put, scaled
from tests.evidence.forgery_scene import group, one, same
from tests.evidence.rule_scene import SOURCE, STARTED, changing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from doctrine_check.changes.changeset import ChangeSet
    from tests.evidence.doctoring import Files, Forge

PROFILE, GRAPH, STACKS = "profile-after.json", "profiles/after.svg", "profiles/after.folded"
OLDER, OLDER_STACKS = "profile-before.json", "profiles/before.folded"
BEFORE, AFTER, ORACLE, COVERAGE = "junit-before.xml", "junit-after.xml", "oracle.json", (
    "coverage.json")  # fmt: skip
ALL = b'<svg><g><title>all (0 samples, 100%)</title><rect x="0" y="0" width="100"/></g></svg>'
HOT, IDLE = b"lookup (src/store/cache.py:12)", b"idle (a.py:1)"
XML: dict[str, object] = {"coverage_format": "cobertura"}
UNCLAIMED: dict[str, object] = {"kinds": ("performance-affecting",), "levers": ()}
AROUND: dict[str, object] = {"kinds": (ChangeKind.PERFORMANCE,), "levers": ()}


def member(name: str, data: bytes) -> Forge:
    return lambda files: sealed({**files, name: data})


def swapped(name: str, find: bytes, replace: bytes) -> Forge:
    def forge(files: Files) -> Files:
        assert find in files[name]
        return sealed({**files, name: files[name].replace(find, replace)})

    return forge


def rows(edit: Callable[[list[dict[str, object]]], object], of: str = PROFILE) -> Forge:
    def forge(files: Files) -> Files:
        document = json.loads(files[of])
        edit(document["hotspots"])
        return sealed({**files, of: written(document)})

    return forge


def renamed(*sides: str) -> Forge:
    """Profiles of a program that has no such function and file."""

    def forge(files: Files) -> Files:
        mine = {name for name in files for side in sides if f"{side}." in name}
        profiles = {name for name in mine if name.startswith("profile")}
        return sealed({**files, **{name: files[name].replace(HOT, IDLE) for name in profiles}})

    return forge


def all_alike(files: Files) -> Files:
    """An oracle that gives nothing for any input."""
    document = json.loads(files[ORACLE])
    for case in document["cases"]:
        case["before"] = case["after"] = ""
    return sealed({**files, ORACLE: written(document)})


def rivals(*roots: str) -> dict[str, object]:
    return {
        f"/{root}/{SOURCE}": {"executed_lines": [12, 14], "missing_lines": []} for root in roots
    }


def listed(**fields: object) -> Forge:
    """A report of coverage.py that lists other lines."""

    def forge(files: Files) -> Files:
        report = json.loads(files[COVERAGE])
        report["files"][SOURCE] |= fields
        return sealed({**files, COVERAGE: written(report)})

    return forge


def suites(before: Sequence[str], after: Sequence[str]) -> Forge:
    """Results of other tests."""

    def results(names: Sequence[str], first: int) -> bytes:
        cases = (
            f'<testcase classname="c" name="{name}" time="0.{first + number}"/>'
            for number, name in enumerate(names)
        )
        return f'<testsuite tests="{len(names)}">{"".join(cases)}</testsuite>'.encode()

    return lambda files: sealed({**files, BEFORE: results(before, 101), AFTER: results(after, 333)})


def binary(unseen: str | None = None) -> ChangeSet:
    """A change of which git shows no lines of the file."""
    change = changing(time=int(STARTED) - 3_600)
    hidden = change.files[0]._replace(hunks=(), binary=unseen is None, unseen=unseen)
    return change._replace(files=(hidden,))


CASE, END = b"<testcase", b"</testsuite>"
NEW_FUNCTION = ("def rebuild(table):", *(f"    if table[{n}]: probe({n})" for n in range(60)))
IN_C = ("static int rebuild(int *table) {", *(f"  probe(table, {n});" for n in range(60)), "}")
OF_C: dict[str, object] = {"source": "src/store/cache.c", "lines": (1, 80), **XML}

FORGERIES = (
    *group(
        "hotspots",
        "hotspots",
        one("a larger share", scaled(PROFILE, "/hotspots/0/percent", 1.001)),
        one("a smaller share", scaled(PROFILE, "/hotspots/2/percent", 0.9)),
        one("a smaller share before", scaled(OLDER, "/hotspots/1/percent", 0.99)),
        one("more samples", put(PROFILE, "/total_samples", 2001)),
        one("fewer samples before", put(OLDER, "/total_samples", 200)),
        one("one left out", rows(lambda found: found.pop(1))),
        one("the first left out before", rows(lambda found: found.pop(0), OLDER)),
        one("the last left out", rows(lambda found: found.pop())),
        one("none at all", rows(lambda found: found.clear())),
        one("in another order", rows(lambda found: found.reverse())),
        one("one twice", rows(lambda found: found.append(found[-1]))),
        one("another frame", put(PROFILE, "/hotspots/0/frame", "main")),
        one("more than all", put(PROFILE, "/hotspots/0/percent", 99)),
        one("other stacks", member(STACKS, b"main;" + HOT + b" 2000\n")),
        one("stacks with a broken line", member(STACKS, b"main;" + HOT + b"\n"),
            "profile-empty"),
        one("a doctored title", swapped(GRAPH, HOT + b" (", b"x (1")),
        one("a graph of fewer samples", member(GRAPH, ALL.replace(b"(0 ", b"(9 ") ),
            "profile-empty"),
        one("no SVG", member(GRAPH, b"<svg"), "profile-empty"),
        one("a graph without stacks", scaled(PROFILE, "/hotspots/0/percent", 0.9),
            options={"stacks": False}),
        one("stacks without a graph", scaled(PROFILE, "/hotspots/0/percent", 0.9),
            options={"flamegraph": False}),
    ),
    *group(
        "profiles of other code",
        "profile-unrelated",
        one("both", renamed("before", "after")),
        one("after", renamed("after")),
        one("before", renamed("before")),
        one("drawn alone", renamed("after"), options={"stacks": False}),
        one("as stacks alone", renamed("before", "after"), options={"flamegraph": False}),
        one("brought for another file", same, "coverage",
            change=changing("src/other.py", ("x = 1",))),
        one("brought for a new file", same, "coverage",
            change=changing("src/new.rs", ("fn table() {}",), 1, Status.ADDED)),
        one("where nothing is claimed", renamed("before", "after"), by="profile-elsewhere",
            options=UNCLAIMED, **AROUND),
        one("before, where nothing is claimed", renamed("before"), by="profile-elsewhere",
            options=UNCLAIMED, **AROUND),
    ),
    *group(
        "profiles without samples",
        "profile-empty",
        one("no stacks", member(STACKS, b"\n")),
        one("no stacks before", member(OLDER_STACKS, b"")),
        one("a graph of nothing", member(GRAPH, ALL)),
        one("an empty drawing", member(GRAPH, b"<svg/>"), "hotspots"),
        one("a picture", member(GRAPH, b'<svg><rect x="0" y="0" width="9"/></svg>'), "hotspots"),
        one("none claimed", put(PROFILE, "/total_samples", 0), "hotspots"),
        one("an empty drawing alone", member(GRAPH, b"<svg/>"), "hotspots",
            options={"stacks": False}),
    ),
    *group(
        "conformance suites that ran less",
        "conformance",
        one("fewer tests", member(AFTER, junit(11))),
        one("far fewer tests", member(AFTER, junit(1))),
        one("none", member(AFTER, b"<testsuites/>")),
        one("none before", member(BEFORE, b"<testsuites/>")),
        one("a failure", member(AFTER, junit(13, failed=(3,)))),
        one("a failure cut out", swapped(AFTER, b'failures="0"', b'failures="1"')),
        one("a test cut out", swapped(AFTER, b'tests="13"', b'tests="14"')),
        one("the results of before", member(AFTER, junit(12))),
        one("no XML", member(AFTER, b"passed")),
        one("another format", member(AFTER, b"<html/>")),
    ),
    *group(
        "skipped and vanished tests",
        "conformance",
        one("one skipped", member(AFTER, junit(13, skipped=(0,)))),
        one("half of them skipped", member(AFTER, junit(13, skipped=range(6)))),
        one("all skipped", member(AFTER, junit(13, skipped=range(13)))),
        one("one renamed", swapped(AFTER, b'"test_7"', b'"test_seven"')),
        one("of another class", swapped(AFTER, b'"tests.conformance"', b'"tests.other"')),
        one("one that failed before and is skipped", lambda files: member(AFTER,
            junit(13, skipped=(3,)))(member(BEFORE, junit(12, failed=(3,)))(files))),
    ),
    *group(
        "oracles",
        "oracle",
        one("another output after", put(ORACLE, "/cases/3/after", "0" * 64)),
        one("another output before", put(ORACLE, "/cases/0/before", "x")),
        one("no output after", put(ORACLE, "/cases/7/after", "")),
        one("no cases", put(ORACLE, "/cases", [])),
        one("no outputs", all_alike),
        one("one case, with no output", put(ORACLE, "/cases",
            [{"input": "a", "before": "", "after": ""}])),
        one("no JSON", member(ORACLE, b"{")),
    ),
    *group(
        "changed lines without coverage",
        "coverage",
        one("a missing line", member(COVERAGE, coverage_json(SOURCE, (12,), (14,)))),
        one("another file", member(COVERAGE, coverage_json("src/store/cached.py", (12, 14)))),
        one("none covered", put(COVERAGE, "/files/src~1store~1cache.py/executed_lines", [])),
        one("no files", put(COVERAGE, "/files", {})),
        one("no JSON", member(COVERAGE, b"[")),
        one("another format", put("compatibility.json", "/coverage_format", "cobertura")),
        one("two files that may be it", put(COVERAGE, "/files", rivals("a", "b"))),
        one("a missing line in XML", member("coverage.xml", cobertura(SOURCE, (12,), (14,))),
            options=XML),
        one("another file in XML", member("coverage.xml", cobertura("src/x.py", (12,))),
            options=XML),
        one("that ends before them", same, change=changing(start=60)),
        one("none of a whole function", listed(executed_lines=[1, 2, 3, 80]),
            options={"lines": range(1, 80)}, change=changing(lines=NEW_FUNCTION)),
        one("only the first line of a function", listed(executed_lines=[1, 12, 80]),
            options={"lines": range(1, 80)}, change=changing(lines=NEW_FUNCTION)),
        one("one statement of four", listed(executed_lines=[1, 12, 13, 15]),
            options={"lines": range(12, 16)}, change=changing(lines=(
                "def lookup(key):", "    x = table[key]", "    x += 1", "    return x"))),
        one("none of a function in C", swapped("coverage.xml", b'number="1', b'number="9'),
            options={**OF_C, "lines": range(12, 19)},
            change=changing("src/store/cache.c", IN_C[:6])),
        one("lines left out", listed(executed_lines=[1], excluded_lines=[12, 13, 14])),
        one("one line left out", listed(executed_lines=[1, 12], excluded_lines=[14])),
        one("lines both run and missing", listed(missing_lines=[12])),
        one("more statements than are listed", listed(summary={"num_statements": 29})),
        one("more lines that ran than are listed", listed(summary={"covered_lines": 29})),
        one("a file with a zero byte", same, change=binary()),
        one("a file that nobody saw", same, change=binary("it is too large")),
    ),
    *group(
        "results that say otherwise",
        "conformance",
        one("names alike in their first characters",
            suites(["x" * 500 + str(n) for n in range(12)], ["x" * 500 + str(n) for n in (1, 2)])),
        one("cases of one name that ran once", suites(["a", "b"] * 6, ["a", "b"])),
        one("failures that all suites state", swapped(AFTER, b"<testsuites>",
            b'<testsuites tests="13" failures="3" errors="2">')),
        one("tests that all suites state", swapped(AFTER, b"<testsuites>",
            b'<testsuites tests="99">')),
        one("skips that all suites state", swapped(AFTER, b"<testsuites>",
            b'<testsuites skipped="2">')),
        one("errors alone", swapped(AFTER, b'errors="0" failures="0"', b'errors="5"')),
        one("fewer tests than there are", swapped(AFTER, b'tests="13"', b'tests="3"')),
        one("an error of the suite", swapped(AFTER, END, b"<error/>" + END)),
        one("a failure of the suite in words", swapped(AFTER, b'name="pytest"',
            b'name="pytest" result="Failed"')),
        one("a suite that states tests and holds none", swapped(AFTER, END,
            END + b'<testsuite name="more" tests="4" errors="4"/>')),
        one("a failing case in an unknown element", swapped(AFTER, END,
            b'<block><testcase name="z"><failure/></testcase></block>' + END)),
        one("a failure in capitals", swapped(AFTER, b"</testcase>", b"<Failure/></testcase>")),
        one("a failure deep in a case", swapped(AFTER, b"</testcase>",
            b"<details><failure/></details></testcase>")),
        one("a failure of every rerun", swapped(AFTER, b"</testcase>",
            b"<rerunFailure/></testcase>")),
        one("no success", swapped(AFTER, CASE, b'<testcase success="false"')),
        one("failures of a case", swapped(AFTER, CASE, b'<testcase failures="1"')),
        one("an outcome", swapped(AFTER, CASE, b'<testcase outcome="Not passed"')),
        one("a word for a failure", swapped(AFTER, CASE, b'<testcase status="FAILURE_SEEN"')),
        one("a word that nobody knows", swapped(AFTER, CASE, b'<testcase status="exploded"')),
        one("cases that were not executed", swapped(AFTER, CASE, b'<testcase executed="False"')),
    ),
)  # fmt: skip
