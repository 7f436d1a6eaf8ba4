"""The files that a contract lists as belonging to it, in two versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.paths import lists_files
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Text


class Places(Record):
    """Where two versions stand, as far as the files that they name have other names for it.

    ``tops`` are the folders that the paths of each version begin with, ``moved`` the old and the
    new path of each document that is the same one under another name. ``apart``: the two are single
    files, so that a path relative to one of them is none relative to the other.
    """

    tops: tuple[str, str] = ("", "")
    moved: tuple[tuple[str, str], ...] = ()
    apart: bool = False


class _Listed(Record):
    """A file as it is written, and where."""

    written: str
    place: Text


def file_changes(
    old: DocumentFacts, new: DocumentFacts, places: Places
) -> Iterator[tuple[str, Text | None, Text | None]]:
    """Each file that went or came: its path, and its place before or after."""
    before, after = (
        _listed(facts, top) for facts, top in zip((old, new), places.tops, strict=True)
    )
    for path, now in places.moved:
        if path in before and now in after and path not in after and now not in before:
            del before[path], after[now]
    if places.apart:
        same = {one.written for one in before.values()} & {one.written for one in after.values()}
        before, after = (
            {path: one for path, one in side.items() if one.written not in same}
            for side in (before, after)
        )
    for path, one in before.items():
        if path not in after:
            yield path, one.place, None
    for path, one in after.items():
        if path not in before:
            yield path, None, one.place


def _listed(facts: DocumentFacts, top: str) -> dict[str, _Listed]:
    """The files in the lists and tables of the sections that list files, by their path."""
    document = facts.document
    lists = {number for number in range(len(document.sections)) if lists_files(document, number)}
    lines = {
        line
        for block in document.paragraphs
        if block.depth and block.section in lists
        for line in range(block.line, block.end_line + 1)
    } | {row.line for table in document.tables if table.section in lists for row in table.rows}
    return {
        (reference.resolved or reference.written).removeprefix(top): _Listed(
            reference.written, reference.place
        )
        for reference in facts.references
        if reference.place.line in lines
    }
