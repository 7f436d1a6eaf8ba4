"""Reads a git index without git."""

from __future__ import annotations

import os

from doctrine_check.cli.tracked import PLAIN_VERSIONS


def read_index(path: str) -> dict[str, bool] | None:
    """What :func:`entries_of_index` says of a file, ``None`` where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return entries_of_index(file.read())
    except OSError:
        return None


def entries_of_index(data: bytes) -> dict[str, bool] | None:
    """The names in a git index, and whether a sparse checkout leaves each out.

    ``None`` for what is damaged, and for an index that shares or shortens names.
    """
    if data[:8] not in PLAIN_VERSIONS:
        return None
    for size in (20, 32):  # of SHA-1 and of SHA-256
        entries = _entries(data, size)
        if entries is not None:
            return entries
    return None


def _entries(data: bytes, size: int) -> dict[str, bool] | None:
    """The entries of an index with hashes of this size, ``None`` where it has others."""
    end = len(data) - size
    at = 12
    found: dict[str, bool] = {}
    for _ in range(int.from_bytes(data[8:12], "big")):
        flags = at + 40 + size
        if flags + 4 > end or data[at + 24 : at + 26] != b"\0\0":  # the upper half of its mode
            return None
        extended = data[flags] & 0x40
        start = flags + (4 if extended else 2)
        stop = data.find(b"\0", start, end)
        stated = (data[flags] & 0x0F) << 8 | data[flags + 1]
        if stop < 0 or stated not in (stop - start, 0xFFF):
            return None
        found[os.fsdecode(data[start:stop])] = bool(extended and data[flags + 2] & 0x40)
        at = stop + 8 - (stop - at) % 8
    while at < end:  # behind the entries stands what may be skipped, if a capital opens its name
        if not data[at : at + 1].isupper():
            return None
        at += 8 + int.from_bytes(data[at + 4 : at + 8], "big")
    return found if at == end else None
