"""Documents as they were at a git revision, or as they stand in a folder."""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING

from doctrine_check.changes.changeset import SYMLINK
from doctrine_check.changes.git import Git, GitError
from doctrine_check.cli.files import (
    NothingToCheckError,
    UsageError,
    default_documents,
    documents_on_disk,
    is_document,
    read_document,
    walk_documents,
)
from doctrine_check.doctrine.source import MAX_BYTES
from doctrine_check.records import Record
from doctrine_check.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doctrine_check.changes.git import Done

MAX_DOCUMENTS = 5000
MAX_BATCH = 32 * 1024 * 1024
"""Most bytes of documents that are held at a time."""
MAX_LINKS = 8


class Blob(Record):
    """A document at a revision; ``data`` is ``None`` where it is larger than any document.

    ``object`` is empty for one that stands in a folder.
    """

    path: str
    object: str
    data: bytes | None


class _Entry(Record):
    """A file of a git tree."""

    path: str
    mode: str
    object: str
    size: int


def resolve(root: str, revision: str) -> str | None:
    """The commit that a revision names, or ``None``.

    Raises UsageError where there is no repository, NothingToCheckError where git refuses.
    """
    commit = None
    if revision and not revision.startswith("-"):  # no name begins so, but options do
        wanted = f"{revision}^{{commit}}"
        done = _git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", wanted])
        commit = done.output.decode("ascii", "replace").strip() if done.status == 0 else None
    if not commit:
        _require_repository(root, revision)
    return commit or None


def _require_repository(root: str, revision: str) -> None:
    """Raise unless an unknown revision is the only thing that is wrong."""
    done = _git(root, ["rev-parse", "--is-shallow-repository"])
    reason = visible(done.reason)
    if done.status != 0 and "not a git repository" in reason:
        raise UsageError(f'"{visible(revision)}" is no file, and {visible(root)} no git repository')
    if done.status != 0:
        raise NothingToCheckError(f"git does not answer in {visible(root)}: {reason}")
    if done.output.strip() == b"true":
        raise NothingToCheckError(
            f'"{visible(revision)}" is not in this shallow repository; if it is an older commit, '
            "`git fetch --unshallow` brings it"
        )


def documents_at(root: str, commit: str, named: Sequence[str | None] = ()) -> Iterator[Blob]:
    """The documents a run without paths would look at, as the commit has them.

    ``named``: documents that the config names, wherever they stand. Paths are relative to the root.
    """
    files = {entry.path: entry for entry in _files_at(root, commit)}
    wanted = [path for path in files if is_document(path) or path in named]
    if len(wanted) > MAX_DOCUMENTS:
        raise UsageError(f"{commit} holds more than {MAX_DOCUMENTS:,} documents")
    found = [(path, _followed(root, files, files[path])) for path in wanted]
    batch: list[tuple[str, _Entry]] = []
    for path, entry in found:
        if entry is None:
            continue  # a link that leads nowhere, or out of the repository
        if entry.size > MAX_BYTES:
            yield Blob(path, entry.object, None)
            continue
        batch.append((path, entry))
        if sum(each.size for _, each in batch) > MAX_BATCH:
            yield from _blobs(root, batch)
            batch = []
    yield from _blobs(root, batch)


def documents_in(root: str, folder: str | None, named: Sequence[str | None] = ()) -> Iterator[Blob]:
    """The documents of a folder as they stand; without one, those a run without paths looks at.

    A folder with ``docs/`` is taken for the root of a repository; any other counts as a whole.
    """
    top = root if folder is None else os.path.abspath(folder)
    if folder is None:
        paths = default_documents(top)
    elif os.path.isdir(os.path.join(top, "docs")):
        paths = documents_on_disk(top)
    else:
        paths = walk_documents(top, "")
    there = [path for path in named if path and os.path.isfile(os.path.join(top, path))]
    wanted = dict.fromkeys((*paths, *there))
    if len(wanted) > MAX_DOCUMENTS:
        raise UsageError(f"{visible(top)} holds more than {MAX_DOCUMENTS:,} documents")
    for path in wanted:
        data = read_document(top, path)
        if data is not None and len(data) > MAX_BYTES:
            data = None
        yield Blob(path, "", data)


def _files_at(root: str, commit: str) -> Iterator[_Entry]:
    done = _git(root, ["ls-tree", "-r", "-z", "-l", commit])
    if done.status != 0:
        raise NothingToCheckError(f"git cannot list {commit}: {visible(done.reason)}")
    for line in done.output.split(b"\0"):
        about, _, path = line.partition(b"\t")
        fields = about.decode("ascii", "replace").split()
        if len(fields) == 4 and fields[1] == "blob":
            mode, _, name, size = fields
            # The size of an object that is missing is no number; reading it will say so.
            yield _Entry(os.fsdecode(path), mode, name, int(size) if size.isdecimal() else 0)


def _followed(root: str, files: dict[str, _Entry], entry: _Entry) -> _Entry | None:
    """The file that a symbolic link leads to at the same commit."""
    for _ in range(MAX_LINKS):
        if entry.mode != SYMLINK:
            return entry
        (link,) = _blobs(root, [(entry.path, entry)])
        target = posixpath.join(posixpath.dirname(entry.path), os.fsdecode(link.data or b""))
        following = files.get(posixpath.normpath(target))
        if following is None:
            return None
        entry = following
    return None


def _blobs(root: str, entries: Sequence[tuple[str, _Entry]]) -> Iterator[Blob]:
    """The contents of files, by one process."""
    if not entries:
        return
    asked = "".join(f"{entry.object}\n" for _, entry in entries).encode("ascii")
    done = _git(root, ["cat-file", "--batch"], asked)
    start = 0
    for path, entry in entries:
        stop = done.output.find(b"\n", start)
        head = done.output[start:stop].split()
        if stop < 0 or len(head) != 3 or head[1] != b"blob":
            raise NothingToCheckError(f"git cannot read {visible(path)}: {visible(done.reason)}")
        start = stop + 1 + int(head[2])
        yield Blob(path, entry.object, done.output[stop + 1 : start])
        start += 1


def _git(root: str, arguments: list[str], given: bytes = b"") -> Done:
    try:
        done = Git(root).ask(arguments, given)
    except GitError as error:
        raise NothingToCheckError(str(error)) from error
    if done.cut:
        raise NothingToCheckError(f"git {arguments[0]} printed more than is read of it")
    return done
