"""How much two texts say the same: words, abbreviation, likeness. Pure and case-blind."""

from __future__ import annotations

import re

_WORD = r"[^\W_]+"
_PARENTHESIS = r"\([^()]*\)"


def word_list(text: str) -> list[str]:
    """The words of ``text``, case folded, without punctuation."""
    return re.findall(_WORD, text.casefold())


_NOTHING = frozenset({"", "?", "tbd", "todo", "tba", "n/a", "none"})


def says_nothing(text: str) -> bool:
    """Whether a cell or value is empty or only stands in for one: a dash, ``TBD``, ``N/A``."""
    return text.strip(" .…-–—").casefold() in _NOTHING


def same_words(one: str, other: str) -> bool:
    """Whether both texts hold the same words in the same order."""
    return word_list(one) == word_list(other)


def without_gloss(text: str) -> str:
    """``text`` without what it adds in parentheses, unless nothing else is left."""
    return re.sub(_PARENTHESIS, " ", text).strip() or text


def abbreviates(short: str, long: str) -> bool:
    """Whether every word of ``short`` stands in ``long``, in the same order."""
    rest = iter(word_list(long))
    found = word_list(short)
    return bool(found) and all(word in rest for word in found)


def likeness(one: str, other: str) -> float:
    """Shared words over all words (Jaccard index), from 0 to 1."""
    first, second = set(word_list(one)), set(word_list(other))
    union = first | second
    return len(first & second) / len(union) if union else 0.0


def missing_words(text: str, reference: str) -> list[str]:
    """Words of ``text`` that ``reference`` does not have, in order and once each."""
    known = {_stem(word) for word in word_list(reference)}
    out: list[str] = []
    for word in word_list(text):
        if _stem(word) not in known and word not in _FILLERS and word not in out:
            out.append(word)
    return out


_FILLERS = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "be",
        "by",
        "for",
        "from",
        "in",
        "is",
        "its",
        "it",
        "of",
        "on",
        "or",
        "per",
        "that",
        "the",
        "their",
        "to",
        "under",
        "with",
        "within",
        "remains",
        "stays",
        "remain",
        "stay",
        "must",
        "shall",
        "adds",
        "add",
    ]
)


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def quote(text: str, limit: int = 80) -> str:
    """``text`` in double quotes for a message, cut after ``limit`` characters."""
    return f'"{shortened(text, limit)}"'


def shortened(text: str, limit: int = 80) -> str:
    """``text`` on one line, cut after ``limit`` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"
