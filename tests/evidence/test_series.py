from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.evidence.copies import copied
from doctrine_check.evidence.series import Taken, oddities, period_of

UNITS = {"ns": 0, "us": 3, "ms": 6, "s": 9}


def drawn(
    count: int, median: float = 41.0, *, seed: int = 1, digits: int = 6, spread: float = 0.05
) -> list[float]:
    chance = random.Random(seed)  # noqa: S311 - the same samples each time
    return [round(median * math.exp(chance.gauss(0, spread)), digits) for _ in range(count)]


def swapped(values: list[float]) -> list[float]:
    """Two neighbours exchanged, at a place in the middle."""
    place = len(values) // 2
    return [*values[:place], values[place + 1], values[place], *values[place + 2 :]]


def odd(values: list[float], unit: str = "ms") -> list[str]:
    return [one.found for one in oddities(tuple(values), tuple(sorted(values)), unit)]


def taken(values: list[float]) -> Taken:
    return Taken(tuple(values), tuple(sorted(values)))


@pytest.mark.parametrize(
    ("values", "unit", "word"),
    [
        ([*drawn(20), 0.0], "ms", "0 ms"),
        ([*drawn(20), -3.0], "ms", "-3 ms"),
        ([*drawn(20), math.nan][::-1], "ms", "nan"),
        ([41.25] * 20, "ms", "20 times"),
        ([41.25] * 5, "ms", "5 times"),
        ([5_000.0] * 50, "ns", "50 times"),
        (drawn(7) * 4, "ms", "first 7 samples"),
        (drawn(7) * 4 + drawn(7)[:3], "ms", "first 7 samples"),
        (drawn(1500) * 2, "ms", "first 1,500 samples"),
        ([40 + 0.125 * n for n in range(20)], "ms", "steps of always 0.125 ms"),
        ([60 - 0.1 * n for n in range(20)], "ms", "steps of always -0.1 ms"),
        (sorted(drawn(50)), "ms", "rising order"),
        (swapped(sorted(drawn(100))), "ms", "rising order"),
        (swapped(sorted(drawn(100)))[::-1], "ms", "falling order"),
        (swapped(sorted(drawn(3_000))), "ms", "rising order"),
        (sorted(drawn(50))[::-1], "ms", "falling order"),
        (drawn(50, digits=0), "ms", "multiples of 1 ms"),
        ([round(v * 2) / 2 for v in drawn(50)], "ms", "multiples of 0.5 ms"),
        ([round(v / 20) * 20 for v in drawn(50, 900.0)], "us", "multiples of 20 us"),
        (drawn(50, 0.8, digits=2), "s", "multiples of 0.01 s"),
        ([1e12] * 3, "s", "1e+12 s"),
    ],
)
def test_what_no_clock_gives(values: list[float], unit: str, word: str) -> None:
    assert any(word in found for found in odd(values, unit)), odd(values, unit)


@pytest.mark.parametrize(
    ("values", "unit"),
    [
        ([], "ms"),
        (drawn(1), "ms"),
        ([41.25] * 2, "ms"),
        (drawn(10), "ms"),
        (drawn(10, digits=1), "ms"),
        (sorted(drawn(10)), "ms"),
        (drawn(500, 38, digits=0), "ns"),  # a clock of 1 ns
        ([41.0] * 40, "ns"),
        ([83.0, 125.0] * 50, "ns"),  # a clock that ticks every 42 ns
        (drawn(100, 20, digits=0), "us"),  # a clock of 1 us
        (drawn(100, 300, digits=0), "us"),
        ([100.0, 101.0, 100.0, 100.0, 103.0, 100.0, 102.0, 100.0], "us"),
    ],
)
def test_what_a_clock_may_give(values: list[float], unit: str) -> None:
    assert odd(values, unit) == []


@given(st.integers(1, 10_000), st.sampled_from(sorted(UNITS)), st.integers(2, 120))
def test_honest_samples_are_never_odd(seed: int, unit: str, count: int) -> None:
    scale = {"ns": 1e6, "us": 1e3, "ms": 1.0, "s": 1e-3}[unit]
    assert odd(drawn(count, 2 * scale, seed=seed, digits=UNITS[unit]), unit) == []


@given(st.lists(st.sampled_from([1.0, 2.0, 3.0]), min_size=1, max_size=40))
def test_the_period_is_the_least_one(values: list[float]) -> None:
    count = len(values)
    slow = [p for p in range(1, count // 2 + 1) if values[p:] == values[:-p] and count - p >= 5]
    assert period_of(values) == next(iter(slow), None)


BASE = drawn(60)


@pytest.mark.parametrize(
    ("after", "word"),
    [
        (BASE, "the same order"),
        (BASE[::-1], "another order"),
        ([value * 0.6 for value in BASE], "times 0.6"),
        ([round(value * 0.61, 4) for value in BASE], "times 0.61"),
        ([value - 5 for value in BASE], "minus 5"),
        ([value + 3.5 for value in BASE], "plus 3.5"),
        ([value * 0.6 for value in BASE][::-1], "times 0.6"),
        ([*drawn(25, 35, seed=9), *BASE[:35]], "35 of 60 samples"),
        (BASE[:40], "40 of 40 samples"),
    ],
)
def test_copies_are_seen(after: list[float], word: str) -> None:
    assert word in (copied(taken(BASE), taken(after)) or "")


@given(st.integers(2, 10_000), st.floats(0.1, 1.5), st.integers(1, 300))
def test_honest_sides_are_no_copies(seed: int, factor: float, count: int) -> None:
    before, after = drawn(count, seed=seed), drawn(count, 41 * factor, seed=seed + 10_000)
    assert copied(taken(before), taken(after)) is None


def test_low_noise_and_coarse_clocks_are_no_copies() -> None:
    quiet = [drawn(500, seed=seed, spread=0.001) for seed in (1, 2)]
    assert copied(taken(quiet[0]), taken(quiet[1])) is None
    coarse = [drawn(500, 40.0, seed=seed, digits=0) for seed in (1, 2)]
    assert copied(taken(coarse[0]), taken(coarse[1])) is None
    assert copied(taken([]), taken([])) is None
