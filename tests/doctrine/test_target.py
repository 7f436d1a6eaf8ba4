from __future__ import annotations

import pytest

from doctrine_check.doctrine.target import (
    LimitFact,
    Role,
    TargetFacts,
    canonical_wording,
    parse_statistic,
    parse_target,
)
from doctrine_check.limits import Comparator, Limit, Statistic, parse_quantity


def shown(fact: LimitFact) -> str:
    """A fact as ``measure|statistic|comparator|quantity`` with what else it has behind."""
    statistic = fact.statistic.value if fact.statistic else ""
    sign = fact.comparator.value if fact.comparator else ""
    text = f"{fact.measure}|{statistic}|{sign}|{fact.quantity}"
    text += f"|of {fact.base}" if fact.base else ""
    return text + ("" if fact.role is Role.LIMIT else f"|{fact.role.value}")


LIMITS = [
    ("Cold-start < 100ms for migration and CI loops", "Cold-start||<|100 ms"),
    (
        "Cold-start benchmark in CI with 100ms p99 threshold",
        "Cold-start benchmark in CI|p99||100 ms",
    ),
    (
        "Security instrumentation adds < 5% overhead to hot-path operations",
        "Security instrumentation||<|5 %|of hot-path operations",
    ),
    (
        "Instrumentation overhead benchmark with 5% threshold",
        "Instrumentation overhead benchmark|||5 %",
    ),
    (
        "Security instrumentation < 5% of hot-path budget",
        "Security instrumentation||<|5 %|of hot-path budget",
    ),
    (
        "Compatibility diff generation < 500ms for typical workloads",
        "Compatibility diff generation||<|500 ms",
    ),
    (
        "Compatibility diff\ngeneration <\n500\tms for typical workloads",
        "Compatibility diff generation||<|500 ms",
    ),
    ("Diff generation benchmark with 500ms p99 threshold", "Diff generation benchmark|p99||500 ms"),
    (
        "The 5% budget is measured against uninstrumented baseline for each hot path",
        "|||5 %|of uninstrumented baseline",
    ),
    ("Justification if overhead exceeds 5% budget", "overhead|||5 %|condition"),
    ("p99 below 0.1 s", "|p99|<|100 ms"),
    ("latency must not exceed 250 µs at the 99.9th percentile", "latency|p99.9|<=|250 µs"),
    ("at most 50 MB peak RSS", "peak RSS||<=|50 MB"),
    (">= 10,000 ops/sec", "||>=|10000/s"),
    ("no more than 3 seconds", "||<=|3 s"),
    ("100 ms or less", "||<=|100 ms"),
    ("fewer than 100 ms", "||<|100 ms"),
    ("≤100ms", "||<=|100 ms"),
    ("(< 100 ms, p99)", "|p99|<|100 ms"),
    # Comparators in words and signs.
    ("latency under 5 s", "latency||<|5 s"),
    ("latency is less than 5 s", "latency||<|5 s"),
    ("latency =< 5 s", "latency||<=|5 s"),
    ("latency up to 5 s", "latency||<=|5 s"),
    ("latency within 5 s", "latency||<=|5 s"),
    ("latency within a limit of 5 s", "latency||<=|5 s"),
    ("a maximum of 5 s", "||<=|5 s"),
    ("max 5 s", "||<=|5 s"),
    ("5 s max", "||<=|5 s"),
    ("latency 5 s at most", "latency||<=|5 s"),
    ("latency is not more than 5 s", "latency||<=|5 s"),
    ("latency does not exceed 5 s", "latency||<=|5 s"),
    ("never exceeding 5 s", "||<=|5 s"),
    ("latency mustn't be over 5 s", "latency||<=|5 s"),
    ("latency mustn’t be over 5 s", "latency||<=|5 s"),
    ("no slower than 5 s", "||<=|5 s"),
    ("less than or equal to 5 s", "||<=|5 s"),
    ("more than or equal to 5 rps", "||>=|5/s"),
    ("throughput ≥ 5 rps", "throughput||>=|5/s"),
    ("throughput at least 5 rps", "throughput||>=|5/s"),
    ("throughput no less than 5 rps", "throughput||>=|5/s"),
    ("throughput never below 5 rps", "throughput||>=|5/s"),
    ("throughput must exceed 5 rps", "throughput||>|5/s"),
    ("throughput above 5 rps", "throughput||>|5/s"),
    ("5 rps or more", "||>=|5/s"),
    ("latency = 5 s", "latency||=|5 s"),
    ("sub-100ms latency", "latency||<|100 ms"),
    ("latency -> 100 ms", "latency|||100 ms"),
    ("under about 5 s", "||<|5 s"),
    ("within the p99 threshold of 5 s", "|p99|<=|5 s"),
    ("regression ≤ +15%", "regression||<=|15 %"),
    ("change ≥ −10%", "change||>=|-10 %"),
    # A condition names the limit, it is none.
    ("Alert if p99 latency > 100 ms", "latency|p99||100 ms|condition"),
    ("fails when throughput drops below 10k ops/s", "throughput|||10000/s|condition"),
    ("overhead that exceeds 5% needs a reason", "overhead|||5 %|condition"),
    ("when idle, p99 < 5 ms", "idle|p99|<|5 ms"),
    # Statistics.
    ("99th percentile below 5 ms", "|p99|<|5 ms"),
    ("latency < 5 ms (p95)", "latency|p95|<|5 ms"),
    ("p(95)<5 ms", "|p95|<|5 ms"),
    ("median latency < 5 ms", "latency|p50|<|5 ms"),
    ("mean latency < 5 ms", "latency|mean|<|5 ms"),
    ("worst-case latency < 5 ms", "latency|max|<|5 ms"),
    ("maximum latency < 5 ms", "latency|max|<|5 ms"),
    ("The p99.9 should be kept ≤ 1s.", "|p99.9|<=|1 s"),
    # Ranges and settings.
    ("between 50 ms and 100 ms", "||>=|50 ms", "||<=|100 ms"),
    ("adds 3–5% overhead", "overhead||>=|3 %", "overhead||<=|5 %"),
    ("cuts start-up from 200 ms to 100 ms", "cuts start-up|||100 ms"),
    ("Phase 1 - 100 ms", "Phase|||100 ms"),
    ("start-up — 100 ms", "start-up|||100 ms"),
    ("p99 < 5 ms at 1,000 rps", "|p99|<|5 ms", "|||1000/s|setting"),
    ("p99 < 5 ms averaged over 5 minutes", "|p99|<|5 ms", "|||5 min|setting"),
    ("scans 10 MB files in < 2 s", "scans|||10 MB|setting", "files||<|2 s"),
    # Several limits.
    (
        "Cold-start p50 < 10 ms, p99 < 100ms; memory under 50 MiB",
        "Cold-start|p50|<|10 ms",
        "Cold-start|p99|<|100 ms",
        "memory||<|50 MiB",
    ),
    ("10 ms p50, 100 ms p99", "|p50||10 ms", "|p99||100 ms"),
    ("p95 and p99 below 5 ms", "|p95|<|5 ms", "|p99|<|5 ms"),
    ("memory ≤ 1.5 GiB peak, CPU < 80 %", "memory||<=|1.5 GiB", "CPU||<|80 %"),
    # What a percentage is taken of.
    ("within 5% of the baseline", "||<=|5 %|of baseline"),
    ("overhead < 5% compared to main", "overhead||<|5 %|of main"),
    ("overhead < 5% vs. plain build", "overhead||<|5 %|of plain build"),
    ("at least 2x faster than baseline", "||>=|2x|of baseline"),
    (
        "overhead relative to the old release stays < 5%",
        "overhead relative to the old release||<|5 %|of old release",
    ),
]


