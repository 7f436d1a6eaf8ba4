from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.evidence.percentiles import bounds, mean, percentile, statistic_of
from doctrine_check.statistics import Statistic
from doctrine_check.statistics import percentile as named

ONE_TO_HUNDRED = [float(number) for number in range(1, 101)]
VALUES = st.lists(st.floats(0.001, 1e6), min_size=1, max_size=300).map(sorted)
SHARES = st.integers(1, 999_999).map(
    lambda n: named(f"{n // 10_000:02}.{n % 10_000:04}".rstrip("0").rstrip("."))
)


@pytest.mark.parametrize(
    ("values", "p", "method", "expected"),
    [
        # Wikipedia, "Percentile": the worked examples of nearest rank
        ([15, 20, 35, 40, 50], "5", "nearest-rank", 15),
        ([15, 20, 35, 40, 50], "30", "nearest-rank", 20),
        ([15, 20, 35, 40, 50], "40", "nearest-rank", 20),
        ([15, 20, 35, 40, 50], "50", "nearest-rank", 35),
        (ONE_TO_HUNDRED, "99", "nearest-rank", 99),
        (ONE_TO_HUNDRED, "99", "hdr", 99),
        (ONE_TO_HUNDRED, "7", "nearest-rank", 7),  # 0.07 * 100 is 7.000000000000001
        (ONE_TO_HUNDRED, "99.9", "nearest-rank", 100),
        # numpy.percentile and R quantile(type = 7)
        ([15, 20, 35, 40, 50], "40", "linear", 29),
        ([1, 2, 3, 4], "75", "linear", 3.25),
        (ONE_TO_HUNDRED, "99", "linear", 99.01),
        ([3], "99", "linear", 3),
    ],
)
def test_published_examples(values: list[float], p: str, method: str, expected: float) -> None:
    statistic = named(p)
    assert statistic is not None
    assert percentile(values, statistic, method) == pytest.approx(expected, rel=1e-12)


@given(VALUES, SHARES)
def test_nearest_rank_is_the_least_sample_that_enough_do_not_exceed(
    values: list[float], statistic: Statistic
) -> None:
    found = percentile(values, statistic, "nearest-rank")
    need = Fraction(statistic.rank, 10**8) * len(values)
    assert sum(value <= found for value in values) >= need
    assert sum(value < found for value in values) < need
    assert percentile(values, statistic, "hdr") == found


@given(VALUES, SHARES)
def test_linear_lies_on_the_line_between_the_neighbours(
    values: list[float], statistic: Statistic
) -> None:
    place = Fraction(statistic.rank, 10**8) * (len(values) - 1)
    low = math.floor(place)
    high = min(low + 1, len(values) - 1)
    exact = Fraction(values[low]) + (Fraction(values[high]) - Fraction(values[low])) * (place - low)
    assert percentile(values, statistic, "linear") == pytest.approx(float(exact), rel=1e-9)


def test_other_statistics() -> None:
    values = [1.0, 2.0, 9.0]
    assert statistic_of(values, Statistic.MIN, "hdr") == 1
    assert statistic_of(values, Statistic.MAX, "hdr") == 9
    assert statistic_of(values, Statistic.MEAN, "hdr") == mean(values) == 4
    assert statistic_of(values, Statistic.P50, "hdr") == 2


@pytest.mark.parametrize("statistic", [Statistic.P50, Statistic.MEAN, Statistic.MAX])
def test_nothing_has_no_statistic(statistic: Statistic) -> None:
    with pytest.raises(ValueError, match="0 samples"):
        statistic_of([], statistic, "linear")


def test_a_method_nobody_named_is_refused() -> None:
    with pytest.raises(ValueError, match="median-unbiased"):
        percentile([1.0], Statistic.P50, "median-unbiased")


def test_bounds_are_those_of_the_binomial_distribution() -> None:
    # P(B <= 96) = 0.018 and P(B <= 97) = 0.079 for B ~ Bin(100, 0.99)
    assert bounds(ONE_TO_HUNDRED, Statistic.P99) == (97, None)
    # 0.95^59 = 0.0485: 59 samples are the fewest that bound p95 from above, one sided
    assert bounds(ONE_TO_HUNDRED[:59], Statistic.P95).high == 59
    assert bounds(ONE_TO_HUNDRED[:58], Statistic.P95).high is None
    # Bin(10, 1/2): P(B <= 1) = 0.0107, P(B <= 2) = 0.0547
    assert bounds(ONE_TO_HUNDRED[:10], Statistic.P50) == (2, 9)
    assert bounds([], Statistic.P50) == (None, None)
    assert bounds([1.0] * 5, Statistic.MAX) == (None, None)


@given(st.integers(1, 400), st.sampled_from([Statistic.P50, Statistic.P95, Statistic.P99]))
def test_bounds_agree_with_exact_sums(count: int, statistic: Statistic) -> None:
    share = Fraction(statistic.rank, 10**8)
    below, low, high = Fraction(0), None, None
    for hits in range(count + 1):
        below += math.comb(count, hits) * share**hits * (1 - share) ** (count - hits)
        if below <= Fraction(1, 20) and hits < count:
            low = hits + 1
        if high is None and below >= Fraction(19, 20) and hits < count:
            high = hits + 1
    values = [float(number) for number in range(1, count + 1)]
    assert bounds(values, statistic) == (low, high)


def test_bounds_of_many_samples_hold_the_percentile() -> None:
    chance = random.Random(7)  # noqa: S311 - the same samples each time
    values = sorted(chance.random() for _ in range(200_000))
    low, high = bounds(values, Statistic.P99)
    assert low is not None
    assert high is not None
    assert 0.989 < low < percentile(values, Statistic.P99, "linear") < high < 0.991
