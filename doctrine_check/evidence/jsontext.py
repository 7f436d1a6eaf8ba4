"""Strict JSON out of hostile bytes, and where in it a value stands.

The standard decoder does the work. What it would let pass is refused here: a second value under one
name, NaN and infinities (written or by overflow), numbers of absurd length, nesting, lone
surrogates, byte order marks. All checks are linear, and cheap on long arrays of numbers.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from doctrine_check.evidence.written import Written
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    _Reads = Callable[[str], float] | None
    _Tokens = Iterator[re.Match[str]]

Json: TypeAlias = "dict[str, Json] | list[Json] | str | float | int | bool | None"

MAX_BYTES = 32 * 1024 * 1024
MAX_DEPTH = 64
MAX_VALUES = 2_000_000
"""Most values that a text may hold, counted by its commas."""
MAX_NUMBER = 80
"""Longest number, in characters."""

_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)'
_STRINGS = re.compile(_STRING, re.DOTALL)
TOKEN = re.compile(_STRING + r'|[\[\]{},:]|[^\s"\[\]{},:]++', re.DOTALL)
"""A token of a JSON text, valid or not; an unfinished string reaches to the end."""

_BRACKETS = re.compile(r"[^\[\]{}]++")
_SHAPE = bytes.maketrans(b"123456789E", b"000000000e")
_LONG_RUN = b"0" * 24
"""A number longer than ``MAX_NUMBER`` has, in one of its three parts, at least as many digits."""
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Parsed(Record):
    """What a JSON text holds: a value that may well be ``None``."""

    value: Json


class JsonProblem(Record):
    """Why a text was refused, with line and column from 1 (in characters)."""

    line: int
    column: int
    message: str


class _RefusedError(Exception):
    """A hook met something that the scan for its place will meet again."""


def read_json(data: bytes, *, plain: bool = False, most: int = MAX_BYTES) -> Parsed | JsonProblem:
    """The value of a JSON text in UTF-8, or the first reason to refuse it.

    Numbers are :class:`Written`. With ``plain`` they are ``int`` and ``float``, which is ten times
    as fast and forgets how they were written.
    """
    text = _text(data, most)
    if isinstance(text, JsonProblem):
        return text
    if _depth(text) > MAX_DEPTH:
        return _explain(text)
    if plain and not _odd_numbers(data):
        return _decode(text, None, None)
    return _decode(text, _whole, _broken) if plain else _decode(text, _written, _written)


def _text(data: bytes, most: int) -> str | JsonProblem:
    if len(data) > most:
        return JsonProblem(1, 1, f"the text has {len(data):,} bytes, more than {most:,}")
    if data.startswith(b"\xef\xbb\xbf"):
        return JsonProblem(1, 1, "a byte order mark")
    if data.count(b",") > MAX_VALUES:
        return JsonProblem(1, 1, f"more than {MAX_VALUES:,} values")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        return _problem(before, len(before), "a byte that is not UTF-8")


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1; a line feed alone ends a line."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _problem(text: str, offset: int, message: str) -> JsonProblem:
    line, column = position(text, offset)
    return JsonProblem(line, column, message)


def _depth(text: str) -> int:
    """How deep brackets are nested outside strings, at most; beyond the limit it stops early."""
    opened = text.count("[") + text.count("{")
    if opened <= MAX_DEPTH:
        return opened
    depth = deepest = 0
    brackets = _BRACKETS.sub("", _STRINGS.sub("", text))
    for bracket in brackets:
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
        if deepest > MAX_DEPTH:
            break
    return deepest


def _decode(text: str, whole: _Reads, broken: _Reads) -> Parsed | JsonProblem:
    """Decode, with a function each for whole and for broken numbers; ``None`` is the fast one."""
    decoder = json.JSONDecoder(
        object_pairs_hook=_unique, parse_int=whole, parse_float=broken, parse_constant=_refuse
    )
    try:
        value = decoder.decode(text)
    except json.JSONDecodeError as error:
        return JsonProblem(error.lineno, error.colno, f"no JSON: {error.msg}")
    except _RefusedError:
        return _explain(text)
    if "\\u" in text and _SURROGATE.search(text) and (fault := _fault(text)) is not None:
        return fault
    return Parsed(value)


def _odd_numbers(data: bytes) -> bool:
    """Whether a number might be too long, or too large for a float; digits in strings count too."""
    shape = data.translate(_SHAPE)
    return any(odd in shape for odd in (_LONG_RUN, b"e000", b"e+000"))


def _whole(text: str) -> int:
    if len(text) > MAX_NUMBER:
        raise _RefusedError
    return int(text)


def _broken(text: str) -> float:
    return float(_written(text))


def _written(text: str) -> Written:
    if len(text) > MAX_NUMBER:
        raise _RefusedError
    number = Written(text)
    if number - number != 0:  # an infinity less itself is no number
        raise _RefusedError
    return number


def _refuse(constant: str) -> NoReturn:
    raise _RefusedError(constant)


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _RefusedError
    return made


def _explain(text: str) -> JsonProblem:
    """The problem of a text that was refused."""
    return _fault(text) or JsonProblem(1, 1, "a text that this program does not read")


def _fault(text: str) -> JsonProblem | None:
    """The first thing beyond grammar for which a text is refused, or ``None``."""
    names: list[set[str]] = []
    last, start = "", 0
    for found in TOKEN.finditer(text):
        token = found[0]
        if token in ("{", "["):
            names.append(set())
        elif token in ("}", "]") and names:
            names.pop()
        elif token == ":" and names:
            name = _string(last)
            if name in names[-1]:
                return _problem(text, start, f"a second value under the name {last:.100}")
            names[-1].add(name)
        if len(names) > MAX_DEPTH:
            return _problem(text, found.start(), f"more than {MAX_DEPTH} levels of nesting")
        if message := _token_fault(token):
            return _problem(text, found.start(), message)
        last, start = token, found.start()
    return None


def _token_fault(token: str) -> str:
    """Why one token is refused, or ``""``."""
    if token[0] == '"':
        lone = "\\u" in token and any("\ud800" <= char <= "\udfff" for char in _string(token))
        return "half of a surrogate pair, which is no character" if lone else ""
    if token in ("NaN", "Infinity", "-Infinity"):
        return f"{token}, which is no number of JSON"
    if token[0] not in "-0123456789":
        return ""
    return _number_fault(token)


def _number_fault(token: str) -> str:
    if len(token) > MAX_NUMBER:
        return f"a number of {len(token):,} characters, more than {MAX_NUMBER}"
    try:
        number = float(token)
    except ValueError:
        return ""  # the decoder says what is wrong with it
    return "" if number - number == 0 else f"{token}, which is too large for a number"


def _string(token: str) -> str:
    """What a string token says; the token itself where it says nothing."""
    try:
        said = json.loads(token)
    except json.JSONDecodeError:
        return token
    return said if isinstance(said, str) else token


def locate(data: bytes, pointer: str) -> tuple[int, int]:
    """Line and column, from 1, of the value at a JSON pointer.

    Where there is none, it is the place of the nearest value around it. Linear, and total: any
    bytes and any pointer have an answer.
    """
    text = data.decode("utf-8", "replace")
    return position(text, _offset(text, _steps(pointer)))


def _steps(pointer: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def _offset(text: str, steps: list[str]) -> int:
    """Where the value stands to which the steps lead, as far as they lead."""
    tokens = TOKEN.finditer(text)
    here = next(tokens, None)
    offset = 0
    for step in [*steps, None]:
        if here is None:
            break
        offset = here.start()
        if step is not None:
            here = _member(tokens, here[0], step)
    return offset


def _member(tokens: _Tokens, opener: str, step: str) -> re.Match[str] | None:
    """The value under one step in the container that ``opener`` has just opened."""
    if opener not in ("{", "["):
        return None
    index = 0
    for found in tokens:
        value: re.Match[str] | None = found
        if found[0] in ("}", "]"):
            return None
        if found[0] == ",":
            continue
        name = str(index)
        if opener == "{":
            name = _string(found[0])
            next(tokens, None)  # the colon
            value = next(tokens, None)
        if value is None or name == step:
            return value
        index += 1
        _skip(tokens, value[0])
    return None


def _skip(tokens: _Tokens, opener: str) -> None:
    """Leave the value behind that began with ``opener``."""
    depth = int(opener in ("{", "["))
    while depth and (found := next(tokens, None)) is not None:
        if found[0] in ("{", "["):
            depth += 1
        elif found[0] in ("}", "]"):
            depth -= 1
