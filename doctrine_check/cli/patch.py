"""A patch between two texts of the same number of lines, as ``git apply`` reads it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTEXT = 3
_ESCAPES = {7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r"}
_ESCAPES |= {ord('"'): '\\"', ord("\\"): "\\\\"}


def patch(name: str, old: str, new: str) -> str:
    """The patch that makes ``new`` of ``old``, or nothing where they are the same.

    Lines end at a newline and at nothing else; the two texts have as many of them, and that is
    why no search for what belongs together is needed. A carriage return is a part of its line.
    """
    before, after = _lines(old), _lines(new)
    changed = [i for i, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]]
    if not changed:
        return ""
    ours, theirs = _quoted(f"a/{name}"), _quoted(f"b/{name}")
    # As git does it: the name ends at a tab where a blank in it might end it sooner.
    tab = "\t" if " " in name else ""
    head = f"diff --git {ours} {theirs}\n--- {ours}{tab}\n+++ {theirs}{tab}\n"
    return head + "".join(_hunk(hunk, before, after) for hunk in _hunks(changed, len(before)))


def _lines(text: str) -> list[str]:
    lines = [line + "\n" for line in text.split("\n")]
    if lines[-1] == "\n":
        return lines[:-1]
    return [*lines[:-1], lines[-1] + "\\ No newline at end of file\n"]


def _hunks(changed: list[int], count: int) -> Iterator[range]:
    """The lines of each hunk: the changed ones, with the lines around them."""
    start = end = max(changed[0] - CONTEXT, 0)
    for index in changed:
        if index - CONTEXT > end:
            yield range(start, end)
            start = index - CONTEXT
        end = min(index + CONTEXT + 1, count)
    yield range(start, end)


def _hunk(hunk: range, before: list[str], after: list[str]) -> str:
    where = f"{hunk.start + 1},{len(hunk)}"
    out = [f"@@ -{where} +{where} @@\n"]
    added: list[str] = []
    for index in hunk:
        if before[index] != after[index]:
            out.append("-" + before[index])
            added.append("+" + after[index])
            continue
        out += [*added, " " + before[index]]
        added = []
    return "".join([*out, *added])


def _quoted(name: str) -> str:
    """The name as git writes it: in quotes where it holds what would end or hide it."""
    raw = os.fsencode(name)
    plain = name.isprintable()
    if plain and '"' not in name and "\\" not in name:
        return name
    return '"' + "".join(_spelled(byte) for byte in raw) + '"'


def _spelled(byte: int) -> str:
    if byte in _ESCAPES:
        return _ESCAPES[byte]
    return chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}"
