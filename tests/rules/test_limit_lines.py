"""Numbers, percentiles, units and signs edited one at a time: one finding, on the edited line."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.rules.judging import judge
from tests.rules.repositories import BASE, CONTRACT, DOCTRINE, lint_root

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from doctrine_check.findings import Finding

OURS = "docs/doctrine/performance_and_velocity.md"
OUR_CONTRACT = "docs/specs/section_7/bd-2vl5_contract.md"
# What says a limit: percentiles, quantities, signs before a number, and what is counted.
_EDITABLE = (
    (r"\bp\d\d\b", ("p50", "p90", "p95", "p97", "p99.9", "mean", "max")),
    (r"[<>](?= \d)", (">", ">=", "=", "over")),
    (r"(?<![\w.-])\d+(?=ms\b|%)", ("1", "6", "101", "5000")),
    (r"(?<=\d)(?:ms|%)", ("s", "us", "min", " MB")),
    (r"\b100(?= samples|\n?.extension)", ("50", "5")),
    (r"(?<=sizes \()10(?=, )|(?<=\(10, )100(?=, )", ("100", "1000", "5000")),
)


class Edit(NamedTuple):
    """``new`` in place of the characters ``start`` to ``end`` of a document."""

    path: str
    start: int
    end: int
    new: str


def _edits(path: str, text: str) -> Iterator[Edit]:
    for pattern, replacements in _EDITABLE:
        for found in re.finditer(pattern, text):
            if text.rfind("\n#", 0, found.start()) == text.rfind("\n", 0, found.start()):
                continue  # a title names no limit
            for new in replacements:
                if new.strip() != found[0]:
                    yield Edit(path, *found.span(), new)


def _documents(name: str, project_root: Path) -> dict[str, str]:
    """The doctrine and the contract of a pair, in this order."""
    root, paths = project_root, (OURS, OUR_CONTRACT)
    if name == "base":
        root, paths = BASE, (DOCTRINE, CONTRACT)
    elif name == "disagreeing":
        root = project_root / "tests" / "data" / name
        paths = (OURS, OUR_CONTRACT.replace("bd-2vl5", "bd-7ml1"))
    return {path: (root / path).read_text("utf-8") for path in paths}


def _key(finding: Finding) -> tuple[str, str, int]:
    return finding.rule, finding.location.path, finding.location.line


def _fault(documents: dict[str, str], edit: Edit, before: Counter[tuple[str, str, int]]) -> str:
    """What is wrong with the findings that an edit adds; empty when it is one, on its line."""
    text = documents[edit.path]
    line = text.count("\n", 0, edit.start) + 1
    changed = text[: edit.start] + edit.new + text[edit.end :]
    after = Counter(map(_key, judge({**documents, edit.path: changed}).findings))
    added = after - before
    if sum(added.values()) <= 1 and all(place[1:] == (edit.path, line) for place in added):
        return ""
    return f"{edit.path}:{line} {text[edit.start : edit.end]} -> {edit.new}: {[*added]}"


@pytest.mark.parametrize("name", ["ours", "base", "disagreeing"])
def test_an_edit_of_a_limit_is_one_finding_where_it_was_made(name: str, project_root: Path) -> None:
    documents = _documents(name, project_root)
    before = Counter(map(_key, judge(documents).findings))
    edits = [edit for path, text in documents.items() for edit in _edits(path, text)]
    wrong = [fault for edit in edits if (fault := _fault(documents, edit, before))]

    assert not wrong, "\n".join(wrong)
    assert len(edits) > 150


GATE = "with a 100ms p99 threshold"
TARGET = "Target:** Cold-start < 100ms at p99"
METRIC = "| Cold-start < 100ms at p99"
OVERHEAD = "Audit logging < 5% overhead"
MEASURED = "reported as p50/p95/p99"
EVENT = "| PRF-003 | error | p99"


class Case(NamedTuple):
    """Edits (document, old, new) and the findings: rule, document, piece of the line, message."""

    name: str
    edits: tuple[tuple[str, str, str], ...]
    found: tuple[tuple[str, str, str, str], ...]


def _case(name: str, *parts: tuple[str, ...]) -> Case:
    edits = tuple((part[0], part[1], part[2]) for part in parts if len(part) == 3)
    return Case(name, edits, tuple((p[0], p[1], p[2], p[3]) for p in parts if len(p) == 4))


# edits and findings of several cases
LOOSER = (DOCTRINE, TARGET, TARGET.replace("100", "200"))
TOLD_LOOSER = ("gate-threshold", DOCTRINE, GATE, "limit < 200 ms of the Target")
P97 = (
    (DOCTRINE, TARGET, TARGET.replace("p99", "p97")),
    (DOCTRINE, GATE, GATE.replace("p99", "p97")),
    (CONTRACT, METRIC, METRIC.replace("p99", "p97")),
    (DOCTRINE, MEASURED, "reported as p50/p95/p97"),
)
UNLISTED = (
    ("artifact-fields", DOCTRINE, "latency, throughput", "expected p97 among the contents of"),
    ("artifact-fields", DOCTRINE, "- p50/p95/p99 latency", "expected p97 among the contents"),
)
EVENT_95 = (DOCTRINE, EVENT, EVENT.replace("p99", "p95"))
TOLD_95 = ("gate-statistic", DOCTRINE, "error | p95", "expected the event PRF-003 to speak of p99")
OF_BUDGET = (DOCTRINE, "overhead against the unlogged baseline.\n", "of the hot path budget.\n")
TAKEN_OF_BUDGET = ("percent-base", CONTRACT, OVERHEAD, "taken of the budget")
CASES = (
    _case(
        "a target that stands alone",
        (DOCTRINE, OVERHEAD, "Audit logging < 6% overhead"),
        ("gate-threshold", DOCTRINE, "< 6%", "limit 5 % of the CI gate of PRF-02 (" + DOCTRINE),
    ),
    _case(
        "a target that stands alone with its sign",
        (DOCTRINE, TARGET, TARGET.replace("<", ">")),
        ("gate-threshold", DOCTRINE, "> 100ms", "expected the comparator 100 ms of the CI gate"),
    ),
    _case(
        "a target in another unit",
        (DOCTRINE, OVERHEAD, "Audit logging < 5ms overhead"),
        ("gate-threshold", DOCTRINE, "< 5ms", "expected the unit 5 % of the CI gate"),
    ),
    _case(
        "a target with the contract's word against the gate's",
        LOOSER,
        (CONTRACT, METRIC, METRIC.replace("100", "200")),
        TOLD_LOOSER,
    ),
    _case(
        "a target with no other place than the contract",
        LOOSER,
        (DOCTRINE, GATE, "with the start budget at p99"),
        ("gate-threshold", DOCTRINE, "start budget", "in its CI gate, found none"),
        ("threshold-drift", CONTRACT, METRIC, "limit < 200 ms of PRF-01"),
    ),
    _case(
        "three places and three limits",
        LOOSER,
        (CONTRACT, METRIC, METRIC.replace("100", "300")),
        TOLD_LOOSER,
        ("threshold-drift", CONTRACT, "< 300ms", "limit < 200 ms of PRF-01"),
    ),
    _case(
        "the contract and the target are odd, each in its way",
        (DOCTRINE, OVERHEAD, "Audit logging < 6% overhead"),
        (CONTRACT, OVERHEAD, "Audit logging < 7% overhead"),
        ("gate-threshold", DOCTRINE, "< 6%", "limit 5 % of the CI gate"),
        ("threshold-drift", CONTRACT, "< 7%", "limit 5 % of PRF-02"),
    ),
    _case(
        "a closed sign in the target is the contract's line",
        (DOCTRINE, TARGET, TARGET.replace("<", "<=")),
        ("comparator-drift", CONTRACT, METRIC, "expected <= 100 ms"),
    ),
    _case(
        "a closed sign that the gate does not have",
        (DOCTRINE, TARGET, TARGET.replace("<", "<=")),
        (DOCTRINE, GATE, "that passes at p99 < 100ms"),
        ("gate-threshold", DOCTRINE, "<= 100ms", "expected the comparator < 100 ms of the CI gate"),
    ),
    _case(
        "overhead of the artifact in another unit",
        (DOCTRINE, "if the overhead exceeds 5%", "if the overhead exceeds 5ms"),
        ("gate-threshold", DOCTRINE, "exceeds 5ms", "expected the unit < 5 % of the Target"),
    ),
    _case(
        "a number on the line below its sign",
        (DOCTRINE, GATE, "that fails above\n150ms at p99"),
        ("gate-threshold", DOCTRINE, "150ms", "limit < 100 ms of the Target"),
    ),
    _case(
        "a percentile of the target",
        (DOCTRINE, TARGET, TARGET.replace("p99", "p95")),
        ("gate-statistic", DOCTRINE, "p95 before", "judged at p99, as its CI gate says"),
    ),
    _case(
        "a percentile of the target with the contract's word",
        (DOCTRINE, TARGET, TARGET.replace("p99", "p97")),
        (CONTRACT, METRIC, METRIC.replace("p99", "p97")),
        ("gate-statistic", DOCTRINE, TARGET[:9], "judged at p99, as its CI gate says"),
        ("statistic-drift", CONTRACT, "p97 before", "judged at p99"),
    ),
    _case(
        "a percentile of the gate",
        (DOCTRINE, GATE, GATE.replace("p99", "p97")),
        ("gate-statistic", DOCTRINE, "p97", "judged at p99, as its Target says"),
    ),
    _case(
        "a percentile that neither artifact lists",
        (DOCTRINE, MEASURED, "reported as p50/p90/p99"),
        ("artifact-fields", DOCTRINE, "p50/p90/p99", "in the Measurement of PRF-01 that are among"),
    ),
    _case(
        "two percentiles that neither artifact lists",
        (DOCTRINE, MEASURED, "reported as p75/p90/p99"),
        ("artifact-fields", DOCTRINE, "p75/p90/p99", "found p75, p90"),
    ),
    _case(
        "a percentile that one artifact lists",
        (DOCTRINE, MEASURED, "reported as p50/p90/p99"),
        (DOCTRINE, "- p50/p95/p99 latency\n", "- p50/p90/p95/p99 latency\n"),
        ("artifact-fields", DOCTRINE, "latency, throughput", "expected p90 among the contents of"),
    ),
    _case(
        "a percentile that is judged and measured, and that neither artifact lists",
        *P97,
        ("gate-statistic", DOCTRINE, "100ms p97", "at p99, of which the event PRF-003 speaks"),
        *UNLISTED,
    ),
    _case(
        "the same without an event",
        *P97,
        (DOCTRINE, EVENT, EVENT.replace("p99", "tail")),
        (CONTRACT, EVENT, EVENT.replace("p99", "tail")),
        *UNLISTED,
    ),
    _case(
        "a percentile of an artifact",
        (DOCTRINE, "- p50/p95/p99 latency, throughput", "- p50/p96/p99 latency, throughput"),
        ("artifact-fields", DOCTRINE, "p96", "expected p95 among the contents of ART-01"),
    ),
    _case(
        "a percentile and another field of an artifact",
        (DOCTRINE, "- p50/p95/p99 latency, throughput", "- p50/p96/p99 latency, output"),
        ("artifact-fields", DOCTRINE, "### ART-01", "expected throughput, p95 among the contents"),
    ),
    _case(
        "percentiles of an artifact in several bullets",
        (DOCTRINE, "- p50/p95/p99 latency\n", "- p50 latency\n- p99 latency\n"),
        ("artifact-fields", DOCTRINE, "### ART-03", "expected p95 among the contents of ART-03"),
    ),
    _case(
        "measured higher than judged",
        (DOCTRINE, MEASURED, "reported as p99/p99.9"),
        ("gate-statistic", DOCTRINE, "p99.9", "of PRF-01 to end with p99, which"),
    ),
    _case(
        "an event in both documents",
        EVENT_95,
        (CONTRACT, EVENT, EVENT.replace("p99", "p95")),
        TOLD_95,
    ),
    _case(
        "an event of the doctrine",
        EVENT_95,
        TOLD_95,
    ),
    _case(
        "an event of the doctrine that the contract words in another way as well",
        EVENT_95,
        (CONTRACT, "budget exceeded for a subsystem", "budget exceeded"),
        TOLD_95,
        ("event-wording", CONTRACT, "PRF-003", "expected the meaning"),
    ),
    _case(
        "the greatest in place of a percentile",
        (CONTRACT, METRIC, METRIC.replace("p99", "max")),
        ("statistic-drift", CONTRACT, "at max", "found max"),
    ),
    _case(
        "an event of the contract",
        (CONTRACT, EVENT, EVENT.replace("p99", "p95")),
        ("event-wording", CONTRACT, "error | p95", 'expected the meaning "p99 budget'),
    ),
    _case(
        "another base of the contract",
        (CONTRACT, "against the unlogged baseline", "of the hot path budget"),
        ("percent-base", CONTRACT, "hot path budget", "taken of the baseline"),
    ),
    _case(
        "another base of the target",
        OF_BUDGET,
        ("percent-base", DOCTRINE, "hot path budget", "taken of the baseline"),
    ),
    _case(
        "another base of the target and of ART-05",
        OF_BUDGET,
        (DOCTRINE, "percentage against the unlogged baseline", "percentage of the hot path budget"),
        TAKEN_OF_BUDGET,
    ),
    _case(
        "another base of the target and of its text",
        OF_BUDGET,
        (DOCTRINE, "held to the limit by itself", "held to its part of the hot path budget"),
        TAKEN_OF_BUDGET,
    ),
    _case(
        "samples of the gate",
        (DOCTRINE, GATE, f"{GATE} over 200 samples"),
        (CONTRACT, METRIC, f"{METRIC} over 100 samples"),
        ("sample-count", DOCTRINE, "200 samples", "expected 100 samples for PRF-01, as its Meas"),
    ),
    _case(
        "too few samples of the measurement",
        (DOCTRINE, "over 100 samples", "over 50 samples"),
        (CONTRACT, METRIC, f"{METRIC} over 100 samples"),
        ("sample-count", DOCTRINE, "50 samples", "expected at least 100 samples for p99"),
    ),
    _case(
        "a noun on the line below",
        (DOCTRINE, "over 100 samples, reported", "over\nsamples, reported"),
        ("sample-count", DOCTRINE, "samples, reported", "expected how many samples PRF-01"),
    ),
    _case(
        "many on the line above",
        (DOCTRINE, "over 100 samples, reported", "over many\nsamples, reported"),
        ("sample-count", DOCTRINE, "over many", "expected how many samples PRF-01"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_stands_alone_is_reported_where_it_stands(case: Case, tmp_path: Path) -> None:
    root = tmp_path / "repository"
    shutil.copytree(BASE, root)
    for path, old, new in case.edits:
        text = (root / path).read_text("utf-8")
        assert text.count(old) == 1, old
        (root / path).write_text(text.replace(old, new), "utf-8")

    findings = lint_root(root).findings

    said = [f"{f.location.place} [{f.rule}] {f.message}" for f in findings]
    assert len(findings) == len(case.found), said
    for finding, (rule, path, piece, message) in zip(findings, case.found, strict=True):
        assert (finding.rule, finding.location.path) == (rule, path), said
        line = (root / path).read_text("utf-8").split("\n")[finding.location.line - 1]
        assert piece in line, said
        assert message in finding.message, said


def test_a_lone_target_names_the_place_that_it_disagrees_with(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    shutil.copytree(BASE, root)
    file = root / DOCTRINE
    file.write_text(file.read_text("utf-8").replace(OVERHEAD, OVERHEAD.replace("5", "6")), "utf-8")

    (finding,) = lint_root(root).findings

    lines = file.read_text("utf-8").split("\n")
    place, (other,) = finding.location, finding.related
    assert lines[place.line - 1][(place.column or 0) - 1 :].startswith("< 6%")
    assert lines[other.line - 1][(other.column or 0) - 1 :].startswith("5% threshold")
    assert finding.message.endswith("found < 6 % in the Target")
