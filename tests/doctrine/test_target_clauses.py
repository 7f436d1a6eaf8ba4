"""What the clauses of a metric text make of its quantities."""

from __future__ import annotations

import pytest

from doctrine_check.doctrine.ids import PrincipleId
from doctrine_check.doctrine.model import Principle, Text
from doctrine_check.doctrine.target import LimitFact, Role, canonical_wording, parse_target
from doctrine_check.doctrine.targets import (
    Laws,
    Line,
    judged_by,
    limits_in,
    limits_of,
    named_limits,
    same_side,
)
from doctrine_check.limits import Comparator
from tests.doctrine.test_target import shown

READ = [
    # Comparators turned round.
    ("latency not < 5 s", "latency||>=|5 s"),
    ("latency !< 5 s", "latency||>=|5 s"),
    ("latency ≮ 5 s", "latency||>=|5 s"),
    ("latency <\u0338 5 s", "latency||>=|5 s"),
    ("latency isn't <= 5 s", "latency||>|5 s"),
    ("latency cannot be < 5 s", "latency||>=|5 s"),
    ("latency is not always under 5 s", "latency||>=|5 s"),
    ("latency ≯ 5 s", "latency||<=|5 s"),
    ("throughput ≱ 5 rps", "throughput||<|5/s"),
    ("latency ≰ 5 s", "latency||>|5 s"),
    ("no start exceeds 5 s", "no start||<=|5 s"),
    # What is only about right.
    ("latency ~ 5 s", "latency||=|5 s"),
    ("roughly 5 s", "||=|5 s"),
    ("latency 5 s ± 1 s", "latency||=|5 s"),
    # Words for numbers.
    ("overhead < five percent", "overhead||<|5 %"),
    ("a twenty-five percent threshold", "|||25 %"),
    ("latency under one hundred and fifty milliseconds", "latency||<|150 ms"),
    ("at most two hundred ms", "||<=|200 ms"),
    ("no more than three seconds", "||<=|3 s"),
    ("fails below 5 s", "|||5 s|condition"),
    ("fails if p99 is under 5 s", "|p99||5 s|condition"),
    ("fails unless p99 is under 5 s", "|p99|<|5 s"),
    ("passes when latency > 5 s", "latency||>|5 s"),
    ("fails unless latency > 5 s", "latency||>|5 s"),
    ("passes until latency is under 5 s", "latency|||5 s|condition"),
    ("does not fail above 5 s", "||>|5 s"),
    ("blocks the merge: p99 < 5 s", "merge|p99|<|5 s"),
    # A warning is no limit beside one, nor is what limits something else.
    ("fails above 5 s, warns above 4 s", "|||5 s|condition", "|||4 s|setting"),
    ("5 s threshold, a timeout of 10 minutes", "|||5 s", "timeout|||10 min|setting"),
    ("5 s threshold with a 10 minute time-out", "|||5 s", "time-out|||10 min|setting"),
    ("p99 < 5 s, warm-up: 30 s", "|p99|<|5 s", "warm-up|||30 s|setting"),
    ("p99 < 5 s within a CI budget of 10 minutes", "|p99|<|5 s", "CI|||10 min|setting"),
    ("p99 < 5 s in runs of 10 minutes", "|p99|<|5 s", "in runs|||10 min|setting"),
    ("p99 < 5 s, with an interval set to 1 s", "|p99|<|5 s", "interval set|||1 s|setting"),
    ("warns above 4 s", "|||4 s|condition"),
]


@pytest.mark.parametrize("row", READ, ids=lambda row: row[0])
def test_what_a_clause_makes_of_a_quantity(row: tuple[str, ...]) -> None:
    assert [shown(fact) for fact in parse_target(row[0]).limits] == list(row[1:])


def test_every_ratio_is_read_with_its_place() -> None:
    text = "5-10x speedup, from 10x down to 5x, and 8–2× fewer reads"
    ratios = parse_target(text).ratios
    assert [text[placed.start : placed.end] for placed in ratios] == [
        "5-10x", "10x down to 5x", "8–2×",
    ]  # fmt: skip
    assert [placed.ratio.backwards for placed in ratios] == [False, True, True]
    assert parse_target(text).ratio == ratios[0].ratio
    assert parse_target("fast").ratios == ()


@pytest.mark.parametrize("word", ["failing", "rejected", "red", "breaks", "blocked"])
def test_a_gate_that_fails_above_a_number_bounds_it_from_above(word: str) -> None:
    (fact,) = parse_target(f"Startup benchmark, {word} above 100 ms at p99").limits
    assert (fact.role, fact.comparator) == (Role.CONDITION, None)
    assert str(fact.quantity) == "100 ms"


@pytest.mark.parametrize(
    ("text", "sign", "bare"),
    [
        ("fails above 5 s", Comparator.GT, False),
        ("fails below 5 s", Comparator.LT, False),
        ("alert if throughput drops below 5 rps", Comparator.LT, False),
        ("start exceeds 5 s", Comparator.GT, True),
        ("start that exceeds 5 s", Comparator.GT, False),
        ("when the start exceeds 5 s", Comparator.GT, False),
    ],
)
def test_a_condition_knows_what_triggers_it(text: str, sign: Comparator, bare: bool) -> None:
    (fact,) = parse_target(text).limits
    assert (fact.role, fact.comparator) == (Role.CONDITION, None)
    assert (fact.sign, fact.bare) == (sign, bare)


