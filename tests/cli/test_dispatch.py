"""What every command line comes to, whatever goes wrong on the way."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from doctrine_check import __version__
from doctrine_check.cli import lint as lint_command
from doctrine_check.cli import main
from doctrine_check.cli.dispatch import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = [sys.executable, "-m", "doctrine_check"]


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_names_every_command(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, option)
    assert (code, err) == (0, "")
    for command in COMMANDS:
        assert f"  {command.name} " in out
    assert "0 pass, 1 findings, 2 usage or config, 3 could not check" in out


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--version") == (0, f"doctrine-check {__version__}\n", "")


def test_no_command_at_all_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys)
    assert code == 2
    assert "usage: doctrine-check COMMAND" in out


@pytest.mark.parametrize(
    ("name", "hint"), [("lnit", "did you mean lint?"), ("zzzz", "there are lint, change")]
)
def test_an_unknown_command_gets_a_hint(
    name: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capsys, name)
    assert (code, out) == (2, "")
    assert hint in err


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_has_help_and_refuses_an_unknown_option(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = said(capsys, command, "--help")
    assert code == 0
    assert out.startswith(f"usage: doctrine-check {command}")
    code, out, err = said(capsys, command, "--no-such-option")
    assert (code, out) == (2, "")
    assert "usage:" in err


@pytest.mark.parametrize(
    ("raised", "code", "message"),
    [
        (KeyboardInterrupt(), 3, "interrupted, nothing was decided"),
        (ValueError("odd"), 3, "internal error: ValueError"),
        (RecursionError(), 3, "internal error: RecursionError"),
        (OSError(28, "No space left on device"), 3, "could not be written"),
        (PermissionError(13, "Permission denied", "x\x1b[2J.md"), 3, "could not check"),
        (FileNotFoundError(), 2, "current folder does not exist any more"),
    ],
)
def test_whatever_breaks_a_run_is_one_line_and_never_a_pass(
    raised: BaseException,
    code: int,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(_: object) -> int:
        raise raised

    monkeypatch.setattr(lint_command, "run", broken)
    came, out, err = said(capsys, "lint", "--no-cache")
    assert (came, out) == (code, "")
    assert message in err
    assert err.count("\n") == 1
    assert "\x1b" not in err


def test_a_debug_run_shows_where_it_broke(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: object) -> int:
        raise ValueError("odd")

    monkeypatch.setattr(lint_command, "run", broken)
    monkeypatch.setenv("DOCTRINE_CHECK_DEBUG", "1")
    code, _, err = said(capsys, "lint", "--no-cache")
    assert code == 3
    assert "Traceback" in err


@pytest.mark.parametrize("name", ["x\x1b]0;owned\x07", "a\u202eb", "\udcff"])
def test_what_a_name_brings_along_is_spelled_out(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = said(capsys, "lint", "--root", str(tmp_path), name)
    assert code == 2
    assert "no such file or folder" in err
    assert not {"\x1b", "\x07", "\u202e", "\udcff"} & set(err)


@pytest.mark.parametrize(("stream", "code"), [("1", 0), ("2", 2)])
def test_a_closed_stream_does_no_harm(stream: str, code: int, tmp_path: Path) -> None:
    arguments = ["rules"] if stream == "1" else ["lint", "nowhere.md"]
    command = " ".join([*COMMAND, *arguments, f"{stream}>&-"])
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [["rules"], ["--help"], ["completion", "bash"]])
def test_a_reader_that_went_away_is_no_pass(command: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*COMMAND, *command], stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert done.returncode == 3
    assert done.stderr == b""


@pytest.mark.parametrize("arguments", [["lint", "nowhere.md"], ["lnit"], ["explain", "nothing"]])
@pytest.mark.parametrize("full", [True, False])
def test_a_complaint_that_nobody_reads_keeps_its_code(
    arguments: list[str], tmp_path: Path, *, full: bool
) -> None:
    if full and not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    reading, writing = os.pipe()
    os.close(reading)
    target = os.open("/dev/full", os.O_WRONLY) if full else writing
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=target,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stdout) == (2, b"")
