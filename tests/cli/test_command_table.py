"""The command table of docs/architecture.md against the parser: what is built, and only that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.cli.dispatch import COMMANDS, module_of, parser_of
from doctrine_check.cli.options import PlainParser
from doctrine_check.doctrine.markdown import parse

if TYPE_CHECKING:
    from pathlib import Path

UNLISTED = {"completion"}
"""Commands that the design leaves to the program."""


def _rows(project_root: Path) -> list[tuple[str, str, str]]:
    text = (project_root / "docs" / "architecture.md").read_text(encoding="utf-8")
    for table in parse("architecture.md", text).tables:
        header = [cell.raw for cell in table.header.cells]
        if header == ["command", "job", "status"]:
            return [(r.cells[0].raw, r.cells[1].raw, r.cells[2].raw) for r in table.rows]
    raise AssertionError("no command table in docs/architecture.md")


def test_exactly_the_built_commands_are_there(project_root: Path) -> None:
    built = {
        re.split(r"\W", name)[0]
        for command, _, status in _rows(project_root)
        if status == "built"
        for name in re.findall(r"`([^`]*)`", command)
    }
    assert built == {command.name for command in COMMANDS} - UNLISTED


def test_every_option_of_a_built_command_is_there(project_root: Path) -> None:
    parsers = {command.name: parser_of(command) for command in COMMANDS}
    checked = 0
    for command, job, status in _rows(project_root):
        name = re.split(r"\W", command.strip("`"))[0]
        if status != "built":
            continue
        help_text = parsers[name].format_help()
        for option in re.findall(r"--[a-z-]+", f"{command} {job}"):
            assert re.search(rf"{option}\b", help_text), (name, option)
            checked += 1
    assert checked >= 4


def test_common_options_are_lints() -> None:
    parser = PlainParser()
    module_of(next(command for command in COMMANDS if command.name == "lint")).configure(parser)
    options = {name for setting in parser.options for name in setting.names}
    assert {"--root", "--config", "--format", "--output", "--strict", "--quiet"} <= options
