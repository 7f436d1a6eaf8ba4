"""``diff`` beside two revisions or files: the work tree, folders, one file; ``--strict``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.diff_scene import LOOSER
from tests.cli.git_scene import CONTRACT, DOCTRINE, commit, edit, git, run, write_pair

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.needs_tool
def test_one_revision_is_compared_with_the_documents_as_they_stand(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "diff", "HEAD").code == 0
    edit(tree, DOCTRINE, "< 100ms at", "< 200ms at")
    for revision in ("HEAD", "main"):
        ran = run(capsys, "diff", revision)
        assert ran.code == 1
        assert ran.out.splitlines() == [
            f"{LOOSER}  ({DOCTRINE}:13 -> {DOCTRINE}:13)",
            f"1 change in {DOCTRINE}, {CONTRACT}; 1 demand less than before",
        ]
    commit(tree)
    assert run(capsys, "diff", "HEAD").code == 0
    assert run(capsys, "diff", "HEAD~1").code == 1


@pytest.mark.needs_tool
def test_the_work_tree_is_that_of_the_root(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(tree, DOCTRINE, "< 100ms at", "< 200ms at")
    monkeypatch.chdir(tree / "docs")
    assert run(capsys, "diff", "HEAD").out.startswith(LOOSER)
    monkeypatch.chdir(tree.parent)
    assert run(capsys, "diff", "HEAD", "--root", str(tree)).out.startswith(LOOSER)


@pytest.mark.needs_tool
def test_a_document_deleted_in_the_work_tree_drops_what_it_said(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / CONTRACT).unlink()
    ran = run(capsys, "diff", "HEAD")
    assert ran.code == 1
    assert ran.out.startswith("drops     document ")
    assert ran.out.count("drops ") == 24


@pytest.mark.needs_tool
def test_a_work_tree_document_that_cannot_be_read_is_no_answer(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / DOCTRINE).write_bytes(b"\0")
    ran = run(capsys, "diff", "HEAD")
    assert (ran.code, ran.complaint) == (
        3,
        (
            "could not check: the work tree has no performance doctrine, but a document that "
            f"cannot be read: {DOCTRINE}"
        ),
    )


@pytest.mark.needs_tool
def test_a_work_tree_without_any_doctrine_beside_one_without_is_no_answer(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(tree, "rm", "-q", "-r", "docs")
    commit(tree)
    assert run(capsys, "diff", "HEAD").code == 3


@pytest.mark.needs_tool
@pytest.mark.parametrize("folder", [".", "docs", "docs/doctrine"])
def test_a_revision_is_compared_with_a_folder(
    folder: str, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(tree, DOCTRINE, "< 100ms at", "< 200ms at")
    there = run(capsys, "diff", "HEAD", folder)
    back = run(capsys, "diff", folder, "HEAD")
    shown = f"./{DOCTRINE}" if folder == "." else DOCTRINE
    assert there.out.startswith(LOOSER.partition(" ")[0])
    assert f"({DOCTRINE}:13 -> {shown}:13)" in there.out
    assert "Target limit: < 200 ms -> < 100 ms" in back.out
    assert there.code == 1
    assert back.code == 0


def test_two_folders_need_no_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        write_pair(tmp_path / name)
    edit(tmp_path / "new", DOCTRINE, "< 100ms at", "< 200ms at")
    ran = run(capsys, "diff", "old", "new/")
    assert ran.code == 1
    assert ran.out.splitlines() == [
        f"{LOOSER}  (old/{DOCTRINE}:13 -> new/{DOCTRINE}:13)",
        f"1 change in new/{DOCTRINE}, new/{CONTRACT}; 1 demand less than before",
    ]
    assert run(capsys, "diff", "new", "old").code == 0


@pytest.mark.parametrize("swapped", [False, True])
def test_a_file_is_compared_with_the_document_of_its_role(
    swapped: bool,
    pair: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    looser = (pair / CONTRACT).read_text(encoding="utf-8").replace("< 100ms at", "< 200ms at")
    (pair / "apart.md").write_text(looser, encoding="utf-8")
    sides = ["docs", "apart.md"]
    ran = run(capsys, "diff", *(reversed(sides) if swapped else sides))
    effect, limits = (
        ("tightens", "< 200 ms -> < 100 ms") if swapped else ("loosens", "< 100 ms -> < 200 ms")
    )
    assert ran.out.startswith(f"{effect:<8}  PRF-01  Metric limit: {limits}  (")
    assert ran.out.count("\n") == 2
    assert ran.code == (0 if swapped else 1)


@pytest.mark.needs_tool
def test_a_revision_is_compared_with_a_file(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    looser = (tree / DOCTRINE).read_text(encoding="utf-8").replace("< 100ms at", "< 200ms at")
    (tree / "new.md").write_text(looser, encoding="utf-8")
    ran = run(capsys, "diff", "HEAD", "new.md")
    assert (ran.code, ran.out.splitlines()[0]) == (1, f"{LOOSER}  ({DOCTRINE}:13 -> new.md:13)")
    assert run(capsys, "diff", "new.md", "HEAD").code == 0


@pytest.mark.needs_tool
def test_a_file_of_no_role_is_no_answer_beside_a_revision(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "spec.md").write_text(
        "# A spec\n\n## Invariants\n\n| ID | Statement |\n|---|---|\n"
        "| INV-ABC-ONE | One holds |\n| INV-ABC-TWO | Two hold |\n"
    )
    assert run(capsys, "diff", "HEAD", "spec.md").code == 3


def test_a_folder_alone_without_repository_is_compared_with_the_root(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pair / "old").mkdir()
    write_pair(pair / "old")
    edit(pair, DOCTRINE, "< 100ms at", "< 200ms at")
    ran = run(capsys, "diff", "old")
    assert ran.out.startswith(f"{LOOSER}  (old/{DOCTRINE}:13 -> {DOCTRINE}:13)\n")


@pytest.mark.parametrize(
    ("find", "replace", "code"),
    [("100 samples", "100 runs", 1), ("100 samples", "200 samples", 0), ("7.1", "7.1 ", 0)],
)
def test_strict_fails_for_what_may_demand_less(
    find: str, replace: str, code: int, pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pair / "old.md").write_bytes((pair / DOCTRINE).read_bytes())
    edit(pair, DOCTRINE, find, replace)
    assert run(capsys, "diff", "old.md", DOCTRINE, "--strict").code == code
    assert run(capsys, "diff", "old.md", DOCTRINE).code == 0
