"""What single rules say at their edges: in which words, where, and what they leave to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rules.judging import edited, judge, pair, rules_of
from tests.rules.repositories import CONTRACT, DOCTRINE, lint_root

if TYPE_CHECKING:
    from pathlib import Path

    from doctrine_check.findings import Finding

Edit = tuple[str, str, str]
"""A document, what stands there once, and what takes its place."""

ADR = "docs/adr/0001-use-queues.md"
TARGET = "**Target:** Cold-start < 100ms at p99 before the first thumbnail."
MEASUREMENT = "over 100 samples, reported as p50/p95/p99."
FIRST = "Cold-start < 100ms at p99 before the first thumbnail |"
SECOND = "Audit logging < 5% overhead against the unlogged baseline |"
FIRST_LAW = "| PRF-001 | info | Doctrine compliance verified |\n"
LEVER_ROW = "| LEV-01 | Decoded picture cache | 10.6 |"
MAPPING_ROW = "| Picture cache | 10.6 |"
ARTIFACT_HEAD = "| ID | Artifact | Required For |\n|----|----------|--------------|\n"
LAST_ARTIFACT = "| ART-05 | Tail-latency notes | All performance PRs |\n"
LEVER_TABLE = """\
| ID | Lever | Owner Track | Profile Gate |
|----|-------|-------------|--------------|
| LEV-01 | Decoded picture cache | 10.6 | MS-01 |
| LEV-02 | Batched resizing | 10.7 | MS-01 |
"""
LEVERS_WITHOUT_IDS = """\
| Lever | Owner Track | Profile Gate |
|-------|-------------|--------------|
| Decoded picture cache | 10.6 | MS-01 |
| Batched resizing | 10.7 | MS-01 |
"""
MAPPING = """\
| Subsystem | Owner Track | Performance Concern |
|-----------|-------------|---------------------|
| Worker start and albums | 10.6 | PRF-01, PRF-03 |
| Audit log | 10.8 | PRF-02 |
| Picture cache | 10.6 | LEV-01 |
| Resizer | 10.7 | LEV-02 |
"""
CONTRACT_OF_ARTIFACTS_ALONE = """\
# bd-1abc: Thumbnail Service Performance Doctrine

**Section:** 10 — Performance
**Type:** Doctrine Document
**Status:** Active

## Required Performance Artifacts

