"""What git tracks: asked of git, or, where that does, read off its index. Imports ``os`` alone."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # typing is not imported for it
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# As git's patterns have it; the endings are those of :func:`files.is_markdown`.
_ANY_CASE = ("[mM][dD]", "[mM][aA][rR][kK][dD][oO][wW][nN]")
_DOCUMENTS = [f":(glob){where}*.{end}" for where in ("", "docs/**/") for end in _ANY_CASE]
# How far before a name its length and its mode stand: in entries with SHA-1 and with SHA-256,
# without and with extended flags.
_EXTENDED = 4
_BEFORE_NAME = ((2, 38), (2, 50), (_EXTENDED, 40), (_EXTENDED, 52))
_FILE_MODES = (b"\0\0\x81", b"\0\0\xa0")  # of a file, of a link
PLAIN_VERSIONS = (b"DIRC\0\0\0\2", b"DIRC\0\0\0\3")


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
        line = _pointer(folder)
        if line is None:
            return folder  # there is one, and it cannot be told: reading this one fails alike
        if not line.startswith("gitdir: "):
            return None
        folder = os.path.join(top, line[8:])
    named = os.environ.get("GIT_INDEX_FILE")
    if named:
        named = os.path.realpath(os.path.join(top, named))
        if named.startswith(os.path.join(os.path.realpath(folder), "")):
            return named
    return os.path.join(folder, "index")


def _pointer(path: str) -> str | None:
    """What a ``.git`` that is a file says, ``None`` where it cannot be read."""
    if not os.path.isfile(path):
        return None  # a pipe would wait for ever
    try:
        with open(path, encoding="utf-8") as file:
            return file.read(4096).strip()
    except UnicodeDecodeError:
        return ""
    except OSError:
        return None


def tracked_documents(root: str) -> list[str] | None:
    """Tracked markdown in the root and under ``docs/``; see :func:`tracked_names`."""
    found = tracked_names(root)
    return None if found is None else sorted(found)


def tracked_names(root: str, more: Sequence[str] = ()) -> dict[str, bool] | None:
    """Tracked markdown in the root and under ``docs/``, and those of ``more`` that git tracks.

    Each with whether a sparse checkout leaves it out. ``None`` where nothing is tracked at all.
    Raises NothingToCheckError where git tracks documents and they cannot be told, or are not here.
    """
    from doctrine_check.cli.files import NothingToCheckError, is_document

    patterns = [*_DOCUMENTS, *(f":(literal){name}" for name in more)]
    found = _tracked(root, patterns, lambda name: is_document(name) or name in more)
    if found is None:
        return None
    away = [name for name, left_out in found.items() if left_out and not _on_disk(root, name)]
    if away:
        more = f" and {len(away) - 1} more documents" if len(away) > 1 else ""
        raise NothingToCheckError(
            f"this sparse checkout leaves out {away[0]}{more}; bring back what is left out with "
            "`git sparse-checkout add`, or name what to look at"
        )
    return found


def _on_disk(root: str, name: str) -> bool:
    return os.path.lexists(os.path.join(root, name))


def _tracked(
    root: str, patterns: Sequence[str], wanted: Callable[[str], bool]
) -> dict[str, bool] | None:
    """The tracked files that match, and whether a sparse checkout leaves each out.

    Git is asked, and where it does not answer, its index is read. ``None``: there is no index.
    Raises NothingToCheckError where there is one that says nothing.
    """
    index = git_index(root)
    if index is None:
        return None
    command = ["git", "-c", "core.fsmonitor=false", "-C", root, "ls-files", "-z", "-t", "--cached"]
    # Whatever GIT_* a hook of another repository left behind would shrink what is looked at.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    output = _output_of([*command, "--", *patterns], {**environment, "GIT_INDEX_FILE": index})
    if output is not None:
        rows = [row for row in output.split(b"\0") if row]
        return {os.fsdecode(row[2:]): row[:1] == b"S" for row in rows}
    if _is_missing(index):
        return None
    from doctrine_check.cli.git_index import read_index

    entries = read_index(index)
    inside = below_top(root)
    if entries is None or inside is None:
        from doctrine_check.cli.files import NothingToCheckError

        raise NothingToCheckError(
            f"git does not answer, and its index {index} cannot be read without it: which "
            "documents are tracked is not known; `git status` says why, or name what to look at"
        )
    below = {name[len(inside) :]: out for name, out in entries.items() if name.startswith(inside)}
    return {name: left_out for name, left_out in below.items() if wanted(name)}


def _is_missing(path: str) -> bool:
    """Whether there is no such file; where nobody lets us look, there may be one."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def below_top(root: str) -> str | None:
    """What the names in the index of files below ``root`` begin with."""
    top = work_tree(root)
    real = os.path.realpath(root)
    above = None if top is None else os.path.realpath(top)
    if real == above:
        return ""
    if above is None or not real.startswith(os.path.join(above, "")):
        return None
    return real[len(os.path.join(above, "")) :].replace(os.sep, "/") + "/"


def documents_of_index(data: bytes, more: Sequence[bytes] = ()) -> bytes:
    """The names of markdown files and of ``more`` in a git index, joined; equal while they are.

    A commit begins with ``git add``, which rewrites the index; only what it says of documents
    matters. A name ends with a NUL, and its length stands before it; behind one that a sparse
    checkout leaves out comes a slash. An index that shares or shortens names (version 4, split,
    sparse) is returned whole: any change counts.
    """
    if data[:8] not in PLAIN_VERSIONS or b"link" in data or b"sdir" in data:
        return data
    names = []
    small = data.lower()
    for ending in (b".md\0", b".markdown\0"):
        end = small.find(ending)
        while end >= 0:
            end += len(ending) - 1
            names.append(_name_before(data, end))
            end = small.find(ending, end)
    for name in more:
        at = data.find(name + b"\0")
        while at >= 0:
            read = _name_before(data, at + len(name))
            if read.rstrip(b"/") == name:
                names.append(read)
            at = data.find(name + b"\0", at + 1)
    return b"\0".join(names)


def _name_before(data: bytes, end: int) -> bytes:
    for length in range(3, min(end - 4, 0xFFF)):
        start = end - length
        for flags, mode in _BEFORE_NAME:
            at = start - flags
            stated = (data[at] & 0x0F) << 8 | data[at + 1]
            if stated == length and data[start - mode : start - mode + 3] in _FILE_MODES:
                left_out = flags == _EXTENDED and data[start - 2] & 0x40
                return data[start:end] + (b"/" if left_out else b"")
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
    try:
        _, status = os.waitpid(child, 0)
    except ChildProcessError:  # whoever started us has children reaped unseen; how it ended is lost
        return None
    return output if status == 0 else None
