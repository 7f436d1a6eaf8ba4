"""What ``diff`` found, in the formats that carry findings to reviewers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest
from junitparser import JUnitXml

from doctrine_check import schemas
from doctrine_check.report import FORMATS
from tests.cli.diff_scene import changed
from tests.cli.git_scene import CONTRACT, DOCTRINE, run

if TYPE_CHECKING:
    from pathlib import Path

REPORTS = [name for name in FORMATS if name not in ("text", "json")]
LOOSER = ("< 100ms at", "< 200ms at")
OTHER = ("100 samples", "100 runs")
SAME = ("< 100ms at", "< 0.1 s at")
FOUND = "found that this edit loosens it: Target limit: < 100 ms -> < 200 ms"


@pytest.mark.parametrize("form", FORMATS)
def test_the_format_decides_nothing(
    form: str, pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for (find, replace), loose, strict in ((LOOSER, 1, 1), (OTHER, 0, 1), (SAME, 0, 0)):
        new = changed(pair, DOCTRINE, find, replace)
        ran = run(capsys, "diff", DOCTRINE, new, "--format", form)
        assert (ran.code, ran.err) == (loose, "")
        assert run(capsys, "diff", DOCTRINE, new, "--format", form, "--strict").code == strict


def test_annotations_stand_where_the_new_version_says_it(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = changed(pair, DOCTRINE, *LOOSER)
    told, summary = run(capsys, "diff", DOCTRINE, new, "--format", "github").out.splitlines()
    assert told.startswith("::error file=new.md,line=13,col=24,title=weakened-law::expected PRF-01")
    assert FOUND in told
    assert told.endswith(f"See: {DOCTRINE}:13:24")
    assert summary == (
        f"doctrine-check {DOCTRINE} -> new.md: fail; 1 error, 0 warnings, 0 notes; 0 waived; "
        "1 document, 17 rows, 2 rules, 1 file"
    )


def test_what_is_gone_stands_at_the_top_and_what_came_where_it_is(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = changed(pair, CONTRACT, "| PRF-005 | info | Cold-start budget met |\n", "")
    gone = run(capsys, "diff", CONTRACT, new, "--format", "github").out
    came = run(capsys, "diff", new, CONTRACT, "--format", "github").out
    assert gone.startswith("::error file=new.md,line=1,col=1,title=weakened-law::expected PRF-005")
    assert f"%0ASee: {CONTRACT}:44:" in gone
    assert came.startswith(f"::notice file={CONTRACT},line=44,col=3,title=changed-law::")


def test_what_merely_changes_is_a_warning(pair: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = changed(pair, DOCTRINE, *OTHER)
    text = run(capsys, "diff", DOCTRINE, new, "--format", "markdown").out
    assert text.startswith("## doctrine-check: pass\n\n0 errors, 1 warning, 0 notes")
    assert "this edit may demand more or less" in text
    strict = run(capsys, "diff", DOCTRINE, new, "--format", "markdown", "--strict").out
    assert strict.startswith("## doctrine-check: fail\n")


def test_sarif_is_valid_and_describes_both_rules(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = changed(pair, DOCTRINE, *LOOSER)
    log = json.loads(run(capsys, "diff", DOCTRINE, new, "--format", "sarif").out)
    jsonschema.Draft4Validator(json.loads(schemas.read_schema(schemas.SARIF))).validate(log)
    (one,) = log["runs"]
    assert one["automationDetails"]["id"] == "doctrine-check/diff/"
    assert [rule["id"] for rule in one["tool"]["driver"]["rules"]] == [
        "changed-law",
        "weakened-law",
    ]
    (result,) = one["results"]
    assert (result["ruleId"], result["level"]) == ("weakened-law", "error")


def test_junit_fails_as_the_command_does(pair: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = changed(pair, DOCTRINE, *LOOSER)
    text = run(capsys, "diff", DOCTRINE, new, "--format", "junit").out
    cases = [case for suite in JUnitXml.fromstring(text.encode()) for case in suite]
    failures = {case.name: case.result[0].message for case in cases if case.result}
    assert failures.keys() == {"weakened-law", "verdict"}
    assert FOUND in failures["weakened-law"]


@pytest.mark.parametrize("form", REPORTS)
def test_a_document_that_went_is_reported(
    form: str, pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pair / "old").mkdir()
    (pair / "new").mkdir()
    for name in (DOCTRINE, CONTRACT):
        text = (pair / name).read_text(encoding="utf-8")
        (pair / "old" / name.rpartition("/")[2]).write_text(text, encoding="utf-8")
        if name == DOCTRINE:
            (pair / "new" / name.rpartition("/")[2]).write_text(text, encoding="utf-8")
    ran = run(capsys, "diff", "old", "new", "--format", form)
    assert ran.code == 1
    assert "spec contract" in ran.out


@pytest.mark.parametrize("form", REPORTS)
def test_what_would_steer_a_terminal_is_spelled_out(
    form: str, pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gained = "a\x1b]0;owned\x07b"
    new = changed(pair, CONTRACT, "Fast migration feedback", gained)
    ran = run(capsys, "diff", CONTRACT, new, "--format", form)
    assert ran.code == 0
    assert ran.out.replace("\n", "").isprintable()
    assert "owned" in ran.out
