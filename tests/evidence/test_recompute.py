from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.config import Config, HotPath
from doctrine_check.evidence.budgets import answers, answers_for, keeps
from doctrine_check.evidence.bundle import read_bundle
from doctrine_check.evidence.members import Members
from doctrine_check.evidence.recompute import (
    Value,
    claims_of,
    follows,
    magnitude,
    percent_better,
    percent_more,
    throughput,
    times_better,
    value_of,
)
from doctrine_check.evidence.written import Written
from doctrine_check.findings import Outcome
from doctrine_check.limits import Comparator
from tests.evidence.bundles import make
from tests.evidence.rule_scene import edited_law, law_of

if TYPE_CHECKING:
    from doctrine_check.evidence.bundle import Bundle


def bundle(**options: object) -> Bundle:
    return read_bundle(Members(make(**options)), "evidence")


def test_claims_stand_beside_their_samples() -> None:
    claims = claims_of(bundle())
    assert [(claim.artifact, claim.side) for claim in claims.claims] == [
        ("ART-01", "before"),
        ("ART-03", "before"),
        ("ART-03", "after"),
        ("ART-05", "uninstrumented"),
        ("ART-05", "instrumented"),
    ]
    assert all(claim.series is not None for claim in claims.claims)
    assert [(before.side, after.side) for before, after in claims.compared()] == [
        ("before", "after")
    ]


def test_another_bundle_has_other_claims() -> None:
    one, other = bundle(), bundle(seed=9)
    assert claims_of(one) is claims_of(one)
    assert claims_of(one).series != claims_of(other).series
    assert claims_of(read_bundle(Members({}), "x")).claims == ()


@pytest.mark.parametrize("unit", ["ns", "us", "ms", "s"])
def test_times_are_in_seconds(unit: str) -> None:
    decimals = {"ns": 0, "us": 3, "ms": 6, "s": 9}[unit]
    claims = claims_of(bundle(unit=unit, digits=decimals))
    before, _ = next(claims.compared())
    value = value_of(before, "p50", claims.method)
    assert value is not None
    assert value.exact == pytest.approx(0.002, rel=0.02)
    assert value.written == pytest.approx(value.exact, abs=1.1 * value.half)
    cold = value_of(before, "cold_start", claims.method)
    assert cold is not None
    assert cold.exact is None
    assert cold.written == pytest.approx(0.081)
    memory = value_of(before, "peak_rss_bytes", claims.method)
    assert memory == Value(41_943_040, 41_943_040, 0)


def test_throughput_by_both_definitions() -> None:
    for definition in ("inverse-mean", "wall"):
        claims = claims_of(bundle(throughput=definition, operations=10))
        claim = next(claims.of("ART-03", "after"))
        assert claim.measured is not None
        found = throughput(claim)
        assert found is not None
        assert found == pytest.approx(10 / (0.002 / 6), rel=0.05)
        assert claim.measured.throughput.ops_per_second.stands_for(found)


def test_better_is_less_time_and_more_throughput() -> None:
    assert percent_better("p50", 40, 30) == 25
    assert percent_better("ops_per_second", 40, 30) == -25
    assert times_better("p50", 40, 10) == 4
    assert times_better("ops_per_second", 10, 40) == 4
    assert percent_more(20, 21) == 5
    assert percent_better("p50", 0, 1) is percent_more(0, 1) is times_better("p50", 1, 0) is None


@given(
    st.floats(1, 1000),
    st.floats(1, 1000),
    st.integers(0, 6),
    st.sampled_from(["p50", "ops_per_second"]),
)
def test_what_was_derived_honestly_follows(
    before: float, after: float, digits: int, metric: str
) -> None:
    percent = percent_better(metric, before, after)
    assert percent is not None
    values = Value(before, round(before, 2), 0.005), Value(after, round(after, 2), 0.005)

    def formula(one: float, other: float) -> float | None:
        return percent_better(metric, one, other)

    claimed = Written(f"{percent:.{digits}f}")
    assert follows(claimed, formula, *values)
    bare = [value._replace(exact=None) for value in values]
    if min(before, after) > 10:
        assert follows(claimed, formula, *bare)
    step = 10.0**-digits
    far = percent + 2 * step + 0.02 * (100 + abs(percent))
    assert not follows(Written(f"{far:.{digits + 1}f}"), formula, *values)


