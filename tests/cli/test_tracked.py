"""What git tracks, and what the cache reads off an index, held against git itself."""

from __future__ import annotations

import os
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from doctrine_check.cli.files import NothingToCheckError
from doctrine_check.cli.git_index import entries_of_index
from doctrine_check.cli.tracked import (
    documents_of_index,
    git_index,
    tracked_documents,
    tracked_names,
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


CAPITALS = ["UP.MD", "docs/Mixed.Md", "docs/deep/long.markdown", "docs/.hidden/LOUD.MARKDOWN"]


def test_the_names_count_however_their_ending_is_written(checkout: Checkout) -> None:
    before = documents_of_index(checkout.index())
    for name in CAPITALS:
        checkout.write(name)
        checkout.git("add", name)
        after = documents_of_index(checkout.index())
        assert set(after.split(b"\0")) - set(before.split(b"\0")) == {name.encode()}
        before = after
    assert tracked_documents(str(checkout.root)) == sorted([*NAMES[:6], *CAPITALS])


# Without git: its index is read


@pytest.fixture
def without_git(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """The checkout, in a process that finds no git."""
    monkeypatch.setenv("PATH", "")
    return checkout


@pytest.mark.parametrize("version", ["2", "3"])
@pytest.mark.parametrize("where", ["", "pkg"])
def test_without_git_the_index_gives_the_same_answer(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, version: str, where: str
) -> None:
    for name in CAPITALS:
        checkout.write(name)
    checkout.git("add", "--all")
    if version == "3":
        checkout.write("docs/later.md")
        checkout.git("add", "--intent-to-add", "docs/later.md")
    root = str(checkout.root / where)
    more = ["src/main.py", "docs/b.md", "none.md"]
    asked = tracked_names(root, more)
    assert asked
    assert ("src/main.py" in asked) is (where == "")
    assert "none.md" not in asked
    monkeypatch.setenv("PATH", "")
    assert tracked_names(root, more) == asked


def test_an_index_with_longer_hashes_is_read(
    tmp_path: Path, require_tool: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = require_tool("git")
    made = subprocess.run(
        [program, "init", "--quiet", "--object-format=sha256"], cwd=tmp_path, check=False
    )
    if made.returncode != 0:
        pytest.skip("this git knows SHA-1 alone")
    (tmp_path / "docs").mkdir()
    for name in ("a.md", "docs/b.md"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    subprocess.run([program, "add", "--all"], cwd=tmp_path, check=True)
    monkeypatch.setenv("PATH", "")
    assert tracked_documents(str(tmp_path)) == ["a.md", "docs/b.md"]


@pytest.mark.parametrize("change", [["--index-version", "4"], ["--split-index"]])
def test_an_index_that_only_git_can_read_says_nothing_without_it(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, change: list[str]
) -> None:
    checkout.git("update-index", *change)
    assert tracked_documents(str(checkout.root)) == sorted(NAMES[:6])
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NothingToCheckError, match="git does not answer, and its index"):
        tracked_documents(str(checkout.root))


def test_every_damage_to_the_layout_of_an_index_is_seen(checkout: Checkout) -> None:
    data = checkout.index()
    whole = entries_of_index(data)
    assert whole == dict.fromkeys(NAMES, False)
    for length in range(len(data)):
        cut = entries_of_index(data[:length])
        assert cut is None, length
    for changed in (
        data[:8] + b"\0\0\0\1" + data[12:],
        data[:8] + b"\xff" * 4 + data[12:],
        data[:4] + b"\0\0\0\4" + data[8:],
        data[:-20] + b"link\0\0\0\0" + data[-20:],
        data[:-20] + b"TREE\0\0\0\1" + data[-20:],
        data[:-20] + b"sdir\0\0\0\0" + data[-20:],
        data.replace(b"README.md", b"README\0md"),
        data.replace(b"docs/a.md\0", b"docs/a.mdx"),
    ):
        assert changed != data
        assert entries_of_index(changed) is None
    assert entries_of_index(data[:-20] + b"TREE\0\0\0\1x" + data[-20:]) == whole


def test_a_folder_in_place_of_the_index_is_no_empty_one(without_git: Checkout) -> None:
    index = git_index(str(without_git.root))
    assert index is not None
    os.unlink(index)
    os.mkdir(index)
    with pytest.raises(NothingToCheckError):
        tracked_documents(str(without_git.root))


def test_a_checkout_without_an_index_tracks_nothing_that_could_be_told(
    without_git: Checkout,
) -> None:
    index = git_index(str(without_git.root))
    assert index is not None
    os.unlink(index)
    assert tracked_documents(str(without_git.root)) is None


@pytest.mark.skipif(not hasattr(signal, "SIGCHLD"), reason="no such signal there")
def test_a_git_that_is_reaped_unseen_changes_nothing(checkout: Checkout) -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert tracked_documents(str(checkout.root)) == sorted(NAMES[:6])
    finally:
        signal.signal(signal.SIGCHLD, before)


# What a sparse checkout leaves out


@pytest.mark.parametrize("git", [True, False])
def test_a_document_that_a_sparse_checkout_leaves_out_is_missed(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, *, git: bool
) -> None:
    checkout.git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "x")
    checkout.git("sparse-checkout", "set", "--no-cone", "/*", "!/docs/deep")
    assert not (checkout.root / "docs/deep").exists()
    if not git:
        monkeypatch.setenv("PATH", "")
    with pytest.raises(NothingToCheckError, match="this sparse checkout leaves out docs/deep/"):
        tracked_documents(str(checkout.root))
    # Whatever else it leaves out is no document of ours.
    assert tracked_documents(str(checkout.root / "pkg")) == ["docs/b.md"]


def test_a_document_that_is_deleted_is_left_out_by_nobody(checkout: Checkout) -> None:
    (checkout.root / "docs/a.md").unlink()
    assert tracked_documents(str(checkout.root)) == sorted(NAMES[:6])


def test_outside_a_checkout_nothing_is_known(tmp_path: Path) -> None:
    assert tracked_documents(str(tmp_path)) is None
    assert git_index(str(tmp_path)) is None
