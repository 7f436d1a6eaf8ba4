"""Whether a text gives a reason, or only stands where one is asked for."""

from __future__ import annotations

import unicodedata

from doctrine_check.doctrine.wording import says_nothing, word_list
from doctrine_check.limits import words

MIN_WORDS = 3
"""A reason takes so many different words that say something."""
_EMPTY = words(
    """a an and applicable apply applies all as be because been determined decided defined do
    does doesn due for here in is it its later n na needed no none not nothing null of ok okay on
    or our reason reasons required see tba tbc tbd that the there this to todo too unknown us was
    we will with x xxx yes lorem ipsum dolor sit amet justified justification acceptable
    better bad because enough fine good important necessary needed now old new performance"""
)
"""Words that any such text may hold, whatever it is about."""
_WIDE = frozenset("WF")


def gives_reason(text: str | None) -> bool:
    """Whether a text says why, in a sentence at least.

    Scripts that put no space between words count by their characters, two to a word.
    """
    if text is None or says_nothing(text):
        return False
    wide = {char for char in text if unicodedata.east_asian_width(char) in _WIDE}
    return len(set(word_list(text)) - _EMPTY) + len(wide) // 2 >= MIN_WORDS
