"""The patterns of ``.gitattributes``, matched as git's wildmatch does, and never by backtracking.

``*`` and ``?`` stay within a folder, ``**/`` and ``/**`` span folders, ``[a-z[:digit:]]`` are sets
of bytes, a backslash takes the special meaning away. A match takes at most pattern x path steps.
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPECIAL = frozenset(b"*?[\\")
_SLASH, _STAR, _ONE, _BACKSLASH, _OPEN, _CLOSE, _DASH, _COLON = b"/*?\\[]-:"
_ALL = frozenset(range(1, 256))
_CLASSES = {
    "alnum": string.ascii_letters + string.digits,
    "alpha": string.ascii_letters,
    "blank": " \t",
    "cntrl": "".join(map(chr, [*range(1, 32), 127])),
    "digit": string.digits,
    "graph": string.ascii_letters + string.digits + string.punctuation,
    "lower": string.ascii_lowercase,
    "print": string.ascii_letters + string.digits + string.punctuation + " ",
    "punct": string.punctuation,
    "space": " \t\n\r",
    "upper": string.ascii_uppercase,
    "xdigit": string.hexdigits,
}


class _Step(Record):
    """One step of a pattern: a byte out of ``bytes``; any number of them where it ``repeats``.

    ``ahead`` lets a match also go on that many steps further, without a byte.
    """

    bytes: frozenset[int]
    repeats: bool = False
    ahead: int = 0


class Wildcard:
    """A pattern. With ``slashes``, ``*`` and ``?`` match slashes too, as for a name alone."""

    def __init__(self, pattern: bytes, *, slashes: bool) -> None:
        """Take the pattern apart."""
        plain = next((at for at, byte in enumerate(pattern) if byte in _SPECIAL), len(pattern))
        if slashes and plain < len(pattern):
            plain = 0
        # git compares what is before the first special character, and begins the match behind it.
        self._plain = pattern[:plain]
        self._steps = tuple(_Pattern(pattern[plain:], slashes=slashes).steps())

    def matches(self, text: bytes) -> bool:
        """Whether the whole text matches."""
        if not text.startswith(self._plain):
            return False
        steps = self._steps
        if not steps:
            return len(text) == len(self._plain)
        here = self._closed({0})
        for byte in text[len(self._plain) :]:
            following = set()
            for at in here:
                if at < len(steps) and byte in steps[at].bytes:
                    following.add(at if steps[at].repeats else at + 1)
            if not following:
                return False
            here = self._closed(following)
        return len(steps) in here

    def _closed(self, places: set[int]) -> set[int]:
        """The places, and all that can be reached from them without a byte."""
        waiting = list(places)
        while waiting:
            at = waiting.pop()
            if at == len(self._steps):
                continue
            step = self._steps[at]
            further = ([at + 1] if step.repeats else []) + ([at + step.ahead] if step.ahead else [])
            for place in further:
                if place not in places:
                    places.add(place)
                    waiting.append(place)
        return places


class _Pattern:
    """Reads a pattern once, from left to right."""

    def __init__(self, pattern: bytes, *, slashes: bool) -> None:
        self.pattern = pattern
        self.at = 0
        self.slashes = slashes
        self.part = _ALL if slashes else _ALL - {_SLASH}

    def steps(self) -> Iterable[_Step]:
        while self.at < len(self.pattern):
            byte = self.pattern[self.at]
            if byte == _STAR:
                yield from self._stars()
                continue
            self.at += 1
            if byte == _OPEN:
                yield _Step(self._set())
            elif byte == _BACKSLASH:
                yield _Step(frozenset(self.pattern[self.at : self.at + 1]))
                self.at += 1
            else:
                yield _Step(self.part if byte == _ONE else frozenset((byte,)))

    def _stars(self) -> Iterable[_Step]:
        start = self.at
        while self._next() == _STAR:
            self.at += 1
        rest = self.pattern[self.at :]
        whole = start == 0 or self.pattern[start - 1] == _SLASH
        if self.at - start > 1 and whole and (not rest or rest.startswith((b"/", b"\\/"))):
            if rest.startswith(b"/") and not self.slashes:
                self.at += 1
                yield _Step(frozenset(), repeats=True, ahead=3)  # no folder at all, or some
                yield _Step(_ALL, repeats=True)
                yield _Step(frozenset((_SLASH,)))
                return
            yield _Step(_ALL, repeats=True)
            return
        yield _Step(self.part, repeats=True)

    def _next(self) -> int | None:
        return self.pattern[self.at] if self.at < len(self.pattern) else None

    def _set(self) -> frozenset[int]:
        """The bytes of a set in brackets, behind its ``[``; none where it is malformed."""
        negated = self._next() in tuple(b"!^")
        self.at += negated
        found: set[int] = set()
        before = 0
        first = True
        while first or self._next() != _CLOSE:
            first = False
            byte = self._next()
            self.at += 1
            taken = self._member(byte, before, found)
            if taken is None:
                self.at = len(self.pattern)
                return frozenset()
            before = taken
        self.at += 1
        return (self.part - found) if negated else frozenset(found) & self.part

    def _member(self, byte: int | None, before: int, found: set[int]) -> int | None:
        """Read one member into ``found``; what a range may begin with, ``None`` at a fault."""
        following = self._next()
        if byte == _DASH and before and following not in (None, _CLOSE):
            return self._range(before, found)
        if byte == _OPEN and following == _COLON:
            close = self.pattern.find(b"]", self.at + 1)
            if close < 0:
                return None
            if close > self.at + 1 and self.pattern[close - 1] == _COLON:
                return self._class(close, found)
        if byte == _BACKSLASH:
            byte = following
            self.at += 1
        if byte is not None:
            found.add(byte)
        return byte

    def _range(self, before: int, found: set[int]) -> int | None:
        if self._next() == _BACKSLASH:
            self.at += 1
        last = self._next()
        self.at += 1
        if last is None:
            return None
        found.update(range(before, last + 1))
        return 0

    def _class(self, close: int, found: set[int]) -> int | None:
        """A class such as ``[:digit:]``, whose last bracket stands at ``close``."""
        named = _CLASSES.get(self.pattern[self.at + 1 : close - 1].decode("latin-1"))
        self.at = close + 1
        if named is None:
            return None
        found.update(named.encode("ascii"))
        return 0
