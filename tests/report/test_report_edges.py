"""What the formats write where a part of the report is empty, or just fits."""

from __future__ import annotations

import json

import pytest

from doctrine_check.findings import Event, Location, Outcome, Report, RuleOutcome
from doctrine_check.report import github, sarif, text
from doctrine_check.report.excerpt import excerpt
from doctrine_check.report.markdown import escape
from tests.report.sample_reports import CLEAN, FINDINGS

UNTOLD = CLEAN._replace(rules=(RuleOutcome("referenced-file", Outcome.UNAVAILABLE),))
"""A rule could not tell and does not say why."""


def noted(event: Event) -> list[str]:
    """The lines of the text report that speak of events."""
    report: Report = CLEAN._replace(events=(event,))
    return [line for line in text.render(report).splitlines() if line.startswith("event: ")]


def test_a_rule_that_does_not_say_why_it_could_not_tell_is_an_annotation_with_words() -> None:
    assert github.render(UNTOLD).splitlines()[0] == (
        "::error title=referenced-file unavailable::the rule could not tell"
    )


def test_a_rule_that_does_not_say_why_it_could_not_tell_is_named_without_a_colon() -> None:
    assert "rule: referenced-file unavailable" in text.render(UNTOLD).splitlines()


@pytest.mark.parametrize(
    ("meaning", "subject", "detail", "shown"),
    [
        ("Limit exceeded", "PRF-01", "200 ms", "Limit exceeded: PRF-01: 200 ms"),
        ("Limit exceeded", "", "200 ms", "Limit exceeded: 200 ms"),
        ("", "PRF-01", "", "PRF-01"),
    ],
)
def test_an_event_is_told_by_the_parts_it_has(
    meaning: str, subject: str, detail: str, shown: str
) -> None:
    event = Event("PRF-004", "error", meaning, subject, detail)
    assert noted(event) == [f"event: PRF-004 error: {shown}"]


@pytest.mark.parametrize(("end", "region"), [(None, None), (5, None), (4, None), (6, 6)])
def test_a_region_has_an_end_only_behind_its_start(end: int | None, region: int | None) -> None:
    finding = FINDINGS.findings[0]._replace(location=Location("a.md", 3, 5, end))
    log = json.loads(sarif.render(FINDINGS._replace(findings=(finding,))))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (place["startLine"], place["startColumn"]) == (3, 5)
    assert place.get("endColumn") == region


@pytest.mark.parametrize("length", [599, 600, 601])
def test_a_cell_is_cut_only_where_it_does_not_fit(length: int) -> None:
    shown = escape("é" * length)
    assert shown == ("é" * length if length <= 600 else "é" * 599 + "…")


@pytest.mark.parametrize(("column", "caret"), [(1, 0), (60, 59), (62, 21), (200, 21)])
def test_a_place_far_in_a_line_is_shown_with_a_quarter_of_the_width_before_it(
    column: int, caret: int
) -> None:
    part = excerpt("x" * (column - 1) + "PRF-01" + "x" * 200, column, column + 6, 80)
    assert (part.caret, part.length) == (caret, 6)
    assert part.text[caret : caret + 6] == "PRF-01"
