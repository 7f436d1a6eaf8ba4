"""What stands around a range changes nothing in it: settings, attributes, hooks, kinds of clone."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from doctrine_check.changes.git import Git
from doctrine_check.changes.ranges import RangeError, change_set
from tests.changes.git_scene import CLEAN, Content, File, Scene

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.needs_tool

CODE = b"fn main() {\n    let a = 1;\n\n    let b = 2;\n    let c = 3;\n    let d = 4;\n\n}\n"
BEFORE: dict[str, Content] = {
    "src/a.rs": CODE * 3,
    "src/moved.rs": CODE * 2 + b"// end\n",
    "café.rs": CODE,
    "sub": File(b"1" * 40, "160000"),
    "mode.sh": b"so\n",
    "copied.rs": CODE * 4,
}
AFTER: dict[str, Content] = {
    "src/a.rs": (CODE * 3).replace(b"let d", b"let e").replace(b"let a", b"let  a", 1),
    "src/to.rs": CODE * 2 + b"// the end\n",
    "café.rs": CODE.replace(b"\n\n", b"\n"),
    "sub": File(b"2" * 40, "160000"),
    "mode.sh": File(b"so\n", "100755"),
    "copied.rs": CODE * 4 + b"// more\n",
    "copy.rs": CODE * 4,
}


@pytest.fixture
def ends(scene: Scene) -> tuple[str, str]:
    base, head = scene.commits([(BEFORE, b"base"), (AFTER, b"head\n\nKey: value\n")])
    return base, head


SETTINGS = [
    "diff.noprefix=true", "diff.mnemonicPrefix=true", "diff.external=false", "diff.renames=false",
    "diff.renames=copies", "diff.renameLimit=1", "diff.context=0", "diff.interHunkContext=9",
    "diff.algorithm=patience", "diff.indentHeuristic=false", "diff.suppressBlankEmpty=true",
    "diff.submodule=log", "diff.ignoreSubmodules=all", "diff.relative=true",
    "diff.orderFile=order", "diff.wsErrorHighlight=all", "diff.colorMoved=zebra",
    "diff.srcPrefix=x/", "diff.dstPrefix=y/", "core.quotePath=false", "core.abbrev=4",
    "core.ignoreCase=true", "core.bigFileThreshold=1", "core.commentChar=K", "color.ui=always",
    "color.diff=always", "log.showSignature=true", "log.date=relative", "log.follow=true",
    "log.decorate=full", "log.mailmap=true", "format.pretty=oneline", "trailer.separators==",
    "i18n.logOutputEncoding=UTF-16", "i18n.commitEncoding=latin1", "core.fsmonitor=false",
    "core.pager=false", "pager.diff=false", "core.attributesFile=attributes",
    "diff.rust.xfuncname=let", "diff.rust.binary=true", "diff.rust.textconv=false",
    "diff.rust.command=false", "grep.lineNumber=true", "core.autocrlf=true", "core.eol=crlf",
    "alias.diff-tree=!false", "core.hooksPath=nowhere", "core.worktree=nowhere",
]  # fmt: skip


@pytest.mark.parametrize("place", ["repository", "user", "environment"])
def test_no_setting_has_a_say(
    scene: Scene,
    ends: tuple[str, str],
    place: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clean = change_set(Git(str(scene.root)), *ends)
    assert clean.complete
    assert len(clean.files) == 7
    (scene.root / "order").write_text("sub\n*.sh\n")
    (scene.root / "attributes").write_text("*.rs diff=rust -text\n")
    for index, setting in enumerate(SETTINGS):
        key, _, value = setting.partition("=")
        if place == "repository":
            if key != "core.worktree":  # git itself then finds no work tree to stand in
                scene.git("config", "--replace-all", key, value)
        elif place == "user":
            monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
            scene.git("config", "--file", str(tmp_path / "gitconfig"), key, value)
        else:
            monkeypatch.setenv(f"GIT_CONFIG_KEY_{index}", key)
            monkeypatch.setenv(f"GIT_CONFIG_VALUE_{index}", value)
            monkeypatch.setenv("GIT_CONFIG_COUNT", str(index + 1))
    assert change_set(Git(str(scene.root)), *ends) == clean


ENVIRONMENT = {
    "GIT_DIR": "/nowhere", "GIT_WORK_TREE": "/nowhere", "GIT_INDEX_FILE": "/nowhere/index",
    "GIT_OBJECT_DIRECTORY": "/nowhere", "GIT_ALTERNATE_OBJECT_DIRECTORIES": "/nowhere",
    "GIT_COMMON_DIR": "/nowhere", "GIT_PREFIX": "src/", "GIT_NAMESPACE": "x",
    "GIT_LITERAL_PATHSPECS": "1", "GIT_GLOB_PATHSPECS": "1", "GIT_ICASE_PATHSPECS": "1",
    "GIT_EXTERNAL_DIFF": "false", "GIT_DIFF_OPTS": "--unified=0", "GIT_PAGER": "false",
    "GIT_TRACE": "1", "GIT_TRACE2": "1", "GIT_CONFIG_PARAMETERS": "'diff.noprefix'='true'",
    "GIT_SHALLOW_FILE": "/nowhere", "GIT_GRAFT_FILE": "/nowhere", "GIT_REPLACE_REF_BASE": "x",
    "GIT_ATTR_SOURCE": "HEAD", "GIT_DEFAULT_HASH": "sha256", "GIT_QUARANTINE_PATH": "/nowhere",
    "GIT_INTERNAL_SUPER_PREFIX": "x/", "GIT_OPTIONAL_LOCKS": "1", "LC_ALL": "de_DE.UTF-8",
    "LANGUAGE": "de",
}  # fmt: skip


def test_no_hook_has_a_say(
    scene: Scene, ends: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = change_set(Git(str(scene.root)), *ends)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    assert change_set(Git(str(scene.root)), *ends) == clean


@pytest.mark.parametrize("place", [".gitattributes", ".git/info/attributes", "home"])
@pytest.mark.parametrize("line", ["* -diff", "* binary", "* diff=x", "* diff=rust", "*.rs !diff"])
def test_no_attribute_hides_lines(
    scene: Scene, place: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither where a user has it, nor where the change itself brings it."""
    hiding: dict[str, Content] = {".gitattributes": line.encode()}
    before, after = BEFORE, AFTER | (hiding if place == ".gitattributes" else {})
    base, head = scene.commits([(before, b"base"), (after, b"head")])
    clean = change_set(Git(str(scene.root)), base, head)
    assert clean.complete
    assert not any(file.binary for file in clean.files)
    for setting in ("binary=true", "textconv=touch ran; cat", "command=touch ran"):
        key, _, value = setting.partition("=")
        scene.git("config", f"diff.x.{key}", value)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = tmp_path / "git" / "attributes" if place == "home" else scene.root / place
    path.parent.mkdir(exist_ok=True)
    path.write_text(line + "\n")
    if place == ".gitattributes":
        scene.git("add", place)
    assert change_set(Git(str(scene.root)), base, head) == clean
    assert not (scene.root / "ran").exists()


