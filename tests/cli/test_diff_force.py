"""Gates that were gutted, and documents that were renamed, as ``diff`` tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.diff_scene import changed
from tests.cli.git_scene import CONTRACT, DOCTRINE, commit, edit, git, run, write_pair

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.needs_tool
def test_a_doctrine_and_its_name_in_the_contract_are_renamed_together(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(tree, "mv", DOCTRINE, "docs/doctrine/speed.md")
    edit(tree, CONTRACT, DOCTRINE, "docs/doctrine/speed.md")
    commit(tree)
    none = f"0 changes in docs/doctrine/speed.md, {CONTRACT}; 0 demand less than before\n"
    for sides in (("HEAD~1", "HEAD"), ("HEAD", "HEAD~1"), ("HEAD~1",)):
        ran = run(capsys, "diff", "--strict", *sides)
        assert ran.code == 0, ran
        assert ran.out.startswith("0 changes in ")
    assert run(capsys, "diff", "HEAD~1", "HEAD").out == none


@pytest.mark.needs_tool
def test_another_file_in_its_place_is_no_rename(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(tree, CONTRACT, DOCTRINE, "docs/doctrine/speed.md")
    commit(tree)
    ran = run(capsys, "diff", "HEAD~1", "HEAD")
    assert ran.code == 1
    assert ran.out.startswith(f'drops     files  file: "{DOCTRINE}" -> none  (')


def test_a_renamed_doctrine_in_two_folders_is_the_same(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("old", "new"):
        (pair / name).mkdir()
        write_pair(pair / name)
        edit(
            pair / name, CONTRACT, "- Tests: `tests/", "- Tests: [all](../../../tests/).\n- `tests/"
        )
    (pair / "new" / DOCTRINE).rename(pair / "new" / "docs" / "law.md")
    edit(pair / "new", CONTRACT, DOCTRINE, "docs/law.md")
    ran = run(capsys, "diff", "--strict", "old", "new")
    assert (ran.code, ran.out[:10]) == (0, "0 changes ")


@pytest.mark.parametrize(
    "gate",
    [
        "Startup benchmark with a non-blocking 100ms p99 threshold.",
        "Startup benchmark, failing at a 100ms p99 threshold, run by hand.",
    ],
)
def test_a_gutted_gate_fails(gate: str, pair: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = changed(pair, DOCTRINE, "Startup benchmark, failing at a 100ms p99 threshold.", gate)
    ran = run(capsys, "diff", DOCTRINE, new)
    assert ran.code == 1
    assert ran.out.startswith("loosens   PRF-01  CI gate wording: ")
    assert run(capsys, "diff", "--strict", new, DOCTRINE).code == 0


def test_a_later_start_of_the_clock_fails_where_one_is_strict(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = changed(
        pair, DOCTRINE, "between spawning the process and", "from when all modules are loaded to"
    )
    ran = run(capsys, "diff", DOCTRINE, new)
    assert (ran.code, ran.out[:8]) == (0, "changes ")
    assert run(capsys, "diff", "--strict", DOCTRINE, new).code == 1


def test_two_files_in_two_folders_name_the_same_file(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(pair, CONTRACT, "- Tests: `tests/", "- Tests: [all](../../../tests/).\n- `tests/")
    (pair / "old.md").write_bytes((pair / CONTRACT).read_bytes())
    ran = run(capsys, "diff", "--strict", "old.md", CONTRACT)
    assert (ran.code, ran.out[:10]) == (0, "0 changes ")
