from __future__ import annotations

import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.limits import (
    Comparator,
    Dimension,
    Limit,
    Quantity,
    Statistic,
    parse_quantity,
    read_number,
)
from doctrine_check.statistics import percentile

SAME = [
    ("0.5s", "500 ms", "500ms", "500 milliseconds", "500,000 µs", "500000us", "5e2 ms", ".5 sec"),
    ("1 min", "60 s", "60,000 ms", "1 minute", "60 seconds", "60secs"),
    ("2 h", "120 min", "7200 s", "2 hours"),
    ("1 µs", "1 μs", "1000 ns", "1 us", "1 microsecond"),
    ("1 KB", "1000 B", "1000 bytes", "1 kB", "1 kilobyte"),
    ("1 KiB", "1024 B", "1024 bytes", "1 kibibyte"),
    ("1 GB", "1000 MB", "1,000,000 KB"),
    ("1 GiB", "1024 MiB", "1073741824 B"),
    ("5%", "5 %", "5 percent", "5-percent", "5.0 %", "5 pct"),
    ("1.5x", "1.5×", "1.5X", "1.50x"),
    ("10,000 ops/sec", "10000 ops/s", "10k ops/s", "10,000 operations per second", "10000 rps"),
    ("600 req/min", "10 req/s", "10 Hz", "36,000 requests per hour"),
    ("50 MB/s", "50,000 KB/s", "50 megabytes per second"),
]

DIFFERENT = [
    ("1 KB", "1 KiB"),
    ("1 MB", "1 MiB"),
    ("1 GB", "1 GiB"),
    ("5%", "5x"),
    ("5 s", "5 ms"),
    ("1 s", "1 min"),
    ("50 MB/s", "50 MB"),
    ("50 MB/s", "50 KB/s"),
    ("100 ms", "100.000001 ms"),
    ("-5 %", "5 %"),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda row: row[0])
def test_one_quantity_in_many_spellings(spellings: tuple[str, ...]) -> None:
    read = [parse_quantity(text) for text in spellings]
    assert None not in read
    assert len(set(read)) == 1
    assert len({str(quantity) for quantity in read}) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_quantities_that_must_not_be_confused(one: str, other: str) -> None:
    first, second = parse_quantity(one), parse_quantity(other)
    assert first is not None
    assert second is not None
    assert first != second
    assert str(first) != str(second)


@pytest.mark.parametrize(
    "text",
    [
        "", "ms", "100", "100 msgs", "5 m", "100 Mb", "100 Ms", "PRF-01", "v1.2.3", "1.2.3 ms",
        "1,5 s", "1,00 ms", "0,100 ms", "1 000 ms", "1/2 s", "10:30 s", "p95", "100ms5", "5%ile",
        "100%20", "2024-01-15 s", "$5 s", "#5 s", "nan ms", "inf s", "1e99 s", "1e-99 s",
        "10.6", "10.15 (Asupersync)", "1 2 s", "5 x 10", "0x5", "5 percentile", "top-10 s",
        "100 ms or so", "about 5 s", "5 of requests per second", "3 times a day",
        "1" * 41 + " ms", "1" * 4400 + " s", "١٠ ms", "²5 ms",
    ],
)  # fmt: skip
def test_no_quantity(text: str) -> None:
    assert parse_quantity(text) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0.1 s", "100 ms"),
        ("1500 ms", "1.5 s"),
        ("90 s", "90 s"),
        ("120 s", "2 min"),
        ("250us", "250 µs"),
        ("0.5 ns", "0.5 ns"),
        ("24 h", "24 h"),
        ("5.50%", "5.5 %"),
        ("10.0×", "10x"),
        ("1536 KiB", "1.5 MiB"),
        ("50000 KB", "50 MB"),
        ("100 req/min", "100/min"),
        ("10,000 ops/sec", "10000/s"),
        ("-0.25 %", "-0.25 %"),
        ("0 %", "0 %"),
    ],
)
def test_shown_in_the_usual_unit(text: str, shown: str) -> None:
    assert str(parse_quantity(text)) == shown


def test_one_value_is_one_quantity_however_it_was_written() -> None:
    first, second = parse_quantity("0.5 s"), parse_quantity("500 ms")
    assert first is not None
    assert first == second
    assert hash(first) == hash(second)
    assert first != parse_quantity("0.5 %")


def test_forty_digits_are_read_exactly() -> None:
    digits = "1" * 40
    assert parse_quantity(f"{digits} s") == Quantity.of(Dimension.TIME, int(digits))
    assert parse_quantity("0." + "1" * 39 + " s") == Quantity.of(
        Dimension.TIME, int("1" * 39), 10**39
    )


def test_quantities_are_ordered_within_a_dimension_only() -> None:
    short, long = Quantity.of(Dimension.TIME, 1, 3), Quantity.of(Dimension.TIME, 1, 2)
    assert short < long
    assert long > short
    assert short <= Quantity.of(Dimension.TIME, 2, 6) <= short
    assert not long <= short
    assert long >= short
    assert not short > long
    assert not short >= long
    assert max(long, short) is sorted([long, short])[1] is long
    other = Quantity.of(Dimension.SIZE, 1)
    for compare in (operator.lt, operator.le, operator.gt, operator.ge):
        with pytest.raises(TypeError, match="different dimensions"):
            compare(short, other)


def test_a_quantity_keeps_lowest_terms_and_refuses_a_bad_denominator() -> None:
    quantity = Quantity.of(Dimension.PERCENT, -50, 100)
    assert (quantity.numerator, quantity.denominator) == (-1, 2)
    assert quantity.as_float() == -0.5
    for denominator in (0, -1):
        with pytest.raises(ValueError, match="positive"):
            Quantity.of(Dimension.PERCENT, 1, denominator)


