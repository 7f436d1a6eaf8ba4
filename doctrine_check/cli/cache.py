"""The cache of clean passes: what `lint` said last time, if nothing that it read has changed.

An entry holds every answer that the run got and that its verdict rests on: the digests of the bytes
that were read (documents, config, ratchet, budgets), the names of what git tracks or of what stands
in the folders, what exists, what is a link, and the first day on which a waiver is no longer valid.
:mod:`doctrine_check.cli.keeping` notes them. What cannot be read never equals anything. Only a pass
without findings is kept. A damaged or deleted entry is a miss.

Nothing heavy is imported here: this is what runs on every commit.
"""

from __future__ import annotations

import os
import sys

from doctrine_check import __version__

TYPE_CHECKING = False  # typing is not imported for it
if TYPE_CHECKING:
    from collections.abc import Callable

FORMAT = "doctrine-check-cache 2"
"""History: 1, first form; 2, answers of the run itself."""
MAX_ENTRY = 4 * 1024 * 1024
MAX_READ = 16 * 1024 * 1024
"""How much of a file is looked at; no run reads as much of one."""
MAX_ENTRIES = 256
MAX_TOTAL = 32 * 1024 * 1024
"""Most entries that are kept, and most bytes of them; the oldest go first."""
COULD_NOT_CHECK = 3
_DIGITS = 32
_HEX = frozenset("0123456789abcdef")
_OFF = frozenset({"--no-cache", "--fix", "--diff", "--update-ratchet"})


Condition = tuple[str, str, str]
"""What must still be true: its kind, one of those below, the value it had, and a path."""


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
    # Another interpreter, or another copy of this program, may judge otherwise.
    program = (FORMAT, __version__, sys.version, __file__)
    key = "\0".join((*program, where, *_surroundings(), *arguments))
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
    if kind in _ASKED:
        return str(int(_ASKED[kind](path))) == value
    found = _FOUND.get(kind)
    return found is not None and found(path) == value


def _document(path: str) -> str | None:
    root, _, name = path.partition("\t")
    return None if os.path.islink(os.path.join(root, name)) else _linked(path)


def _linked(path: str) -> str | None:
    """The digest of a document; one that a link leads out of the root is not read."""
    root, _, name = path.partition("\t")
    full = os.path.join(root, name)
    inside = os.path.realpath(full).startswith(os.path.join(os.path.realpath(root), ""))
    return file_digest(full) if inside else None


def _is_inside(path: str) -> bool:
    root, _, full = path.partition("\t")
    return os.path.realpath(full).startswith(os.path.join(os.path.realpath(root), ""))


def file_digest(path: str) -> str | None:
    """The digest of a file, ``None`` when it cannot be read, or is a pipe that would never end."""
    if not os.path.isfile(path):
        return None
    try:
        with open(path, "rb") as file:
            return digest(file.read(MAX_READ))
    except OSError:
        return None


def _configs(root: str) -> str | None:
    try:
        names = os.listdir(root)
    except OSError:
        return None
    return listing_digest(sorted(name for name in names if name.lower().endswith(".toml")))


def _top(root: str) -> str | None:
    from doctrine_check.cli import files

    try:
        return listing_digest(files.top_documents(root))
    except OSError:
        return None


def _walk(path: str) -> str | None:
    from doctrine_check.cli import files

    root, _, inside = path.partition("\t")
    try:
        return listing_digest(files.walk_documents(root, inside))
    except (OSError, files.UsageError, files.NothingToCheckError):
        return None  # the run itself says what is wrong


def _tracked(path: str) -> str | None:
    root, *more = path.split("\t")
    from doctrine_check.cli.tracked import git_index

    index = git_index(root)
    data = b"" if index is None else index_bytes(index)
    return None if data is None else index_value(root, data, more)


def index_bytes(index: str) -> bytes | None:
    """The bytes of a git index; ``None`` where there is one, and it is not here or unreadable.

    What git says of a checkout without its index is another answer than what is read without git.
    """
    if not os.path.isfile(index):
        return None
    try:
        with open(index, "rb") as file:
            return file.read() or None
    except OSError:
        return None


def index_value(root: str, data: bytes, more: list[str]) -> str:
    """What an index says of documents and ``more``, which are told from the top of the checkout.

    Without a checkout there is no index, and ``data`` is empty.
    """
    from doctrine_check.cli.tracked import documents_of_index, work_tree

    top = os.fsencode(work_tree(root) or "")
    said = documents_of_index(data, [os.fsencode(name) for name in more])
    return digest(b"\0".join((top, b"index" if data else b"", said)))


def _no_later(day: str) -> bool:
    import time

    return time.strftime("%Y-%m-%d") <= day


_ASKED: dict[str, Callable[[str], bool]] = {
    "exists": os.path.exists,
    "there": os.path.lexists,
    "is_file": os.path.isfile,
    "is_folder": os.path.isdir,
    "inside": _is_inside,
    "before": _no_later,
}
"""What is answered with yes or no: ``1`` or ``0``."""
_FOUND: dict[str, Callable[[str], str | None]] = {
    "document": _document,
    "link": _linked,
    "real": os.path.realpath,
    "file": file_digest,
    "configs": _configs,
    "top": _top,
    "walk": _walk,
    "tracked": _tracked,
}
"""What is answered with a text; ``None`` where the run would say that something is wrong."""


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
