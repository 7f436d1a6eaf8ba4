"""What holds for all renderers."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from doctrine_check import report as report_room
from doctrine_check.report import FORMATS, RenderOptions, renderer
from tests.report.sample_reports import FINDINGS, SAMPLES, reports

if TYPE_CHECKING:
    from doctrine_check.findings import Report

NAMES = (*FORMATS, "terminal")
ROOM = Path(report_room.__file__).parent


def test_the_six_formats_are_there() -> None:
    assert set(FORMATS) == {"text", "json", "sarif", "github", "junit", "markdown"}


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(LookupError, match="no report format 'xml'"):
        renderer("xml")


@pytest.mark.parametrize("name", NAMES)
@given(report=reports())
def test_any_report_renders_to_safe_utf8(name: str, report: Report) -> None:
    text = renderer(name)(report, RenderOptions(strict=True))
    assert text.endswith("\n")
    text.encode("utf-8")
    unsafe = {
        character
        for character in text
        if character != "\n" and unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    }
    assert not unsafe


@pytest.mark.parametrize("name", NAMES)
@given(report=reports())
def test_the_order_of_the_facts_changes_nothing(name: str, report: Report) -> None:
    turned = report._replace(
        findings=report.findings[::-1],
        waived=report.waived[::-1],
        documents=report.documents[::-1],
    )
    assert renderer(name)(turned) == renderer(name)(report)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_verdict_is_named(name: str, sample: str) -> None:
    assert SAMPLES[sample].verdict.value in renderer(name)(SAMPLES[sample])


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_is_told_with_its_remedy(name: str) -> None:
    text = " ".join(renderer(name)(FINDINGS, RenderOptions(width=200)).split())
    for finding in FINDINGS.findings:
        assert finding.rule in text
        assert finding.location.path in text
        assert finding.remedy.split("`")[0] in text


def test_plain_formats_import_neither_rich_nor_each_other() -> None:
    code = (
        "import sys; from doctrine_check.report import renderer; renderer('text');"
        "print(*sorted(sys.modules))"
    )
    command = [sys.executable, "-c", code]
    modules = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert "doctrine_check.report.text" in modules
    heavy = {"rich", "json", "xml.etree.ElementTree", "jsonschema", "hashlib"}
    others = {f"doctrine_check.report.{name}" for name in ("sarif", "junit", "terminal")}
    assert not (heavy | others) & set(modules)


def test_every_module_of_the_room_is_a_format_or_serves_one() -> None:
    serving = {"__init__", "excerpt", "options", "order", "rule_text", "summary", "visible"}
    modules = {path.stem for path in ROOM.glob("*.py")} - serving
    assert modules == {renderer(name).__module__.rpartition(".")[2] for name in NAMES}
