"""The files of a repository at one commit."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from doctrine_check.changes.changeset import SYMLINK
from doctrine_check.changes.objects import MAX_FILE_BYTES
from doctrine_check.globs import glob_match
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from doctrine_check.changes.objects import Objects

_FILE_TYPE = "100"
MAX_TARGET = 4096
"""Longest text of a symbolic link, in bytes."""


class FileTree(Protocol):
    """What a commit holds, wherever it is read from.

    A path that is not there gives ``None`` everywhere. One that has a ``blob`` and yet cannot be
    ``read`` is a link, a submodule, too large, or missing from a clone: its content is unknown.
    """

    @property
    def commit(self) -> str:
        """The object id of the commit."""
        ...

    def paths(self) -> Sequence[str]:
        """The names of all regular files, in git's order."""
        ...

    def blob(self, path: str) -> str | None:
        """The object id of what has this name: of a file, of a link, of a submodule's commit."""
        ...

    def expect(self, paths: Sequence[str]) -> None:
        """These files are read next, in this order; they may be fetched together."""
        ...

    def read(self, path: str) -> bytes | None:
        """The bytes of a regular file. Links are not followed."""
        ...

    def links(self) -> Sequence[str]:
        """The names of all symbolic links."""
        ...

    def target(self, path: str) -> str | None:
        """What a symbolic link says; ``None`` for what is none, or cannot be read."""
        ...

    def blobs_under(self, globs: Sequence[str]) -> Mapping[str, str]:
        """The path, and mode with object id, of all that any of the globs matches."""
        ...


class _Entry(Record):
    mode: str
    object: str


class Tree:
    """A commit of a local repository, as git has it. Lives as long as its ``objects``.

    The files are listed once, by ``git ls-tree``, when first asked for.
    """

    def __init__(self, objects: Objects, commit: str, limit: int = MAX_FILE_BYTES) -> None:
        """``commit`` is an object id; larger files than ``limit`` bytes are not read."""
        self._objects = objects
        self._commit = commit
        self._limit = limit

    @property
    def commit(self) -> str:
        """The object id of the commit."""
        return self._commit

    @cached_property
    def _entries(self) -> dict[str, _Entry]:
        output = self._objects.need(["ls-tree", "-r", "-z", "--full-tree", self._commit, "--"])
        entries = {}
        for row in output.split(b"\0")[:-1]:
            head, _, name = row.partition(b"\t")
            mode, _, blob = head.decode("ascii").split(" ")
            entries[name.decode("utf-8", "surrogateescape")] = _Entry(mode, blob)
        return entries

    def paths(self) -> tuple[str, ...]:
        """The names of all regular files. Raises GitError when git cannot list them."""
        return tuple(
            path for path, entry in self._entries.items() if entry.mode.startswith(_FILE_TYPE)
        )

    def blob(self, path: str) -> str | None:
        """The object id of what has this name; ``None`` when nothing has. Raises GitError."""
        entry = self._entries.get(path)
        return None if entry is None else entry.object

    def expect(self, paths: Sequence[str]) -> None:
        """These files are read next, in this order. Raises GitError when git cannot list them."""
        entries = [entry for path in paths if (entry := self._entries.get(path)) is not None]
        self._objects.expect([e.object for e in entries if e.mode.startswith(_FILE_TYPE)])

    def read(self, path: str) -> bytes | None:
        """The bytes of a regular file; ``None`` where there is none that can be read.

        Raises GitError when git cannot list the files or does not answer.
        """
        entry = self._entries.get(path)
        if entry is None or not entry.mode.startswith(_FILE_TYPE):
            return None
        return self._objects.read(entry.object, self._limit)

    def links(self) -> tuple[str, ...]:
        """The names of all symbolic links. Raises GitError when git cannot list them."""
        return tuple(path for path, entry in self._entries.items() if entry.mode == SYMLINK)

    def target(self, path: str) -> str | None:
        """What a symbolic link says; ``None`` for what is none. Raises GitError."""
        entry = self._entries.get(path)
        if entry is None or entry.mode != SYMLINK:
            return None
        data = self._objects.read(entry.object, MAX_TARGET)
        return None if data is None else data.decode("utf-8", "surrogateescape")

    def blobs_under(self, globs: Sequence[str]) -> dict[str, str]:
        """``mode id`` of all that any of the globs matches, by path. Raises GitError.

        A file that becomes executable, or a link, is another one, though its bytes are the same.
        """
        return {
            path: f"{entry.mode} {entry.object}"
            for path, entry in self._entries.items()
            if any(glob_match(glob, path) for glob in globs)
        }
