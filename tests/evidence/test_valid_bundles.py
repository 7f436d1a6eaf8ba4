"""Honest bundles of every kind raise nothing, so that refusing everything does not do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from doctrine_check.changes.changeset import Status
from doctrine_check.changes.classify import ChangeKind
from doctrine_check.evidence.binding import State
from doctrine_check.evidence.members import read_folder, read_zip
from doctrine_check.evidence.produce import write_bundle
from tests.evidence.bundle_files import coverage_json, junit
from tests.evidence.bundles import compact, doctored, make, sealed
from tests.evidence.doctoring import PAIR, Files, Forge, put
from tests.evidence.forgery_scene import (
    BASE_COMMIT,
    HEAD_COMMIT,
    OTHER_COMMIT,
    TREES,
    Setting,
    facts_in,
    judged,
    same,
)
from tests.evidence.odd_bundles import FEW_VALUES, ODD
from tests.evidence.rule_scene import SOURCE, changing
from tests.evidence.zips import zipped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PLAIN: dict[str, object] = {"levers": ()}
SEEDS = (1, 2, 3)
NEUTRAL: dict[str, object] = {"kinds": ("performance-affecting",), "levers": ()}
PERFORMANCE = (ChangeKind.PERFORMANCE,)
EVERY_KIND = (ChangeKind.OPTIMIZATION, ChangeKind.TUNED_PATH, ChangeKind.SECURITY)
LONG = {"base_commit": "1" * 64, "measured_commit": "2" * 64}
READ_ME = {**TREES[BASE_COMMIT], "README.md": "100644 b"}
MERGED = {**TREES[HEAD_COMMIT], "README.md": "100644 b", "docs/more.md": "100644 c"}


def rewritten(files: Files) -> Files:
    """Every JSON file on one line, with its fields in another order."""
    changed = {
        name: compact(dict(reversed(json.loads(data).items())))
        for name, data in files.items()
        if name.endswith(".json")
    }
    return sealed({**files, **changed})


def skipped_twice(files: Files) -> Files:
    before, after = junit(12, skipped=(0, 5)), junit(13, skipped=(0, 5))
    return sealed({**files, "junit-before.xml": before, "junit-after.xml": after})


def repaired(files: Files) -> Files:
    return sealed({**files, "junit-before.xml": junit(12, failed=(3,))})


def more_covered(files: Files) -> Files:
    report = coverage_json(SOURCE, tuple(range(1, 90)), (3, 77))
    return sealed({**files, "coverage.json": report})


def at_once(files: Files) -> Files:
    """Samples that ran four at a time, so that the wall time is a quarter of their sum."""
    document = json.loads(files[PAIR])
    for side in ("before", "after"):
        throughput = document[side]["benchmarks"][0]["throughput"]
        throughput["wall_seconds"] = round(throughput["wall_seconds"] / 4, 9)
        rate = throughput["operations"] / throughput["wall_seconds"]
        throughput["ops_per_second"] = round(rate, 3)
    return sealed({**files, PAIR: compact(document)})


def older(files: Files) -> Files:
    """Coarser digits in what a reader sees."""
    for field in ("p50", "p95", "p99"):
        number = json.loads(files[PAIR])["after"]["benchmarks"][0][field]
        files = doctored(files, PAIR, f"/after/benchmarks/0/{field}", round(number, 2))
    return files


VALID: dict[str, tuple[Mapping[str, object], Forge, Mapping[str, object]]] = {
    "plain": ({}, same, {}),
    "noisy": ({**PLAIN, "spread": 0.3}, same, {}),
    "very noisy": ({**PLAIN, "spread": 0.5, "samples": 400}, same, {}),
    "quiet": ({"spread": 0.001, "digits": 6}, same, {}),
    "tiny": ({**PLAIN, "samples": 20}, same, {}),
    "five samples": ({**PLAIN, "samples": 5}, same, {}),
    "a hundred samples": ({"samples": 100}, same, {}),
    "huge": ({"samples": 100_000}, same, {}),
    "interpolated percentiles": ({"method": "linear"}, same, {}),
    "percentiles of a histogram": ({"method": "hdr"}, same, {}),
    "throughput over wall time": ({"throughput": "wall"}, same, {}),
    "samples taken at once": ({"throughput": "wall"}, at_once, {}),
    "a thousand operations a sample": ({"operations": 1000}, same, {}),
    "in seconds": ({"unit": "s", "digits": 6}, same, {}),
    "in microseconds": ({"unit": "us", "digits": 1}, same, {}),
    "in nanoseconds": ({"unit": "ns", "digits": 0}, same, {}),
    "minutes long": ({**PLAIN, "median": 3.0, "unit": "s", "digits": 3, "samples": 120}, same, {}),
    "short": ({"median": 3e-5, "unit": "us", "digits": 2}, same, {}),
    "shorter than a clock tells": ({"median": 2e-7, "unit": "ns", "digits": 0, **PLAIN}, same, {}),
    "several benchmarks": ({"benchmarks": ("lookup", "parse", "größe 2")}, same, {}),
    "no cold start": ({"cold_start": False}, same, {}),
    "few digits": ({}, older, {}),
    "no lever": (PLAIN, same, {}),
    "another lever": ({"levers": ("LEV-02",), "speedup": 3.2}, same, {}),
    "coverage in XML": ({"coverage_format": "cobertura"}, same, {}),
    "coverage of more": ({}, more_covered, {}),
    "only a flamegraph": ({"stacks": False}, same, {}),
    "only stacks": ({"flamegraph": False}, same, {}),
    "overhead that is justified": ({"overhead": 0.2}, same, {}),
    "overhead of the mean": ({"overhead_statistic": "mean"}, same, {}),
    "faster with instruments": ({"overhead": -0.03}, same, {}),
    "ART-04 not applicable": ({**PLAIN, "not_applicable": ("ART-04",)}, same, {}),
    "ART-05 not applicable": ({"not_applicable": ("ART-05",)}, same, {}),
    "both not applicable": ({**PLAIN, "not_applicable": ("ART-04", "ART-05")}, same, {}),
    "no gain where none is claimed": ({**NEUTRAL, "speedup": 1.0}, same, {"kinds": PERFORMANCE}),
    "a loss where no gain is claimed": ({**NEUTRAL, "speedup": 0.8}, same, {"kinds": PERFORMANCE}),
    "of every kind": ({}, same, {"kinds": EVERY_KIND}),
    "a fast cold start": ({**PLAIN, "benchmarks": ("cold-start",), "median": 0.2}, same, {}),
    "a fast diff": ({**PLAIN, "benchmarks": ("prf-04 1000",), "median": 0.9}, same, {}),
    "as many samples as demanded": (
        {**PLAIN, "benchmarks": ("cold-start",), "samples": 100}, same, {}),
    "skipped before and after": ({}, skipped_twice, {}),
    "a test that failed before": ({}, repaired, {}),
    "many tests and cases": ({"tests": 2_000, "cases": 5_000}, same, {}),
    "written by another tool": ({}, rewritten, {}),
    "rebased": ({}, same, {"head": OTHER_COMMIT, "trees": {
        **TREES, OTHER_COMMIT: TREES[HEAD_COMMIT]}}),
    "squashed": ({}, same, {"head": OTHER_COMMIT, "change": changing(), "trees": {
        **TREES, OTHER_COMMIT: TREES[HEAD_COMMIT]}}),
    "merged with what others did": ({}, same, {"head": "4" * 40, "base": OTHER_COMMIT, "trees": {
        **TREES, "4" * 40: MERGED, OTHER_COMMIT: READ_ME}}),
    "another base": ({}, same, {"base": OTHER_COMMIT, "trees": {**TREES, OTHER_COMMIT: READ_ME}}),
    "by its address": ({"repository": "https://host.example/example/store.git"}, same, {}),
    "by its other address": ({"repository": "git@host.example:Example/Store"}, same, {}),
    "by its root commit": ({"repository": "a" * 40}, same, {
        "identities": frozenset({"a" * 40, "example/store"})}),
    "with long commit ids": (LONG, same, {"base": "1" * 64, "head": "2" * 64}),
    "in a history": ({}, same, {"seen": (make(seed=7, base_commit="7" * 40), make(seed=8))}),
    "seen before": ({}, same, {"seen": (make(), make(seed=2), make(seed=3))}),
    "with a clock two minutes ahead": (
        {}, put("manifest.json", "/created", "2026-01-02T00:02:00Z"), {}),
    "comments changed too": ({}, same, {"change": changing(lines=("# why", "", "x = 1"))}),
    "a new file": ({}, same, {"change": changing(SOURCE, status=Status.ADDED)}),
    "a file that others use": ({"source": "src/store/__init__.py"}, same, {
        "change": changing("src/store/__init__.py")}),
    "documents alone": ({}, same, {"change": changing("docs/more.md", ("Faster.",))}),
    **ODD,
}  # fmt: skip
NOTED = {"tiny", "five samples", "shorter than a clock tells", *FEW_VALUES}
"""So few, so short or so coarse samples that p99 is their maximum, which is a note and no more."""


@pytest.mark.parametrize("name", VALID)
def test_honest_bundles_raise_nothing(name: str) -> None:
    options, edit, around = VALID[name]
    levers = options.get("levers", ("LEV-01",))
    for seed in SEEDS:
        files = edit(make(**{"seed": seed, **options}))
        setting = Setting(**{"levers": levers, **around})  # type: ignore[arg-type]
        problems = judged(files, setting)
        messages = [problem.message for found in problems.values() for problem in found]
        assert set(problems) <= ({"evidence-tail"} if name in NOTED else set()), messages


def test_there_are_enough_of_them() -> None:
    assert len(VALID) >= 30
    kinds = [
        (tuple(sorted(edit(make(**options)).items())), repr(sorted(around.items())))
        for options, edit, around in VALID.values()
    ]
    assert len(set(kinds)) == len(kinds)


@pytest.mark.parametrize("seed", range(10, 30))
def test_no_seed_is_refused(seed: int) -> None:
    assert judged(make(seed=seed)) == {}
    noisy = make(seed=seed, spread=0.4, levers=())
    assert judged(noisy, Setting(levers=())) == {}


def test_what_binds_a_bundle() -> None:
    for name, state in (("plain", State.COMMIT), ("rebased", State.CONTENT)):
        options, _, around = VALID[name]
        binding = facts_in(make(**options), Setting(**around)).binding  # type: ignore[arg-type]
        assert binding is not None
        assert binding.state is state


def test_a_folder_and_a_zip_are_read_alike(tmp_path: Path) -> None:
    files = make()
    write_bundle(str(tmp_path / "evidence"), files)
    assert judged(read_folder(str(tmp_path / "evidence"))) == {}
    assert judged(read_zip(zipped(files))) == {}
