"""Words within the names of code, and what it is worth that they come or go."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from doctrine_check.changes.product import Product, ProductLine

_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_LONGEST_NAME = 80


@lru_cache(maxsize=16_384)
def parts_of(name: str) -> frozenset[str]:
    """The words of a name in small letters: ``readBufSize`` is read, buf and size."""
    return frozenset(part.lower() for part in _PART.findall(name[:_LONGEST_NAME]))


def word_counts(lines: Iterable[ProductLine]) -> Counter[str]:
    """How often each word stands in the names of some lines."""
    counts: Counter[str] = Counter()
    for line in lines:
        for name in _NAME.findall(line.code):
            counts.update(parts_of(name))
    return counts


class Words(Record):
    """The words that came or went and have points, with their sum."""

    id: str
    points: int
    about: str
    found: str


ADDED: dict[int, str] = {
    10: "buffer inline instanceof",
    9: "dict input",
    8: "cache env memory sync",
    7: "buf capacity elif size uint",
    6: "auto clone count len obj tuple",
    5: "byte context idx index keys make num usize",
    4: "bool else has length slice try",
    3: "end false include new value var",
    2: "get map node none private self struct this",
    -2: "err",
    -3: "function",
    -4: "close options throw",
    -5: "config impl name ok path range status stream warn",
    -6: "def option public type",
    -7: "request",
    -8: "deprecated module",
    -9: "invalid pub response settings",
    -10: "field split",
    -12: "addr",
}
"""Words that are more frequent in added code than in removed code, by their points."""
REMOVED: dict[int, str] = {
    9: "length list",
    8: "slice",
    7: "key len",
    6: "for",
    5: "bool map",
    4: "else size true",
    3: "new string",
    -3: "import",
    -4: "error name",
    -5: "var",
    -8: "id void",
    -13: "public",
}
"""Words that are more frequent in removed code than in added code, by their points."""


def _table(points: dict[int, str]) -> dict[str, int]:
    return {word: value for value, words in points.items() for word in words.split()}


_ADDED, _REMOVED = _table(ADDED), _table(REMOVED)


def words_of(product: Product) -> Iterator[tuple[Words, ProductLine]]:
    """The points of words that are more frequent in the added, or in the removed code."""
    added, removed = word_counts(product.added()), word_counts(product.removed())
    sides = (
        ("code-words-added", _ADDED, added - removed, product.added()),
        ("code-words-removed", _REMOVED, removed - added, product.removed()),
    )
    for name, table, counts, lines in sides:
        found = {word: table[word] for word in counts if word in table}
        if found:
            heaviest = max(found, key=lambda word: (abs(found[word]), word))
            text = ", ".join(f"{word} {found[word]:+d}" for word in sorted(found))
            about = f"words in the names of {name.rpartition('-')[2]} code"
            line = next(line for line in lines if heaviest in word_counts((line,)))
            yield Words(name, sum(found.values()), about, text), line
