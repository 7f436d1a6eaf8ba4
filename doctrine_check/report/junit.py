"""JUnit XML as Jenkins reads it: one suite a document with findings, one for all rules."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from doctrine_check.findings import Outcome, Severity, Verdict
from doctrine_check.records import Record
from doctrine_check.report import summary
from doctrine_check.report.options import DEFAULT_OPTIONS
from doctrine_check.report.order import by_path, waived_in_order
from doctrine_check.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from doctrine_check.findings import Finding, Report, RuleOutcome, WaivedFinding
    from doctrine_check.report.options import RenderOptions

_SKIPPED = {Outcome.NOT_APPLICABLE, Outcome.WAIVED}
_BROKEN = {Outcome.ERROR, Outcome.UNAVAILABLE}


class _Case(Record):
    """A test case: ``result`` is failure, error, skipped, or empty for one that passed."""

    name: str
    result: str = ""
    kind: str = ""
    message: str = ""
    text: str = ""


def render(report: Report, options: RenderOptions = DEFAULT_OPTIONS) -> str:
    """Test cases of each document, of the rules that found nothing, and of the verdict.

    Errors, with ``options.strict`` also warnings, are failures; other findings are output of a
    case that passes. The case ``verdict`` fails whenever the run does, so that a run that could
    not check is never green.
    """
    failing = {Severity.ERROR, Severity.WARNING} if options.strict else {Severity.ERROR}
    documents = by_path(report.findings)
    suites = [
        _suite(path, path, _document_cases(findings, failing))
        for path, findings in documents.items()
    ]
    suites.append(_suite(report.subject, "doctrine-check", _rule_cases(report)))
    root = ET.Element("testsuites", name="doctrine-check")
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    root.extend(suites)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _document_cases(findings: Iterable[Finding], failing: set[Severity]) -> list[_Case]:
    """One case for each rule that found something in a document."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    return [_found(rule, by_rule[rule], failing) for rule in sorted(by_rule)]


def _found(rule: str, findings: list[Finding], failing: set[Severity]) -> _Case:
    text = "\n".join(map(_finding_text, findings))
    failed = [finding for finding in findings if finding.severity in failing]
    if not failed:
        return _Case(rule, text=text)
    more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    first = failed[0]
    return _Case(rule, "failure", first.severity.value, f"{visible(first.message)}{more}", text)


def _finding_text(finding: Finding) -> str:
    lines = [
        f"{visible(str(finding.location))}: {finding.severity.value}: {visible(finding.message)}",
        f"  help: {visible(finding.remedy)}",
    ]
    lines += [f"  see: {visible(str(place))}" for place in finding.related]
    return "\n".join(lines)


def _rule_cases(report: Report) -> list[_Case]:
    """Cases of the rules whose outcome no document shows, and of the verdict."""
    shown = {finding.rule for finding in report.findings}
    waived: dict[str, list[WaivedFinding]] = {}
    for each in waived_in_order(report.waived):
        waived.setdefault(each.finding.rule, []).append(each)
    cases = [
        _rule_case(rule, waived.get(rule.rule, []))
        for rule in sorted(report.rules, key=lambda each: (each.rule, each.detail))
        if rule.outcome in _BROKEN or rule.rule not in shown
    ]
    return [*cases, _verdict_case(report)]


def _rule_case(rule: RuleOutcome, waived: list[WaivedFinding]) -> _Case:
    outcome = rule.outcome
    detail = visible(rule.detail or outcome.value)
    if outcome in _BROKEN:
        return _Case(rule.rule, "error", outcome.value, detail)
    if outcome is Outcome.FAIL:
        return _Case(rule.rule, "failure", outcome.value, detail)
    text = "\n".join(
        f"{_finding_text(each.finding)}\n  waived by {visible(each.source)}: {visible(each.reason)}"
        for each in waived
    )
    if outcome in _SKIPPED:
        return _Case(rule.rule, "skipped", outcome.value, detail, text)
    return _Case(rule.rule, text=text)


def _verdict_case(report: Report) -> _Case:
    words = summary.verdict_words(report)
    counts = f"{summary.severity_counts(report)}\nchecked {summary.checked_counts(report)}"
    text = f"verdict {words}\n{counts}"
    if report.verdict is Verdict.PASS:
        return _Case("verdict", text=text)
    result = "failure" if report.verdict is Verdict.FAIL else "error"
    return _Case("verdict", result, report.verdict.value, words, text)


def _suite(name: str, classname: str, cases: list[_Case]) -> ET.Element:
    suite = ET.Element("testsuite", name=visible(name))
    suite.set("tests", str(len(cases)))
    for count, result in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(sum(case.result == result for case in cases)))
    for case in cases:
        element = ET.SubElement(
            suite, "testcase", name=visible(case.name), classname=visible(classname)
        )
        holder = "system-out"
        if case.result:
            holder = case.result
            ET.SubElement(element, holder, type=case.kind, message=case.message).text = case.text
        elif case.text:
            ET.SubElement(element, holder).text = case.text
    return suite
