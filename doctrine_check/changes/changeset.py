"""A change, however it was read: files with their hunks, commits with their trailers.

The same type comes from a git range, from a unified diff, and from a pull request, so that one
engine judges all three. What could not be seen is part of it, and is never taken for nothing.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator


class Status(Enum):
    """What happened to a file."""

    ADDED = "added"
    MODIFIED = "modified"
    DELETED = "deleted"
    RENAMED = "renamed"
    COPIED = "copied"
    RETYPED = "retyped"


class Hunk(Record):
    """A run of changed lines with their context, as a unified diff shows it.

    Line numbers count from 1; a count of 0 makes its start the line before. ``section`` is the text
    behind the second ``@@``. ``lines`` keep their sign (space, ``+``, ``-``), not their newline.
    """

    old_start: int
    old_count: int
    new_start: int
    new_count: int
    section: str
    lines: tuple[str, ...]

    def added(self) -> Iterator[tuple[int, str]]:
        """Each added line with its number in the new file."""
        number = self.new_start
        for line in self.lines:
            if line[0] == "+":
                yield number, line[1:]
            if line[0] != "-":
                number += 1

    def removed(self) -> Iterator[tuple[int, str]]:
        """Each removed line with its number in the old file."""
        number = self.old_start
        for line in self.lines:
            if line[0] == "-":
                yield number, line[1:]
            if line[0] != "+":
                number += 1


class FileChange(Record):
    """What a change does to one file.

    ``old_path`` is set where the file had another name. Modes are git's (``100644``), blobs are
    object ids, ``None`` where there is none or nobody said. ``unseen`` says why its lines could
    not be seen, ``None`` when all of them were.
    """

    path: str
    status: Status
    old_path: str | None = None
    old_mode: str | None = None
    new_mode: str | None = None
    old_blob: str | None = None
    new_blob: str | None = None
    hunks: tuple[Hunk, ...] = ()
    binary: bool = False
    unseen: str | None = None

    @property
    def submodule(self) -> bool:
        """Whether it is, or was, a submodule: a commit of another repository."""
        return SUBMODULE in (self.old_mode, self.new_mode)

    @property
    def paths(self) -> tuple[str, ...]:
        """The names under which the change touches it, the new one first."""
        return (self.path,) if self.old_path is None else (self.path, self.old_path)


SUBMODULE = "160000"
SYMLINK = "120000"


class Trailer(Record):
    """A ``Key: value`` line at the end of a commit message."""

    key: str
    value: str


class Commit(Record):
    """A commit of the change. ``time`` is the committer's, in seconds since 1970, UTC."""

    id: str
    message: str
    trailers: tuple[Trailer, ...]
    time: int = 0
    parents: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.lstrip("\n").partition("\n")[0]


class ChangeSet(Record):
    """A whole change: what lies between ``base`` and ``head``, as a pull request shows it.

    ``base`` is the merge base, an object id; it is empty for a diff that names none. ``gaps`` says
    what could not be seen of the change as a whole.
    """

    base: str
    head: str
    files: tuple[FileChange, ...]
    commits: tuple[Commit, ...]
    gaps: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all of it was seen. Where it was not, the verdict is never a pass."""
        return not self.gaps and all(file.unseen is None for file in self.files)

    @property
    def touched(self) -> frozenset[str]:
        """Every path it touches, under old and new names."""
        return frozenset(path for file in self.files for path in file.paths)
