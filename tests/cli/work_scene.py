"""A repository with a change in it, the command line in its folder, and bundles beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.changes.change_scene import DECLARED, base_files, hot_edit
from tests.changes.git_scene import Scene
from tests.cli.test_change import Work, put

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pytest

__all__ = ["Work", "files_of", "optimization", "put"]


def optimization(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Work:
    """An optimization on the map, without evidence yet."""
    scene = Scene(root)
    monkeypatch.chdir(scene.root)
    base = scene.commit(base_files(), b"base", branch="main")
    head = scene.commit(hot_edit(base_files()), DECLARED.encode(), [base], "work")
    return Work(scene, capsys, base, head)


def files_of(folder: Path) -> Mapping[str, bytes]:
    """Every file below a folder, by its path there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
