"""How much two texts say the same: words, abbreviation, likeness. Pure and case-blind."""

from __future__ import annotations

import re

from doctrine_check.limits import words

_WORD = r"[^\W_]+"


def word_list(text: str) -> list[str]:
    """The words of ``text``, case folded, without punctuation."""
    return re.findall(_WORD, text.casefold())


_NOTHING = frozenset({"", "tbd", "todo", "tba", "n/a", "none"})


def says_nothing(text: str) -> bool:
    """Whether a cell or value is empty or only stands in for one: a dash, ``TBD``, ``N/A``."""
    return text.strip(" .…-–—?").casefold() in _NOTHING


def same_words(one: str, other: str) -> bool:
    """Whether both texts hold the same words in the same order; ``&`` and "and" join alike."""
    first, second = word_list(one), word_list(other)
    if first == second:
        return True
    return [word for word in first if word != "and"] == [word for word in second if word != "and"]


def without_gloss(text: str) -> str:
    """``text`` without what it adds in parentheses, unless nothing else is left."""
    head, *rest = text.split("(")
    kept = [head]
    for piece in rest:
        _, closed, behind = piece.partition(")")
        kept.append(f" {behind}" if closed else f"({piece}")
    return "".join(kept).strip() or text


# What turns a title round, or says that it no longer holds.
_TURNING = words(
    """not no never non without zero anti except excluding neither nor cannot t isn aren don doesn
    won optional rejected withdrawn deprecated obsolete abandoned removed deleted cancelled canceled
    retired superseded suspended disabled inactive forbidden void former draft only"""
)


def contradicts(one: str, other: str) -> bool:
    """Whether one text has a word that the other lacks and that turns it round."""
    first, second = word_list(one), word_list(other)
    turning = _TURNING.intersection(first + second)
    return any(first.count(word) != second.count(word) for word in turning)


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
