from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from hypothesis import given
from junitparser import Error, Failure, JUnitXml, Skipped

from doctrine_check import schemas
from doctrine_check.findings import Verdict
from doctrine_check.report import RenderOptions, junit
from tests.report.sample_reports import CLEAN, CONTRACT, FINDINGS, HOSTILE, SAMPLES, reports

if TYPE_CHECKING:
    from doctrine_check.findings import Report

SCHEMA = xmlschema.XMLSchema(StringIO(schemas.read_schema(schemas.JUNIT)))
STRICT = RenderOptions(strict=True)


def cases(report: Report, options: RenderOptions | None = None) -> dict[tuple[str, str], Any]:
    """Test cases by suite and name, as junitparser reads them."""
    text = junit.render(report, options or RenderOptions())
    SCHEMA.validate(StringIO(text))
    read = JUnitXml.fromstring(text.encode("utf-8"))
    return {(suite.name, case.name): case for suite in read for case in suite}


def results(case: Any) -> list[type]:  # noqa: ANN401 - junitparser is untyped
    return [type(each) for each in case.result]


@pytest.mark.parametrize("sample", SAMPLES)
def test_samples_validate(sample: str) -> None:
    assert cases(SAMPLES[sample])


@given(report=reports())
def test_any_report_validates_and_is_red_unless_it_passes(report: Report) -> None:
    text = junit.render(report, STRICT)
    SCHEMA.validate(StringIO(text))
    root = ET.fromstring(text)  # noqa: S314 - made here
    red = int(root.get("failures", "")) + int(root.get("errors", ""))
    if report.verdict is not Verdict.PASS:
        assert red
    for suite in root:
        for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(count, "")) == len(suite.findall(f"testcase/{tag}"))
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
    assert int(root.get("tests", "")) == len(root.findall("testsuite/testcase"))


def test_each_outcome_has_its_result() -> None:
    found = {name: results(case) for (_, name), case in cases(FINDINGS).items()}
    assert found["target-disagrees"] == [Failure]
    assert found["missing-owner"] == [Skipped]
    assert found["adr-status"] == [Skipped]
    assert found["referenced-file"] == [Error]
    assert found["ragged-row"] == []
    assert found["verdict"] == [Failure]


def test_warnings_fail_only_when_strict() -> None:
    key = (CONTRACT, "unknown-level")
    assert results(cases(FINDINGS)[key]) == []
    assert "none of info" in cases(FINDINGS)[key].system_out
    assert results(cases(FINDINGS, STRICT)[key]) == [Failure]
    assert results(cases(FINDINGS, STRICT)["docs/doctrine/performance.md", "stated-count"]) == []


def test_every_finding_of_a_rule_is_in_its_case() -> None:
    first = FINDINGS.findings[2]
    report = FINDINGS._replace(findings=(first, first._replace(message="and another")))
    (failure,) = cases(report)[CONTRACT, "target-disagrees"].result
    assert "(and 1 more)" in failure.message
    assert "and another" in failure.text
    assert first.remedy in failure.text


def test_a_waiver_tells_its_reason() -> None:
    (skipped,) = cases(FINDINGS)["the example", "missing-owner"].result
    assert "waived by comment: the team is being formed" in skipped.text


def test_a_clean_report_is_green_and_not_empty() -> None:
    found = cases(CLEAN)
    assert len(found) == 2
    assert all(results(case) == [] for case in found.values())


def test_characters_that_xml_forbids_are_spelled_out() -> None:
    text = junit.render(HOSTILE)
    assert "\x1b" not in text
    assert "\\x1b[31m" in text
