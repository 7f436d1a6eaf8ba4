"""``lint --diff`` shows what ``--fix`` would do, as a patch that git applies."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.cli.patch import patch
from tests.cli.fix_scene import BROKEN, HEAD, RIGHT, SPEC, TABLE, Repository

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Repository:
    """An empty folder that is a root."""
    (tmp_path / "doctrine-check.toml").write_text("", encoding="utf-8")
    return Repository(tmp_path, capsys)


# --- what is shown


def test_a_patch_is_shown_and_nothing_written(repository: Repository) -> None:
    file = repository.write(f"{HEAD}one\n\ntwo â€” two\n\nthree\n\nfour\n")
    code, out, said = repository.lint("--diff")
    assert code == 1
    assert out == (
        "diff --git a/docs/spec.md b/docs/spec.md\n"
        "--- a/docs/spec.md\n"
        "+++ b/docs/spec.md\n"
        "@@ -4,7 +4,7 @@\n \n one\n \n-two â€” two\n+two — two\n \n three\n \n"
    )
    assert said == ""
    assert "â€”" in file.read_text(encoding="utf-8")
    assert repository.lint("--diff", "--fix")[:2] == (code, out)
    assert "â€”" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a.md", "--- a/a.md\n+++ b/a.md\n"),
        ("a b.md", "--- a/a b.md\t\n+++ b/a b.md\t\n"),
        ("é.md", "--- a/é.md\n+++ b/é.md\n"),
        ('"\t.md', '--- "a/\\"\\t.md"\n+++ "b/\\"\\t.md"\n'),
        ("é\x1b.md", '--- "a/\\303\\251\\033.md"\n+++ "b/\\303\\251\\033.md"\n'),
    ],
)
def test_names_are_written_as_git_writes_them(name: str, shown: str) -> None:
    assert shown in patch(name, "a\n", "b\n")


def test_the_exit_code_says_whether_anything_would_change(repository: Repository) -> None:
    repository.write(f"{HEAD}{TABLE}| a | b | c | d |\n")
    assert repository.lint("--diff") == (0, "", "")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"# Notes\n", "looked at is not a performance doctrine, a spec contract or an ADR"),
        (b"\xff\xfe", "could not be read"),
        (b"bad \xff\n", "could not be read"),
    ],
)
def test_it_says_so_when_nothing_could_be_checked(
    repository: Repository, data: bytes, why: str
) -> None:
    repository.write(data)
    code, out, said = repository.lint("--diff")
    assert (code, out) == (3, "")
    assert said == f"doctrine-check: could not check: the one document {why}\n"


def test_nothing_could_be_checked_behind_a_link_that_leads_out(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "real.md"
    outside.write_text(BROKEN, encoding="utf-8")
    (repository.root / "docs").mkdir()
    (repository.root / SPEC).symlink_to(outside)
    code, out, said = repository.lint("--diff")
    assert (code, out) == (3, "")
    assert "leads out of the root" in said


def test_a_repair_of_an_unrecognised_document_is_shown_too(repository: Repository) -> None:
    repository.write("# Notes\n\na â€” b\n")
    code, out, _ = repository.lint("--diff")
    assert code == 1
    assert "+a — b\n" in out


def test_a_patch_is_safe_to_look_at(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = "\x1b]0;title\x07 â€” \u202e\r\n"
    repository.write(HEAD + hostile)
    with monkeypatch.context() as patched:
        patched.setattr(sys.stdout, "isatty", lambda: True)
        _, out, _ = repository.lint("--diff")
    assert "+\\x1b]0;title\\x07 — \\u202e\\r\n" in out
    assert not set(out) & set("\x1b\x07\r\u202e")
    assert f"+{hostile.replace('â€”', '—')}" in repository.lint("--diff")[1]


# --- the patch as git reads it

_APPLY = ["git", "-c", "core.autocrlf=false", "-c", "core.whitespace=-trailing-space", "apply"]


def applied(root: Path, text: str) -> None:
    """Apply a patch in ``root`` with git, which must accept it."""
    command = [*_APPLY, "--whitespace=nowarn", "-"]
    environment = os.environ | {"GIT_CEILING_DIRECTORIES": str(root.parent)}
    done = subprocess.run(
        command, cwd=root, input=text.encode(), capture_output=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.needs_tool
@pytest.mark.parametrize(
    "text",
    [
        BROKEN,
        BROKEN.removesuffix("\n"),
        BROKEN.replace("\n", "\r\n"),
        BROKEN.replace("\n", "\r\n").removesuffix("\r\n"),
        BROKEN.replace("\n", "\r"),
        "\ufeff" + BROKEN,
        f"{BROKEN}\x1b[31m\x07 â€” \u2028 â€” \x0c\x85 â€” \u202e\n",
        f"{HEAD}a â€” b",
        f"{HEAD}{'a â€” b' + chr(10) * 2}" * 30,
        f"{HEAD}" + "".join(f"{'a â€” b' if n % 7 == 0 else n}\n" for n in range(100)) + "end",
    ],
)
@pytest.mark.parametrize(
    "path", ["docs/spec.md", "docs/a b.md", 'docs/q"u\\ote.md', "docs/t\tb.md", "docs/é\x1b.md"]
)
def test_git_applies_the_patch(
    repository: Repository, require_tool: Callable[[str], str], text: str, path: str
) -> None:
    require_tool("git")
    file = repository.write(text, path)
    code, out, _ = repository.lint("--diff")
    assert code == 1
    applied(repository.root, out)
    by_patch = file.read_bytes()
    file.write_bytes(text.encode())
    repository.lint("--fix")
    assert by_patch == file.read_bytes()
    assert by_patch != text.encode()
    assert repository.lint("--diff")[:2] == (0, "")


@pytest.mark.needs_tool
def test_git_applies_one_patch_of_many_documents_and_of_a_linked_one(
    repository: Repository, require_tool: Callable[[str], str]
) -> None:
    require_tool("git")
    real = repository.write(BROKEN, "store/real.md")
    names = ["docs/a.md", "docs/b c.md", "top.md"]
    for name in names:
        repository.write(BROKEN, name)
    (repository.root / "docs/link.md").symlink_to("../store/real.md")
    _, out, _ = repository.lint("--diff")
    assert out.count("diff --git") == 4
    applied(repository.root, out)
    assert (repository.root / "docs/link.md").is_symlink()
    for file in (real, *(repository.root / name for name in names)):
        assert file.read_bytes().decode() == RIGHT


@pytest.mark.needs_tool
@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes are a Linux matter")
def test_git_applies_the_patch_of_a_name_that_is_no_text(
    repository: Repository, require_tool: Callable[[str], str]
) -> None:
    require_tool("git")
    path = os.fsdecode(b"docs/b\xff.md")
    file = repository.write(BROKEN, path)
    _, out, _ = repository.lint("--diff")
    applied(repository.root, out)
    assert file.read_bytes().decode() == RIGHT


_TEXT = st.lists(st.sampled_from(["a", "b", "\r", "", "--- a/x", "@@ -1 +1 @@", "\\"]), max_size=24)


@pytest.mark.needs_tool
@given(_TEXT, st.data())
def test_any_change_of_lines_is_applied(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], data: st.DataObject
) -> None:
    # No repair fills an empty line.
    changed = [data.draw(st.sampled_from([line, line and "new"])) for line in lines]
    old, new = "\n".join(lines), "\n".join(changed)
    text = patch("x.md", old, new)
    assert bool(text) is (old != new)
    if not text or not old:  # git has other words for a file that was empty
        return
    root = tmp_path_factory.mktemp("patched")
    (root / "x.md").write_bytes(old.encode())
    applied(root, text)
    assert (root / "x.md").read_bytes() == new.encode()
