"""The completion scripts, asked the way the shells ask them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from doctrine_check.cli import main
from doctrine_check.cli.completion import (
    FILES,
    FOLDERS,
    FREE,
    IDS,
    SHELLS,
    explainable,
    known_words,
)
from doctrine_check.cli.dispatch import COMMANDS, Command, module_of, parser_of
from doctrine_check.cli.options import PlainParser
from doctrine_check.report import FORMATS
from doctrine_check.rules.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES = [command.name for command in COMMANDS]
IN_BASH = """\
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_doctrine_check
printf '%s\\n' "${COMPREPLY[@]}"
"""


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


def place_with_documents(root: Path) -> Path:
    place = root / "place"
    (place / "folder").mkdir(parents=True)
    (place / "one.md").touch()
    (place / "two.md").touch()
    return place


def said_by(command: list[str], folder: Path) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.fixture
def bash(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], require_tool: Callable[[str], str]
) -> Callable[..., list[str]]:
    """Gives what bash is offered for the words of a command line, the last being typed."""
    path = tmp_path / "completion.bash"
    path.write_text(script("bash", capsys), encoding="utf-8")
    program = require_tool("bash")

    def ask(*words: str) -> list[str]:
        line = ["doctrine-check", *words]
        command = [program, "--norc", "-c", IN_BASH, "bash", str(path), *line]
        return said_by(command, tmp_path).split()

    return ask


def test_every_argument_is_of_a_known_kind() -> None:
    known = FILES | FOLDERS | IDS | FREE
    seen = 0
    for command in COMMANDS:
        parser = PlainParser()
        module_of(command).configure(parser)
        for setting in (*parser.options, *parser.positional):
            if not setting.flag and setting.choices is None:
                assert setting.metavar in known, (command.name, setting)
                seen += 1
    assert seen > 10


@pytest.mark.parametrize("command", COMMANDS, ids=NAMES)
def test_what_is_offered_is_what_help_lists(command: Command) -> None:
    words = next(each for each in known_words() if each.command == command.name)
    text = parser_of(command).format_help()
    listed = set(re.findall(r"(?m)^  (-\w(?=, )|--[a-z-]+)|, (--[a-z-]+)", text))
    assert {name for option in words.options for name in option.names} == {
        one or other for one, other in listed
    }
    for argument in (*words.options, *words.positional):
        assert " ".join(argument.help.split()) in " ".join(text.split()), argument


def test_the_parsers_are_known_in_full() -> None:
    known = {words.command: words for words in known_words()}
    assert list(known) == NAMES
    flags = {name: option for option in known["lint"].options for name in option.names}
    assert flags["--format"].words == tuple(FORMATS)
    assert flags["--strict"].wants == "nothing"
    assert flags["--root"].wants == "folders"
    assert flags["--output"].wants == "files"
    assert [each.wants for each in known["diff"].positional] == ["files", "files"]
    assert known["completion"].positional[0].words == SHELLS


def test_rules_and_ids_can_be_explained() -> None:
    words = explainable()
    assert [spec.id for spec in RULES] == words[: len(RULES)]
    expected = {"PRF-01", "PRF-04", "LEV-01", "ART-05", "PRF-001", "PRF-005", "INV-PRF-COMPAT"}
    assert expected <= set(words)
    assert len(words) == len(set(words))


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_made_of_plain_words(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = script(shell, capsys)
    assert text.isascii()
    assert text.endswith("\n")
    for words in known_words():
        assert words.command in text
        for argument in (*words.options, *words.positional):
            assert all(word.replace("-", "").isalnum() for word in argument.words)


@pytest.mark.needs_tool
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ([""], [*NAMES, "--help", "--version"]),
        (["do"], ["doctor"]),
        (["lint", "--format", ""], list(FORMATS)),
        (["lint", "--format", "j"], ["json", "junit"]),
        (["lint", "--format", "="], list(FORMATS)),
        (["lint", "--format", "=", "j"], ["json", "junit"]),
        (["lint", "--format=j"], ["json", "junit"]),
        (["rules", "--format", ""], ["text", "json"]),
        (["lint", "--no"], ["--no-cache"]),
        (["diff", "a", "--c"], ["--config"]),
        (["completion", ""], ["bash", "zsh", "fish"]),
        (["completion", "z"], ["zsh"]),
        (["explain", "threshold"], ["threshold-drift"]),
        (["explain", "INV-PRF-P"], ["INV-PRF-PRINCIPLES", "INV-PRF-PROFILED"]),
        (["explain", "PRF-00"], [f"PRF-00{n}" for n in range(1, 6)]),
    ],
)
def test_bash_offers_words(
    bash: Callable[..., list[str]], words: list[str], offered: list[str]
) -> None:
    assert bash(*words) == offered


@pytest.mark.needs_tool
@pytest.mark.parametrize(
    "words",
    [
        ["lint", ""],
        ["lint", "docs/"],
        ["lint", "--strict", ""],
        ["diff", ""],
        ["diff", "old.md", ""],
        ["lint", "--output", ""],
        ["lint", "--root", "s"],
        ["explain", "PRF-01", "--config", ""],
    ],
)
def test_bash_is_left_to_complete_files(bash: Callable[..., list[str]], words: list[str]) -> None:
    assert bash(*words) == []


@pytest.mark.needs_tool
def test_bash_offers_options_where_no_file_can_stand(bash: Callable[..., list[str]]) -> None:
    assert bash("init", "") == ["-h", "--help", "--root"]
    assert "--update-ratchet" in bash("lint", "-")


def test_bash_completes_files_where_no_words_are_offered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "complete -o default -F _doctrine_check doctrine-check" in script("bash", capsys)


@pytest.mark.needs_tool
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("", set(NAMES)),
        ("lint --format ", set(FORMATS)),
        ("lint --format=j", {"--format=json", "--format=junit"}),
        ("lint --no", {"--no-cache"}),
        ("lint ", {"one.md", "two.md", "folder/"}),
        ("diff one.md ", {"one.md", "two.md", "folder/"}),
        ("lint --root ", {"folder/"}),
        ("explain threshold", {"threshold-drift"}),
        ("explain INV-PRF-P", {"INV-PRF-PRINCIPLES", "INV-PRF-PROFILED"}),
        ("completion ", set(SHELLS)),
    ],
)
def test_fish_offers_the_same(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    require_tool: Callable[[str], str],
    line: str,
    offered: set[str],
) -> None:
    fish = require_tool("fish")
    place = place_with_documents(tmp_path)
    path = tmp_path / "completion.fish"
    path.write_text(script("fish", capsys), encoding="utf-8")
    ask = f"source {path}; complete -C 'doctrine-check {line}'"
    output = said_by([fish, "--no-config", "-c", ask], place)
    assert {row.split("\t")[0] for row in output.splitlines()} == offered


@pytest.mark.needs_tool
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("doct", "doctor "),
        ("lint --format js", "lint --format json "),
        ("lint --format=ju", "lint --format=junit "),
        ("lint --no", "lint --no-cache "),
        ("lint tw", "lint two.md "),
        ("diff one.md tw", "diff one.md two.md "),
        ("lint --root fo", "lint --root folder/"),
        ("explain threshold", "explain threshold-drift "),
        ("explain INV-PRF-C", "explain INV-PRF-COMPAT "),
        ("completion fi", "completion fish "),
    ],
)
def test_zsh_completes_the_same(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    require_tool: Callable[[str], str],
    typed: str,
    completed: str,
) -> None:
    zsh = require_tool("zsh")
    place = place_with_documents(tmp_path)
    path = tmp_path / "completion.zsh"
    path.write_text(script("zsh", capsys), encoding="utf-8")
    # A key shows the line as it was completed.
    rows = [
        "unsetopt zle_bracketed_paste beep prompt_sp",
        "autoload -Uz compinit && compinit -u -D",
        f"source {path}",
        'show() { print -r -- "<$BUFFER>"; exit }',
        "zle -N show && bindkey '^X' show",
        "PS1=",
        "print ready",
    ]
    setup = tmp_path / "setup.zsh"
    setup.write_text("\n".join(rows) + "\n", encoding="utf-8")
    said = at_a_terminal(
        [zsh, "-f", "-i"],
        place,
        [(f"source {setup}\n", "ready\r\n"), (f"doctrine-check {typed}\t\x18", ">\r\n")],
    )
    assert f"<doctrine-check {completed}>" in said


def at_a_terminal(command: list[str], folder: Path, talk: list[tuple[str, str]]) -> str:
    """What a program says at a terminal when it is told each text, and answers with each mark."""
    import pty
    import select

    leader, follower = pty.openpty()
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env={**os.environ, "TERM": "dumb", "HOME": str(folder)},
        start_new_session=True,
    )
    os.close(follower)
    said = ""
    try:
        for text, mark in talk:
            os.write(leader, text.encode())
            said = ""
            while mark not in said and select.select([leader], [], [], 30)[0]:
                try:
                    said += os.read(leader, 4096).decode("utf-8", "replace")
                except OSError:  # the program has left
                    break
    finally:
        process.kill()
        process.wait()
        os.close(leader)
    return said