def test_a_value_without_finite_decimal_is_still_shown() -> None:
    assert str(Quantity.of(Dimension.TIME, 1, 7)) == "1/7"


def test_comparators_know_their_side_and_their_opposite() -> None:
    assert [sign for sign in Comparator if sign.upper] == [Comparator.LT, Comparator.LE]
    assert [sign.negated.value for sign in Comparator] == [">=", ">", "<=", "<", "="]
    assert all(sign.negated.negated is sign for sign in Comparator)


def test_the_median_is_p50() -> None:
    assert Statistic.MEDIAN is Statistic.P50
    assert Statistic.MEDIAN.value == "p50"


@pytest.mark.parametrize(
    ("digits", "value", "samples"),
    [
        ("50", "p50", 2),
        ("75", "p75", 4),
        ("90", "p90", 10),
        ("95", "p95", 20),
        ("97", "p97", 34),
        ("99", "p99", 100),
        ("99.0", "p99", 100),
        ("99.9", "p99.9", 1000),
        ("99.90", "p99.9", 1000),
        ("96.50", "p96.5", 29),
        ("99.95", "p99.95", 2000),
        ("99.99", "p99.99", 10_000),
        ("99.999999", "p99.999999", 100_000_000),
        ("5", "p05", 2),
        ("0.1", "p00.1", 2),
    ],
)
def test_any_percentile_is_one(digits: str, value: str, samples: int) -> None:
    found = percentile(digits)
    assert found is not None
    assert (found.value, found.samples, found.is_percentile) == (value, samples, True)
    assert found is percentile(digits + "0" * ("." in digits and len(digits) < 7))
    assert found is not Statistic.P90 or digits == "90"


@pytest.mark.parametrize(
    "digits",
    [
        "",
        "0",
        "00",
        "0.0",
        "100",
        "999",
        "9.",
        ".9",
        "99.9.9",
        "-5",
        "1e1",
        "٩٩",
        "99.٩",
        "²",
        "99.1234567",
    ],
)
def test_no_percentile(digits: str) -> None:
    assert percentile(digits) is None


def test_statistics_are_values_in_an_order() -> None:
    named = [Statistic.MIN, percentile("5"), Statistic.MEAN, Statistic.P50, percentile("75")]
    named += [Statistic.P90, Statistic.P95, percentile("97"), Statistic.P99, Statistic.P999]
    ordered = [*filter(None, named), Statistic.MAX]
    assert len(ordered) == 11
    shuffled = ordered[::2] + ordered[1::2]
    assert sorted(shuffled) == ordered
    assert len({*ordered, Statistic(*Statistic.P99)}) == 11
    assert Statistic(Statistic.P99.rank, "p99") == Statistic.P99
    extremes = (Statistic.MIN, Statistic.MEAN, Statistic.MAX)
    assert [(s.value, s.samples, s.is_percentile) for s in extremes] == [
        ("min", 1, False), ("mean", 1, False), ("max", 1, False),
    ]  # fmt: skip


def test_limits_are_equal_when_their_quantities_are() -> None:
    def limit(text: str) -> Limit:
        quantity = parse_quantity(text)
        assert quantity is not None
        return Limit("Cold-start", Statistic.P99, Comparator.LT, quantity)

    assert limit("0.1 s") == limit("100ms")
    assert limit("0.1 s") != limit("101ms")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,000", (1000, 1)),
        ("1,000.25", (100025, 100)),
        ("1e3", (1000, 1)),
        ("2.5E-3", (25, 10**4)),
        ("007", (7, 1)),
        ("1,0000", None),
        ("1000,000", None),
        (",5", None),
        ("", None),
        ("1.2.3", None),
        ("٣", None),
    ],
)
def test_read_number(text: str, value: tuple[int, int] | None) -> None:
    assert read_number(text) == value


UNITS = {
    Dimension.TIME: {"ns": (1, 10**9), "µs": (1, 10**6), "ms": (1, 1000), "s": (1, 1)}
    | {"min": (60, 1), "h": (3600, 1)},
    Dimension.SIZE: {"B": (1, 1), "KB": (1000, 1), "KiB": (1024, 1), "GiB": (1024**3, 1)},
    Dimension.PERCENT: {"%": (1, 1), " percent": (1, 1)},
    Dimension.RATIO: {"x": (1, 1)},
    Dimension.RATE: {" ops/s": (1, 1), " ops/min": (1, 60)},
}
decimals = st.decimals(0, 10**6, places=3).map(str)


@given(st.sampled_from(sorted(UNITS, key=str)), st.data(), decimals)
def test_any_value_in_any_unit_is_exact(dimension: Dimension, data: st.DataObject, n: str) -> None:
    unit, (above, below) = data.draw(st.sampled_from(sorted(UNITS[dimension].items())))
    whole, _, part = n.partition(".")
    exact = Quantity.of(dimension, int(whole + part) * above, 10 ** len(part) * below)
    read = parse_quantity(n + unit)
    assert read == exact
    assert hash(read) == hash(exact)
    assert parse_quantity(str(read)) == exact


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    quantity = parse_quantity(text)
    assert quantity is None or parse_quantity(str(quantity)) == quantity


def test_a_limit_reads_as_a_sentence() -> None:
    quantity = parse_quantity("100ms")
    assert quantity is not None
    limit = Limit("cold-start", Statistic.P99, Comparator.LT, quantity)
    assert str(limit) == "cold-start p99 < 100 ms"
