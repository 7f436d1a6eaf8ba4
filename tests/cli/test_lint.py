"""``lint`` as a command: what it looks at, what it says and where, and what it comes to."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from doctrine_check.cli import lint as lint_command
from tests.cli.lint_scene import BASE, CONTRACT, DOCTRINE, Scene

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_an_agreeing_pair_passes(scene: Scene) -> None:
    code, out, err = scene()
    assert (code, err) == (0, "")
    assert "pass" in out


def test_a_fault_fails_with_path_and_line(scene: Scene) -> None:
    scene.edit(CONTRACT, "100ms", "200ms")
    code, out, _ = scene()
    assert code == 1
    assert f"{CONTRACT}:" in out
    assert DOCTRINE in out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nowhere"], 2, "no such file or folder: nowhere"),
        ([""], 2, "an empty path"),
        (["--root", "nowhere"], 2, "no such folder: nowhere"),
        (["--config", "nowhere.toml"], 2, "no such config file"),
        (["empty"], 3, "no markdown documents in empty"),
        (["--root", "empty"], 3, "no markdown documents"),
        (["notes.md"], 3, "the one document looked at is not a performance"),
        (["--output", "no/such/folder.txt"], 2, "cannot write"),
        (["--events", "no/such/folder.txt"], 2, "cannot write"),
        (["../outside.md"], 2, "outside the root"),
        (["--format", "xml"], 2, "invalid choice"),
    ],
)
def test_bad_usage_is_one_clear_line_and_never_a_pass(
    scene: Scene, arguments: list[str], code: int, message: str
) -> None:
    (scene.root / "empty").mkdir()
    scene.write("notes.md", "# Notes\n")
    (scene.root.parent / "outside.md").write_text("# x\n", encoding="utf-8")
    if arguments == ["../outside.md"]:
        arguments = ["--root", ".", *arguments]
    came, _, err = scene(*arguments)
    assert came == code
    assert message in err
    assert "Traceback" not in err
    if "--format" not in arguments:
        assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("doctrnie = 'x'\n", "doctrnie"),
        ("[broken", "doctrine-check.toml"),
        ("select = 1", "select"),
    ],
)
def test_an_unusable_config_is_exit_2(scene: Scene, config: str, message: str) -> None:
    scene.write("doctrine-check.toml", config)
    code, out, err = scene()
    assert (code, out) == (2, "")
    assert message in err


def test_other_recognised_documents_alone_are_linted(scene: Scene) -> None:
    for path in (DOCTRINE, CONTRACT):
        (scene.root / path).unlink()
    scene.write(
        "docs/specs/queue.md", "# bd-abcd: Queue\n\n| Event | Meaning |\n|--|--|\n| QUE-001 |\n"
    )
    code, report = scene.report()
    assert code == 1
    findings = report["findings"]
    assert isinstance(findings, list)
    assert "ragged-row" in {finding["rule"] for finding in findings}


def test_nothing_recognised_could_not_be_checked(scene: Scene) -> None:
    for path in (DOCTRINE, CONTRACT):
        (scene.root / path).unlink()
    scene.write("README.md", "# Hello\n")
    code, report = scene.report()
    assert (code, report["verdict"]) == (3, "inconclusive")


def test_documents_that_the_config_names_need_be_tracked_once_the_config_is(
    scene: Scene, git: Callable[..., None]
) -> None:
    scene.write("doctrine-check.toml", f'doctrine = "{DOCTRINE}"\ncontract = "{CONTRACT}"\n')
    assert scene() == (0, scene()[1], "")
    git("add", "--all")
    assert scene()[0] == 0
    git("rm", "--quiet", "--cached", DOCTRINE)
    code, _, err = scene()
    assert code == 2
    assert f"names {DOCTRINE}, which git does not track" in err


def test_variables_of_another_repositorys_hook_hide_nothing(
    scene: Scene, git: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.write("docs/adr/0001-x.md", "# ADR 1: X\n\n**Status:** nonsense\n")
    git("add", "--all")
    other = tmp_path / "other"
    other.mkdir()
    subprocess.run(["git", "init", "--quiet"], cwd=other, check=True)
    assert scene()[0] == 1
    for name, value in (
        ("GIT_DIR", str(other / ".git")),
        ("GIT_INDEX_FILE", str(other / ".git" / "index")),
        ("GIT_LITERAL_PATHSPECS", "1"),
    ):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            assert scene()[0] == 1, name


@pytest.mark.parametrize("option", ["--events", "--output"])
def test_no_document_is_overwritten(scene: Scene, option: str) -> None:
    before = (scene.root / DOCTRINE).read_bytes()
    code, _, err = scene(option, DOCTRINE)
    assert code == 2
    assert DOCTRINE in err
    assert (scene.root / DOCTRINE).read_bytes() == before


@pytest.mark.parametrize("name", ["doctrine-check.toml", "pyproject.toml"])
def test_a_pipe_as_config_waits_for_nobody(scene: Scene, name: str) -> None:
    (scene.root / "doctrine-check.toml").unlink()
    os.mkfifo(scene.root / name)
    code, out, err = scene()
    assert (code, out) == (2, "")
    assert name in err


def test_a_document_that_becomes_a_link_out_of_the_root_is_no_hit(
    scene: Scene, tmp_path: Path
) -> None:
    assert scene()[0] == 0
    outside = tmp_path / "outside.md"
    shutil.move(scene.root / DOCTRINE, outside)
    (scene.root / DOCTRINE).symlink_to(outside)
    assert scene()[0] == 1


def test_a_folder_inside_a_checkout_is_a_root_of_its_own(
    scene: Scene, git: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    package = scene.root / "pkg"
    shutil.copytree(BASE, package)
    (package / "doctrine-check.toml").touch()
    git("add", "--all")
    scene.write("pkg/docs/draft.md", "# x\n")
    monkeypatch.chdir(package)
    assert scene.documents() == 2


def test_the_root_is_looked_for_from_the_path(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.write("doctrine-check.toml", "select = ['no-such-rule']\n")
    monkeypatch.chdir(scene.root.parent)
    code, _, err = scene("repository/docs")
    assert code == 2
    assert "no-such-rule" in err


def test_a_pipe_among_the_documents_is_unreadable_and_waits_for_nobody(scene: Scene) -> None:
    os.mkfifo(scene.root / "docs" / "pipe.md")
    code, report = scene.report()
    assert code == 1
    findings = report["findings"]
    assert isinstance(findings, list)
    assert [finding["rule"] for finding in findings] == ["unreadable-file"]


def test_the_report_goes_to_the_file_that_is_named(scene: Scene) -> None:
    code, out, _ = scene("--format", "json", "--output", "report.json")
    assert (code, out) == (0, "")
    assert json.loads((scene.root / "report.json").read_text(encoding="utf-8"))["verdict"] == "pass"


def test_quiet_says_nothing_of_a_pass_and_all_of_a_failure(scene: Scene) -> None:
    assert scene("--quiet") == (0, "", "")
    scene.edit(CONTRACT, "100ms", "200ms")
    code, out, _ = scene("--quiet")
    assert code == 1
    assert "threshold-drift" in out


def test_events_are_the_doctrines_own(scene: Scene) -> None:
    assert scene("--events", "events.jsonl")[0] == 0
    lines = (scene.root / "events.jsonl").read_text(encoding="utf-8").splitlines()
    (event,) = map(json.loads, lines)
    assert event["code"] == "PRF-001"
    text = (scene.root / DOCTRINE).read_text(encoding="utf-8")
    assert event["meaning"] in text
    assert event["level"] in text


@pytest.mark.parametrize("arguments", [["--events", "e.jsonl", "nowhere"], ["--events", "e.jsonl"]])
def test_events_of_an_earlier_run_do_not_stay(scene: Scene, arguments: list[str]) -> None:
    scene("--events", "e.jsonl")
    scene.edit(CONTRACT, "100ms", "200ms")
    assert scene(*arguments)[0] in (1, 2)
    assert (scene.root / "e.jsonl").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    ("terminal", "environment", "styled"),
    [
        (True, {"TERM": "xterm"}, True),
        (True, {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (True, {"TERM": "xterm", "NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
        (False, {"TERM": "xterm"}, False),
    ],
)
def test_output_is_styled_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, environment: dict[str, str], styled: bool
) -> None:
    for name in ("TERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    assert lint_command.styled() is styled
