"""The JSON report, version 1: what other programs read; ``schemas/report-v1.schema.json``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NotRequired, TypedDict

import doctrine_check
from doctrine_check.findings import REPORT_SCHEMA_VERSION
from doctrine_check.report.options import DEFAULT_OPTIONS
from doctrine_check.report.order import in_order, waived_in_order
from doctrine_check.report.visible import encodable

if TYPE_CHECKING:
    from doctrine_check.findings import (
        ChangeSummary,
        Checked,
        Event,
        Finding,
        LimitOutcome,
        Location,
        Report,
        WaivedFinding,
    )
    from doctrine_check.report.options import RenderOptions


class ToolJson(TypedDict):
    """Which program wrote the report."""

    name: str
    version: str


class LocationJson(TypedDict):
    """A place: line and column from 1, end column exclusive or null for the rest of the line."""

    path: str
    line: int
    column: int
    end_column: int | None


class FindingJson(TypedDict):
    """One finding."""

    rule: str
    severity: str
    message: str
    location: LocationJson
    remedy: str
    invariant: str | None
    event: str | None
    subject: str | None
    related: list[LocationJson]


class WaivedJson(FindingJson):
    """A finding set aside, with why and by what."""

    reason: str
    source: str


class RuleJson(TypedDict):
    """What a rule came to."""

    id: str
    outcome: str
    detail: str


class InvariantJson(TypedDict):
    """What an invariant came to through its rules."""

    id: str
    outcome: str
    rules: list[str]


class EventJson(TypedDict):
    """One of the doctrine's events."""

    code: str
    level: str
    meaning: str
    subject: str
    detail: str


class LimitJson(TypedDict):
    """A judged limit; a number that is not finite is written as null."""

    metric: str
    limit: str
    estimate: float | None
    low: float | None
    high: float | None
    unit: str
    samples: int
    outcome: str


class ReasonJson(TypedDict):
    """Why a change has a kind."""

    kind: str
    signal: str
    controller: str
    place: str
    text: str


class ObligationJson(TypedDict):
    """An artifact that the change owes."""

    artifact: str
    kind: str
    demanded_by: str
    reason: str
    met: bool


class EvidenceJson(TypedDict):
    """An artifact that the change brings."""

    artifact: str
    status: str
    place: str


class ChangeJson(TypedDict):
    """What a change is, owes and brings; empty for a run over documents alone."""

    base: NotRequired[str]
    head: NotRequired[str]
    kinds: list[str]
    reasons: NotRequired[list[ReasonJson]]
    obligations: list[ObligationJson]
    evidence: list[EvidenceJson]
    binding: NotRequired[str]


class CheckedJson(TypedDict):
    """How much was looked at."""

    documents: int
    rows: int
    rules: int
    files: int


class ReportJson(TypedDict):
    """The whole report."""

    schema_version: int
    tool: ToolJson
    subject: str
    mode: str
    verdict: str
    findings: list[FindingJson]
    waived: list[WaivedJson]
    rules: list[RuleJson]
    invariants: list[InvariantJson]
    events: list[EventJson]
    limits: list[LimitJson]
    change: ChangeJson
    checked: CheckedJson
    documents: list[str]
    notes: list[str]


def render(report: Report, options: RenderOptions = DEFAULT_OPTIONS) -> str:
    """The report as indented ASCII JSON, which survives every terminal and code page."""
    del options
    import json

    text = json.dumps(report_json(report), indent=2, allow_nan=False)
    return text + "\n"


def report_json(report: Report) -> ReportJson:
    """The report in its published form, everything that has no order of its own sorted."""
    return ReportJson(
        schema_version=REPORT_SCHEMA_VERSION,
        tool=ToolJson(name="doctrine-check", version=doctrine_check.__version__),
        subject=encodable(report.subject),
        mode=encodable(report.mode),
        verdict=report.verdict.value,
        findings=[_finding(finding) for finding in in_order(report.findings)],
        waived=[_waived(waived) for waived in waived_in_order(report.waived)],
        rules=_rules(report),
        invariants=_invariants(report),
        events=_events(report.events),
        limits=_limits(report.limits),
        change=_change(report.change),
        checked=_checked(report.checked),
        documents=sorted(map(encodable, report.documents)),
        notes=[encodable(note) for note in report.notes],
    )


