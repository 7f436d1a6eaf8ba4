"""The cache of clean passes: what it answers, and what must be checked anew."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from doctrine_check.cli import cache
from doctrine_check.report import FORMATS
from tests.cli.cache_scene import DATED, DOCUMENT, NAMED, TEXT, Ran, Repo

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent.parent


# What a hit gives


@pytest.mark.parametrize("format_", FORMATS)
def test_a_hit_gives_the_same_bytes_and_exit_code(repo: Repo, format_: str) -> None:
    first = repo.prime("lint", "--format", format_)
    assert first.output
    assert repo.answered("lint", "--format", format_) == first
    assert repo.run("lint", "--format", format_, "--no-cache") == first


def test_a_hit_of_a_quiet_pass_says_nothing(repo: Repo) -> None:
    assert repo.prime("lint", "--quiet").output == ""
    assert repo.answered("lint", "--quiet") == Ran(0, "")


def test_a_hit_holds_across_processes(repo: Repo) -> None:
    first = repo.prime()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "doctrine_check", "lint"],
        cwd=repo.root,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout.decode("utf-8")) == (0, first.output)
    assert len(repo.entries()) == 1


def test_unchanged_documents_hit_whatever_their_times(repo: Repo) -> None:
    repo.prime()
    os.utime(repo.root / DOCUMENT, (1, 1))
    repo.write(DOCUMENT, TEXT)
    assert repo.hit()


# What must miss


@pytest.mark.parametrize("document", [DOCUMENT, "docs/plain.md", "README.md"])
def test_every_byte_of_every_document_counts(repo: Repo, document: str) -> None:
    repo.prime()
    path = repo.root / document
    data = path.read_bytes()
    for index in range(len(data)):
        path.write_bytes(data[:index] + bytes([data[index] ^ 1]) + data[index + 1 :])
        assert not repo.hit(), index
    for changed in (data + b"\n", data[:-1], b"", b"\xef\xbb\xbf" + data):
        path.write_bytes(changed)
        assert not repo.hit()
    path.write_bytes(data)
    assert repo.hit()


def _into_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _rename(path: Path, name: str) -> None:
    path.rename(path.with_name(name))


CHANGES: dict[str, Callable[[Repo], None]] = {
    "a config appears": lambda r: r.write("doctrine-check.toml", 'ignore = ["bead-mismatch"]\n'),
    "an empty config appears": lambda r: r.write("doctrine-check.toml", ""),
    "pyproject changes": lambda r: r.write("pyproject.toml", "[tool.doctrine_check]\n"),
    "pyproject goes": lambda r: (r.root / "pyproject.toml").unlink(),
    "a ratchet appears": lambda r: r.write(
        ".doctrine-check-ratchet.json", '{"schema_version": 1, "entries": []}'
    ),
    "a broken ratchet appears": lambda r: r.write(".doctrine-check-ratchet.json", "{"),
    "a document goes": lambda r: (r.root / "docs/plain.md").unlink(),
    "a document appears": lambda r: r.write("docs/deeper/new.md", "# New\n"),
    "a document is renamed": lambda r: _rename(r.root / "README.md", "OTHER.md"),
    "a named file goes": lambda r: (r.root / NAMED).unlink(),
    "a document becomes a folder": lambda r: _into_folder(r.root / "README.md"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_what_was_read_misses(repo: Repo, change: str) -> None:
    repo.write("pyproject.toml", "[project]\n")
    repo.prime()
    CHANGES[change](repo)
    assert not repo.hit()


CONFIG_CHANGES: dict[str, Callable[[Repo], None]] = {
    "the config changes": lambda r: r.write("doctrine-check.toml", 'ratchet = "other.json"\n'),
    "the config goes": lambda r: (r.root / "doctrine-check.toml").unlink(),
    "the ratchet it names changes": lambda r: r.write(
        "kept.json", '{"schema_version": 1, "entries":  []}'
    ),
    "the ratchet it names goes": lambda r: (r.root / "kept.json").unlink(),
    "the budgets it names go": lambda r: (r.root / "budgets.yaml").unlink(),
}


@pytest.mark.parametrize("change", CONFIG_CHANGES)
def test_a_change_of_the_config_misses(repo: Repo, change: str) -> None:
    repo.write("doctrine-check.toml", 'ratchet = "kept.json"\nbudgets = "budgets.yaml"\n')
    repo.write("budgets.yaml", "a: {p99_ms: 4}\n")
    repo.write("kept.json", '{"schema_version": 1, "entries": []}')
    repo.prime()
    CONFIG_CHANGES[change](repo)
    assert not repo.hit()


def test_a_config_named_on_the_command_line_counts(repo: Repo) -> None:
    repo.write("other/doctrine-check.toml", 'mode = "all-five"\n')
    line = ("lint", "--config", "other/doctrine-check.toml")
    repo.prime(*line)
    repo.write("other/doctrine-check.toml", 'mode = "required-for"\n')
    assert not repo.hit(*line)


def test_a_named_file_that_appears_misses(repo: Repo) -> None:
    """It was waived as missing, so the waiver is unused from now on."""
    repo.write(DOCUMENT, DATED)
    repo.prime()
    repo.write("docs/none/notes.md", "# Notes\n")
    assert not repo.hit()


def test_another_version_of_the_program_misses(repo: Repo) -> None:
    repo.prime()
    repo.monkeypatch.setattr(cache, "__version__", "0.0.0.other")
    assert not repo.hit()


@pytest.mark.needs_tool
def test_a_document_that_git_comes_to_track_misses(
    repo: Repo, require_tool: Callable[[str], str]
) -> None:
    require_tool("git")
    repo.git("init", "--quiet")
    repo.git("add", "--all")
    repo.write("docs/new.md", "# New\n\nText.\n")
    repo.prime()
    repo.git("add", "docs/new.md")
    assert not repo.hit()
    repo.prime()
    repo.git("rm", "--quiet", "--cached", "docs/new.md")
    assert not repo.hit()


def _on(patch: pytest.MonkeyPatch, day: str) -> None:
    real = time.strftime
    patch.setattr(time, "strftime", lambda form, *rest: real(form.replace("%Y-%m-%d", day), *rest))


def test_a_waiver_holds_through_its_last_day_and_no_longer(repo: Repo) -> None:
    repo.write(DOCUMENT, DATED)
    _on(repo.monkeypatch, "2030-06-01")
    first = repo.prime()
    assert "1 waived" in first.output
    _on(repo.monkeypatch, "2030-06-15")
    assert repo.answered() == first == repo.run("lint", "--no-cache")
    _on(repo.monkeypatch, "2030-06-16")
    assert not repo.hit()
    assert repo.run().code == 1


def test_another_command_line_misses(repo: Repo) -> None:
    repo.prime()
    for line in (
        ("lint", "--strict"),
        ("lint", "docs"),
        ("lint", "--format", "json"),
        ("lint", "--quiet"),
        ("lint", "--root", "."),
        ("lint", "--unknown"),
    ):
        assert not repo.hit(*line), line


def test_another_folder_misses(repo: Repo, tmp_path: Path) -> None:
    repo.prime()
    copied = tmp_path / "copy"
    shutil.copytree(repo.root, copied)
    repo.monkeypatch.chdir(copied)
    assert not repo.hit()
    repo.monkeypatch.chdir(repo.root / "docs")
    assert not repo.hit()


def test_a_terminal_and_a_pipe_do_not_share_an_entry(repo: Repo) -> None:
    repo.prime()
    with repo.monkeypatch.context() as patch:
        patch.setattr(cache, "_surroundings", lambda: ("True", "xterm", "80"))
        assert not repo.hit()
    assert repo.hit()


def test_a_json_report_is_still_json_out_of_the_cache(repo: Repo) -> None:
    repo.prime("lint", "--format", "json")
    answered = repo.answered("lint", "--format", "json")
    assert answered is not None
    assert json.loads(answered.output)["verdict"] == "pass"


@pytest.mark.needs_tool
@pytest.mark.parametrize("index_version", ["2", "4"])
def test_a_hit_needs_no_git_for_the_index_says_what_git_would(
    repo: Repo, require_tool: Callable[[str], str], index_version: str
) -> None:
    """What is tracked stands in the index, whose names are compared, or all of its bytes.

    A git that is no longer found could say nothing else than it did. Where the index is plain, a
    run without git reads it too, and says the same; else it could not know, and says so.
    """
    require_tool("git")
    repo.git("init", "--quiet")
    repo.git("add", "--all")
    repo.git("update-index", "--index-version", index_version)
    repo.write("docs/untracked.md", TEXT.replace("| info |", "| odd |"))
    first = repo.prime()
    with repo.monkeypatch.context() as patch:
        patch.setenv("PATH", "")
        assert repo.answered() == first
        anew = repo.run("lint", "--no-cache")
        assert anew == first if index_version == "2" else anew.code == 3
    repo.git("add", "docs/untracked.md")
    with repo.monkeypatch.context() as patch:
        patch.setenv("PATH", "")
        assert not repo.hit()
        assert repo.run().code == (1 if index_version == "2" else 3)
