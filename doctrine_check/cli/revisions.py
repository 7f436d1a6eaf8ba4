"""Documents as they were at a git revision."""

from __future__ import annotations

import subprocess

from doctrine_check.cli.files import UsageError
from doctrine_check.records import Record

MAX_DOCUMENTS = 5000
TIMEOUT = 60
"""Longest that one git command may take, in seconds."""


class Blob(Record):
    """A document at a revision."""

    path: str
    data: bytes


def resolve(root: str, revision: str) -> str:
    """The commit that a revision names. Raises UsageError when there is none."""
    done = _git(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    commit = done.stdout.decode("ascii", "replace").strip()
    if done.returncode != 0 or not commit:
        raise UsageError(f"{revision!r} is neither a file nor a git revision")
    return commit


def documents_at(root: str, commit: str) -> list[Blob]:
    """The documents a run without paths would look at, as the commit has them."""
    done = _git(root, "ls-tree", "-r", "-z", "--name-only", commit)
    if done.returncode != 0:
        raise UsageError(f"git cannot list {commit}")
    names = [name for name in done.stdout.decode("utf-8", "surrogateescape").split("\0") if name]
    wanted = [
        name
        for name in names
        if name.endswith(".md") and ("/" not in name or name.startswith("docs/"))
    ]
    return [Blob(name, _blob(root, commit, name)) for name in wanted[:MAX_DOCUMENTS]]


def paths_at(root: str, commit: str) -> frozenset[str]:
    """Every path of a commit, for the question whether a file exists."""
    done = _git(root, "ls-tree", "-r", "-z", "--name-only", commit)
    names = done.stdout.decode("utf-8", "surrogateescape").split("\0")
    folders = {name.rpartition("/")[0] for name in names}
    return frozenset(names) | folders


def _blob(root: str, commit: str, path: str) -> bytes:
    done = _git(root, "cat-file", "blob", f"{commit}:{path}")
    if done.returncode != 0:
        raise UsageError(f"git cannot read {path} at {commit}")
    return done.stdout


def _git(root: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-c", "core.fsmonitor=false", "-C", root, *arguments]
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=TIMEOUT)
    except FileNotFoundError as error:
        raise UsageError("git is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise UsageError(f"git took longer than {TIMEOUT} seconds") from error
