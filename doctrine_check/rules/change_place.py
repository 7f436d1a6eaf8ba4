"""Where a finding about a change stands when no line of a file says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.findings import Location

if TYPE_CHECKING:
    from doctrine_check.changes.changeset import ChangeSet
    from doctrine_check.changes.classify import Reason


def place_of(reason: Reason, change: ChangeSet) -> Location:
    """The line that a reason speaks of; else the change as a whole."""
    if reason.path:
        return Location(reason.path, max(reason.line, 1))
    return whole(change)


def whole(change: ChangeSet) -> Location:
    """The change as a whole: the first file that it touches, or its head."""
    if change.files:
        return Location(change.files[0].path, 1)
    return Location(change.head or "diff", 1)


def commit_place(commit: str) -> Location:
    """A commit message."""
    return Location(f"commit {commit[:12]}", 1)
