"""Events and invariants side by side, and tables that have their codes behind names."""

from __future__ import annotations

import re

import pytest

from tests.doctrine.anchors import findings, ids, meanings, places, statements
from tests.rules.judging import judge, pair
from tests.rules.repositories import CONTRACT, DOCTRINE

BOTH = (["ANC-001", "ANC-002"], ["INV-ANC-ONE", "INV-ANC-TWO"])
HEADINGS = [
    "Events and Invariants",
    "Invariants and Event Codes",
    "Event Codes & Invariants",
    "Invariants / Events",
    "Error codes and invariants",
    "Codes and invariants",
    "Event store invariants",
    "Contract",
]


INVARIANTS = "- INV-ANC-ONE: x\n- INV-ANC-TWO: y\n"
EVENTS = "- ANC-001: opened\n- ANC-002: closed\n"
TABLES = (
    "| ID | Meaning |\n|---|---|\n| INV-ANC-ONE | x |\n| INV-ANC-TWO | y |\n\n"
    "| Code | Meaning |\n|---|---|\n| ANC-001 | opened |\n| ANC-002 | closed |\n"
)
ONE_TABLE = (
    "| ID | Meaning |\n|---|---|\n| INV-ANC-ONE | x |\n| INV-ANC-TWO | y |\n"
    "| ANC-001 | opened |\n| ANC-002 | closed |\n"
)
SUBHEADINGS = (
    "### INV-ANC-ONE: first\n\nx\n\n### INV-ANC-TWO: second\n\ny\n\n"
    "### ANC-001: opened\n\nopened\n\n### ANC-002: closed\n\nclosed\n"
)


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize(
    "body", [INVARIANTS + EVENTS, EVENTS + INVARIANTS, TABLES, ONE_TABLE, SUBHEADINGS]
)
def test_a_section_may_hold_events_and_invariants(heading: str, body: str) -> None:
    text = f"## {heading}\n\n{body}"
    assert ids(text) == BOTH
    assert [meaning for _, _, meaning in meanings(text)] == ["opened", "closed"]
    assert [statement for _, statement in statements(text)] == ["x", "y"]
    assert findings(text) == []


def test_a_section_below_one_of_both_kinds_holds_both_unless_it_names_one() -> None:
    text = f"## Events and invariants\n\n### Storage\n\n{INVARIANTS}{EVENTS}"
    assert ids(text) == BOTH
    text += "\n### Events\n\n- ANC-003: lost\n- INV-ANC-TEN: z\n"
    assert places(text) == [("wrong-family", 15)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"## Invariants\n\n{INVARIANTS}{EVENTS}", [("wrong-family", 7), ("wrong-family", 8)]),
        (f"## Events\n\n{EVENTS}{INVARIANTS}", [("wrong-family", 7), ("wrong-family", 8)]),
        (f"## Invariant codes\n\n{INVARIANTS}{EVENTS}", [("wrong-family", 7), ("wrong-family", 8)]),
        (f"## Contract\n\n{INVARIANTS}- ANC-003: z\n", [("wrong-family", 7)]),
        (
            f"## Contract\n\n{ONE_TABLE}".replace("| ANC-002 | closed |\n", ""),
            [("wrong-family", 9)],
        ),
        (f"## Invariants\n\n{ONE_TABLE}", [("wrong-family", 9), ("wrong-family", 10)]),
        (
            f"## Contract\n\n{ONE_TABLE}".replace("| ANC-", "| REQ-"),
            [("wrong-family", 9), ("wrong-family", 10)],
        ),
    ],
)
def test_an_id_of_another_family_is_wrong_where_one_kind_is_announced(
    text: str, expected: list[tuple[str, int]]
) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (f"## Contract\n\n{INVARIANTS}- REQ-001: of the customer\n- REQ-002: of the law\n", []),
        (f"## Contract\n\n{INVARIANTS}- REQ-001: of the customer\n", []),
        ("## Contract\n\n- INV-ANC-ONE: x\n- ANC-001: opened\n", ["ANC-001"]),
        (
            f"## Events\n\n{EVENTS}\n## Contract\n\n{INVARIANTS}- ANC-001: tells a breach\n",
            ["ANC-001", "ANC-002"],
        ),
        (
            f"## Events\n\n{EVENTS}\n## Invariants and events\n\n{INVARIANTS}- ANC-001: a breach\n",
            ["ANC-001", "ANC-002"],
        ),
        (
            f"## Contract\n\n{SUBHEADINGS}\n### REQ-001: of the customer\n\nz\n",
            ["ANC-001", "ANC-002"],
        ),
        (f"## Contract\n\n{SUBHEADINGS}".partition("### ANC-002")[0], []),
        (f"## Contract\n\n{SUBHEADINGS}".replace("### ANC-001: ", "### See ANC-001: "), []),
    ],
)
def test_codes_beside_invariants_are_events_of_their_family(text: str, events: list[str]) -> None:
    found = ids(text)[0]
    assert found == events
    assert "wrong-family" not in [finding.rule for finding in findings(text)]


