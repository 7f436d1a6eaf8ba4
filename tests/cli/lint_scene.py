"""A folder with an agreeing pair, and ``lint`` run in it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from doctrine_check.cli import main

if TYPE_CHECKING:
    import pytest

BASE = Path(__file__).resolve().parent.parent / "rules" / "_base"
DOCTRINE = "docs/doctrine/performance.md"
CONTRACT = "docs/specs/section_10/bd-1abc_contract.md"


class Scene:
    """A folder with an agreeing pair, and the command line run in it."""

    def __init__(
        self, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.root = root
        self.capsys = capsys
        shutil.copytree(BASE, root)
        (root / "doctrine-check.toml").touch()
        monkeypatch.chdir(root)
        monkeypatch.setenv("DOCTRINE_CHECK_CACHE_DIR", str(root.parent / "cache"))
        monkeypatch.delenv("CI", raising=False)
        for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
            monkeypatch.delenv(name, raising=False)

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        self.capsys.readouterr()
        code = main(["lint", *arguments])
        captured = self.capsys.readouterr()
        return code, captured.out, captured.err

    def report(self, *arguments: str) -> tuple[int, dict[str, object]]:
        code, out, _ = self(*arguments, "--format", "json")
        return code, json.loads(out)

    def documents(self, *arguments: str) -> int:
        _, report = self.report(*arguments)
        checked = report["checked"]
        assert isinstance(checked, dict)
        return int(checked["files"])

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert text.count(old) >= 1
        (self.root / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")
