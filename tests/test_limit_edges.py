"""Quantities as messages write them, what is no rate, and the order of the statistics."""

from __future__ import annotations

import pytest

from doctrine_check.limits import parse_quantity, quantity_at, tokenize
from doctrine_check.statistics import Statistic


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0.2%", "0.2 %"),
        ("0.125 %", "0.125 %"),
        ("12.6x", "12.6x"),
        ("2.05 ms", "2.05 ms"),
        ("0.7 ms", "700 µs"),
        ("0.5 ops/s", "30/min"),
    ],
)
def test_a_quantity_with_a_finite_decimal_is_written_as_one(text: str, shown: str) -> None:
    assert str(parse_quantity(text)) == shown


@pytest.mark.parametrize("text", ["50 requests per MB", "50 MB/MB", "50 MB per page", "3 ms/s per"])
def test_what_is_counted_for_anything_but_a_time_is_no_rate(text: str) -> None:
    assert parse_quantity(text) is None


def test_statistics_stand_in_the_order_of_what_they_leave_out() -> None:
    backwards = [
        Statistic.MAX,
        Statistic.P999,
        Statistic.P99,
        Statistic.P95,
        Statistic.P90,
        Statistic.P50,
        Statistic.MEAN,
        Statistic.MIN,
    ]
    assert sorted(backwards) == backwards[::-1]
    assert len({statistic.rank for statistic in backwards}) == len(backwards)


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("5 times faster", True),
        ("3 times smaller memory", True),
        ("2 times average speedup", True),
        ("5 times a day", False),
        ("4 times album load", False),
        ("2 times per speedup", False),
        ("4 times", False),
    ],
)
def test_a_number_of_times_is_a_ratio_only_where_something_is_compared(
    text: str, ratio: bool
) -> None:
    reading = quantity_at(tokenize(text), 0)
    assert (reading is not None) is ratio
    assert reading is None or str(reading.quantity) == f"{text[0]}x"
