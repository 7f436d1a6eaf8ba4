from __future__ import annotations

import math
import random

import pytest

from doctrine_check.evidence.copies import alike, beyond_chance, computed, copied, shape
from doctrine_check.evidence.series import Taken

CLOCKS = {"fine": 6, "tenths of a microsecond": 4, "microseconds": 3}


def drawn(
    count: int, *, seed: int = 1, median: float = 2.0, spread: float = 0.06, digits: int = 6
) -> list[float]:
    chance = random.Random(seed)  # noqa: S311 - the same samples each time
    return [round(median * math.exp(chance.gauss(0, spread)), digits) for _ in range(count)]


def taken(values: list[float]) -> Taken:
    return Taken(tuple(values), tuple(sorted(values)))


def shuffled(values: list[float]) -> list[float]:
    made = [*values]
    random.Random(9).shuffle(made)  # noqa: S311 - the same order each time
    return made


OLD = drawn(200)
NEW = drawn(200, seed=2, median=0.4)


@pytest.mark.parametrize(
    ("after", "word"),
    [
        ([round(x * 0.17, 6) for x in OLD], "times 0.17"),
        ([round(x * 0.17, 4) for x in OLD[1:]] + [9.0], "in another order"),
        ([float(f"{x / 6:.3g}") for x in OLD], "one by one"),
        (shuffled([float(f"{x / 6:.4g}") for x in OLD]), "in another order"),
        ([round(x / 8 + 0.07, 6) for x in OLD], "one by one"),
        (shuffled([round(x / 8 + 0.07, 6) for x in OLD]), "in another order"),
        ([round(x * x / 12, 6) for x in OLD], "one by one"),
        ([9.0, *(round(x * x / 12, 6) for x in OLD[1:191]), *NEW[191:]], ""),
        ([9.0, *(round(x * 0.17, 6) for x in OLD[1:])], "times 0.17"),
        (shuffled([round(x * 0.17, 6) for x in OLD]), "times 0.17"),
        (shuffled([round(x - 1.2, 6) for x in OLD]), "minus 1.2"),
        ([*(round(x - 1.2, 6) for x in OLD[:120]), *NEW[120:]], "minus 1.2"),
        ([*(round(x * 3, 6) for x in OLD[:101]), *NEW[101:]], "times 3"),
        ([*(round(x * 3, 6) for x in OLD[:90]), *NEW[90:]], ""),
        (shuffled([*OLD[:30], *NEW[30:]]), "30 of 200"),
        (shuffled([*OLD[:16], *NEW[16:]]), ""),
        (shuffled(OLD), "in another order"),
        (NEW, ""),
    ],
)
def test_what_is_made_of_the_other_side(after: list[float], word: str) -> None:
    how = copied(taken(OLD), taken(after))
    assert (word in how) if word and how is not None else how is None and not word


@pytest.mark.parametrize("digits", CLOCKS.values(), ids=CLOCKS)
@pytest.mark.parametrize("count", [5, 20, 200, 2_000, 20_000])
@pytest.mark.parametrize("spread", [0.0005, 0.01, 0.06, 0.5])
@pytest.mark.parametrize("seed", range(4))
def test_honest_sides_are_none_of_each_other(
    digits: int, count: int, spread: float, seed: int
) -> None:
    before = taken(drawn(count, seed=seed, spread=spread, digits=digits))
    after = taken(drawn(count, seed=seed + 50, spread=spread, digits=digits))
    assert copied(before, after) is None
    assert computed(before, after) is None


@pytest.mark.parametrize("noise", [0.002, 0.01])
@pytest.mark.parametrize("seed", range(6))
def test_the_same_inputs_on_both_sides_are_no_copy(noise: float, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same samples each time
    inputs = [10 ** chance.uniform(-1, 1) for _ in range(200)]
    before, after = (
        [round(each * factor * math.exp(chance.gauss(0, noise)), 6) for each in inputs]
        for factor in (1.0, 0.8)
    )
    assert copied(taken(before), taken(after)) is None
    assert copied(taken(before), taken(shuffled(after))) is None


def test_a_program_of_two_ways_is_no_copy() -> None:
    ways = [random.Random(7).choice((0.2, 0.4)) for _ in range(200)]  # noqa: S311
    before, after = ([round(way + x / 4_000, 6) for way, x in zip(ways, noise, strict=True)]
                     for noise in (OLD, NEW))  # fmt: skip
    assert copied(taken(before), taken(after)) is None


def test_two_values_in_any_order_are_no_copy() -> None:
    few = [2.0] * 190 + [2.001] * 10
    assert copied(taken(few), taken(shuffled(few))) is None
    assert copied(taken(few), taken(few)) is not None


def test_shapes_tell_series_apart_and_not_their_unit() -> None:
    ours = shape(sorted(OLD))
    assert ours is not None
    times = shape(sorted(round(x * 1.7, 6) for x in OLD))
    assert times is not None
    assert alike(ours, times)
    for seed in range(2, 40):
        other = shape(sorted(drawn(200, seed=seed)))
        assert other is not None
        assert not alike(ours, other)


@pytest.mark.parametrize(
    "values",
    [
        drawn(19),
        drawn(200, spread=0.001),
        drawn(200, digits=2),
        [0.0, *drawn(200)],
    ],
)
def test_some_series_have_no_shape(values: list[float]) -> None:
    assert shape(sorted(values)) is None


def test_what_chance_explains() -> None:
    assert not beyond_chance(16, 200, 200, 200)
    assert beyond_chance(17, 200, 200, 200)
    assert not beyond_chance(30, 200, 200, 190)
    assert beyond_chance(6, 10, 200, 200)
    assert not beyond_chance(100, 2_000, 100_000, 95_000)