def test_replaced_objects_and_grafts_have_no_say(scene: Scene, ends: tuple[str, str]) -> None:
    clean = change_set(Git(str(scene.root)), *ends)
    other = scene.commit({"harmless": b"so\n"}, b"harmless", branch="other")
    harmless = scene.git("rev-parse", f"{other}:harmless").decode().strip()
    scene.git("replace", scene.git("rev-parse", "work~1:src/a.rs").decode().strip(), harmless)
    scene.git("replace", ends[1], other)
    (scene.root / ".git/info").mkdir(exist_ok=True)
    (scene.root / ".git/info/grafts").write_text(f"{ends[1]}\n")
    assert change_set(Git(str(scene.root)), *ends) == clean


def _clone(scene: Scene, place: Path, *options: str) -> Git:
    source = f"file://{scene.root}"
    subprocess.run(
        ["git", "clone", "--quiet", "--no-checkout", "--branch=work", *options, source, str(place)],
        env=scene.environment, check=True,
    )  # fmt: skip
    return Git(str(place))


def test_other_layouts_say_the_same(scene: Scene, ends: tuple[str, str], tmp_path: Path) -> None:
    clean = change_set(Git(str(scene.root)), *ends)
    assert change_set(_clone(scene, tmp_path / "bare", "--bare"), *ends) == clean
    assert change_set(_clone(scene, tmp_path / "shared", "--shared"), *ends) == clean
    scene.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "tree"), ends[0])
    assert change_set(Git(str(tmp_path / "tree")), *ends) == clean
    assert change_set(Git(str(tmp_path / "tree" / "src")), *ends) == clean
    scene.git("gc", "--quiet")
    scene.git("commit-graph", "write", "--reachable")
    assert change_set(Git(str(scene.root)), *ends) == clean


