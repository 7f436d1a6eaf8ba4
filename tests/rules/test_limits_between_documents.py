"""One limit, percentile, count or sentence changed in the agreeing pair, and what is said of it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest

from doctrine_check.findings import Severity
from tests.rules.repositories import BASE, CONTRACT, DOCTRINE, lint_root

if TYPE_CHECKING:
    from pathlib import Path

    from doctrine_check.findings import Finding

COLD = ("Cold-start < 100ms at p99", "Cold-start ")
GATE = "with a 100ms p99 threshold"
OVERHEAD = "< 5% overhead"
ALBUM = "Batch conversion < 500ms at p99"
WHOSE = "Every performance-affecting change MUST"
PROSE = "Workers come and go"
LEVERS = "### LEV-01"
MANDATE = "MUST carry all five artifacts below"
IMPACT = "5-10x speedup"


class Case(NamedTuple):
    """Replace ``old`` by ``new`` in the document at ``path``; ``found`` is ``rule: end of it``."""

    path: str
    old: str
    new: str
    found: tuple[str, ...] = ()


def _metric(new: str, *found: str) -> Case:
    return Case(CONTRACT, COLD[0], new, found)


def _gate(new: str, *found: str) -> Case:
    return Case(DOCTRINE, GATE, new, found)


def _prose(text: str, *found: str) -> Case:
    return Case(DOCTRINE, PROSE, f"{text} {PROSE}", found)


def _levers(text: str, *found: str) -> Case:
    return Case(DOCTRINE, LEVERS, f"{text}\n\n{LEVERS}", found)


def _mandate(new: str, *found: str) -> Case:
    return Case(DOCTRINE, MANDATE, new, found)


def _impact(new: str, *found: str) -> Case:
    return Case(DOCTRINE, IMPACT, new, found)


def _counted(new: str, *found: str) -> Case:
    return Case(DOCTRINE, "over 100 samples, reported", new, found)


def _steps(new: str, *found: str) -> Case:
    old = "baseline,\nprofile, prove, implement, verify, re-profile"
    return Case(DOCTRINE, old, new, found)


def _command(new: str, *found: str) -> Case:
    return Case(DOCTRINE, "- Exact command to reproduce", f"- {new}", found)


AT_THE_METRIC = [
    _metric("Cold-start < 100ms at p97", "statistic-drift: found p97"),
    _metric("Cold-start < 100ms at p99.99", "statistic-drift: found p99.99"),
    _metric("Cold-start < 100ms at p(75)", "statistic-drift: found p75"),
    _metric("97th percentile of the cold-start < 100ms", "statistic-drift: found p97"),
    _metric("Cold-start < 100ms at p9999", "statistic-drift: found p99.99"),
    _metric("Cold-start < 100ms", "statistic-omitted: found no percentile"),
    _metric("Cold-start < 100ms at p99 and p50"),
    _metric("Cold-start < 100ms at p99 across 10 samples", "sample-count: found 10"),
    _metric("Cold-start < 100ms at p99 (10 samples)", "sample-count: found 10"),
    _metric("Cold-start < 100ms at p99 over 10 runs", "sample-count: found 10"),
    _metric("Cold-start < 100ms at p99 (n = 10)", "sample-count: found 10"),
    _metric("Cold-start < 100ms at p99 over 100 runs"),
    _metric("Cold-start < 100ms at p99 over 10 cycles", "sample-count: found 10"),
    _metric("Cold-start exceeds 100ms at p99", "comparator-drift: found > 100 ms"),
    _metric("Cold-start not < 100ms at p99", "comparator-drift: found >= 100 ms"),
    _metric("Cold-start cannot be < 100ms at p99", "comparator-drift: found >= 100 ms"),
    _metric("Cold-start isn't < 100ms at p99", "comparator-drift: found >= 100 ms"),
    _metric("Cold-start no < 100ms at p99", "comparator-drift: found >= 100 ms"),
    _metric("Cold-start ~ 100ms at p99", "comparator-drift: found = 100 ms"),
    _metric("No cold-start exceeds 100ms at p99", "comparator-drift: found <= 100 ms"),
    _metric("Cold-start strictly less than 100ms at p99"),
    _metric("Cold-start under one hundred milliseconds at p99"),
    _metric("Cold-start 100ms at p99", "comparator-drift: found 100 ms"),
    _metric("Cold-start budget 100ms at p99"),
    _metric("Cold-start < 100ms ± 10ms at p99", "threshold-drift: found < 110 ms"),
    _metric("Warm-start < 100ms at p99", 'metric-wording: found "warm", which it does not use'),
    Case(CONTRACT, OVERHEAD, "< five percent overhead"),
    Case(CONTRACT, OVERHEAD, "< six percent overhead", ("threshold-drift: found < 6 %",)),
    Case(CONTRACT, OVERHEAD, "< 5% overhead at p99", ("statistic-drift: found p99",)),
]  # fmt: skip
IN_THE_GATE = [
    _gate("with a 100ms p97 threshold", "gate-statistic: found p97"),
    _gate("failing below 100ms at p99", "gate-threshold: found a failure below 100 ms"),
    _gate("that fails if p99 is below 100ms", "gate-threshold: found a failure below 100 ms"),
    _gate("that passes when p99 > 100ms", "gate-threshold: found > 100 ms in the CI gate"),
    _gate("that must reach at least 100ms at p99", "gate-threshold: found >= 100 ms"),
    _gate("failing above 100ms at p99"),
    _gate("in which p99 may exceed 100ms", "principle-incomplete: that fails above"),
    _gate("whose p99 limit of 100ms may be exceeded", "principle-incomplete: that fails above"),
    _gate("with a 100ms p99 threshold, only informative", "principle-incomplete: that fails above"),
    _gate("is run. No gate; the 100ms p99 threshold is there", 'principle-incomplete: "No gate"'),
    _gate("with a 100ms p99 threshold that is only reported", "principle-incomplete: that fails"),
    _gate("in which no p99 may exceed 100ms", "gate-threshold: found <= 100 ms"),
    _gate("with a 100ms p99 threshold; the p50 of 40ms is informative"),
    _gate("with a 100ms p99 threshold that is not only reported"),
    _gate("that fails unless p99 is below 100ms"),
    _gate("that blocks the merge: p99 < 100ms"),
    _gate("with a 100ms p99 threshold and a 40ms p50 threshold"),
    _gate("with a 100ms p99 threshold and a timeout of 10 minutes"),
    _gate("with a 100ms p99 threshold, a warning from 80ms on"),
    _gate("with a 100ms p99 threshold after a 5 s warm-up"),
    _gate("with a 100ms p99 threshold at intervals of 5 s"),
    _gate("with a 100ms p99 threshold and 64 MB of memory"),
    _gate("with a 64 MB threshold at p99", "gate-threshold: found 64 MB in the CI gate"),
    _gate("with a 100ms p99 threshold and a 200ms p99 limit", "gate-threshold: found 200 ms"),
    Case(DOCTRINE, COLD[0], "Cold-start < 100ms at p97", ("gate-statistic: found p97",)),
    Case(DOCTRINE, "p99 of the time for", "p97 of the time for", ("gate-statistic: found p97",)),
    Case(
        DOCTRINE, "Wall time from", "Wall time (> 100ms at p99) from",
        ("gate-threshold: found > 100 ms in the Measurement",),
    ),
    Case(DOCTRINE, "over 100 samples", "over one hundred samples"),
    Case(DOCTRINE, "over 100 samples", "over ten samples", ("sample-count: found 10",)),
    _counted("reported", "sample-count: expected how many samples PRF-01 is measured with"),
    _counted("in 100 cycles, reported"),
    Case(
        DOCTRINE, " at several sizes (10, 100, 1000 pictures)", "",
        ("sample-count: expected how many samples PRF-03 is measured with",),
    ),
]  # fmt: skip
IN_THE_TEXT = [
    _prose("Keep the CI budget of 10 minutes in mind."),
    _prose("Beyond the 1 s limit of human patience nobody stays."),
    _prose("Nobody waits beyond the 1 s limit of a cold-start.", "gate-threshold: found > 1 s"),
    _prose("The 40ms p50 limit is kept elsewhere."),
    _prose("The 200ms p99 limit is kept.", "gate-threshold: found 200 ms in the text"),
    _prose("After a timeout of 10 s the limit is 100ms."),
    _levers("These two levers share an owner, as both levers do."),
    _levers("The first two principles are about time."),
    _levers("These two principles above, the two artifacts too, are others."),
    _levers("At most 9 levers per run; the 9 levers per run."),
    _levers("The 9 levers are many.", 'stated-count: found "9 levers"'),
    _levers("Six levers are listed.", 'stated-count: found "Six levers"'),
    _levers("Twenty-one core principles.", 'stated-count: found "Twenty-one core principles"'),
    _levers("These 3 of 4 core principles hold.", 'stated-count: found "4 core principles"'),
    _levers("All two principles hold.", 'stated-count: found "two principles"'),
    _levers("The two principles below hold.", 'stated-count: found "two principles"'),
    _impact("5-10x speedup and 8-2x fewer reads", 'impact-range: found "8-2x"'),
    _impact("from 10x down to 5x", 'impact-range: found "10x down to 5x"'),
    _impact("8 to 3 times latency reduction", 'impact-range: found "8 to 3 times"'),
    _impact("3 to 8 times latency reduction"),
    _impact("from 2x up to 3x, at 0.5x the memory,"),
    _impact(
        "2-5x slower serving", 'impact-range: expected a gain from LEV-01, found "2-5x slower"'
    ),
    _impact("2-5x higher latency", 'impact-range: found "2-5x higher latency"'),
    _impact("a slowdown of 2-5x", 'impact-range: found "slowdown of 2-5x"'),
    _impact("-2-4x speedup", 'impact-range: found "-2-4x"'),
    _impact("2-5x higher throughput"),
    _impact("2-5x more pictures, 2x slower writes,"),
    _steps(
        "baseline, profile, implement, prove, verify, re-profile",
        "profile-loop: found baseline, profile, implement, prove, verify, re-profile",
    ),
    _steps("a baseline, then profile,\nprove, implement, verify and re-profile"),
    _steps("prove after the profile and the baseline,\nimplement, verify, re-profile"),
    Case(
        DOCTRINE,
        "A stale picture may be served.",
        "???",
        ("lever-incomplete: LEV-01",),
    ),
    _command("No exact command to reproduce is needed", "artifact-fields: expected exact command"),
    _command("Exact command, which is not required", "artifact-fields: expected exact command"),
    _command("Exact command (not needed where nothing is run)"),
    Case(
        DOCTRINE, "Oracle comparison without a difference", "No difference in the oracle comparison"
    ),
]
OF_THE_MANDATE = [
    _mandate("MUST NOT carry all five artifacts below", 'artifact-mandate: found "MUST NOT"'),
    _mandate("mustn't carry all five artifacts below", """artifact-mandate: found "mustn't\""""),
    _mandate("must never carry the artifacts below", 'artifact-mandate: found "must never"'),
    _mandate("may carry all five artifacts below", 'artifact-mandate: found "may"'),
    _mandate(
        "MUST carry three of the five artifacts", 'artifact-mandate: "three of the five artifacts"'
    ),
    _mandate("MUST carry most artifacts below", 'artifact-mandate: found "most artifacts"'),
    _mandate("MUST carry at least two artifacts", 'artifact-mandate: found "two artifacts"'),
    _mandate("MUST carry four artifacts", 'artifact-mandate: found "four artifacts"'),
    _mandate("MUST carry any of the artifacts", 'artifact-mandate: found "any of the artifacts"'),
    _mandate("MUST carry all but one of the artifacts", 'artifact-mandate: found "all but"'),
    _mandate("MUST carry all artifacts except ART-04", 'artifact-mandate: found "except"'),
    _mandate("MUST carry, ideally, all artifacts below", 'artifact-mandate: found "ideally"'),
    _mandate("MUST NOT be merged without all artifacts below"),
    _mandate("MUST not only measure, but carry all five artifacts below"),
    _mandate("SHALL carry each of the five artifacts below"),
    _mandate("MUST carry five artifacts"),
    Case(
        DOCTRINE,
        WHOSE,
        "An optimization that affects performance, like any change, MUST",
        ('artifact-mandate: found only "optimization"',),
    ),
    Case(DOCTRINE, WHOSE, "Every optimization or other performance-affecting change MUST"),
]