- **ART-01**: Baseline reports
- **ART-02**: Profile artifacts
- **ART-03**: Comparison tables
- **ART-04**: Correctness proofs
- **ART-05**: Tail-latency notes
"""


def after(*edits: Edit) -> dict[str, str]:
    documents = pair()
    for path, find, replace in edits:
        documents = edited(documents, path, find, replace)
    return documents


def findings_of(documents: dict[str, str]) -> list[Finding]:
    return list(judge(documents).findings)


def the_finding(documents: dict[str, str]) -> Finding:
    (finding,) = findings_of(documents)
    return finding


def decision(status: str) -> dict[str, str]:
    """An architecture decision record with this status."""
    head = f"# ADR-0001: Use queues\n\n**Status:** {status}\n**Date:** 2026-01-01\n"
    body = "**Deciders:** Ada\n\n## Context\n\nC.\n\n## Decision\n\nD.\n\n## Consequences\n\nE.\n"
    return {ADR: head + body}


# One text under two ids


@pytest.mark.parametrize(
    ("row", "wrong", "right", "line"),
    [
        ("| PRF-03 | Steady", "PRF-08", "PRF-03", 29),
        ("| LEV-02 | Batched", "LEV-07", "LEV-02", 52),
        ("| ART-05 | Tail", "ART-08", "ART-05", 95),
        ("| PRF-003 | error", "PRF-009", "PRF-003", 117),
        ("| INV-PRF-PROFILED |", "INV-PRF-PROOF", "INV-PRF-PROFILED", 125),
    ],
)
def test_one_text_under_two_ids_is_one_finding_of_the_contract(
    row: str, wrong: str, right: str, line: int
) -> None:
    finding = the_finding(after((CONTRACT, row, row.replace(right, wrong))))
    assert finding.rule == "one-sided-id"
    assert finding.message == (
        f"expected the id {right} of the same text in the doctrine ({DOCTRINE}:{line}), "
        f"found {wrong}"
    )
    assert (finding.location.path, finding.subject) == (CONTRACT, right)
    assert [place.place for place in finding.related] == [f"{DOCTRINE}:{line}"]


def test_of_an_event_code_that_nobody_can_place_only_its_form_is_reported() -> None:
    documents = after((CONTRACT, "| PRF-003 | error", "| PRF-1003 | error"))
    assert rules_of(judge(documents)) == ["malformed-id"]


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("| LEV-02 | Batched resizing | 10.7 | MS-01 |\n", 'LEV-02 "Batched Resizing"'),
        ("| PRF-002 | error | Required artifact missing |\n", "PRF-002"),
        (
            "| INV-PRF-PROFILED | Every lever has evidence from before and after |\n",
            "INV-PRF-PROFILED",
        ),
    ],
)
def test_an_id_that_the_contract_lacks_is_named_with_its_title_if_it_has_one(
    row: str, named: str
) -> None:
    finding = the_finding(after((CONTRACT, row, "")))
    assert finding.message.startswith(f"expected {named} among the ")


# Texts that stand beside the wrong id


def test_percentages_with_exchanged_ids_are_not_also_of_another_base() -> None:
    budget = "Cold cache use < 5% of the memory budget"
    documents = after(
        (DOCTRINE, TARGET, f"**Target:** {budget}."),
        (DOCTRINE, "Start benchmark with a 100ms p99 threshold.", "Benchmark with a 5% threshold."),
        (CONTRACT, SECOND, f"{budget} |"),
        (CONTRACT, FIRST, SECOND),
    )
    assert rules_of(judge(documents)) == ["swapped-text", "swapped-text"]


def test_exchanged_limits_of_opposite_sides_are_no_drift_of_comparators() -> None:
    rate = "Throughput > 500 pictures/s for a full album |"
    documents = after(
        (DOCTRINE, TARGET, f"**Target:** {rate.removesuffix(' |')}."),
        (DOCTRINE, "Start benchmark with a 100ms p99 threshold.", "A 500 pictures/s threshold."),
        (CONTRACT, SECOND, rate),
        (CONTRACT, FIRST, SECOND),
    )
    found = [rule for rule in rules_of(judge(documents)) if rule.endswith(("-drift", "-text"))]
    assert found == ["swapped-text", "swapped-text"]


def test_exchanged_statements_are_not_also_worded_differently() -> None:
    one = "Performance-affecting changes carry all 5 required artifact types |\n"
    other = "Every lever has evidence from before and after |\n"
    documents = after(
        (CONTRACT, f"| INV-PRF-PROFILED | {other}", f"| INV-PRF-PROFILED | {one}"),
        (CONTRACT, f"| INV-PRF-ARTIFACTS | {one}", f"| INV-PRF-ARTIFACTS | {other}"),
    )
    assert rules_of(judge(documents)) == ["swapped-text", "swapped-text"]


@pytest.mark.parametrize(
    ("row", "emptied"),
    [
        ("| PRF-003 | error |", "| PRF-003 | - |"),
        (
            "| INV-PRF-PROFILED | Every lever has evidence from before and after |",
            "| INV-PRF-PROFILED | - |",
        ),
    ],
)
def test_an_empty_cell_is_no_other_level_or_wording(row: str, emptied: str) -> None:
    assert rules_of(judge(after((CONTRACT, row, emptied)))) == ["empty-cell"]


def test_a_level_that_is_none_is_not_also_another_level() -> None:
    documents = after((CONTRACT, "| PRF-003 | error |", "| PRF-003 | err |"))
    assert rules_of(judge(documents)) == ["event-level"]


# Limits


def test_a_budget_instead_of_the_limit_is_another_threshold() -> None:
    words = "Cold-start within the start budget at p99 before the first thumbnail |"
    finding = the_finding(after((CONTRACT, FIRST, words)))
    assert finding.rule == "threshold-drift"
    assert finding.message == (
        f"expected the limit < 100 ms of PRF-01 ({DOCTRINE}:11), found only the budget "
        '"start budget"'
    )


@pytest.mark.parametrize("other", ["100 MB", "5%"])
def test_a_limit_of_another_dimension_is_another_threshold(other: str) -> None:
    finding = the_finding(after((CONTRACT, "Cold-start < 100ms", f"Cold-start < {other}")))
    assert finding.rule == "threshold-drift"
    assert finding.message.endswith(f"found < {other.replace('%', ' %')}")


def test_a_percentile_that_the_contract_alone_names() -> None:
    finding = the_finding(
        after((CONTRACT, "< 5% overhead against", "< 5% overhead at p99 against"))
    )
    assert finding.rule == "statistic-drift"
    assert finding.message == (
        f"expected PRF-02 without a percentile, as its Target says ({DOCTRINE}:21), found p99"
    )
    assert [place.place for place in finding.related] == [f"{DOCTRINE}:21"]


def test_the_highest_percentile_decides_how_many_samples_it_takes_and_not_the_maximum() -> None:
    few = "over 20 samples, reported as p50/p95/p99/max."
    documents = after((DOCTRINE, MEASUREMENT, few))
    found = [each.message for each in findings_of(documents) if each.rule == "sample-count"]
    assert found == ["expected at least 100 samples for p99 of PRF-01, found 20"]


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("The 2 s limit of human patience is long past.", []),
        ("The 2 s limit of the thumbnail is long past.", ["gate-threshold"]),
        # "Quick" stands in the title alone.
        ("The 2 s limit of quick answers is long past.", ["gate-threshold"]),
    ],
)
def test_a_limit_of_something_else_in_the_text_is_no_limit_of_the_principle(
    prose: str, found: list[str]
) -> None:
    before = "Workers come and go with the load, so most of them serve their first request cold."
    assert rules_of(judge(after((DOCTRINE, before, prose)))) == found


def test_a_measure_of_another_principle_leads_to_the_limit_that_was_expected() -> None:
    finding = the_finding(after((CONTRACT, "Batch conversion <", "Cold-start <")))
    assert finding.rule == "threshold-drift"
    assert "which PRF-01 measures" in finding.message
    assert [place.place for place in finding.related] == [f"{DOCTRINE}:31"]


# Owners and sections


@pytest.mark.parametrize(
    ("lever", "mapped", "in_contract", "found"),
    [
        ("10.6 (Pixel team)", "10.6 (Cache team)", "10.6", [(DOCTRINE, 108)]),
        ("10.6", "10.6 (Cache team)", "10.6 (Cache team)", []),
        ("10.6", "10.6 (Cache team)", "10.6 (Pixel team)", [(CONTRACT, 19)]),
        ("10.6 (Cache Team)", "10.6 (cache team)", "10.6", []),
    ],
)
def test_one_track_has_one_name_wherever_it_is_named(
    lever: str, mapped: str, in_contract: str, found: list[tuple[str, int]]
) -> None:
    documents = after(
        (DOCTRINE, "**Owner track:** 10.6", f"**Owner track:** {lever}"),
        (DOCTRINE, MAPPING_ROW, MAPPING_ROW.replace("10.6", mapped)),
        (CONTRACT, LEVER_ROW, LEVER_ROW.replace("10.6", in_contract)),
    )
    findings = findings_of(documents)
    assert [(each.location.path, each.location.line) for each in findings] == found
    assert {each.rule for each in findings} <= {"owner-drift"}


def test_a_doctrine_whose_headings_have_no_number_is_still_held_against_its_contract() -> None:
    documents = after((DOCTRINE, "**Section:** 10", "**Section:** 11"))
    for number in range(1, 5):
        documents = edited(documents, DOCTRINE, f"## 10.{number} ", "## ")
    finding = the_finding(documents)
    assert (finding.rule, finding.location.place) == ("metadata-drift", f"{CONTRACT}:3")
    assert finding.message == f"expected the section 11 of the doctrine ({DOCTRINE}:3), found 10"


@pytest.mark.parametrize("path", [DOCTRINE, CONTRACT])
def test_a_document_without_a_title_is_told_so_on_its_first_line(path: str) -> None:
    documents = pair()
    title, _, rest = documents[path].partition("\n")
    finding = the_finding({**documents, path: rest})
    assert title.startswith("# ")
    assert (finding.rule, finding.location.place) == ("missing-metadata", f"{path}:1")
    assert finding.message == "expected a title (`# ...`), found none"


# Tables and lists


def test_levers_without_a_column_of_ids_are_not_missing_as_well() -> None:
    finding = the_finding(after((CONTRACT, LEVER_TABLE, LEVERS_WITHOUT_IDS)))
    assert (finding.rule, finding.location.place) == ("table-columns", f"{CONTRACT}:17")
    assert finding.message == (
        'expected a column "Id" in the table of levers, found only: lever, owner track, '
        "profile gate"
    )


def test_a_column_of_targets_is_a_column_of_metrics() -> None:
    documents = after((CONTRACT, "| ID | Principle | Metric |", "| ID | Principle | Target |"))
    assert findings_of(documents) == []


def test_a_lost_table_names_six_of_its_ids_and_counts_the_others() -> None:
    more = "".join(f"| ART-0{number} | More | All performance PRs |\n" for number in (6, 7, 8))
    documents = after(
        (CONTRACT, ARTIFACT_HEAD, ""), (CONTRACT, LAST_ARTIFACT, f"{LAST_ARTIFACT}{more}")
    )
    finding = the_finding(documents)
    assert finding.rule == "lost-table"
    ids = "ART-01, ART-02, ART-03, ART-04, ART-05, ART-06 and 2 more"
    assert f"the rows of {ids} are no table" in finding.message


def test_a_mapping_that_is_gone_is_missed_under_its_heading() -> None:
    finding = the_finding(after((DOCTRINE, MAPPING, "")))
    assert (finding.rule, finding.location.place) == ("missing-section", f"{DOCTRINE}:102")
    assert finding.message == (
        "expected an owner mapping for the 2 levers of the doctrine, found none"
    )


def test_a_mapping_that_became_running_text_is_a_lost_table_alone() -> None:
    separator = "|-----------|-------------|---------------------|\n"
    assert rules_of(judge(after((DOCTRINE, separator, "")))) == ["lost-table"]


def test_artifacts_in_a_contract_without_tables_say_which_changes_owe_them() -> None:
    found = [
        (each.location.line, each.message, each.remedy)
        for each in findings_of({**pair(), CONTRACT: CONTRACT_OF_ARTIFACTS_ALONE})
        if each.rule == "artifact-incomplete"
    ]
    assert found == [
        (
            line,
            f'expected a "Required For" of {artifact}, found none',
            f"state which changes owe {artifact}",
        )
        for line, artifact in enumerate((f"ART-0{number}" for number in range(1, 6)), 9)
    ]


@pytest.mark.parametrize(
    ("bullet", "artifact", "invariant"),
    [
        ("- Timestamp and git commit hash\n", "ART-01", "INV-PRF-ARTIFACTS"),
        ("- Oracle comparison without a difference\n", "ART-04", "INV-PRF-COMPAT"),
    ],
)
def test_what_a_proof_lacks_counts_against_compatibility(
    bullet: str, artifact: str, invariant: str
) -> None:
    finding = the_finding(after((DOCTRINE, bullet, "")))
    assert (finding.rule, finding.subject) == ("artifact-fields", artifact)
    assert finding.invariant == invariant


# Decision records, files and what is kept short


@pytest.mark.parametrize(
    "status",
    ["approved", "Implemented", "Amended", "deferred", "obsolete", "retired", "✅ Accepted"],
)
def test_what_other_tools_write_for_a_status_is_known(status: str) -> None:
    assert findings_of(decision(status)) == []


@pytest.mark.parametrize("status", ["Purple", "2", "\N{ROCKET}"])
def test_a_status_that_is_no_known_word_is_quoted(status: str) -> None:
    finding = the_finding(decision(status))
    assert (finding.rule, finding.location.place) == ("adr-status", f"{ADR}:3")
    assert finding.message == f'expected a known status of this ADR, found "{status}"'


@pytest.mark.parametrize("wrong", ["docs/doctrine/perfomance.md", "docs/doctrines/performance.md"])
def test_a_mistyped_path_is_not_also_missing_from_the_list(tmp_path: Path, wrong: str) -> None:
    for path, text in after((CONTRACT, f"`{DOCTRINE}`", f"`{wrong}`")).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert rules_of(lint_root(tmp_path)) == ["missing-file"]


@pytest.mark.parametrize("name", ["perf", "x-1", "cold-start", "toolong999-a1", "bd-waytoolong1"])
def test_a_file_name_that_is_no_bead_demands_none_of_the_title(name: str) -> None:
    documents = pair()
    path = f"docs/specs/section_10/{name}_contract.md"
    text = documents.pop(CONTRACT).replace(CONTRACT, path)
    assert findings_of({**documents, path: text}) == []


def test_a_message_that_quotes_too_much_is_cut() -> None:
    documents = after((CONTRACT, "| PRF-003 | error |", f"| PRF-003 | {'e' * 3000} |"))
    finding = the_finding(documents)
    assert finding.rule == "event-level"
    assert len(finding.message) == 2000
    assert finding.message.endswith("e…")


def test_a_doctrine_without_the_event_of_a_pass_passes_without_one() -> None:
    report = judge(after((DOCTRINE, FIRST_LAW, ""), (CONTRACT, FIRST_LAW, "")))
    assert (report.findings, report.events) == ((), ())
    assert [event.code for event in judge(pair()).events] == ["PRF-001"]
