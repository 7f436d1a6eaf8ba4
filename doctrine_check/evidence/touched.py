"""Whether a profile went through the code that a change touches.

Profilers name frames in a hundred ways: ``lookup (src/cache.py:12)``, ``store::cache::lookup``,
``(*Cache).Lookup``, ``com/example/Cache.lookup``. So frames are compared by words: the name of a
changed file, or of a function in its hunks, is enough. Where a frame has the path of a file of the
same language, that has to end as the changed path does: with its folder, or with all of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.changes.changeset import Status
from doctrine_check.changes.languages import PathRole, role_of
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from doctrine_check.changes.changeset import ChangeSet, FileChange, Hunk

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*+")
_DEFINED = re.compile(
    r"\b(?:def|fn|func|function|class|struct|impl|trait|interface|enum|object|fun|type)\s+"
    r"(?:\([^()]{0,80}\)\s*)?([A-Za-z_][A-Za-z0-9_]*+)"
)
_CALLED = re.compile(r"([A-Za-z_][A-Za-z0-9_]*+)\s*\(")
_COMMON = frozenset(
    {"__init__", "__main__", "index", "lib", "main", "mod", "types", "core", "new", "init"}
    | {"if", "for", "while", "switch", "return", "sizeof", "catch", "self", "this", "impl", "src"}
)
"""Names so common that they say nothing; of such files the folder's name counts."""
_ROOTS = frozenset({"src", "lib", "source", "sources", "app", "python", "pkg"})
"""Folders that hold the code and are no part of its name."""
_PATH = re.compile(r"[^\s()\[\]<>;:,'\"`]*[/\\][^\s()\[\]<>;:,'\"`]*+")
MAX_LINE = 2_000


class Names(Record):
    """What frames of some files would hold, in lower case: words, and the ends of paths.

    ``stems`` are words that stand for a file, ``ends`` what a path of that file ends with;
    ``kinds`` are the endings of these files' names.
    """

    words: frozenset[str]
    stems: frozenset[str]
    ends: frozenset[tuple[str, ...]]
    kinds: frozenset[str]


def changed_code(change: ChangeSet) -> tuple[FileChange, ...]:
    """The files of product code that a change touches, those that it deletes left out."""
    return tuple(
        file
        for file in change.files
        if role_of(file.path) is PathRole.PRODUCT and file.status is not Status.DELETED
    )


def names_of(files: Iterable[FileChange]) -> Names:
    """What frames of these files would hold."""
    words: set[str] = set()
    stems: set[str] = set()
    ends: set[tuple[str, ...]] = set()
    for file in files:
        for path in file.paths:
            words |= _file_words(path)
            parts = path.lower().split("/")
            stems.add(parts[-1].partition(".")[0])
            folder = parts[-2:-1] if not _ROOTS.issuperset(parts[-2:-1]) else []
            ends.add((*folder, parts[-1]))
        for hunk in file.hunks:
            words |= {word.lower() for word in _functions(hunk)}
    kinds = frozenset(end[-1].rpartition(".")[2] for end in ends)
    return Names(frozenset(words - _COMMON), frozenset(stems), frozenset(ends), kinds)


def _file_words(path: str) -> set[str]:
    *folders, name = path.split("/")
    stem = name.partition(".")[0].lower()
    if stem in _COMMON:
        return {folders[-1].lower()} if folders else set()
    return {stem, stem.replace("-", "_")}


def _functions(hunk: Hunk) -> Iterable[str]:
    """What the header and the lines of a hunk define, and what its header calls by name."""
    yield from _CALLED.findall(hunk.section[:MAX_LINE])
    for text in (hunk.section, *(line[1:] for line in hunk.lines)):
        yield from _DEFINED.findall(text[:MAX_LINE])


def touches(frames: Iterable[str], names: Names) -> bool:
    """Whether any frame holds one of the names as a word, in no path of another file."""
    for frame in frames:
        low = _without_others(frame[:MAX_LINE].lower(), names)
        words = names.words
        if any(word in words or word.strip("_") in words for word in _WORD.findall(low)):
            return True
        if any("-" in name and name in low for name in words):
            return True
    return False


def _without_others(frame: str, names: Names) -> str:
    """A frame without the paths of files that have the name of a changed one, and are others."""

    def kept(found: re.Match[str]) -> str:
        path = found.group()
        parts = [part for part in path.replace("\\", "/").split("/") if part not in {"", "."}]
        stem, _, kind = parts[-1].rpartition(".") if parts else ("", "", "")
        if kind not in names.kinds or stem not in names.stems:
            return path
        same = any(tuple(parts[-len(end) :]) == end[-len(parts) :] for end in names.ends)
        return path if same else " "

    return _PATH.sub(kept, frame)
