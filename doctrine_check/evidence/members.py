"""The files of a bundle, in memory: from a folder, from a zip, or out of a commit.

Nothing is extracted and no link is followed. What is refused is left out and said, with the reason;
whatever the input is, the answer is files and problems, never an exception.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.collecting import REGULAR, Collector, MemberProblem, Members
from doctrine_check.evidence.folders import read_folder
from doctrine_check.evidence.zips import read_zip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["MemberProblem", "Members", "of_files", "read_each", "read_folder", "read_zip"]


def of_files(files: Mapping[str, bytes]) -> Members:
    """Members out of files that are in memory already, by their names in the bundle."""
    return read_each(files, files.get)


def read_each(names: Iterable[str], read: Callable[[str], bytes | None]) -> Members:
    """Members by their names, each read when its turn comes, and none once the caps are reached.

    ``read`` gives ``None`` for what is no regular file, is too large, or cannot be had.
    """
    collector = Collector()
    for name in names:
        if not collector.counts():
            break
        if not collector.admits(name):
            continue
        if not collector.room:
            collector.too_large(name)
            continue
        data = read(name)
        if data is None:
            message = "expected a regular file that can be read, found a link or none"
            collector.refuse(name, message, REGULAR)
            continue
        collector.spend(len(data))
        collector.add(name, data)
    return collector.members()
