"""What the README shows is what the program does."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest
import yaml

from doctrine_check.cli import main
from doctrine_check.cli.dispatch import COMMANDS
from doctrine_check.config import DEDICATED_FILE, PROJECT_FILE, Config, parse_config
from doctrine_check.rules.registry import RULES

if TYPE_CHECKING:
    from pathlib import Path

REPORT = "$ doctrine-check lint --root examples/faulty_repository\n"


@pytest.fixture
def readme(project_root: Path) -> str:
    return (project_root / "README.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def config_of(source: str, text: str) -> Config:
    config = parse_config(source, text, [spec.id for spec in RULES])
    assert config is not None
    return config


def test_the_report_is_the_whole_output_of_the_command_above_it(
    readme: str,
    project_root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(project_root)
    code = main([*REPORT.split()[2:], "--no-cache"])
    printed = capsys.readouterr().out
    assert code == 1
    (shown,) = (block for block in blocks(readme, "text") if block.startswith("$ "))
    assert shown == REPORT + printed, "README.md shows another report than the program prints"


def test_both_ways_to_configure_say_the_same(readme: str) -> None:
    own, project = blocks(readme, "toml")
    assert "[tool.doctrine_check]" in project
    first, second = config_of(DEDICATED_FILE, own), config_of(PROJECT_FILE, project)
    assert first._replace(source=None) == second._replace(source=None)
    assert first.severity
    assert first.per_path
    assert first.hot_paths
    assert tomllib.loads(own).keys() == tomllib.loads(project)["tool"]["doctrine_check"].keys()


def test_the_hook_snippet_is_one_that_pre_commit_reads(readme: str, project_root: Path) -> None:
    (snippet,) = blocks(readme, "yaml")
    hooks = yaml.safe_load((project_root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (repo,) = yaml.safe_load(snippet)["repos"]
    assert [hook["id"] for hook in repo["hooks"]] == [hook["id"] for hook in hooks]
    assert repo["rev"].startswith("v")


def test_every_command_is_in_the_table_and_says_how_to_install_stands_before_it(
    readme: str,
) -> None:
    listed = re.findall(r"^\| `doctrine-check (\w+)", readme, re.MULTILINE)
    assert listed == [command.name for command in COMMANDS]
    install = readme.index("pipx install git+https://")
    assert install < readme.index("$ doctrine-check init") < readme.index("## Commands")


def test_what_is_typed_in_the_readme_exists(readme: str) -> None:
    typed = [line for block in blocks(readme, "console") for line in block.splitlines()]
    names = {command.name for command in COMMANDS}
    used = re.findall(r"doctrine-check (\w+)", "\n".join(typed))
    assert {"init", "lint", "doctor", "completion"} <= set(used) <= names


def test_the_first_commands_work_in_order(
    readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCTRINE_CHECK_CACHE_DIR", str(tmp_path / "cache"))
    start = next(b for b in blocks(readme, "console") if b.startswith("$ doctrine-check init"))
    codes = {
        name: main([name]) for name in re.findall(r"^\$ doctrine-check (\w+)", start, re.MULTILINE)
    }
    assert codes["init"] == 0
    assert codes["lint"] == 0
    assert list(codes) == ["init", "lint", "doctor"]
