from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.findings import Verdict
from tests.rules.harmless import ALONE, BOTH, COMPOSABLE, LAST, SINGLE, Edit
from tests.rules.repositories import BASE, CONTRACT, DOCTRINE, lint_root

if TYPE_CHECKING:
    from pathlib import Path

OWN_DOCTRINE = "docs/doctrine/performance_and_velocity.md"
OWN_CONTRACT = "docs/specs/section_7/bd-2vl5_contract.md"
PAIRS = {"base": (DOCTRINE, CONTRACT), "own": (OWN_DOCTRINE, OWN_CONTRACT)}


@pytest.fixture(params=PAIRS)
def pair(request: pytest.FixtureRequest, tmp_path: Path, project_root: Path) -> tuple[Path, ...]:
    """A copy of a pair in a repository of its own: root, doctrine and contract."""
    root = tmp_path / "repository"
    names = PAIRS[request.param]
    source = BASE if request.param == "base" else project_root
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / name, root / name)
    # The files that the contract names are not what these tests are about.
    for name in re.findall(r"`([\w.-]+(?:/[\w.-]+)+)`", (root / names[1]).read_text("utf-8")):
        if not (root / name).exists():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).touch()
    return root, root / names[0], root / names[1]


def rewrite(edit: Edit, path: Path) -> bool:
    """Apply an edit to a document; whether that changed anything."""
    old = path.read_bytes().decode()
    new = edit.apply(old)
    path.write_bytes(new.encode())
    return new != old


def assert_no_finding(root: Path) -> None:
    report = lint_root(root)
    shown = "\n".join(f"{f.location.place} [{f.rule}] {f.message}" for f in report.findings)
    assert not report.findings, shown
    assert report.verdict is Verdict.PASS


def test_the_pair_itself_gives_no_finding(pair: tuple[Path, ...]) -> None:
    assert_no_finding(pair[0])


@pytest.mark.parametrize("edit", SINGLE, ids=lambda edit: edit.name)
@pytest.mark.parametrize("which", ["doctrine", "contract", "both"])
def test_a_harmless_edit_gives_no_finding(edit: Edit, which: str, pair: tuple[Path, ...]) -> None:
    root, *documents = pair
    chosen = {"doctrine": documents[:1], "contract": documents[1:], "both": documents}[which]
    changed = [rewrite(edit, path) for path in chosen]
    if which == "both":
        assert any(changed), "the edit changes neither document"
    assert_no_finding(root)


@pytest.mark.parametrize("edit", ALONE, ids=lambda edit: edit.name)
@pytest.mark.parametrize("which", [0, 1], ids=["doctrine", "contract"])
def test_a_harmless_edit_of_one_document_gives_no_finding(
    edit: Edit, which: int, pair: tuple[Path, ...]
) -> None:
    root, *documents = pair
    assert rewrite(edit, documents[which])
    assert_no_finding(root)


@pytest.mark.parametrize("edit", BOTH, ids=lambda edit: edit.name)
def test_a_harmless_edit_of_both_documents_gives_no_finding(
    edit: Edit, pair: tuple[Path, ...]
) -> None:
    root, *documents = pair
    changed = [rewrite(edit, path) for path in documents]
    assert all(changed)
    assert_no_finding(root)


@pytest.mark.soak
@given(
    edits=st.tuples(*[st.lists(st.sampled_from(COMPOSABLE), max_size=6, unique=True)] * 2),
    last=st.tuples(*[st.sampled_from(LAST)] * 2),
)
def test_harmless_edits_together_give_no_finding(
    edits: tuple[list[Edit], list[Edit]],
    last: tuple[Edit, Edit],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    root = tmp_path_factory.mktemp("repository")
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    for name, own, end in zip((DOCTRINE, CONTRACT), edits, last, strict=True):
        for edit in (*own, end):
            rewrite(edit, root / name)
    assert_no_finding(root)


def test_the_names_of_the_edits_are_unique() -> None:
    names = [edit.name for edit in (*SINGLE, *ALONE, *BOTH)]
    assert len(set(names)) == len(names)
