"""Blobs that are expected are asked for ahead, and no answer is taken for that of another."""

from __future__ import annotations

import subprocess
import sys
from typing import IO, TYPE_CHECKING, cast

import pytest

from doctrine_check.changes import git as git_module
from doctrine_check.changes import objects as objects_module
from doctrine_check.changes.git import Git, GitError, Watch
from doctrine_check.changes.objects import Objects
from doctrine_check.changes.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.changes.git_scene import Scene

COUNT = 12


@pytest.fixture
def tree(scene: Scene) -> Iterator[Tree]:
    """Files whose text is their name."""
    commit = scene.commit({f"f{number:02d}": b"f%02d" % number for number in range(COUNT)})
    with Objects(Git(str(scene.root))) as objects:
        yield Tree(objects, commit)


def broken(scene: Scene, tree: Tree, path: str) -> None:
    name = tree.blob(path) or ""
    place = scene.root / ".git/objects" / name[:2] / name[2:]
    place.chmod(0o644)
    place.write_bytes(b"no object")


def read(tree: Tree, *paths: str) -> list[bytes | None]:
    return [tree.read(path) for path in paths]


@pytest.mark.parametrize("ahead", [1, 3, 200])
def test_what_is_expected_is_read(tree: Tree, ahead: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects_module, "_AHEAD", ahead)
    paths = tree.paths()
    tree.expect([*paths, "nowhere"])
    assert [tree.read(path) for path in paths] == [path.encode() for path in paths]
    assert read(tree, "nowhere", "f03") == [None, b"f03"]


class Counted:
    """A pipe to git; keeps how many names are written at once."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self.pipe = pipe
        self.names: list[int] = []

    def write(self, data: bytes) -> None:
        self.names.append(data.count(b"\n"))
        self.pipe.write(data)

    def flush(self) -> None:
        self.pipe.flush()

    def close(self) -> None:
        self.pipe.close()


def test_git_is_asked_ahead(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    pipes: list[Counted] = []

    def started(
        command: list[str], settings: dict[str, str], source: int, errors: int
    ) -> subprocess.Popen[bytes]:
        process = git_module.started(command, settings, source, errors)
        assert process.stdin is not None
        pipes.append(Counted(process.stdin))
        process.stdin = cast("IO[bytes]", pipes[-1])
        return process

    monkeypatch.setattr(objects_module, "started", started)
    monkeypatch.setattr(objects_module, "_AHEAD", 3)
    tree.expect(tree.paths()[:6])
    assert None not in read(tree, *tree.paths()[:7])
    assert [pipe.names for pipe in pipes] == [[4, 2, 1]]


@pytest.mark.parametrize(
    "order",
    [
        ("f05", "f00", "f01"),
        ("f00", "f05", "f01"),
        ("f00", "f02", "f01", "f02"),
        ("f00", "f00", "f01"),
        ("f11", "f10"),
    ],
)
def test_another_order_than_expected(tree: Tree, order: tuple[str, ...]) -> None:
    tree.expect(tree.paths()[:8])
    assert read(tree, *order) == [path.encode() for path in order]


def test_what_is_expected_anew_counts(tree: Tree) -> None:
    tree.expect(["f00", "f01", "f02"])
    assert read(tree, "f00") == [b"f00"]
    tree.expect(["f07", "f08"])
    assert read(tree, "f07", "f08", "f01") == [b"f07", b"f08", b"f01"]


def test_a_broken_object_among_the_expected_harms_no_other(scene: Scene, tree: Tree) -> None:
    paths = tree.paths()
    broken(scene, tree, "f03")
    tree.expect(paths)
    assert [tree.read(path) for path in paths] == [
        None if path == "f03" else path.encode() for path in paths
    ]


def test_a_broken_object_that_nobody_wants_harms_no_other(scene: Scene, tree: Tree) -> None:
    broken(scene, tree, "f01")
    tree.expect(["f00", "f01", "f02"])
    assert read(tree, "f00", "f02", "f04") == [b"f00", b"f02", b"f04"]


def test_an_answer_that_takes_too_long_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_module, "TIMEOUT", 0.2)
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    with subprocess.Popen(sleeper, stdout=subprocess.PIPE) as process:
        watch = Watch(process)
        assert process.stdout is not None
        with pytest.raises(GitError, match="took longer"), watch:
            process.stdout.read()


def test_no_time_passes_between_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_module, "TIMEOUT", 0.2)
    echo = [sys.executable, "-c", "import sys\nfor line in sys.stdin: print(line, flush=True)"]
    pipe = subprocess.PIPE
    with subprocess.Popen(echo, stdin=pipe, stdout=pipe) as process:
        watch = Watch(process)
        with watch:
            pass
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.6)
        watch.end()
        process.kill()
