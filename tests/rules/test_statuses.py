"""Statuses, dates, deciders and successors, of decision records and of spec contracts."""

from __future__ import annotations

import pytest

from doctrine_check.doctrine.adr import numbers_in
from tests.rules.judging import judge, rules_of

ADR = """# ADR-001: Keep decoded pictures

- **Status**: {status}
- **Date**: 2025-03-01
- **Deciders**: {deciders}
- **Superseded by**: {successor}
"""
FIRST_ADR, LAST_ADR = "docs/adr/0001-keep-pictures.md", "docs/adr/0002-drop-pictures.md"


def record(status: str = "Accepted", deciders: str = "Team", successor: str = "N/A") -> list[str]:
    """The rules that find something in a record with these entries, beside another one."""
    first = ADR.format(status=status, deciders=deciders, successor=successor)
    last = ADR.format(status="Accepted", deciders="Team", successor="N/A")
    return rules_of(judge({FIRST_ADR: first, LAST_ADR: last}))


@pytest.mark.parametrize(
    "successor",
    [
        "0002-drop-pictures.md", "`0002-drop-pictures.md`", "docs/adr/0002-drop-pictures.md",
        "`docs/adr/0002-drop-pictures.md`", "0002-drop-pictures", "adr_002_drop.md (2025-04-01)",
        "docs/v7/adr/0002-drop-pictures.md#why", "ADR-002, ADR-002", "ADR 2 since 2025-04-01",
    ],
)  # fmt: skip
def test_a_successor_may_be_named_by_its_file(successor: str) -> None:
    assert record("Superseded", successor=successor) == []


@pytest.mark.parametrize("successor", ["0007-x.md", "docs/adr/0007-x.md", "0007-x", "ADR-007"])
def test_a_file_with_the_number_of_no_record_is_found(successor: str) -> None:
    assert record("Superseded", successor=successor) == ["adr-superseded"]


def test_the_numbers_of_a_text_are_read_once_each_and_dates_are_none() -> None:
    assert numbers_in("0003-a.md, ADR-004 and ADR-3 on 2024-01-02") == [3, 4]
    assert numbers_in("0012 and 0013") == [12, 13]
    assert numbers_in("on 2024-01-02") == []
    assert numbers_in("notes.md") == []


@pytest.mark.parametrize(
    "status",
    [
        "Accepted | Proposed | Rejected", "Proposed/Accepted", "[Proposed] | [Accepted]",
        "{proposed | rejected | accepted | superseded by ADR-0123}", "Accepted or rejected",
        "Draft, Proposed, Accepted, Rejected", "Accepted?", "Accepted (?)", "Accepted (really?)",
        "accepted (not)", "Accepted, not yet", "Accepted: TBD", "Not accepted", "~~Accepted~~",
        "Accepted, rejected", "Accepted, superseded.",
    ],
)  # fmt: skip
def test_a_status_that_was_left_open_is_none(status: str) -> None:
    assert record(status) == ["adr-status"]


@pytest.mark.parametrize(
    "status",
    [
        "accepted", "**Accepted**", "[Accepted]", "Accepted (2025-03-01)", "Accepted / implemented",
        "Accepted, amended by ADR-002", "Accepted (not yet implemented)", "Proposed → Accepted",
        "Approved and implemented", "Proposed: awaiting review", "Accepted | 2025-03-01",
        "Accepted. Should the limit be lower? See ADR-002.", "Deprecated / withdrawn",
        "Accepted # draft, proposed, accepted, rejected", "~~Proposed~~ Accepted",
        "Accepted, superseded parts are marked",
    ],
)  # fmt: skip
def test_a_status_may_say_more_than_one_word(status: str) -> None:
    assert record(status) == []


@pytest.mark.parametrize(
    "status",
    [
        "Active, Superseded", "Active / Draft", "Active (not in force)", "Active; superseded by v2",
        "Active or deprecated", "Draft (approved)", "Active — no longer binding", "Done, wip",
    ],
)  # fmt: skip
def test_a_status_that_takes_itself_back_is_none(status: str) -> None:
    assert spec(status) == ["document-status"]


@pytest.mark.parametrize(
    "status",
    [
        "Active", "active (since 2025-03-01)", "Approved, implemented", "✅ Complete / frozen",
        "Accepted (not yet implemented)", "Draft; in review", "Active (draft of v2 in progress)",
        "In-Progress", "Approved by the board and by platform", "Superseded by v2, retired",
    ],
)  # fmt: skip
def test_a_status_may_be_explained(status: str) -> None:
    assert spec(status) == []


def spec(status: str) -> list[str]:
    """The rules that find something in a spec contract of this status."""
    events = (
        "## Event Codes\n\n| Code | Level | Meaning |\n|---|---|---|\n| UPL-001 | info | Sent |\n"
    )
    text = f"# bd-9zzz: Uploads\n\n**Section:** 9\n**Status:** {status}\n\n{events}"
    return rules_of(judge({"docs/specs/section_9/bd-9zzz_contract.md": text}))


@pytest.mark.parametrize(
    "day", ["2025-03-01 or so", "2025-03-01 (approximately)", "2025-03-01, TBC"]
)
def test_a_vague_day_is_no_date(day: str) -> None:
    first = ADR.format(status="Accepted", deciders="Team", successor="N/A")
    (line,) = [line for line in first.splitlines() if "Date" in line]
    vague = first.replace(line, line.partition(":")[0] + f": {day}")
    assert rules_of(judge({FIRST_ADR: vague, LAST_ADR: first})) == ["adr-date"]


@pytest.mark.parametrize(
    "deciders",
    [
        "[list everyone]", "[list everyone involved in the decision]", "{list everyone}", "[Names]",
        "{names}", "your name", "Someone.", "[TBD]", "[]", "XXX",
    ],
)  # fmt: skip
def test_deciders_that_a_template_asks_for_are_nobody(deciders: str) -> None:
    assert record(deciders=deciders) == ["adr-deciders"]


@pytest.mark.parametrize(
    "deciders",
    [
        "[alice, bob]", "[@alice](https://example.org/alice)", "everyone in the platform team",
        "<alice@example.org>", "Alice Smith, Bob [author]", "{alice@example.org}",
    ],
)  # fmt: skip
def test_people_in_brackets_are_somebody(deciders: str) -> None:
    assert record(deciders=deciders) == []
