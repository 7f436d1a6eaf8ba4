"""Percentiles, units and names of statistics that only look like ones. Loaded where that may be.

The readers of limits take plain ASCII. A letter of another alphabet in ``p99`` or ``ms`` makes a
word of them that means nothing, and the limit loses its percentile or its unit without a trace.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.ids import skeleton
from doctrine_check.doctrine.model import (
    ArtifactRequirement,
    EventDefinition,
    Lever,
    Principle,
)
from doctrine_check.limits import tokenize, unit_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Fact, Text

_PIECE = r"[^\s/|,;:()\[\]{}<>=+~\u2264\u2265\u2010-\u2015\u2212-]+"
_PERCENTILE = r"[pP][0-9]{2,6}(?:\.[0-9]{1,6})?"
_NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
_STATISTICS = words("percentile percentiles median mean average maximum minimum max min")


def in_laws(facts: DocumentFacts) -> Iterator[tuple[Text, str, str]]:
    """The look-alikes in the lines of the law, what each was meant as, and the id it belongs to."""
    laws: list[Fact] = [*facts.principles, *facts.levers, *facts.artifacts]
    laws += [*facts.events, *facts.invariants]
    for fact in laws:
        for law in dict.fromkeys(_lines(fact)):
            if law is None:
                continue
            for start, end, meant in terms(law.text):
                yield law.part(start, end), meant, str(fact.id)


def _lines(fact: Fact) -> tuple[Text | None, ...]:
    """The lines of a fact that state what is measured, and what limits it."""
    if isinstance(fact, Principle):
        return fact.metric, fact.target, fact.measurement, fact.gate
    if isinstance(fact, Lever):
        return (fact.impact,)
    if isinstance(fact, ArtifactRequirement):
        return fact.contents
    return (fact.meaning if isinstance(fact, EventDefinition) else fact.statement,)


def terms(text: str) -> Iterator[tuple[int, int, str]]:
    """The look-alikes in a law: where each starts and ends, and what was meant."""
    if text.isascii():
        return
    counted = False  # whether a number stands right before
    for match in re.finditer(_PIECE, text):
        piece = match[0].rstrip(".\u2026")
        plain = skeleton(piece) if _is_odd(piece) else piece
        if plain != piece and plain.isascii() and _is_term(plain, counted=counted):
            yield match.start(), match.start() + len(piece), plain
        counted = re.fullmatch(_NUMBER, plain) is not None


def _is_odd(piece: str) -> bool:
    """Whether all that is not ASCII in a piece stands in for it, as no accent or power does."""
    others = [char for char in piece if not char.isascii()]
    return bool(others) and all(_stands_in(char) for char in others)


def _stands_in(char: str) -> bool:
    """Whether a character is a letter of another alphabet, another digit, or not seen at all."""
    if char.isdecimal() or not char.isprintable() or char in _UNSEEN:
        return True
    # Latin letters with accents, and what is written above the line, are what they are.
    if not char.isalpha() or char.isnumeric():
        return False
    return ord(char) >= _OTHER_ALPHABETS and ord(char) not in _LATIN


_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\ufe0e\ufe0f")
_OTHER_ALPHABETS = 0x370
_LATIN = range(0x1D00, 0x1F00)
"""Phonetic letters, and Latin ones with accents, beyond the alphabets that look like Latin."""


def _is_term(plain: str, *, counted: bool) -> bool:
    """Whether a piece in plain letters is a percentile, a statistic, or a unit behind a number."""
    if re.fullmatch(_PERCENTILE, plain) or plain.casefold() in _STATISTICS:
        return True
    number = re.match(_NUMBER, plain)
    rest = plain[number.end() :] if number is not None else plain
    if number is None and not counted:
        return False
    tokens = tokenize(rest)
    return not rest or (len(tokens) == 1 and unit_of(tokens[0]) is not None)
