"""The cache of clean passes: what `lint` said last time, if nothing that it read has changed.

An entry holds the digests of all documents, the config and the ratchet, the names of the documents
that git tracks (or that stand in the folders), whether each referenced path exists, and the first
day on which a waiver is no longer valid. Only a pass without findings is kept. A damaged or deleted
entry is a miss.

Nothing heavy is imported here: this is what runs on every commit.
"""

from __future__ import annotations

import os
import sys

from doctrine_check import __version__

FORMAT = "doctrine-check-cache 1"
"""History: 1, first form."""
MAX_ENTRY = 4 * 1024 * 1024
MAX_ENTRIES = 256
MAX_TOTAL = 32 * 1024 * 1024
"""Most entries that are kept, and most bytes of them; the oldest go first."""
COULD_NOT_CHECK = 3
_DIGITS = 32
_HEX = frozenset("0123456789abcdef")
_OFF = frozenset({"--no-cache", "--fix", "--diff", "--update-ratchet"})


Condition = tuple[str, str, str]
"""What must still be true: its kind, see :func:`_holds`, the value it had, and a path."""


def digest(data: bytes) -> str:
    """A content digest; not a secret, but no two documents share it."""
    # hashlib pulls in OpenSSL, which costs more than all digests of a run together.
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b
    return blake2b(data, digest_size=16).hexdigest()


def folder() -> str | None:
    """The user's cache folder for this program, or ``None`` where there is none."""
    base = os.environ.get("DOCTRINE_CHECK_CACHE_DIR")
    if base:
        return base
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = os.path.join(os.path.expanduser("~"), "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME")
        if not base:
            home = os.path.expanduser("~")
            base = os.path.join(home, ".cache") if home != "~" else None
    return os.path.join(base, "doctrine-check") if base else None


def usable(arguments: list[str]) -> bool:
    """Whether this command line may be answered from the cache, or kept in it."""
    for argument in arguments:
        if argument in _OFF or argument.startswith(("--events", "--output", "--o", "--e")):
            return False
    return not os.environ.get("CI") or "--cache" in arguments


def _surroundings() -> tuple[str, ...]:
    stdout = sys.stdout
    terminal = bool(stdout is not None and stdout.isatty())
    shown = [str(terminal)]
    if terminal:
        shown += [os.environ.get(name, "") for name in ("NO_COLOR", "TERM", "COLUMNS", "LINES")]
        try:
            shown.append(str(os.get_terminal_size().columns))
        except OSError:
            shown.append("?")
    return tuple(shown)


def entry_path(arguments: list[str]) -> str | None:
    """Where the entry of this command line in this folder is kept."""
    base = folder()
    if base is None:
        return None
    try:
        where = os.getcwd()
    except OSError:  # the folder is gone; the run itself will say so
        return None
    key = "\0".join((FORMAT, __version__, where, *_surroundings(), *arguments))
    return os.path.join(base, digest(key.encode("utf-8", "surrogateescape")))


def replay(arguments: list[str]) -> int | None:
    """Say again what the last clean pass said, or ``None`` when it may have become wrong."""
    if not usable(arguments):
        return None
    path = entry_path(arguments)
    if path is None:
        return None
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_ENTRY + 1)
    except OSError:
        return None
    output = _still_true(data)
    return None if output is None else _say(output)


