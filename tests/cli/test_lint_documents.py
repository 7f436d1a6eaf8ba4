"""Which documents ``lint`` looks at, and what it says where there are none."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.lint_scene import CONTRACT, DOCTRINE, Scene

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ('doctrine = "docs"', "names docs, which is a folder: name the document in it"),
        ('contract = "docs/specs"', "names docs/specs, which is a folder"),
        ('doctrine = "law.md"', "names law.md, which does not exist"),
        ('doctrine = "away.md"', "names away.md, which is a link that leads nowhere"),
        ('doctrine = "pipe.md"', "names pipe.md, which is no file"),
        ('budgets = "nope.yaml"', "names nope.yaml, which does not exist"),
        ('budgets = "nope.toml"', "budgets: expected a YAML or JSON file (.yaml, .yml, .json)"),
    ],
)
def test_a_config_that_names_no_document_says_what_is_there(
    scene: Scene, config: str, said: str
) -> None:
    (scene.root / "away.md").symlink_to("nowhere.md")
    if "pipe" in config:
        os.mkfifo(scene.root / "pipe.md")
    scene.write("doctrine-check.toml", f"{config}\n")
    code, out, err = scene()
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_config_with_the_pair_exchanged_is_one_line_that_names_both(scene: Scene) -> None:
    named = 'doctrine = "{}"\ncontract = "{}"\n'
    scene.write("doctrine-check.toml", named.format(CONTRACT, DOCTRINE))
    for command in ((), ("--update-ratchet",)):
        code, out, err = scene(*command)
        assert (code, out) == (2, "")
        assert f"names {CONTRACT} as doctrine, which is a spec contract by what it holds" in err
        assert f"and {DOCTRINE} as contract, which is a doctrine: exchange the two" in err
        assert err.count("\n") == 1
    scene.write("doctrine-check.toml", named.format(DOCTRINE, CONTRACT))
    assert scene()[0] == 0
    # Their faults alone make no exchanged pair of them.
    scene.edit(CONTRACT, "100ms", "200ms")
    assert scene()[0] == 1


def test_one_document_that_only_the_config_makes_a_doctrine_is_one(scene: Scene) -> None:
    (scene.root / DOCTRINE).unlink()
    scene.write("doctrine-check.toml", f'doctrine = "{CONTRACT}"\n')
    assert scene()[0] == 1


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        ({"a.md": b"# A\n"}, "the one document looked at is not a performance doctrine, a spec"),
        ({"a.md": b"\xff"}, "the one document could not be read"),
        ({"a.md": b"# A\n", "b.md": b"# B\n"}, "none of the 2 documents looked at is a perform"),
        ({"a.md": b"\xff", "b.md": b"\xff"}, "none of the 2 documents could be read"),
        ({"a.md": b"# A\n", "b.md": b"\xff"}, "none of the 2 documents looked at is a perform"),
    ],
)
@pytest.mark.parametrize("option", ["--strict", "--diff"])
def test_why_nothing_was_checked_counts_right(
    scene: Scene, documents: dict[str, bytes], message: str, option: str
) -> None:
    scene.write("doctrine-check.toml", 'ignore = ["unreadable-file"]\n')
    for name, data in documents.items():
        (scene.root / name).write_bytes(data)
    code, _, err = scene(option, *documents)
    assert code == 3
    assert f"could not check: {message}" in err


def test_a_single_untracked_document_is_named_alone(scene: Scene, git: Callable[..., None]) -> None:
    git("add", "doctrine-check.toml")
    (scene.root / CONTRACT).unlink()
    code, _, err = scene()
    assert code == 3
    assert f"git does not track {DOCTRINE}, alone in the root or docs/ of " in err


@pytest.mark.parametrize("name", ["BAD.MD", "docs/Bad.Md", "docs/deep/bad.markdown", "B.MARKDOWN"])
@pytest.mark.parametrize("tracked", [True, False])
def test_markdown_is_looked_at_however_its_ending_is_written(
    scene: Scene, require_tool: Callable[[str], str], name: str, *, tracked: bool
) -> None:
    if tracked:
        program = require_tool("git")
        for command in (["init", "--quiet"], ["add", "--all"]):
            subprocess.run([program, *command], cwd=scene.root, check=True)
    assert scene()[0] == 0
    scene.write(name, "# ADR 1: X\n\n**Status:** nonsense\n")
    if tracked:
        assert scene()[0] == 0
        subprocess.run([program, "add", "--all"], cwd=scene.root, check=True)
    code, out, _ = scene()
    assert code == 1
    assert f"{name}:3:" in out
    for other in ("src/BAD.MD", "docs/bad.mdx", "docs/markdown", "docs/md"):
        scene.write(other, "# ADR 1: X\n\n**Status:** nonsense\n")
    if tracked:
        subprocess.run([program, "add", "--all"], cwd=scene.root, check=True)
    assert scene.documents() == 3
    assert scene("docs" if name.startswith("docs") else name)[0] == 1


def test_two_doctrines_with_none_named_are_a_usage_error_that_lists_both(scene: Scene) -> None:
    shutil.copy(scene.root / DOCTRINE, scene.root / "docs" / "second.md")
    code, _, err = scene()
    assert code == 2
    assert DOCTRINE in err
    assert "docs/second.md" in err
    scene.write("doctrine-check.toml", f'doctrine = "{DOCTRINE}"\n')
    assert scene()[0] != 2


def test_only_tracked_documents_of_root_and_docs_are_looked_at(
    scene: Scene, git: Callable[..., None]
) -> None:
    scene.write("README.md", "# x\n")
    scene.write("src/notes.md", "# x\n")
    git("add", "--all")
    scene.write("docs/draft.md", "# x\n")
    assert scene.documents() == 3
    (scene.root / "README.md").unlink()
    assert scene.documents() == 2


def test_untracked_documents_alone_are_named(scene: Scene, git: Callable[..., None]) -> None:
    git("add", "doctrine-check.toml")
    code, _, err = scene()
    assert code == 3
    assert "git tracks none of the 2 markdown documents" in err
    assert "git add" in err
