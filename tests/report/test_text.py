from __future__ import annotations

import re

import pytest

from doctrine_check.findings import Location, Report
from doctrine_check.report import RenderOptions, terminal, text
from doctrine_check.report.excerpt import display_width
from tests.report.sample_reports import CLEAN, CONTRACT, FINDINGS, HOSTILE, NOTHING

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def test_a_finding_is_one_clickable_line_with_source_caret_and_help() -> None:
    lines = text.render(FINDINGS).splitlines()
    start = next(n for n, line in enumerate(lines) if "target-disagrees" in line)
    assert lines[start].startswith("docs/specs/contract.md:9:26: error[target-disagrees] PRF-01: ")
    source, caret, remedy, related = lines[start + 1 : start + 5]
    marked = source[caret.index("^") : caret.rindex("^") + 1]
    assert marked == "Cold-start < 200ms"
    assert remedy.strip() == "= help: write `< 100ms`, or change the doctrine first"
    assert related.strip() == "= see: docs/doctrine/performance.md:9:1"


def test_the_summary_closes_with_counts_and_verdict() -> None:
    assert text.render(FINDINGS).splitlines()[-4:] == [
        "subject: the example (mode all-five)",
        "checked: 2 documents, 41 rows, 7 rules, 1 file",
        "findings: 1 error, 1 warning, 1 note; 1 waived",
        "verdict: fail",
    ]
    assert text.render(CLEAN).endswith("verdict: pass\n")


def test_a_run_that_saw_nothing_says_so() -> None:
    assert text.render(NOTHING).endswith("verdict: inconclusive (nothing was checked)\n")


def test_invariants_and_undecided_rules_are_told() -> None:
    written = text.render(FINDINGS)
    assert "invariant: INV-PRF-PRINCIPLES: fail (ragged-row, target-disagrees)" in written
    assert "invariant: INV-PRF-ARTIFACTS: not-applicable (no rule)" in written
    assert "rule: referenced-file unavailable: the folder cannot be read" in written


@pytest.mark.parametrize("path", ["::add-mask::x.md", " ::x.md"])
def test_no_path_starts_a_line_like_a_command(path: str) -> None:
    finding = FINDINGS.findings[0]._replace(location=Location(path, 1))
    report = FINDINGS._replace(findings=(finding,))
    for written in (text.render(report), terminal.render(report)):
        assert not [line for line in written.splitlines() if line.lstrip().startswith("::")]


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("report", [FINDINGS, HOSTILE, NOTHING])
def test_the_terminal_report_keeps_its_width(report: Report, width: int) -> None:
    written = terminal.render(report, RenderOptions(width=width))
    assert "\x1b" not in written
    assert max(display_width(line) for line in written.splitlines()) <= width


def test_color_adds_styles_and_nothing_else() -> None:
    colored = terminal.render(FINDINGS, RenderOptions(color=True))
    assert "\x1b[1;31merror" in colored
    plain = "\n".join(line.rstrip() for line in ANSI.sub("", colored).split("\n"))
    assert plain == terminal.render(FINDINGS)


def test_markup_of_a_document_is_text() -> None:
    assert "[bold]x[/bold] :tada:" in terminal.render(HOSTILE, RenderOptions(width=120))


def test_the_terminal_groups_by_document() -> None:
    written = terminal.render(FINDINGS)
    assert f"{CONTRACT}  2 findings" in written
    source = next(line for line in written.splitlines() if "9 │" in line)
    caret = next(line for line in written.splitlines() if "^" in line)
    assert source[caret.index("^") :] == "Cold-start < 200ms |"