def _say(output: str) -> int | None:
    """Write the output as a checked run does: in UTF-8, whatever the locale.

    A reader that went away makes it no answer; the checked run says so.
    """
    stdout = sys.stdout
    try:
        if hasattr(stdout, "buffer"):
            stdout.flush()
            stdout.buffer.write(output.encode("utf-8", "surrogateescape"))
        else:
            stdout.write(output)
        stdout.flush()
    except OSError as error:  # nobody reads, or the disk is full
        os.dup2(os.open(os.devnull, os.O_WRONLY), stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            sys.stderr.write(f"doctrine-check: the report could not be written: {error}\n")
        return COULD_NOT_CHECK
    return 0


def _still_true(data: bytes) -> str | None:
    """The output of an entry all of whose conditions hold."""
    head, _, rest = data.partition(b"\n")
    if head.decode("ascii", "replace") != f"{FORMAT} {digest(rest)}":
        return None
    text = rest.decode("utf-8", "surrogateescape")
    conditions, _, output = text.partition("\n\n")
    rows = [line.split("\t", 2) for line in conditions.split("\n")]
    if any(len(row) != 3 for row in rows):
        return None
    return output if all(_holds(kind, value, path) for kind, value, path in rows) else None


def _holds(kind: str, value: str, path: str) -> bool:
    if kind == "before":
        import time

        return time.strftime("%Y-%m-%d") <= value
    found = None
    if kind == "document":
        found = document_digest(*path.split("\t", 1))
    elif kind == "file":
        found = file_digest(path)
    elif kind == "exists":
        found = str(int(os.path.exists(path)))
    elif kind == "tracked":
        found = index_digest(path)
    elif kind in ("top", "walk"):
        found = _listing(kind, path)
    return found == value


def _listing(kind: str, path: str) -> str:
    from doctrine_check.cli import files

    root, _, inside = path.partition("\t")
    try:
        names = files.top_documents(root) if kind == "top" else files.walk_documents(root, inside)
    except (OSError, files.UsageError, files.NothingToCheckError):
        return "-"  # the run itself says what is wrong
    return listing_digest(names)


def document_digest(root: str, name: str) -> str:
    """The digest of a document; one that a link leads out of the root is not read."""
    path = os.path.join(root, name)
    inside = os.path.realpath(path).startswith(os.path.join(os.path.realpath(root), ""))
    return file_digest(path) if inside else "-"


def index_digest(root: str) -> str:
    """The digest of what the git index says of documents, ``-`` when it cannot be read."""
    from doctrine_check.cli.tracked import documents_of_index, git_index

    path = git_index(root)
    if path is None:
        return "-"
    try:
        with open(path, "rb") as file:
            return digest(documents_of_index(file.read()))
    except OSError:
        return "-"


def file_digest(path: str) -> str:
    """The digest of a file, ``-`` when it cannot be read, or is a pipe that would never end."""
    if not os.path.isfile(path):
        return "-"
    try:
        with open(path, "rb") as file:
            return digest(file.read())
    except OSError:
        return "-"


def listing_digest(names: list[str]) -> str:
    """The digest of a folder listing."""
    return digest("\0".join(names).encode("utf-8", "surrogateescape"))


def store(arguments: list[str], conditions: list[Condition], output: str) -> None:
    """Keep a clean pass. Failing to is no fault: the next run is merely slower."""
    path = entry_path(arguments)
    if path is None or any("\n" in part for row in conditions for part in row):
        return
    body = "\n".join("\t".join(row) for row in conditions) + "\n\n" + output
    rest = body.encode("utf-8", "surrogateescape")
    if len(rest) > MAX_ENTRY - 100:
        return
    from doctrine_check.cli.writing import replace

    where = os.path.dirname(path)
    try:
        os.makedirs(where, mode=0o700, exist_ok=True)
        replace(path, f"{FORMAT} {digest(rest)}\n".encode("ascii") + rest)
        _prune(where, os.path.basename(path))
    except OSError:
        return


def _prune(where: str, kept: str) -> None:
    """Delete the oldest entries beyond what is kept, and what killed runs left; nothing else's.

    Another run may do the same, or write, at the same time: an entry that is gone is a miss.
    """
    found = []
    with os.scandir(where) as files:
        for file in files:
            if _is_ours(file.name) and file.is_file(follow_symlinks=False) and file.name != kept:
                status = file.stat(follow_symlinks=False)
                found.append((status.st_mtime_ns, status.st_size, file.path))
    found.sort(reverse=True)
    size = 0
    for count, (_, bytes_, path) in enumerate(found, 2):
        size += bytes_
        if count > MAX_ENTRIES or size > MAX_TOTAL:
            os.unlink(path)


def _is_ours(name: str) -> bool:
    """Whether a file is an entry by its name, or one that was to become an entry."""
    parts = name.removeprefix(".").removesuffix(".tmp").split(".")
    return (
        len(parts[0]) == _DIGITS
        and _HEX.issuperset(parts[0])
        and all(part.isdecimal() for part in parts[1:])
    )
