"""What git tracks, and what the cache reads off an index, held against git itself."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from doctrine_check.cli.tracked import (
    documents_of_index,
    git_index,
    tracked_documents,
    work_tree,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.needs_tool
NAMES = [
    "README.md",
    "docs/a.md",
    "docs/" + "deep/" * 30 + "long.md",
    "docs/with space.md",
    "docs/p(x.md",
    "docs/0!.md",
    "pkg/docs/b.md",
    "src/main.py",
]


class Checkout:
    """A git repository with a few documents, all added."""

    def __init__(self, root: Path, git: str) -> None:
        self.root = root
        self.git_program = git
        self.git("init", "--quiet")
        for name in NAMES:
            self.write(name)
        self.git("add", "--all")

    def git(self, *arguments: str) -> None:
        subprocess.run([self.git_program, *arguments], cwd=self.root, check=True)

    def write(self, name: str) -> None:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(f"{name}\n", encoding="utf-8")

    def index(self) -> bytes:
        found = git_index(str(self.root))
        assert found is not None
        with open(found, "rb") as file:
            return file.read()


@pytest.fixture
def checkout(tmp_path: Path, require_tool: Callable[[str], str]) -> Checkout:
    return Checkout(tmp_path, require_tool("git"))


@pytest.mark.parametrize("version", ["2", "3"])
def test_the_names_in_the_index_are_those_of_git(checkout: Checkout, version: str) -> None:
    checkout.git("update-index", "--index-version", version)
    if version == "3":
        checkout.write("docs/later.md")
        checkout.git("add", "--intent-to-add", "docs/later.md")
    names = documents_of_index(checkout.index()).split(b"\0")
    listed = subprocess.run(
        [checkout.git_program, "ls-files", "-z", "*.md"],
        cwd=checkout.root,
        check=True,
        capture_output=True,
    ).stdout
    assert sorted(names) == sorted(listed.rstrip(b"\0").split(b"\0"))


def test_only_documents_count(checkout: Checkout) -> None:
    before = documents_of_index(checkout.index())
    checkout.write("src/other.py")
    (checkout.root / "README.md").write_text("changed", encoding="utf-8")
    checkout.git("add", "--all")
    assert documents_of_index(checkout.index()) == before
    checkout.git("mv", "docs/a.md", "docs/c.md")
    assert documents_of_index(checkout.index()) != before


@pytest.mark.parametrize(
    "command", [["update-index", "--index-version", "4"], ["update-index", "--split-index"]]
)
def test_an_index_that_is_not_plain_counts_whole(checkout: Checkout, command: list[str]) -> None:
    checkout.git(*command)
    checkout.write("src/other.py")
    checkout.git("add", "--all")
    data = checkout.index()
    assert documents_of_index(data) == data


@pytest.mark.parametrize(
    "data", [b"", b"DIRC", b"DIRC\0\0\0\2.md\0", b".md\0" * 5, b"DIRC\0\0\0\2\0\3x.md\0"]
)
def test_a_damaged_index_is_read_without_harm(data: bytes) -> None:
    assert isinstance(documents_of_index(data), bytes)


def test_documents_of_a_folder_inside_a_checkout_are_its_own(checkout: Checkout) -> None:
    inside = str(checkout.root / "pkg")
    assert work_tree(inside) == str(checkout.root)
    assert tracked_documents(inside) == ["docs/b.md"]
    assert tracked_documents(str(checkout.root)) == sorted(NAMES[:6])


def test_a_worktree_has_an_index_of_its_own(checkout: Checkout, tmp_path: Path) -> None:
    checkout.git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "x")
    other = tmp_path / "other"
    checkout.git("worktree", "add", "--quiet", str(other))
    index = git_index(str(other))
    assert index is not None
    assert os.path.isfile(index)
    assert index != git_index(str(checkout.root))


def test_where_git_does_not_answer_nothing_is_known(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert tracked_documents(str(checkout.root)) is None


def test_outside_a_checkout_nothing_is_known(tmp_path: Path) -> None:
    assert tracked_documents(str(tmp_path)) is None
    assert git_index(str(tmp_path)) is None
