"""Generated and vendored files, as ``.gitattributes`` files declare them, by git's own rules.

The rules are those of gitattributes(5): the last line that matches and speaks of an attribute
decides, a file nearer to the path comes before one further up, and a macro stands for what its
line says. Only texts are read, never a work tree, so that the base commit decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.changes.quoting import unquote
from doctrine_check.changes.wildmatch import Wildcard
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILE_NAME = ".gitattributes"
UNSPECIFIED = "unspecified"
SET = "set"
UNSET = "unset"
MAX_LINE_BYTES = 2048
"""git ignores lines that are as long, or longer."""
_BLANK = " \t\r\n"
_MACRO = "[attr]"
_BUILT_IN = {"binary": (("diff", UNSET), ("merge", UNSET), ("text", UNSET))}
_NAME = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._")

_States = tuple[tuple[str, str], ...]
"""Attributes of a line with their states, in its order; a value stands behind an equals sign."""


class _Rule(Record):
    """A line with a pattern."""

    pattern: Wildcard
    by_name: bool
    """Whether the pattern is held against the last part of a path alone."""
    states: _States


class Attributes:
    """What the ``.gitattributes`` files of a tree say, by the path of each file."""

    def __init__(self, files: Mapping[str, str]) -> None:
        """Read the texts; a line that git would ignore is ignored."""
        self._rules: dict[str, list[_Rule]] = {}
        self._macros: dict[str, _States] = dict(_BUILT_IN)
        for path, text in files.items():
            folder, _, name = path.rpartition("/")
            if name == FILE_NAME:
                self._rules[folder] = list(self._read(text, macros=folder == ""))

    def generated(self, path: str) -> bool:
        """Whether ``linguist-generated`` is on, as GitHub reads it: any value but ``false``."""
        return self._on(path, "linguist-generated")

    def vendored(self, path: str) -> bool:
        """Whether ``linguist-vendored`` is on."""
        return self._on(path, "linguist-vendored")

    def _on(self, path: str, name: str) -> bool:
        return self.state(path, name) not in (UNSPECIFIED, UNSET, "false")

    def state(self, path: str, name: str) -> str:
        """What ``git check-attr`` prints: ``set``, ``unset``, ``unspecified`` or the value."""
        known: dict[str, str] = {}
        for rule, inner in self._near_first(path):
            target = inner.rpartition("/")[2] if rule.by_name else inner
            if rule.states and rule.pattern.matches(_bytes(target)):
                self._fill(known, rule.states)
                if name in known:
                    break
        return known.get(name, UNSPECIFIED).removeprefix("=")

    def _near_first(self, path: str) -> Iterable[tuple[_Rule, str]]:
        """Each rule that may speak of a path, the deciding ones first, with the path beneath it."""
        folder = path
        while folder:
            folder = folder.rpartition("/")[0]
            inner = path[len(folder) + 1 :] if folder else path
            for rule in reversed(self._rules.get(folder, [])):
                yield rule, inner

    def _fill(self, known: dict[str, str], states: _States) -> None:
        """Take over what is not known yet, macros with what they stand for."""
        waiting = list(states)
        while waiting:
            name, state = waiting.pop()
            if name not in known:
                known[name] = state
                if state == SET:
                    waiting += self._macros.get(name, ())

    def _read(self, text: str, *, macros: bool) -> Iterable[_Rule]:
        for written in text.removeprefix("\ufeff").split("\n"):
            line = written.removesuffix("\r").partition("\0")[0]
            parts = _pattern_of(line.strip(_BLANK))
            if parts is None or len(_bytes(line)) >= MAX_LINE_BYTES:
                continue
            pattern, rest = parts
            states = _states(rest)
            if states is None:
                continue
            if pattern.startswith(_MACRO) and pattern != _MACRO:
                if macros:
                    self._define(pattern[len(_MACRO) :], states)
            elif not pattern.startswith("!"):
                yield _rule(pattern, states)

    def _define(self, name: str, states: _States) -> None:
        if _is_name(name):
            self._macros[name] = states


def _pattern_of(line: str) -> tuple[str, str] | None:
    """The pattern of a line and what follows it; ``None`` for a comment or an empty line."""
    if not line or line.startswith("#"):
        return None
    if line.startswith('"') and (quoted := unquote(line)) is not None:
        return quoted[0], line[quoted[1] :]
    end = next((index for index, char in enumerate(line) if char in _BLANK), len(line))
    return line[:end], line[end:]


def _states(text: str) -> _States | None:
    """The states that the words of a line give; ``None`` where one is no attribute."""
    states = []
    for word in text.translate(_SPACES).split(" "):
        if not word:
            continue
        name, equals, value = word.partition("=")
        state = f"={value}" if equals else SET
        if name[0:1] in ("-", "!"):
            state = UNSET if name[0] == "-" else UNSPECIFIED
            name = name[1:]
        if not _is_name(name):
            return None
        states.append((name, state))
    return tuple(states)


_SPACES = str.maketrans(dict.fromkeys(_BLANK, " "))


def _is_name(name: str) -> bool:
    return (
        name != "" and name[0] != "-" and _NAME.issuperset(name) and not name.startswith("builtin_")
    )


def _rule(pattern: str, states: _States) -> _Rule:
    """A pattern without slash is held against names; one that ends in a slash matches no file."""
    if pattern.endswith("/"):
        states = ()
    by_name = "/" not in pattern.removesuffix("/")
    text = pattern if by_name else pattern.removeprefix("/")
    return _Rule(Wildcard(_bytes(text), slashes=by_name), by_name, states)


def _bytes(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no byte
        return text.encode("utf-8", "surrogatepass")
