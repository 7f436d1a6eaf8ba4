"""What an artifact is said not to hold: ``No flamegraph``, ``latency except throughput``.

A bullet may deny much that is no field ("no difference in the oracle comparison", "no memory
growth"), so a denial counts only where a field follows it, or stands right before it. Loaded where
a bullet has a word that denies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.fields import (
    COLD_START,
    FIELDS,
    JUSTIFICATION,
    OVERHEAD,
    field_words,
    is_spared,
)
from doctrine_check.doctrine.wording import says_nothing, word_list
from doctrine_check.limits import at, tokenize, words

if TYPE_CHECKING:
    from collections.abc import Collection

    from doctrine_check.doctrine.model import ArtifactRequirement, Text
    from doctrine_check.limits import Token

_PLAIN = words("no not never neither nor without except excepting excluding minus lacking")
_LONGER = (
    ("anything", "but"), ("everything", "but"), ("all", "but"), ("instead", "of"),
    ("rather", "than"), ("other", "than"), ("apart", "from"), ("in", "place", "of"),
    ("in", "lieu", "of"),
)  # fmt: skip
_ENDS = frozenset(";:.!?()\u2014\u2013") | {"but"}
_SKIPPED = words("a an the any exact full such of") | frozenset("/&,")
_STOPS = words(
    "in on at by for from to than that which with only just merely later older if and or"
)
_OUTCOMES = words(
    """regression regressions growth loss losses lost drop drops difference differences increase
    increases leak leaks failure failures change changes deviation deviations degradation gap gaps
    error errors doubt ambiguity limit limits overrun overruns unexplained uncovered"""
)
"""What a bullet may well deny of a field: "no memory growth"."""
_OUT = words("omitted excluded skipped dropped waived missing removed")
_DONE = words(
    """needed necessary required demanded wanted owed reported recorded given included listed shown
    collected kept provided delivered stated attached"""
)
_IS = words("is are was were be being been")
_NOTHING = frozenset(
    {"n/a", "na", "none", "nil", "nothing", "never", "no", "not applicable", "not available", "-"}
)
_FURTHER = 2
"""How many other words may stand between a denial and the field: "no lockstep oracle"."""


def denied_part(text: str, names: frozenset[str]) -> tuple[int, int] | None:
    """Where a bullet denies fields with these ``names``, from the denial on; ``None``: nowhere."""
    if _has_no_value(text):
        return 0, len(text)
    tokens = tokenize(text)
    for index in range(len(tokens)):
        width = _denial(tokens, index)
        if width and _field(tokens, index + width, names):
            return tokens[index].start, _end(tokens, index, width, text)
        stop = _left_out(tokens, index)
        if stop and (start := _subject(tokens, index, names)) is not None:
            return tokens[start].start, tokens[stop - 1].end
    return None


def asked(text: str, names: frozenset[str]) -> str:
    """A bullet without what it denies."""
    for _ in range(_DENIALS):
        span = denied_part(text, names)
        if span is None:
            break
        text = text[: span[0]] + " " * (span[1] - span[0]) + text[span[1] :]
        if not text.strip():
            break
    return text


_DENIALS = 8


def _has_no_value(text: str) -> bool:
    """``Exact command: n/a``, ``Flamegraph (none)``."""
    bare = text.strip(" .").casefold()
    tails = [bare.rpartition(mark) for mark in (":", " - ", " \u2013 ", " \u2014 ", ", ")]
    if bare.endswith(")"):
        tails.append(bare[:-1].rpartition("("))
    return any(mark and head and tail.strip() in _NOTHING for head, mark, tail in tails)


def _denial(tokens: list[Token], index: int) -> int:
    """How many words deny what follows; 0 for none, and for one that is denied itself."""
    low = tokens[index].low
    before, behind = at(tokens, index - 1).low, at(tokens, index + 1).low
    if before in _PLAIN:
        return 0
    if low in _PLAIN:
        return 0 if behind in {"only", "just", "merely"} else 1
    for phrase in _LONGER:
        if low == phrase[0]:
            stop = index + len(phrase)
            if tuple(token.low for token in tokens[index:stop]) == phrase:
                return len(phrase)
    return 0


def _is_name(low: str, names: frozenset[str]) -> bool:
    return low in names or (low[:1] == "p" and low[1:].isdecimal())


def _field(tokens: list[Token], start: int, names: frozenset[str]) -> bool:
    """Whether a field stands at ``start``, and not what may become of it."""
    others = 0
    for index in range(start, min(start + 8, len(tokens))):
        low = tokens[index].low
        if _is_name(low, names):
            behind = {token.low for token in tokens[index + 1 : index + 4]}
            return _OUTCOMES.isdisjoint(behind)
        if low in _SKIPPED:
            continue
        others += 1
        if others > _FURTHER or low in _STOPS or low in _ENDS or low in _OUTCOMES:
            return False
    return False


def _end(tokens: list[Token], index: int, width: int, text: str) -> int:
    """Where a denial ends: with its clause, or, unless it opens the bullet, with its part."""
    for token in tokens[index + width :]:
        if token.low in _ENDS or (token.low == "," and index):
            return token.start
    return len(text)


def _left_out(tokens: list[Token], index: int) -> int:
    """The index behind ``left out``, ``omitted``, ``not reported``; 0 where none stands."""
    low, behind = tokens[index].low, at(tokens, index + 1).low
    if low in _OUT:
        return index + 1
    if (low, behind) == ("left", "out") or (low in {"not", "never"} and behind in _DONE):
        return index + 2
    return 0


def _subject(tokens: list[Token], index: int, names: frozenset[str]) -> int | None:
    """The first word of the clause whose last words before ``index`` are a field."""
    last = index
    while at(tokens, last - 1).low in _IS or at(tokens, last - 1).low == ",":
        last -= 1
    if not any(_is_name(token.low, names) for token in tokens[max(last - 2, 0) : last]):
        return None
    start = last
    while start and tokens[start - 1].low not in _ENDS:
        start -= 1
        if tokens[start].low in _PLAIN or tokens[start].low in {"nothing", "that", "which", "what"}:
            return None
    return start


def denied(artifact: ArtifactRequirement, missing: Collection[str]) -> Text | None:
    """The first bullet that names one of the ``missing`` fields or percentiles and denies it.

    One of which all is struck out, or that only stands in for a text, may have been any.
    """
    names = field_words()
    every = (*FIELDS.get(str(artifact.id), ()), COLD_START, JUSTIFICATION, *OVERHEAD)
    lost = [words for field in every if field.name in missing for words in field.words]
    for text in artifact.contents:
        listed = word_list(text.text)
        if says_nothing(text.text):
            return text
        if not is_spared(listed) and denied_part(text.text, names) is None:
            continue
        found = frozenset(listed)
        if any(words <= found for words in lost) or not found.isdisjoint(missing):
            return text
    return None
