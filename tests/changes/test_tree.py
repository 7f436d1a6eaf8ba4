"""The files of a commit: listed once, read by one process, links never followed."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import pytest

from doctrine_check.changes.git import Git, GitError
from doctrine_check.changes.objects import Objects
from doctrine_check.changes.tree import FileTree, Tree
from tests.changes.git_scene import Content, File, Scene

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.needs_tool

FILES: dict[str, Content] = {
    "a.py": b"a\n",
    "empty": b"",
    "bin": b"\0\n\xff",
    "docs/law.md": b"# law\n",
    "docs/deep/more.md": b"# more\n",
    "-dash": b"dash\n",
    "new\nline": b"newline\n",
    "\udcff": b"odd\n",
    "run.sh": File(b"so\n", "100755"),
    "link": File(b"a.py", "120000"),
    "sub": File(b"1" * 40, "160000"),
}


@pytest.fixture
def objects(scene: Scene) -> Iterator[Objects]:
    with Objects(Git(str(scene.root))) as opened:
        yield opened


def test_every_regular_file_is_listed_and_read(scene: Scene, objects: Objects) -> None:
    tree: FileTree = Tree(objects, scene.commit(FILES))
    regular = {
        path: content.data if isinstance(content, File) else content
        for path, content in FILES.items()
        if path not in ("link", "sub")
    }
    assert sorted(tree.paths()) == sorted(regular)
    assert {path: tree.read(path) for path in tree.paths()} == regular


def test_links_submodules_folders_and_absent_names_are_not_read(
    scene: Scene, objects: Objects
) -> None:
    tree = Tree(objects, scene.commit(FILES))
    for path in ("link", "sub", "docs", "nowhere", "", "/a.py", "../a.py", "a.py\n", "docs/"):
        assert tree.read(path) is None
    assert tree.blob("sub") == "1" * 40
    assert tree.blob("link") == scene.git("rev-parse", "work:link").decode().strip()
    assert tree.blob("nowhere") is None
    assert tree.blob("docs") is None
    assert tree.links() == ("link",)
    assert {path: tree.target(path) for path in FILES if tree.target(path)} == {"link": "a.py"}


def test_it_is_the_tree_of_its_commit_and_not_the_work_tree(scene: Scene, objects: Objects) -> None:
    old, new = scene.commits([({"a": b"old\n"}, b"one"), ({"a": b"new\n"}, b"two")])
    (scene.root / "a").write_text("work tree\n")
    assert Tree(objects, old).read("a") == b"old\n"
    assert Tree(objects, new).read("a") == b"new\n"
    assert Tree(objects, old).commit == old


def test_what_is_under_globs_has_mode_and_object(scene: Scene, objects: Objects) -> None:
    tree = Tree(objects, scene.commit(FILES))
    law = scene.git("rev-parse", "work:docs/law.md").decode().strip()
    assert tree.blobs_under(["docs/*", "link", "sub"]) == {
        "docs/law.md": f"100644 {law}",
        "link": f"120000 {tree.blob('link')}",
        "sub": f"160000 {'1' * 40}",
    }
    assert set(tree.blobs_under(["docs/"])) == {"docs/law.md", "docs/deep/more.md"}
    assert tree.blobs_under([]) == {}
    script = File(b"a\n", "100755")
    other = Tree(objects, scene.commit({"a.py": script}))
    assert other.blob("a.py") == tree.blob("a.py")
    assert other.blobs_under(["a.py"]) != tree.blobs_under(["a.py"])


def test_larger_files_than_the_cap_are_not_read_and_harm_no_other(
    scene: Scene, objects: Objects
) -> None:
    tree = Tree(objects, scene.commit({"big": b"x" * 101, "fits": b"x" * 100}), limit=100)
    assert [tree.read(path) for path in ("big", "fits", "big")] == [None, b"x" * 100, None]
    assert tree.blob("big") is not None


def test_missing_and_broken_objects_are_not_read_and_harm_no_other(
    scene: Scene, objects: Objects
) -> None:
    tree = Tree(objects, scene.commit({"gone": b"gone\n", "broken": b"broken\n", "a": b"a\n"}))
    places = {}
    for path in ("gone", "broken"):
        name = tree.blob(path) or ""
        places[path] = scene.root / ".git/objects" / name[:2] / name[2:]
        places[path].chmod(0o644)
    places["gone"].unlink()
    places["broken"].write_bytes(b"no object")
    assert tree.read("a") == b"a\n"
    assert [tree.read(path) for path in ("gone", "broken", "a")] == [None, None, b"a\n"]


def test_no_attribute_or_replacement_changes_a_file(scene: Scene, objects: Objects) -> None:
    commit = scene.commit({"a": b"a\n", ".gitattributes": b"* text eol=crlf ident filter=x\n"})
    other = scene.git("hash-object", "-w", "--stdin", given=b"other\n").decode().strip()
    scene.git("config", "filter.x.smudge", "false")
    scene.git("replace", scene.git("rev-parse", "work:a").decode().strip(), other)
    assert Tree(objects, commit).read("a") == b"a\n"


def test_a_commit_that_is_not_there_is_an_error(scene: Scene, objects: Objects) -> None:
    scene.commit(FILES)
    for name in ("1" * 40, "work", "--help"):
        with pytest.raises(GitError):
            Tree(objects, name).paths()


def test_closing_leaves_nothing_behind(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    commit = scene.commit(FILES)
    with Objects(Git(str(scene.root))) as opened:
        assert Tree(opened, commit).read("a.py") == b"a\n"
        assert len(list(place.iterdir())) == 1
    assert list(place.iterdir()) == []


def test_no_place_for_a_folder_is_an_error(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(GitError):
        Objects(Git(str(scene.root)))
