"""What every part of the program reports: findings, outcomes, and the verdict they add up to.

Layer 0: imports nothing of the package but its records, so that any room can speak this language.
"""

from __future__ import annotations

from enum import Enum

from doctrine_check.records import Record

REPORT_SCHEMA_VERSION = 1
"""History: 1, first published form. Additions keep the number, changes raise it."""


class Severity(Enum):
    """How much a finding weighs. An unwaived error fails; ``--strict`` adds warnings."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Outcome(Enum):
    """What a rule, or an invariant through its rules, came to."""

    PASS = "pass"
    FAIL = "fail"
    WAIVED = "waived"
    NOT_APPLICABLE = "not-applicable"
    UNAVAILABLE = "unavailable"
    ERROR = "error"


class Verdict(Enum):
    """The answer of a whole run. "Could not know" and "nothing was checked" are never PASS."""

    PASS = "pass"
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"
    ERROR = "error"


EXIT_PASS = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_COULD_NOT_CHECK = 3

_EXIT_OF_VERDICT = {
    Verdict.PASS: EXIT_PASS,
    Verdict.FAIL: EXIT_FINDINGS,
    Verdict.INCONCLUSIVE: EXIT_COULD_NOT_CHECK,
    Verdict.ERROR: EXIT_COULD_NOT_CHECK,
}


def exit_code(verdict: Verdict) -> int:
    """The process exit code of a verdict: 0 pass, 1 findings, 3 could not check."""
    return _EXIT_OF_VERDICT[verdict]


class Location(Record):
    """A place in a document: POSIX path relative to the root, line and column from 1.

    ``end_column`` (exclusive) bounds the text meant; ``None`` means to the end of the line.
    """

    path: str
    line: int
    column: int = 1
    end_column: int | None = None

    def __post_init__(self) -> None:
        if not self.path or self.line < 1 or self.column < 1:
            raise ValueError(f"a location needs a path, a line and a column from 1: {self!r}")

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def place(self) -> str:
        """``path:line``, as messages name it."""
        return f"{self.path}:{self.line}"


class Finding(Record):
    """One thing that is wrong, where it stands, and what to do about it.

    ``subject`` is the doctrine id or metric it speaks of; ``invariant`` and ``event`` are the
    doctrine's own ids that it touches. ``related`` names other places that the message quotes.
    """

    rule: str
    severity: Severity
    message: str
    location: Location
    remedy: str
    invariant: str | None = None
    event: str | None = None
    subject: str | None = None
    related: tuple[Location, ...] = ()

    def __post_init__(self) -> None:
        if not (self.rule and self.message and self.remedy):
            raise ValueError(f"a finding needs a rule, a message and a remedy: {self!r}")


class WaivedFinding(Record):
    """A finding that someone set aside, with the reason given and the source of the waiver.

    ``source`` is ``"comment"`` (inline waiver) or ``"ratchet"`` (baseline file).
    """

    finding: Finding
    reason: str
    source: str


class RuleOutcome(Record):
    """What one rule came to, and why when it could not say."""

    rule: str
    outcome: Outcome
    detail: str = ""


class InvariantOutcome(Record):
    """What an invariant of the doctrine came to through the rules that enforce it."""

    invariant: str
    outcome: Outcome
    rules: tuple[str, ...]


class Event(Record):
    """One of the doctrine's own event codes, with level and meaning from its table."""

    code: str
    level: str
    meaning: str
    subject: str
    detail: str


class LimitOutcome(Record):
    """A limit that was judged. Bounds may be ``None`` where the samples give none.

    The numbers are in ``unit``. ``samples`` is 0 where a single number was compared.
    """

    metric: str
    limit: str
    estimate: float | None
    low: float | None
    high: float | None
    samples: int
    outcome: Outcome
    unit: str = ""


class Checked(Record):
    """How much was looked at. All zero means that nothing was checked, which is no pass."""

    documents: int = 0
    rows: int = 0
    rules: int = 0
    files: int = 0


class ChangeSummary(Record):
    """What a change is, owes and brings, each row as reports show it.

    ``kinds`` with the ``reasons`` (kind, signal, who controls it, place, text); ``obligations``
    (artifact, kind, place of the law, why, whether it is met); ``evidence`` (artifact, status,
    place); ``binding`` says what ties the evidence to the change.
    """

    base: str
    head: str
    kinds: tuple[str, ...]
    reasons: tuple[tuple[str, str, str, str, str], ...]
    obligations: tuple[tuple[str, str, str, str, bool], ...]
    evidence: tuple[tuple[str, str, str], ...]
    binding: str


class Report(Record):
    """Everything one run found out; renderers turn it into text, nothing else is needed.

    ``documents`` were checked, ``unread`` could not be read, ``looked_at`` names all that the run
    opened. ``sources`` holds the source lines that findings point at (path, line number, text), so
    that renderers stay pure.
    """

    subject: str
    mode: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    waived: tuple[WaivedFinding, ...]
    rules: tuple[RuleOutcome, ...]
    invariants: tuple[InvariantOutcome, ...]
    checked: Checked
    events: tuple[Event, ...] = ()
    limits: tuple[LimitOutcome, ...] = ()
    documents: tuple[str, ...] = ()
    sources: tuple[tuple[str, int, str], ...] = ()
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    looked_at: tuple[str, ...] = ()
    change: ChangeSummary | None = None

    def count(self, severity: Severity) -> int:
        """How many unwaived findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)


def decide(
    findings: tuple[Finding, ...],
    rules: tuple[RuleOutcome, ...],
    checked: Checked,
    *,
    strict: bool = False,
) -> Verdict:
    """The verdict that follows from findings and outcomes.

    A rule that broke gives ERROR; an unwaived error (with ``strict`` also a warning) gives FAIL;
    a rule that could not know, or a run that looked at nothing, gives INCONCLUSIVE.
    """
    outcomes = {rule.outcome for rule in rules}
    if Outcome.ERROR in outcomes:
        return Verdict.ERROR
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(finding.severity in failing for finding in findings):
        return Verdict.FAIL
    if Outcome.UNAVAILABLE in outcomes or not checked.documents or not checked.rules:
        return Verdict.INCONCLUSIVE
    return Verdict.PASS
