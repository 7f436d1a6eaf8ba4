"""What rules say of a pair at their edges, and what they leave to others."""

from __future__ import annotations

import pytest

from tests.rules.edge_scene import FIRST, SECOND, TARGET, after, findings_of, found_in, the_finding
from tests.rules.judging import edited, pair
from tests.rules.repositories import CONTRACT, DOCTRINE

MEASUREMENT = "over 100 samples, reported as p50/p95/p99."
LEVER_ROW = "| LEV-01 | Decoded picture cache | 10.6 |"
MAPPING_ROW = "| Picture cache | 10.6 |"

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
    assert found_in(documents) == ["malformed-id"]


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


@pytest.mark.parametrize(
    ("limit", "gate"),
    [
        ("Cold cache use < 5% of the memory budget", "with a 5% threshold"),
        ("Cache hits > 5% of all lookups", "at > 5%"),
    ],
    ids=["percentages of two bases", "limits of opposite sides"],
)
def test_exchanged_limits_are_nothing_else(limit: str, gate: str) -> None:
    documents = after(
        (DOCTRINE, TARGET, f"**Target:** {limit}."),
        (DOCTRINE, "Start benchmark with a 100ms p99 threshold.", f"Benchmark {gate}."),
        (CONTRACT, SECOND, f"{limit} |"),
        (CONTRACT, FIRST, SECOND),
    )
    assert found_in(documents) == ["swapped-text", "swapped-text"]


def test_exchanged_statements_are_not_also_worded_differently() -> None:
    one = "Performance-affecting changes carry all 5 required artifact types |\n"
    other = "Every lever has evidence from before and after |\n"
    documents = after(
        (CONTRACT, f"| INV-PRF-PROFILED | {other}", f"| INV-PRF-PROFILED | {one}"),
        (CONTRACT, f"| INV-PRF-ARTIFACTS | {one}", f"| INV-PRF-ARTIFACTS | {other}"),
    )
    assert found_in(documents) == ["swapped-text", "swapped-text"]


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
    assert found_in(after((CONTRACT, row, emptied))) == ["empty-cell"]


def test_a_level_that_is_none_is_not_also_another_level() -> None:
    documents = after((CONTRACT, "| PRF-003 | error |", "| PRF-003 | err |"))
    assert found_in(documents) == ["event-level"]


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
    assert found_in(after((DOCTRINE, before, prose))) == found


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


def test_a_contract_that_contradicts_its_own_folder_is_still_held_against_the_doctrine() -> None:
    documents = after(
        (DOCTRINE, "**Section:** 10", "**Section:** 11"),
        (CONTRACT, "**Section:** 10", "**Section:** 12"),
    )
    for number in range(1, 5):
        documents = edited(documents, DOCTRINE, f"## 10.{number} ", "## ")
    finding = the_finding(documents)
    assert finding.message == f"expected the section 11 of the doctrine ({DOCTRINE}:3), found 12"


# Words and statements


def test_a_metric_with_all_words_of_the_doctrine_and_a_foreign_one() -> None:
    finding = the_finding(after((CONTRACT, FIRST, FIRST.replace(" |", " over Bluetooth |"))))
    assert finding.rule == "metric-wording"
    assert finding.message.endswith('found "bluetooth", which it does not use')


def test_statements_that_the_doctrine_has_no_column_for_are_not_compared() -> None:
    head = "| ID | Statement |\n|----|-----------|\n"
    table = pair()[DOCTRINE].partition(head)[2]
    ids = "".join(f"| {row.split('|')[1].strip()} |\n" for row in table.splitlines())
    finding = the_finding(after((DOCTRINE, f"{head}{table}", f"| ID |\n|----|\n{ids}")))
    assert (finding.rule, finding.location.path) == ("table-columns", DOCTRINE)


@pytest.mark.parametrize(
    ("measurement", "found"),
    [("Wall time from", ["unresolved-budget"]), ("Wall time, < 100ms, from", [])],
)
def test_the_number_behind_a_budget_may_stand_in_the_measurement(
    measurement: str, found: list[str]
) -> None:
    words = "Cold-start within the start budget at p99 before the first thumbnail"
    documents = after(
        (DOCTRINE, TARGET, f"**Target:** {words}."),
        (DOCTRINE, "Start benchmark with a 100ms p99 threshold.", "Start benchmark at p99."),
        (DOCTRINE, "Wall time from", measurement),
        (CONTRACT, FIRST, f"{words} |"),
    )
    assert found_in(documents) == found


def test_the_loop_is_no_principle_that_is_named_before_it() -> None:
    loop = "A lever is adopted after it went through the MS-01 loop"
    documents = after((DOCTRINE, loop, loop.replace("A lever", "A lever serves PRF-01 and")))
    assert findings_of(documents) == []


def test_a_list_of_artifacts_owes_nobody_anything_beside_other_tables_either() -> None:
    documents = pair()
    lines = documents[CONTRACT].split("\n")
    rows = [line.split("|") for line in lines if line.startswith("| ART-")]
    items = "\n".join(f"- **{row[1].strip()}**: {row[2].strip()}" for row in rows)
    kept = [line for line in lines if not line.startswith(("| ART-", "| ID | Artifact |"))]
    text = "\n".join(kept).replace("|----|----------|--------------|", items)
    found = findings_of({**documents, CONTRACT: text})
    assert [(f.rule, f.subject) for f in found if f.rule == "artifact-incomplete"] == [
        ("artifact-incomplete", row[1].strip()) for row in rows
    ]


@pytest.mark.parametrize("number", ["1", "10", "2.1"])
def test_the_number_of_a_section_counts_nothing(number: str) -> None:
    documents = after((CONTRACT, "## Core Principles", f"## {number} Core Principles"))
    assert "stated-count" not in found_in(documents)


def test_a_count_inside_a_heading_is_one() -> None:
    documents = after((CONTRACT, "## Core Principles", "## The 4 Core Principles"))
    assert "stated-count" in found_in(documents)
