"""Command lines: read without argparse when nothing is wrong with them, with it otherwise.

argparse and what it imports is a twentieth of a cold start, and a command line that names known
options in full needs none of it. A command's ``configure`` describes its options to either reader;
whatever the plain one does not understand at once - help, a mistake, ``-x`` - it leaves to
argparse, which has the words for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal, TypedDict, Unpack

    class Wording(TypedDict, total=False):
        """What ``configure`` may say of an argument: as much of argparse's as is used."""

        action: Literal["store_true"]
        nargs: Literal["*", "?"]
        default: str
        choices: Sequence[str]
        help: str
        metavar: str


class Options:
    """What a command line asked for, an attribute an option; ``arguments`` is the whole line.

    Each command has those that its ``configure`` describes, and no others.
    """

    arguments: list[str]
    paths: list[str]
    old: str
    new: str | None
    id: str | None
    shell: str
    root: str | None
    config: str | None
    format: str
    output: str | None
    events: str | None
    strict: bool
    quiet: bool
    fix: bool
    diff: bool | str | None
    cache: bool
    no_cache: bool
    update_ratchet: bool
    action: str
    path: str
    kind: str
    lever: str | None
    base: str
    head: str
    evidence: str | None
    facts: str | None
    seen: str | None
    record: str | None


class Parser(Protocol):
    """What ``configure`` describes its options to: argparse's parser, or :class:`PlainParser`."""

    def add_argument(self, *names: str, **wording: Unpack[Wording]) -> object:
        """Describe an option or a positional argument, in the words of argparse."""


class Setting(Record):
    """An option, or a positional argument, whose name has no dashes.

    ``nargs``: of a positional argument, ``*`` for any number and ``?`` for one or none.
    """

    names: tuple[str, ...]
    flag: bool
    nargs: str | None
    default: str | None
    choices: tuple[str, ...] | None
    help: str
    metavar: str | None

    @property
    def attribute(self) -> str:
        """The name of its value in :class:`Options`."""
        return self.names[0].lstrip("-").replace("-", "_")

    def allows(self, value: str) -> bool:
        """Whether a value is among the choices, where there are any."""
        return self.choices is None or value in self.choices


class PlainParser:
    """Reads ``--flag``, ``--option VALUE``, ``--option=VALUE`` and positional arguments."""

    def __init__(self) -> None:
        self.options: list[Setting] = []
        self.positional: list[Setting] = []

    def add_argument(self, *names: str, **wording: Unpack[Wording]) -> None:
        """Describe an option or a positional argument, in the words of argparse."""
        choices = wording.get("choices")
        setting = Setting(
            names,
            wording.get("action") == "store_true",
            wording.get("nargs"),
            wording.get("default"),
            None if choices is None else tuple(choices),
            wording.get("help", ""),
            wording.get("metavar"),
        )
        (self.options if names[0].startswith("-") else self.positional).append(setting)

    def parse(self, arguments: list[str]) -> Options | None:
        """The options of a command line, or ``None`` when argparse should read it."""
        known = {name: setting for setting in self.options for name in setting.names}
        values: dict[str, object] = {
            setting.attribute: False if setting.flag else setting.default
            for setting in self.options
        }
        rest: list[str] = []
        waiting = iter(arguments)
        for argument in waiting:
            if not argument.startswith("-"):
                rest.append(argument)
                continue
            name, sign, value = argument.partition("=")
            setting = known.get(name)
            if setting is None or (sign and setting.flag):
                return None
            if setting.flag:
                values[setting.attribute] = True
                continue
            value = value if sign else next(waiting, "-")
            if value.startswith("-") or not setting.allows(value):
                return None
            values[setting.attribute] = value
        return self._with_positional(values, rest)

    def _with_positional(self, values: dict[str, object], rest: list[str]) -> Options | None:
        for setting in self.positional:
            if setting.nargs == "*":
                values[setting.attribute], rest = rest, []
            elif setting.nargs == "?" and not rest:
                values[setting.attribute] = setting.default
            elif not rest or not setting.allows(rest[0]):
                return None
            else:
                values[setting.attribute] = rest.pop(0)
        if rest:
            return None
        options = Options()
        options.__dict__.update(values)
        return options
