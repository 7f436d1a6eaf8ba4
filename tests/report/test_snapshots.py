"""Whole reports as files. ``UPDATE_SNAPSHOTS=1`` rewrites them; read the diff before keeping it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from doctrine_check.findings import Severity
from doctrine_check.report import FORMATS, RenderOptions, renderer
from doctrine_check.report.rule_text import RuleText
from tests.report.sample_reports import SAMPLES

FOLDER = Path(__file__).resolve().parent / "snapshots"
VERSION = "9.9.9"
RULES = (
    RuleText(
        "target-disagrees",
        "Contract and doctrine state one target",
        "Both documents state a target; they must **agree**.",
        Severity.ERROR,
        "https://example.org/rules/target-disagrees",
    ),
)
STYLES = {
    **{name: (name, RenderOptions(rules=RULES)) for name in (*FORMATS, "terminal")},
    "terminal-color": ("terminal", RenderOptions(color=True)),
    "terminal-narrow": ("terminal", RenderOptions(width=50)),
}


def rendered(sample: str, style: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("doctrine_check.__version__", VERSION)
    name, options = STYLES[style]
    return renderer(name)(SAMPLES[sample], options)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("sample", SAMPLES)
def test_report(sample: str, style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = rendered(sample, style, monkeypatch)
    path = FOLDER / f"{sample}.{style}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_bytes().decode("utf-8").replace("\r\n", "\n")


def test_no_snapshot_is_left_over() -> None:
    expected = {f"{sample}.{style}.txt" for sample in SAMPLES for style in STYLES}
    assert {path.name for path in FOLDER.iterdir()} == expected
