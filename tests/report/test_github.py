from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given

from doctrine_check.findings import Outcome
from doctrine_check.report import github
from tests.report.sample_reports import CLEAN, FINDINGS, HOSTILE, reports

if TYPE_CHECKING:
    from doctrine_check.findings import Report

COMMAND = re.compile(
    r"::(error|warning|notice) "
    r"(?:file=([^:,]*),line=(\d+),col=(\d+),)?title=([^:,]*)::(.*)"
)


def test_levels_and_places() -> None:
    lines = github.render(FINDINGS).splitlines()
    found = [match.group(1, 2, 3, 4, 5) for line in lines if (match := COMMAND.fullmatch(line))]
    assert found == [
        ("notice", "docs/doctrine/performance.md", "3", "1", "stated-count"),
        ("error", "docs/specs/contract.md", "9", "26", "target-disagrees"),
        ("warning", "docs/specs/contract.md", "31", "13", "unknown-level"),
        ("error", None, None, None, "referenced-file unavailable"),
    ]


def test_a_clean_run_is_one_line_that_is_no_command() -> None:
    (line,) = github.render(CLEAN).splitlines()
    assert line.startswith("doctrine-check the example: pass;")


def test_message_and_remedy_are_two_lines_of_one_annotation() -> None:
    line = github.render(FINDINGS).splitlines()[0]
    assert line.endswith("none follow%0AHelp: count again")


def test_properties_and_data_are_escaped() -> None:
    line = github.render(HOSTILE).splitlines()[0]
    assert line.startswith("::error file=%3A%3Aerror file=a%2Cb%25\\udcff|<b>.md,line=2,")
    assert "%250A" in line
    assert line.count("%0A") == 2


@given(report=reports())
def test_nothing_in_a_report_makes_another_command(report: Report) -> None:
    lines = github.render(report).splitlines()
    undecided = [
        rule for rule in report.rules if rule.outcome in {Outcome.ERROR, Outcome.UNAVAILABLE}
    ]
    assert len(lines) == len(report.findings) + len(undecided) + 1
    assert all(COMMAND.fullmatch(line) for line in lines[:-1])
    assert not lines[-1].startswith("::")
    assert "##[" not in lines[-1]
