"""From problems to a report: severities, waivers, ratchet, outcomes, verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.findings import (
    Checked,
    Event,
    Finding,
    InvariantOutcome,
    Outcome,
    Report,
    RuleOutcome,
    Severity,
    Verdict,
    WaivedFinding,
    decide,
)
from doctrine_check.globs import glob_match
from doctrine_check.records import Record
from doctrine_check.rules.engine import Found
from doctrine_check.rules.living import StaleEntry, WaiverUse
from doctrine_check.rules.registry import BY_ID, RATCHET, RULES, WAIVER, check_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from doctrine_check.config import Config
    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.doctrine.waivers import Waiver
    from doctrine_check.rules.problem import Problem
    from doctrine_check.rules.ratchet import Ratchet

_SEVERITY = {severity.value: severity for severity in Severity}


class Run(Record):
    """Everything that the rules came to, before anybody judged it."""

    subject: str
    documents: tuple[str, ...]
    found: tuple[Found, ...]
    ran: frozenset[str]
    waivers: tuple[Waiver, ...]
    sources: tuple[tuple[str, int, str], ...]
    rows: int
    files: int
    doctrine: DocumentFacts | None
    notes: tuple[str, ...] = ()


def enabled_rules(config: Config) -> frozenset[str]:
    """The rules that select, ignore and severity ``off`` leave."""
    from fnmatch import fnmatchcase

    off = [name for name, level in config.severity if level == "off"]
    return frozenset(
        spec.id
        for spec in RULES
        if (not config.select or any(fnmatchcase(spec.id, name) for name in config.select))
        and not any(fnmatchcase(spec.id, name) for name in (*config.ignore, *off))
    )


def conclude(
    run: Run, config: Config, today: str, *, strict: bool = False, ratchet: Ratchet | None = None
) -> Report:
    """Judge a run. ``today`` is an ISO date; it decides which waivers have expired."""
    enabled = enabled_rules(config)
    findings = _sorted(_findings(run.found, config))
    findings, waived = _waive(findings, run, enabled, config, today)
    if ratchet is not None:
        findings, passed = _let_pass(findings, run, ratchet, enabled, config)
        waived = (*waived, *passed)
    findings = _sorted(findings)
    ran = run.ran | {spec.id for spec in RULES if spec.looks_at in (WAIVER, RATCHET)} & enabled
    rules = tuple(_outcome(spec.id, ran, findings, waived) for spec in RULES)
    checked = Checked(len(run.documents), run.rows, len(run.ran), run.files)
    verdict = decide(findings, rules, checked, strict=strict)
    return Report(
        subject=run.subject,
        mode=config.mode,
        verdict=verdict,
        findings=findings,
        waived=tuple(waived),
        rules=rules,
        invariants=_invariants(run, findings, waived, ran),
        checked=checked,
        events=_events(run, verdict),
        documents=run.documents,
        sources=run.sources,
        notes=run.notes,
    )


def _findings(found: Iterable[Found], config: Config) -> list[Finding]:
    out: list[Finding] = []
    seen: set[tuple[str, str, str]] = set()
    for item in found:
        key = (item.rule, str(item.problem.place), item.problem.message)
        severity = _severity(item, config)
        if severity is None or key in seen:
            continue
        seen.add(key)
        out.append(_finding(item.rule, item.problem, severity))
    return out


def _finding(rule: str, problem: Problem, severity: Severity) -> Finding:
    spec = BY_ID[rule]
    return Finding(
        rule=rule,
        severity=severity,
        message=problem.message,
        location=problem.place,
        remedy=problem.remedy,
        invariant=problem.invariant or (spec.invariants[0] if spec.invariants else None),
        subject=problem.subject,
        related=problem.related,
    )


def _severity(item: Found, config: Config) -> Severity | None:
    """The severity after config, or ``None`` when it is switched off for this path."""
    if not config.severity and not config.per_path:
        return BY_ID[item.rule].severity
    from fnmatch import fnmatchcase

    level = BY_ID[item.rule].severity.value
    for name, value in config.severity:
        if fnmatchcase(item.rule, name):
            level = value
    for row in config.per_path:
        if glob_match(row.glob, item.problem.place.path):
            for name, value in row.severity:
                if fnmatchcase(item.rule, name):
                    level = value
    return None if level == "off" else _SEVERITY[level]


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(
        sorted(
            findings,
            key=lambda f: (f.location.path, f.location.line, f.location.column, f.rule, f.message),
        )
    )


def _waive(
    findings: tuple[Finding, ...],
    run: Run,
    enabled: frozenset[str],
    config: Config,
    today: str,
) -> tuple[tuple[Finding, ...], tuple[WaivedFinding, ...]]:
    if not run.waivers:
        return findings, ()
    valid = [w for w in run.waivers if w.problem is None and not (w.until and w.until < today)]
    covering = _Covering(valid)
    used: set[tuple[int, str]] = set()
    kept: list[Finding] = []
    waived: list[WaivedFinding] = []
    for finding in findings:
        number = covering.first(finding)
        if number is None:
            kept.append(finding)
            continue
        used.add((number, finding.rule))
        waived.append(WaivedFinding(finding, valid[number].reason, "comment"))
    numbers = {id(waiver): number for number, waiver in enumerate(valid)}
    for waiver in run.waivers:
        place = numbers.get(id(waiver))
        use = WaiverUse(
            waiver,
            unknown=tuple(rule for rule in waiver.rules if rule not in BY_ID),
            unused=tuple(
                rule
                for rule in waiver.rules
                if place is not None and rule in enabled and (place, rule) not in used
            ),
            expired=waiver.problem is None and waiver.until is not None and waiver.until < today,
            today=today,
        )
        kept += _living(WAIVER, use, enabled, config)
    return tuple(kept), tuple(waived)


class _Covering:
    """The first waiver that covers a finding. Findings are asked for in the order of their lines.

    Ranges overlap, and there may be thousands of both; so lines are swept, not searched.
    """

    def __init__(self, waivers: Sequence[Waiver]) -> None:
        self.waivers = waivers
        self.ahead: dict[tuple[str, str], list[int]] = {}
        self.begun: dict[tuple[str, str], list[int]] = {}
        for number in sorted(range(len(waivers)), key=lambda n: -waivers[n].first):
            for rule in waivers[number].rules:
                self.ahead.setdefault((waivers[number].path, rule), []).append(number)

    def first(self, finding: Finding) -> int | None:
        """The number of the waiver, or ``None``."""
        from heapq import heappop, heappush

        key = (finding.location.path, finding.rule)
        line = finding.location.line
        ahead = self.ahead.get(key, [])
        begun = self.begun.setdefault(key, [])
        while ahead and self.waivers[ahead[-1]].first <= line:
            heappush(begun, ahead.pop())
        while begun and self.waivers[begun[0]].last < line:
            heappop(begun)
        return begun[0] if begun else None


def _let_pass(
    findings: tuple[Finding, ...],
    run: Run,
    ratchet: Ratchet,
    enabled: frozenset[str],
    config: Config,
) -> tuple[tuple[Finding, ...], tuple[WaivedFinding, ...]]:
    from doctrine_check.rules.ratchet import fingerprints

    sources = {(path, line): text for path, line, text in run.sources}
    entries = {entry.fingerprint: entry for entry in ratchet.entries}
    kept: list[Finding] = []
    passed: list[WaivedFinding] = []
    hit: set[str] = set()
    for finding, mark in fingerprints(findings, sources):
        if mark in entries:
            hit.add(mark)
            passed.append(WaivedFinding(finding, "accepted in the ratchet file", "ratchet"))
        else:
            kept.append(finding)
    looked_at = set(run.documents)
    for entry in ratchet.entries:
        # A document that this run did not look at says nothing about its entries.
        if entry.fingerprint in hit or entry.path not in looked_at or entry.rule not in enabled:
            continue
        stale = StaleEntry(ratchet.path, entry.line, entry.rule, entry.path)
        kept += _living(RATCHET, stale, enabled, config)
    return tuple(kept), tuple(passed)


def _living(
    looks_at: str, subject: object, enabled: frozenset[str], config: Config
) -> list[Finding]:
    found = [
        Found(spec.id, problem)
        for spec in RULES
        if spec.looks_at == looks_at and spec.id in enabled
        for problem in check_of(spec)(subject)
    ]
    return _findings(found, config)


def _outcome(
    rule: str,
    ran: frozenset[str],
    findings: Sequence[Finding],
    waived: Sequence[WaivedFinding],
) -> RuleOutcome:
    if any(finding.rule == rule for finding in findings):
        return RuleOutcome(rule, Outcome.FAIL)
    if any(item.finding.rule == rule for item in waived):
        return RuleOutcome(rule, Outcome.WAIVED)
    if rule in ran:
        return RuleOutcome(rule, Outcome.PASS)
    return RuleOutcome(rule, Outcome.NOT_APPLICABLE, "nothing to look at, or not selected")


def _invariants(
    run: Run,
    findings: Sequence[Finding],
    waived: Sequence[WaivedFinding],
    ran: frozenset[str],
) -> tuple[InvariantOutcome, ...]:
    """What each invariant of the doctrine came to. One without rules was not judged here."""
    if run.doctrine is None:
        return ()
    broken = {
        name
        for finding in findings
        if finding.severity is Severity.ERROR
        for name in _touched(finding)
    }
    set_aside = {name for item in waived for name in _touched(item.finding)}
    out = []
    for invariant in run.doctrine.invariants:
        name = str(invariant.id)
        rules = tuple(s.id for s in RULES if name in s.invariants and s.id in ran)
        if name in broken:
            outcome = Outcome.FAIL
        elif name in set_aside:
            outcome = Outcome.WAIVED
        else:
            outcome = Outcome.PASS if rules else Outcome.NOT_APPLICABLE
        out.append(InvariantOutcome(name, outcome, rules))
    return tuple(out)


def _touched(finding: Finding) -> tuple[str | None, ...]:
    """The invariants that a finding speaks against: its own, or all that its rule guards."""
    guarded = BY_ID[finding.rule].invariants
    if len(guarded) > 1 and finding.invariant == guarded[0]:
        return guarded
    return (finding.invariant,)


def _events(run: Run, verdict: Verdict) -> tuple[Event, ...]:
    """PRF-001 when the verdict is pass, with level and meaning from the doctrine's table."""
    if run.doctrine is None or verdict is not Verdict.PASS:
        return ()
    for event in run.doctrine.events:
        if str(event.id) == "PRF-001" and event.level is not None and event.meaning is not None:
            return (
                Event(
                    str(event.id),
                    event.level.text,
                    event.meaning.text,
                    run.subject,
                    f"{len(run.documents)} documents checked by {len(run.ran)} rules",
                ),
            )
    return ()
