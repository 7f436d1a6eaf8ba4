"""Command lines: read without argparse when nothing is wrong with them, with it otherwise.

argparse and what it imports is a twentieth of a cold start, and a command line that names known
options in full needs none of it. A command's ``configure`` describes its options to either reader;
whatever the plain one does not understand at once - help, a mistake, ``-x`` - it leaves to
argparse, which has the words for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol


class Options:
    """What a command line asked for, an attribute an option; ``arguments`` is the whole line."""

    arguments: list[str]
    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...  # noqa: ANN401 - as in argparse.Namespace


class Parser(Protocol):
    """What ``configure`` describes its options to: argparse's parser, or :class:`PlainParser`."""

    def add_argument(self, *names: str, **settings: Any) -> object:  # noqa: ANN401 - argparse's
        """Describe an option or a positional argument, in the words of argparse."""


class PlainParser:
    """Reads ``--flag``, ``--option VALUE``, ``--option=VALUE`` and positional arguments."""

    def __init__(self) -> None:
        self.options: dict[str, dict[str, Any]] = {}
        self.positional: list[tuple[str, dict[str, Any]]] = []

    def add_argument(self, *names: str, **settings: Any) -> None:  # noqa: ANN401 - argparse's
        """Describe an option or a positional argument, in the words of argparse."""
        if names[0].startswith("-"):
            self.options |= dict.fromkeys(names, settings | {"dest": _attribute(names[0])})
        else:
            self.positional.append((names[0], settings))

    def parse(self, arguments: list[str]) -> Options | None:
        """The options of a command line, or ``None`` when argparse should read it."""
        values: dict[str, Any] = {
            settings["dest"]: _default(settings) for settings in self.options.values()
        }
        rest: list[str] = []
        waiting = iter(arguments)
        for argument in waiting:
            if not argument.startswith("-"):
                rest.append(argument)
                continue
            name, sign, value = argument.partition("=")
            settings = self.options.get(name)
            if settings is None or (sign and _is_flag(settings)):
                return None
            if _is_flag(settings):
                values[settings["dest"]] = True
                continue
            value = value if sign else next(waiting, "-")
            if value.startswith("-") or not _allowed(value, settings):
                return None
            values[settings["dest"]] = value
        return self._with_positional(values, rest)

    def _with_positional(self, values: dict[str, Any], rest: list[str]) -> Options | None:
        for name, settings in self.positional:
            if settings.get("nargs") == "*":
                values[name], rest = rest, []
            elif not rest or not _allowed(rest[0], settings):
                return None
            else:
                values[name] = rest.pop(0)
        if rest:
            return None
        options = Options()
        options.__dict__.update(values)
        return options


def _attribute(name: str) -> str:
    return name.lstrip("-").replace("-", "_")


def _is_flag(settings: dict[str, Any]) -> bool:
    return settings.get("action") == "store_true"


def _default(settings: dict[str, Any]) -> object:
    return settings.get("default", False if _is_flag(settings) else None)


def _allowed(value: str, settings: dict[str, Any]) -> bool:
    return "choices" not in settings or value in settings["choices"]