@pytest.mark.parametrize("row", LIMITS, ids=lambda row: row[0])
def test_limits(row: tuple[str, ...]) -> None:
    facts = parse_target(row[0])
    assert [shown(fact) for fact in facts.limits] == list(row[1:])
    assert facts.measurable


@pytest.mark.parametrize(
    "text",
    [
        "",
        "p99 latency remains within per-subsystem budget under realistic extension churn patterns",
        "p99 latency under churn workload (100 extension add/remove cycles), compared to baseline",
        "Time to generate diff for representative workload sizes (10, 100, 1000 modules)",
        "5-10x speedup for incremental compatibility checks",
        "All 4 core principles have measurable metrics",
        'PRF-01 and ART-05 of "10.6", Section 7.3, MS-01, p95, 2024-01-15, v1.2.3',
        "10.15 (Asupersync), top-10 hotspots, Node 20, 1920x1080",
        "100 msgs, 5 m, 100 Mb",
        "p99 < 100",
        "1/2 s",
        "1 000 ms",
        "p50/p95/p99 < 10/50/100 ms",
        "p50, p95, p99 of 10, 50, 100 ms",
        "at least 100 samples over 10 runs",
        "averaged over 5 minutes",
        "1" * 41 + " ms",
    ],
)
def test_nothing_that_could_be_kept(text: str) -> None:
    facts = parse_target(text)
    assert [fact for fact in facts.limits if fact.role is not Role.SETTING] == []
    assert not facts.measurable


