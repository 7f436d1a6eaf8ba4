"""Counts what patterns match in many lines, without matching every pattern against every line.

Code says many of its lines more than once, so each distinct line is looked at once. Of many lines
only those are matched that hold a text without which the pattern cannot match.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from doctrine_check.changes.literals import literals_of

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from doctrine_check.changes.product import ProductLine

FEW = 100
"""So many lines are matched sooner than it is found out what the patterns need."""
_needs = lru_cache(maxsize=256)(literals_of)


class DistinctLines:
    """Lines by their code, in the order in which each code first comes."""

    def __init__(self, lines: Iterable[ProductLine]) -> None:
        first: dict[str, ProductLine] = {}
        times: dict[str, int] = {}
        for line in lines:
            code = line.code
            times[code] = times.get(code, 0) + 1
            first.setdefault(code, line)
        self._codes = list(first)
        self._first = list(first.values())
        self._times = list(times.values())
        self._text = "\n".join(self._codes)
        self._ends = list(accumulate(len(code) + 1 for code in self._codes))

    def count(self, pattern: re.Pattern[str]) -> tuple[int, ProductLine | None]:
        """How often the pattern matches within lines, and the first line where it does."""
        total, first = 0, None
        for index in self._candidates(pattern.pattern):
            found = len(pattern.findall(self._codes[index]))
            if found:
                total += found * self._times[index]
                if first is None or index < first:
                    first = index
        return total, None if first is None else self._first[first]

    def _candidates(self, pattern: str) -> Iterable[int]:
        """The indexes of those lines that the pattern may match."""
        needs = _needs(pattern) if len(self._codes) > FEW else frozenset()
        if not needs:
            return range(len(self._codes))
        text, ends = self._text, self._ends
        found: set[int] = set()
        for literal in needs:
            at = text.find(literal)
            while at >= 0:
                index = bisect_right(ends, at)
                found.add(index)
                at = text.find(literal, ends[index])
        return found
