"""The cache of clean passes: it holds the answers that the run itself was given, and no others."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from doctrine_check.cli import cache, files, tracked
from doctrine_check.cli import lint as lint_command
from tests.cli.cache_scene import DOCUMENT, TEXT, Ran, Repo
from tests.rules.repositories import CONTRACT, DOCTRINE, EXAMPLES, assemble

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BAD = TEXT.replace("| info |", "| odd |")
CONFIGS = ("doctrine-check.toml", "pyproject.toml", ".doctrine-check-ratchet.json")
BUDGET = "perf/budgets.yaml"


@pytest.fixture
def checkout(repo: Repo, require_tool: Callable[[str], str]) -> Repo:
    """The repository in git, with everything added."""
    require_tool("git")
    repo.git("init", "--quiet")
    repo.git("add", "--all")
    return repo


def agrees(repo: Repo, *arguments: str) -> Ran:
    """What a run says, which must be what one that asks no cache says."""
    line = arguments or ("lint",)
    said = repo.run(*line)
    assert said.code == repo.run(*line, "--no-cache").code
    return said


# What is there and cannot be read is not absent


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def _pipe(path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    os.mkfifo(path)


@pytest.mark.parametrize("name", CONFIGS)
@pytest.mark.parametrize("make", [_dangling, os.mkdir, _pipe], ids=["link", "folder", "pipe"])
def test_a_config_or_ratchet_that_cannot_be_read_is_no_cached_pass(
    repo: Repo, name: str, make: Callable[[Path], None]
) -> None:
    repo.prime()
    make(repo.root / name)
    assert agrees(repo).code == 2


@pytest.mark.needs_tool
def test_a_deleted_document_that_comes_back_as_a_dead_link_is_looked_at(checkout: Repo) -> None:
    (checkout.root / "docs/plain.md").unlink()
    checkout.prime()
    (checkout.root / "docs/plain.md").symlink_to("nowhere")
    assert agrees(checkout).code == 1


@pytest.mark.needs_tool
def test_an_index_that_is_not_there_or_no_file_is_nothing_to_rest_on(
    repo: Repo, require_tool: Callable[[str], str]
) -> None:
    """With git an empty index is the answer, and without git what stands on disk."""
    require_tool("git")
    repo.git("init", "--quiet")
    with repo.monkeypatch.context() as patch:
        patch.setenv("PATH", "")
        assert repo.run().code == 0
    assert repo.entries() == []
    (repo.root / ".git/index").mkdir()
    assert agrees(repo).code == 3


def test_a_path_beside_the_document_that_appears_misses(repo: Repo) -> None:
    """It was asked for there as well, and its absence was waived."""
    waiver = '<!-- doctrine-check: waive missing-file reason="comes later" -->'
    repo.write(DOCUMENT, f"{TEXT}- Notes: `none/notes.md` {waiver}\n")
    repo.prime()
    repo.write("docs/none/notes.md", "")
    assert not repo.hit()


# What git tracks


@pytest.mark.needs_tool
@pytest.mark.parametrize("name", ["pyproject.toml", "my.toml"])
def test_a_config_that_comes_to_be_tracked_misses(checkout: Repo, name: str) -> None:
    """From then on what it names must be tracked, too."""
    head = "[tool.doctrine_check]\n" if name == "pyproject.toml" else ""
    shutil.rmtree(checkout.root / "docs")
    assemble(EXAMPLES / "duplicate_id/good", checkout.root.parent / "pair")
    shutil.copytree(checkout.root.parent / "pair/docs", checkout.root / "docs")
    checkout.write(name, f'{head}doctrine = "{DOCTRINE}"\ncontract = "{CONTRACT}"\n')
    checkout.git("add", "--all")
    checkout.git("rm", "--quiet", "--cached", CONTRACT, name)
    line = ("lint",) if head else ("lint", "--config", name)
    checkout.prime(*line)
    checkout.git("add", name)
    assert agrees(checkout, *line).code == 2


@pytest.mark.needs_tool
def test_a_config_named_from_a_folder_below_is_known_to_be_tracked(checkout: Repo) -> None:
    checkout.write("notes/queue.md", TEXT)
    checkout.write("my.toml", 'contract = "notes/queue.md"\n')
    checkout.git("add", "my.toml")
    checkout.monkeypatch.chdir(checkout.root / "docs")
    assert checkout.run("lint", "--config", "../my.toml").code == 2


@pytest.mark.needs_tool
def test_a_document_that_a_sparse_checkout_comes_to_leave_out_misses(checkout: Repo) -> None:
    (checkout.root / "docs/plain.md").unlink()
    checkout.prime()
    checkout.git("update-index", "--skip-worktree", "docs/plain.md")
    assert agrees(checkout).code == 3


# Links


def test_a_link_that_becomes_a_copy_misses(repo: Repo) -> None:
    """A link to another document is that document; a copy is a second one."""
    shutil.rmtree(repo.root / "docs")
    assemble(EXAMPLES / "duplicate_id/good", repo.root.parent / "pair")
    shutil.copytree(repo.root.parent / "pair/docs", repo.root / "docs")
    second = repo.root / "docs/second.md"
    second.symlink_to(repo.root / DOCTRINE)
    repo.prime()
    second.unlink()
    shutil.copyfile(repo.root / DOCTRINE, second)
    assert agrees(repo).code == 2


def test_a_document_that_becomes_a_link_to_another_misses(repo: Repo) -> None:
    """Its bytes are the same; from now on it is that other one."""
    path = repo.root / "docs/plain.md"
    shutil.copyfile(repo.root / "README.md", path)
    repo.prime()
    path.unlink()
    path.symlink_to(repo.root / "README.md")
    assert not repo.hit()


# Two states of a file: what was checked is what is kept


def _meanwhile(repo: Repo, name: str, change: Callable[[], None], back: Callable[[], None]) -> None:
    """Change something while this function of ``lint`` works, and change it back."""
    real = getattr(lint_command, name)

    def between(*given: object, **named: object) -> object:
        change()
        try:
            return real(*given, **named)
        finally:
            back()

    repo.monkeypatch.setattr(lint_command, name, between)


def test_a_document_that_was_good_only_while_it_was_read_is_not_kept(repo: Repo) -> None:
    repo.write(DOCUMENT, BAD)
    _meanwhile(repo, "lint", lambda: repo.write(DOCUMENT, TEXT), lambda: repo.write(DOCUMENT, BAD))
    assert repo.run().code == 0
    assert not repo.hit()


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("doctrine-check.toml", "", 'select = ["nope"]\n'),
        ("pyproject.toml", "[tool.doctrine_check]\n", '[tool.doctrine_check]\nmode = "x"\n'),
        (CONFIGS[2], '{"schema_version": 1, "entries": []}', "{"),
    ],
)
def test_a_config_that_was_good_only_while_it_was_read_is_not_kept(
    repo: Repo, name: str, good: str, bad: str
) -> None:
    repo.write(name, bad)
    _meanwhile(repo, "scene_of", lambda: repo.write(name, good), lambda: repo.write(name, bad))
    assert repo.run().code == 0
    assert not repo.hit()


def test_the_bytes_that_count_are_those_that_were_read(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write("doctrine-check.toml", "")
    real = files.Look.read

    def and_spoil(look: files.Look, path: str, limit: int) -> bytes:
        data = real(look, path, limit)
        repo.write("doctrine-check.toml", 'select = ["nope"]\n')
        return data

    monkeypatch.setattr(files.Look, "read", and_spoil)
    assert repo.run().code == 0
    assert not repo.hit()


def test_a_budgets_file_that_was_good_only_while_it_was_read_is_not_kept(repo: Repo) -> None:
    shutil.rmtree(repo.root)
    assemble(EXAMPLES / "unresolved_budget/bad_empty", repo.root)
    repo.monkeypatch.chdir(repo.root)
    good = "album: {p99_ms: 5}\n"
    repo.write(BUDGET, good)
    repo.prime()
    repo.write(BUDGET, "")
    assert agrees(repo).code == 1
    _meanwhile(repo, "lint", lambda: repo.write(BUDGET, good), lambda: repo.write(BUDGET, ""))
    assert repo.run().code == 0
    assert not repo.hit()


@pytest.mark.parametrize("name", ["docs/new.md", "new.md"])
def test_a_document_that_was_away_only_while_the_run_looked_is_not_passed_over(
    repo: Repo, name: str
) -> None:
    repo.write(name, BAD)
    _meanwhile(repo, "scene_of", (repo.root / name).unlink, lambda: repo.write(name, BAD))
    assert repo.run().code == 0
    assert not repo.hit()


@pytest.mark.needs_tool
@pytest.mark.parametrize("version", ["2", "4"])
def test_an_index_that_was_another_while_git_was_asked_is_not_kept(
    checkout: Repo, version: str
) -> None:
    index = checkout.root / ".git/index"
    checkout.git("update-index", "--index-version", version)
    good = index.read_bytes()
    checkout.write("docs/new.md", BAD)
    checkout.git("add", "--all")
    bad = index.read_bytes()
    real = tracked.tracked_names

    def between(*given: object) -> object:
        index.write_bytes(good)
        try:
            return real(*given)  # type: ignore[arg-type]
        finally:
            index.write_bytes(bad)

    checkout.monkeypatch.setattr(tracked, "tracked_names", between)
    assert checkout.run().code == 0
    assert not checkout.hit()


@pytest.mark.needs_tool
def test_an_index_that_was_away_while_git_was_asked_is_not_kept(checkout: Repo) -> None:
    checkout.monkeypatch.setattr(tracked, "tracked_names", lambda *_: None)
    assert checkout.run().code == 0
    assert checkout.entries() == []


@pytest.mark.needs_tool
def test_an_index_counts_with_its_place_and_even_if_it_names_nothing(
    checkout: Repo, tmp_path: Path
) -> None:
    checkout.git("rm", "-r", "--quiet", "--cached", ".")
    data = (checkout.root / ".git/index").read_bytes()
    root, other = str(checkout.root), str(tmp_path)
    assert cache.index_value(root, data, []) != cache.index_value(root, b"", [])
    assert cache.index_value(root, data, []) != cache.index_value(other, data, [])
    assert cache.index_value(root, data, []) == cache.index_value(f"{root}/docs", data, [])


# Who judged


def test_another_markdown_parser_misses(repo: Repo, tmp_path: Path) -> None:
    version = tmp_path / "parser.py"
    version.write_text('__version__ = "1"\n', encoding="utf-8")
    repo.run("lint", "--no-cache")
    repo.monkeypatch.setattr(sys.modules["markdown_it"], "__file__", str(version))
    repo.prime()
    version.write_text('__version__ = "2"\n', encoding="utf-8")
    assert not repo.hit()


def test_another_interpreter_and_another_copy_of_the_program_miss(repo: Repo) -> None:
    repo.prime()
    for owner, name in ((sys, "version"), (cache, "__file__")):
        with repo.monkeypatch.context() as patch:
            patch.setattr(owner, name, "another")
            assert not repo.hit()
    assert repo.hit()


# A config under a name like ours


@pytest.mark.parametrize("name", ["doctrine_check.toml", ".doctrine-check.toml"])
def test_a_config_under_a_name_like_ours_that_appears_misses(repo: Repo, name: str) -> None:
    repo.prime()
    repo.write(name, "")
    assert agrees(repo).code == 2
