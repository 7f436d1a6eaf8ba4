"""What samples allow of an improvement, held against resampling."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from doctrine_check.evidence.reach import Reach, paired, reach
from doctrine_check.evidence.recompute import claims_of, percent_better
from tests.evidence.bundles import make, percentile
from tests.evidence.consistent import resampled
from tests.evidence.doctoring import AFTER, BEFORE
from tests.evidence.rule_scene import facts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.evidence.recompute import Claim
    from tests.evidence.doctoring import Files

ROUNDS = 200


def sides(files: Files) -> tuple[Claim, Claim]:
    bundle = facts_of(files).bundle
    assert bundle is not None
    return next(claims_of(bundle).compared())


def value(values: Sequence[float], metric: str) -> float:
    if metric == "ops_per_second":
        return len(values) / sum(values)
    return percentile(values, int(metric[1:]) / 100, "nearest-rank")


def resampling(before: Claim, after: Claim, metric: str) -> tuple[float, float]:
    """The interval at 0.95 that most tools would write, by the bootstrap."""
    assert before.series is not None
    assert after.series is not None
    chance = random.Random(1)  # noqa: S311 - the same samples each time
    found = []
    for _ in range(ROUNDS):
        old, new = (
            value(chance.choices(series.taken.values, k=len(series.taken.values)), metric)
            for series in (before.series, after.series)
        )
        percent = percent_better(metric, old, new)
        assert percent is not None
        found.append(percent)
    found.sort()
    return found[ROUNDS // 40], found[-ROUNDS // 40]


@pytest.mark.parametrize("metric", ["p50", "p95", "ops_per_second"])
@pytest.mark.parametrize("spread", [0.01, 0.06, 0.4])
@pytest.mark.parametrize("seed", [1, 2])
def test_what_a_bootstrap_gives_is_let_pass(metric: str, spread: float, seed: int) -> None:
    before, after = sides(make(spread=spread, seed=seed, samples=300))
    allowed = reach(metric, before, after)
    low, high = resampling(before, after, metric)
    assert before.series is not None
    assert after.series is not None
    exact = [value(claim.taken.values, metric) for claim in (before.series, after.series)]
    percent = percent_better(metric, *exact)
    assert allowed is not None
    assert percent is not None
    assert percent - low > 0.3 * allowed.down
    assert high - percent > 0.3 * allowed.up
    assert percent - low < 4 * allowed.down
    assert high - percent < 4 * allowed.up


def tailed(old: list[float]) -> list[float]:
    """Samples of which so many are slow that p95 may be one of them."""
    return [x * 20 if n % 25 == 0 else x for n, x in enumerate(old)]


def test_a_tail_after_reaches_down_and_a_tail_before_up() -> None:
    after = reach("p95", *sides(resampled({AFTER: tailed})(make(samples=400))))
    before = reach("p95", *sides(resampled({BEFORE: tailed})(make(samples=400))))
    assert after is not None
    assert before is not None
    assert after.down > 5 * after.up
    assert before.up > 5 * before.down


def test_nothing_is_said_of_few_samples_and_of_numbers_without_any() -> None:
    before, after = sides(make(samples=19))
    assert reach("p50", before, after) is None
    assert reach("ops_per_second", before, after) is None
    assert paired(before, after) is None
    before, after = sides(make())
    assert reach("cold_start", before, after) is None
    assert reach("peak_rss_bytes", before, after) is None
    assert reach("ops_per_second", *sides(make(throughput="wall"))) is None
    assert reach("p50", before, after._replace(series=None)) is None


def test_more_samples_reach_less_far() -> None:
    few, many = (reach("p50", *sides(make(samples=n))) for n in (100, 10_000))
    assert isinstance(few, Reach)
    assert isinstance(many, Reach)
    assert few.down > 5 * many.down
    assert few.up > 5 * many.up


def test_what_disturbs_both_sides_falls_out_in_pairs() -> None:
    drift = [1 + n / 50 for n in range(200)]
    hot = resampled(
        {
            side: lambda old: [x * y for x, y in zip(old, drift, strict=True)]
            for side in (BEFORE, AFTER)
        }
    )(make(spread=0.001, speedup=1.02, levers=()))
    before, after = sides(hot)
    alone, together = reach("p50", before, after), paired(before, after)
    assert alone is not None
    assert together is not None
    assert together < alone.down / 10
