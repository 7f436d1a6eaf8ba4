from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given

from doctrine_check import schemas
from doctrine_check.findings import Location, Severity, Verdict
from doctrine_check.report import RenderOptions, sarif
from doctrine_check.report.rule_text import RuleText
from tests.report.sample_reports import CONTRACT, FINDINGS, HOSTILE, NOTHING, SAMPLES, reports

if TYPE_CHECKING:
    from doctrine_check.findings import Report

VALIDATOR = jsonschema.Draft4Validator(json.loads(schemas.read_schema(schemas.SARIF)))


def run_of(report: Report, options: RenderOptions | None = None) -> Any:  # noqa: ANN401 - JSON
    log = json.loads(sarif.render(report, options or RenderOptions()))
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    return run


def region_of(result: Any) -> Any:  # noqa: ANN401 - JSON
    return result["locations"][0]["physicalLocation"]["region"]


@given(report=reports())
def test_any_report_validates_and_every_result_has_a_place(report: Report) -> None:
    run = run_of(report)
    assert len(run["results"]) == len(report.findings) + len(report.waived)
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert region_of(result)["startLine"] >= 1
        assert region_of(result)["startColumn"] >= 1
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["partialFingerprints"]["primaryLocationLineHash"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_samples_validate(sample: str) -> None:
    assert run_of(SAMPLES[sample])["columnKind"] == "unicodeCodePoints"


def test_the_vendored_schema_refuses_what_is_wrong() -> None:
    log = json.loads(sarif.render(FINDINGS))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert list(VALIDATOR.iter_errors(log))


def test_severities_keep_their_names() -> None:
    levels = {each["ruleId"]: each["level"] for each in run_of(FINDINGS)["results"]}
    assert levels["target-disagrees"] == "error"
    assert levels["unknown-level"] == "warning"
    assert levels["stated-count"] == "note"


def test_a_waived_finding_is_suppressed_with_its_reason_and_no_other() -> None:
    suppressions = {each["ruleId"]: each["suppressions"] for each in run_of(FINDINGS)["results"]}
    assert suppressions.pop("missing-owner") == [
        {"kind": "inSource", "status": "accepted", "justification": "the team is being formed"}
    ]
    assert set(map(str, suppressions.values())) == {"[]"}
    assert run_of(HOSTILE)["results"][1]["suppressions"][0]["kind"] == "external"


def test_rules_carry_the_given_texts() -> None:
    text = RuleText("unknown-level", "A level", "Page *one*", Severity.ERROR, "https://e.org/x")
    described = run_of(FINDINGS, RenderOptions(rules=(text,)))["tool"]["driver"]["rules"]
    rule = next(each for each in described if each["id"] == "unknown-level")
    assert rule["helpUri"] == "https://e.org/x"
    assert rule["help"]["markdown"] == "Page *one*"
    assert rule["shortDescription"]["text"] == "A level"
    assert rule["defaultConfiguration"] == {"level": "error"}


def test_the_region_bounds_the_text_and_shows_the_line() -> None:
    result = next(
        each for each in run_of(FINDINGS)["results"] if each["ruleId"] == "target-disagrees"
    )
    region = region_of(result)
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (9, 26, 44)
    assert region["snippet"]["text"].startswith("| PRF-01 |")
    related = result["relatedLocations"][0]["physicalLocation"]
    assert related["region"]["startLine"] == 9


def fingerprint(report: Report, rule: str) -> str:
    (result,) = (each for each in run_of(report)["results"] if each["ruleId"] == rule)
    return str(result["partialFingerprints"]["primaryLocationLineHash"])


def with_contract_line(line: int, text: str) -> Report:
    moved = FINDINGS.findings[2]._replace(location=Location(CONTRACT, line, 26, 44))
    return FINDINGS._replace(findings=(moved,), sources=((CONTRACT, line, text),))


def test_the_fingerprint_follows_content_not_the_line_number() -> None:
    rule = "target-disagrees"
    first = fingerprint(with_contract_line(9, "| PRF-01 | < 200ms |"), rule)
    assert fingerprint(with_contract_line(99, "|  PRF-01 | < 200ms |"), rule) == first
    assert fingerprint(with_contract_line(9, "| PRF-01 | < 300ms |"), rule) != first


def test_repeated_content_is_counted() -> None:
    finding = FINDINGS.findings[1]
    twin = finding._replace(location=Location(finding.location.path, 77))
    report = FINDINGS._replace(findings=(finding, twin), waived=(), sources=())
    found = [
        each["partialFingerprints"]["primaryLocationLineHash"].split(":")
        for each in run_of(report)["results"]
    ]
    assert found[0][0] == found[1][0]
    assert [each[1] for each in found] == ["1", "2"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("docs/a b.md", "docs/a%20b.md"),
        ("docs\\a.md", "docs/a.md"),
        ("docs/ü#?.md", "docs/%C3%BC%23%3F.md"),
        ("a:b.md", "a%3Ab.md"),
        ("caf\udce9.md", "caf%E9.md"),
        ("/srv/x.md", "file:///srv/x.md"),
        ("C:\\x y.md", "file:///C:/x%20y.md"),
    ],
)
def test_paths_become_uris(path: str, uri: str) -> None:
    assert sarif.artifact_uri(path) == uri


@given(report=reports())
def test_uris_are_relative_ascii_and_come_back(report: Report) -> None:
    for finding in report.findings:
        uri = sarif.artifact_uri(finding.location.path)
        assert uri.isascii()
        if not uri.startswith("file:"):
            wanted = finding.location.path.replace("\\", "/")
            expected = wanted.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            assert unquote(uri) == expected


def test_a_planted_link_is_defused() -> None:
    text = run_of(HOSTILE)["results"][0]["message"]["text"]
    assert "\\[click\\](1)" in text
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("verdict", "successful", "code"),
    [
        (Verdict.PASS, True, 0),
        (Verdict.FAIL, True, 1),
        (Verdict.INCONCLUSIVE, False, 3),
        (Verdict.ERROR, False, 3),
    ],
)
def test_the_invocation_tells_how_it_ended(verdict: Verdict, successful: bool, code: int) -> None:
    (invocation,) = run_of(NOTHING._replace(verdict=verdict))["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (successful, code)


def test_a_rule_that_could_not_tell_is_a_notification() -> None:
    (notification, note) = run_of(FINDINGS)["invocations"][0]["toolExecutionNotifications"]
    assert notification["level"] == "warning"
    assert "referenced-file" in notification["message"]["text"]
    assert note["level"] == "note"


def test_jobs_have_categories_of_their_own() -> None:
    ids = {
        run_of(NOTHING, RenderOptions(category=name))["automationDetails"]["id"]
        for name in ("lint", "change")
    }
    assert ids == {"doctrine-check/lint/", "doctrine-check/change/"}
