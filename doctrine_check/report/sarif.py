"""SARIF 2.1.0, the form that code scanning services take in."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote

import doctrine_check
from doctrine_check.findings import Outcome, Severity, Verdict, exit_code
from doctrine_check.report import summary
from doctrine_check.report.options import DEFAULT_OPTIONS
from doctrine_check.report.order import SourceLines, in_order, waived_in_order
from doctrine_check.report.rule_text import RuleText
from doctrine_check.report.visible import encodable, visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from doctrine_check.findings import Finding, Location, Report, WaivedFinding
    from doctrine_check.report.options import RenderOptions

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
_ABSOLUTE = re.compile(r"/|[A-Za-z]:[/\\]")


def render(report: Report, options: RenderOptions = DEFAULT_OPTIONS) -> str:
    """One run: rules described, every result at a place, waived ones suppressed with the reason.

    ``options.rules`` describes the rules; one that fired without description gets a short one.
    """
    import json

    log: Json = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report, options)]}
    return json.dumps(log, indent=2, allow_nan=False) + "\n"


def _run(report: Report, options: RenderOptions) -> Json:
    rules = _rule_texts(report, options.rules)
    return {
        "tool": {
            "driver": {
                "name": "doctrine-check",
                "semanticVersion": doctrine_check.__version__,
                "version": doctrine_check.__version__,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "automationDetails": {"id": f"doctrine-check/{encodable(options.category)}/"},
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": _results(report, {rule.id: index for index, rule in enumerate(rules)}),
        "properties": {
            "subject": encodable(report.subject),
            "mode": encodable(report.mode),
            "verdict": report.verdict.value,
            "checked": summary.checked_counts(report),
        },
    }


def _rule_texts(report: Report, described: Sequence[RuleText]) -> list[RuleText]:
    """Every rule that was given or has a result, by id, each once."""
    texts = {text.id: text for text in described}
    waived = (each.finding for each in report.waived)
    for finding in in_order((*report.findings, *waived)):
        if finding.rule not in texts:
            page = f"Rule {finding.rule}."
            texts[finding.rule] = RuleText(finding.rule, page, page, finding.severity)
    return sorted(texts.values(), key=lambda text: text.id)


def _rule(rule: RuleText) -> Json:
    page = encodable(rule.markdown)
    described: dict[str, Json] = {
        "id": encodable(rule.id),
        "shortDescription": {"text": encodable(rule.title)},
        "fullDescription": {"text": encodable(rule.title)},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"tags": ["performance-doctrine"]},
    }
    if rule.help_uri is not None:
        described["helpUri"] = rule.help_uri
    return described


def _invocation(report: Report) -> Json:
    notifications: list[Json] = [
        {
            "level": "error" if rule.outcome is Outcome.ERROR else "warning",
            "message": {"text": visible(f"{rule.rule} {rule.outcome.value}: {rule.detail}")},
            "associatedRule": {"id": encodable(rule.rule)},
        }
        for rule in summary.undecided(report)
    ]
    notifications += [
        {"level": "note", "message": {"text": visible(note)}} for note in report.notes if note
    ]
    return {
        "executionSuccessful": report.verdict in {Verdict.PASS, Verdict.FAIL},
        "exitCode": exit_code(report.verdict),
        "exitCodeDescription": summary.verdict_words(report),
        "toolExecutionNotifications": notifications,
    }


def _results(report: Report, indexes: Mapping[str, int]) -> list[Json]:
    fingerprints = _Fingerprints(SourceLines(report))
    results: list[Json] = []
    for finding in in_order(report.findings):
        result = _result(finding, indexes[finding.rule], fingerprints)
        if report.waived:
            # A run states suppressions for all of its results or for none.
            result["suppressions"] = []
        results.append(result)
    for waived in waived_in_order(report.waived):
        result = _result(waived.finding, indexes[waived.finding.rule], fingerprints)
        result["suppressions"] = [_suppression(waived)]
        results.append(result)
    return results


def _suppression(waived: WaivedFinding) -> Json:
    return {
        "kind": "inSource" if waived.source == "comment" else "external",
        "status": "accepted",
        "justification": visible(waived.reason),
    }


def _result(finding: Finding, index: int, fingerprints: _Fingerprints) -> dict[str, Json]:
    properties: dict[str, Json] = {
        name: encodable(value)
        for name, value in (
            ("remedy", finding.remedy),
            ("invariant", finding.invariant),
            ("event", finding.event),
            ("subject", finding.subject),
        )
        if value is not None
    }
    result: dict[str, Json] = {
        "ruleId": encodable(finding.rule),
        "ruleIndex": index,
        "level": _LEVEL[finding.severity],
        "message": {"text": f"{_plain(finding.message)}\n{_plain(finding.remedy)}"},
        "locations": [{"physicalLocation": fingerprints.physical(finding.location)}],
        "partialFingerprints": {"primaryLocationLineHash": fingerprints.of(finding)},
        "properties": properties,
    }
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": fingerprints.physical(place),
                "message": {"text": _plain(place.place)},
            }
            for number, place in enumerate(finding.related, start=1)
        ]
    return result


_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def _plain(text: str) -> str:
    """Message text in which no document can plant a link."""
    shown = visible(text)
    return shown.replace("[", "\\[").replace("]", "\\]") if "](" in shown else shown


def artifact_uri(path: str) -> str:
    """A path as a percent-encoded URI reference; bytes that were no UTF-8 keep their value."""
    # Only U+DC80 to U+DCFF stand for bytes; other lone surrogates stand for nothing.
    text = re.sub("[\ud800-\udc7f\udd00-\udfff]", "\ufffd", path).replace("\\", "/")
    encoded = quote(text.encode("utf-8", "surrogateescape"), safe="/")
    if not _ABSOLUTE.match(path):
        return encoded
    return "file:///" + encoded.lstrip("/").replace("%3A", ":", 1)


class _Fingerprints:
    """Places and fingerprints of results: by content, counted where content repeats."""

    def __init__(self, sources: SourceLines) -> None:
        self._sources = sources
        self._seen: dict[tuple[str, str], int] = {}

    def of(self, finding: Finding) -> str:
        """A hash of what stands there, so that inserting a line above changes nothing."""
        line = self._sources.at(finding.location)
        content = finding.message if line is None else " ".join(line.split())
        parts = "\0".join((finding.rule, finding.subject or "", content))
        digest = hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        key = (finding.location.path, digest)
        self._seen[key] = self._seen.get(key, 0) + 1
        return f"{digest}:{self._seen[key]}"

    def physical(self, place: Location) -> Json:
        """Document and region, with the source line where the report carries it."""
        region: dict[str, Json] = {"startLine": place.line, "startColumn": place.column}
        if place.end_column is not None and place.end_column > place.column:
            region["endColumn"] = place.end_column
        line = self._sources.at(place)
        if line is not None:
            region["snippet"] = {"text": encodable(line)}
        uri = artifact_uri(place.path)
        artifact: dict[str, Json] = {"uri": uri}
        if not uri.startswith("file:"):
            artifact["uriBaseId"] = _ROOT
        return {"artifactLocation": artifact, "region": region}
