"""Whether a profile went through the code that a change touches.

Profilers name frames in a hundred ways: ``lookup (src/cache.py:12)``, ``store::cache::lookup``,
``(*Cache).Lookup``, ``com/example/Cache.lookup``. So frames are compared by words alone: the name
of a changed file, or of a function in its hunks, is enough.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.changes.changeset import Status
from doctrine_check.changes.languages import PathRole, role_of

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
MAX_LINE = 2_000


def changed_code(change: ChangeSet) -> tuple[FileChange, ...]:
    """The files of product code that a change touches, those that it deletes left out."""
    return tuple(
        file
        for file in change.files
        if role_of(file.path) is PathRole.PRODUCT and file.status is not Status.DELETED
    )


def names_of(files: Iterable[FileChange]) -> frozenset[str]:
    """The words that frames of these files would hold, in lower case."""
    found: set[str] = set()
    for file in files:
        for path in file.paths:
            found |= _file_words(path)
        for hunk in file.hunks:
            found |= {word.lower() for word in _functions(hunk)}
    return frozenset(found - _COMMON)


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


def touches(frames: Iterable[str], names: frozenset[str]) -> bool:
    """Whether any frame holds one of the names as a word."""
    for frame in frames:
        low = frame[:MAX_LINE].lower()
        if any(word in names or word.strip("_") in names for word in _WORD.findall(low)):
            return True
        if any("-" in name and name in low for name in names):
            return True
    return False