def _line(source: str, text: str) -> Line:
    return Line(source, Text(text, 1, 1))


@pytest.mark.parametrize("source", ["Target", "Metric"])
def test_in_a_target_to_exceed_is_promised(source: str) -> None:
    (stated,) = limits_in(_line(source, "start exceeds 5 s"))
    assert (stated.fact.role, stated.fact.comparator) == (Role.LIMIT, Comparator.GT)
    (stated,) = limits_in(_line(source, "fails when the start exceeds 5 s"))
    assert stated.fact.role is Role.CONDITION
    (stated,) = limits_in(_line("CI gate", "start exceeds 5 s"))
    assert stated.fact.role is Role.CONDITION


def _fact(text: str) -> LimitFact:
    return limits_in(_line("CI gate", text))[0].fact


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("< 5 s", "under 5 s", True),
        ("< 5 s", "<= 5 s", False),
        ("< 5 s", "> 5 s", False),
        ("< 5 s", "5 s threshold", True),
        ("> 5 s", "5 s threshold", False),
        ("= 5 s", "5 s threshold", False),
        ("5 s threshold", "5 s budget", True),
        ("< 5 s", "fails above 5 s", True),
        ("<= 5 s", "fails above 5 s", True),
        ("< 5 s", "fails below 5 s", False),
        ("> 5 s", "fails below 5 s", True),
        ("5 s threshold", "fails below 5 s", False),
        ("fails above 5 s", "fails below 5 s", False),
        (">= 5 rps", "5 rps threshold", True),
        ("< 5 rps", "5 rps threshold", False),
        (">= 5 rps", "fails when it drops below 5 rps", True),
        ("= 5 s", "= 5 s", True),
    ],
)
def test_the_side_on_which_limits_are_kept(one: str, other: str, same: bool) -> None:
    assert same_side(_fact(one), _fact(other)) is same
    assert same_side(_fact(other), _fact(one)) is same


@pytest.mark.parametrize(
    ("stated", "laws", "alone", "found"),
    [
        ("5 s at p50", "5 s at p50, 9 s at p99", False, "5 s"),
        ("7 s at p50", "5 s at p50, 9 s at p99", False, "5 s"),
        ("7 s at p90", "5 s at p50, 9 s at p99", False, None),
        ("9 s", "5 s at p50, 9 s at p99", False, "9 s"),
        ("7 s", "5 s at p50, 9 s at p99", False, "5 s"),
        ("7 s at p90", "5 s, 9 s at p99", False, "5 s"),
        ("7 s at p90", "5 s at p99", False, None),
        ("7 s at p90", "5 s at p99", True, "5 s"),
        ("7 MB", "5 s at p99", True, None),
        ("7 MB", "5 s, 6 MB", False, "6 MB"),
    ],
)
def test_the_limit_that_another_one_must_agree_with(
    stated: str, laws: str, alone: bool, found: str | None
) -> None:
    (one,) = limits_in(_line("CI gate", stated))
    law = Laws(limits_in(_line("Target", laws))).counterpart(one, alone=alone)
    assert (str(law.fact.quantity) if law else None) == found


def _principle(target: str, gate: str, measurement: str = "p99 of all") -> Principle:
    lines = [Text(text, number, 1) for number, text in enumerate((target, gate, measurement), 1)]
    return Principle(
        PrincipleId("PRF-01"), Text("Speed", 1, 1),
        target=lines[0], gate=lines[1], measurement=lines[2],
    )  # fmt: skip


def test_what_judges_a_principle() -> None:
    principle = _principle("p50 < 5 s and p99 < 9 s", "10 ms p90 threshold", "p75")
    judged = [(statistic.value, line.source) for statistic, line in judged_by(principle)]
    assert judged == [("p50", "Target"), ("p99", "Target"), ("p90", "CI gate")]
    assert [str(stated.fact.quantity) for stated in limits_of(principle)] == ["5 s", "9 s"]
    bare = limits_of(_principle("fast", "10 ms threshold", "20 ms"))
    assert [str(stated.fact.quantity) for stated in bare] == ["10 ms"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The 5 s budget holds.", "5 s"),
        ("Keep to a 5 s p99 limit, always", "5 s"),
        ("a 5 s latency ceiling.", "5 s"),
        ("The limit is 5 s here.", "5 s"),
        ("a budget of at most 5 s", "5 s"),
        ("a limit of about 5 s", "5 s"),
        ("It took 5 s.", None),
        ("five words without a digit", None),
        ("the budget of all the many 5 s runs", None),
        ("the limited 5 s", None),
        ("a CI budget of 10 minutes", None),
        ("a limit of anything, and 5 s", None),
    ],
)
def test_numbers_in_prose_that_are_called_limits(text: str, found: str | None) -> None:
    stated = [str(each.fact.quantity) for each in named_limits(Text(text, 1, 1))]
    assert stated == ([] if found is None else [found])


@pytest.mark.parametrize(
    "piece",
    [
        "not ", "no ", "! ", "!", "fails ", "if ", "unless ", "exceeds ", "warns ", "five ",
        "twenty-", "hundred ", "one hundred and ", "p9", "p(", "1st ", "from 1x down ",
        "times ", "fails if 5 s ", "timeout of 5 s ", "≮",
    ],
)  # fmt: skip
def test_long_texts_return(piece: str) -> None:
    facts = parse_target(piece * (100_000 // len(piece)))
    assert facts.samples is None
    assert canonical_wording(piece * 50) == canonical_wording(piece * 50 + " ")
