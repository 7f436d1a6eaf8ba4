"""The closing words of a report, the same in every format that people read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from doctrine_check.findings import Outcome, Severity, Verdict
from doctrine_check.records import Record
from doctrine_check.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.findings import Event, LimitOutcome, Report, RuleOutcome

_MEANING = {
    Verdict.INCONCLUSIVE: "not everything could be known",
    Verdict.ERROR: "the check itself broke",
}


class Fact(Record):
    """One line of the summary; ``outcome`` where it tells one."""

    label: str
    text: str
    outcome: Outcome | None = None


def counted(number: int, noun: str) -> str:
    """``1 error``, ``2 errors``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def verdict_words(report: Report) -> str:
    """The verdict, with the reason why it is neither pass nor fail."""
    verdict, checked = report.verdict, report.checked
    if verdict is Verdict.INCONCLUSIVE and not (checked.documents and checked.rules):
        return f"{verdict.value} (nothing was checked)"
    return f"{verdict.value} ({_MEANING[verdict]})" if verdict in _MEANING else verdict.value


def severity_counts(report: Report) -> str:
    """How many findings of each severity, and how many are waived."""
    counts = ", ".join(counted(report.count(each), each.value) for each in Severity)
    return f"{counts}; {len(report.waived)} waived"


def checked_counts(report: Report) -> str:
    """How much was looked at."""
    checked = report.checked
    return ", ".join(
        (
            counted(checked.documents, "document"),
            counted(checked.rows, "row"),
            counted(checked.rules, "rule"),
            counted(checked.files, "file"),
        )
    )


def undecided(report: Report) -> list[RuleOutcome]:
    """The rules that could not tell or broke, by id."""
    kinds = (Outcome.UNAVAILABLE, Outcome.ERROR)
    return sorted(
        (rule for rule in report.rules if rule.outcome in kinds),
        key=lambda rule: (rule.rule, rule.detail),
    )


def limit_words(limit: LimitOutcome) -> str:
    """What a limit was measured at: ``41.2 ms [39.8, -] over 100 samples``."""
    found = f"{_number(limit.estimate)} {limit.unit}".rstrip()
    if not limit.samples and limit.estimate is not None:
        return f"{found} by one figure"
    low, high = (_number(bound) for bound in (limit.low, limit.high))
    return f"{found} [{low}, {high}] over {counted(limit.samples, 'sample')}"


def event_words(event: Event) -> str:
    """What an event speaks of, after its code."""
    return ": ".join(part for part in (event.meaning, event.subject, event.detail) if part)


def facts(report: Report) -> list[Fact]:
    """Everything worth saying besides findings and verdict, as single safe lines."""
    return [
        Fact(label, visible(text), outcome)
        for part in (_change, _undecided, _limits, _events, _notes, _invariants, _counts)
        for label, text, outcome in part(report)
    ]


def _change(report: Report) -> Iterator[Fact]:
    """What the change is and why, what it owes, and what ties its evidence to it."""
    change = report.change
    if change is None:
        return
    for kind in change.kinds:
        reasons = [reason for reason in change.reasons if reason[0] == kind]
        why = f": {reasons[0][4]}" if reasons else ""
        more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
        yield Fact("kind", f"{kind}{why}{more}")
    for artifact, kind, demanded, _, met in change.obligations:
        found = "there" if met else "missing"
        outcome = Outcome.PASS if met else Outcome.FAIL
        yield Fact("owes", f"{artifact} ({kind}, by {demanded}): {found}", outcome)
    if change.binding:
        yield Fact("evidence", change.binding)


def _undecided(report: Report) -> Iterator[Fact]:
    for rule in undecided(report):
        detail = f": {rule.detail}" if rule.detail else ""
        yield Fact("rule", f"{rule.rule} {rule.outcome.value}{detail}", rule.outcome)


def _limits(report: Report) -> Iterator[Fact]:
    for limit in sorted(report.limits, key=lambda each: (each.metric, each.limit)):
        words = f"{limit.metric} {limit.limit}: {limit.outcome.value}, {limit_words(limit)}"
        yield Fact("limit", words, limit.outcome)


def _events(report: Report) -> Iterator[Fact]:
    for event in sorted(report.events, key=lambda each: (each.code, each.subject, each.detail)):
        yield Fact("event", f"{event.code} {event.level}: {event_words(event)}")


def _notes(report: Report) -> Iterator[Fact]:
    for note in report.notes:
        if note:
            yield Fact("note", note)


def _invariants(report: Report) -> Iterator[Fact]:
    for each in sorted(report.invariants, key=lambda each: each.invariant):
        rules = ", ".join(sorted(each.rules)) or "no rule"
        yield Fact("invariant", f"{each.invariant}: {each.outcome.value} ({rules})", each.outcome)


def _counts(report: Report) -> Iterator[Fact]:
    yield Fact("subject", f"{report.subject} (mode {report.mode})")
    yield Fact("checked", checked_counts(report))
    yield Fact("findings", severity_counts(report))


def _number(value: float | None) -> str:
    return "-" if value is None or not math.isfinite(value) else f"{value:.6g}"
