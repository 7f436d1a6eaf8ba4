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
from doctrine_check.rules.engine import CARRIED_TOGETHER, Found
from doctrine_check.rules.living import NOT_READ, Covering, WaiverUse
from doctrine_check.rules.registry import BY_ID, PAIR, RATCHET, RULES, WAIVER, check_of, spec_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from doctrine_check.config import Config
    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.doctrine.waivers import Waiver
    from doctrine_check.rules.problem import Problem
    from doctrine_check.rules.ratchet import Ratchet
    from doctrine_check.rules.registry import RuleSpec

_SEVERITY = {severity.value: severity for severity in Severity}


class Run(Record):
    """Everything that the rules came to, before anybody judged it.

    ``documents`` are those that are recognised, ``looked_at`` all that were opened (left out: the
    same). Those that could not be read are told by the findings of the rules in ``NOT_READ``.
    ``undecided`` are rules that could not know.
    """

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
    looked_at: tuple[str, ...] = ()
    undecided: frozenset[str] = frozenset()


class Judged(Record):
    """What a run can speak of: the rules that ran, and the documents that could be read.

    A rule that ran and did not look at one of these documents never looks at any of its kind.
    """

    rules: frozenset[str]
    documents: frozenset[str]
    config: Config

    def covers(self, rule: str, path: str) -> bool:
        """Whether a finding of the rule would have been seen, had the document one."""
        return (
            rule in self.rules
            and path in self.documents
            and severity_of(rule, path, self.config) is not None
        )


def judged_by(report: Report, config: Config) -> Judged:
    """What the run behind a report can speak of."""
    rules = (row.rule for row in report.rules if row.outcome is not Outcome.NOT_APPLICABLE)
    return Judged(frozenset(rules), frozenset(report.looked_at) - frozenset(report.unread), config)


def enabled_rules(config: Config, rules: Sequence[RuleSpec] = RULES) -> frozenset[str]:
    """The rules that select, ignore and severity ``off`` leave."""
    from fnmatch import fnmatchcase

    off = [name for name, level in config.severity if level == "off"]
    return frozenset(
        spec.id
        for spec in rules
        if (not config.select or any(fnmatchcase(spec.id, name) for name in config.select))
        and not any(fnmatchcase(spec.id, name) for name in (*config.ignore, *off))
    )


def conclude(
    run: Run,
    config: Config,
    today: str,
    *,
    strict: bool = False,
    ratchet: Ratchet | None = None,
    known: Sequence[RuleSpec] = RULES,
) -> Report:
    """Judge a run. ``today`` is an ISO date; it decides which waivers have expired.

    ``known`` are the rules that the report speaks of, those that did not run included.
    """
    enabled = enabled_rules(config, known)
    closed = {item.problem.place.path for item in run.found if item.rule in NOT_READ}
    unread = sorted(closed)
    looked_at = run.looked_at or run.documents
    living = {spec.id for spec in RULES if spec.looks_at in (WAIVER, RATCHET)}
    judged = Judged((run.ran | living) & enabled, frozenset(looked_at) - closed, config)
    findings = _sorted(_findings(run.found, enabled, config))
    findings, waived = _waive(findings, run.waivers, judged, today)
    sources = run.sources
    if ratchet is not None:
        findings, passed = _let_pass(findings, sources, judged, ratchet)
        waived = (*waived, *passed)
        sources = (*sources, *((ratchet.path, e.line, e.text) for e in ratchet.entries))
    findings = _sorted(findings)
    rules = _outcomes(judged.rules, findings, waived, unread, known)
    rules = _undecided(rules, run.undecided & enabled, findings)
    documents = tuple(path for path in run.documents if path not in closed)
    checked = Checked(len(documents), run.rows, len(run.ran & enabled), run.files)
    verdict = decide(findings, rules, checked, strict=strict)
    return Report(
        subject=run.subject,
        mode=config.mode,
        verdict=verdict,
        findings=findings,
        waived=waived,
        rules=rules,
        invariants=_invariants(run, findings, waived, judged.rules, unread, known),
        checked=checked,
        events=_events(run, checked, verdict),
        documents=documents,
        sources=_shown(sources, findings, waived),
        notes=run.notes,
        unread=tuple(unread),
        looked_at=looked_at,
    )


