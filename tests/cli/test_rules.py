from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from doctrine_check.rules.change_registry import EVERY_RULE
from doctrine_check.rules.pages import title
from doctrine_check.rules.registry import DOCUMENT, PAIR, RULES
from tests.cli.git_scene import run

if TYPE_CHECKING:
    import pytest


def test_every_rule_has_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(capsys, "rules")
    assert ran.code == 0
    lines = [re.split(r" {2,}", line, maxsplit=2) for line in ran.out.splitlines()]
    assert lines == [[spec.id, spec.severity.value, title(spec)] for spec in EVERY_RULE]
    columns = {
        line.rindex(f"  {title(spec)}")
        for line, spec in zip(ran.out.splitlines(), EVERY_RULE, strict=True)
    }
    assert len(columns) == 1


def test_json_has_all_that_the_registry_says(capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(capsys, "rules", "--format", "json")
    assert ran.code == 0
    rows = json.loads(ran.out)
    assert [row["id"] for row in rows] == [spec.id for spec in EVERY_RULE]
    by_id = {row["id"]: row for row in rows}
    assert by_id["required-for-drift"] == {
        "id": "required-for-drift",
        "severity": "error",
        "title": "Doctrine and contract disagree about which changes owe an artifact",
        "looks_at": "pair",
        "documents": ["performance doctrine", "performance spec contract"],
        "speaks_of": ["artifacts"],
        "invariants": ["INV-PRF-ARTIFACTS", "INV-PRF-COMPAT"],
    }


def test_rules_about_ids_say_of_which_kinds() -> None:
    """And what looks at files, waivers or the ratchet speaks of no id."""
    for spec in RULES:
        if spec.looks_at not in (DOCUMENT, PAIR):
            assert spec.about == ()
        assert len(set(spec.about)) == len(spec.about)
    assert sum(bool(spec.about) for spec in RULES) >= 40


def test_a_surplus_argument_or_format_is_usage(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["x"], ["--format", "yaml"], ["--nope"]):
        ran = run(capsys, "rules", *arguments)
        assert ran.code == 2
        assert ran.out == ""
        assert "error: " in ran.err
