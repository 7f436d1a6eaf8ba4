"""The files of a bundle, in memory: from a folder, from a zip, or out of a commit.

Nothing is extracted and no link is followed. What is refused is left out and said, with the reason;
whatever the input is, the answer is files and problems, never an exception.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.collecting import Collector, MemberProblem, Members
from doctrine_check.evidence.folders import read_folder
from doctrine_check.evidence.zips import read_zip

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MemberProblem", "Members", "of_files", "read_folder", "read_zip"]


def of_files(files: Mapping[str, bytes]) -> Members:
    """Members out of files that are in memory already, by their names in the bundle."""
    collector = Collector()
    for name, data in files.items():
        if not collector.counts():
            break
        collector.spend(len(data))
        if collector.admits(name):
            collector.add(name, data)
    return collector.members()
