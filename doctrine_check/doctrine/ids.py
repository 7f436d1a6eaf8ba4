"""The ids of doctrine documents: what is one, what was meant to be one, and of which family.

Ids are types. ``PrincipleId("PRF-01")`` and ``EventCode("PRF-001")`` never compare equal, and
nothing here is decided by prefix or substring: a token matches a family's whole grammar or not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator


class DoctrineId(Record):
    """An id as text in its canonical spelling. Equal only to an id of the same type."""

    text: str

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.text)

    def __str__(self) -> str:
        return self.text


class PrincipleId(DoctrineId):
    """``PRF-nn``."""


class LeverId(DoctrineId):
    """``LEV-nn``."""


class ArtifactId(DoctrineId):
    """``ART-nn``."""


class EventCode(DoctrineId):
    """``FAMILY-nnn``, for example ``PRF-001`` or ``ABC-001``."""

    @property
    def family(self) -> str:
        """``ABC`` of ``ABC-001``."""
        return self.text.rpartition("-")[0]


class InvariantId(DoctrineId):
    """``INV-FAMILY-NAME``."""

    @property
    def family(self) -> str:
        """``PRF`` of ``INV-PRF-COMPAT``."""
        return self.text.split("-")[1]


FAMILY_NAME: dict[type[DoctrineId], str] = {
    PrincipleId: "principle (PRF-nn)",
    LeverId: "lever (LEV-nn)",
    ArtifactId: "artifact (ART-nn)",
    EventCode: "event code (ABC-nnn)",
    InvariantId: "invariant (INV-ABC-NAME)",
}


class ReadId(Record):
    """An id read from a token: the id meant, how it was written, and what is wrong with it.

    ``problem`` is ``None``, ``"malformed"`` or ``"lookalike"``.
    """

    id: DoctrineId
    written: str
    problem: str | None = None


_WELL_FORMED = re.compile(
    r"(?P<principle>PRF-[0-9]{2})|(?P<lever>LEV-[0-9]{2})|(?P<artifact>ART-[0-9]{2})"
    r"|(?P<invariant>INV(?:-[A-Z0-9]+){2,})"
    r"|(?P<event>(?!(?:ADR|RFC|CVE|ISO|UTF|BUG|MS|INV)-)[A-Z][A-Z0-9]*(?:-[A-Z][A-Z0-9]*){0,4}-[0-9]{3,4})"
)
_TOO_LONG = len("PRF-0000")
"""Other teams may number their events with four digits; those of the doctrine have three."""
_TYPE_OF_GROUP: dict[str, type[DoctrineId]] = {
    "principle": PrincipleId,
    "lever": LeverId,
    "artifact": ArtifactId,
    "invariant": InvariantId,
    "event": EventCode,
}
# What somebody may write who means PRF-01, LEV-01, ART-01 or PRF-001: other case, other or no
# separator, the letters O, l and I for digits, too few or too many digits, a letter at the end.
_NUMBERED = r"(?i:(prf|lev|art))([-_. /]{0,3})([0-9OIloi]{1,5})([a-z]?)"
# "Invoice", "INVENTORY_LOW" and numbered invariants (INV-01) are words of other people.
_NAMED = (
    r"(?:(?i:inv)[-_]{1,2}|INV {1,2}|INV(?=PRF))(?![0-9]+$)"
    r"([A-Za-z0-9]+(?:[-_ ]{1,2}[A-Za-z0-9]+)*)"
)
_FAMILIES = frozenset({"prf", "lev", "art", "inv"})
_PREFIX: dict[type[DoctrineId] | None, str] = {LeverId: "LEV", ArtifactId: "ART"}
"""Families whose ids have two digits: ``LEV-001`` among levers is one of them, and no event."""
DIGIT_LOOKALIKES = str.maketrans("OoIli", "00111")

# An id token in running text: starts at a word border, ends where no id character follows.
_MENTION = re.compile(
    r"(?<![A-Za-z0-9_/.\-])(?:(?:PRF|LEV|ART)[-_]?\d{1,5}|INV(?:-[A-Z0-9]+)+)(?![A-Za-z0-9_/\-]|\.\w)"
)
TOKEN = r"[^\s|`*()\[\],;:\"'“”‘’<>{}=!?]+"

_FOLD = {
    "А": "A", "В": "B", "С": "C", "Е": "E", "Н": "H", "І": "I", "Ј": "J", "К": "K", "М": "M",
    "О": "O", "Р": "P", "Ѕ": "S", "Т": "T", "Х": "X", "У": "Y", "Ѵ": "V", "Г": "G",
    "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N",
    "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X", "Ꮮ": "L", "Ꭱ": "R", "Ꭺ": "A", "Ꮯ": "C",
    "а": "a", "с": "c", "е": "e", "і": "i", "ј": "j", "о": "o", "р": "p", "ѕ": "s", "х": "x",
    "у": "y", "ο": "o", "ν": "v", "ı": "i", "Ӏ": "I", "ӏ": "l", "Ƥ": "P", "Ϝ": "F",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "⁃": "-", "﹘": "-",
    "﹣": "-", "－": "-", "˗": "-", "𐆑": "-",
}  # fmt: skip
_INVISIBLE = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\ufeff").union(
    *(
        map(chr, range(first, last + 1))
        for first, last in (
            (0x200B, 0x200F),
            (0x202A, 0x202E),
            (0x2060, 0x2064),
            (0x2066, 0x206F),
            (0xFE00, 0xFE0F),
        )
    )
)


EVENT_NAME = r"[A-Z][A-Z0-9]*(?:[_.][A-Z0-9]+)+"


def is_event_name(text: str) -> bool:
    """Whether a text is a name such as ``CACHE_EVICTED``, which some write in place of a code."""
    return re.fullmatch(EVENT_NAME, text) is not None


def is_struck_out(text: str) -> bool:
    """Whether an id of the performance documents is struck out: ``~~PRF-002~~`` defines nothing.

    Other teams strike out what they retire, and keep its number.
    """
    return text[:1] == "~" and text.lstrip("~ ").startswith(("PRF-", "LEV-", "ART-", "INV-PRF-"))


def skeleton(token: str) -> str:
    """The ASCII text that ``token`` looks like: confusable letters folded, invisibles dropped."""
    if token.isascii():
        return token
    import unicodedata

    folded = unicodedata.normalize(
        "NFKC", "".join(char for char in token if char not in _INVISIBLE)
    )
    out = []
    for char in folded:
        if char in _FOLD:
            out.append(_FOLD[char])
        elif not char.isascii() and (digit := unicodedata.digit(char, None)) is not None:
            out.append(str(digit))
        else:
            base = unicodedata.normalize("NFD", char)[0]
            out.append(_FOLD.get(base, base))
    return "".join(out)


def well_formed(token: str) -> DoctrineId | None:
    """The id that ``token`` is, letter by letter, or ``None``."""
    match = _WELL_FORMED.fullmatch(token)
    if match is None or match.lastgroup is None:
        return None
    if len(token) == _TOO_LONG and token.startswith("PRF-"):
        return None
    return _TYPE_OF_GROUP[match.lastgroup](token)


def read_id(token: str, expected: type[DoctrineId] | None = None) -> ReadId | None:
    """Read a token that stands where an id is defined.

    ``expected`` is the family of that place; it decides whether ``PRF-1`` was meant as the
    principle PRF-01 or as the event PRF-001. Returns ``None`` when the token is no id at all.
    """
    if not token:
        return None
    exact = well_formed(token)
    if exact is not None:
        if isinstance(exact, EventCode) and _PREFIX.get(expected) == exact.family:
            return ReadId(_meant(token, expected) or exact, token, "malformed")
        return ReadId(exact, token)
    plain = skeleton(token)
    if plain != token:
        exact = well_formed(plain)
        if exact is not None:
            return ReadId(exact, token, "lookalike")
    meant = _meant(plain, expected)
    if meant is None:
        return None
    return ReadId(meant, token, "malformed" if plain == token else "lookalike")


def _meant(token: str, expected: type[DoctrineId] | None) -> DoctrineId | None:
    if token[:3].casefold() not in _FAMILIES:  # spares most words two patterns
        return None
    match = re.fullmatch(_NUMBERED, token)
    if match is not None:
        family = match[1].upper()
        number = int(match[3].translate(DIGIT_LOOKALIKES))
        as_event = expected is EventCode or (
            expected is None and family == "PRF" and len(match[3]) > 2
        )
        if as_event:
            return EventCode(f"{family}-{number:03d}")
        kind = {"PRF": PrincipleId, "LEV": LeverId, "ART": ArtifactId}[family]
        return kind(f"{family}-{number:02d}")
    match = re.fullmatch(_NAMED, token)
    if match is not None and expected in (InvariantId, None):
        name = re.sub(r"[-_ ]+", "-", match[1]).upper()
        return InvariantId(f"INV-{name}")
    return None


def mentions(text: str) -> Iterator[tuple[int, ReadId]]:
    """Ids of the performance families named in running text, with their offsets.

    Only upper-case tokens count, so that a file name such as ``prf-01.md`` is none.
    """
    for match in _MENTION.finditer(text):
        read = read_id(match[0])
        if read is not None:
            yield match.start(), read


_UP_TO = frozenset(["to", "through", "until", "-", "\u2013", "\u2014", "\u2026", "..", "..."])


def spanned_ids(text: str) -> frozenset[str]:
    """The ids that a text names, and those between the ends of ``ART-01 to ART-04``."""
    found: set[str] = set()
    last, end = "", 0
    for start, read in mentions(text):
        named = str(read.id)
        family, _, digits = named.rpartition("-")
        first = last.rpartition("-")
        if text[end:start].strip() in _UP_TO and first[0] == family and digits.isdecimal():
            width = len(digits)
            numbers = range(int(first[2]), min(int(digits), int(first[2]) + _LONGEST))
            found |= {f"{family}-{number:0{width}}" for number in numbers}
        found.add(named)
        last, end = named, start + len(read.written)
    return frozenset(found)


_LONGEST = 100


def listed_ids(text: str) -> Iterator[tuple[int, ReadId]]:
    """The ids of a list, with their offsets; ``PRF-01/02`` names PRF-02 too, by its number.

    What is nearly an id (``PRF-O2``, ``lev 02``) is one of the list as well.
    """
    pieces, end = [], 0
    for start, read in _exactly_listed(text):
        yield start, read
        pieces += [text[end:start], " " * len(read.written)]
        end = start + len(read.written)
    rest = "".join((*pieces, text[end:]))
    if not rest.isascii() or any(map(str.isdecimal, rest)):
        yield from _nearly_listed(rest)


def _nearly_listed(text: str) -> Iterator[tuple[int, ReadId]]:
    """The pieces of a list, or else the words of these, that are nearly ids."""
    start = 0
    for piece in re.split(r"[,;&/]| and ", text):
        start = text.index(piece, start)
        for part in dict.fromkeys((piece.strip(" `.()"), *piece.split())):
            read = read_id(part) if any(map(str.isdecimal, part)) else None
            if read is not None and read.problem is not None:
                yield text.index(part, start), read
                break
        start += len(piece)


def _exactly_listed(text: str) -> Iterator[tuple[int, ReadId]]:
    # A slash ends an id here; in running text it is part of a path.
    for start, read in mentions(text.replace("/", " ")):
        yield start, read
        family, dash, digits = read.written.rpartition("-")
        end, width = start + len(read.written), len(digits)
        while dash and digits.isdecimal() and text[end : end + 1] == "/":
            number = text[end + 1 : end + 1 + width]
            another = read_id(f"{family}-{number}") if number.isdecimal() else None
            if another is None or len(number) != width or text[end + 1 + width :][:1].isalnum():
                break
            yield end + 1, another._replace(written=number)
            end += 1 + width


def may_mention(text: str) -> bool:
    """Whether :func:`mentions` may find something."""
    return _MENTION.search(text) is not None


def lookalikes(text: str) -> Iterator[tuple[int, ReadId]]:
    """Tokens in running text that only look like an id, with their offsets."""
    if text.isascii() or all(
        word.isascii() or not any(map(str.isalnum, word)) for word in text.split()
    ):
        return  # most texts that are not plain ASCII hold a dash between words
    for match in re.finditer(TOKEN, text):
        token = match[0]
        if token.isascii():
            continue
        token = token.rstrip(".…")
        plain = skeleton(token)
        exact = well_formed(plain)
        if exact is not None and plain != token:
            yield match.start(), ReadId(exact, token, "lookalike")
