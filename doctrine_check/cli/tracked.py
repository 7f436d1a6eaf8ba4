"""What git tracks: asked of git, and, for the cache, read off its index. Imports ``os`` alone."""

from __future__ import annotations

import os

# How far before a name its length and its mode stand: in entries with SHA-1 and with SHA-256,
# without and with extended flags.
_BEFORE_NAME = ((2, 38), (2, 50), (4, 40), (4, 52))
_FILE_MODES = (b"\0\0\x81", b"\0\0\xa0")  # of a file, of a link
_PLAIN_VERSIONS = (b"DIRC\0\0\0\2", b"DIRC\0\0\0\3")


def work_tree(folder: str) -> str | None:
    """The nearest folder at or above ``folder`` that holds a ``.git``."""
    while True:
        if os.path.exists(os.path.join(folder, ".git")):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def git_index(root: str) -> str | None:
    """The path of the git index of the checkout around ``root``, or ``None`` where none is told.

    Inside a commit git names another index, which counts if it lies in this checkout's git folder:
    a hook of one repository may well check another.
    """
    top = work_tree(root)
    if top is None:
        return None
    folder = os.path.join(top, ".git")
    if not os.path.isdir(folder):  # a worktree or a submodule
        try:
            with open(folder, encoding="utf-8") as file:
                line = file.read(4096).strip()
        except (OSError, UnicodeDecodeError):
            return None
        if not line.startswith("gitdir: "):
            return None
        folder = os.path.join(top, line[8:])
    named = os.environ.get("GIT_INDEX_FILE")
    if named:
        named = os.path.realpath(os.path.join(top, named))
        if named.startswith(os.path.join(os.path.realpath(folder), "")):
            return named
    return os.path.join(folder, "index")


def tracked_documents(root: str) -> list[str] | None:
    """Tracked ``*.md`` in the root and under ``docs/``; ``None`` where git does not answer."""
    return tracked(root, ":(glob)*.md", ":(glob)docs/**/*.md")


def tracked(root: str, *patterns: str) -> list[str] | None:
    """The tracked files that match; ``None`` where git does not answer."""
    index = git_index(root)
    if index is None:
        return None
    command = ["git", "-c", "core.fsmonitor=false", "-C", root, "ls-files", "-z", "--cached"]
    # Whatever GIT_* a hook of another repository left behind would shrink what is looked at.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    output = _output_of([*command, "--", *patterns], {**environment, "GIT_INDEX_FILE": index})
    if output is None:
        return None
    return sorted({os.fsdecode(name) for name in output.split(b"\0") if name})


def documents_of_index(data: bytes) -> bytes:
    """The names of the markdown files in a git index, joined; equal as long as the names are.

    A commit begins with ``git add``, which rewrites the index; only what it says of documents
    matters. A name ends with a NUL, and its length stands before it. An index that
    shares or shortens names (version 4, split, sparse) is returned whole: any change counts.
    """
    if data[:8] not in _PLAIN_VERSIONS or b"link" in data or b"sdir" in data:
        return data
    names = []
    end = data.find(b".md\0")
    while end >= 0:
        end += 3
        names.append(_name_before(data, end))
        end = data.find(b".md\0", end)
    names += [b"doctrine-check.toml"] * data.count(b"doctrine-check.toml\0")
    return b"\0".join(names)


def _name_before(data: bytes, end: int) -> bytes:
    for length in range(3, min(end - 4, 0xFFF)):
        start = end - length
        for flags, mode in _BEFORE_NAME:
            at = start - flags
            stated = (data[at] & 0x0F) << 8 | data[at + 1]
            if stated == length and data[start - mode : start - mode + 3] in _FILE_MODES:
                return data[start:end]
    return data[:end]


def _output_of(command: list[str], environment: dict[str, str]) -> bytes | None:
    """Standard output of a command that succeeds, else ``None``."""
    if not hasattr(os, "posix_spawnp"):  # Windows
        import subprocess

        try:
            done = subprocess.run(command, capture_output=True, check=False, env=environment)
        except OSError:
            return None
        return done.stdout if done.returncode == 0 else None
    # Importing subprocess costs as much as a quarter of a cached run; this is all we need of it.
    reading, writing = os.pipe()
    try:
        child = os.posix_spawnp(
            command[0],
            command,
            environment,
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
    with os.fdopen(reading, "rb") as pipe:
        output = pipe.read()
    _, status = os.waitpid(child, 0)
    return output if status == 0 else None
