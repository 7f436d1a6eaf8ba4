"""What holds for the tables of other teams' contracts holds for their lists and sub-headings."""

from __future__ import annotations

import pytest

from tests.rules.judging import judge

CONTRACT = "docs/specs/section_12/bd-k3p9_contract.md"
HEAD = "# bd-k3p9: Trust Card Ledger\n\n**Section:** 12\n**Status:** Active\n\n"
TABLE = f"""{HEAD}## Event Codes

| Code | Level | Meaning |
|------|-------|---------|
| TCL-001 | info | Card written |
| TCL-002 | error | Card rejected |
| TCL-003 | warning | Card about to expire |
"""
NAMED = (
    TABLE.replace("TCL-001", "TCL-CARD-WRITTEN")
    .replace("TCL-002", "TCL-CARD-REJECTED")
    .replace("TCL-003", "TCL-EXPIRY")
)
BULLETS = f"""{HEAD}## Event Codes

- `TCL-001` (info): Card written
- `TCL-002` (error): Card rejected
- `TCL-003` (warning): Card about to expire
"""
HEADINGS = f"""{HEAD}## Event Codes

### TCL-001: Written

**Level:** info

Card written to the ledger.

### TCL-002: Rejected

**Level:** error

Card rejected by the ledger.

## Invariants

### INV-TCL-ORDER

Cards are written in order.

### INV-TCL-UNIQUE

No card is written twice.
"""


def places(text: str) -> list[tuple[str, int]]:
    return [(f.rule, f.location.line) for f in judge({CONTRACT: text}).findings]


def edited(text: str, find: str, replace: str) -> list[tuple[str, int]]:
    assert text.count(find) == 1
    assert places(text) == []
    return places(text.replace(find, replace))


def line_of(text: str, piece: str) -> int:
    return text[: text.index(piece)].count("\n") + 1


# --- codes with a digit too many


@pytest.mark.parametrize("text", [TABLE, BULLETS, HEADINGS], ids=["table", "bullets", "headings"])
def test_a_code_of_four_digits_is_misspelt_beside_those_of_three(text: str) -> None:
    line = line_of(text, "TCL-002")
    assert edited(text, "TCL-002", "TCL-0002") == [("malformed-id", line)]


@pytest.mark.parametrize("text", [TABLE, BULLETS, HEADINGS], ids=["table", "bullets", "headings"])
def test_codes_of_four_digits_throughout_are_fine(text: str) -> None:
    assert places(text.replace("TCL-00", "TCL-000")) == []
    assert places(text.replace("TCL-002", "TCL-1002")) == []


# --- headings below which nothing is said


@pytest.mark.parametrize("stub", ["TBD", "TODO.", ".", "n/a", "**Meaning:** TBD"])
@pytest.mark.parametrize("said", ["Card rejected by the ledger.", "No card is written twice."])
def test_a_stub_below_a_heading_is_an_empty_text(said: str, stub: str) -> None:
    assert edited(HEADINGS, said, stub) == [("empty-cell", line_of(HEADINGS, said))]


@pytest.mark.parametrize(
    ("said", "heading"),
    [
        ("\nCard rejected by the ledger.\n", "### TCL-002"),
        ("\nNo card is written twice.\n", "### INV-TCL-UNIQUE"),
    ],
)
def test_nothing_below_a_heading_where_others_have_a_text(said: str, heading: str) -> None:
    assert edited(HEADINGS, said, "") == [("empty-cell", line_of(HEADINGS, heading))]


def test_titles_tell_enough_where_no_heading_has_a_text() -> None:
    text = HEADINGS.replace("\nCard written to the ledger.\n", "")
    assert places(text.replace("\nCard rejected by the ledger.\n", "")) == []
    bare = HEADINGS.replace("\nCards are written in order.\n", "")
    assert places(bare.replace("\nNo card is written twice.\n", "")) == []


@pytest.mark.parametrize(
    "said",
    [
        "```\n{}\n```",
        "- one\n- two",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "#### Fields\n\nThe card.",
        "**Meaning:** The card was rejected.",
        "Card rejected.\n\n**Notes:** none",
    ],
)
def test_a_text_may_be_of_any_form(said: str) -> None:
    assert edited(HEADINGS, "Card rejected by the ledger.", said) == []


def test_what_a_table_says_of_an_id_needs_no_second_text() -> None:
    details = "\n### TCL-001\n\nA card.\n\n### TCL-002\n\n### TCL-003\n\nA card.\n"
    assert places(TABLE + details) == []
    assert places(TABLE + "\n## Details\n" + details) == []


def test_every_stub_is_reported() -> None:
    text = HEADINGS.replace("Card written to the ledger.", "TBD")
    found = [line_of(text, piece) for piece in ("TBD", "Card rejected by the ledger.")]
    text = text.replace("Card rejected by the ledger.", "TODO")
    assert places(text) == [("empty-cell", line) for line in found]


@pytest.mark.parametrize(
    ("label", "expected"),
    [("**Owner:** the ledger team", 1), ("**Severity:** high\nNo card comes twice.", 0)],
)
def test_a_label_beside_the_text_is_no_text(label: str, expected: int) -> None:
    assert len(edited(HEADINGS, "No card is written twice.", label)) == expected


# --- tables whose codes are names


@pytest.mark.parametrize(
    ("find", "replace", "rule"),
    [
        ("| error", "| eror", "event-level"),
        ("| Card rejected", "| ", "empty-cell"),
        ("| Card rejected", "| TBD", "empty-cell"),
        ("TCL-CARD-REJECTED", "TCL-CARD-WRITTEN", "duplicate-id"),
        ("TCL-CARD-REJECTED", "tcl-card-rejected", "malformed-id"),
    ],
)
def test_events_with_names_are_events(find: str, replace: str, rule: str) -> None:
    assert edited(NAMED, find, replace) == [(rule, line_of(NAMED, "TCL-CARD-REJECTED"))]


def test_beside_codes_a_name_is_a_misspelt_code() -> None:
    line = line_of(TABLE, "TCL-002")
    assert edited(TABLE, "TCL-002", "TCL-OO2") == [("malformed-id", line)]


def test_words_are_no_names() -> None:
    words = NAMED.replace("TCL-CARD-REJECTED", "Rejected").replace("TCL-EXPIRY", "Expiry")
    assert places(words.replace("| error", "| eror")) == []
