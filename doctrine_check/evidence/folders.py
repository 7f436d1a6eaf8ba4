"""A bundle that is a folder. No link in it is followed, and nothing but regular files is read."""

from __future__ import annotations

import os
import stat
from itertools import islice
from typing import TYPE_CHECKING

from doctrine_check.evidence.collecting import MAX_MEMBERS, REGULAR, Collector, Members

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_FOLDERS = 16
"""Deepest nesting of folders."""


def read_folder(path: str) -> Members:
    """Members out of a folder. The folder itself may be a link; nothing inside it may."""
    collector = Collector()
    try:
        for entry in _entries(path, "", collector):
            if collector.admits(entry):
                _read_file(os.path.join(path, *entry.split("/")), entry, collector)
    except (OSError, ValueError) as error:
        message = f"expected a readable folder, found: {_why(error)}"
        collector.refuse("", message, "name a folder that can be read")
    return collector.members()


def _entries(folder: str, prefix: str, collector: Collector) -> Iterator[str]:
    """The names of regular files below a folder; refuses everything else that is no folder."""
    with os.scandir(os.path.join(folder, prefix)) as listing:
        found = sorted(islice(listing, MAX_MEMBERS + 1), key=lambda entry: entry.name)
    for entry in found:
        name = prefix + entry.name
        if not collector.counts():
            return
        if entry.is_symlink():
            collector.refuse(name, "expected a regular file, found a link", REGULAR)
        elif entry.is_dir(follow_symlinks=False):
            if name.count("/") + 1 < MAX_FOLDERS:
                yield from _entries(folder, f"{name}/", collector)
            else:
                message = f"expected at most {MAX_FOLDERS} folders in each other, found more"
                collector.refuse(name, message, "bring the files in fewer folders")
        elif entry.is_file(follow_symlinks=False):
            yield name
        else:
            collector.refuse(name, "expected a regular file, found a special one", REGULAR)


def _read_file(path: str, name: str, collector: Collector) -> None:
    """Read one file that was regular a moment ago, and must still be."""
    flags = os.O_RDONLY
    for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
        flags |= getattr(os, flag, 0)
    try:
        with open(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                collector.refuse(name, "expected a regular file, found a special one", REGULAR)
                return
            room = collector.room
            data = file.read(room + 1)
    except (OSError, ValueError) as error:
        collector.refuse(name, f"expected a readable file, found: {_why(error)}", REGULAR)
        return
    collector.spend(len(data))
    if len(data) > room:
        collector.too_large(name)
    else:
        collector.add(name, data)


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
