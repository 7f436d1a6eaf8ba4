"""Limits turned round, multiplied, widened or excepted; measurements that cannot answer them."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from doctrine_check.doctrine.difference import Effect, differences
from doctrine_check.doctrine.examine import examine
from tests.rules.judging import edited, judge
from tests.rules.own_pair import PAIR, C, D
from tests.rules.test_scopes_and_gates import LOADS

START, DIFF, COST = "< 100ms", "< 500ms", "< 5%"
GATE = "a 100ms p99 threshold"


class Case(NamedTuple):
    """What takes the place of ``find`` in a document, and the one rule that must say so."""

    path: str
    find: str
    replace: str
    rule: str
    severity: str = "error"


TURNED = [
    Case(D, "Cold-start < 100ms", "100ms < cold-start", "gate-threshold"),
    Case(C, "Cold-start < 100ms", "100ms < cold-start", "comparator-drift"),
    Case(C, "Cold-start < 100ms", "100ms is less than cold-start", "comparator-drift"),
    Case(C, "Cold-start < 100ms at", "100ms <= p99 of cold-start at", "comparator-drift"),
    Case(D, "p99 latency < 250ms", "250ms < p99 latency", "gate-threshold"),
    Case(C, "p99 latency < 250ms", "250ms < p99 latency", "comparator-drift"),
    Case(D, "Security instrumentation < 5%", "5% < security instrumentation", "gate-threshold"),
    Case(C, "Security instrumentation < 5%", "5% < security instrumentation", "comparator-drift"),
    Case(D, f"failing at {GATE}", "failing when 100ms > p99", "gate-threshold"),
]
UNSIGNED = [
    Case(path, limit, f"{mark}{limit[2:]}", "comparator-drift")
    for path in (D, C)
    for limit in (START, COST)
    for mark in ("", "from ", "of ", "-> ")
]
UNREADABLE = [
    Case(path, limit, f"{mark} {limit[2:]}", "unmeasurable-metric")
    for path in (D, C)
    for limit in (START, COST)
    for mark in ("≠", "<>", "=>", "!=", "≪")
]
WIDER = [
    *(Case(D, DIFF, f"< {text}", "gate-threshold") for text in (
        "twice 500ms", "2 x 500ms", "half of 500ms", "500ms x 2", "500ms (+20%)", "500ms ± 20%",
        "500ms plus 50ms", "500ms with 20% tolerance",
    )),
    *(Case(C, DIFF, f"< {text}", "threshold-drift") for text in (
        "twice 500ms", "3x the 500ms", "500ms (+20%)", "500ms (+100ms)", "500ms (20% tolerance)",
        "500-800ms", "300-500ms",
    )),
    Case(C, COST, "< 5-8%", "threshold-drift"),
    Case(C, COST, "3-8%", "threshold-drift"),
    Case(D, "a 5% threshold", "a 5-8% threshold", "gate-threshold"),
    *(Case(D, f"at {GATE}", f"at {text}", "gate-threshold") for text in (
        f"three times {GATE}", f"3x {GATE}", "twice the 100ms p99 threshold", "half a 100ms p99",
        f"{GATE} plus 10%", f"{GATE} (+20%)", f"{GATE} with a tolerance of 20%",
    )),
    Case(D, DIFF, "< 500ms plus noise", "unmeasurable-metric"),
]  # fmt: skip
ONCE = [
    Case(D, "start < 100ms", "start need not be < 100ms", "unmeasurable-metric"),
    Case(C, "start < 100ms", "start need not be < 100ms", "unmeasurable-metric"),
    Case(D, START, "< １00ms", "lookalike-id"),
    Case(C, COST, "< ５%", "lookalike-id"),
    Case(D, GATE, "a 100ms mean of p99 threshold", "gate-statistic"),
    Case(C, "100ms at p99", "100ms at the mean of p99", "statistic-drift"),
    Case(D, START, "< 1\u200900ms", "unmeasurable-metric"),
    Case(C, START, "< 1\u200900ms", "unmeasurable-metric"),
    Case(C, COST, "about 5%", "comparator-drift"),
]
EXCEPTED = [
    Case(path, LOADS, f"{words} typical workloads", "unmeasurable-metric")
    for path in (D, C)
    for words in (", not for", " except for", " excluding", ", other than", " unless", " without")
]
OF_A_CHANGE = [
    Case(D, "start < 100ms", f"start {word} < 100ms", "metric-wording", "warning")
    for word in ("regression", "jitter", "growth")
] + [Case(D, START, f"{START}/iteration", "metric-shortened", "note")]
MEASURED = [
    Case(D, "given as percentage overhead", "given in milliseconds", "gate-threshold"),
    Case(D, "Wall time between", "Peak memory in MB between", "gate-threshold"),
    Case(D, "p99 latency of each", "p99 throughput of each", "gate-threshold"),
    Case(D, "across 100 samples", "across -100 samples", "sample-count"),
    Case(D, "(10, 100, 1000", "(-10, 100, 1000", "sample-count"),
]
TOLERATED = [
    Case(D, "under the number above", "under 400ms", "gate-threshold"),
    Case(D, "restoring cached state", "restoring state. A cold start of up to 1s is fine: reading",
         "gate-threshold"),
]  # fmt: skip


@pytest.mark.parametrize(
    "case",
    [
        *TURNED, *UNSIGNED, *UNREADABLE, *WIDER, *ONCE, *EXCEPTED, *OF_A_CHANGE, *MEASURED,
        *TOLERATED,
    ],
    ids=lambda case: f"{case.path[5:9]} {case.replace}",
)  # fmt: skip
def test_one_edit_is_one_finding_at_its_line(case: Case) -> None:
    changed = edited(PAIR, case.path, case.find, case.replace)
    (finding,) = judge(changed).findings

    assert (finding.rule, finding.severity.value) == (case.rule, case.severity)
    line = PAIR[case.path][: PAIR[case.path].index(case.find)].count("\n") + 1
    places = [finding.location, *finding.related]
    assert any((place.path, abs(place.line - line) < 2) == (case.path, True) for place in places)


@pytest.mark.parametrize(
    "case",
    [*TURNED, *UNSIGNED, *UNREADABLE, *WIDER, *EXCEPTED, *MEASURED],
    ids=lambda case: f"{case.path[5:9]} {case.replace}",
)
def test_the_same_edit_is_told_as_a_change_and_never_as_stricter_alone(case: Case) -> None:
    changed = edited(PAIR, case.path, case.find, case.replace)[case.path]
    old, new = (
        examine(case.path, text.encode(), lambda _: True).facts
        for text in (PAIR[case.path], changed)
    )
    assert old is not None
    assert new is not None
    effects = {change.effect for change in differences(old, new)}
    stricter = "half" in case.replace
    assert effects & {Effect.LOOSENS, Effect.DROPS, Effect.CHANGES} or stricter
    assert effects


@pytest.mark.parametrize("mark", ["≠", "<>", "", "from"])
def test_a_sign_lost_in_both_documents_is_a_change(mark: str) -> None:
    for path, text in PAIR.items():
        changed = text.replace(COST, f"{mark} 5%")
        old, new = (examine(path, x.encode(), lambda _: True).facts for x in (text, changed))
        assert old is not None
        assert new is not None
        assert differences(old, new)


@pytest.mark.parametrize(
    ("path", "find", "replace"),
    [
        *((path, DIFF, text) for path in (D, C) for text in (
            "< half a second", "under 1/2 s", "< ½ s", "< one half second", "(< 500ms)",
        )),
        (C, "Cold-start < 100ms", "100ms > cold-start"),
        (D, "Cold-start < 100ms", "100ms > cold-start"),
        (C, "Cold-start < 100ms", "Cold-start budget of 100ms"),
        (C, "Cold-start < 100ms", "Cold-start limit: 100ms"),
        (D, f"failing at {GATE}", "failing when 100ms < p99"),
        (D, "5-10x speedup", "a speedup of 5 to 10 times"),
        (D, "3-8x latency reduction", "a latency reduction of 3 to 8 times"),
        (D, "Wall time between", "Seconds between"),
        (D, "given as percentage overhead", "given in milliseconds and in percent"),
        (D, "under the number above", "under 200ms"),
        (D, "restoring cached state", "restoring state. A night scan of up to 9s is fine: reading"),
        (D, "across 100 samples", "across at least 100 samples"),
    ],
)  # fmt: skip
def test_other_ways_to_say_the_same_are_no_finding(path: str, find: str, replace: str) -> None:
    assert not judge(edited(PAIR, path, find, replace)).findings


def test_what_both_documents_except_is_the_law() -> None:
    both = {path: text.replace(LOADS, f"{LOADS}, not for imports") for path, text in PAIR.items()}
    assert not judge(both).findings


@pytest.mark.parametrize("numbers", [("01", "04"), ("02", "04"), ("03", "04"), ("02", "03")])
def test_exchanged_measurements_are_found(numbers: tuple[str, str]) -> None:
    text = PAIR[D]
    one, other = (
        text.split(f"### PRF-{number}")[1].split("**Measurement:** ")[1].split("\n\n")[0]
        for number in numbers
    )
    changed = text.replace(one, "@").replace(other, one).replace("@", other)

    findings = judge({**PAIR, D: changed}).findings

    assert findings
    assert {finding.rule for finding in findings} == {"gate-threshold"}
    assert all("measures" in finding.message for finding in findings)
