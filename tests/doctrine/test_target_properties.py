from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.doctrine.target import Role, canonical_wording, parse_target
from doctrine_check.doctrine.targets import statistics_in
from doctrine_check.limits import Comparator, Limit, Statistic, parse_quantity
from doctrine_check.statistics import percentile

SIGNS = {
    Comparator.LT: ("<", "under", "below", "less than"),
    Comparator.LE: ("<=", "≤", "=<", "at most", "no more than", "within", "up to", "not exceeding"),
    Comparator.GT: (">", "above", "more than"),
    Comparator.GE: (">=", "≥", "at least", "no less than"),
    Comparator.EQ: ("=", "exactly"),
}
NAMED = (
    *filter(None, map(percentile, ("5", "50", "75", "90", "95", "97", "99", "99.9", "99.95"))),
    Statistic.MEAN,
    Statistic.MAX,
    Statistic.MIN,
)
STATISTICS = {statistic: (statistic.value,) for statistic in NAMED} | {
    Statistic.P99: ("p99", "P99", "p(99)", "99th percentile"),
    Statistic.P999: ("p99.9", "p999", "99.9th percentile"),
    Statistic.P50: ("p50", "median", "50th percentile"),
    Statistic.MAX: ("max", "maximum", "worst case", "worst-case"),
}
UNITS = ("ns", " µs", "us", "ms", " milliseconds", " s", "%", " percent", " MB", "KiB", " rps")


@given(st.data())
def test_a_rendered_limit_is_read_again(data: st.DataObject) -> None:
    pick = data.draw
    statistic = pick(st.sampled_from(NAMED))
    comparator = pick(st.sampled_from(Comparator))
    number = pick(st.decimals(0, 10**6, places=2).map(lambda n: f"{n:,}"))
    written = number + pick(st.sampled_from(UNITS))
    measure = pick(st.sampled_from(("Cold-start", "diff generation", "RSS of the hot path", "")))
    name = pick(st.sampled_from(STATISTICS[statistic]))
    sign = pick(st.sampled_from(SIGNS[comparator]))
    text = pick(
        st.sampled_from(
            (
                f"{measure} {name} {sign} {written}",
                f"{name} {measure} {sign} {written}",
                f"{measure} {sign} {written} {name}",
                f"{measure}: {sign} {written} ({name})",
                f"{measure} ({sign} {written}, {name}) for typical workloads.",
            )
        )
    )
    quantity = parse_quantity(written)
    assert quantity is not None
    facts = parse_target(text)
    assert [fact.limit for fact in facts.limits] == [
        Limit(measure, statistic, comparator, quantity)
    ]
    assert facts.statistics == (statistic,)
    assert facts.measurable


PIECES = (
    "p99 p50 / , and ( ) . ; - < <= > not exceed under at most within if max of 5 10 1,000 ms s % "
    "x 5-10x 100ms 5% to between from budget samples cycles sizes modules the or less 99th times"
)


@given(
    st.one_of(
        st.text(max_size=80), st.lists(st.sampled_from(PIECES.split()), max_size=25).map(" ".join)
    )
)
def test_no_text_breaks_the_reader(text: str) -> None:
    facts = parse_target(text)
    for fact in facts.limits:
        assert 0 <= fact.start < fact.end <= len(text)
        assert fact.comparator is None or fact.role is Role.LIMIT
    assert len(set(facts.statistics)) == len(facts.statistics)
    assert facts.measurable is any(fact.role is not Role.SETTING for fact in facts.limits)
    assert canonical_wording(text) == canonical_wording(f"  {text}\n")
    assert statistics_in(text) == facts.statistics


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "<",
        "p9",
        "1-",
        "(1, ",
        "1,",
        "-",
        "p99/",
        "5-10x ",
        "not ",
        "max of ",
        "1e",
        ".5",
        "1/",
    ],
)
def test_hostile_lengths_return(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    facts = parse_target(text)
    assert all(fact.quantity.dimension.value == "ratio" for fact in facts.limits)
    assert facts.samples is None
