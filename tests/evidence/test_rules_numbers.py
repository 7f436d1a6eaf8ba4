"""Rules about numbers: each doctored number is told by its rule, at its place, with both values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.evidence.bundles import doctored, make
from tests.evidence.doctoring import (
    AFTER,
    BASE,
    BEFORE,
    PAIR,
    RATE,
    TAIL,
    put,
    samples,
    scaled,
    value,
)
from tests.evidence.rule_scene import (
    RULES,
    facts_of,
    found_by,
    rules_that_find,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.evidence.doctoring import Files


def like_before(edit: Callable[[list[float]], list[float]]) -> Callable[[Files], Files]:
    def forge(files: Files) -> Files:
        return samples(AFTER, lambda _old: edit(json.loads(files[BEFORE])["values"]))(files)

    return forge


def unproven(files: Files) -> Files:
    for number in range(4):
        files = doctored(files, PAIR, f"/improvements/{number}/low", -1)
    return files


FORGERIES: list[tuple[str, str, Callable[[Files], Files]]] = [
    ("percentile_order", "p95 below p50", scaled(BASE, "/benchmarks/0/p95", 0.8)),
    ("percentile_order", "p99 below p95", scaled(PAIR, "/after/benchmarks/0/p99", 0.5)),
    ("percentile_order", "p50 above p95", scaled(TAIL, "/instrumented/p50", 3)),
    ("percentiles", "p50 a little lower", scaled(PAIR, "/after/benchmarks/0/p50", 0.999)),
    ("percentiles", "p99 in the baseline", scaled(BASE, "/benchmarks/0/p99", 1.02)),
    ("percentiles", "p95 without instruments", scaled(TAIL, "/uninstrumented/p95", 1.01)),
    ("percentiles", "another method", put("manifest.json", "/percentile_method", "linear")),
    ("percentiles", "faster samples", samples(AFTER, lambda old: [x * 0.9 for x in old])),
    ("throughput", "rate in the baseline", scaled(BASE, f"/{RATE}", 2)),
    ("throughput", "rate after", scaled(PAIR, f"/after/{RATE}", 1.01)),
    ("improvement", "percent", scaled(PAIR, "/improvements/0/percent", 1.05)),
    ("improvement", "percent of p99", scaled(PAIR, "/improvements/2/percent", 1.01)),
    ("improvement", "percent of throughput", scaled(PAIR, "/improvements/3/percent", 0.9)),
    ("improvement", "ratio", scaled(PAIR, "/ratios/0/ratio", 1.2)),
    ("improvement", "interval beside it", put(PAIR, "/improvements/0/low", 99)),
    ("improvement", "interval backwards", put(PAIR, "/improvements/0/high", 1)),
    ("improvement", "metric that is not there", put(PAIR, "/improvements/0/benchmark", "other")),
    ("improvement", "ratio of nothing", put(PAIR, "/ratios/0/benchmark", "other")),
    ("improvement", "other benchmark after", put(PAIR, "/after/benchmarks/0/name", "other")),
    ("sample_count", "count before", put(PAIR, "/before/benchmarks/0/sample_count", 1000)),
    ("sample_count", "count with instruments", put(TAIL, "/instrumented/sample_count", 100)),
    ("sample_count", "samples removed", samples(AFTER, lambda old: old[:-1])),
    ("environment", "more processors", put(PAIR, "/after/environment/hardware/cpu_count", 64)),
    ("environment", "other processor", put(PAIR, "/after/environment/hardware/cpu_model", "X")),
    ("environment", "more memory", put(PAIR, "/after/environment/hardware/memory_bytes", 2**36)),
    ("environment", "other runtime", put(PAIR, "/after/environment/runtime", "PyPy 7")),
    ("environment", "baseline elsewhere", put(BASE, "/environment/kernel", "5.4")),
    ("environment", "other system", put(PAIR, "/before/environment/os", "Windows")),
    ("command", "less work", put(PAIR, "/after/command", ["python", "-m", "store.bench"])),
    ("command", "other seed", put(PAIR, "/before/command/4", "8")),
    ("command", "baseline", put(BASE, "/command/0", "pypy")),
    ("unchanged", "same samples", like_before(lambda old: old)),
    ("unchanged", "shuffled", like_before(lambda old: old[::-1])),
    ("unchanged", "scaled", like_before(lambda old: [round(x / 6, 6) for x in old])),
    ("unchanged", "shifted", like_before(lambda old: [x - 1 for x in old])),
    ("unchanged", "mostly the same", like_before(lambda old: [x / 7 for x in old[:60]] + old[60:])),
    ("series", "constant", samples(AFTER, lambda old: old[:1] * len(old))),
    ("series", "rounded", samples(BEFORE, lambda old: [round(x, 1) for x in old])),
    ("series", "repeated", samples(AFTER, lambda old: old[:10] * 20)),
    ("series", "sorted", samples(AFTER, sorted)),
    ("series", "zero", samples(AFTER, lambda old: [0, *old[1:]])),
    ("series", "negative", samples(BEFORE, lambda old: [*old[1:], -1])),
    ("units", "claims in seconds", put(PAIR, "/after/benchmarks/0/unit", "s")),
    ("units", "claims in us", put(BASE, "/benchmarks/0/unit", "us")),
    ("units", "samples in us", put(AFTER, "/unit", "us")),
    ("units", "samples in s", put(BEFORE, "/unit", "s")),
    ("units", "p99 in s", scaled(PAIR, "/after/benchmarks/0/p99", 0.001)),
    ("units", "no time at all", put(PAIR, "/before/finished", "2026-01-03T00:00:00Z")),
    ("time", "created in the future", put("manifest.json", "/created", "2099-01-01T00:00:00Z")),
    ("time", "finished in the future", put(BASE, "/finished", "2099-01-01T00:00:00Z")),
    ("time", "finished first", put(PAIR, "/after/finished", "2026-01-01T00:00:00Z")),
    ("time", "created first", put("manifest.json", "/created", "2026-01-01T00:00:00Z")),
    ("time", "profile of tomorrow", put("profile-after.json", "/started", "2099-01-01T00:00:00Z")),
    ("overhead", "overhead", scaled(TAIL, "/overhead_percent", 0.5)),
    ("overhead", "impact", put(TAIL, "/p99_impact_percent", 0.01)),
    ("overhead", "budget", put(TAIL, "/budget_percent", 50)),
    ("claim", "nothing proven", unproven),
    ("claim", "worse", put(PAIR, "/improvements/1/high", -1)),
    ("lever_ratio", "no ratio of the lever", put(PAIR, "/ratios/0/lever", None)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "how", "forge"), FORGERIES, ids=[f"{r}: {h}" for r, h, _ in FORGERIES]
)
def test_forgeries_are_told(rule: str, how: str, forge: Callable[[Files], Files]) -> None:
    facts = facts_of(forge(make()))
    assert facts.bundle is not None
    assert facts.bundle.problems == (), how
    problems = found_by(rule, facts)
    assert problems, rules_that_find(facts)
    for problem in problems:
        assert problem.place.path.startswith("evidence/")
        assert "expected " in problem.message
        assert ", found " in problem.message
        assert ".json#/" in problem.message
        told = problem.subject or problem.place.path.split("/")[1]
        assert told.startswith(("ART-0", "PRF-0", "samples", "manifest.json"))


HONEST: list[dict[str, object]] = [
    {},
    {"seed": 2, "samples": 100},
    {"samples": 100_000},
    {"samples": 3},
    {"samples": 1},
    {"spread": 0.5},
    {"spread": 0.001, "digits": 6},
    {"method": "linear"},
    {"method": "hdr"},
    {"throughput": "wall"},
    {"operations": 1000},
    {"unit": "s", "digits": 6},
    {"median": 3.0, "unit": "s", "digits": 3},
    {"median": 3e-5, "unit": "us", "digits": 2},
    {"median": 2e-7, "unit": "ns", "digits": 0},
    {"benchmarks": ("lookup", "parse", "cold-start")},
    {"not_applicable": ("ART-04", "ART-05")},
    {"without": ("ART-02",)},
    {"overhead": 0.2},
    {"overhead_statistic": "mean"},
    {"coverage_format": "cobertura"},
    {"stacks": False},
    {"flamegraph": False},
    {"cold_start": False},
]


@pytest.mark.parametrize("options", HONEST, ids=str)
def test_honest_bundles_raise_nothing(options: dict[str, object]) -> None:
    for seed in (1, 2, 3):
        levers = ("LEV-01",) if options.get("median") is None and "samples" not in options else ()
        facts = facts_of(make(**{"seed": seed, "levers": levers, **options}))
        # p99 of few samples, or of a coarse clock, is a maximum; with much noise a lever may slip
        assert rules_that_find(facts) - {"tail"} <= set(), options


@pytest.mark.parametrize("rule", RULES)
def test_no_bundle_no_finding(rule: str) -> None:
    facts = facts_of(make())
    assert found_by(rule, facts._replace(bundle=None)) == []
    assert found_by(rule, facts_of({})) == []


def test_a_percentile_names_both_values_method_and_pointer() -> None:
    files = make()
    old = value(files, PAIR, "/after/benchmarks/0/p99")
    assert isinstance(old, float)
    (problem,) = found_by(
        "percentiles", facts_of(doctored(files, PAIR, "/after/benchmarks/0/p99", old + 0.01))
    )
    for word in (
        'p99 of "lookup" after', f"{old + 0.01:.4f} ms claimed", "200 samples", AFTER,
        "nearest-rank", "ART-03, comparison.json#/after/benchmarks/0/p99",
    ):  # fmt: skip
        assert word in problem.message
    line = files[PAIR].decode().splitlines()[problem.place.line - 1]
    assert '"p99"' in line


def test_half_a_unit_of_the_last_digit_is_let_pass() -> None:
    files = make(digits=6)
    old = value(files, PAIR, "/after/benchmarks/0/p50")
    assert isinstance(old, float)
    for digits in (2, 3, 4, 5):
        coarse = doctored(files, PAIR, "/after/benchmarks/0/p50", round(old, digits))
        assert found_by("percentiles", facts_of(coarse)) == []
        off = doctored(files, PAIR, "/after/benchmarks/0/p50", round(old, digits) + 2 * 10**-digits)
        assert len(found_by("percentiles", facts_of(off))) == 1


def test_histograms_round_upwards_only() -> None:
    files = make(method="hdr")
    old = value(files, PAIR, "/after/benchmarks/0/p50")
    assert isinstance(old, float)
    for factor, told in ((1.0009, 0), (0.9991, 1), (1.01, 1)):
        forged = doctored(files, PAIR, "/after/benchmarks/0/p50", old * factor)
        assert len(found_by("percentiles", facts_of(forged))) == told


@pytest.mark.parametrize(
    ("pointer", "new"),
    [
        ("operations", 999),
        ("wall_seconds", 1e-6),
        ("wall_seconds", 9999.5),
        ("ops_per_second", 1.0),
    ],
)
def test_throughput_over_wall_time(pointer: str, new: float) -> None:
    where = f"/after/benchmarks/0/throughput/{pointer}"
    facts = facts_of(doctored(make(throughput="wall"), PAIR, where, new))
    problems = found_by("throughput", facts)
    assert any(f"#{where}" in problem.message for problem in problems)


def test_an_interval_that_no_samples_give() -> None:
    files = make(spread=0.2)
    percent = value(files, PAIR, "/improvements/0/percent")
    for field in ("low", "high"):
        files = doctored(files, PAIR, f"/improvements/0/{field}", percent)
    (problem,) = found_by("improvement", facts_of(files))
    assert "as its samples vary" in problem.message


def test_percentages_of_numbers_without_samples_follow_from_any_they_stand_for() -> None:
    files = make()
    for side, cold in (("before", 81.4), ("after", 74.2)):
        files = doctored(files, PAIR, f"/{side}/benchmarks/0/cold_start", cold)
    files = doctored(files, BASE, "/benchmarks/0/cold_start", 81.4)
    row = {"benchmark": "lookup", "metric": "cold_start", "low": 1, "high": 20, "confidence": 0.95}
    for percent, told in ((8.845, 0), (8.9, 0), (8.75, 0), (9.1, 1), (8.6, 1)):
        forged = doctored(files, PAIR, "/improvements/4", {**row, "percent": percent})
        assert len(found_by("improvement", facts_of(forged))) == told, percent


def test_peak_memory_is_compared_too() -> None:
    row = {
        "benchmark": "lookup",
        "metric": "peak_rss_bytes",
        "low": -20,
        "high": 0,
        "confidence": 0.9,
    }
    for percent, told in ((-10.0, 0), (-9.0, 1), (10.0, 1)):
        files = doctored(make(), PAIR, "/improvements/4", {**row, "percent": percent})
        assert bool(found_by("improvement", facts_of(files))) == bool(told)
