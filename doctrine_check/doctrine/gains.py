"""Expected impacts whose ratio is no gain: something gets worse, or there is only a ceiling.

Loaded late: most impacts open with one of a few gains.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import read_target
from doctrine_check.limits import Comparator, Dimension, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.doctrine.softening import Span
    from doctrine_check.doctrine.target import PlacedRatio

_WORSE = words(
    """slower slowdown slowdowns worse costlier longer degradation degraded degrades degrade
    regression regressions penalty loss"""
)
_MORE = words(
    """higher more larger greater bigger increase increased increases growth grows rise rises
    inflation"""
)
_LESS = words(
    """lower less fewer smaller reduction reduced reduces decrease decreased decreases drop drops
    cut cuts"""
)
_COSTS = words(
    """latency latencies time times memory overhead cost costs duration delay delays allocations
    rss variance jitter"""
)
_GOODS = words("throughput bandwidth speed performance ops rps")
_USE = words("use usage consumption footprint")
"""``Memory usage`` is memory."""
_STOPS = words(
    """for when where while whenever with without by at to under if because and or but than per via
    as on from across is are"""
)
_WITHIN = words("in of")
_LINKS = words("by of to")
_REACH = 5
"""So many words on either side of a ratio may be about it."""


class _Word:
    """A word with its place."""

    def __init__(self, match: re.Match[str], offset: int) -> None:
        self.low = match[0].casefold()
        self.start, self.end = match.start() + offset, match.end() + offset


def loss(text: str) -> Span | None:
    """The words that make the first ratio no gain: ``2-4x degradation``, ``at most 1.01x``."""
    facts = read_target(text)
    if not facts.ratios:
        return None
    first = facts.ratios[0]
    sign = text[max(first.start - 2, 0) : first.start]
    if sign[-1:] in {"-", "\u2212"} and not sign[:-1].strip(" ("):
        return first.start - 1, first.end
    for limit in facts.limits:
        ratio = limit.quantity.dimension is Dimension.RATIO and limit.quantity == first.ratio.low
        if (
            ratio
            and limit.comparator in (Comparator.LT, Comparator.LE)
            and limit.start <= first.end
        ):
            return min(limit.start, first.start), max(limit.end, first.end)
    return _behind(text, first) or _before(text, first)


def _behind(text: str, ratio: PlacedRatio) -> Span | None:
    """``2-4x throughput degradation``, ``3x higher latency``, ``3x increase in latency``."""
    found = _until_stop(_words(re.split(r"[.,;:()]", text[ratio.end :])[0], ratio.end)[:_REACH])
    within = next((n for n, word in enumerate(found) if word.low in _WITHIN), len(found))
    head, tail = found[:within], found[within + 1 :]
    if not head:
        return None
    less = any(word.low in _LESS for word in head)
    if head[0].low in _WORSE or (head[-1].low in _WORSE and not less):
        last = head[0] if head[0].low in _WORSE else head[-1]
        return ratio.start, last.end
    turned = [word for word in head if word.low in _MORE | _LESS]
    named = [word for word in head if word not in turned] or tail
    if turned and _turns(turned[0], named):
        return ratio.start, max(turned[0].end, named[-1].end)
    return None


def _before(text: str, ratio: PlacedRatio) -> Span | None:
    """``Slowdown of 2x``, ``latency increases by 3x``, ``increases latency 3x``."""
    part = re.split(r"[.,;()]", text[: ratio.start])[-1]
    found = _words(part, ratio.start - len(part))[-_REACH:]
    linked = bool(found) and found[-1].low in _LINKS
    found = found[:-1] if linked else found
    behind = _until_stop(_words(re.split(r"[.,;:()]", text[ratio.end :])[0], 0))
    if not found or (behind and not linked and not part.rstrip().endswith(":")):
        return None
    if found[-1].low in _WORSE and not any(word.low in _LESS for word in found):
        return found[-1].start, ratio.end
    turned = [word for word in found if word.low in _MORE | _LESS]
    named = [word for word in found if word not in turned]
    if turned and _turns(turned[0], named):
        return min(turned[0].start, named[-1].start), ratio.end
    return None


def _turns(direction: _Word, named: Sequence[_Word]) -> bool:
    """Whether more of a cost, or less of what is wanted, is told: the last word names it."""
    things = [word.low for word in named if word.low not in _USE]
    wanted = _COSTS if direction.low in _MORE else _GOODS
    return bool(things) and things[-1] in wanted


def _words(text: str, offset: int) -> list[_Word]:
    return [_Word(match, offset) for match in re.finditer(r"[^\W_]+", text)]


def _until_stop(found: list[_Word]) -> list[_Word]:
    for number, word in enumerate(found):
        if word.low in _STOPS:
            return found[:number]
    return found