def test_a_coarse_number_without_samples_is_taken_at_its_word() -> None:
    coarse = Value(None, 40.0, 5.0), Value(None, 30.0, 5.0)
    assert follows(Written("25"), percent_more, coarse[1], coarse[0]) is False
    assert follows(Written("33"), percent_more, coarse[1], coarse[0])


@pytest.mark.parametrize(
    ("claimed", "found", "power"),
    [
        (41.2, 41_200, 1),
        (41.2, 0.0412, -1),
        (1, 1e6, 2),
        (1, 1e9, 3),
        (41.2, 41.9, 0),
        (0, 1, 0),
        (1, 500, 0),
    ],
)
def test_powers_of_a_thousand(claimed: float, found: float, power: int) -> None:
    assert magnitude(claimed, found) == power


@pytest.mark.parametrize(
    ("benchmark", "principles"),
    [
        ("cold-start", {"PRF-01"}),
        ("cold_start of lint", {"PRF-01"}),
        ("coldstart", set()),
        ("startup", {"PRF-01"}),
        ("prf-04/10 modules", {"PRF-04"}),
        ("prf04", {"PRF-04"}),
        ("PRF-004", set()),
        ("PRF-040", set()),
        ("extension churn", {"PRF-02"}),
        ("diff", {"PRF-04"}),
        ("compatibility diff generation", {"PRF-04"}),
        ("different", set()),
        ("lookup", set()),
        ("p99 latency", set()),
        ("", set()),
    ],
)
def test_names_bind_benchmarks_to_principles(benchmark: str, principles: set[str]) -> None:
    law = law_of()
    bound = {
        str(principle.id)
        for principle in law.doctrine.principles
        if answers_for(benchmark, principle, law, Config())
    }
    assert bound == principles


def test_subsystems_bind_benchmarks_to_principles() -> None:
    law = law_of()
    config = Config(hot_paths=(HotPath("src/**", "Policy engine", principles=("PRF-02",)),))
    churn = law.doctrine.principles[1]
    assert answers_for("policy engine decide", churn, law, config)
    assert not answers_for("policy decide", churn, law, config)
    assert answers_for("Migration scanner throughput", law.doctrine.principles[3], law, Config())


def test_limits_are_met_broken_or_open() -> None:
    for median, samples, outcome in (
        (0.3, 100, Outcome.PASS),
        (0.3, 99, Outcome.UNAVAILABLE),
        (1.5, 100, Outcome.FAIL),
        (1.5, 10, Outcome.FAIL),
    ):
        made = bundle(benchmarks=("cold-start",), median=median, samples=samples, spread=0.02)
        found = [one for one in answers(made, law_of(), Config()) if str(one.principle) == "PRF-01"]
        assert [one.outcome for one in found] == [outcome]
        assert (found[0].needed, found[0].samples) == (100, samples)


def test_overhead_answers_for_its_limit() -> None:
    for overhead, outcome in ((0.02, Outcome.PASS), (0.2, Outcome.WAIVED)):
        (found,) = answers(bundle(overhead=overhead), law_of(), Config())
        assert (str(found.principle), found.outcome) == ("PRF-03", outcome)
        assert found.estimate == pytest.approx(100 * overhead, abs=2.5)
    strict = edited_law("< 5% overhead", "< 0.1% overhead")
    assert answers(bundle(), strict, Config())[0].outcome is Outcome.FAIL


def test_limits_on_throughput_are_kept_from_above() -> None:
    law = edited_law("Cold-start < 100ms at p99", "Lookup throughput >= 4,000 ops/s")
    for speedup, outcome in ((20.0, Outcome.PASS), (2.0, Outcome.FAIL)):
        found = answers(bundle(benchmarks=("prf-01",), speedup=speedup), law, Config())
        assert [one.outcome for one in found if str(one.principle) == "PRF-01"] == [outcome]


def test_a_value_on_the_limit_keeps_only_what_includes_it() -> None:
    assert keeps(Comparator.LE, 0.1 + 2e-17, 0.1)
    assert keeps(Comparator.GE, 0.1, 0.1)
    assert not keeps(Comparator.LT, 0.1, 0.1)
    assert not keeps(Comparator.GT, 0.1, 0.1)
    assert keeps(Comparator.GT, 0.2, 0.1)
    assert not keeps(Comparator.LE, 0.2, 0.1)