def _shown(
    sources: Iterable[tuple[str, int, str]],
    findings: Iterable[Finding],
    waived: Iterable[WaivedFinding],
) -> tuple[tuple[str, int, str], ...]:
    """The source lines that findings point at, each once."""
    places = [finding.location for finding in findings]
    places += [item.finding.location for item in waived]
    wanted = {(place.path, place.line) for place in places}
    return tuple(dict.fromkeys(line for line in sources if line[:2] in wanted))


def _findings(found: Iterable[Found], enabled: frozenset[str], config: Config) -> list[Finding]:
    out: list[Finding] = []
    seen: set[tuple[str, str, str]] = set()
    for item in found:
        if item.rule not in enabled:
            continue  # that a document could not be read is found whatever config says
        key = (item.rule, str(item.problem.place), item.problem.message)
        severity = severity_of(item.rule, item.problem.place.path, config)
        if severity is None or key in seen:
            continue
        seen.add(key)
        out.append(_finding(item.rule, item.problem, severity))
    return out


def _finding(rule: str, problem: Problem, severity: Severity) -> Finding:
    spec = spec_of(rule)
    if problem.undecided and severity is Severity.ERROR:
        severity = Severity.WARNING  # the outcome of the rule keeps the verdict from passing
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


def severity_of(rule: str, path: str, config: Config) -> Severity | None:
    """The severity after config, or ``None`` when the rule is switched off for this path."""
    if not config.severity and not config.per_path:
        return spec_of(rule).severity
    from fnmatch import fnmatchcase

    level = spec_of(rule).severity.value
    for name, value in config.severity:
        if fnmatchcase(rule, name):
            level = value
    for row in config.per_path:
        if glob_match(row.glob, path):
            for name, value in row.severity:
                if fnmatchcase(rule, name):
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
    findings: tuple[Finding, ...], waivers: Sequence[Waiver], judged: Judged, today: str
) -> tuple[tuple[Finding, ...], tuple[WaivedFinding, ...]]:
    if not waivers:
        return findings, ()
    valid = [w for w in waivers if w.problem is None and not (w.until and w.until < today)]
    covering = Covering(valid)
    used: set[tuple[int, str]] = set()
    kept: list[Finding] = []
    waived: list[WaivedFinding] = []
    for finding in findings:
        # A comment sets aside what rules about documents find. What a change or its evidence owes
        # is no comment's to excuse: whoever is judged could write it.
        number = covering.first(finding) if finding.rule in BY_ID else None
        if number is None:
            kept.append(finding)
            continue
        used.add((id(valid[number]), finding.rule))
        waived.append(WaivedFinding(finding, valid[number].reason, "comment"))
    for waiver in waivers:
        expired = waiver.problem is None and waiver.until is not None and waiver.until < today
        use = WaiverUse(
            waiver,
            unknown=tuple(rule for rule in waiver.rules if rule not in BY_ID),
            unused=tuple(
                rule
                for rule in waiver.rules
                if waiver.problem is None
                and not expired
                and judged.covers(rule, waiver.path)
                and (id(waiver), rule) not in used
            ),
            expired=expired,
        )
        kept += _living(WAIVER, use, judged)
    return tuple(kept), tuple(waived)


def _let_pass(
    findings: tuple[Finding, ...],
    sources: Iterable[tuple[str, int, str]],
    judged: Judged,
    ratchet: Ratchet,
) -> tuple[tuple[Finding, ...], tuple[WaivedFinding, ...]]:
    from doctrine_check.rules.ratchet import let_pass

    lines = {(path, line): text for path, line, text in sources}
    passed = let_pass(findings, lines, ratchet, judged.covers)
    stale = [finding for entry in passed.spent for finding in _living(RATCHET, entry, judged)]
    waived = (WaivedFinding(f, "accepted in the ratchet file", "ratchet") for f in passed.accepted)
    return (*passed.kept, *stale), tuple(waived)


def _living(looks_at: str, subject: object, judged: Judged) -> list[Finding]:
    found = [
        Found(spec.id, problem)
        for spec in RULES
        if spec.looks_at == looks_at and spec.id in judged.rules
        for problem in check_of(spec)(subject)
    ]
    return _findings(found, judged.rules, judged.config)


