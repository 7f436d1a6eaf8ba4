"""What ``change`` reads besides the range: evidence, review facts, earlier bundles, commits."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from doctrine_check.changes.facts import MAX_BYTES, FactsError, load_review_facts
from doctrine_check.changes.git import GitError
from doctrine_check.changes.tree import Tree
from doctrine_check.cli.files import UsageError
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from doctrine_check.changes.facts import ReviewFacts
    from doctrine_check.changes.git import Git
    from doctrine_check.changes.objects import Objects
    from doctrine_check.evidence.history import SeenBundle
    from doctrine_check.evidence.members import Members

MAX_ZIP = 64 * 1024 * 1024
_ZIP = b"PK\x03\x04"
MAX_SEEN = 10_000
"""Most bundles of the past that are looked at."""


class LocalCommits:
    """The commits of a local repository, for binding evidence."""

    def __init__(self, git: Git, objects: Objects) -> None:
        self._git = git
        self._objects = objects

    def tree(self, commit: str) -> Tree | None:
        """The files of a commit, ``None`` when the repository does not hold it. Raises GitError."""
        done = self._objects.ask(["cat-file", "-e", f"{commit}^{{tree}}"])
        return Tree(self._objects, commit) if done.status == 0 else None

    def times(self, commits: Sequence[str]) -> Mapping[str, int]:
        """When these commits were made, by the committers' clocks. Raises GitError."""
        options = ["--no-walk=unsorted", "--ignore-missing", "--no-show-signature"]
        out = self._objects.need(["log", *options, "--format=%H %ct", *commits, "--"])
        rows = (line.split() for line in out.decode("ascii", "replace").splitlines())
        found = {row[0]: int(row[1]) for row in rows if len(row) == 2 and row[1].isdigit()}
        return {commit: found[commit] for commit in commits if commit in found}

    @cached_property
    def _names(self) -> frozenset[str]:
        urls = self._git.ask(["config", "--get-regexp", r"^remote\..*\.url$"])
        if urls.status > 1:  # 1: there is no remote
            raise GitError(f"git config: {urls.reason}")
        names = {
            line.partition(" ")[2] for line in urls.output.decode("utf-8", "replace").splitlines()
        }
        roots = self._git.need(["rev-list", "--max-parents=0", "HEAD", "--"])
        return frozenset(names | set(roots.decode("ascii", "replace").split()))

    def identities(self) -> frozenset[str]:
        """The URLs of the remotes, and the ids of root commits. Raises GitError."""
        return self._names


def evidence_at(path: str) -> Members:
    """The members of a bundle. Raises UsageError when nothing is there."""
    from doctrine_check.evidence.members import read_folder, read_zip

    if os.path.isdir(path):
        return read_folder(path)
    return read_zip(_bytes(path, MAX_ZIP))


def review_facts(path: str) -> ReviewFacts:
    """The facts that a file holds. Raises UsageError."""
    try:
        return load_review_facts(_bytes(path, MAX_BYTES))
    except FactsError as error:
        raise UsageError(*(f"{path}: {line}" for line in error.problems)) from error


class Past(Record):
    """The bundles of the past, and the names of what is there besides."""

    bundles: tuple[SeenBundle, ...] = ()
    skipped: tuple[str, ...] = ()


def seen_bundles(folder: str) -> Past:
    """The bundles of the past: each folder, and each zip by name or content. Raises UsageError."""
    from doctrine_check.evidence.bundle import read_bundle
    from doctrine_check.evidence.history import seen

    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise UsageError(f"cannot read {folder}: {error.strerror}") from error
    if len(names) > MAX_SEEN:
        raise UsageError(f"{folder} holds more than {MAX_SEEN:,} entries")
    found, skipped = [], []
    for name in names:
        path = os.path.join(folder, name)
        if os.path.isdir(path) or name.lower().endswith(".zip") or _begins_as_zip(path):
            earlier = seen(read_bundle(evidence_at(path), name))
            if earlier is None:
                raise UsageError(f"{path} is no bundle that can be read; remove it from {folder}")
            found.append(earlier)
        else:
            skipped.append(name)
    return Past(tuple(found), tuple(skipped))


def _begins_as_zip(path: str) -> bool:
    """Whether a regular file holds a zip, whatever it is called."""
    if not os.path.isfile(path):
        return False
    try:
        with open(path, "rb") as file:
            return file.read(len(_ZIP)) == _ZIP
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error


def _bytes(path: str, most: int) -> bytes:
    try:
        with open(path, "rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    if len(data) > most:
        raise UsageError(f"{path} has more than {most:,} bytes")
    return data
