"""``explain`` names the rules that hold a change and its evidence to an id."""

from __future__ import annotations

from pathlib import Path

import pytest

from doctrine_check.cli import main
from doctrine_check.rules.change_registry import CHANGE_RULES, EVIDENCE

PROJECT = str(Path(__file__).resolve().parents[2])
HEADING = "\nEnforced in changes and their evidence:\n"


def listed(identity: str, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """The rules that are listed, with what is said of each."""
    assert main(["explain", identity, "--root", PROJECT]) == 0
    _, heading, text = capsys.readouterr().out.partition(HEADING)
    assert heading
    rows = (line.strip().partition(": ") for line in text.splitlines())
    return {rule: told for rule, _, told in rows}


@pytest.mark.parametrize(
    ("identity", "some", "none"),
    [
        (
            "ART-02",
            {"missing-artifact", "evidence-hotspots"},
            {"evidence-oracle", "incomplete-loop"},
        ),
        ("ART-04", {"refused-excuse", "evidence-oracle"}, {"evidence-hotspots"}),
        ("ART-03", {"evidence-lever-ratio"}, {"refused-excuse"}),
        ("ART-05", {"refused-excuse", "evidence-overhead"}, {"evidence-coverage"}),
        ("LEV-01", {"incomplete-loop", "evidence-lever-ratio"}, {"evidence-oracle"}),
        ("PRF-01", {"evidence-budget", "weakened-law"}, {"missing-artifact"}),
        ("PRF-001", {"weakened-law"}, {"missing-artifact", "evidence-budget"}),
        ("INV-PRF-COMPAT", {"evidence-oracle", "weakened-law"}, {"missing-artifact"}),
        ("INV-PRF-ARTIFACTS", {"missing-artifact"}, {"evidence-oracle"}),
    ],
)
def test_an_id_names_the_rules_about_it(
    identity: str, some: set[str], none: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    rules = listed(identity, capsys)
    assert some <= rules.keys()
    assert not none & rules.keys()
    if identity.startswith("INV"):
        assert all("guards it" in told for rule, told in rules.items() if rule in some - SHIFTS)


SHIFTS = {"weakened-law"}


def test_each_rule_about_evidence_is_named_by_some_id(capsys: pytest.CaptureFixture[str]) -> None:
    named = {
        rule
        for identity in ("ART-01", "ART-02", "ART-03", "ART-04", "ART-05", "LEV-01", "PRF-01")
        for rule in listed(identity, capsys)
    }
    assert {spec.id for spec in CHANGE_RULES if spec.looks_at == EVIDENCE} <= named


def test_a_rule_that_is_switched_off_is_said_to_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "c.toml"
    config.write_text('ignore = ["evidence-oracle"]\n', encoding="utf-8")
    assert main(["explain", "ART-04", "--root", PROJECT, "--config", str(config)]) == 0
    (line,) = [row for row in capsys.readouterr().out.splitlines() if "evidence-oracle:" in row]
    assert line.endswith("switched off in the config)")
