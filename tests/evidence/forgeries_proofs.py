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
from tests.evidence.rule_scene import SOURCE, changing

if TYPE_CHECKING:
    from collections.abc import Callable

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
    ),
)  # fmt: skip
