from __future__ import annotations

from importlib.metadata import version

import pytest

from scripts.lowest_bounds import Pin, check_installed, lowest_pins, main, parse_requirement


def test_base_and_user_extras_are_pinned_and_development_is_not() -> None:
    text = """
    [project]
    dependencies = ["rich>=13.0.0", "jsonschema[format] >= 4.18.0"]
    [project.optional-dependencies]
    prometheus = ["prometheus-client>=0.17.0"]
    dev = ["ruff>=0.17"]
    """
    assert [str(pin) for pin in lowest_pins(text)] == [
        "rich==13.0.0",
        "jsonschema==4.18.0",
        "prometheus-client==0.17.0",
    ]


@pytest.mark.parametrize("requirement", ["rich", "rich==13", "rich>13", "rich>=13,<14", "rich<14"])
def test_anything_but_a_lower_bound_is_refused(requirement: str) -> None:
    with pytest.raises(ValueError, match="lower bound"):
        parse_requirement(requirement)


def test_nothing_to_pin_is_refused() -> None:
    with pytest.raises(ValueError, match="no dependency"):
        lowest_pins("[project]\ndependencies = []\n")


def test_check_passes_only_on_the_very_version(capsys: pytest.CaptureFixture[str]) -> None:
    installed = version("pytest")
    assert check_installed((Pin("pytest", installed),)) == 0
    assert check_installed((Pin("pytest", "0.0.1"),)) == 1
    assert check_installed((Pin("no-such-distribution", "1.0"), Pin("pytest", installed))) == 1
    assert "no-such-distribution: lowest 1.0, installed missing" in capsys.readouterr().out


def test_the_project_has_a_pin_for_each_base_dependency(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([]) == 0
    names = {line.partition("==")[0] for line in capsys.readouterr().out.splitlines()}
    assert names >= {"jsonschema", "markdown-it-py", "pygithub", "pyyaml", "rich"}


def test_an_unknown_argument_is_bad_usage() -> None:
    assert main(["--chekc"]) == 2
