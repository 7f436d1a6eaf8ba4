"""A folder to be started in, and the command line run on it, for the tests of ``init``."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, NamedTuple

from doctrine_check.cli import main
from doctrine_check.config import DEDICATED_FILE, Config, parse_config

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


class Said(NamedTuple):
    """What a command line answered."""

    code: int
    out: str
    err: str


class Place:
    """A folder, and the command line run on it."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.capsys = capsys

    def write(self, path: str, text: str = "") -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(text.encode("utf-8"))

    def read(self, path: str) -> str:
        return (self.root / path).read_bytes().decode("utf-8")

    def run(self, *arguments: str, at: str = "") -> Said:
        self.capsys.readouterr()
        code = main([*arguments, "--root", str(self.root / at)])
        return Said(code, *self.capsys.readouterr())

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=self.root, check=True, capture_output=True)

    def files(self) -> set[str]:
        return {
            path.relative_to(self.root).as_posix()
            for path in self.root.rglob("*")
            if path.is_file() and ".git" not in path.parts
        }

    def config(self) -> Config:
        config = parse_config(DEDICATED_FILE, self.read(DEDICATED_FILE), ())
        assert config is not None
        return config


def make_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Place:
    """An empty folder, and a cache of its own."""
    monkeypatch.setenv("DOCTRINE_CHECK_CACHE_DIR", str(tmp_path / "cache"))
    root = tmp_path / "project"
    root.mkdir()
    return Place(root, capsys)
