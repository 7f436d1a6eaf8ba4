"""Rules about profiles and proofs of compatibility."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from doctrine_check.changes.changeset import ChangeSet, FileChange, Hunk, Status
from doctrine_check.changes.classify import ChangeKind
from tests.evidence.bundle_files import cobertura, coverage_json, junit
from tests.evidence.bundles import doctored, make, sealed, written
from tests.evidence.doctoring import put, scaled
from tests.evidence.rule_scene import SOURCE, changing, facts_of, found_by, rules_that_find

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.evidence.doctoring import Files, Forge

PROFILE, GRAPH, STACKS = "profile-after.json", "profiles/after.svg", "profiles/after.folded"
JUNIT, ORACLE, COVERAGE = "junit-after.xml", "oracle.json", "coverage.json"
ALL = b'<svg><g><title>all (0 samples, 100%)</title><rect x="0" y="0" width="100"/></g></svg>'


def member(name: str, data: bytes) -> Forge:
    return lambda files: sealed({**files, name: data})


def swapped(name: str, find: bytes, replace: bytes) -> Forge:
    def forge(files: Files) -> Files:
        assert find in files[name]
        return sealed({**files, name: files[name].replace(find, replace)})

    return forge


def rows(edit: Callable[[list[dict[str, object]]], object]) -> Forge:
    def forge(files: Files) -> Files:
        document = json.loads(files[PROFILE])
        edit(document["hotspots"])
        return sealed({**files, PROFILE: written(document)})

    return forge


def renamed(files: Files) -> Files:
    """Both profiles, of a program that has no such function and file."""
    forged = dict(files)
    for name in files:
        if name.startswith("profile"):
            forged[name] = files[name].replace(b"lookup (src/store/cache.py:12)", b"idle (a.py:1)")
    return sealed(forged)


FORGERIES: list[tuple[str, str, Forge]] = [
    ("hotspots", "a larger share", scaled(PROFILE, "/hotspots/0/percent", 1.001)),
    ("hotspots", "a smaller share", scaled(PROFILE, "/hotspots/2/percent", 0.9)),
    ("hotspots", "more samples", put(PROFILE, "/total_samples", 2001)),
    ("hotspots", "one left out", rows(lambda found: found.pop(1))),
    ("hotspots", "the last left out", rows(lambda found: found.pop())),
    ("hotspots", "none at all", rows(lambda found: found.clear())),
    ("hotspots", "another order", rows(lambda found: found.reverse())),
    ("hotspots", "twice", rows(lambda found: found.append(found[-1]))),
    ("hotspots", "another frame", put(PROFILE, "/hotspots/0/frame", "main")),
    ("hotspots", "more than all", put(PROFILE, "/hotspots/0/percent", 99)),
    ("hotspots", "a broken line", member(STACKS, b"main;lookup (src/store/cache.py:12)\n")),
    ("hotspots", "other stacks", member(STACKS, b"main;lookup (src/store/cache.py:12) 2000\n")),
    ("hotspots", "a doctored title", swapped(GRAPH, b"lookup (src/store/cache.py:12) (", b"x (1")),
    ("hotspots", "a graph of less", member(GRAPH, ALL.replace(b"(0 ", b"(9 ") )),
    ("hotspots", "no SVG", member(GRAPH, b"<svg")),
    ("profile_unrelated", "another program", renamed),
    ("profile_empty", "no stacks", member(STACKS, b"\n")),
    ("profile_empty", "no graph", member(GRAPH, ALL)),
    ("profile_empty", "an empty drawing", member(GRAPH, b"<svg/>")),
    ("profile_empty", "no claim", put(PROFILE, "/total_samples", 0)),
    ("conformance", "fewer tests", member(JUNIT, junit(11))),
    ("conformance", "none", member(JUNIT, b"<testsuites/>")),
    ("conformance", "a failure", member(JUNIT, junit(12, failed=(3,)))),
    ("conformance", "skipped", member(JUNIT, junit(12, skipped=(0,)))),
    ("conformance", "all skipped", member(JUNIT, junit(12, skipped=range(12)))),
    ("conformance", "renamed", swapped(JUNIT, b'"test_7"', b'"test_seven"')),
    ("conformance", "a failure cut out", swapped(JUNIT, b'failures="0"', b'failures="1"')),
    ("conformance", "a test cut out", swapped(JUNIT, b'tests="13"', b'tests="14"')),
    ("conformance", "the same file", member(JUNIT, junit(12))),
    ("conformance", "no XML", member(JUNIT, b"passed")),
    ("conformance", "HTML", member(JUNIT, b"<html/>")),
    ("oracle", "another output", put(ORACLE, "/cases/3/after", "0" * 64)),
    ("oracle", "another output before", put(ORACLE, "/cases/0/before", "x")),
    ("oracle", "no cases", put(ORACLE, "/cases", [])),
    ("oracle", "no output", put(ORACLE, "/cases", [{"input": "a", "before": "", "after": ""}])),
    ("oracle", "no JSON", member(ORACLE, b"{")),
    ("coverage", "a missing line", member(COVERAGE, coverage_json(SOURCE, (12,), (14,)))),
    ("coverage", "another file", member(COVERAGE, coverage_json("src/store/cached.py", (12, 14)))),
    ("coverage", "none covered", put(COVERAGE, "/files/src~1store~1cache.py/executed_lines", [])),
    ("coverage", "no files", put(COVERAGE, "/files", {})),
    ("coverage", "no JSON", member(COVERAGE, b"[")),
    ("coverage", "another format", put("compatibility.json", "/coverage_format", "cobertura")),
    ("coverage", "rivals", put(COVERAGE, "/files", {
        f"/{root}/src/store/cache.py": {"executed_lines": [12, 14], "missing_lines": []}
        for root in ("a", "b")
    })),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "how", "forge"), FORGERIES, ids=[f"{r}: {h}" for r, h, _ in FORGERIES]
)
def test_forgeries_are_told(rule: str, how: str, forge: Forge) -> None:
    facts = facts_of(forge(make()))
    problems = found_by(rule, facts)
    assert problems, (how, rules_that_find(facts))
    for problem in problems:
        assert problem.place.path.startswith("evidence/")
        assert "expected " in problem.message
        assert ", found " in problem.message
        assert problem.subject in {"ART-02", "ART-04", None}


def test_a_hotspot_names_both_values() -> None:
    problems = found_by("hotspots", facts_of(put(PROFILE, "/hotspots/3/percent", 1.0)(make())))
    (problem,) = [problem for problem in problems if "/hotspots/3/" in problem.message]
    assert "recomputed from profiles/after.folded" in problem.message
    assert "found 1.0 percent claimed (ART-02, profile-after.json#/hotspots/3/percent)" in (
        problem.message
    )


def test_the_tenth_hotspot_is_not_replaced_by_the_eleventh() -> None:
    files = make(flamegraph=False)
    hits = {f"lookup_{number:02}": 10 + number for number in range(12)}
    total = sum(hits.values())
    stacks = "".join(f"cache;{frame} {count}\n" for frame, count in hits.items())
    document = json.loads(files[PROFILE])
    ranked = sorted(hits, key=lambda frame: -hits[frame])
    for frames, told in ((ranked[:10], 0), ([*ranked[:9], ranked[10]], 1)):
        document["total_samples"] = total
        document["hotspots"] = [
            {"frame": frame, "percent": round(100 * hits[frame] / total, 2)} for frame in frames
        ]
        forged = sealed({**files, PROFILE: written(document), STACKS: stacks.encode()})
        problems = found_by("hotspots", facts_of(forged))
        assert len(problems) == told
    assert '"lookup_02" among the hotspots' in problems[0].message


def test_a_hotspot_stands_once() -> None:
    files = rows(lambda found: found.append(found[-1]))(make())
    messages = [problem.message for problem in found_by("hotspots", facts_of(files))]
    assert any("each hotspot once" in message for message in messages)


def test_a_drawing_allows_for_frames_too_narrow_to_be_drawn() -> None:
    files = make(stacks=False)
    old = json.loads(files[PROFILE])["hotspots"][0]["percent"]
    for less, told in ((0.3, False), (0.8, True)):
        forged = doctored(files, PROFILE, "/hotspots/0/percent", round(old - less, 2))
        assert bool(found_by("hotspots", facts_of(forged))) is told


def test_a_graph_of_another_program_beside_the_stacks() -> None:
    files = make()
    other = files[GRAPH].replace(b"(src/store", b"(lib/other").replace(b"main", b"start")
    other = other.replace(b"json/", b"toml/").replace(b"hashlib", b"zlib")
    problems = found_by("hotspots", facts_of(sealed({**files, GRAPH: other})))
    assert any("frames of another profile" in problem.message for problem in problems)


@pytest.mark.parametrize(
    ("path", "lines", "section", "status", "told"),
    [
        ("src/store/cache.py", ("x = 1",), "", Status.MODIFIED, 0),
        ("src/other.py", ("def lookup(key):",), "", Status.MODIFIED, 0),
        ("src/other.py", ("    x = 1",), "def lookup(self, key):", Status.MODIFIED, 0),
        ("src/other.c", ("    x = 1;",), "static int lookup(const char *key)", Status.MODIFIED, 0),
        ("src/store/__init__.py", ("x = 1",), "", Status.MODIFIED, 0),
        ("src/other.py", ("x = 1",), "", Status.MODIFIED, 2),
        ("src/look.rs", ("fn look_up() {}",), "", Status.MODIFIED, 2),
        ("src/other.py", ("x = 1",), "", Status.ADDED, 1),
        ("src/other.py", ("x = 1",), "", Status.DELETED, 0),
        ("tests/test_other.py", ("x = 1",), "", Status.MODIFIED, 0),
        ("README.md", ("faster",), "", Status.MODIFIED, 0),
    ],
)
def test_frames_name_files_or_functions(
    path: str, lines: tuple[str, ...], section: str, status: Status, told: int
) -> None:
    hunk = Hunk(1, 0, 1, len(lines), section, tuple(f"+{line}" for line in lines))
    change = ChangeSet("1" * 40, "2" * 40, (FileChange(path, status, hunks=(hunk,)),), ())
    assert len(found_by("profile_unrelated", facts_of(make(), change=change))) == told


def test_where_nothing_is_claimed_a_profile_of_other_code_is_a_warning() -> None:
    files = renamed(make(kinds=("performance-affecting",), levers=()))
    facts = facts_of(files, kinds=(ChangeKind.PERFORMANCE,))
    assert found_by("profile_unrelated", facts) == []
    assert len(found_by("profile_elsewhere", facts)) == 2
    claimed = facts_of(files, kinds=(ChangeKind.PERFORMANCE,), levers=("LEV-01",))
    assert found_by("profile_elsewhere", claimed) == []
    assert len(found_by("profile_unrelated", claimed)) == 2


def test_tests_that_were_skipped_before_may_be_skipped_after() -> None:
    files = make()
    files = sealed(
        {**files, "junit-before.xml": junit(12, skipped=(0,)), JUNIT: junit(13, skipped=(0,))}
    )
    assert found_by("conformance", facts_of(files)) == []


def test_vanished_tests_are_named() -> None:
    (problem,) = found_by("conformance", facts_of(member(JUNIT, junit(5))(make())))
    assert "each of the 12 tests of junit-before.xml, found 5 tests" in problem.message
    assert '"tests.conformance.test_10"' in problem.message
    assert "and 2 more" in problem.message


def test_one_file_twice_without_times_may_be_two_runs() -> None:
    plain = b'<testsuite><testcase name="a"/></testsuite>'
    files = sealed({**make(), "junit-before.xml": plain, JUNIT: plain})
    assert found_by("conformance", facts_of(files)) == []


def test_each_differing_input_is_named() -> None:
    files = make(cases=40)
    document = json.loads(files[ORACLE])
    for case in document["cases"]:
        case["after"] = "x"
    problems = found_by("oracle", facts_of(sealed({**files, ORACLE: written(document)})))
    assert len(problems) == 20
    assert '"case 0" before' in problems[0].message
    assert "one of 40 of 40 that differ (oracle.json#/cases/0/after)" in problems[0].message


def test_missing_lines_are_named_and_comments_do_not_count() -> None:
    lines = ("def lookup(key):", "    # a comment", "", "    x = 1", "    return x")
    report = cobertura("repo/src/store/cache.py", (12,), (13, 14, 15, 16, 99))
    files = sealed({**make(coverage_format="cobertura"), "coverage.xml": report})
    (problem,) = found_by("coverage", facts_of(files, change=changing(lines=lines)))
    assert "found 2 of 3 never run: lines 15 to 16" in problem.message


@pytest.mark.parametrize("path", ["tests/test_cache.py", "benchmarks/bench_x.py", "README.md"])
def test_other_files_need_no_coverage(path: str) -> None:
    assert found_by("coverage", facts_of(make(), change=changing(path))) == []
