"""One order for every format, so that the same facts give the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from doctrine_check.findings import Finding, Location, Report, WaivedFinding

_Place = tuple[str, int, int, int]
_Optional = tuple[bool, str]
_Key = tuple[_Place, str, str, str, str, tuple[_Optional, ...], tuple[_Place, ...]]


def _place(place: Location) -> _Place:
    return (place.path, place.line, place.column, place.end_column or 0)


def _optional(text: str | None) -> _Optional:
    return (text is not None, text or "")


def _key(finding: Finding) -> _Key:
    """Every field takes part, so that no two different findings are equal here."""
    return (
        _place(finding.location),
        finding.rule,
        finding.message,
        finding.severity.value,
        finding.remedy,
        tuple(map(_optional, (finding.subject, finding.invariant, finding.event))),
        tuple(map(_place, finding.related)),
    )


def _waived_key(waived: WaivedFinding) -> tuple[_Key, str, str]:
    return (_key(waived.finding), waived.source, waived.reason)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by path, line, column, rule and message."""
    return sorted(findings, key=_key)


def waived_in_order(waived: Iterable[WaivedFinding]) -> list[WaivedFinding]:
    """Waived findings in the order of their findings."""
    return sorted(waived, key=_waived_key)


def by_path(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Findings in order, grouped by the document they stand in."""
    groups: dict[str, list[Finding]] = {}
    for finding in in_order(findings):
        groups.setdefault(finding.location.path, []).append(finding)
    return groups


class SourceLines:
    """The source lines that a report carries, found by place."""

    def __init__(self, report: Report) -> None:
        self._lines = {(path, line): text for path, line, text in report.sources}

    def at(self, place: Location) -> str | None:
        """The line that a place stands in, without its end; ``None`` when it is not carried."""
        line = self._lines.get((place.path, place.line))
        return None if line is None else line.rstrip("\r\n")
