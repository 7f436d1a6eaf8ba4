"""Which files a run looks at: the root, the tracked documents, folders. Imports ``os`` alone."""

from __future__ import annotations

import os

MARKERS = ("doctrine-check.toml", ".git")
SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "site-packages"})
MAX_FILES = 200_000
"""Most files that a folder walk looks at."""


class UsageError(Exception):
    """The command line asks for something that cannot be done; exit code 2."""


class NothingToCheckError(Exception):
    """Nothing was there to be checked, which is no pass; exit code 3."""


def find_root(start: str) -> str:
    """The nearest folder at or above ``start`` with a marker, else ``start`` itself.

    Where no folder has one of ours, the nearest ``pyproject.toml`` counts.
    """
    start = os.path.abspath(start)
    for markers in (MARKERS, ("pyproject.toml",)):
        folder = start
        while True:
            if any(os.path.exists(os.path.join(folder, marker)) for marker in markers):
                return folder
            parent = os.path.dirname(folder)
            if parent == folder:
                break
            folder = parent
    return start


def git_index(root: str) -> str | None:
    """The path of the git index of a checkout, or ``None`` where it cannot be told."""
    named = os.environ.get("GIT_INDEX_FILE")
    if named:
        return os.path.join(root, named)
    entry = os.path.join(root, ".git")
    if os.path.isdir(entry):
        return os.path.join(entry, "index")
    if os.path.isfile(entry):  # a worktree
        with open(entry, encoding="utf-8") as file:
            line = file.read(4096).strip()
        if line.startswith("gitdir: "):
            return os.path.join(root, line[8:], "index")
    return None


def tracked_documents(root: str) -> list[str] | None:
    """Tracked ``*.md`` in the root and under ``docs/``; ``None`` where git does not answer."""
    if not os.path.exists(os.path.join(root, ".git")):
        return None
    command = ["git", "-c", "core.fsmonitor=false", "-C", root, "ls-files", "-z", "--cached"]
    command += ["--", ":(glob)*.md", ":(glob)docs/**/*.md"]
    output = _output_of(command)
    if output is None:
        return None
    names = {os.fsdecode(name) for name in output.split(b"\0") if name}
    # A document deleted in the work tree and not yet in the index is gone for this run.
    return sorted(name for name in names if os.path.lexists(os.path.join(root, name)))


def _output_of(command: list[str]) -> bytes | None:
    """Standard output of a command that succeeds, else ``None``."""
    if not hasattr(os, "posix_spawnp"):  # Windows
        import subprocess

        done = subprocess.run(command, capture_output=True, check=False)
        return done.stdout if done.returncode == 0 else None
    # Importing subprocess costs as much as a quarter of a cached run; this is all we need of it.
    reading, writing = os.pipe()
    try:
        child = os.posix_spawnp(
            command[0],
            command,
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, writing, 1),
                (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
            ],
        )
    except OSError:
        os.close(reading)
        return None
    finally:
        os.close(writing)
    chunks = []
    with os.fdopen(reading, "rb") as pipe:
        chunks.append(pipe.read())
    _, status = os.waitpid(child, 0)
    return b"".join(chunks) if status == 0 else None


def walk_documents(root: str, folder: str) -> list[str]:
    """Every ``*.md`` under ``folder``, relative to ``root``, without hidden and vendor folders."""
    found: list[str] = []
    pending = [os.path.join(root, folder)]
    seen = 0
    while pending:
        current = pending.pop()
        try:
            entries = sorted(os.scandir(current), key=lambda entry: entry.name)
        except OSError as error:
            # A folder nobody could look into may hold the faulty document.
            raise NothingToCheckError(f"cannot read {current}: {error.strerror}") from error
        for entry in entries:
            seen += 1
            if seen > MAX_FILES:
                raise UsageError(f"more than {MAX_FILES:,} files under {folder}; name fewer paths")
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and entry.name not in SKIPPED_FOLDERS:
                    pending.append(entry.path)
            elif entry.name.endswith(".md"):
                found.append(posix(os.path.relpath(entry.path, root)))
    return sorted(found)


def default_documents(root: str) -> list[str]:
    """What is looked at without paths: tracked documents, or, outside git, those on disk."""
    tracked = tracked_documents(root)
    if tracked is not None:
        return tracked
    top = [
        entry.name
        for entry in os.scandir(root)
        if entry.name.endswith(".md") and not entry.is_dir()
    ]
    under = walk_documents(root, "docs") if os.path.isdir(os.path.join(root, "docs")) else []
    return sorted({*top, *under})


def named_documents(root: str, paths: list[str], cwd: str) -> list[str]:
    """The documents that paths on the command line name; a folder means all ``*.md`` in it."""
    found: set[str] = set()
    for path in paths:
        absolute = os.path.abspath(os.path.join(cwd, path))
        if not os.path.exists(absolute):
            raise UsageError(f"no such file or folder: {path}")
        relative = posix(os.path.relpath(absolute, root))
        if relative.startswith("../") or relative == ".." or os.path.isabs(relative):
            raise UsageError(f"{path} is outside the root {root}; name another --root")
        if os.path.isdir(absolute):
            inside = walk_documents(root, relative)
            if not inside and len(paths) == 1:
                raise NothingToCheckError(f"no markdown documents in {path}")
            found.update(inside)
        else:
            found.add(relative)
    return sorted(found)


def posix(path: str) -> str:
    """``path`` with forward slashes, as reports show it on every system."""
    return path.replace(os.sep, "/") if os.sep != "/" else path


def read_document(root: str, path: str) -> bytes | None:
    """The bytes of a document; ``None`` when it cannot be opened or leads out of the root.

    One byte more than the cap is read, so that a file over it is seen as such and not cut.
    """
    from doctrine_check.doctrine.source import MAX_BYTES

    full = os.path.join(root, path)
    if not inside_root(root, full):
        return None
    try:
        with open(full, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        return None


def inside_root(root: str, full: str) -> bool:
    """Whether a path, links resolved, stays inside the root."""
    real_root = os.path.realpath(root)
    return os.path.realpath(full).startswith(os.path.join(real_root, ""))


class Existing:
    """Answers whether a path relative to the root exists. Survives pickling."""

    def __init__(self, root: str) -> None:
        self.root = root

    def __call__(self, path: str) -> bool:
        """Whether ``path`` is a file or folder of the repository."""
        return "\0" not in path and os.path.exists(os.path.join(self.root, path))
