"""Limits that are written as a multiple, a part or a sum, or with their sign behind the number."""

from __future__ import annotations

import pytest

from doctrine_check.doctrine.target import parse_target, same_wording
from tests.doctrine.test_target import shown


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        # a sign behind the number
        ("5 s < latency at p99", "latency|p99|>|5 s"),
        ("5 s <= p99 of latency", "|p99|>=|5 s"),
        ("5 s > latency", "latency||<|5 s"),
        ("5 s is less than latency", "latency||>|5 s"),
        ("5 s < 7 s", "||" + "|5 s; ||<|7 s"),
        ("fails when 5 s > p99", "|p99||5 s|condition"),
        # signs that bound nothing
        ("latency ≠ 5 s", ""),
        ("latency != 5 s", ""),
        ("latency <> 5 s", ""),
        ("latency => 5 s", ""),
        ("latency ≪ 5 s", ""),
        # multiples
        ("latency < twice 5 s", "latency||<|10 s"),
        ("latency < double the 5 s", "latency||<|10 s"),
        ("latency < 2 x 5 s", "latency||<|10 s"),
        ("latency < 2 * 5 s", "latency||<|10 s"),
        ("latency < 1.5·5 s", "latency||<|7.5 s"),
        ("latency < 3x a 5 s", "latency||<|15 s"),
        ("latency < three times the 5 s", "latency||<|15 s"),
        ("latency < half of 5 s", "latency||<|2.5 s"),
        ("latency < a third of 6 s", "latency||<|2 s"),
        ("latency < 150% of the 5 s", "latency||<|7.5 s"),
        ("latency < 5 s x 2", "latency||<|10 s"),
        ("latency < 5 s (x2) at p99", "latency||<|10 s"),
        ("latency < 5 s times two", "latency||<|10 s"),
        ("latency < 5 s multiplied by 3", "latency||<|15 s"),
        # parts of a unit, behind a sign only
        ("latency < half a second", "latency||<|500 ms"),
        ("latency under half-second", "latency||<|500 ms"),
        ("latency < a quarter of a second", "latency||<|250 ms"),
        ("latency < one tenth of a second", "latency||<|100 ms"),
        ("latency < 1/2 s", "latency||<|500 ms"),
        ("latency < ½ s", "latency||<|500 ms"),
        ("after half a second", ""),
        ("p50/p99 < 1/5 ms", ""),
        # what comes on top
        ("latency < 5 s (+20%)", "latency||<|6 s"),
        ("latency < 5 s (+20%) at p99", "latency|p99|<|6 s"),
        ("latency < 5 s ± 1 s", "latency||<|6 s"),
        ("latency < 5 s plus 500 ms", "latency||<|5.5 s"),
        ("latency < 5 s at p99 with a tolerance of 10%", "latency|p99|<|5.5 s"),
        ("a 5 s p99 threshold with 20% slack", "|p99||6 s"),
        ("throughput > 5/s (+20%)", "throughput||>|4/s"),
        ("fails when throughput drops below 5/s (±20%)", "throughput|||4/s|condition"),
        # what is no sum and no multiple
        ("latency < 5 s, memory +20 MB", "latency||<|5 s; memory|||20 MB"),
        ("jitter < 5 s", "jitter||<|5 s"),
        ("the third 5 s window", "third|||5 s|setting"),
        ("latency < 5 s x 3 runs", "latency||<|5 s"),
        ("warns at 80% of the 5 s threshold", "|||80 %|setting; |||5 s"),
        # a number that is torn apart is none
        ("latency < 1 00 ms", ""),
        ("latency < 1\u200900 ms", ""),
        # a wide digit is a digit
        ("latency < １00 ms", "latency||<|100 ms"),
        # a mean of percentiles is a mean
        ("mean of the p99 < 5 s", "|mean|<|5 s"),
        ("average p99 < 5 s", "|mean|<|5 s"),
        ("mean, p99 < 5 s", "|mean|<|5 s; |p99|<|5 s"),
        # what need not be keeps its sign
        ("latency need not be < 5 s", "latency need||<|5 s"),
        ("latency is not < 5 s", "latency||>=|5 s"),
    ],
)
def test_what_a_text_limits(text: str, limits: str) -> None:
    assert "; ".join(shown(fact) for fact in parse_target(text).limits) == limits


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("a speedup of 5 to 10 times when warm", 5, 10),
        ("a speedup of 5-10 times", 5, 10),
        ("throughput improved by 2 to 4 times where", 2, 4),
        ("a latency reduction of 3 to 8 times for calls", 3, 8),
    ],
)
def test_a_gain_in_times_is_a_ratio(text: str, low: int, high: int) -> None:
    ratio = parse_target(text).ratio
    assert ratio is not None
    assert (ratio.low.numerator, ratio.high.numerator) == (low, high)


def test_a_count_of_times_is_none() -> None:
    assert parse_target("a retry of 5 to 10 times when it fails").ratio is None


@pytest.mark.parametrize("text", ["< half a second", "< 1/2 s", "< ½ s"])
def test_a_part_of_a_unit_is_the_same_wording(text: str) -> None:
    assert same_wording(f"Diff {text} at p99", "Diff < 500 ms at p99")


@pytest.mark.parametrize(
    ("text", "samples", "sizes"),
    [
        ("across -100 samples", -100, ()),
        ("pre-100 samples", None, ()),
        ("sizes (-10, 100, 1000 modules)", None, (-10, 100, 1000)),
    ],
)
def test_a_negative_count_is_read_as_such(
    text: str, samples: int | None, sizes: tuple[int, ...]
) -> None:
    facts = parse_target(text)
    assert (facts.samples, facts.sizes) == (samples, sizes)