@pytest.mark.parametrize(
    "case",
    [*AT_THE_METRIC, *IN_THE_GATE, *IN_THE_TEXT, *OF_THE_MANDATE],
    ids=lambda case: " ".join(case.new.split())[:60],
)
def test_one_edit_is_one_finding_or_none(case: Case, tmp_path: Path) -> None:
    findings = _after(tmp_path, case)

    said = [f"{finding.rule}: {finding.message}" for finding in findings]
    assert len(said) == len(case.found), said
    for text, finding in zip(case.found, findings, strict=True):
        rule, _, message = text.partition(": ")
        assert finding.rule == rule, said
        assert message in finding.message
        assert finding.location.path == (CONTRACT if case in AT_THE_METRIC else DOCTRINE)


TWO = "Cold-start < 100ms at p99 and < 40ms at p50"


@pytest.mark.parametrize(
    ("metric", "found"),
    [
        (TWO, []),
        ("Cold-start p50 < 40ms, p99 < 0.1s", []),
        (COLD[0], []),
        ("Cold-start < 100ms at p99 and < 50ms at p50", ["threshold-drift: < 40 ms"]),
        ("Cold-start < 100ms at p99 and > 40ms at p50", ["comparator-drift: < 40 ms"]),
        ("Cold-start < 100ms at p95 and < 40ms at p50", ["statistic-drift: p99"]),
        ("Cold-start < 40ms at p50", ["statistic-omitted: p99"]),
        (
            "Cold-start < 40ms at p99 and < 100ms at p50",
            ["threshold-drift: < 100 ms", "threshold-drift: < 40 ms"],
        ),
    ],
)
def test_limits_at_two_percentiles_are_compared_each_with_its_own(
    metric: str, found: list[str], tmp_path: Path
) -> None:
    both = Case(DOCTRINE, COLD[0], TWO), Case(CONTRACT, COLD[0], metric)
    said = [(finding.rule, finding.message) for finding in _after(tmp_path, *both)]
    assert [rule for rule, _ in said] == [text.partition(": ")[0] for text in found], said
    for (_, message), text in zip(said, found, strict=True):
        assert text.partition(": ")[2] in message.partition("found")[0]


