"""Gates and sections that are denied outright, and harmless lines with the same words."""

from __future__ import annotations

import pytest

from doctrine_check.doctrine.difference import Effect
from tests.rules.judging import edited, judge
from tests.rules.own_pair import PAIR, C, D
from tests.rules.test_scopes_and_gates import found, told
from tests.rules.test_struck_out import effects

GATE = "Startup benchmark, failing at a 100ms p99 threshold."
BARE = GATE.removesuffix(".")


@pytest.mark.parametrize(
    ("gate", "words"),
    [
        (f"No startup{BARE[7:]}.", "No startup benchmark"),
        (f"Never a startup{BARE[7:]}.", "Never a startup benchmark"),
        (f"Not a {GATE}", "Not a Startup benchmark"),
        (f"We have no {GATE}", "no Startup benchmark"),
        ("Startup benchmark without a 100ms p99 threshold.", "without a 100ms p99 threshold"),
        ("Startup benchmark lacking a threshold of 100ms at p99.", "lacking a threshold"),
        (f"Removed (was: {BARE}).", "Removed"),
        (f"Formerly: {GATE}", "Formerly"),
        (f"Formerly a {GATE}", "Formerly"),
        (f"Deprecated. {GATE}", "Deprecated"),
        (f"Was a {GATE}", "Was"),
        (f"Replaced by a review; was a {GATE}", "was"),
        (f"Missing: {GATE}", "Missing"),
        (f"{BARE} (retired).", "retired"),
        (f"{BARE}, is missing.", "is missing"),
        ("The startup benchmark with a 100ms p99 threshold was removed.", "was removed"),
        (f"{BARE}, to be added.", "to be added"),
        ("A startup benchmark with a 100ms p99 threshold will be built.", "will be built"),
        (f"Startup benchmark that does not exist{BARE[17:]}.", "does not exist"),
        (f"{BARE}, under construction.", "under construction"),
        ("Startup benchmark, passing at a 100ms p99 threshold.", "passing at a 100"),
        ("Startup benchmark, green at any 100ms p99 threshold.", "green at any 100"),
        (f"{BARE[:26]} nowhere{BARE[26:]}.", "failing nowhere"),
    ],
)
def test_a_gate_that_says_it_is_none_is_one_finding_and_loosens(gate: str, words: str) -> None:
    (finding,) = found(D, GATE, gate)

    assert (finding.rule, finding.location.line) == ("principle-incomplete", 24)
    assert finding.message == (
        f'expected a CI gate for PRF-01 that fails above its limit, found "{words}"'
    )
    assert effects(D, edited(PAIR, D, GATE, gate)[D]) == [(Effect.LOOSENS, "PRF-01")]


@pytest.mark.parametrize(
    "behind",
    [
        ", without retries",
        ", with no test retries",
        "; no other test replaces it",
        "; no merge without it",
        "; it blocks a merge without the benchmark",
        "; fails when the test is removed",
        "; missing samples fail it too",
        " when results are missing",
        "; deleted files are part of the load",
        ". Cancelled runs count as failed",
        ". The old one was removed in 2024",
        "; superseded runs are cancelled",
        "; merging is not possible without the check",
        " on the smallest runner",
        " once warm caches are removed",
        "; a removed benchmark fails as well",
        ", compared with a baseline that was archived",
    ],
)
def test_the_same_words_said_of_something_else_deny_no_gate(behind: str) -> None:
    assert told(D, GATE, f"{BARE}{behind}.") == []


@pytest.mark.parametrize(
    "gate",
    [
        "Startup benchmark without warm caches, failing at a 100ms p99 threshold.",
        "Startup benchmark, which passes at a 100ms p99 threshold or less.",
        "Startup benchmark, passing below and failing at a 100ms p99 threshold.",
        "Startup benchmark (not a mean), failing at a 100ms p99 threshold.",
        "Startup benchmark, never skipped, failing at a 100ms p99 threshold.",
        "Green only when the startup benchmark is under a 100ms p99 threshold.",
    ],
)
def test_a_gate_that_fails_is_none_that_is_denied(gate: str) -> None:
    assert told(D, GATE, gate) == []


@pytest.mark.parametrize(
    ("every", "one", "words", "line"),
    [
        ("benchmark for every hot path", "benchmark for one hot path", "one hot path", 53),
        ("benchmark for every hot path", "benchmark for no hot path", "no hot path", 53),
        ("mark for every subsystem", "mark for a single subsystem", "single subsystem", 39),
        ("mark at every size", "mark at the smallest size", "smallest size", 66),
    ],
)
def test_a_gate_covers_all_that_the_target_speaks_of(
    every: str, one: str, words: str, line: int
) -> None:
    (finding,) = found(D, every, one)

    assert (finding.rule, finding.location.line) == ("principle-incomplete", line)
    assert finding.message.endswith(f'that covers each of them, found "{words}"')


@pytest.mark.parametrize(
    ("find", "replace"),
    [
        ("for every subsystem with", "for every subsystem, one subsystem at a time, with"),
        ("for every subsystem with", "for every single subsystem with"),
        ("for every hot path with", "of each hot path in a single job with"),
        ("Diff benchmark at every size", "Diff benchmark at each size, the smallest size first,"),
    ],
)
def test_one_at_a_time_is_not_one_only(find: str, replace: str) -> None:
    assert told(D, find, replace) == []


# --- headings


@pytest.mark.parametrize(
    ("path", "heading", "gone", "line"),
    [
        (C, "## Invariants", "## Invariants (withdrawn)", 46),
        (D, "## Invariants", "## Deprecated Invariants", 193),
        (D, "## Invariants", "## Former invariants", 193),
        (C, "## Event Codes", "## Event Codes - retired in 2025", 36),
        (C, "## Event Codes", "## No Event Codes", 36),
        (C, "## Event Codes", "## Event Codes (no longer in force)", 36),
        (D, "## 7.1 Core Principles", "## 7.1 Core Principles (superseded by ADR-4)", 5),
        (D, "## 7.3 Required", "## 7.3 Deprecated: Required", 122),
        (D, "## 7.4 Implementation Mapping", "## 7.4 Implementation Mapping: obsolete", 170),
    ],
)
def test_a_section_that_was_withdrawn_is_one_finding_and_loosens(
    path: str, heading: str, gone: str, line: int
) -> None:
    (finding,) = found(path, heading, gone)

    assert (finding.rule, finding.location.path) == ("section-mismatch", path)
    assert finding.location.line == line
    assert "to hold, found" in finding.message
    ((effect, _),) = effects(path, edited(PAIR, path, heading, gone)[path])
    assert effect is Effect.LOOSENS


def test_a_section_within_one_that_was_withdrawn_is_reported_above() -> None:
    assert told(D, "## Invariants", "## Withdrawn\n\n### Invariants") == [
        ("section-mismatch", D, 193)
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "## Invariants of removed files",
        "## Invariants: no exceptions",
        "## Invariants (none may be dropped)",
        "## Invariants that no longer need a waiver",
        "## ~~Old~~ Invariants",
        "## Invariants, not guidelines",
    ],
)
def test_headings_that_withdraw_nothing(heading: str) -> None:
    assert told(D, "## Invariants", heading) == []


def test_other_teams_keep_sections_of_what_they_retired() -> None:
    text = "# Media\n\n## Deprecated Event Codes\n\n| Code | Level | Meaning |\n|---|---|---|\n"
    rows = "| MED-001 | info | a |\n| MED-002 | info | b |\n"
    documents = {**PAIR, "docs/specs/media.md": text + rows}

    assert judge(documents).findings == ()