@pytest.mark.parametrize("heading", ["Events and Invariants", "Contract"])
@pytest.mark.parametrize(
    ("find", "replace", "expected"),
    [
        ("- ANC-001: opened", "- ANC-1: opened", [("malformed-id", 7)]),
        ("- ANC-001: opened", "- ANC001: opened", [("malformed-id", 7)]),
        ("- ANC-001", "- ANC\u2011001", [("lookalike-id", 7)]),
        ("INV-ANC-TWO", "INV_ANC_TWO", [("malformed-id", 6)]),
        ("INV-ANC-TWO", "INV-ANC-ONE", [("duplicate-id", 6)]),
        ("ANC-002", "ANC-001", [("duplicate-id", 8)]),
    ],
)
def test_a_fault_in_a_list_of_both_kinds_is_found(
    heading: str, find: str, replace: str, expected: list[tuple[str, int]]
) -> None:
    text = f"## {heading}\n\n{INVARIANTS}{EVENTS}"
    assert text.count(find) == 1
    assert places(text.replace(find, replace)) == expected


def test_a_table_is_of_either_kind_that_its_section_announces() -> None:
    codes = "| Code | Trigger |\n|---|---|\n| ANC-001 | opened |\n| ANC-002 | closed |\n"
    text = f"## Invariants and events\n\n{INVARIANTS}\n{codes}"
    assert ids(text) == BOTH
    assert ids(text.replace("Invariants and events", "Invariants"))[0] == []


def test_headings_of_principles_and_levers_may_share_a_section() -> None:
    documents = pair()
    text = documents[DOCTRINE]
    levers = re.search(r"\n## [^\n]*Levers[^\n]*\n", text)
    principles = re.search(r"\n## [^\n]*Principles[^\n]*\n", text)
    assert levers is not None
    assert principles is not None
    text = text.replace(levers[0], "\n").replace(
        principles[0], principles[0].rstrip("\n") + " and Levers\n"
    )
    found = judge({**documents, DOCTRINE: text}).findings
    assert "wrong-family" not in [finding.rule for finding in found]


@pytest.mark.parametrize("heading", ["Principles and levers", "Levers"])
def test_a_heading_at_another_level_is_not_lost_in_a_section_of_its_kind(heading: str) -> None:
    text = (
        f"# Law\n\n## {heading}\n\n### LEV-01: Cache\n\nx\n\n### Batches\n\n"
        "#### LEV-02: Batch\n\ny\n\n#### LEV-03: Queue\n\nz\n"
    )
    found = judge({"docs/doctrine/law.md": text}).findings
    assert found
    assert "lost-heading" not in [finding.rule for finding in found]


# Tables whose codes are not their first column


HEADERS = [
    "Event | Code | Level",
    "Event | Code | Level | Meaning",
    "Event Name | Event Code | Level",
    "Event | ID | Level",
    "Name | Code | Level",
    "# | Event | Code | Level",
    "Event Name | Event Code",
    "Event | ID",
    "Name | Code",
]
CELLS = {
    "#": "1",
    "Event": "started",
    "Event Name": "started",
    "Name": "started",
    "Meaning": "it is",
}


def event_table(header: str, *codes: str, levels: tuple[str, ...] = ()) -> str:
    names = header.split(" | ")
    lines = [f"| {header} |", "|---" * len(names) + "|"]
    for number, code in enumerate(codes):
        level = levels[number] if levels else "info"
        cells = (CELLS.get(name) or (level if name == "Level" else code) for name in names)
        lines.append(f"| {' | '.join(cells)} |")
    return "## Event Codes\n\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize("header", HEADERS)
def test_codes_are_read_behind_the_names_of_events(header: str) -> None:
    assert ids(event_table(header, "ANC-001", "ANC-002")) == (["ANC-001", "ANC-002"], [])
    assert findings(event_table(header, "ANC-001", "ANC-002")) == []
    assert places(event_table(header, "ANC-001", "ANC-002", "ANC-002", "ANC-4")) == [
        ("duplicate-id", 9),
        ("malformed-id", 10),
    ]


