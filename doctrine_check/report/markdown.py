"""Markdown for a pull request comment or a job summary: verdict first, all text escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.findings import Severity
from doctrine_check.records import Record
from doctrine_check.report import summary
from doctrine_check.report.options import DEFAULT_OPTIONS
from doctrine_check.report.order import in_order, waived_in_order
from doctrine_check.report.visible import visible

if TYPE_CHECKING:
    from doctrine_check.findings import Finding, Location, Report
    from doctrine_check.report.options import RenderOptions

LENGTH_LIMIT = 65_000
"""In characters; GitHub refuses comments above 65,536."""

_CELL_LIMIT = 600
_RESERVE = 300
_BREAK = "&#8203;"
_MARKUP = re.compile(r"[&<>|`*_\[\]\\~$!]")
# Places where a service makes a link, a mention, a reference or a picture of plain text. An empty
# character in between stops it, where an entity alone would be decoded first and then linked.
_LINKING = re.compile(
    r"@|#|:(?=/|[\w+-]{1,40}:)|www(?=\.)|gh(?=-[0-9])|[0-9a-f]{6}(?=[0-9a-f])", re.IGNORECASE
)


class _Section(Record):
    """A list or table whose rows may be cut when the text gets too long."""

    head: str
    rows: list[str]
    foot: str = ""


def escape(text: str) -> str:
    """Text of a document as one line of inert markdown, safe in a table cell."""
    shown = visible(text)
    if len(shown) > _CELL_LIMIT:
        shown = shown[: _CELL_LIMIT - 1] + "…"
    broken = _LINKING.sub(lambda match: f"{match.group()}\0", shown)
    inert = _MARKUP.sub(lambda match: f"&#{ord(match.group())};", broken)
    return inert.replace("\0", _BREAK)


def render(report: Report, options: RenderOptions = DEFAULT_OPTIONS) -> str:
    """At most ``LENGTH_LIMIT`` characters; what does not fit is counted as ``N more``."""
    del options
    text = _headline(report)
    sections = _sections(report)
    for position, section in enumerate(sections):
        later = _RESERVE * (len(sections) - position - 1)
        text += _fitted(section, LENGTH_LIMIT - len(text) - later)
    return text


def _headline(report: Report) -> str:
    return (
        f"## doctrine-check: {summary.verdict_words(report)}\n\n"
        f"{summary.severity_counts(report)}. Checked {summary.checked_counts(report)}.\n\n"
        f"Subject: {escape(report.subject)}. Mode: {escape(report.mode)}.\n"
    )


def _fitted(section: _Section, room: int) -> str:
    """The section with as many rows as there is room for."""
    text = f"\n{section.head}\n"
    room -= len(text) + len(section.foot) + _RESERVE
    for number, row in enumerate(section.rows):
        room -= len(row) + 1
        if room < 0:
            more = len(section.rows) - number
            return f"{text}{section.foot}\n{more:,} more left out for length.\n"
        text += row + "\n"
    return text + section.foot


def _sections(report: Report) -> list[_Section]:
    every = (
        _findings(report),
        _undecided(report),
        _limits(report),
        _invariants(report),
        _events(report),
        _waived(report),
        _Section("**Notes**\n", [f"- {escape(note)}" for note in report.notes if note]),
        _Section("**Documents**\n", [f"- {escape(path)}" for path in sorted(report.documents)]),
    )
    return [section for section in every if section.rows]


def _table(*names: str) -> str:
    return f"{_row(*names)}\n|{'---|' * len(names)}"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _findings(report: Report) -> _Section:
    weight = {severity: position for position, severity in enumerate(Severity)}
    findings = sorted(in_order(report.findings), key=lambda each: weight[each.severity])
    rows = [_finding_row(finding) for finding in findings]
    return _Section(_table("Severity", "Place", "Finding", "Remedy", "Rule"), rows)


def _finding_row(finding: Finding) -> str:
    seen = ", ".join(_place(related) for related in finding.related[:5])
    message = escape(finding.message) + (f" (see {seen})" if seen else "")
    severity = finding.severity.value
    place = _place(finding.location)
    return _row(severity, place, message, escape(finding.remedy), escape(finding.rule))


def _place(place: Location) -> str:
    return escape(place.place)


def _undecided(report: Report) -> _Section:
    rows = [
        f"- {escape(rule.rule)}: {rule.outcome.value}. {escape(rule.detail)}".rstrip()
        for rule in summary.undecided(report)
    ]
    return _Section("**Could not be checked**\n", rows)


def _limits(report: Report) -> _Section:
    rows = [
        _row(
            escape(limit.metric),
            escape(limit.limit),
            escape(summary.limit_words(limit)),
            limit.outcome.value,
        )
        for limit in sorted(report.limits, key=lambda each: (each.metric, each.limit))
    ]
    return _Section(_table("Metric", "Limit", "Measured", "Outcome"), rows)


def _invariants(report: Report) -> _Section:
    rows = [
        _row(
            escape(each.invariant),
            each.outcome.value,
            escape(", ".join(sorted(each.rules)) or "no rule"),
        )
        for each in sorted(report.invariants, key=lambda each: each.invariant)
    ]
    return _Section(_table("Invariant", "Outcome", "Rules"), rows)


def _events(report: Report) -> _Section:
    rows = [
        _row(escape(event.code), escape(event.level), escape(summary.event_words(event)))
        for event in sorted(report.events, key=lambda each: (each.code, each.subject, each.detail))
    ]
    return _Section(_table("Event", "Level", "Meaning"), rows)


def _waived(report: Report) -> _Section:
    rows = [
        _row(
            _place(each.finding.location),
            escape(each.finding.message),
            escape(each.reason),
            escape(each.source),
            escape(each.finding.rule),
        )
        for each in waived_in_order(report.waived)
    ]
    head = f"<details><summary>{summary.counted(len(rows), 'waived finding')}</summary>\n\n"
    table = _table("Place", "Finding", "Reason", "Waived by", "Rule")
    return _Section(head + table, rows, "\n</details>\n")
