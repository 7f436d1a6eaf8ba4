"""What single rules say at their edges: in which words, where, and what they leave to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rules.edge_scene import FIRST, TARGET, after, findings_of, found_in, the_finding
from tests.rules.judging import judge, pair, rules_of
from tests.rules.repositories import CONTRACT, DOCTRINE, lint_root

if TYPE_CHECKING:
    from pathlib import Path

ADR = "docs/adr/0001-use-queues.md"
FIRST_LAW = "| PRF-001 | info | Doctrine compliance verified |\n"
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


def decision(status: str) -> dict[str, str]:
    """An architecture decision record with this status."""
    head = f"# ADR-0001: Use queues\n\n**Status:** {status}\n**Date:** 2026-01-01\n"
    body = "**Deciders:** Ada\n\n## Context\n\nC.\n\n## Decision\n\nD.\n\n## Consequences\n\nE.\n"
    return {ADR: head + body}


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
    assert found_in(after((DOCTRINE, separator, ""))) == ["lost-table"]


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


def test_a_mapping_of_one_row_without_a_header_is_a_lost_table_alone() -> None:
    assert found_in(after((DOCTRINE, MAPPING, "| Picture cache | 10.6 | LEV-01 |\n"))) == [
        "lost-table"
    ]


def test_one_of_two_mappings_without_a_column_of_concerns_covers_ids_that_nobody_knows() -> None:
    rows = "| Picture cache | 10.6 | LEV-01 |\n| Resizer | 10.7 | LEV-02 |\n"
    short = "| Subsystem | Owner Track |\n|---|---|\n| Picture cache | 10.6 |\n| Resizer | 10.7 |\n"
    finding = the_finding(after((DOCTRINE, rows, f"\nAnd besides:\n\n{short}")))
    assert (finding.rule, finding.location.place) == ("table-columns", f"{DOCTRINE}:111")


def test_of_two_waivers_in_a_comment_that_does_not_end_the_first_is_reported() -> None:
    waivers = "".join(
        f'<!-- doctrine-check: waive {rule} reason="so"\n' for rule in ("ragged-row", "lost-table")
    )
    sentence = "Albums grow, and nobody waits for the last picture."
    finding = the_finding(after((DOCTRINE, sentence, f"{sentence}\n\n<div>\n{waivers}</div>\n")))
    assert (finding.rule, finding.location.place) == ("waiver-invalid", f"{DOCTRINE}:36")


@pytest.mark.parametrize("path", [DOCTRINE, CONTRACT])
def test_a_document_without_a_title_is_told_so_on_its_first_line(path: str) -> None:
    documents = pair()
    title, _, rest = documents[path].partition("\n")
    finding = the_finding({**documents, path: rest})
    assert title.startswith("# ")
    assert (finding.rule, finding.location.place) == ("missing-metadata", f"{path}:1")
    assert finding.message == "expected a title (`# ...`), found none"


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


@pytest.mark.parametrize("name", ["perf", "x-1", "cold-start", "toolonger-a1b", "bd-waytoolong1"])
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


# What another rule says already


@pytest.mark.parametrize(
    ("path", "find", "replace", "rule"),
    [
        (CONTRACT, "| PRF-03 | Steady batch conversion |", "| PRF-03 | - |", "empty-cell"),
        (CONTRACT, FIRST, "- |", "empty-cell"),
        (DOCTRINE, TARGET, "**Target:** -", "principle-incomplete"),
        (DOCTRINE, "**Owner track:** 10.6", "**Owner track:** -", "lever-incomplete"),
    ],
)
def test_a_dash_is_an_empty_place_and_nothing_else(
    path: str, find: str, replace: str, rule: str
) -> None:
    assert found_in(after((path, find, replace))) == [rule]


def test_a_mapping_without_its_column_of_concerns_covers_ids_that_nobody_knows() -> None:
    rows = [row.rpartition(" | ")[0] for row in MAPPING.splitlines()[2:]]
    table = "\n".join(["| Subsystem | Owner Track |", "|---|---|", *(f"{row} |" for row in rows)])
    finding = the_finding(after((DOCTRINE, MAPPING, f"{table}\n")))
    assert finding.rule == "table-columns"
    assert finding.message == (
        'expected a column "Performance Concern" in the table of owner mapping, '
        "found only: subsystem, owner track"
    )


def test_an_event_code_in_the_mapping_is_of_the_wrong_family_and_leaves_no_id_unmapped() -> None:
    concern = "| 10.6 | PRF-01, PRF-03 |"
    documents = after((DOCTRINE, concern, concern.replace("PRF-01", "PRF-001")))
    assert found_in(documents) == ["wrong-family"]


def test_a_row_of_the_mapping_with_two_principles_left_out_is_one_finding() -> None:
    finding = the_finding(
        after((DOCTRINE, "| Worker start and albums | 10.6 | PRF-01, PRF-03 |\n", ""))
    )
    assert (finding.rule, finding.subject) == ("unmapped-id", "PRF-01")
    assert "covers PRF-01, PRF-03, found none" in finding.message


CODES = "# bd-9abc: Codes\n\n## Events\n\n| Code | Level | Meaning |\n|---|---|---|\n"


@pytest.mark.parametrize(
    ("code", "rules"),
    [
        ("ABC006", ["duplicate-id", "malformed-id"]),
        ("abc-006", ["duplicate-id", "malformed-id"]),
        ("ABC007", ["malformed-id"]),
        ("ABC-6", ["malformed-id"]),  # its number may be what is wrong
        ("XYZ006", ["malformed-id"]),
    ],
)
def test_a_code_that_only_its_hyphen_keeps_from_being_another_ones(
    code: str, rules: list[str]
) -> None:
    rows = "| ABC-005 | info | Opened |\n| ABC-006 | info | Shut |\n"
    text = f"{CODES}{rows}| {code} | info | Lost |\n"
    found = judge({"docs/specs/bd-9abc_contract.md": text}).findings
    assert [finding.rule for finding in found] == rules
    assert {finding.location.line for finding in found} == {9}
    if len(found) == 2:
        assert found[0].message == (
            f'expected one table row for ABC-006, found another, written "{code}"; '
            "the first stands at docs/specs/bd-9abc_contract.md:8"
        )


@pytest.mark.parametrize(
    ("code", "remedy"), [("ABC007", "ABC-007"), ("ABC7", "the id of this row")]
)
def test_a_word_with_a_digit_is_no_code_without_its_hyphen(code: str, remedy: str) -> None:
    text = f"{CODES}| ABC-005 | info | Opened |\n| {code} | info | Lost |\n"
    (finding,) = judge({"docs/specs/bd-9abc_contract.md": text}).findings
    assert finding.remedy.startswith(f"write {remedy}")


def test_a_principle_in_two_rows_of_the_mapping_has_one_track() -> None:
    finding = the_finding(after((DOCTRINE, "| 10.8 | PRF-02 |", "| 10.8 | PRF-02, PRF-01 |")))
    assert (finding.rule, finding.location.place) == ("owner-drift", f"{DOCTRINE}:107")
    assert finding.message == (
        f"expected owner track 10.6 of PRF-01 ({DOCTRINE}:106), found 10.8 in the mapping"
    )


# Counts and numbers


def test_one_gap_in_the_numbers_of_headings_is_one_finding() -> None:
    documents = after(
        (DOCTRINE, "## 10.2 ", "## 10.3 "),
        (DOCTRINE, "## 10.3 Required", "## 10.4 Required"),
        (DOCTRINE, "## 10.4 Implementation", "## 10.5 Implementation"),
    )
    finding = the_finding(documents)
    assert (finding.rule, finding.location.place) == ("section-mismatch", f"{DOCTRINE}:39")
    assert finding.message == "expected heading 10.2, found 10.3"


def test_a_wrong_count_in_a_list_of_invariants_is_said_once() -> None:
    table = pair()[DOCTRINE].partition("| ID | Statement |\n|----|-----------|\n")[2]
    rows = [row.strip("| ").split(" | ") for row in table.splitlines()]
    items = "\n".join(f"- **{identity}**: {statement}" for identity, statement in rows)
    documents = after(
        (DOCTRINE, f"| ID | Statement |\n|----|-----------|\n{table}", f"{items}\n"),
        (DOCTRINE, "All 3 core", "All 4 core"),
        (CONTRACT, "All 3 core", "All 4 core"),
    )
    found = [(each.rule, each.location.path) for each in findings_of(documents)]
    assert sorted(found) == [("stated-count", DOCTRINE), ("stated-count", CONTRACT)]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("All 2 events are logged.", ["stated-count"]),
        ("All 2 events, QUE-001 and QUE-002, are logged.", []),
        ("All 2 events (QUE-001, QUE-002) are logged.", []),
    ],
)
def test_a_count_of_events_that_are_named_beside_it_counts_these(
    sentence: str, found: list[str]
) -> None:
    events = "".join(f"| QUE-00{number} | info | Message {number} |\n" for number in (1, 2, 3))
    head = "# bd-9que: Queues\n\n## Event Codes\n\n| Code | Level | Meaning |\n|---|---|---|\n"
    path = "docs/specs/bd-9que_contract.md"
    assert found_in({path: f"{head}{events}\n{sentence}\n"}) == found


@pytest.mark.parametrize(
    ("gate", "found"),
    [
        ("Start benchmark with a 100ms p99 threshold.", ["sample-count"]),
        ("Start benchmark of 100 samples with a 100ms p99 threshold.", []),
    ],
)
def test_percentiles_are_measured_with_a_number_of_samples_stated_in_any_line(
    gate: str, found: list[str]
) -> None:
    documents = after(
        (DOCTRINE, "over 100 samples, reported", "reported"),
        (DOCTRINE, "Start benchmark with a 100ms p99 threshold.", gate),
    )
    assert found_in(documents) == found


def test_one_limit_that_nothing_can_keep_spoils_a_target() -> None:
    both = "**Target:** Cold-start < 100ms at p99 and < 0ms at p50 before the first thumbnail."
    assert found_in(after((DOCTRINE, TARGET, both))) == ["unmeasurable-metric"]


def test_a_bead_in_the_metadata_is_held_against_the_file_where_the_title_has_none() -> None:
    documents = after(
        (CONTRACT, "# bd-1abc: Thumbnail", "# Thumbnail"),
        (CONTRACT, "**Section:** 10", "**Bead:** bd-9xyz\n**Section:** 10"),
    )
    found = [each.message for each in findings_of(documents) if each.location.line == 3]
    assert found == ['expected the bead bd-1abc, found "bd-9xyz"']
