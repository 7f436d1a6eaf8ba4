"""Trailers of a commit message, by git's own rules, so that every reader finds the same ones.

The rules are those of ``git interpret-trailers --parse`` (git-interpret-trailers(1)): they stand
in the last paragraph, which is no first paragraph of the message, and which holds nothing but
trailers, or at least one that git itself writes and a quarter of trailers. Lines that begin with
white space continue the one before them. A patch behind ``---``, comments, the list of conflicts
that old versions of git wrote, and all below a scissors line come off first. Settings of a user
(``trailer.*``, ``core.commentChar``) have no say. A test holds this reader against git.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.changes.changeset import Trailer

if TYPE_CHECKING:
    from collections.abc import Sequence

_GIT_WRITES = ("Signed-off-by: ", "(cherry picked from commit ")
_COMMENT = "#"
_SCISSORS = "# ------------------------ >8 ------------------------\n"
_CONFLICTS = "Conflicts:\n"
_SPACE = " \t\n\r"
"""What git takes for white space; Python's own notion is wider."""
_KEY = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-")


def parse_trailers(message: str) -> tuple[Trailer, ...]:
    """The trailers of a message, in their order; continued values are joined by one space."""
    parts = message.partition("\0")[0].split("\n")
    lines = [f"{part}\n" for part in parts[:-1]] + [part for part in parts[-1:] if part]
    lines = lines[: _end(lines)]
    found: list[tuple[str, list[str]]] = []
    continued = False
    for line in lines[_block(lines) :]:
        if continued and line[0] in _SPACE:
            found[-1][1].append(line)
            continue
        separator = _separator(line)
        continued = separator > 0
        if continued:
            found.append((line[:separator].strip(_SPACE), [line[separator + 1 :]]))
    return tuple(Trailer(key, _unfolded(parts)) for key, parts in found)


def _unfolded(parts: Sequence[str]) -> str:
    """A value on one line; the white space before it and behind its last line goes first."""
    value = "".join(parts).strip(_SPACE)
    return re.sub(r"\n[ \t\n\r]*", " ", value).strip(_SPACE)


def _end(lines: Sequence[str]) -> int:
    """How many lines stand before a patch, and before what git ignores at the end of a message."""
    end = next((at for at, line in enumerate(lines) if _divides(line)), len(lines))
    cutoff = next((at for at, line in enumerate(lines[:end]) if line == _SCISSORS), end)
    ignored = 0  # where the blank lines, comments and conflicts begin that run to the end
    conflicts = False
    for index, line in enumerate(lines[:cutoff]):
        if line.startswith(("\n", _COMMENT)):
            ignored = ignored or index
        elif line == _CONFLICTS:
            ignored, conflicts = ignored or index, True
        elif ignored and not (conflicts and line.startswith("\t")):
            ignored, conflicts = 0, False
    return ignored or cutoff


def _divides(line: str) -> bool:
    return line.startswith("---") and line[3:4] != "" and line[3] in _SPACE


def _block(lines: Sequence[str]) -> int:
    """The index of the first line of the trailers; ``len(lines)`` when there are none."""
    end = len(lines)
    title = 0
    while title < end and (lines[title].startswith(_COMMENT) or not _blank(lines[title])):
        title += 1  # the first paragraph is the subject
    recognised = False
    trailers = others = pending = 0
    only_spaces = True
    for index in range(end - 1, title - 1, -1):
        line = lines[index]
        if line.startswith(_COMMENT):
            others, pending = others + pending, 0
        elif _blank(line):
            if only_spaces:
                continue
            others += pending
            good = (recognised and trailers * 3 >= others) or (trailers and not others)
            return index + 1 if good else end
        else:
            only_spaces = False
            written = line.startswith(_GIT_WRITES)
            recognised = recognised or written
            if written or (_separator(line) > 0 and line[0] not in _SPACE):
                trailers, pending = trailers + 1, 0
            elif line[0] in _SPACE:
                pending += 1
            else:
                others, pending = others + 1 + pending, 0
    return end


def _blank(line: str) -> bool:
    return not line.strip(_SPACE)


def _separator(line: str) -> int:
    """Where the colon of a trailer stands; -1 when the line is none.

    A key is letters, digits and dashes, and white space may stand between it and the colon.
    """
    spaced = False
    for index, char in enumerate(line):
        if char == ":":
            return index
        if not spaced and char in _KEY:
            continue
        if index and char in " \t":
            spaced = True
            continue
        return -1
    return -1
