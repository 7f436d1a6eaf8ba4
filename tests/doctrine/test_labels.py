"""Labelled lines: their values under any markup, as tables, and what is said twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doctrine_check.doctrine.examine import examine

if TYPE_CHECKING:
    from doctrine_check.doctrine.model import DocumentFacts


def facts_of(text: str) -> DocumentFacts:
    facts = examine("docs/doctrine/spool.md", text.encode(), lambda _: True).facts
    assert facts is not None
    return facts


def labels_of(text: str) -> list[tuple[str, str]]:
    return [(entry.label, entry.value.text) for entry in facts_of(text).labels]


@pytest.mark.parametrize(
    "value",
    [
        "Active",
        "*Active*",
        "_Active_",
        "**Active**",
        "__Active__",
        "***Active***",
        "`Active`",
        "[Active](status.md)",
        "[*Active*](status.md)",
        "<b>Active</b>",
        "<b>*Active*</b>",
        "Active <!-- since May -->",
        "*Active* <!-- since May -->",
        "<!-- since May --> *Active*",
        "A*ctive*",
        "*Act*ive",
        "![Active](green.svg)",
    ],
)
@pytest.mark.parametrize("label", ["**Status:**", "*Status:*", "**Status**:", "__Status:__"])
@pytest.mark.parametrize(
    "behind", ["", "\n**Type:** Rules", " | **Type:** Rules", "<br>**Type:** Rules"]
)
def test_a_value_is_kept_under_any_markup(label: str, value: str, behind: str) -> None:
    expected = [("Status", "Active")] + [("Type", "Rules")] * bool(behind)
    assert labels_of(f"{label} {value}{behind}\n") == expected


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("**Target:** **Cold start:** below 100 ms", "Cold start: below 100 ms"),
        ("**Target:** **p99**: below 100 ms", "p99: below 100 ms"),
        ("**Target:** below *100 ms*", "below 100 ms"),
        ("**Target:** *below 100 ms\nat p99*", "below 100 ms at p99"),
        ("**Target:**", ""),
        ("**Target:** <!-- none yet -->", ""),
        ("[**Target**](x.md): below 100 ms", "below 100 ms"),
    ],
)
def test_what_is_bold_behind_a_label_is_its_value(line: str, value: str) -> None:
    assert labels_of(line + "\n") == [("Target", value)]


def test_bold_text_without_a_colon_is_no_label() -> None:
    assert labels_of("**Target** of the year\n\n*Note* that\n\n**Nothing**\n") == []


def test_a_value_knows_its_column() -> None:
    (entry,) = facts_of("# A\n\n**Status:** *Active*\n").labels
    assert (entry.value.line, entry.value.column, entry.value.end) == (3, 14, 20)


LEVER = "# Spool\n\n## Levers\n\n### LEV-01: Cache\n\n{}\n\n### LEV-02: Batch\n\n**Risk:** some\n"

HEADER = "| Field | Value |\n|---|---|\n"


@pytest.mark.parametrize(
    "body",
    [
        "**Expected impact:** 2x\n**Risk:** none\n**Owner track:** 10.6",
        f"{HEADER}| Expected impact | 2x |\n| Risk | none |\n| Owner track | 10.6 |",
        "| Expected impact | 2x |\n|---|---|\n| **Risk:** | `none` |\n| *Owner track* | 10.6 |",
        f"**Expected impact:** 2x\n\n{HEADER}| Risk | none |\n| Owner | 10.6 |",
    ],
)
def test_the_labels_of_a_lever_may_stand_in_a_table(body: str) -> None:
    facts = facts_of(LEVER.format(body))
    lever, other = facts.levers
    assert lever.impact is not None
    assert lever.risk is not None
    assert lever.owner is not None
    assert (lever.impact.text, lever.risk.text, lever.owner.text) == ("2x", "none", "10.6")
    line = facts.document.lines[lever.owner.line - 1]
    assert line[lever.owner.column - 1 : lever.owner.end - 1] == "10.6" or not lever.owner.end
    assert other.owner is None


def test_a_table_of_three_columns_holds_no_labels() -> None:
    table = "| Field | Value | Since |\n|---|---|---|\n| Risk | none | May |"
    assert facts_of(LEVER.format(table)).levers[0].risk is None


ARTIFACT = "# Spool\n\n## Required artifacts\n\n### ART-01: Baseline\n\nThe numbers:\n\n{}\n"


def test_the_contents_of_an_artifact_may_stand_in_a_table() -> None:
    table = "| What | How |\n|---|---|\n| Hardware | as sold |\n| Exact command | as run |"
    (artifact,) = facts_of(ARTIFACT.format(table)).artifacts
    assert [(c.text, c.line) for c in artifact.contents] == [
        ("Hardware as sold", 11),
        ("Exact command as run", 12),
    ]


def test_a_table_beside_a_list_of_contents_is_about_something_else() -> None:
    body = "- Hardware\n\n| Size | Time |\n|---|---|\n| Exact command | 2 |"
    (artifact,) = facts_of(ARTIFACT.format(body)).artifacts
    assert [text.text for text in artifact.contents] == ["Hardware"]


def test_a_label_in_the_table_of_an_artifact_is_no_content() -> None:
    table = "| What | How |\n|---|---|\n| Hardware | as sold |\n| Required for | All PRs |"
    (artifact,) = facts_of(ARTIFACT.format(table)).artifacts
    assert [text.text for text in artifact.contents] == ["Hardware as sold"]
    assert artifact.required_for is not None
    assert artifact.required_for.text == "All PRs"


def repeated_in(text: str) -> list[tuple[int, int, str]]:
    return [(r.first.line, r.again.line, r.subject) for r in facts_of(text).repeated]


PRINCIPLE = (
    "# Spool\n\n## Principles\n\n### PRF-01: Quick\n\n{}\n\n### PRF-02: Small\n\n**Target:** b\n"
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("**Target:** a\n\n**Target:** b", [(7, 9, "PRF-01")]),
        ("**Target:** a\n**Target:** a", [(7, 8, "PRF-01")]),
        ("**Target:** a\n**target:** b\n*Target:* c", [(7, 8, "PRF-01"), (7, 9, "PRF-01")]),
        ("**CI gate:** a\n**Gate:** b", [(7, 8, "PRF-01")]),
        ("- **Target:** a\n- **Target:** b", [(7, 8, "PRF-01")]),
        ("**Target:** a\n\n| x | y |\n|---|---|\n| Target | b |", [(7, 11, "PRF-01")]),
        ("**Target:** a\n**Measurement:** b\n**CI gate:** c", []),
        ("**Note:** a\n**Note:** b", []),
        ("**Risk:** a\n**Risk:** b", []),
    ],
)
def test_a_label_that_stands_twice_is_told(body: str, expected: list[tuple[int, int, str]]) -> None:
    assert repeated_in(PRINCIPLE.format(body)) == expected


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_the_first_of_two_labels_counts(order: tuple[str, str]) -> None:
    body = "**Target:** {}\n\n**Target:** {}".format(*order)
    target = facts_of(PRINCIPLE.format(body)).principles[0].target
    assert target is not None
    assert target.text == order[0]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("# A\n\n**Status:** Active\n**Status:** Draft\n", [(3, 4, "")]),
        ("# A\n\n**Section:** 7 | **Section:** 8\n", [(3, 3, "")]),
        ("# A\n\nStatus: Active\nStatus: Draft\n", [(3, 4, "")]),
        ("---\nstatus: draft\n---\n\n# A\n\n**Status:** Active\n", [(2, 7, "")]),
        ("---\nstatus: active\n---\n\n# A\n\n**Status:** Active\n", []),
        ("# A\n\n**Author:** Ann\n**Author:** Bob\n", []),
        ("# A\n\n**Status:** Active\n\n## B\n\n**Status:** Draft\n", []),
    ],
)
def test_metadata_is_stated_once(head: str, expected: list[tuple[int, int, str]]) -> None:
    assert repeated_in(head) == expected


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("### PRF-01: Quick {#prf-01}", "Quick"),
        ("### PRF-01: Quick {#prf-01 .law}", "Quick"),
        ("### PRF-01: Quick {: #prf-01 }", "Quick"),
        ("### PRF-01: Quick {.law} ###", "Quick"),
        ("### PRF-01: Quick {name}", "Quick {name}"),
        ("### PRF-01: Quick {#x} start", "Quick {#x} start"),
    ],
)
def test_the_attributes_of_a_heading_are_not_its_title(heading: str, title: str) -> None:
    text = PRINCIPLE.format("**Target:** a").replace("### PRF-01: Quick", heading)
    assert facts_of(text).principles[0].title.text == title