def _outcomes(
    ran: frozenset[str],
    findings: Sequence[Finding],
    waived: Sequence[WaivedFinding],
    unread: Sequence[str],
    specs: Sequence[RuleSpec],
) -> tuple[RuleOutcome, ...]:
    known = dict.fromkeys(ran, Outcome.PASS)
    known |= {item.finding.rule: Outcome.WAIVED for item in waived}
    known |= {finding.rule: Outcome.FAIL for finding in findings}
    details = {}
    if unread and not _says_so(findings):
        # Whatever became of the findings: what was in these documents, nobody knows.
        more = f" and {len(unread) - 1} more" if len(unread) > 1 else ""
        known[NOT_READ[0]] = Outcome.UNAVAILABLE
        details[NOT_READ[0]] = f"{unread[0]}{more} could not be read"
    unseen = "nothing to look at, or not selected"
    return tuple(
        RuleOutcome(spec.id, known[spec.id], details.get(spec.id, ""))
        if spec.id in known
        else RuleOutcome(spec.id, Outcome.NOT_APPLICABLE, unseen)
        for spec in specs
    )


def _undecided(
    rules: tuple[RuleOutcome, ...], undecided: frozenset[str], findings: Sequence[Finding]
) -> tuple[RuleOutcome, ...]:
    """The outcomes, where rules that could not know are unavailable unless they failed as well."""
    failed = {finding.rule for finding in findings if finding.severity is Severity.ERROR}
    doubtful = undecided - failed
    return tuple(
        RuleOutcome(row.rule, Outcome.UNAVAILABLE, "could not know")
        if row.rule in doubtful
        else row
        for row in rules
    )


def _says_so(findings: Sequence[Finding]) -> bool:
    """Whether an error says already that a document could not be read."""
    return any(f.rule in NOT_READ and f.severity is Severity.ERROR for f in findings)


def _invariants(
    run: Run,
    findings: Sequence[Finding],
    waived: Sequence[WaivedFinding],
    ran: frozenset[str],
    unread: Sequence[str],
    specs: Sequence[RuleSpec],
) -> tuple[InvariantOutcome, ...]:
    """What each invariant of the doctrine came to. One without rules was not judged here."""
    if run.doctrine is None:
        return ()
    broken = _against(finding for finding in findings if finding.severity is Severity.ERROR)
    set_aside = _against(item.finding for item in waived)
    # The document that could not be read may be the other one of the pair.
    alone = bool(unread) and not any(spec.looks_at == PAIR and spec.id in ran for spec in RULES)
    out = []
    for invariant in run.doctrine.invariants:
        name = str(invariant.id)
        touching = broken.get(name, set()) | set_aside.get(name, set())
        rules = tuple(
            s.id for s in specs if s.id in touching or (name in s.invariants and s.id in ran)
        )
        if name in broken:
            outcome = Outcome.FAIL
        elif rules and (alone or not run.undecided.isdisjoint(rules)):
            outcome = Outcome.UNAVAILABLE
        elif name in set_aside:
            outcome = Outcome.WAIVED
        else:
            outcome = Outcome.PASS if rules else Outcome.NOT_APPLICABLE
        out.append(InvariantOutcome(name, outcome, rules))
    return tuple(out)


def _against(findings: Iterable[Finding]) -> dict[str, set[str]]:
    """The rules whose findings speak against each invariant."""
    out: dict[str, set[str]] = {}
    for finding in findings:
        for name in _touched(finding):
            out.setdefault(name, set()).add(finding.rule)
    return out


def _touched(finding: Finding) -> tuple[str, ...]:
    """The invariants that a finding speaks against: its own, or all that its rule guards."""
    guarded = spec_of(finding.rule).invariants
    if len(guarded) > 1 and finding.invariant == guarded[0]:
        return guarded
    if not guarded and finding.invariant in CARRIED_TOGETHER:
        return CARRIED_TOGETHER
    return () if finding.invariant is None else (finding.invariant,)


def _events(run: Run, checked: Checked, verdict: Verdict) -> tuple[Event, ...]:
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
                    f"{checked.documents} documents checked by {checked.rules} rules",
                ),
            )
    return ()
