"""A repository with a change in it, the command line in its folder, and bundles beside it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

from tests.changes.change_scene import DECLARED, base_files, hot_edit
from tests.changes.git_scene import Scene
from tests.cli.git_scene import run
from tests.evidence.bundles import make

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pytest

    from tests.cli.git_scene import Ran


class Work(NamedTuple):
    """A repository with a change in it, and the command line in its folder."""

    scene: Scene
    capsys: pytest.CaptureFixture[str]
    base: str
    head: str

    def run(self, *arguments: str) -> Ran:
        return run(self.capsys, *arguments)

    def change(self, *arguments: str) -> Ran:
        return self.run("change", "--base", self.base, "--head", self.head, *arguments)

    def evidence(self, **options: object) -> str:
        """A folder with a bundle that is valid for the change."""
        given: dict[str, object] = {"base_commit": self.base, "measured_commit": self.head}
        given |= {"repository": self.base}
        return put(self.scene.root.parent / "bundle", make(**given | options))

    def onto(self, files: Mapping[str, bytes], message: str = "x") -> Work:
        """Another change on the same base."""
        head = self.scene.commit(files, message.encode(), [self.base], "work")
        return self._replace(head=head)


def put(folder: Path, files: Mapping[str, bytes]) -> str:
    """Write files into a folder of their own."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return str(folder)


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
