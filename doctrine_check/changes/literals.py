"""What must stand in a text for a pattern to match it, so that most texts need no matching.

Looking for a plain text costs a twentieth of matching a pattern with many alternatives. What is not
understood in a pattern needs nothing, and is then matched everywhere.
"""

from __future__ import annotations

_ZERO_WIDTH = frozenset("bBAZ")
_SETS = frozenset("dDsSwW")
_LOOKING = ("?!", "?=", "?<!", "?<=")
_NOTHING: frozenset[str] = frozenset()


def literals_of(pattern: str) -> frozenset[str]:
    """Texts of which at least one stands in whatever the pattern matches.

    Empty where none is known. The pattern is one that compiles, without flags.
    """
    reader = _Reader(pattern)
    try:
        found = reader.choice()
    except _UnknownError:
        return _NOTHING
    if reader.at != len(pattern):
        return _NOTHING
    # Whatever holds "unlikely" holds "likely".
    return frozenset(
        text for text in found if not any(less in text for less in found if less != text)
    )


class _UnknownError(Exception):
    """A construct that this reader does not know."""


class _Reader:
    """Reads a pattern once, from left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def choice(self) -> frozenset[str]:
        """Alternatives up to the end of their group; they need what each of them needs."""
        needs = [self._sequence()]
        while self._next() == "|":
            self.at += 1
            needs.append(self._sequence())
        return frozenset().union(*needs) if all(needs) else _NOTHING

    def _sequence(self) -> frozenset[str]:
        """The best that any part of a sequence needs."""
        best, run = _NOTHING, ""
        while self._next() not in ("", "|", ")"):
            text, needs = self._item()
            least, once = self._repeats()
            if text is not None and least and not needs:
                run += text
                if once or not text:
                    continue
                best, run = _better(best, frozenset((run,))), ""
                continue
            best, run = _better(best, frozenset((run,))), ""
            if least:
                best = _better(best, needs)
        return _better(best, frozenset((run,)))

    def _next(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _item(self) -> tuple[str | None, frozenset[str]]:
        """The text that the next item is, ``None`` for one of many, and what a group needs."""
        char = self._next()
        self.at += 1
        if char in "^$":
            return "", _NOTHING
        if char == ".":
            return None, _NOTHING
        if char == "[":
            self._set()
            return None, _NOTHING
        if char == "(":
            return self._group()
        if char == "\\":
            return self._escaped(), _NOTHING
        return char, _NOTHING

    def _escaped(self) -> str | None:
        char = self._next()
        self.at += 1
        if char in _ZERO_WIDTH:
            return ""
        if char in _SETS:
            return None
        if char.isalnum():
            raise _UnknownError
        return char

    def _set(self) -> None:
        """Pass over a set of characters, behind its bracket."""
        self.at += self._next() == "^"
        first = True
        while first or self._next() != "]":
            first = False
            self.at += 2 if self._next() == "\\" else 1
        self.at += 1

    def _group(self) -> tuple[str | None, frozenset[str]]:
        looking = next((m for m in _LOOKING if self.pattern.startswith(m, self.at)), None)
        if looking is not None:
            self.at += len(looking)
        elif self.pattern.startswith("?:", self.at):
            self.at += 2
        elif self._next() == "?":
            raise _UnknownError
        needs = self.choice()
        self.at += 1
        return ("", _NOTHING) if looking is not None else (None, needs)

    def _repeats(self) -> tuple[bool, bool]:
        """Whether an item comes at least once, and whether exactly once."""
        mark = self._next()
        if mark not in ("?", "*", "+", "{"):
            return True, True
        end = self.at
        if mark == "{":
            end = self.pattern.index("}", self.at)
        least = mark == "+" or (mark == "{" and self.pattern[self.at + 1] not in "0,")
        self.at = end + 1
        if self._next() in ("?", "+"):
            self.at += 1
        return least, False


def _better(left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    """What is found less often: the longer texts, then the fewer."""
    if "" in right or not right:
        return left
    return max(left, right, key=lambda texts: (min(map(len, texts), default=0), -len(texts)))