def _optional(text: str | None) -> str | None:
    return None if text is None else encodable(text)


def _location(place: Location) -> LocationJson:
    return LocationJson(
        path=encodable(place.path),
        line=place.line,
        column=place.column,
        end_column=place.end_column,
    )


def _finding(finding: Finding) -> FindingJson:
    return FindingJson(
        rule=encodable(finding.rule),
        severity=finding.severity.value,
        message=encodable(finding.message),
        location=_location(finding.location),
        remedy=encodable(finding.remedy),
        invariant=_optional(finding.invariant),
        event=_optional(finding.event),
        subject=_optional(finding.subject),
        related=[_location(place) for place in finding.related],
    )


def _waived(waived: WaivedFinding) -> WaivedJson:
    return WaivedJson(
        **_finding(waived.finding),
        reason=encodable(waived.reason),
        source=encodable(waived.source),
    )


def _rules(report: Report) -> list[RuleJson]:
    return [
        RuleJson(id=encodable(rule.rule), outcome=rule.outcome.value, detail=encodable(rule.detail))
        for rule in sorted(report.rules, key=lambda each: (each.rule, each.detail))
    ]


def _invariants(report: Report) -> list[InvariantJson]:
    return [
        InvariantJson(
            id=encodable(each.invariant),
            outcome=each.outcome.value,
            rules=sorted(map(encodable, each.rules)),
        )
        for each in sorted(report.invariants, key=lambda each: (each.invariant, each.rules))
    ]


def _events(events: tuple[Event, ...]) -> list[EventJson]:
    return [
        EventJson(
            code=encodable(event.code),
            level=encodable(event.level),
            meaning=encodable(event.meaning),
            subject=encodable(event.subject),
            detail=encodable(event.detail),
        )
        for event in sorted(events, key=lambda each: (each.code, each.subject, each.detail))
    ]


def _limits(limits: tuple[LimitOutcome, ...]) -> list[LimitJson]:
    return [
        LimitJson(
            metric=encodable(limit.metric),
            limit=encodable(limit.limit),
            estimate=_finite(limit.estimate),
            low=_finite(limit.low),
            high=_finite(limit.high),
            unit=encodable(limit.unit),
            samples=limit.samples,
            outcome=limit.outcome.value,
        )
        for limit in sorted(limits, key=lambda each: (each.metric, each.limit))
    ]


def _change(change: ChangeSummary | None) -> ChangeJson:
    if change is None:
        return ChangeJson(kinds=[], obligations=[], evidence=[])
    return ChangeJson(
        base=encodable(change.base),
        head=encodable(change.head),
        kinds=list(change.kinds),
        reasons=[
            ReasonJson(
                kind=kind,
                signal=encodable(signal),
                controller=controller,
                place=encodable(place),
                text=encodable(text),
            )
            for kind, signal, controller, place, text in change.reasons
        ],
        obligations=[
            ObligationJson(
                artifact=encodable(artifact),
                kind=kind,
                demanded_by=encodable(demanded),
                reason=encodable(reason),
                met=met,
            )
            for artifact, kind, demanded, reason, met in change.obligations
        ],
        evidence=[
            EvidenceJson(artifact=encodable(artifact), status=status, place=encodable(place))
            for artifact, status, place in change.evidence
        ],
        binding=encodable(change.binding),
    )


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _checked(checked: Checked) -> CheckedJson:
    return CheckedJson(
        documents=checked.documents,
        rows=checked.rows,
        rules=checked.rules,
        files=checked.files,
    )
