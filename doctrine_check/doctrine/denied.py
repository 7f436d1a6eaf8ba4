"""Ids of a list that its other words deny or doubt: ``not LEV-01``, ``LEV-01?``.

Loaded late: most lists of ids have no other words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.wording import says_nothing, word_list
from doctrine_check.limits import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.doctrine.ids import ReadId

_NOT = words("not never no non neither nor maybe perhaps possibly probably formerly was without")
_BUT = words("except excepting excepted excluding but other apart instead unlike")
"""What they exclude is all that the list goes on to name."""
_GONE = words(
    """excluded excepted removed withdrawn dropped retired rejected deprecated obsolete superseded
    abandoned cancelled canceled former maybe perhaps possibly unsure unclear undecided tbd tbc tba
    todo"""
)
_LONGER = words("longer yet covered included mapped here anymore owned applicable affected part")
_NEAR = 3
"""So many words before an id at most belong to it."""


def not_denied(text: str, found: Sequence[tuple[int, ReadId]]) -> list[tuple[int, ReadId]]:
    """The ids, with their offsets, that the cell names and means."""
    out: list[tuple[int, ReadId]] = []
    end, excluding = 0, False
    for number, (start, read) in enumerate(found):
        before = word_list(re.split(r"[,;)]", text[end:start])[-1])[-_NEAR:]
        end = start + len(read.written)
        following = found[number + 1][0] if number + 1 < len(found) else len(text)
        behind = re.split(r"[,;]| and ", text[end:following])[0]
        excluding = excluding or not _BUT.isdisjoint(before)
        denied = excluding or not _NOT.isdisjoint(before)
        if not (denied or _doubted(behind)):
            out.append((start, read))
    return out


def _doubted(behind: str) -> bool:
    """Whether the words behind an id take it back: ``(TBD)``, ``no longer``, ``?``."""
    if "?" in behind:
        return True
    found = word_list(behind)
    if not found:
        return False
    if found[0] in _NOT:
        return len(found) == 1 or found[1] in _LONGER
    return found[0] in _GONE or says_nothing(behind.strip(" ()[]:"))