@pytest.mark.parametrize("header", [header for header in HEADERS if "Level" in header])
def test_a_level_is_read_behind_the_names_of_events(header: str) -> None:
    text = event_table(header, "ANC-001", "ANC-002", levels=("info", "gruesome"))
    assert places(text) == [("event-level", 8)]


def test_the_name_of_an_event_is_its_meaning_where_no_column_is() -> None:
    names = event_table("Event | Code | Level", "ANC-001")
    assert meanings(names) == [("ANC-001", "info", "started")]
    both = event_table("Event | Code | Level | Meaning", "ANC-001")
    assert meanings(both) == [("ANC-001", "info", "it is")]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "| Event | Code | Level |\n|-|-|-|\n| ANC-001 | 503 | info |\n| ANC-002 | 4 | info |\n",
            ["ANC-001", "ANC-002"],
        ),
        ("| Event | Code | Level |\n|-|-|-|\n| LOG_OPENED | 17 | info |\n", ["LOG_OPENED"]),
        ("| Event | Code | Level |\n|-|-|-|\n| LOG_OPENED | ANC-001 | info |\n", ["ANC-001"]),
        ("| Event | Level | Code |\n|-|-|-|\n| ANC-001 | info | 503 |\n", ["ANC-001"]),
        ("| Code | Event | Level |\n|-|-|-|\n| ANC-001 | opened | info |\n", ["ANC-001"]),
        ("| Event | Level |\n|-|-|\n| LOG_OPENED | info |\n", ["LOG_OPENED"]),
        ("| Event | Code |\n|-|-|\n| opened | 17 |\n| closed | 18 |\n", []),
    ],
)
def test_the_column_that_holds_the_ids_counts(table: str, expected: list[str]) -> None:
    text = f"## Events\n\n{table}"
    assert ids(text) == (expected, [])
    assert findings(text) == []


@pytest.mark.parametrize(
    ("header", "row", "statement"),
    [
        ("Invariant | ID | Statement", "bounded | INV-ANC-ONE | it ends", "it ends"),
        ("Name | ID | Statement", "bounded | INV-ANC-ONE | it ends", "it ends"),
        ("Name | ID", "bounded | INV-ANC-ONE", "bounded"),
        ("Invariant | Code | Severity", "INV-ANC-ONE | ANC-001 | high", None),
        ("Invariant | Statement | Code", "INV-ANC-ONE | it ends | ANC-001", "it ends"),
        ("ID | Invariant", "INV-ANC-ONE | it ends", "it ends"),
        ("ID | Meaning", "INV-ANC-ONE | it ends", "it ends"),
    ],
)
def test_invariants_are_read_behind_their_names(
    header: str, row: str, statement: str | None
) -> None:
    rule = "|---" * len(header.split(" | ")) + "|"
    text = f"## Invariants\n\n| {header} |\n{rule}\n| {row} |\n"
    assert statements(text) == [("INV-ANC-ONE", statement)]
    assert findings(text) == []


def test_invariants_with_a_meaning_define_beside_others() -> None:
    text = f"## Invariants\n\n{INVARIANTS}\n## More invariants\n\n{TABLES}"
    text = text.replace("| INV-ANC-ONE", "| INV-ANC-TEN").replace("| INV-ANC-TWO", "| INV-ANC-SIX")
    text = text.partition("\n| Code")[0] + "\nINV-ANC-TEN is new.\n"
    assert len(ids(text)[1]) == 4
    assert findings(text) == []


@pytest.mark.parametrize("name", ["Event", "Event Name", "Name"])
def test_the_events_of_the_performance_contract_may_have_names(name: str) -> None:
    documents = pair()
    text, count = re.subn(
        r"(?m)^\| (Code|---*|PRF-\d{3}) ?\|",
        lambda match: (
            f"| {name if match[1] == 'Code' else '---' if '--' in match[1] else 'x'} " + match[0]
        ),
        re.sub(r"\|-+\|-+\|-+\|\n(?=\| PRF-001)", "|---|---|---|\n", documents[CONTRACT]),
    )
    text = re.sub(r"\|---\|---\|---\|\n(?=\| x \|)", "|---|---|---|---|\n", text)
    assert count > 3
    assert [f.rule for f in judge({**documents, CONTRACT: text}).findings] == []
