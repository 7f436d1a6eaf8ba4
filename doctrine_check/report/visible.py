r"""Text of documents is hostile: what would steer a terminal or hide from a reader is spelled out.

Escape sequences, newlines, text direction marks and invisible characters become ``\x1b``,
``\n``, ``\u202e``, so that no document can forge a line of a report.
"""

from __future__ import annotations

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPACES = frozenset("\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))))
# Printable by their category, yet drawn as nothing: joiners, fillers, the later selectors.
_UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0" + "".join(map(chr, range(0xE0100, 0xE01F0)))
)


def _spelled(character: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def visible_character(character: str) -> str:
    """One character as a reader may safely see it."""
    if character in _SPACES:
        return character
    if character.isprintable() and character not in _UNSEEN:
        return character
    return _spelled(character)


def visible(text: str) -> str:
    """The text on one line, with every control, direction and invisible character spelled out."""
    if text.isprintable() and _UNSEEN.isdisjoint(text):
        return text
    return "".join(map(visible_character, text))


def encodable(text: str) -> str:
    """The text with lone surrogates replaced, so that it can be written as UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= each <= "\udfff" else each for each in text)
    return text