@pytest.mark.parametrize(
    ("text", "statistics"),
    [
        ("measured with p50/p95/p99 breakdown", "p50 p95 p99"),
        ("P99, p99 and the 99th percentile", "p99"),
        ("95th and 99th percentile", "p95 p99"),
        ("p99.9, p999, p(99)", "p99.9 p99"),
        ("median, mean, average, worst case, minimum", "p50 mean max min"),
        ("p97, P75, p99.99, p01", "p97 p75 p99.99 p01"),
        ("97th percentile, p(75), p (99.5)", "p97 p75 p99.5"),
        ("75th and 97th percentiles", "p75 p97"),
        ("the 1st, 2nd and 99.5th percentile", "p01 p02 p99.5"),
        ("p9999 and p99.99, p999", "p99.99 p99.9"),
        ("p99.90, p99.9", "p99.9"),
        ("P1, p9, p995, p100, p00, xp99, p99x, 99th, 5 min, max 5 ms", ""),
        ("100th percentile, p(100), p(x), p(9, p.9, p99.9.9, p٩٩, p_99", ""),
    ],
)
def test_statistics(text: str, statistics: str) -> None:
    assert " ".join(found.value for found in parse_target(text).statistics) == statistics


def test_one_statistic() -> None:
    names = ["P99", "99th percentile", "p99.9", "median", "average", "worst case", "p(95)"]
    found = [Statistic.P99, Statistic.P99, Statistic.P999, Statistic.MEDIAN, Statistic.MEAN]
    assert [parse_statistic(name) for name in names] == [*found, Statistic.MAX, Statistic.P95]
    assert [parse_statistic(name) for name in ("", "p99 latency", "p9", "99")] == [None] * 4


@pytest.mark.parametrize(
    ("text", "samples"),
    [
        ("measured across 100 samples with p50", 100),
        ("across 1,000 samples", 1000),
        ("100 runs", 100),
        ("100 independent runs", 100),
        ("100-sample run", 100),
        ("100+ samples", 100),
        ("n=100", 100),
        ("n = 100", 100),
        ("100 iterations", 100),
        ("100 measurements", 100),
        ("sample size of 100", 100),
        ("samples: 100", 100),
        ("samples >= 100", 100),
        ("5 warm-up runs, then 100 runs", 100),
        ("100 ms over 30 runs", 30),
        ("100 samples per second", None),
        ("100 modules", None),
        ("1.5 runs, 100th run", None),
        ("runs of 100 modules", None),
        ("v100 samples", None),
        ("one hundred samples", 100),
        ("across twenty-five runs", 25),
        ("a hundred samples", 100),
        ("one second per sample", None),
    ],
)
def test_samples(text: str, samples: int | None) -> None:
    assert parse_target(text).samples == samples


@pytest.mark.parametrize(
    ("text", "cycles"),
    [
        ("workload (100 extension add/remove cycles), compared", 100),
        ("100 cycles", 100),
        ("1,000 churn cycles", 1000),
        ("100 CPU cycles", None),
        ("100 samples of cycles", None),
    ],
)
def test_cycles(text: str, cycles: int | None) -> None:
    assert parse_target(text).cycles == cycles


@pytest.mark.parametrize(
    "text",
    [
        "sizes (10, 100, 1000 modules)",
        "sizes 10/100/1000 modules",
        "sizes of 10, 100 and 1000 modules",
        "measured at 10, 100, and 1000 modules",
        "(10, 100, 1,000 modules)",
        "(10,100,1000 modules)",
    ],
)
def test_sizes(text: str) -> None:
    facts = parse_target(text)
    assert facts.sizes == (10, 100, 1000)
    assert facts.size_unit == "modules"


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("sizes 10, 100 and 1000", (10, 100, 1000)),
        ("sections 7.1, 7.2 and 7.3", ()),
        ("10/50/100 ms", ()),
        ("2 and 3 principles", ()),
        ("2024-01-15", ()),
    ],
)
def test_lists_without_a_unit(text: str, sizes: tuple[int, ...]) -> None:
    facts = parse_target(text)
    assert (facts.sizes, facts.size_unit) == (sizes, None)