@pytest.mark.parametrize("metric", ["Cold-start 0ms at p99", "Cold-start < 0 s at p99"])
def test_a_limit_of_zero_is_not_measurable(metric: str, tmp_path: Path) -> None:
    edits = [Case(path, COLD[0], metric) for path in (DOCTRINE, CONTRACT)]
    gate = Case(DOCTRINE, GATE, "with a 0ms p99 threshold")
    found = [(one.rule, one.location.path) for one in _after(tmp_path, *edits, gate)]
    assert found == [("unmeasurable-metric", DOCTRINE), ("unmeasurable-metric", CONTRACT)]


def test_no_overhead_at_all_can_be_measured(tmp_path: Path) -> None:
    old, new = OVERHEAD, "at most 0% overhead"
    edits = [Case(path, old, new) for path in (DOCTRINE, CONTRACT)]
    others = (
        Case(DOCTRINE, "with a 5% threshold", "with a 0% threshold"),
        Case(DOCTRINE, "exceeds 5%", "exceeds 0%"),
    )
    assert not _after(tmp_path, *edits, *others)


def test_a_number_for_a_budget_that_the_doctrine_leaves_open_is_a_drift(tmp_path: Path) -> None:
    edits = (
        Case(DOCTRINE, COLD[0], "Cold-start within the start budget at p99"),
        Case(DOCTRINE, GATE, "with the p99 start budget"),
    )
    (finding,) = _after(tmp_path / "1", *edits)
    assert finding.rule == "threshold-drift"
    assert 'expected only the budget "start budget" of PRF-01' in finding.message
    assert "found < 100 ms" in finding.message
    assert finding.location.path == CONTRACT
    assert [place.path for place in finding.related] == [DOCTRINE]
    open_too = Case(CONTRACT, COLD[0], "Cold-start within the start budget at p99")
    (finding,) = _after(tmp_path / "2", *edits, open_too)
    assert finding.rule == "unresolved-budget"


