"""The plain reader of command lines against argparse, which it stands in for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.cli.dispatch import COMMANDS, Command, module_of, options_of, parser_of
from doctrine_check.cli.options import Options, PlainParser

WORDS = [
    "docs", "a b", "", "-", "--", "-h", "--help", "-x", "--strict", "--strict=1", "--quiet",
    "--fix", "--root", "--root=", "--root=x", "--root=-x", "--format", "--format=sarif", "json",
    "xml", "--cache", "--no-cache", "--no", "--events", "PRF-01", "bash", "-1", "--out",
    "--output=--root",
]  # fmt: skip


def by_argparse(command: Command, arguments: list[str]) -> dict[str, Any] | None:
    try:
        options = parser_of(command).parse_intermixed_args(arguments, namespace=Options())
    except SystemExit:
        return None
    return vars(options)


def by_plain(command: Command, arguments: list[str]) -> dict[str, Any] | None:
    parser = PlainParser()
    module_of(command).configure(parser)
    options = parser.parse(arguments)
    return None if options is None else vars(options)


@given(
    st.sampled_from(COMMANDS), st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=6)
)
def test_what_the_plain_reader_reads_argparse_reads_alike(
    command: Command, arguments: list[str]
) -> None:
    read = by_plain(command, arguments)
    assert read is None or read == by_argparse(command, arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["docs", "README.md"],
        ["docs", "--strict", "README.md"],
        ["--no-cache", "--root", "x", "--format=json", "--output", "out.json"],
    ],
)
def test_usual_command_lines_need_no_argparse(arguments: list[str]) -> None:
    lint = next(command for command in COMMANDS if command.name == "lint")
    read = by_plain(lint, arguments)
    assert read is not None
    assert read == by_argparse(lint, arguments)


@pytest.mark.parametrize("arguments", [["--help"], ["--format", "xml"], ["--root"], ["--stric"]])
def test_the_rest_is_left_to_argparse(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    lint = next(command for command in COMMANDS if command.name == "lint")
    assert by_plain(lint, arguments) is None
    with pytest.raises(SystemExit):
        options_of(lint, arguments)
    said = capsys.readouterr()
    assert "usage: doctrine-check lint" in said.out + said.err
