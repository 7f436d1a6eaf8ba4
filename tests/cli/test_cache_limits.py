"""The cache of clean passes: what is never kept, and that no damage to it does harm."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from doctrine_check.cli import cache
from tests.cli.cache_scene import DOCUMENT, NAMED, TEXT, Repo

if TYPE_CHECKING:
    from collections.abc import Callable

    from doctrine_check.cli.options import Options
    from doctrine_check.findings import Report

ROOT = Path(__file__).resolve().parent.parent.parent


# What is never kept


def test_findings_are_never_kept(repo: Repo) -> None:
    repo.write(DOCUMENT, TEXT.replace("| info |", "| odd |"))
    assert repo.run().code == 1
    assert repo.entries() == []
    assert not repo.hit()


@pytest.mark.parametrize("level", ["warning", "note"])
def test_a_pass_with_findings_is_not_kept(repo: Repo, level: str) -> None:
    repo.write("doctrine-check.toml", f'[severity]\nmissing-file = "{level}"\n')
    (repo.root / NAMED).unlink()
    ran = repo.run()
    assert ran.code == 0
    assert f"1 {level}" in ran.output
    assert repo.entries() == []


def test_what_could_not_be_checked_is_not_kept(repo: Repo) -> None:
    (repo.root / DOCUMENT).unlink()
    assert repo.run().code == 3
    assert repo.entries() == []


def test_a_fault_that_comes_back_is_found_again(repo: Repo) -> None:
    repo.prime()
    repo.write(DOCUMENT, TEXT.replace("| info |", "| odd |"))
    assert repo.run().code == 1
    repo.write(DOCUMENT, TEXT)
    assert repo.run().code == 0


@pytest.mark.parametrize("form", ["--events={}", "--events {}", "--output={}", "--output {}"])
def test_a_run_that_writes_files_is_neither_kept_nor_answered(
    repo: Repo, form: str, tmp_path: Path
) -> None:
    target = tmp_path / "written"
    line = ("lint", *form.format(target).split())
    repo.prime()
    for _ in range(2):
        assert repo.run(*line).code == 0
        assert target.exists()
        target.unlink()
    assert not repo.hit(*line)
    assert len(repo.entries()) == 1


@pytest.mark.parametrize("option", ["--no-cache", "--fix", "--diff", "--update-ratchet"])
def test_an_option_that_wants_a_real_run_gets_one(repo: Repo, option: str) -> None:
    assert repo.run("lint", option).code == 0
    assert repo.entries() == []
    repo.prime()
    assert not repo.hit("lint", option)


# CI


def test_ci_neither_reads_nor_keeps(repo: Repo) -> None:
    repo.prime()
    kept = repo.entries()[0].read_bytes()
    repo.monkeypatch.setenv("CI", "true")
    assert not repo.hit()
    repo.entries()[0].unlink()
    assert repo.run().code == 0
    assert repo.entries() == []
    repo.monkeypatch.delenv("CI")
    repo.prime()
    assert repo.entries()[0].read_bytes() == kept


def test_ci_uses_the_cache_when_asked_to(repo: Repo) -> None:
    repo.monkeypatch.setenv("CI", "true")
    first = repo.prime("lint", "--cache")
    assert repo.answered("lint", "--cache") == first
    assert not repo.hit("lint", "--cache", "--no-cache")


def test_an_empty_ci_is_no_ci(repo: Repo) -> None:
    repo.monkeypatch.setenv("CI", "")
    repo.prime()


# Damage


def test_every_damaged_byte_makes_a_miss(repo: Repo) -> None:
    repo.prime()
    entry = repo.entries()[0]
    data = entry.read_bytes()
    for index in range(len(data)):
        entry.write_bytes(data[:index] + bytes([data[index] ^ 1]) + data[index + 1 :])
        assert cache.replay(["lint"]) is None, index
        entry.write_bytes(data[:index])
        assert cache.replay(["lint"]) is None, index
    entry.write_bytes(data)
    assert cache.replay(["lint"]) == 0


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\n",
        b"\n\n",
        b"\0" * 100,
        b"\xff\xfe garbage",
        b"doctrine-check-cache 1",
        b"doctrine-check-cache 1 \n",
        b"x" * (cache.MAX_ENTRY + 1),
    ],
    ids=lambda damage: repr(damage[:24]),
)
def test_a_worthless_entry_is_replaced(repo: Repo, damage: bytes) -> None:
    first = repo.prime()
    entry = repo.entries()[0]
    entry.write_bytes(damage)
    assert repo.answered() is None
    assert repo.run() == first
    assert repo.answered() == first
    assert repo.entries() == [entry]


def test_a_deleted_cache_is_made_again(repo: Repo) -> None:
    first = repo.prime()
    shutil.rmtree(repo.entries()[0].parent)
    assert not repo.hit()
    assert repo.run() == first
    assert repo.hit()


def test_an_entry_that_is_a_folder_does_no_harm(repo: Repo) -> None:
    first = repo.prime()
    entry = repo.entries()[0]
    entry.unlink()
    entry.mkdir()
    assert not repo.hit()
    assert repo.run() == first


@pytest.mark.parametrize("where", ["file", "file/below", "nul\\0"])
def test_a_cache_that_cannot_be_written_does_no_harm(
    repo: Repo, where: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    repo.monkeypatch.setenv("DOCTRINE_CHECK_CACHE_DIR", str(tmp_path / where))
    first = repo.run()
    assert first.code == 0
    assert repo.run() == first


def test_no_home_and_no_cache_folder_do_no_harm(repo: Repo) -> None:
    repo.monkeypatch.setattr(cache, "folder", lambda: None)
    first = repo.run()
    assert first.code == 0
    assert repo.run() == first


def test_an_entry_cannot_answer_for_another_command_line(repo: Repo) -> None:
    """Copied over another entry it says nothing about, an entry still needs its own conditions."""
    repo.prime("lint", "--strict")
    other = cache.entry_path(["lint"])
    assert other is not None
    shutil.copyfile(repo.entries()[0], other)
    repo.write(DOCUMENT, TEXT.replace("| info |", "| odd |"))
    assert not repo.hit()


# Where it is kept


@pytest.mark.parametrize(
    ("platform", "name", "below"),
    [("linux", "XDG_CACHE_HOME", "doctrine-check"), ("win32", "LOCALAPPDATA", "doctrine-check")],
)
def test_the_cache_is_the_users(
    repo: Repo, tmp_path: Path, platform: str, name: str, below: str
) -> None:
    repo.monkeypatch.delenv("DOCTRINE_CHECK_CACHE_DIR")
    repo.monkeypatch.setattr(sys, "platform", platform)
    repo.monkeypatch.setenv(name, str(tmp_path / "user"))
    assert cache.folder() == str(tmp_path / "user" / below)


@pytest.mark.parametrize("body", [b"", b"x", b"file\t-"])
def test_a_forged_entry_does_no_harm(repo: Repo, body: bytes) -> None:
    first = repo.prime()
    repo.entries()[0].write_bytes(f"{cache.FORMAT} {cache.digest(body)}\n".encode() + body)
    assert repo.answered() is None
    assert repo.run() == first


def _cached_process(repo: Repo, output: int, **environment: str) -> tuple[int, str]:
    """Exit code and standard error of ``lint`` in a process that finds a primed cache."""
    done = subprocess.run(
        [sys.executable, "-m", "doctrine_check", "lint"],
        cwd=repo.root,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=output,
        stderr=subprocess.PIPE,
        check=False,
    )
    return done.returncode, done.stderr.decode("utf-8", "replace")


def test_a_hit_whose_reader_went_away_says_could_not_check(repo: Repo) -> None:
    repo.prime()
    reading, writing = os.pipe()
    os.close(reading)
    code, said = _cached_process(repo, writing)
    os.close(writing)
    assert "Traceback" not in said
    assert code == 3


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_hit_is_utf8_wherever_the_locale_is(repo: Repo, tmp_path: Path, encoding: str) -> None:
    moved = tmp_path / "größe"
    repo.root.rename(moved)
    repo.root = moved
    repo.monkeypatch.chdir(moved)
    first = repo.prime()
    target = tmp_path / "output"
    with target.open("wb") as file:
        code, said = _cached_process(repo, file.fileno(), PYTHONIOENCODING=encoding)
    assert (code, said) == (0, "")
    assert target.read_bytes() == first.output.encode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be removed there")
def test_a_folder_that_is_gone_gives_one_line(repo: Repo, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    repo.monkeypatch.chdir(gone)
    gone.rmdir()
    assert repo.run().code in (2, 3)


@pytest.mark.needs_tool
def test_a_folder_that_becomes_a_repository_misses(
    repo: Repo, require_tool: Callable[[str], str]
) -> None:
    require_tool("git")
    repo.prime()
    repo.git("init", "--quiet")
    assert not repo.hit()


def test_a_marker_above_that_moves_the_root_misses(repo: Repo) -> None:
    repo.prime()
    (repo.root.parent / "doctrine-check.toml").write_text("", encoding="utf-8")
    assert not repo.hit()


@pytest.mark.needs_tool
def test_another_git_index_misses(repo: Repo, require_tool: Callable[[str], str]) -> None:
    require_tool("git")
    repo.git("init", "--quiet")
    repo.git("add", "--all")
    repo.prime()
    repo.monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index.lock")
    repo.write("docs/new.md", TEXT.replace("| info |", "| odd |"))
    repo.git("add", "--all")
    assert not repo.hit()


def test_a_document_that_changes_during_the_run_is_not_kept(repo: Repo) -> None:
    from doctrine_check.cli import lint

    present = lint.present

    def and_change(report: Report, options: Options) -> str:
        repo.write(DOCUMENT, TEXT.replace("| info |", "| odd |"))
        return present(report, options)

    with repo.monkeypatch.context() as patch:
        patch.setattr(lint, "present", and_change)
        assert repo.run().code == 0
    assert repo.run().code == 1


def test_a_budgets_file_that_becomes_a_folder_misses(repo: Repo) -> None:
    repo.write("doctrine-check.toml", 'budgets = "budgets.yaml"\n')
    repo.write("budgets.yaml", "x: 1\n")
    repo.prime()
    (repo.root / "budgets.yaml").unlink()
    (repo.root / "budgets.yaml").mkdir()
    assert not repo.hit()


def test_a_hit_that_cannot_be_written_is_no_pass(repo: Repo) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    repo.prime()
    with open("/dev/full", "wb") as full:
        code, said = _cached_process(repo, full.fileno())
    assert code == 3
    assert "could not be written" in said
    assert "Traceback" not in said