def test_the_measure_of_another_principle_is_another_law(tmp_path: Path) -> None:
    (finding,) = _after(tmp_path, Case(CONTRACT, "Batch conversion <", "Cold-start <"))
    assert finding.rule == "threshold-drift"
    assert finding.severity is Severity.ERROR
    assert 'the limit on "Batch conversion" of PRF-03' in finding.message
    assert 'found one on "Cold-start", which PRF-01 measures' in finding.message
    text = (tmp_path / CONTRACT).read_text("utf-8").split("\n")[finding.location.line - 1]
    assert "Cold-start < 500ms" in text


def test_the_opposite_of_the_base_of_a_percentage_is_another_base(tmp_path: Path) -> None:
    edits = (
        Case(DOCTRINE, "the unlogged baseline", "the uninstrumented baseline"),
        Case(CONTRACT, "the unlogged baseline", "the instrumented baseline"),
    )
    found = {one.rule: one for one in _after(tmp_path, *edits)}
    assert "taken of the uninstrumented baseline" in found["percent-base"].message
    assert "found it taken of the instrumented baseline" in found["percent-base"].message
    assert found["percent-base"].severity is Severity.ERROR
    assert found.keys() <= {"percent-base", "metric-wording"}


def test_a_percentile_for_all_metrics_may_stand_in_the_text_of_the_contract(
    tmp_path: Path,
) -> None:
    silent = Case(CONTRACT, COLD[0], "Cold-start < 100ms")
    heading = "## Optimization Levers"
    other = Case(CONTRACT, heading, f"Limits hold at p95.\n\n{heading}")
    said = Case(CONTRACT, "hold at p95", "hold at the 99th percentile")
    assert [finding.rule for finding in _after(tmp_path / "1", silent, other)] == [
        "statistic-omitted"
    ]
    assert not _after(tmp_path / "2", silent, other, said)


