"""A folder with one spec contract, and the command line run in it, for the tests of the cache."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from doctrine_check.cli import dispatch, main

if TYPE_CHECKING:
    import pytest

NOT_FROM_CACHE = 77
DOCUMENT = "docs/queue.md"
NAMED = "tools/queue.py"
TEXT = """\
# bd-abcd: Queue contract

**Section:** 3
**Status:** Active

## Event Codes

| Code | Level | Meaning |
|------|-------|---------|
| QUE-001 | info | A message was taken |
| QUE-002 | error | A message was lost |

## Invariants

| ID | Statement |
|----|-----------|
| INV-QUE-ORDER | Messages leave in the order they came |

## Artifacts

- Runner: `tools/queue.py`
"""
_WAIVER = '<!-- doctrine-check: waive missing-file until=2030-06-15 reason="comes later" -->'
DATED = f"{TEXT}- Notes: `docs/none/notes.md` {_WAIVER}\n"


class Ran(NamedTuple):
    """Exit code and standard output of a command line."""

    code: int
    output: str


class Repo:
    """A folder with one spec contract, and the command line run in it."""

    def __init__(
        self, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.root = root
        self.monkeypatch = monkeypatch
        self.capsys = capsys

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> Ran:
        self.capsys.readouterr()
        code = main(list(arguments or ("lint",)))
        return Ran(code, self.capsys.readouterr().out)

    def answered(self, *arguments: str) -> Ran | None:
        """What the cache alone answers."""
        with self.monkeypatch.context() as patch:
            patch.setattr(dispatch, "run", lambda _: NOT_FROM_CACHE)
            ran = self.run(*arguments)
        return None if ran.code == NOT_FROM_CACHE else ran

    def hit(self, *arguments: str) -> bool:
        return self.answered(*arguments) is not None

    def prime(self, *arguments: str) -> Ran:
        """A run whose answer is kept; fails where it is not."""
        first = self.run(*arguments)
        assert first.code == 0, first.output
        assert self.hit(*arguments)
        return first

    def entries(self) -> list[Path]:
        folder = Path(os.environ["DOCTRINE_CHECK_CACHE_DIR"])
        return sorted(folder.iterdir()) if folder.is_dir() else []

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=self.root, check=True, capture_output=True)


def make_repo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Repo:
    """A folder whose documents pass, an empty cache, and no trace of CI."""
    root = tmp_path / "repository"
    made = Repo(root, monkeypatch, capsys)
    made.write(DOCUMENT, TEXT)
    made.write("docs/plain.md", "# Plain\n\nText.\n")
    made.write("README.md", "# Read me\n")
    made.write(NAMED, "")
    monkeypatch.chdir(root)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("GIT_INDEX_FILE", raising=False)
    monkeypatch.setenv("DOCTRINE_CHECK_CACHE_DIR", str(tmp_path / "cache"))
    return made
