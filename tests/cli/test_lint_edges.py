"""``lint`` where a folder, a title or a second name of a document is missing, or comes later."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.cache_scene import TEXT, Repo, make_repo
from tests.cli.fix_scene import BROKEN, Repository

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Repo:
    """A folder whose only documents stand in its root."""
    made = make_repo(tmp_path, monkeypatch, capsys)
    for name in ("docs/queue.md", "docs/plain.md"):
        (made.root / name).unlink()
    (made.root / "docs").rmdir()
    made.write("queue.md", TEXT)
    return made


def test_a_folder_without_docs_is_answered_from_the_cache(repo: Repo) -> None:
    first = repo.prime("lint")
    assert repo.answered("lint") == first


def test_documents_that_appear_under_docs_are_looked_at(repo: Repo) -> None:
    repo.prime("lint")
    repo.write("docs/other.md", TEXT.replace("bd-abcd", "bd-efg1").replace("| info |", "| odd |"))
    assert not repo.hit("lint")
    assert repo.run("lint").code == 1


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege")
def test_a_document_under_two_links_is_one_patch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "doctrine-check.toml").write_text("", encoding="utf-8")
    repository = Repository(tmp_path, capsys)
    kept = repository.write(BROKEN, "kept/spec.md.txt")
    (tmp_path / "docs").mkdir()
    for name in ("one.md", "two.md"):
        os.symlink(kept, tmp_path / "docs" / name)
    code, patch, _ = repository.lint("--diff")
    assert code == 1
    assert patch.count("+++ ") == 1
    assert kept.read_text(encoding="utf-8") == BROKEN
