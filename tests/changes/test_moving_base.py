"""A change is judged by what its target branch holds today, and bound to where it started."""

from __future__ import annotations

import pytest

from doctrine_check.changes.facts import Label, ReviewFacts
from doctrine_check.evidence.binding import paths_in
from doctrine_check.findings import Verdict
from tests.changes.change_scene import (
    CONFIG,
    CONTRACT,
    DOCTRINE,
    HOT,
    NONE,
    Situation,
    base_files,
    bundle,
    cold,
    hot,
    hot_edit,
)
from tests.changes.test_judging_properties import judged_diff

NO_MAP = base_files("")
OTHER = "5" * 40
SLOW = {"Cold-start < 100ms": "Cold-start < 400ms", "a 100ms p99": "a 400ms p99"}


def relaxed() -> dict[str, bytes]:
    """The repository while its doctrine still allowed more."""
    files = base_files()
    for path in (DOCTRINE, CONTRACT):
        text = files[path].decode()
        for find, replace in SLOW.items():
            text = text.replace(find, replace)
        files[path] = text.encode()
    return files


# --- the law is that of the tip


def test_a_map_that_came_after_the_change_began_decides() -> None:
    late = Situation(NO_MAP, hot_edit(NO_MAP), message="Edit", tip=base_files())
    assert late.report().verdict is Verdict.FAIL
    assert "missing-artifact" in late.problems()


def test_a_target_that_was_tightened_meanwhile_counts() -> None:
    slow = {"benchmarks": ("lookup", "cold-start"), "median": 0.6, "levers": ()}
    files = relaxed()
    late = hot(evidence=bundle(**slow), message="x\n\nPerf-Impact: optimization")._replace(
        before=files, after=hot_edit(files)
    )
    assert "evidence-budget" not in late.problems()
    assert "evidence-budget" in late._replace(tip=base_files()).problems()


def test_what_the_target_did_to_the_law_is_not_what_the_change_does() -> None:
    files = relaxed()
    behind = Situation(files, {**files, DOCTRINE: files[DOCTRINE] + b"\nMore.\n"}, tip=base_files())
    assert behind.gathered().facts.shifts == ()
    softer = {**files, DOCTRINE: files[DOCTRINE].replace(b"< 400ms", b"< 500ms")}
    shifts = Situation(files, softer, tip=base_files()).gathered().facts.shifts
    assert [shift.what for shift in shifts if shift.weakens]
    assert "400 ms" in " ".join(shift.what for shift in shifts)


def test_a_branch_from_before_the_doctrine_brings_no_first_one() -> None:
    bare = {HOT: base_files()[HOT]}
    own = {**hot_edit(base_files()), CONFIG: b""}
    late = Situation(bare, own, message="x\n\nPerf-Impact: optimization", tip=base_files())
    assert late.report().verdict is not Verdict.PASS
    assert not late.gathered().bootstrap
    assert "missing-artifact" in late.problems()


# --- the first doctrine


def bootstrap(after: dict[str, bytes], message: str = "Bring the doctrine") -> Situation:
    before = {path: data for path, data in base_files().items() if path not in (DOCTRINE, CONTRACT)}
    return Situation(before, after, message=message)


def test_the_first_doctrine_passes_as_such() -> None:
    first = bootstrap(base_files())
    assert first.gathered().bootstrap
    assert first.report().verdict is Verdict.PASS


@pytest.mark.parametrize("message", ["Bring it", "x\n\nPerf-Impact: optimization"])
def test_a_fast_path_beside_the_first_doctrine_is_left_open(message: str) -> None:
    both = bootstrap(hot_edit(base_files()), message)
    assert both.report().verdict is Verdict.INCONCLUSIVE
    (problem,) = both.problems()["unknown-obligation"]
    assert "bring the doctrine first" in problem.message


# --- diffs that do not fit


HUNK = "@@ -1,1 +1,1 @@\n-x1 = 1\n+x1 = 2\n"


@pytest.mark.parametrize(
    "text",
    [
        f"--- old/{HOT}\n+++ new/{HOT}\n{HUNK}",
        f"diff --git old/{HOT} new/{HOT}\n--- old/{HOT}\n+++ new/{HOT}\n{HUNK}",
        f"--- a/nowhere.py\n+++ b/nowhere.py\n{HUNK}",
        f"--- /dev/null\n+++ b/{HOT}\n@@ -0,0 +1 @@\n+x = 1\n",
    ],
    ids=["diff -ur", "other prefixes", "no such file", "added again"],
)
def test_a_diff_that_does_not_fit_its_base_is_a_gap(text: str) -> None:
    gathered, report = judged_diff(text, NONE)
    assert report.verdict is not Verdict.PASS
    assert any("does not fit the base" in gap for gap in gathered.facts.change.gaps)


def test_a_diff_that_fits_has_no_gap() -> None:
    text = "--- a/README.md\n+++ b/README.md\n@@ -1 +1 @@\n-# Store\n+# Shop\n"
    assert judged_diff(text, "")[0].facts.change.complete


# --- labels


@pytest.mark.parametrize(
    ("actor", "expected"), [("author", True), ("Author", True), ("eve", False)]
)
def test_the_author_clears_no_suspicion_by_a_label(actor: str, *, expected: bool) -> None:
    asking = "cache = {}\nfor key in range(9):\n    cache[key] = compute(key)"
    label = Label("perf-impact: none", actor, "triage", "2026-01-01T00:00:00Z")
    facts = ReviewFacts("author", (label,), ())
    found = cold(asking, message="Speed up lookups with a cache", review=facts).problems()
    assert ("undeclared-suspect" in found) is expected


# --- what the command names


def measured_elsewhere(bench: bytes) -> Situation:
    """The honest change, measured at another commit with another benchmark script."""
    files = {**base_files(), "store/bench.py": b"runs = 100\n"}
    after = hot_edit(files)
    return hot(evidence=bundle(measured_commit=OTHER))._replace(
        before=files, after=after, others={OTHER: {**after, "store/bench.py": bench, "x.md": b""}}
    )


def test_a_benchmark_that_was_edited_after_it_measured_unbinds() -> None:
    assert "unbound-evidence" not in measured_elsewhere(b"runs = 100\n").problems()
    (problem, *_) = measured_elsewhere(b"runs = 1\n").problems()["unbound-evidence"]
    assert "store/bench.py" in problem.message


def test_a_benchmark_of_the_change_counts_though_no_command_names_it() -> None:
    files = base_files()
    after = {**hot_edit(files), "bench/run.py": b"runs = 100\n"}
    later = hot(evidence=bundle(measured_commit=OTHER))._replace(before=files, after=after)
    for bench, told in ((b"runs = 100\n", False), (b"runs = 1\n", True)):
        measured = {**after, "bench/run.py": bench, "x.md": b""}
        found = later._replace(others={OTHER: measured}).problems()
        assert ("unbound-evidence" in found) is told


def test_files_and_modules_in_commands() -> None:
    found = paths_in([("python", "-m", "store.bench", "./run.sh", "--file=a/b.toml,c.py")])
    assert {"store/bench.py", "store/bench/__main__.py", "run.sh", "a/b.toml", "c.py"} <= {*found}