@pytest.mark.parametrize(
    ("text", "low", "high", "noun"),
    [
        ("5-10x speedup for checks", "5x", "10x", "speedup"),
        ("5–10× speedup", "5x", "10x", "speedup"),
        ("1.5-3x throughput improvement under load", "1.5x", "3x", "throughput improvement"),
        ("2-5x faster conformance comparison.", "2x", "5x", "faster"),
        ("3-8x latency reduction for hostcalls", "3x", "8x", "latency reduction"),
        ("5x to 10x", "5x", "10x", ""),
        ("5 to 10 times", "5x", "10x", ""),
        ("5 to 10 times faster", "5x", "10x", "faster"),
        ("between 5x and 10x", "5x", "10x", ""),
        ("3x", "3x", "3x", ""),
        ("a speedup of 5-10x", "5x", "10x", "speedup"),
        ("10-5x speedup", "10x", "5x", "speedup"),
        ("from 5x up to 10x", "5x", "10x", ""),
        ("3 to 8 times latency reduction", "3x", "8x", "latency reduction"),
        ("3 times throughput improvement", "3x", "3x", "throughput improvement"),
        ("three times faster", "3x", "3x", "faster"),
    ],
)
def test_ratios(text: str, low: str, high: str, noun: str) -> None:
    facts = parse_target(text)
    assert facts.ratio is not None
    assert (facts.ratio.low, facts.ratio.high) == (parse_quantity(low), parse_quantity(high))
    assert facts.ratio.backwards is (text[:4] == "10-5")
    assert facts.ratio_of == noun


@pytest.mark.parametrize("text", ["1920x1080", "5 to 10 times per second", "3 x 4", "max", "5-10"])
def test_no_ratio(text: str) -> None:
    assert parse_target(text).ratio is None


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("p99 stays within per-subsystem budget under churn", "per-subsystem budget"),
        ("p99 latency within budget under churn", "budget"),
        ("Churn benchmark with per-subsystem p99 budgets.", "per-subsystem p99 budgets"),
        ("p99 budget exceeded for subsystem", "p99 budget"),
        ("The 5% budget is measured", None),
        ("a budget of 100 ms", None),
        ("budget: 100 ms", None),
        ("< 5% of hot-path budget", None),
        ("budgeted", None),
    ],
)
def test_named_budgets(text: str, budget: str | None) -> None:
    assert parse_target(text).budget == budget


def test_offsets_cover_comparator_and_quantity() -> None:
    text = "Cold–start  ≤ 0.1 s, p95 5 ms or less"
    facts = parse_target(text).limits
    assert [text[fact.start : fact.end] for fact in facts] == ["≤ 0.1 s", "5 ms or less"]


def test_a_fact_gives_its_limit() -> None:
    quantity = parse_quantity("100 ms")
    assert quantity is not None
    (fact,) = parse_target("Cold-start p99 < 0.1 s").limits
    assert fact.limit == Limit("Cold-start", Statistic.P99, Comparator.LT, quantity)


def test_an_empty_text_has_no_facts() -> None:
    assert parse_target(" \n") == TargetFacts((), (), None, None, (), None, None, "", None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Start in 0.5s", "start  in\n500 ms."),
        ("migration/CI loops", "migration and CI loops"),
        ("migration & CI loops", "migration / CI loops"),
        ("<100ms", "< 0.1 s"),
        ("≤ 5%", "<= 5 percent"),
        ("“quoted” – text", '"quoted" - text'),
        ("5–10× speedup", "5x to 10x speedup!"),
        ("1,000 samples", "1000 samples"),
        ("a, b, and c", "a, b and c"),
        ("10,000 ops/sec", "10k ops per second"),
        ("limit — fixed", "limit - fixed"),
    ],
)
def test_harmless_differences_vanish(one: str, other: str) -> None:
    assert canonical_wording(one) == canonical_wording(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("migration/CI loops", "migration or CI loops"),
        ("100 ms", "100 s"),
        ("< 100 ms", "<= 100 ms"),
        ("1 KB", "1 KiB"),
        ("10 ops/s", "10 requests/s"),
        ("p99 budget exceeded", "p99 budget exceeded for subsystem"),
        ("PRF-01", "PRF-001"),
        ("10.6", "10.60"),
        ("10/50 ms", "10 ms and 50 ms"),
    ],
)
def test_real_differences_stay(one: str, other: str) -> None:
    assert canonical_wording(one) != canonical_wording(other)


@pytest.mark.parametrize("row", LIMITS, ids=lambda row: row[0])
def test_canonical_wording_is_stable_and_says_the_same(row: tuple[str, ...]) -> None:
    wording = canonical_wording(row[0])
    assert canonical_wording(wording) == wording
    meant = [(f.statistic, f.comparator, f.quantity, f.role) for f in parse_target(row[0]).limits]
    kept = [(f.statistic, f.comparator, f.quantity, f.role) for f in parse_target(wording).limits]
    assert kept == meant
