"""Text that was encoded twice: how it is told from text that is right, and what it was before.

UTF-8 that was read as Windows-1252 or Latin-1 shows two to four characters in place of one: a
lead, which is a letter, and continuations. Some of these sequences stand in right text as well: a
Portuguese word in capitals before an ellipsis, the letter Ä in German quotes, a French word before
an ellipsis and a quote. So a sequence is either *certain*, because no right text holds it between
these neighbours, or *possible*: a quote that closes needs one before it that opens, and a lone
letter is seldom a word. A possible one counts only in company: where its whole word, or its whole
line, is made of such sequences and ASCII, and at least one of them is certain.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from doctrine_check.doctrine.source import DoubleEncoding, code_columns
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doctrine_check.doctrine.source import Spans

MAX_LAYERS = 5
"""How many times text may have been encoded again before nobody can tell what it was."""

_BYTES = {chr(code): code for code in range(0x80, 0xF5)}
_BYTES |= {
    bytes((code,)).decode("cp1252"): code
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_LEADS = frozenset(map(chr, range(0xC2, 0xF5)))
_CONTINUATIONS = frozenset(char for char, code in _BYTES.items() if code < 0xC0)
_CONTROLS = frozenset(map(chr, range(0x80, 0xA0)))

# Ellipsis, quotes, dashes, guillemets, no-break space: what stands directly behind a word.
_QUOTING = frozenset("\u2026\u2019\u2018\u201c\u201d\u201e\u2013\u2014\u2039\u203a\xab\xbb\xa0")
# The same and signs, footnote marks, soft hyphen and letters that follow a small letter.
_BEHIND = _QUOTING | frozenset("\u2122\xae\xa9\u2020\u2021\u2022\xb7\xaa\xba\xb0\xb2\xb3\xb9\xad")
_BEHIND |= frozenset("\u0161\u017e")
# Between a dash, ellipsis or blank and what may begin after it stands no space in some languages.
_JOINING = frozenset("\u2013\u2014\u2026\xa0")
_NEVER_BEGINS = _CONTROLS | frozenset("\u02c6\u02dc\xa8\xaf\xb4\xb8\xa6\xa4\u0192")
# Quotes and guillemets stand at one end of a word, dashes, apostrophes and ellipses also between.
_BETWEEN_NO_LETTERS = _QUOTING - frozenset("\u2026\u2019\u2013\u2014\xa0")
# What never follows a capital letter, and what does as a trade mark, footnote or bad apostrophe.
_NEVER_BEHIND_CAPITAL = _CONTROLS | frozenset(
    "\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xac\xae\xaf\xb1\xb4\xb5\xb6\xb8\xb9\xbc\xbd\xbe\xbf"
    "\u0192\u02c6\u02dc"
)
_BEHIND_CAPITALS = frozenset("\xa9\xae\xb9\xb4")
# What else never follows a capital that opens a word, or is one. Behind the unit of length Å may
# stand a power, a footnote mark or a sign for times.
_NEVER_BEHIND_FIRST = frozenset(
    "\u20ac\u201a\u201e\u2020\u2021\u2022\u2030\u2039\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2122"
    "\xaa\xad\xb0\xb2\xb3\xb7\xba"
)
_BEHIND_UNIT = frozenset("\u2020\u2021\xad\xb0\xb2\xb3\xb7")
_QUOTES = frozenset("\u2018\u2019\u201a\u201c\u201d\u201e\u2039\u203a\xab\xbb")
_NO_WORDS = frozenset("\xe2\xe3\xe7\xea\xeb\xee\xef\xcc\xcb\xce\xcf\xd0")
"""Letters that are a word in no language that has them."""

# What people write, as ranges of code points: letters by the length of their sequence, then
# punctuation, arrows, mathematics, box drawing, symbols, CJK and emoji. The rest is more likely a
# coincidence, or something that nobody could see.
_USUAL = (
    (0x100, 0x17F), (0x192, 0x192), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x218, 0x21B),
    (0x2C6, 0x2C6), (0x2DC, 0x2DC), (0x300, 0x328), (0x386, 0x3CE), (0x400, 0x45F),
    (0x490, 0x491),
)  # fmt: skip
_WIDE = (
    (0x1E00, 0x1EFF), (0x2000, 0x200D), (0x2010, 0x2027), (0x202F, 0x205F), (0x2070, 0x2BFF),
    (0x3000, 0x9FFF), (0xAC00, 0xD7AF), (0xFB00, 0xFB06), (0xFE0E, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFF00, 0xFFEF), (0xFFFD, 0xFFFD), (0x1D400, 0x1D7FF), (0x1F000, 0x1FAFF),
)  # fmt: skip


class _Sequence(Record):
    """A sequence by the numbers of its first character and the one behind it."""

    start: int
    end: int
    char: str
    certain: bool


class _Place(Record):
    """What stands around a sequence: the characters beside it, and whether a quote is open.

    ``before`` is a blank behind another sequence that is certain, and at the start of a line.
    """

    before: str
    after: list[str]
    opened: bool


def in_line(lines: Sequence[str], index: int) -> Iterator[DoubleEncoding]:
    """Twice-encoded characters of one line, outside code spans; U+FFFD counts as lost."""
    line = lines[index]
    in_code = code_columns(line)
    yield from _repaired(index + 1, line, in_code, quoted=_quote_above(lines, index))
    lost = line.find("\ufffd")
    if lost >= 0 and not in_code(lost):
        yield DoubleEncoding(index + 1, lost + 1, "\ufffd", None)


_ABOVE = 20
_FAR = 2_000
"""How many lines of a paragraph, and how much of each, are searched for a quote that opened."""


def _quote_above(lines: Sequence[str], index: int) -> bool:
    """Whether a quote stands in the lines above that belong to the same paragraph."""
    for line in lines[max(index - _ABOVE, 0) : index][::-1]:
        if not line.strip():
            return False
        if not (line.isascii() or _QUOTES.isdisjoint(line[-_FAR:])):
            return True
    return False


def _repaired(number: int, line: str, in_code: Spans, *, quoted: bool) -> Iterator[DoubleEncoding]:
    chars = list(line)
    ends = list(range(1, len(line) + 1))
    for _ in range(MAX_LAYERS):
        accepted = _accepted(chars, ends, in_code, quoted=quoted)
        if not accepted:
            break
        chars, ends = _merged(chars, ends, accepted)
    else:
        accepted = _accepted(chars, ends, in_code, quoted=quoted)
    if accepted:
        start = ends[accepted[0].start - 1] if accepted[0].start else 0
        written = line[start : ends[accepted[0].end - 1]]
        yield DoubleEncoding(number, start + 1, written, None)
        return
    yield from _runs(number, line, chars, ends)


def _merged(
    chars: list[str], ends: list[int], accepted: list[_Sequence]
) -> tuple[list[str], list[int]]:
    """The characters, and where each ends in the line, with every sequence made one of them."""
    new_chars: list[str] = []
    new_ends: list[int] = []
    position = 0
    for sequence in accepted:
        new_chars += chars[position : sequence.start]
        new_ends += ends[position : sequence.start]
        new_chars.append(sequence.char)
        new_ends.append(ends[sequence.end - 1])
        position = sequence.end
    return new_chars + chars[position:], new_ends + ends[position:]


def _runs(number: int, line: str, chars: list[str], ends: list[int]) -> Iterator[DoubleEncoding]:
    """Repaired characters that stand side by side are one finding; lost ones are another."""
    start = index = 0
    while index < len(chars):
        first, begin = index, start
        lost = chars[index] == "\ufffd"
        while index < len(chars) and ends[index] - start > 1 and (chars[index] == "\ufffd") == lost:
            start = ends[index]
            index += 1
        if index == first:
            start = ends[index]
            index += 1
            continue
        text = "".join(chars[first:index])
        if lost:
            yield DoubleEncoding(number, begin + 1, line[begin:start], None)
        elif _CONTROLS.isdisjoint(text):
            # A byte order mark says nothing where it stands in a text.
            repaired = text.replace("\ufeff", "")
            yield DoubleEncoding(number, begin + 1, line[begin:start], repaired)


def _accepted(
    chars: list[str], ends: list[int], in_code: Spans, *, quoted: bool
) -> list[_Sequence]:
    """The sequences to be repaired: the certain ones, and the possible ones in their company."""
    found = [item for item in _sequences(chars, opened=quoted) if not in_code(ends[item.start] - 1)]
    if all(item.certain for item in found):
        return found
    if not any(item.certain for item in found):
        return []
    words = _Words(chars, ends, in_code, found)
    return [item for item in found if item.certain or words.support(item)]


class _Words:
    """Which words, and whether the line, are made of sequences and ASCII. Lives for one layer."""

    def __init__(
        self,
        chars: list[str],
        ends: list[int],
        in_code: Spans,
        found: list[_Sequence],
    ) -> None:
        self.chars = chars
        self.covered = {index for item in found for index in range(item.start, item.end)}
        self.word_of: list[int] = []
        self.mixed: set[int] = set()
        word = 0
        for index, char in enumerate(chars):
            word += char in " \t|"
            self.word_of.append(word)
            natural = not char.isascii() and char != "\ufffd" and index not in self.covered
            if natural and not in_code(ends[index] - 1):
                self.mixed.add(word)
        self.proven = {self.word_of[item.start] for item in found if item.certain}

    def support(self, item: _Sequence) -> bool:
        """Whether a possible sequence stands in company that leaves no doubt."""
        before = _at(self.chars, item.start - 1)
        after = _at(self.chars, item.end)
        joined = item.start - 1 in self.covered
        code = ord(item.char)
        if code >= 0x370 and not 0x1E00 <= code <= 0x1EFF and _is_latin(before):
            return False  # a word in Latin letters, and what follows it
        if 0x370 <= code <= 0x52F and _is_latin(after):
            return False
        if code >= 0x2E80 and not joined and item.end not in self.covered:
            return False  # Chinese, Japanese and Korean characters seldom stand alone
        word = self.word_of[item.start]
        if word in self.proven:
            return word not in self.mixed
        # A word in capitals may well end with one of them, and a quote or ellipsis follow.
        ends_capitals = not joined and before.isupper() and not after.isalpha()
        return not self.mixed and (not ends_capitals or self.chars[item.start] == "\xc2")


def _sequences(chars: list[str], *, opened: bool) -> Iterator[_Sequence]:
    """Every sequence that decodes to something people write."""
    sure = -1  # where the last certain sequence ended
    seen = 0  # up to where quotes were looked for
    pairs = enumerate(pairwise(chars))
    for start in [i for i, pair in pairs if pair[0] in _LEADS and pair[1] in _CONTINUATIONS]:
        end = start + _length(chars[start])
        char = _decoded(chars[start:end])
        if char is None:
            continue
        opened = opened or not _QUOTES.isdisjoint(chars[seen:start])
        seen = end
        before = " " if sure == start else _at(chars, start - 1)
        place = _Place(before, chars[end : end + 2], opened)
        certain = _is_certain(chars[start:end], char, place)
        if certain:
            sure = end
        yield _Sequence(start, end, char, certain)


def _length(lead: str) -> int:
    return 2 if lead < "\xe0" else 3 if lead < "\xf0" else 4


def _decoded(sequence: Sequence[str]) -> str | None:
    """What a lead and its continuations were. Whether they decode is tried, not guessed."""
    try:
        char = bytes([_BYTES[each] for each in sequence]).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None
    code = ord(char)
    if len(sequence) > 2:
        return char if _within(code, _WIDE) else None
    if 0xA0 <= code <= 0xFF or char == sequence[1]:  # a control character is half of two layers
        return char
    return char if _within(code, _USUAL) else None


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


def _is_certain(sequence: Sequence[str], char: str, place: _Place) -> bool:
    """Whether no right text holds the sequence between these neighbours."""
    if len(sequence) > 2:
        return len(sequence) == 4 or not _is_prose(sequence[0], sequence[1], sequence[2], place)
    letter, behind = sequence
    before, after = place.before, "".join(place.after)
    if letter in "\xc2\xc3":
        return not _is_capital_quoted(letter, behind, char, before, place.after)
    if behind == "\xb1":  # a length in ångström and its tolerance
        return not after.lstrip(" ")[:1].isdigit()
    if behind in _NEVER_BEHIND_CAPITAL:
        return not (before.isupper() and behind in _BEHIND_CAPITALS)
    # A capital and a sign in the middle of a small word.
    if letter in "\xc4\xc5\xc8" and before.islower() and after[:1].islower():
        return True
    return not before.isupper() and not _may_open(letter, behind, after, place)


def _may_open(letter: str, behind: str, after: str, place: _Place) -> bool:
    """Whether a capital that no other one precedes may be followed by this sign."""
    if behind in _NEVER_BEHIND_FIRST:
        return letter == "\xc5" and behind in _BEHIND_UNIT
    if place.before in _QUOTING:
        return True
    if behind in _QUOTES:
        # "Å’s", and what closes the quotes around a last letter.
        return place.opened or (behind in "\u2018\u2019" and after[:1].isalpha())
    if letter not in _NO_WORDS:
        return True
    if behind == "\xa0":
        return after[:1] in _BEFORE_WHICH_BLANK
    return behind in "\u2013\u2014" and after[:1].isalnum()


_BEFORE_WHICH_BLANK = frozenset(":;!?\xbb")
"""What French sets a no-break space before."""


def _is_capital_quoted(letter: str, behind: str, char: str, before: str, after: list[str]) -> bool:
    """Whether Â or Ã may end a word in capitals, or be quoted by itself."""
    if behind not in _QUOTING or (letter == "\xc2" and behind == "\xa0"):
        return False
    if not (before.isupper() or before in _QUOTING):
        return False
    return behind not in _BETWEEN_NO_LETTERS or not _continues(char, after)


def _continues(char: str, after: list[str]) -> bool:
    """Whether the word goes on behind, in the same case."""
    return bool(after) and after[0].isalpha() and after[0].isupper() == char.isupper()


def _is_prose(letter: str, first: str, second: str, place: _Place) -> bool:
    """Whether a small letter and two characters may be the end of a word and what follows it."""
    lone = not (place.before.isalpha() or place.before in _QUOTING)
    if (lone and letter in _NO_WORDS) or (first in _QUOTES and not _may_close(first, place)):
        return False
    if letter == "\xe2":
        return {first, second} <= _QUOTING and not first == second == "\u201d"
    if first in "\u0161\u017e\u0153":  # š, ž, œ: the word may end in two small letters
        return second in _BEHIND or second == "\u20ac"
    if first not in _BEHIND or first in "\xaa\xba":
        return False
    return second in _BEHIND or (first in _JOINING and second not in _NEVER_BEGINS)


def _may_close(quote: str, place: _Place) -> bool:
    """Whether a quote may stand behind a word: an apostrophe, or one that closes another."""
    return quote == "\u2019" or (place.opened and quote not in "\u201a\u201e")


def _at(chars: list[str], index: int) -> str:
    return chars[index] if 0 <= index < len(chars) else " "


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
