"""What ``diff`` found as a report, for the formats that carry findings to reviewers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.difference import Effect
from doctrine_check.findings import (
    Checked,
    Finding,
    Location,
    Outcome,
    Report,
    RuleOutcome,
    Severity,
    decide,
)
from doctrine_check.report import RenderOptions, renderer
from doctrine_check.report.rule_text import RuleText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from doctrine_check.cli.diff import Compared
    from doctrine_check.doctrine.difference import Change
    from doctrine_check.doctrine.model import Text

_WEAKENED = "weakened-law"
_CHANGED = "changed-law"
"""The rules that judge the same where ``change`` looks at a whole change."""


def render(name: str, subject: str, compared: Sequence[Compared], *, strict: bool) -> str:
    """The changes in a format of ``report``. ``strict``: what merely changes fails as well."""
    rules = _rule_texts() if name == "sarif" else ()
    options = RenderOptions(strict=strict, rules=rules, category="diff")
    return renderer(name)(report_on(subject, compared, strict=strict), options)


def report_on(subject: str, compared: Sequence[Compared], *, strict: bool) -> Report:
    """The report whose verdict says what the exit code of ``diff`` says."""
    findings = tuple(_findings(compared))
    found = {finding.rule for finding in findings}
    rules = tuple(
        RuleOutcome(rule, Outcome.FAIL if rule in found else Outcome.PASS)
        for rule in (_CHANGED, _WEAKENED)
    )
    paths = [(item.new or item.old or "", item.rows) for item in compared]
    checked = Checked(len(paths), sum(rows for _, rows in paths), len(rules), len(paths))
    return Report(
        subject=subject,
        mode="diff",
        verdict=decide(findings, rules, checked, strict=strict),
        findings=findings,
        waived=(),
        rules=rules,
        invariants=(),
        checked=checked,
        documents=tuple(path for path, _ in paths),
    )


def _findings(compared: Iterable[Compared]) -> Iterator[Finding]:
    for item in compared:
        for change in item.changes:
            yield _finding(item, change)


def _finding(item: Compared, change: Change) -> Finding:
    """A change where it stands now; what is gone, at the top of the document that it was in."""
    before, after = _place(item.old, change.before), _place(item.new, change.after)
    there = item.new or item.old or "document"
    weakens, subject = change.effect.weakens, change.subject
    found = f"this edit {change.effect.value} it: {change.what}"
    if change.effect is Effect.CHANGES:
        found = f"this edit may demand more or less: {change.what}"
    return Finding(
        rule=_WEAKENED if weakens else _CHANGED,
        severity=_SEVERITY[change.effect],
        message=f"expected {subject} to demand what it demanded, found that {found}",
        location=after or Location(there, 1),
        remedy=_REMEDY[change.effect],
        subject=subject,
        related=() if before is None else (before,),
    )


def _place(path: str | None, text: Text | None) -> Location | None:
    return None if path is None or text is None else text.at(path)


_TAKE_BACK = "take it back, or have somebody who answers for the doctrine agree to it"
_NOTHING = "nothing, it demands no less than before"
_SEVERITY = {
    Effect.LOOSENS: Severity.ERROR,
    Effect.DROPS: Severity.ERROR,
    Effect.CHANGES: Severity.WARNING,
    Effect.TIGHTENS: Severity.NOTE,
    Effect.ADDS: Severity.NOTE,
}
_REMEDY = {
    Effect.LOOSENS: _TAKE_BACK,
    Effect.DROPS: _TAKE_BACK,
    Effect.CHANGES: "see whether it still demands what it has to",
    Effect.TIGHTENS: _NOTHING,
    Effect.ADDS: _NOTHING,
}


def _rule_texts() -> tuple[RuleText, ...]:
    from doctrine_check.rules.change_registry import EVERY_RULE
    from doctrine_check.rules.pages import page, title

    known = [spec for spec in EVERY_RULE if spec.id in (_WEAKENED, _CHANGED)]
    return tuple(RuleText(spec.id, title(spec), page(spec), spec.severity) for spec in known)
