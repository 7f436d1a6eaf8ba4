"""Ids of the owner mapping in each other's rows, and headings that announce something else."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from tests.rules.judging import edited, judge
from tests.rules.own_pair import PAIR, C, D

if TYPE_CHECKING:
    from collections.abc import Mapping

IDS = (
    *("PRF-01", "PRF-02", "PRF-03", "PRF-04"),
    *("LEV-01", "LEV-02", "LEV-03", "LEV-04", "LEV-05"),
)
ROWS = range(174, 182)
OTHERS = "docs/specs/section_10_6/bd-9abc_contract.md"


def told(documents: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """Rule, document and line of each finding."""
    return [(f.rule, f.location.path, f.location.line) for f in judge(documents).findings]


def _exchanged(one: str, other: str) -> dict[str, str]:
    """The own pair with two ids of the mapping in each other's places."""
    lines = PAIR[D].split("\n")
    for number in ROWS:
        row = lines[number - 1].replace(one, "@").replace(other, one)
        lines[number - 1] = row.replace("@", other)
    return {**PAIR, D: "\n".join(lines)}


def _row_of(identity: str, text: str) -> int:
    lines = text.split("\n")
    return next(number for number in ROWS if identity in lines[number - 1])


@pytest.mark.parametrize(("one", "other"), [*combinations(IDS, 2)][1:])
def test_ids_in_each_others_rows_are_told_at_both_cells_and_nowhere_else(
    one: str, other: str
) -> None:
    documents = _exchanged(one, other)
    findings = judge(documents).findings

    assert [(f.rule, f.location.path) for f in findings] == [("swapped-text", D)] * 2
    for finding in findings:
        line = documents[D].split("\n")[finding.location.line - 1]
        assert finding.subject in (one, other)
        assert line[(finding.location.column or 0) - 1 :].startswith(finding.subject)
        wanted = other if finding.subject == one else one
        assert finding.message.startswith(f"expected {wanted} in the owner mapping beside ")
        assert finding.location.line == _row_of(wanted, PAIR[D])


def test_ids_of_one_row_have_no_order() -> None:
    assert told(_exchanged("PRF-01", "PRF-02")) == []


@pytest.mark.parametrize(
    ("find", "replace"),
    [
        (
            "| Compatibility cache | 10.6 | LEV-01 |",
            "| Compatibility cache | 10.6 | LEV-01, PRF-04 |",
        ),
        (
            "| Hostcall bridge | 10.6 | LEV-03 |",
            "| Hostcall bridge | 10.6 | LEV-03 |\n| Bridge paths of hostcalls | 10.6 | PRF-01 |",
        ),
        ("| Scheduler tuning | 10.15 |", "| The queue | 10.15 |"),
        ("| Policy evaluation | 10.5 |", "| Batch migration | 10.5 |"),
        ("| Migration scanner throughput |", "| Cache warmer |"),
    ],
)
def test_a_subsystem_may_be_called_anything_that_names_no_other_id(find: str, replace: str) -> None:
    assert told(edited(PAIR, D, find, replace)) == []


def test_an_id_in_a_row_of_another_owner_is_not_also_of_two_owners() -> None:
    findings = judge(_exchanged("LEV-04", "LEV-05")).findings

    assert [f.rule for f in findings] == ["swapped-text", "swapped-text"]


def test_a_second_owner_is_told_beside_ids_that_were_exchanged() -> None:
    documents = edited(_exchanged("LEV-02", "LEV-03"), D, "| 10.5 | LEV-04 |", "| 10.9 | LEV-04 |")

    rules = sorted(f.rule for f in judge(documents).findings)
    assert rules == ["owner-drift", "swapped-text", "swapped-text"]


