"""A range of a repository: what it holds, and what cannot be seen of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from doctrine_check.changes import git as git_module
from doctrine_check.changes import objects as objects_module
from doctrine_check.changes import ranges
from doctrine_check.changes.changeset import FileChange, Status, Trailer
from doctrine_check.changes.git import Git, GitError
from doctrine_check.changes.ranges import RangeError, change_set
from tests.changes.git_scene import Content, File

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from doctrine_check.changes.changeset import ChangeSet
    from tests.changes.git_scene import Scene

pytestmark = pytest.mark.needs_tool

LONG = b"".join(b"line %d\n" % number for number in range(40))


def change_of(
    scene: Scene, before: Mapping[str, Content], after: Mapping[str, Content]
) -> ChangeSet:
    base, head = scene.commits([(before, b"base"), (after, b"head")])
    return change_set(Git(str(scene.root)), base, head)


def the_file(
    scene: Scene, before: Mapping[str, Content], after: Mapping[str, Content]
) -> FileChange:
    change = change_of(scene, before, after)
    assert change.complete
    (file,) = change.files
    return file


def test_a_modified_file(scene: Scene) -> None:
    file = the_file(scene, {"a.py": LONG}, {"a.py": LONG.replace(b"line 20\n", b"so\n")})
    assert (file.path, file.status) == ("a.py", Status.MODIFIED)
    assert (file.old_mode, file.new_mode) == ("100644", "100644")
    (hunk,) = file.hunks
    assert hunk[:4] == (18, 7, 18, 7)
    assert (list(hunk.removed()), list(hunk.added())) == ([(21, "line 20")], [(21, "so")])
    given = scene.git("rev-parse", "work~1:a.py", "work:a.py").decode().split()
    assert [file.old_blob, file.new_blob] == given


def test_a_moved_file_with_an_edit(scene: Scene) -> None:
    file = the_file(scene, {"a.py": LONG}, {"b/c.py": LONG.replace(b"line 20\n", b"so\n")})
    assert (file.path, file.old_path, file.status) == ("b/c.py", "a.py", Status.RENAMED)
    assert [text for hunk in file.hunks for _, text in hunk.added()] == ["so"]


def test_a_move_of_less_than_half_is_a_new_file(scene: Scene) -> None:
    change = change_of(scene, {"a.py": LONG}, {"b.py": LONG[:130] + b"x\n" * 200})
    assert [(file.path, file.status) for file in change.files] == [
        ("a.py", Status.DELETED),
        ("b.py", Status.ADDED),
    ]


def test_a_copy_is_a_new_file_with_all_its_lines(scene: Scene) -> None:
    file = the_file(scene, {"a.py": LONG}, {"a.py": LONG, "b.py": LONG})
    assert (file.path, file.old_path, file.status) == ("b.py", None, Status.ADDED)
    assert len(file.hunks[0].lines) == 40


@pytest.mark.parametrize(
    ("before", "after", "status", "modes", "lines"),
    [
        (b"a\n", File(b"a\n", "100755"), Status.MODIFIED, ("100644", "100755"), []),
        (b"a\n", File(b"a", "120000"), Status.RETYPED, ("100644", "120000"), ["-a", "+a"]),
        (File(b"b", "120000"), File(b"c", "120000"), Status.MODIFIED, ("120000", "120000"),
         ["-b", "+c"]),
        (b"a\n", File(b"1" * 40, "160000"), Status.RETYPED, ("100644", "160000"),
         ["-a", "+Subproject commit " + "1" * 40]),
        (File(b"1" * 40, "160000"), File(b"2" * 40, "160000"), Status.MODIFIED,
         ("160000", "160000"),
         ["-Subproject commit " + "1" * 40, "+Subproject commit " + "2" * 40]),
        (None, b"", Status.ADDED, (None, "100644"), []),
        (b"", None, Status.DELETED, ("100644", None), []),
        (None, b"a", Status.ADDED, (None, "100644"), ["+a"]),
        (b"", b"a\n", Status.MODIFIED, ("100644", "100644"), ["+a"]),
        (b"a\n", b"a", Status.MODIFIED, ("100644", "100644"), ["-a", "+a"]),
        (b"a\r\n", b"a\n", Status.MODIFIED, ("100644", "100644"), ["-a\r", "+a"]),
    ],
)  # fmt: skip
def test_every_kind_of_change(
    scene: Scene,
    before: Content | None,
    after: Content | None,
    status: Status,
    modes: tuple[str | None, str | None],
    lines: list[str],
) -> None:
    kept: dict[str, Content] = {"kept": b"kept\n"}
    old, new = (kept if it is None else kept | {"x": it} for it in (before, after))
    file = the_file(scene, old, new)
    assert (file.status, (file.old_mode, file.new_mode)) == (status, modes)
    assert [line for hunk in file.hunks for line in hunk.lines] == lines
    assert not file.binary
    assert file.submodule is ("160000" in modes)


def test_a_file_with_a_nul_byte_is_binary_and_not_unseen(scene: Scene) -> None:
    for before, after in ((b"\0a", b"\0b"), (b"a\n", b"a\0\n"), (b"a\0", b"a\n")):
        file = the_file(scene, {"x": before}, {"x": after})
        assert (file.binary, file.hunks, file.unseen) == (True, (), None)


def test_a_nul_byte_far_down_stays_in_its_line(scene: Scene) -> None:
    long = b"line\n" * 2000
    file = the_file(scene, {"x": long}, {"x": long + b"a\0b\n"})
    assert not file.binary
    assert [text for hunk in file.hunks for _, text in hunk.added()] == ["a\0b"]


@pytest.mark.parametrize(
    "name", ["-rf", "--", "new\nline", "tab\t", 'quo"te', "\udcff", "é b/x", ":(glob)*", "a b/a b"]
)
def test_any_name(scene: Scene, name: str) -> None:
    assert the_file(scene, {name: b"a\n"}, {name: b"b\n"}).path == name
    moved = the_file(scene, {name: LONG}, {f"to/{name}": LONG})
    assert moved.paths == (f"to/{name}", name)


def test_a_change_is_what_the_head_brings_and_not_what_the_base_brought_since(scene: Scene) -> None:
    fork = scene.commit({"a": b"a\n"}, b"fork")
    base = scene.commit({"a": b"a\n", "base": b"x\n"}, b"on base", [fork], "base")
    head = scene.commits([({"a": b"b\n"}, b"one\n\nKey: v\n"), ({"a": b"c\n"}, b"two")], [fork])[-1]
    change = change_set(Git(str(scene.root)), base, head)
    assert (change.base, change.head) == (fork, head)
    assert [file.path for file in change.files] == ["a"]
    assert [commit.subject for commit in change.commits] == ["two", "one"]
    assert change.commits[0].parents == (change.commits[1].id,)
    assert change.commits[1].trailers == (Trailer("Key", "v"),)
    assert change.commits[1].message.rstrip("\n") == "one\n\nKey: v"
    assert [commit.time for commit in change.commits] == [1_700_000_002, 1_700_000_001]


def test_a_range_of_nothing_is_empty(scene: Scene) -> None:
    base = scene.commit({"a": b"a\n"})
    assert change_set(Git(str(scene.root)), base, base)[2:] == ((), (), ())


def test_revisions_by_any_name(scene: Scene) -> None:
    base, head = scene.commits([({"a": b"a\n"}, b"one"), ({"a": b"b\n"}, b"two")])
    scene.git("tag", "-a", "-m", "so", "v1", base)
    git = Git(str(scene.root))
    change = change_set(git, base, head)
    assert change_set(git, "v1", "work") == change_set(git, "work~1", head[:10]) == change


@pytest.mark.parametrize(
    "name", ["", "nowhere", "-h", "--all", "work..work", "a\0b", "work:a", "\n"]
)
def test_what_names_no_commit(scene: Scene, name: str) -> None:
    scene.commit({"a": b"a\n"})
    with pytest.raises(RangeError):
        change_set(Git(str(scene.root)), name, "work")
    with pytest.raises(RangeError):
        change_set(Git(str(scene.root)), "work", name)


def test_unrelated_histories_are_no_range(scene: Scene) -> None:
    one = scene.commit({"a": b"a\n"}, branch="one")
    two = scene.commit({"a": b"b\n"}, branch="two")
    with pytest.raises(RangeError, match="share no history"):
        change_set(Git(str(scene.root)), one, two)


def test_several_merge_bases_make_a_gap(scene: Scene) -> None:
    root = scene.commit({"a": b"a\n"}, b"root")
    left = scene.commit({"a": b"a\n", "l": b"l\n"}, b"left", [root], "left")
    right = scene.commit({"a": b"a\n", "r": b"r\n"}, b"right", [root], "right")
    both: dict[str, Content] = {"a": b"a\n", "l": b"l\n", "r": b"r\n"}
    one = scene.commit(both, b"one", [left, right], "left")
    two = scene.commit(both | {"x": b"x\n"}, b"two", [right, left], "right")
    change = change_set(Git(str(scene.root)), one, two)
    assert not change.complete
    assert "2 merge bases" in change.gaps[0]
    assert change.base in (left, right)


def test_a_message_in_another_encoding_is_text(scene: Scene) -> None:
    base = scene.commit({"a": b"a\n"})
    tree = scene.git("rev-parse", f"{base}^{{tree}}").decode().strip()
    raw = f"tree {tree}\nparent {base}\nauthor A <a> 1 +0000\ncommitter A <a> 1700000000 +0000\n"
    data = raw.encode() + b"encoding ISO-8859-1\n\ncaf\xe9\n\nKey: \xe9\n"
    head = scene.git("hash-object", "-t", "commit", "-w", "--stdin", given=data).decode().strip()
    (commit,) = change_set(Git(str(scene.root)), base, head).commits
    assert (commit.subject, commit.trailers) == ("café", (Trailer("Key", "é"),))


def test_caps_leave_the_names_and_make_gaps(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    before: dict[str, Content] = {"a": LONG, "moved": LONG + b"end\n"}
    base, head = scene.commits([
        (before, b"base"), ({"a": LONG + b"x\n", "to": LONG + b"end\n"}, b"head" * 99)
    ])  # fmt: skip
    git = Git(str(scene.root))
    monkeypatch.setattr(ranges, "MAX_DIFF_BYTES", 300)
    change = change_set(git, base, head)
    assert [(file.path, file.old_path, file.hunks) for file in change.files] == [
        ("a", None, ()),
        ("to", "moved", ()),
    ]
    assert all("more than 300 bytes" in (file.unseen or "") for file in change.files)
    assert len(change.gaps) == 1
    monkeypatch.setattr(ranges, "MAX_LOG_BYTES", 100)
    assert change_set(git, base, head).commits == ()
    assert len(change_set(git, base, head).gaps) == 2


def test_too_many_commits_make_a_gap(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    row = scene.commits([({"a": b"%d\n" % number}, b"c%d" % number) for number in range(4)])
    monkeypatch.setattr(ranges, "MAX_COMMITS", 2)
    change = change_set(Git(str(scene.root)), row[0], row[-1])
    assert [commit.subject for commit in change.commits] == ["c3", "c2"]
    assert change.gaps == ("the change has more than 2 commits",)
    assert change_set(Git(str(scene.root)), row[1], row[-1]).complete


def test_a_file_that_git_finds_too_big_for_lines_is_unseen(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects_module, "BIG_FILE", 100)
    monkeypatch.setattr(ranges, "BIG_FILE", 100)
    change = change_of(scene, {"x": b"a\n", "y": b"\0"}, {"x": LONG, "y": b"\0\0"})
    assert [(file.path, file.binary, file.unseen is None) for file in change.files] == [
        ("x", True, False),
        ("y", True, True),
    ]
    assert not change.complete


def test_no_repository_and_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(RangeError, match="not a git repository"):
        change_set(Git(str(tmp_path)), "a", "b")
    with pytest.raises(GitError):
        objects_module.Objects(Git(str(tmp_path)))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="not installed"):
        change_set(Git(str(tmp_path)), "a", "b")


def test_a_process_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_module, "TIMEOUT", 0.1)
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    with pytest.raises(GitError, match="took longer"):
        git_module.run(sleeper, {}, b"", 10)


def test_output_is_read_up_to_its_cap() -> None:
    printer = [sys.executable, "-c", "import sys; sys.stdout.write(sys.stdin.read())"]
    assert git_module.run(printer, {}, b"12345", 5)[:2] == (0, b"12345")
    endless = [sys.executable, "-c", "while True: print('x' * 999)"]
    done = git_module.run(endless, {}, b"", 5)
    assert (done.output, done.cut) == (b"xxxxx", True)
    with pytest.raises(GitError, match="more than 5 bytes"):
        git_module.whole("log", done)
