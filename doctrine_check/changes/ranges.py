"""A range of a local git repository as a change set, with the meaning of a pull request.

The change is what lies between the merge base and the head. ``git diff`` is pinned and reads the
objects past every setting and attribute, so that nothing but the two commits decides what is seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.changes.changeset import (
    SUBMODULE,
    ChangeSet,
    Commit,
    FileChange,
    Hunk,
    Status,
)
from doctrine_check.changes.git import Git, GitError
from doctrine_check.changes.objects import BIG_FILE, Objects
from doctrine_check.changes.sections import lacks_lines, some
from doctrine_check.changes.trailers import parse_trailers
from doctrine_check.changes.unified import MAX_DIFF_BYTES, parse_diff
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_COMMITS = 10_000
MAX_LOG_BYTES = 64 * 1024 * 1024
_PINNED = (
    "-r", "--raw", "-z", "--patch",
    "--no-ext-diff", "--no-textconv", "--diff-algorithm=myers", "-M50%", "-U3", "-l1000",
    "--inter-hunk-context=0", "--no-color", "--no-relative", "--full-index", "--submodule=short",
    "--ignore-submodules=none", "--indent-heuristic", "--src-prefix=a/", "--dst-prefix=b/",
)  # fmt: skip
_STATUS = {
    "A": Status.ADDED, "C": Status.COPIED, "D": Status.DELETED, "M": Status.MODIFIED,
    "R": Status.RENAMED, "T": Status.RETYPED,
}  # fmt: skip

_Pair = tuple[str | None, str | None]
"""What a file has before and after the change; ``None`` where it is not there."""


class RangeError(Exception):
    """The range cannot be read at all: no repository, no such revision, no common history."""


class _Raw(Record):
    """A row of ``git diff --raw``."""

    status: Status
    modes: _Pair
    blobs: _Pair
    path: str
    old_path: str | None


def commit_of(git: Git, revision: str) -> str:
    """The object id of the commit that a revision names. Raises RangeError, GitError."""
    if not revision or revision.startswith("-") or "\0" in revision:
        raise RangeError(f'"{revision}" is no revision')
    wanted = f"{revision}^{{commit}}"
    done = git.ask(["rev-parse", "--verify", "--quiet", "--end-of-options", wanted])
    if done.status != 0:
        why = f" ({done.reason})" if done.errors.strip() else ""
        raise RangeError(f'"{revision}" names no commit of {git.root}{why}')
    return done.output.decode("ascii").strip()


def change_set(git: Git, base: str, head: str) -> ChangeSet:
    """What ``head`` brings over its merge base with ``base``. Raises RangeError, GitError."""
    tip, top = commit_of(git, base), commit_of(git, head)
    with Objects(git) as objects:
        gaps: list[str] = []
        if objects.shallow:
            gaps.append("the clone is shallow: `git fetch --unshallow` brings the history it lacks")
        starts = _merge_bases(objects, tip, top)
        if not starts:
            where = " in this shallow clone" if objects.shallow else ""
            raise RangeError(f"{base} and {head} share no history{where}")
        if len(starts) > 1:
            gaps.append(
                f"{base} and {head} have {len(starts)} merge bases, so what the change brings is "
                "ambiguous: merge or rebase onto one of them"
            )
        commits = _commits(objects, starts[0], top, gaps)
        files = _files(objects, starts[0], top, gaps)
        return ChangeSet(starts[0], top, files, commits, tuple(gaps))


def _merge_bases(objects: Objects, tip: str, top: str) -> list[str]:
    done = objects.ask(["merge-base", "--all", tip, top])
    if done.status not in (0, 1):
        raise RangeError(f"the history cannot be read: {done.reason}")
    return done.output.decode("ascii").split()


def _commits(objects: Objects, base: str, head: str, gaps: list[str]) -> tuple[Commit, ...]:
    """The commits that head has and base has not, newest first."""
    asked = ["log", "-z", f"--max-count={MAX_COMMITS + 1}", "--format=%H%n%P%n%ct%n%B"]
    done = objects.ask([*asked, f"{base}..{head}", "--"], limit=MAX_LOG_BYTES)
    if done.status != 0 and not done.cut:
        gaps.append(f"the commits of the change cannot be listed: {done.reason}")
        return ()
    records = [record for record in done.output.split(b"\0") if record]
    if done.cut:
        gaps.append(f"the messages of the commits have more than {MAX_LOG_BYTES:,} bytes")
        records = records[:-1]
    if len(records) > MAX_COMMITS:
        gaps.append(f"the change has more than {MAX_COMMITS:,} commits")
        records = records[:MAX_COMMITS]
    return tuple(_commit(record.decode("utf-8", "replace"), gaps) for record in records)


def _commit(record: str, gaps: list[str]) -> Commit:
    name, parents, seconds, message = record.split("\n", 3)
    if not seconds.isdecimal():
        gaps.append(f"commit {name} does not say when it was made")
        seconds = "0"
    return Commit(name, message, parse_trailers(message), int(seconds), tuple(parents.split()))


def _files(objects: Objects, base: str, head: str, gaps: list[str]) -> tuple[FileChange, ...]:
    """The files of the change with their hunks."""
    done = objects.ask(["diff-tree", *_PINNED, base, head, "--"], limit=MAX_DIFF_BYTES)
    if done.cut:
        why = f"the diff has more than {MAX_DIFF_BYTES:,} bytes"
        gaps.append(f"{why}: split the change")
        return _named(objects, base, head, gaps, why)
    if done.status != 0:
        gaps.append(f"the lines of the change cannot be read: {done.reason}")
        return _named(objects, base, head, gaps, "its lines, or those of another file, are missing")
    rows, patch = _raw_rows(done.output)
    return _judged(objects, _joined(rows, patch, gaps))


def _named(
    objects: Objects, base: str, head: str, gaps: list[str], why: str
) -> tuple[FileChange, ...]:
    """The files of a change whose lines cannot be read: names, modes and objects are still there.

    Renames are found by equal objects alone, which needs no lines.
    """
    done = objects.ask(["diff-tree", "-r", "--raw", "-z", "-M100%", base, head, "--"])
    if done.cut or done.status != 0:
        gaps.append("the files of the change cannot be listed either")
        return ()
    rows, _ = _raw_rows(done.output)
    there = objects.sizes(blob for row in rows for blob in _contents(row.modes, row.blobs))
    return tuple(_change(row, (), _missing(row, there) or why) for row in rows)


def _contents(modes: _Pair, blobs: _Pair) -> list[str]:
    """The objects that hold the lines of a file; those of a submodule stand elsewhere."""
    return [
        blob
        for mode, blob in zip(modes, blobs, strict=True)
        if blob is not None and mode != SUBMODULE
    ]


def _missing(row: _Raw, there: dict[str, int]) -> str | None:
    for blob in _contents(row.modes, row.blobs):
        if blob not in there:
            return f"this clone lacks its object {blob}: a full clone or `git fetch` brings it"
    return None


def _raw_rows(output: bytes) -> tuple[list[_Raw], bytes]:
    """The rows of ``--raw -z``, and the patch behind them."""
    rows: list[_Raw] = []
    at = 0
    while output[at : at + 1] == b":":
        end = output.index(b"\0", at)
        old_mode, new_mode, old, new, letter = output[at + 1 : end].decode("ascii").split(" ")
        names = []
        for _ in range(2 if letter[0] in "RC" else 1):
            start, end = end + 1, output.index(b"\0", end + 1)
            names.append(output[start:end].decode("utf-8", "surrogateescape"))
        old_path = names[0] if len(names) == 2 else None
        status = _STATUS.get(letter[0])
        if status is None:
            raise GitError(f"git diff names a file with the status {letter}")
        modes, blobs = (some(old_mode), some(new_mode)), (some(old), some(new))
        rows.append(_Raw(status, modes, blobs, names[-1], old_path))
        at = end + 1
    return rows, output[at:].removeprefix(b"\0")


def _joined(rows: Sequence[_Raw], patch: bytes, gaps: list[str]) -> list[FileChange]:
    """Rows with the hunks of their patches, which stand in the same order under the same names."""
    parsed = parse_diff(patch)
    gaps.extend(parsed.gaps)
    if [file.paths for file in parsed.files] != [_paths(row) for row in rows]:
        gaps.append(f"git names {len(rows)} files, and its patch shows others")
        return [_change(row, (), "its patch cannot be told from the others") for row in rows]
    return [
        _change(row, file.hunks, file.unseen, binary=file.binary)
        for row, file in zip(rows, parsed.files, strict=True)
    ]


def _paths(row: _Raw) -> tuple[str, ...]:
    return (row.path,) if row.old_path is None else (row.path, row.old_path)


def _judged(objects: Objects, files: Sequence[FileChange]) -> tuple[FileChange, ...]:
    """The files, those unseen whose lines git left out for another reason than a NUL byte."""
    sizes = objects.sizes(blob for file in files if file.binary for blob in _lines_of(file))
    return tuple(
        file if (why := _hidden(file, sizes)) is None else file._replace(unseen=why)
        for file in files
    )


def _lines_of(file: FileChange) -> list[str]:
    return _contents((file.old_mode, file.new_mode), (file.old_blob, file.new_blob))


def _hidden(file: FileChange, sizes: dict[str, int]) -> str | None:
    if file.unseen is not None:
        return file.unseen
    if file.binary:
        if all(sizes.get(blob, BIG_FILE + 1) <= BIG_FILE for blob in _lines_of(file)):
            return None
        return f"it has more than {BIG_FILE:,} bytes, so that git shows no lines of it"
    if not file.hunks and lacks_lines(file.old_blob, file.new_blob):
        return "git shows none of its lines"
    return None


def _change(
    row: _Raw, hunks: tuple[Hunk, ...], unseen: str | None, *, binary: bool = False
) -> FileChange:
    return FileChange(
        path=row.path,
        status=row.status,
        old_path=row.old_path,
        old_mode=row.modes[0],
        new_mode=row.modes[1],
        old_blob=row.blobs[0],
        new_blob=row.blobs[1],
        hunks=hunks,
        binary=binary,
        unseen=unseen,
    )
