"""Workflow commands, which GitHub turns into annotations on the lines of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.findings import Severity
from doctrine_check.report import summary
from doctrine_check.report.options import DEFAULT_OPTIONS
from doctrine_check.report.order import in_order
from doctrine_check.report.visible import visible

if TYPE_CHECKING:
    from doctrine_check.findings import Finding, Report
    from doctrine_check.report.options import RenderOptions

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_MESSAGE_LIMIT = 4_000


def render(report: Report, options: RenderOptions = DEFAULT_OPTIONS) -> str:
    """One command a finding and a rule that could not tell, then one line of summary."""
    del options
    lines = [_annotation(finding) for finding in in_order(report.findings)]
    lines += [
        f"::error title={_property(f'{rule.rule} {rule.outcome.value}')}"
        f"::{_data(rule.detail or 'the rule could not tell')}"
        for rule in summary.undecided(report)
    ]
    lines.append(_summary(report))
    return "\n".join(lines) + "\n"


def _annotation(finding: Finding) -> str:
    place = finding.location
    where = f"file={_property(place.path)},line={place.line},col={place.column}"
    seen = "".join(f"%0ASee: {_data(str(related))}" for related in finding.related)
    text = f"{_data(finding.message)}%0AHelp: {_data(finding.remedy)}{seen}"
    return f"::{_COMMAND[finding.severity]} {where},title={_property(finding.rule)}::{text}"


def _summary(report: Report) -> str:
    words = f"{summary.verdict_words(report)}; {summary.severity_counts(report)}"
    text = f"doctrine-check {report.subject}: {words}; {summary.checked_counts(report)}"
    # The older command syntax is read anywhere in a line, not only at its start.
    return visible(text).replace("##[", "##\\x5b")


def _data(text: str) -> str:
    """Message text: nothing of it may end the command or start another."""
    return visible(text)[:_MESSAGE_LIMIT].replace("%", "%25")


def _property(text: str) -> str:
    """A property value, which must not end itself or the list either."""
    return visible(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
