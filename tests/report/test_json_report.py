from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import given

from doctrine_check import schemas
from doctrine_check.findings import Finding, Outcome, Severity, Verdict
from doctrine_check.report import json_report
from tests.report.sample_reports import FINDINGS, HOSTILE, SAMPLES, reports

if TYPE_CHECKING:
    from doctrine_check.findings import Report

SCHEMA = json.loads(schemas.read_schema(schemas.REPORT))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def strict(text: str) -> Any:  # noqa: ANN401 - JSON is anything
    """Parse JSON as the standard has it: no NaN, no infinity."""

    def refuse(name: str) -> float:
        pytest.fail(f"{name} is no JSON")

    return json.loads(text, parse_constant=refuse)


def broken(change: dict[str, object], **deep: object) -> dict[str, Any]:
    """The sample with fields of the top level, or of its first finding, replaced."""
    data: dict[str, Any] = strict(json_report.render(FINDINGS))
    data.update(change)
    data["findings"][0].update(deep)
    return data


def test_the_schema_is_one_and_describes_every_field() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def undescribed(node: object, path: str) -> list[str]:
        if not isinstance(node, dict):
            return []
        found = []
        for name, field in node.get("properties", {}).items():
            if "description" not in field and "$ref" not in field:
                found.append(f"{path}/{name}")
            found += undescribed(field, f"{path}/{name}")
        return found + undescribed(node.get("items"), f"{path}[]")

    assert undescribed(SCHEMA, "") == []
    for name, definition in SCHEMA["$defs"].items():
        assert "description" in definition, name
        assert undescribed(definition, name) == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_samples_validate(sample: str) -> None:
    VALIDATOR.validate(strict(json_report.render(SAMPLES[sample])))


@given(report=reports())
def test_any_report_validates(report: Report) -> None:
    VALIDATOR.validate(strict(json_report.render(report)))


@pytest.mark.parametrize(
    "data",
    [
        broken({"schema_version": 2}),
        broken({"verdict": "ok"}),
        broken({"extra": 1}),
        broken({"notes": None}),
        broken({}, severity="fatal"),
        broken({}, extra=1),
        broken({}, message=""),
        broken({}, location={"path": "a.md", "line": 0, "column": 1, "end_column": None}),
        broken({"rules": [{"id": "a", "outcome": "ok", "detail": ""}]}),
    ],
)
def test_the_schema_refuses(data: dict[str, Any]) -> None:
    assert list(VALIDATOR.iter_errors(data))


def test_the_schema_knows_every_value_of_the_report_language() -> None:
    definitions = SCHEMA["$defs"]
    assert definitions["severity"]["enum"] == [each.value for each in Severity]
    assert definitions["outcome"]["enum"] == [each.value for each in Outcome]
    assert SCHEMA["properties"]["verdict"]["enum"] == [each.value for each in Verdict]
    assert set(definitions["finding"]["properties"]) == set(Finding._fields)


def test_a_finding_is_written_whole() -> None:
    written = strict(json_report.render(FINDINGS))["findings"][1]
    assert written == {
        "rule": "target-disagrees",
        "severity": "error",
        "message": FINDINGS.findings[2].message,
        "location": {"path": "docs/specs/contract.md", "line": 9, "column": 26, "end_column": 44},
        "remedy": "write `< 100ms`, or change the doctrine first",
        "invariant": "INV-PRF-PRINCIPLES",
        "event": "PRF-004",
        "subject": "PRF-01",
        "related": [
            {"path": "docs/doctrine/performance.md", "line": 9, "column": 1, "end_column": None}
        ],
    }


def test_findings_stand_in_order() -> None:
    places = [
        (each["location"]["path"], each["location"]["line"])
        for each in strict(json_report.render(FINDINGS))["findings"]
    ]
    assert places == sorted(places)


def test_numbers_that_are_not_finite_become_null() -> None:
    written = strict(json_report.render(HOSTILE))["limits"][0]
    assert math.isnan(HOSTILE.limits[0].estimate or 0)
    assert (written["estimate"], written["low"], written["high"]) == (None, None, None)


def test_text_comes_back_as_it_was_but_for_lone_surrogates() -> None:
    written = strict(json_report.render(HOSTILE))
    assert written["notes"][0] == HOSTILE.notes[0].replace("\udce9", "\ufffd")
