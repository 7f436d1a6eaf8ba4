"""A git repository with our own pair of documents, and the command line run in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from doctrine_check.cli import main

if TYPE_CHECKING:
    import pytest

PROJECT = Path(__file__).resolve().parents[2]
DOCTRINE = "docs/doctrine/performance_and_velocity.md"
CONTRACT = "docs/specs/section_7/bd-2vl5_contract.md"
_ENVIRONMENT = {
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@b", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
}  # fmt: skip


class Ran(NamedTuple):
    """Exit code, standard output and standard error of a command line."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line that says what went wrong."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self
        assert "internal error" not in lines[0], self
        assert self.out == "", self
        return lines[0].removeprefix("doctrine-check: ")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ran:
    """Run a command line in this process."""
    capsys.readouterr()
    code = main(list(arguments))
    written = capsys.readouterr()
    return Ran(code, written.out, written.err)


def git(root: Path, *arguments: str) -> str:
    """Run git, which must succeed."""
    done = subprocess.run(
        ["git", "-C", str(root), *arguments],
        capture_output=True,
        check=True,
        env=os.environ | _ENVIRONMENT,
    )
    return done.stdout.decode().strip()


def write_pair(root: Path) -> Path:
    """Our own two documents in a folder."""
    for path in (DOCTRINE, CONTRACT):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / path, root / path)
    return root


def repository(root: Path) -> Path:
    """A repository with our own two documents committed."""
    root.mkdir(exist_ok=True)
    write_pair(root)
    git(root, "init", "-q", "-b", "main")
    return commit(root)


def commit(root: Path) -> Path:
    """Commit everything."""
    git(root, "add", "-A", "-f")
    git(root, "commit", "-q", "--allow-empty", "-m", "x")
    return root


def edit(root: Path, path: str, find: str, replace: str) -> None:
    """Replace the one place of a file where ``find`` stands."""
    text = (root / path).read_text(encoding="utf-8")
    assert text.count(find) == 1
    (root / path).write_text(text.replace(find, replace), encoding="utf-8")
