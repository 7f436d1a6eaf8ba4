"""Writes files: the whole of one or nothing of it. Imports little."""

from __future__ import annotations

import errno
import os

from doctrine_check.cli.files import UsageError

READ_ONLY = "the file is read-only; make it writable"
_NOT_BESIDE = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY})
"""Why a file may have no other beside it, or take its place, though it can be written itself."""
_MOST_TRIES = 100


def create(path: str, data: bytes) -> None:
    """Write a new file. Raises OSError, FileExistsError where one is there; no part of it stays."""
    _fill(path, data, 0o666)


def replace(path: str, data: bytes) -> None:
    """Write a file, whatever it held. A link stays one, and owner and permissions stay.

    Raises OSError, and leaves everything as it was.
    """
    path = os.path.realpath(path)
    status = _status(path)
    temporary = _beside(path, data, 0o666 if status is None else 0o600)
    try:
        if status is not None:
            _take_over(temporary, status)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def put(path: str, data: bytes) -> None:
    """Write what is nobody's source, such as a report, as :func:`replace` does where that can be.

    A device or a pipe is written to. So is a file whose folder takes no other, or that is mounted
    where it stands: its content can be made again. Raises OSError.
    """
    if os.path.isfile(path) or not os.path.exists(path):
        try:
            replace(path, data)
        except OSError as error:
            if error.errno not in _NOT_BESIDE or not os.path.isfile(path):
                raise
        else:
            return
    with open(path, "wb") as file:
        file.write(data)


def put_text(path: str, text: str) -> None:
    """:func:`put` a text as UTF-8, its newlines as they are. Raises UsageError."""
    try:
        put(path, text.encode("utf-8"))
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


def _status(path: str) -> os.stat_result | None:
    """What is known of a file that may be replaced, ``None`` where there is none."""
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return None
    # A folder that may be written would let us replace what its owner has locked.
    if not (status.st_mode & 0o222 and os.access(path, os.W_OK)):
        raise PermissionError(errno.EACCES, READ_ONLY, path)
    return status


def _beside(path: str, data: bytes, mode: int) -> str:
    """Write a file of another name into the same folder; returns its path."""
    folder, name = os.path.split(path)
    for number in range(_MOST_TRIES):
        # The name is cut, for with what is added it may not become too long for the file system.
        temporary = os.path.join(folder, f".{name[:40]}.{os.getpid()}.{number}.tmp")
        try:
            _fill(temporary, data, mode)
        except FileExistsError:  # left behind by a process of the same number that was killed
            continue
        return temporary
    raise FileExistsError(errno.EEXIST, "killed runs left too many files behind", folder)


def _fill(path: str, data: bytes, mode: int) -> None:
    """Write a file that must not be there yet; unlink it when that fails."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except BaseException:
        os.unlink(path)
        raise


def _take_over(path: str, status: os.stat_result) -> None:
    """Give a file the owner, where that is ours to do, and the permissions of another."""
    if hasattr(os, "chown"):
        from contextlib import suppress

        with suppress(PermissionError):
            os.chown(path, status.st_uid, status.st_gid)
    os.chmod(path, status.st_mode & 0o7777)


def forget(path: str, what: str) -> None:
    """Empty a file that this run writes at its end: nothing of an earlier run outlives it.

    ``what`` names what it holds, as JSON. Raises UsageError for one that holds something else.
    """
    try:
        if os.path.isfile(path):
            with open(path, "rb") as file:
                if file.read(1) not in (b"", b"{"):
                    raise UsageError(f"{path} holds something else than {what}; it stays")
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    put_text(path, "")