def test_a_doctrine_that_disagrees_with_itself_is_reported_once(tmp_path: Path) -> None:
    edit = Case(DOCTRINE, COLD[0], "Cold-start < 100ms at p99.9")
    assert [finding.rule for finding in _after(tmp_path, edit)] == ["gate-statistic"]


def test_a_bare_gate_does_not_agree_with_a_lower_bound(tmp_path: Path) -> None:
    edits = [Case(path, ALBUM, ALBUM.replace("<", ">")) for path in (DOCTRINE, CONTRACT)]
    (finding,) = _after(tmp_path, *edits)
    assert finding.rule == "gate-threshold"
    assert "expected the comparator > 500 ms" in finding.message


def test_a_finding_between_documents_names_both_places_and_the_way_out(tmp_path: Path) -> None:
    (finding,) = _after(tmp_path, _metric("Cold-start < 200ms at p99"))
    assert finding.rule == "threshold-drift"
    assert finding.remedy == "state one threshold in both documents"
    assert [place.path for place in finding.related] == [DOCTRINE]
    text = (tmp_path / CONTRACT).read_text("utf-8").split("\n")[finding.location.line - 1]
    assert text[finding.location.column - 1 :].startswith("< 200ms")
    (place,) = finding.related
    text = (tmp_path / DOCTRINE).read_text("utf-8").split("\n")[place.line - 1]
    assert text[(place.column or 0) - 1 :].startswith("< 100ms")


def test_a_lever_without_owner_is_held_to_the_mapping(tmp_path: Path) -> None:
    edits = (
        Case(DOCTRINE, "**Owner track:** 10.7\n", ""),
        Case(CONTRACT, "| Batched resizing | 10.7 |", "| Batched resizing | 10.8 |"),
    )
    said = {finding.rule: finding.message for finding in _after(tmp_path, *edits)}
    assert said.keys() == {"lever-incomplete", "owner-drift"}
    assert "expected owner track 10.7 of LEV-02" in said["owner-drift"]


def test_a_percentile_that_an_artifact_lacks_is_named_once(tmp_path: Path) -> None:
    edits = (
        Case(DOCTRINE, "- p50/p95/p99 latency, throughput", "- Latency, throughput"),
        Case(DOCTRINE, "- p99 impact\n", ""),
    )
    said = sorted(finding.message.partition(" among")[0] for finding in _after(tmp_path, *edits))
    assert said == ["expected p50, p95, p99", "expected p99"]


def _after(root: Path, *cases: Case) -> tuple[Finding, ...]:
    """The findings of the agreeing pair after some edits."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    for case in cases:
        path = root / case.path
        text = path.read_text(encoding="utf-8")
        assert case.old in text, case.old
        path.write_text(text.replace(case.old, case.new, 1), encoding="utf-8")
    return lint_root(root).findings
