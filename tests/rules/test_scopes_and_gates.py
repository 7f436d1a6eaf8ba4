"""What a limit holds for, in target and metric, and what the gate of a principle measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rules.judging import edited, judge
from tests.rules.own_pair import PAIR, C, D

if TYPE_CHECKING:
    from doctrine_check.findings import Finding

LOOPS = "pre-commit and CI loops"
CHURN = " under realistic extension churn"
BASE = " against the uninstrumented baseline"
LOADS = " for typical workloads"
START, DIFF = "Startup benchmark", "Diff benchmark"
COST, LOAD = "Overhead benchmark", "Churn benchmark"


def found(path: str, find: str, replace: str) -> tuple[Finding, ...]:
    """What is found in the own pair after one edit."""
    return judge(edited(PAIR, path, find, replace)).findings


def told(path: str, find: str, replace: str) -> list[tuple[str, str, int]]:
    """Rule, document and line of each finding after one edit."""
    return [
        (f.rule, f.location.path, f.location.line)
        for f in judge(edited(PAIR, path, find, replace)).findings
    ]


@pytest.mark.parametrize(
    ("find", "replace", "line", "scope"),
    [
        (f" per subsystem{CHURN} |", f"{CHURN} |", 12, '"per subsystem"'),
        (f"{CHURN} |", " |", 12, f'"{CHURN.strip()}"'),
        (" realistic extension churn |", " extension churn |", 12, f'"{CHURN.strip()}"'),
        (f"{BASE} |", " |", 13, f'"{BASE.strip()}"'),
        (f"{LOADS} |", " |", 14, f'"{LOADS.strip()}"'),
        (" typical workloads |", " workloads |", 14, f'"{LOADS.strip()}"'),
        (f" for {LOOPS} |", " |", 11, f'"for {LOOPS}"'),
        (f"{LOOPS} |", "CI loops |", 11, f'"for {LOOPS}"'),
        (
            f" per subsystem{CHURN} |",
            " |",
            12,
            f'"per subsystem" and "{CHURN.strip()}" in the metric of PRF-02',
        ),
    ],
)
def test_what_a_metric_leaves_out_of_the_target_is_noted_once(
    find: str, replace: str, line: int, scope: str
) -> None:
    (note,) = found(C, find, replace)

    assert (note.rule, note.severity.value) == ("metric-shortened", "note")
    assert (note.location.path, note.location.line) == (C, line)
    assert note.message.startswith(f"expected {scope}")
    (target,) = note.related
    assert PAIR[D].split("\n")[target.line - 1].startswith("**Target:**")
    assert f"{D}:{target.line}" in note.message


@pytest.mark.parametrize(
    ("find", "replace", "line", "scope"),
    [
        ("pre-commit and CI loops.", "pre-commit loops.", 11, f'found "for {LOOPS}"'),
        ("250ms per subsystem under", "250ms under", 12, 'found "per subsystem"'),
    ],
)
def test_what_a_target_leaves_out_and_the_metric_has_is_noted_at_the_metric(
    find: str, replace: str, line: int, scope: str
) -> None:
    (note,) = found(D, find, replace)

    assert (note.rule, note.location.path, note.location.line) == ("metric-shortened", C, line)
    assert note.message.endswith(scope)
    metric = PAIR[C].split("\n")[line - 1]
    assert metric[(note.location.column or 0) - 1 :].startswith(scope.split('"')[1])


@pytest.mark.parametrize(
    ("find", "replace"),
    [
        (f"{CHURN}.", "."),
        (f"{LOADS}.", "."),
        (f"{BASE}.", "."),
        (f" for {LOOPS}.", "."),
    ],
)
def test_words_that_the_doctrine_has_nowhere_are_told_by_another_rule_alone(
    find: str, replace: str
) -> None:
    (finding,) = found(D, find, replace)

    assert finding.rule == "metric-wording"


@pytest.mark.parametrize(
    ("find", "replace"),
    [
        (LOOPS, "CI and pre-commit loops"),
        (LOOPS, "pre-commit/CI loops"),
        (f"for {LOOPS}", f"in the {LOOPS}"),
        (f"for {LOOPS} |", f"for `lint` in {LOOPS} |"),
        (f"{LOOPS} |", f"{LOOPS}, each with 100 samples |"),
        (f"{LOOPS} |", f"{LOOPS}, from process start |"),
        ("for typical workloads", "for a typical workload"),
        ("for typical workloads", "for representative workloads"),
        ("for typical workloads", "(typical workloads)"),
        ("at p99 for typical workloads", "for typical workloads at p99"),
        ("typical workloads |", "typical workloads (10, 100, 1000 modules) |"),
        ("per subsystem", "for each subsystem"),
        ("per subsystem", "of every subsystem"),
        (
            f"p99 latency < 250ms per subsystem{CHURN} |",
            f"{CHURN.strip().capitalize()}, p99 latency of each subsystem < 250ms |",
        ),
        ("against the unin", "relative to the unin"),
        (f"{LOADS} |", f"{LOADS} |\n\nAll of them hold for typical workloads"),
    ],
)
def test_the_same_scope_in_other_words_is_none_left_out(find: str, replace: str) -> None:
    assert told(C, find, replace) == []


def test_a_scope_that_the_contract_says_once_for_all_metrics_is_not_left_out() -> None:
    documents = edited(PAIR, C, f"{LOADS} |", " |")
    documents = edited(
        documents, C, "## Core Principles\n", "## Core Principles\n\nFor typical workloads:\n"
    )

    assert judge(documents).findings == ()


def test_a_sentence_behind_the_limit_is_no_scope_of_it() -> None:
    behind = f"{LOADS}. It is for people in a hurry, under pressure."

    assert told(D, f"{LOADS}.", behind) == []


def test_a_remark_behind_a_comma_is_no_scope() -> None:
    assert told(D, f"{LOADS}.", f"{LOADS}, whatever the machine is called.") == []


@pytest.mark.parametrize(
    ("find", "replace", "word", "whose"),
    [
        (START, "Warm-start benchmark", '"Warm"', ""),
        (START, "Hot start benchmark", '"Hot"', ""),
        (START, "Benchmark of warm starts", '"warm"', ""),
        (START, "Shutdown benchmark", '"Shutdown"', ""),
        (START, LOAD, '"Churn"', ", which PRF-02 measures"),
        (LOAD, START, '"Startup"', ", which PRF-01 measures"),
        (LOAD, DIFF, '"Diff"', ", which PRF-04 measures"),
        (COST, LOAD, '"Churn"', ", which PRF-02 measures"),
        (COST, START, '"Startup"', ", which PRF-01 measures"),
        (DIFF, START, '"Startup"', ", which PRF-01 measures"),
        (DIFF, "Benchmark of the instrumentation", '"instrumentation"', ", which PRF-03 measures"),
    ],
)
def test_a_gate_on_something_else_is_one_finding_at_the_word(
    find: str, replace: str, word: str, whose: str
) -> None:
    (finding,) = found(D, find, replace)

    line = edited(PAIR, D, find, replace)[D].split("\n")[finding.location.line - 1]
    assert finding.rule == "gate-threshold"
    assert finding.message.endswith(f"found {word}{whose}")
    assert line[(finding.location.column or 0) - 1 :].startswith(word.strip('"'))
    assert len(finding.related) == 1


def test_gates_that_were_exchanged_are_told_at_both() -> None:
    documents = edited(PAIR, D, START, "@")
    documents = edited(documents, D, LOAD, START)
    documents = edited(documents, D, "@", LOAD)

    findings = judge(documents).findings
    assert [(f.rule, f.subject) for f in findings] == [
        ("gate-threshold", "PRF-01"),
        ("gate-threshold", "PRF-02"),
    ]


@pytest.mark.parametrize(
    ("find", "replace"),
    [
        (START, "Cold-start benchmark"),
        (START, "Benchmark"),
        (START, "Latency benchmark"),
        (START, "Process spawn benchmark"),
        (START, "Startup benchmark, cold and warm"),
        (START, "Cold and warm start benchmark"),
        (START, "Hook benchmark in the migration job"),
        (f"{START}, failing", "Startup job that stops the merge"),
        (LOAD, "Extension benchmark"),
        (f"{LOAD} for every", "Nightly latency job for each"),
        (COST, "Benchmark of security instrumentation"),
        (COST, "Benchmark with instrumentation on and off, read from the report,"),
        (DIFF, "Compatibility benchmark"),
        (DIFF, "Benchmark after a cold start"),
        (DIFF, "Typical-workload benchmark"),
        (f"{DIFF} at every size", "Nightly performance run"),
    ],
)
def test_a_gate_may_have_another_name(find: str, replace: str) -> None:
    assert told(D, find, replace) == []


def test_a_gate_may_measure_what_the_text_of_its_principle_names() -> None:
    documents = edited(PAIR, D, DIFF, START)
    documents = edited(documents, D, "edits grow large and go", "edits, like startup, grow and go")

    assert judge(documents).findings == ()


@pytest.mark.parametrize(
    ("find", "replace", "line"),
    [
        ("failing at a 100ms p99 threshold", "failing at a 100ms threshold", 24),
        ("subsystem with a 250ms p99 threshold", "subsystem with a 250ms threshold", 39),
        ("size with a 500ms p99 threshold", "size that fails at 500ms", 66),
    ],
)
def test_a_gate_without_the_percentile_of_its_target_is_told(
    find: str, replace: str, line: int
) -> None:
    (finding,) = found(D, find, replace)

    assert (finding.rule, finding.location.line) == ("gate-statistic", line)
    assert finding.message.startswith("expected p99 in the CI gate of PRF-0")
    assert finding.message.endswith("found no percentile")


def test_a_gate_may_name_a_percentile_that_its_target_does_not() -> None:
    documents = edited(PAIR, D, "< 100ms at p99 for", "< 100ms for")
    documents = edited(documents, C, "< 100ms at p99 for", "< 100ms p99 for")

    assert judge(documents).findings == ()
