"""Fields of JSON objects, read one by one: the right type, or a problem with its exact place.

A wrong field is noted and stood in for by an empty value, so that all problems of a file come out
in one run. A loader therefore gives its record away only where nothing was noted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from doctrine_check.evidence.model import KINDS
from doctrine_check.evidence.written import Written
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeGuard, TypeVar

    from doctrine_check.evidence.jsontext import Json
    from doctrine_check.evidence.model import Place

    _T = TypeVar("_T")

MAX_INTEGER = 2**53 - 1
"""Whole numbers up to here are the same in every JSON reader."""
MAX_NAME = 1_000
MAX_TEXT = 10_000
MAX_ITEMS = 10_000
MAX_PROBLEMS = 100
"""More problems in one file are counted no further."""

COMMIT = r"^(?:[0-9a-f]{40}|[0-9a-f]{64})(?!\n)$"
DIGEST = r"^[0-9a-f]{64}(?!\n)$"
KIND = rf"^(?:{'|'.join(KINDS)})(?!\n)$"
LEVER = r"^LEV-[0-9]{2}(?!\n)$"
LISTED = r"^(?:ART-0[1-5]|LEV-[0-9]{2})(?!\n)$"
INKED = r"\S"
"""Some character that can be seen."""
MOMENT = (
    r"^(?:(?:19[7-9][0-9]|[2-9][0-9]{3})-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    r"|(?:19(?:7[26]|8[048]|9[26])|[2-9][0-9](?:0[48]|[2468][048]|[13579][26])"
    r"|(?:[2468][048]|[3579][26])00)-02-29)"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?Z(?!\n)$"
)
"""RFC 3339 in UTC: real days from 1970 on, no leap seconds, ``Z`` alone for the zone."""
_WANTED = {
    COMMIT: "a full commit id of 40 or 64 small hex digits",
    DIGEST: "a sha256 of 64 small hex digits",
    KIND: "one of " + ", ".join(KINDS),
    LISTED: "ART-01 to ART-05, or the id of a lever",
    LEVER: "the id of a lever, like LEV-01",
    MOMENT: "a time in UTC, like 2026-01-31T12:30:00Z",
}


class FieldProblem(Record):
    """A field that is not what it should be: where, what was expected, what was found.

    ``at`` is line and column where the text itself is broken, so that no pointer leads there.
    """

    place: Place
    expected: str
    found: str
    at: tuple[int, int] | None = None


Problems: TypeAlias = list[FieldProblem]


def show(value: Json) -> str:
    """A value as messages quote it."""
    if isinstance(value, dict):
        return f"an object of {len(value)}" if value else "an empty object"
    if isinstance(value, list):
        return f"an array of {len(value)}" if value else "an empty array"
    if isinstance(value, Written):
        return value.text
    if isinstance(value, str):
        cut = value if len(value) <= 80 else value[:77] + "..."
        return '"' + cut.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return repr(value)


_ABSENT: list[Json] = []
"""Stands for an object that is known to be missing, so that its fields are not missed too."""


class Fields:
    """The fields of one object. Every one is asked for once; ``closed`` reports what is left."""

    __slots__ = ("_asked", "_object", "place", "problems")

    def __init__(self, value: Json, place: Place, problems: Problems) -> None:
        self.place = place
        self.problems = problems
        self._asked: set[str] = set()
        self._object: dict[str, Json] | None = value if isinstance(value, dict) else None
        if self._object is None and value is not _ABSENT:
            self._note(place, "an object", show(value))

    def refuse(self, name: str, expected: str, found: str) -> None:
        """Note a problem of a field that is right by itself."""
        self._note(self.place.field(name), expected, found)

    def has(self, name: str) -> bool:
        """Whether the object has a field of that name, which may be ``null``."""
        self._asked.add(name)
        return self._object is not None and name in self._object

    def peek(self, name: str) -> Json:
        """The value of a field without judging it, ``None`` where there is none."""
        return self._object.get(name) if self._object is not None else None

    def closed(self, made: _T) -> _T:
        """What was made of the object, once every field that nobody asked for is reported."""
        for name in self._object or ():
            if name not in self._asked:
                known = ", ".join(sorted(self._asked))
                self._note(self.place.field(name), f"only the fields {known}", f"also {name:.80}")
        return made

    def text(self, name: str, *, most: int = MAX_NAME) -> str:
        """A text with something in it, of at most ``most`` characters."""
        value = self._take(name, "a text")
        if not isinstance(value, str):
            return self._wrong(name, "a text", value)
        if not re.search(INKED, value) or len(value) > most:
            wanted = f"a text of 1 to {most:,} characters, not all of them blank"
            return self._wrong(name, wanted, value)
        return value

    def text_or_null(self, name: str, *, most: int = MAX_NAME) -> str | None:
        """A text, or ``null``; the field itself must be there."""
        return None if self._is_null(name) else self.text(name, most=most)

    def any_text(self, name: str) -> str:
        """A text, empty or not, of any length that the file itself may have."""
        value = self._take(name, "a text")
        return value if isinstance(value, str) else self._wrong(name, "a text", value)

    def matching(self, name: str, pattern: str) -> str:
        """A text in which a pattern finds its like; the pattern has its words in this module."""
        wanted = _WANTED[pattern]
        value = self._take(name, wanted)
        if not isinstance(value, str) or not re.search(pattern, value):
            return self._wrong(name, wanted, value)
        return value

    def commit(self, name: str) -> str:
        """The full id of a commit."""
        return self.matching(name, COMMIT)

    def digest(self, name: str) -> str:
        """A SHA-256 in hex."""
        return self.matching(name, DIGEST)

    def moment(self, name: str) -> float:
        """A time, in seconds since 1970."""
        return _seconds(self.matching(name, MOMENT))

    def choice(self, name: str, among: Sequence[str]) -> str:
        """One of several texts."""
        wanted = "one of " + ", ".join(among) if len(among) > 1 else among[0]
        value = self._take(name, wanted)
        if not isinstance(value, str) or value not in among:
            return self._wrong(name, wanted, value)
        return value

    def number(self, name: str) -> Written:
        """A number as it was written."""
        value = self._take(name, "a number")
        if not isinstance(value, Written):
            self._wrong(name, "a number", value)
            return Written("0")
        return value

    def share(self, name: str) -> Written:
        """A number between 0 and 1, neither of them."""
        value = self.number(name)
        if isinstance(self.peek(name), Written) and not 0 < value < 1:
            self._wrong(name, "a number between 0 and 1", value)
        return value

    def integer(self, name: str, *, least: int = 0, most: int = MAX_INTEGER) -> int:
        """A whole number within bounds; ``1e2`` and ``100.0`` are whole."""
        wanted = f"a whole number from {least} to {most}"
        value = self._take(name, wanted)
        if isinstance(value, int | float) and not isinstance(value, bool):
            whole = value == value // 1
            if whole and least <= value <= most:
                return int(value)
        self._wrong(name, wanted, value)
        return least

    def object(self, name: str) -> Fields:
        """The fields of an object within this one."""
        value = self._take(name, "an object")
        found = value if self._present(name) else _ABSENT
        return Fields(found, self.place.field(name), self.problems)

    def objects(self, name: str, *, least: int = 0, most: int = MAX_ITEMS) -> list[Fields]:
        """The fields of each object in an array."""
        place = self.place.field(name)
        items = self.items(name, least=least, most=most)
        return [Fields(item, place.field(i), self.problems) for i, item in enumerate(items)]

    def items(self, name: str, *, least: int = 0, most: int = MAX_ITEMS) -> list[Json]:
        """The items of an array, or none where their number is wrong."""
        wanted = f"an array of {least} to {most:,}"
        value = self._take(name, wanted)
        if not isinstance(value, list) or not least <= len(value) <= most:
            self._wrong(name, wanted, value)
            return []
        return value

    def texts(self, name: str, *, least: int = 0, pattern: str = INKED) -> tuple[str, ...]:
        """An array of texts of at most ``MAX_TEXT`` characters that match a pattern."""
        place = self.place.field(name)
        wanted = _WANTED.get(pattern) or f"a text of 1 to {MAX_TEXT:,} characters"
        texts = []
        for index, item in enumerate(self.items(name, least=least)):
            if isinstance(item, str) and len(item) <= MAX_TEXT and re.search(pattern, item):
                texts.append(item)
            else:
                self._note(place.field(index), wanted, show(item))
        return tuple(texts)

    def commits(self, name: str) -> tuple[str, ...]:
        """An array of full commit ids."""
        return self.texts(name, pattern=COMMIT)

    def numbers(self, name: str, *, least: int, most: int) -> tuple[float, ...]:
        """A long array of numbers that were read as plain ones."""
        items = self.items(name, least=least, most=most)
        if _all_of(items, {float}):
            return tuple(items)
        if _all_of(items, {float, int}):
            return tuple(map(float, items))
        place = self.place.field(name)
        for index, item in enumerate(items):
            if type(item) not in (int, float):
                self._note(place.field(index), "a number", show(item))
        return ()

    def different(self, name: str, texts: tuple[str, ...]) -> tuple[str, ...]:
        """These texts, once it is noted that the field says one of them twice."""
        seen: set[str] = set()
        for index, text in enumerate(texts):
            if text in seen:
                place = self.place.field(name).field(index)
                self._note(place, "each text once", f"{show(text)} again")
            seen.add(text)
        return texts

    def constant(self, name: str, value: str | int) -> bool:
        """Whether the field has the only value that it may have."""
        found = self._take(name, str(value))
        if isinstance(found, bool) or found != value:
            self._wrong(name, show(value), found)
            return False
        return True

    def _take(self, name: str, wanted: str) -> Json:
        self._asked.add(name)
        if self._object is not None and name not in self._object:
            self._note(self.place.field(name), wanted, "no such field")
        return self.peek(name)

    def _present(self, name: str) -> bool:
        return self._object is not None and name in self._object

    def _is_null(self, name: str) -> bool:
        return self.has(name) and self.peek(name) is None

    def _wrong(self, name: str, wanted: str, value: Json) -> str:
        if self._present(name):
            self._note(self.place.field(name), wanted, show(value))
        return ""

    def _note(self, place: Place, expected: str, found: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(FieldProblem(place, expected, found))


def _all_of(items: list[Json], numbers: set[type]) -> TypeGuard[list[float]]:
    """Whether all items are of these kinds of number; a bool is of a kind of its own."""
    return numbers.issuperset(map(type, items))


def _seconds(text: str) -> float:
    """Seconds since 1970 of a time that matches ``MOMENT``, 0 for the empty text."""
    from datetime import datetime

    if not text:
        return 0.0
    whole, _, part = text[:-1].partition(".")
    return datetime.fromisoformat(f"{whole}+00:00").timestamp() + float(f"0.{part or 0}")
