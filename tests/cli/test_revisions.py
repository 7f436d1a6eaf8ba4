from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doctrine_check.changes.git import Done, Git, GitError
from doctrine_check.cli import revisions
from doctrine_check.cli.files import NothingToCheckError, UsageError
from doctrine_check.cli.revisions import documents_at, documents_in, resolve
from doctrine_check.doctrine.source import MAX_BYTES
from tests.cli.git_scene import CONTRACT, DOCTRINE, commit, git, repository, run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

pytestmark = pytest.mark.needs_tool


@pytest.fixture
def repo(tmp_path: Path, require_tool: Callable[[str], str]) -> Path:
    require_tool("git")
    return repository(tmp_path / "r")


def documents(root: Path, revision: str = "HEAD", *named: str) -> dict[str, bytes | None]:
    found = resolve(str(root), revision)
    assert found is not None
    blobs = list(documents_at(str(root), found, named))
    by_path = {blob.path: blob.data for blob in blobs}
    assert len(by_path) == len(blobs)
    return by_path


def test_a_revision_is_resolved_to_its_commit(repo: Path) -> None:
    head = git(repo, "rev-parse", "HEAD")
    git(repo, "tag", "-a", "v1", "-m", "x")
    for name in ("HEAD", "main", "v1", head, head[:8]):
        assert resolve(str(repo), name) == head


@pytest.mark.parametrize("name", ["nope", "", "-x", "--help", "HEAD~9", "HEAD:docs", "a..b", "\n"])
def test_what_is_no_commit_is_none(name: str, repo: Path) -> None:
    assert resolve(str(repo), name) is None


