"""Builds the worked example: a small repository, its law, and one optimization of its hot path."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
from pathlib import Path

from doctrine_check.cli import main
from doctrine_check.records import Record

HERE = Path(__file__).parent
BASE_FILES = HERE / "repository"
OPTIMIZED = HERE / "optimized"
HOT = "src/tally/routes.py"
LEVER = "LEV-01"
BRANCH = "faster"
MESSAGE = f"""Remember which route a path belongs to

Most paths of a log come again and again. Adding or removing a route
forgets all answers, so that none is ever out of date.

Perf-Impact: optimization
Perf-Lever: {LEVER}
"""
_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Tally",
    "GIT_AUTHOR_EMAIL": "tally@example.org",
    "GIT_COMMITTER_NAME": "Tally",
    "GIT_COMMITTER_EMAIL": "tally@example.org",
}


class BuildError(Exception):
    """The example could not be built; the message says what went wrong."""


class Built(Record):
    """A repository with a change in it; ``before`` and ``after`` are checkouts of both sides."""

    root: Path
    before: Path
    after: Path
    base: str
    head: str

    def git(self, *arguments: str) -> str:
        """What git prints, in the repository. Raises BuildError."""
        return git(self.root, *arguments)

    def branch(self, name: str, start: str) -> None:
        """Check out a new branch."""
        self.git("checkout", "--quiet", "-B", name, start)

    def commit(self, message: str) -> str:
        """Commit what stands in the work tree; the id of the commit."""
        return commit(self.root, message)

    def edit(self, path: str, find: str, replace: str) -> None:
        """Replace the one place of a file where ``find`` stands. Raises BuildError."""
        text = (self.root / path).read_text(encoding="utf-8")
        if text.count(find) != 1:
            raise BuildError(f"expected {find!r} once in {path}, found it {text.count(find)} times")
        (self.root / path).write_text(text.replace(find, replace), encoding="utf-8")


def build(folder: Path) -> Built:
    """Make the repository and both checkouts in an empty folder. Raises BuildError."""
    root = folder / "tally"
    shutil.copytree(BASE_FILES, root, ignore=shutil.ignore_patterns("__pycache__"))
    git(root, "init", "--quiet", "--initial-branch=main")
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = main(["init", "--root", str(root)])
    if code != 0:
        raise BuildError(f"init failed with exit code {code}:\n{said.getvalue()}")
    base = commit(root, "Tally, with its performance doctrine")
    git(root, "checkout", "--quiet", "-b", BRANCH)
    shutil.copytree(
        OPTIMIZED, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
    )
    head = commit(root, MESSAGE)
    made = Built(root, folder / "before", folder / "after", base, head)
    for path, revision in ((made.before, base), (made.after, head)):
        git(root, "worktree", "add", "--quiet", "--detach", str(path), revision)
    return made


def commit(root: Path, message: str) -> str:
    """Commit everything; the id of the commit."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", message)
    return git(root, "rev-parse", "HEAD")


def git(root: Path, *arguments: str) -> str:
    """What git prints in a folder, no setting of this machine applied. Raises BuildError."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=root,
            env=kept | _ENVIRONMENT,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    except OSError as error:
        raise BuildError(f"git cannot be run: {error.strerror}") from error
    if done.returncode != 0:
        raise BuildError(f"git {' '.join(arguments)} failed: {done.stderr.strip()}")
    return done.stdout.strip()
