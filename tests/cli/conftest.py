"""Fixtures of the command line's tests."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.cache_scene import make_repo
from tests.cli.git_scene import repository, write_pair
from tests.cli.init_scene import make_place
from tests.cli.lint_scene import Scene
from tests.cli.work_scene import optimization

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.cache_scene import Repo
    from tests.cli.init_scene import Place
    from tests.cli.work_scene import Work


@pytest.fixture
def repo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Repo:
    """A repository with a clean pair, a cache of its own, and the command line in it."""
    return make_repo(tmp_path, monkeypatch, capsys)


@pytest.fixture
def scene(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Scene:
    """A folder with an agreeing pair, which is also the current one, and ``lint`` run in it."""
    return Scene(tmp_path / "repository", monkeypatch, capsys)


@pytest.fixture
def git(scene: Scene, require_tool: Callable[[str], str]) -> Callable[..., None]:
    """Git in the folder of the scene, which it has made a repository of."""
    program = require_tool("git")

    def run(*arguments: str) -> None:
        subprocess.run([program, *arguments], cwd=scene.root, check=True)

    run("init", "--quiet")
    return run


@pytest.fixture
def place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Place:
    """An empty folder to be started in."""
    return make_place(tmp_path, monkeypatch, capsys)


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without git that holds our own pair, which is also the current one."""
    monkeypatch.chdir(write_pair(tmp_path))
    return tmp_path


@pytest.fixture
def tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, require_tool: Callable[[str], str]
) -> Path:
    """The work tree of a repository with our own pair, which is also the current folder."""
    require_tool("git")
    root = repository(tmp_path / "r")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def work(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    require_tool: Callable[[str], str],
) -> Work:
    """A repository with an optimization on the map, without evidence yet."""
    require_tool("git")
    return optimization(tmp_path / "repository", monkeypatch, capsys)