def test_git_is_never_given_a_revision_that_looks_like_an_option(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    ask = Git.ask

    def spy(self: Git, arguments: Sequence[str], fed: bytes) -> Done:
        given.extend(arguments)
        return ask(self, arguments, fed)

    monkeypatch.setattr(Git, "ask", spy)
    assert resolve(str(repo), "-x") is None
    assert given
    assert not [argument for argument in given if argument.startswith("-x")]


def test_documents_are_those_of_the_root_and_of_docs(repo: Path) -> None:
    for path in ("top.md", "src/inner.md", "docs/a.txt", "docs/deep/b.md", "spec/named.md"):
        (repo / path).parent.mkdir(parents=True, exist_ok=True)
        (repo / path).write_bytes(path.encode())
    commit(repo)
    (repo / "later.md").touch()
    found = documents(repo, "HEAD", "spec/named.md")
    assert set(found) == {DOCTRINE, CONTRACT, "top.md", "docs/deep/b.md", "spec/named.md"}
    assert found["docs/deep/b.md"] == b"docs/deep/b.md"
    assert found[DOCTRINE] == (repo / DOCTRINE).read_bytes()
    assert set(documents(repo, "HEAD~1")) == {DOCTRINE, CONTRACT}


def test_a_root_below_the_checkout_sees_its_own_documents(repo: Path) -> None:
    (repo / "part/docs").mkdir(parents=True)
    (repo / "part/docs/a.md").write_bytes(b"a")
    (repo / "part/b.md").write_bytes(b"b")
    commit(repo)
    assert documents(repo / "part") == {"docs/a.md": b"a", "b.md": b"b"}


def test_odd_names_and_contents_arrive_whole(repo: Path) -> None:
    odd = {
        "docs/two\nlines.md": b"x",
        "docs/tab\tand space.md": b"",
        "docs/-dash.md": b"no newline at the end",
        "docs/\u00e4.md": b"\0\n\n" + b"blob 3\n",
    }
    for path, data in odd.items():
        (repo / path).write_bytes(data)
    commit(repo)
    found = documents(repo)
    assert {path: found[path] for path in odd} == odd


def test_few_bytes_at_a_time_give_the_same(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = documents(repo)
    monkeypatch.setattr(revisions, "MAX_BATCH", 1)
    assert documents(repo) == whole


def test_a_file_larger_than_any_document_is_not_read(repo: Path) -> None:
    (repo / "docs/large.md").write_bytes(b"x" * (MAX_BYTES + 1))
    commit(repo)
    assert documents(repo)["docs/large.md"] is None


def test_links_lead_to_the_file_of_the_same_commit(repo: Path) -> None:
    (repo / "store").mkdir()
    (repo / "store/real.md").write_bytes(b"real")
    (repo / "docs/link.md").symlink_to("../store/real.md")
    (repo / "docs/chain.md").symlink_to("link.md")
    (repo / "docs/loop.md").symlink_to("loop.md")
    (repo / "docs/out.md").symlink_to("/etc/passwd")
    (repo / "docs/up.md").symlink_to("../../up.md")
    commit(repo)
    (repo / "store/real.md").write_bytes(b"newer")
    found = documents(repo)
    assert set(found) == {DOCTRINE, CONTRACT, "docs/link.md", "docs/chain.md"}
    assert found["docs/link.md"] == found["docs/chain.md"] == b"real"


def standing(root: Path, folder: str | None, *named: str) -> dict[str, bytes | None]:
    blobs = list(documents_in(str(root), folder, named))
    assert {blob.object for blob in blobs} <= {""}
    return {blob.path: blob.data for blob in blobs}


def test_the_work_tree_is_what_git_tracks_as_it_stands(repo: Path) -> None:
    (repo / "top.md").write_bytes(b"top")
    (repo / "src").mkdir()
    (repo / "src/inner.md").write_bytes(b"inner")
    commit(repo)
    (repo / "top.md").write_bytes(b"edited")
    (repo / "docs/untracked.md").touch()
    (repo / CONTRACT).unlink()
    assert set(standing(repo, None)) == {DOCTRINE, "top.md"}
    assert standing(repo, None, "src/inner.md", "gone.md")["src/inner.md"] == b"inner"
    assert standing(repo, None)["top.md"] == b"edited"


def test_a_folder_with_docs_is_a_root_and_any_other_is_taken_whole(repo: Path) -> None:
    for path in ("top.md", "src/inner.md", "docs/untracked.md"):
        (repo / path).parent.mkdir(exist_ok=True)
        (repo / path).write_bytes(path.encode())
    whole = standing(repo, str(repo))
    assert set(whole) == {DOCTRINE, CONTRACT, "top.md", "docs/untracked.md"}
    assert whole["top.md"] == b"top.md"
    inside = {path.removeprefix("docs/") for path in (DOCTRINE, CONTRACT, "docs/untracked.md")}
    assert set(standing(repo, str(repo / "docs"))) == inside
    assert set(standing(repo, str(repo / "src"))) == {"inner.md"}


def test_what_stands_there_and_cannot_be_read_is_not_left_out(repo: Path) -> None:
    (repo / "docs/large.md").write_bytes(b"x" * (MAX_BYTES + 1))
    (repo / "docs/out.md").symlink_to("/etc/passwd")
    found = standing(repo, str(repo))
    assert found["docs/large.md"] is None
    assert found["docs/out.md"] is None


def test_too_many_documents_in_a_folder_are_said(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revisions, "MAX_DOCUMENTS", 1)
    with pytest.raises(UsageError, match="more than 1 documents"):
        standing(repo, None)


def test_too_many_documents_are_said(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revisions, "MAX_DOCUMENTS", 1)
    with pytest.raises(UsageError, match="more than 1 documents"):
        documents(repo)


def test_an_object_that_is_missing_is_no_empty_document(repo: Path) -> None:
    name = git(repo, "rev-parse", f"HEAD:{DOCTRINE}")
    (repo / ".git/objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(NothingToCheckError, match=r"git cannot read docs/doctrine/"):
        documents(repo)


def test_a_folder_without_repository_is_said(
    tmp_path: Path, require_tool: Callable[[str], str]
) -> None:
    require_tool("git")
    with pytest.raises(UsageError, match=r'"HEAD" is no file, and .* no git repository'):
        resolve(str(tmp_path), "HEAD")


def test_a_shallow_repository_may_lack_the_commit(
    repo: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    commit(repo)
    git(tmp_path, "clone", "-q", "--depth", "1", repo.as_uri(), "shallow")
    monkeypatch.chdir(tmp_path / "shallow")
    ran = run(capsys, "diff", "HEAD~1", "HEAD")
    assert ran.code == 3
    assert ran.complaint == (
        'could not check: "HEAD~1" is not in this shallow repository; if it is an older commit, '
        "`git fetch --unshallow` brings it"
    )
    assert run(capsys, "diff", "HEAD", "HEAD").code == 0


def test_a_repository_that_git_refuses_is_no_answer(repo: Path) -> None:
    (repo / ".git/config").write_text("[core", encoding="utf-8")
    with pytest.raises(NothingToCheckError, match=r"git does not answer in .*: fatal: bad config"):
        resolve(str(repo), "HEAD")


def test_without_git_nothing_can_be_told(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NothingToCheckError, match="git is not installed"):
        resolve(str(repo), "HEAD")


@pytest.mark.parametrize("cut", [False, True], ids=["late", "too-much"])
def test_a_git_without_a_whole_answer_is_given_up(
    repo: Path, monkeypatch: pytest.MonkeyPatch, *, cut: bool
) -> None:
    def half(self: Git, arguments: Sequence[str], given: bytes) -> Done:
        if cut:
            return Done(0, given, b"", cut=True)
        raise GitError(f"git {arguments[0]} in {self.root} took longer than 60 seconds")

    monkeypatch.setattr(Git, "ask", half)
    with pytest.raises(NothingToCheckError, match="printed more than" if cut else "longer than 60"):
        resolve(str(repo), "HEAD")