def test_long_object_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    scene = Scene(tmp_path / "new\nline", "--object-format=sha256")
    base, head = scene.commits([({"a": b"a\n", "e": b"e"}, b"one"), ({"a": b"", "b": b""}, b"two")])
    change = change_set(Git("new\nline"), base, head)
    assert change.complete
    assert (change.base, len(change.base)) == (base, 64)
    assert [file.path for file in change.files] == ["a", "b", "e"]


def test_a_shallow_clone_is_never_complete(scene: Scene, tmp_path: Path) -> None:
    row = scene.commits([({"a": b"%d\n" % number}, b"c") for number in range(5)])
    git = _clone(scene, tmp_path / "two", "--depth=2")
    change = change_set(git, row[3], row[4])
    assert [file.path for file in change.files] == ["a"]
    assert not change.complete
    assert "shallow" in change.gaps[0]
    with pytest.raises(RangeError):
        change_set(git, row[0], row[4])
    side = scene.commit({"a": b"s\n"}, b"side", [row[0]], "side")
    two = _clone(scene, tmp_path / "sides", "--depth=1", "--no-single-branch")
    with pytest.raises(RangeError, match="shallow"):
        change_set(two, row[4], side)


def _remove(scene: Scene, revision: str) -> str:
    name = scene.git("rev-parse", revision).decode().strip()
    (scene.root / ".git/objects" / name[:2] / name[2:]).unlink()
    return name


def test_a_missing_blob_makes_its_file_unseen(scene: Scene) -> None:
    base, head = scene.commits([(BEFORE, b"base"), (AFTER | {"new.rs": b"x\n"}, b"head")])
    name = _remove(scene, "work:new.rs")
    change = change_set(Git(str(scene.root)), base, head)
    assert not change.complete
    assert len(change.gaps) == 1
    unseen = {file.path: file.unseen or "" for file in change.files}
    assert {"new.rs", "src/a.rs", "src/to.rs", "mode.sh"} <= unseen.keys()
    assert name in unseen.pop("new.rs")
    assert all(unseen.values())
    assert not any(name in why for why in unseen.values())


@pytest.mark.parametrize("revision", ["work^{tree}", "work~1^{tree}", "work~1"])
def test_a_missing_tree_or_commit_is_a_gap_or_an_error(scene: Scene, revision: str) -> None:
    row = scene.commits([(BEFORE, b"a"), (BEFORE | {"x": b"x"}, b"b"), (AFTER, b"c")])
    _remove(scene, revision)
    try:
        change = change_set(Git(str(scene.root)), row[1], row[2])
    except RangeError:
        assert revision == "work~1"
        return
    assert not change.complete
    assert change.files == ()
    assert len(change.gaps) == 2


def test_a_broken_blob_is_a_gap(scene: Scene) -> None:
    base, head = scene.commits([({"a": b"a\n"}, b"base"), ({"a": b"b\n"}, b"head")])
    name = scene.git("rev-parse", "work:a").decode().strip()
    path = scene.root / ".git/objects" / name[:2] / name[2:]
    path.chmod(0o644)
    path.write_bytes(b"")
    change = change_set(Git(str(scene.root)), base, head)
    assert not change.complete
    assert change.files[0].unseen is not None


def test_a_partial_clone_fetches_nothing(scene: Scene, tmp_path: Path) -> None:
    base, head = scene.commits([({"a": b"a\n", "b": b"b\n"}, b"base"), ({"a": b"b\n"}, b"head")])
    scene.git("config", "uploadpack.allowFilter", "true")
    git = _clone(scene, tmp_path / "partial", "--filter=blob:none")
    for _ in range(2):
        change = change_set(git, base, head)
        assert not change.complete
        assert {file.path for file in change.files} == {"a", "b"} or (
            change.files[0].paths == ("a", "b")
        )
        assert all(file.unseen for file in change.files)
    count = subprocess.run(
        ["git", "-C", git.root, "cat-file", "--batch-all-objects", "--batch-check"],
        env=os.environ | CLEAN, capture_output=True, check=True,
    ).stdout  # fmt: skip
    assert b"blob" not in count
