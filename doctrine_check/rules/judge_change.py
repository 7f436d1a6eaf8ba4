"""Runs the rules over a change and its evidence."""

from __future__ import annotations

from string import ascii_letters
from typing import TYPE_CHECKING

from doctrine_check.findings import Event, LimitOutcome, Outcome, Severity, Verdict
from doctrine_check.records import Record
from doctrine_check.rules.change_registry import CHANGE_BY_ID, CHANGE_RULES, EVIDENCE, OF_ABSENCE
from doctrine_check.rules.engine import Found
from doctrine_check.rules.registry import check_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.evidence.budgets import Answer
    from doctrine_check.findings import Report
    from doctrine_check.limits import Quantity
    from doctrine_check.rules.change_facts import ChangeFacts

_LETTERS = " %/µ" + ascii_letters
_PASSED, _UNMET, _PROFILED, _BROKEN, _COLD = "PRF-001", "PRF-002", "PRF-003", "PRF-004", "PRF-005"


class ChangeResult(Record):
    """What the rules found; ``ran`` looked at something, ``undecided`` could not know."""

    found: tuple[Found, ...]
    ran: frozenset[str]
    undecided: frozenset[str]


def judge(facts: ChangeFacts, enabled: frozenset[str]) -> ChangeResult:
    """Run every enabled rule about changes that has something to look at.

    Rules about evidence look at a bundle. Where there is none, two of them look at what is owed.
    """
    owing = bool(facts.obligations or facts.classification.levers)
    found: list[Found] = []
    ran: set[str] = set()
    for spec in CHANGE_RULES:
        there = facts.bundle is not None or (owing and spec.id in OF_ABSENCE)
        if spec.id in enabled and (there or spec.looks_at != EVIDENCE):
            ran.add(spec.id)
            found += [Found(spec.id, problem) for problem in check_of(spec)(facts)]
    undecided = frozenset(item.rule for item in found if item.problem.undecided)
    return ChangeResult(tuple(found), frozenset(ran), undecided)


def limits_of(answers: tuple[Answer, ...]) -> tuple[LimitOutcome, ...]:
    """The limits that evidence answers for, as reports show them."""
    return tuple(map(_limit, answers))


def _limit(answer: Answer) -> LimitOutcome:
    unit, size = unit_of(answer.stated.fact.quantity)
    low, high = answer.bounds
    return LimitOutcome(
        metric=f"{answer.principle} {answer.benchmark}",
        limit=str(answer.stated.fact.limit),
        estimate=answer.estimate / size,
        low=None if low is None else low / size,
        high=None if high is None else high / size,
        samples=answer.samples,
        outcome=answer.outcome,
        unit=unit,
    )


def unit_of(quantity: Quantity) -> tuple[str, float]:
    """The unit that a quantity is shown in, and the size of that in base units."""
    text = str(quantity)
    number = text.rstrip(_LETTERS)
    shown = float(number) if "/" not in number else 0.0
    if not shown:  # nothing, or no finite decimal: the base unit has no name here
        return "", 1.0
    return text[len(number) :].strip(), quantity.as_float() / shown


def events_of(facts: ChangeFacts, report: Report, answers: tuple[Answer, ...]) -> tuple[Event, ...]:
    """The doctrine's own events, level and meaning out of its table at the base."""
    if facts.law is None:
        return ()
    return tuple(_events(facts, facts.law.doctrine, report, answers))


def _events(
    facts: ChangeFacts, doctrine: DocumentFacts, report: Report, answers: tuple[Answer, ...]
) -> Iterator[Event]:
    rows = {str(event.id): event for event in doctrine.events}
    told = [*_of_verdict(report), *_broken(answers)]
    if _true(report):
        told += [*_of_levers(facts, report), *_met(answers)]
    for code, subject, detail in told:
        row = rows.get(code)
        if row is not None and row.level is not None and row.meaning is not None:
            yield Event(code, row.level.text, row.meaning.text, subject, detail)


_Told = tuple[str, str, str]
"""Code, subject and detail of an event."""


def _of_verdict(report: Report) -> Iterator[_Told]:
    if report.verdict is Verdict.PASS:
        yield _PASSED, report.subject, f"{report.checked.rules} rules passed"
    for finding in report.findings:
        if finding.rule in ("missing-artifact", "refused-excuse"):
            yield _UNMET, finding.subject or report.subject, f"by {finding.related[0].place}"


def _of_levers(facts: ChangeFacts, report: Report) -> Iterator[_Told]:
    broken = {finding.subject for finding in report.findings if finding.rule == "incomplete-loop"}
    for record in facts.bundle.levers if facts.bundle is not None else ():
        if record.lever in facts.classification.levers and record.lever not in broken:
            yield _PROFILED, record.lever, "every step of the loop is proved"


def _true(report: Report) -> bool:
    """Whether the evidence stands: nothing good is told of a bundle that a rule objects to."""
    return not any(
        finding.severity is not Severity.NOTE and CHANGE_BY_ID[finding.rule].looks_at == EVIDENCE
        for finding in report.findings
        if finding.rule in CHANGE_BY_ID
    )


def _broken(answers: tuple[Answer, ...]) -> Iterator[_Told]:
    for answer in answers:
        if answer.outcome is Outcome.FAIL:
            yield _BROKEN, str(answer.principle), _detail(answer)


def _met(answers: tuple[Answer, ...]) -> Iterator[_Told]:
    for answer in answers:
        if answer.outcome is Outcome.PASS and "cold" in answer.stated.fact.measure.casefold():
            yield _COLD, str(answer.principle), _detail(answer)


def _detail(answer: Answer) -> str:
    limit = _limit(answer)
    found = f"{limit.estimate:.6g} {limit.unit}".rstrip()
    return f"{answer.stated.place.text}: {found} from {answer.benchmark}"