@pytest.mark.parametrize(
    ("path", "heading", "kind", "line"),
    [
        (C, "## Core Principles", "principles", 7),
        (C, "## Candidate High-EV Optimization Levers", "levers", 16),
        (C, "## Required Performance Artifacts", "artifacts", 26),
        (C, "## Event Codes", "events", 36),
        (C, "## Invariants", "invariants", 46),
        (D, "## 7.1 Core Principles", "principles", 5),
        (D, "## 7.2 Candidate High-EV Optimization Levers", "levers", 68),
        (D, "## 7.3 Required Performance Artifacts", "artifacts", 122),
        (D, "## 7.4 Implementation Mapping", "owner mapping", 170),
        (D, "## Event Codes", "events", 183),
        (D, "## Invariants", "invariants", 193),
    ],
)
def test_a_heading_that_says_nothing_of_what_stands_below_it_is_told(
    path: str, heading: str, kind: str, line: int
) -> None:
    number = heading[3:7] if heading[3].isdecimal() else ""
    replace = f"## {number}Levels of the sea"
    (finding,) = judge(edited(PAIR, path, f"\n{heading}\n", f"\n{replace}\n")).findings

    assert (finding.rule, finding.location.path, finding.location.line) == (
        "section-mismatch",
        path,
        line,
    )
    assert f"a heading that announces the {kind} above {path}:" in finding.message
    assert finding.message.endswith(f'found "{number}Levels of the sea"')


@pytest.mark.parametrize("path", [D, C])
def test_headings_over_each_others_tables_are_told_at_both(path: str) -> None:
    documents = edited(PAIR, path, "\n## Event Codes\n", "\n## @\n")
    documents = edited(documents, path, "\n## Invariants\n", "\n## Event Codes\n")
    documents = edited(documents, path, "\n## @\n", "\n## Invariants\n")

    lines = documents[path].split("\n")
    places = [lines.index("## Invariants") + 1, lines.index("## Event Codes") + 1]
    assert told(documents) == [("section-mismatch", path, place) for place in places]


@pytest.mark.parametrize(
    ("path", "heading"),
    [(C, "## Event Codes"), (D, "## Invariants"), (D, "## 7.4 Implementation Mapping")],
)
def test_a_table_that_lost_its_heading_is_told_at_the_table(path: str, heading: str) -> None:
    documents = edited(PAIR, path, f"\n{heading}\n", "")
    line = PAIR[path].split("\n").index(heading) + 1

    assert told(documents) == [("section-mismatch", path, line)]


@pytest.mark.parametrize(
    ("path", "heading", "replace"),
    [
        (C, "## Event Codes", "## Log Messages"),
        (C, "## Event Codes", "## **Event Codes**"),
        (C, "## Event Codes", "## What Happens\n\n### Events"),
        (C, "## Event Codes", "## Events\n\n### All of Them"),
        (C, "## Invariants", "## Guarantees"),
        (C, "## Core Principles", "## Performance Targets"),
        (C, "## Candidate High-EV Optimization Levers", "## Optimizations"),
        (C, "## Required Performance Artifacts", "## Required Evidence"),
        (D, "## 7.2 Candidate High-EV Optimization Levers", "## 7.2 Levers"),
        (D, "## 7.3 Required Performance Artifacts", "## 7.3 Artifacts"),
        (D, "## 7.4 Implementation Mapping", "## 7.4 Who Owns What"),
        (D, "## Invariants", "### Invariants"),
    ],
)
def test_a_heading_may_say_it_in_other_words(path: str, heading: str, replace: str) -> None:
    assert told(edited(PAIR, path, f"\n{heading}\n", f"\n{replace}\n")) == []


EVENTS = (
    "| Code | Level | Meaning |\n|---|---|---|\n| ABC-001 | info | x |\n| ABC-002 | info | y |\n"
)
RULES = "| ID | Statement |\n|---|---|\n| INV-ABC-A | x |\n| INV-ABC-B | y |\n"
HEAD = "# bd-9abc: T\n\n**Section:** 10.6\n**Status:** Active\n"


@pytest.mark.parametrize(
    ("first", "second", "lines"),
    [
        ("Event Codes", "Invariants", []),
        ("Levels of the Sea", "What Holds", []),
        ("Events and Invariants", "More Invariants", []),
        ("Principles of Logging", "Invariants", []),
        ("Invariants", "Event Codes", [6, 13]),
        ("Invariants", "Guarantees", [6]),
    ],
)
def test_headings_of_other_teams_are_free_unless_they_announce_another_kind(
    first: str, second: str, lines: list[int]
) -> None:
    text = f"{HEAD}\n## {first}\n\n{EVENTS}\n## {second}\n\n{RULES}"

    assert told({OTHERS: text}) == [("section-mismatch", OTHERS, line) for line in lines]


def test_a_heading_over_several_kinds_is_free_to_name_one_of_them() -> None:
    text = f"{HEAD}\n## Invariants\n\n{EVENTS}\n{RULES}"

    assert told({OTHERS: text}) == []
