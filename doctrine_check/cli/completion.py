"""``doctrine-check completion SHELL``: a script, made from what commands say of their options."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from doctrine_check.cli.options import Options, Parser, Setting

SHELLS = ("bash", "zsh", "fish")
FILES = frozenset({"FILE", "PATH", "OLD", "NEW"})
FOLDERS = frozenset({"DIR"})
IDS = frozenset({"ID"})
FREE = frozenset({"REV", "LEV-nn"})
"""By its metavar, what an argument may be."""


class Argument(Record):
    """An option or a positional argument: its names, and what its value may be.

    ``wants`` is ``"nothing"`` of a flag, else ``"words"``, ``"files"`` or ``"folders"``.
    """

    names: tuple[str, ...]
    help: str
    wants: str = "nothing"
    words: tuple[str, ...] = ()
    many: bool = False


HELP = Argument(("-h", "--help"), "show this help message and exit")
"""The option that argparse gives every command."""


class Words(Record):
    """What may follow a command."""

    command: str
    help: str
    options: tuple[Argument, ...]
    positional: tuple[Argument, ...]


def configure(parser: Parser) -> None:
    """The options of ``completion``."""
    parser.add_argument("shell", choices=SHELLS, help="the shell")


def run(options: Options) -> int:
    """Print the script; it knows what the commands say of their options."""
    writer = {"bash": _bash, "zsh": _zsh, "fish": _fish}[options.shell]
    sys.stdout.write(writer(known_words()))
    return 0


def known_words() -> list[Words]:
    """What may follow each command, out of the description of its options."""
    from doctrine_check.cli.dispatch import COMMANDS, module_of
    from doctrine_check.cli.options import PlainParser

    found = []
    for command in COMMANDS:
        parser = PlainParser()
        module_of(command).configure(parser)
        options = (HELP, *map(_argument, parser.options))
        positional = tuple(map(_argument, parser.positional))
        found.append(Words(command.name, command.help, options, positional))
    return found


def _argument(setting: Setting) -> Argument:
    names = setting.names if setting.names[0].startswith("-") else ()
    made = Argument(names, setting.help, many=setting.nargs == "*")
    if setting.flag:
        return made
    if setting.choices is not None:
        return made._replace(wants="words", words=setting.choices)
    if setting.metavar in IDS:
        return made._replace(wants="words", words=tuple(explainable()))
    if setting.metavar in FREE:
        return made._replace(wants="words", words=())
    return made._replace(wants="folders" if setting.metavar in FOLDERS else "files")


def explainable() -> list[str]:
    """The rules, and the ids of the starter doctrine, whose families every doctrine has.

    Which ids a repository has beside them only a run could say.
    """
    from importlib.resources import files

    from doctrine_check.doctrine.examine import examine
    from doctrine_check.rules.change_registry import EVERY_RULE

    data = (files("doctrine_check") / "starter" / "doctrine.md").read_bytes()
    facts = examine("docs/doctrine.md", data, lambda _: True).facts
    defined = () if facts is None else facts.definitions
    return [spec.id for spec in EVERY_RULE] + sorted({str(each.read.id) for each in defined})


def _flags(words: Words) -> str:
    return " ".join(name for option in words.options for name in option.names)


def _bash(known: list[Words]) -> str:
    values, starts = [], []
    for each in known:
        for option in each.options:
            names = "|".join(f"{each.command}:{name}" for name in option.names)
            if option.wants != "nothing":
                values.append(f"    {names}) {_bash_words(option.words)}return ;;")
        offered = each.positional[0].words if each.positional else (_flags(each),)
        starts.append(f"    {each.command}:-*) {_bash_words((_flags(each),))};;")
        starts.append(f"    {each.command}:*) {_bash_words(offered)};;")
    newline = "\n"
    return f"""_doctrine_check_words() {{
  COMPREPLY=($(compgen -W "$1" -- "$word"))
}}
_doctrine_check() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    _doctrine_check_words "{" ".join(each.command for each in known)} --help --version"
    return
  fi
  # `--option=value` arrives as one word or, where "=" breaks words, as three.
  if [ "$word" = "=" ]; then
    word=""
  elif [ "$before" = "=" ]; then
    before="${{COMP_WORDS[COMP_CWORD-2]}}"
  elif [ "${{word#--*=}}" != "$word" ]; then
    before="${{word%%=*}}" word="${{word#*=}}"
  fi
  # Where no words are offered, bash completes the names of files.
  case "${{COMP_WORDS[1]}}:$before" in
{newline.join(values)}
  esac
  case "${{COMP_WORDS[1]}}:$word" in
{newline.join(starts)}
  esac
}}
complete -o default -F _doctrine_check doctrine-check
"""


def _bash_words(words: tuple[str, ...]) -> str:
    return f'_doctrine_check_words "{" ".join(words)}"; ' if words else ""


def _zsh(known: list[Words]) -> str:
    commands = " ".join(_quoted(f"{each.command}:{each.help}") for each in known)
    cases = "\n".join(
        f"    {each.command}) _arguments {' '.join(_zsh_specs(each))} ;;" for each in known
    )
    return f"""#compdef doctrine-check
_doctrine_check() {{
  if (( CURRENT == 2 )); then
    local -a commands
    commands=({commands})
    _describe command commands
    compadd -- --help --version
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
{cases}
  esac
}}
# The file is a function of that name where it was found on fpath, else it was sourced.
if [[ "$funcstack[1]" == _doctrine_check ]]; then
  _doctrine_check "$@"
else
  compdef _doctrine_check doctrine-check
fi
"""


def _zsh_specs(words: Words) -> Iterator[str]:
    for option in words.options:
        for name in option.names:
            text = option.help.replace("[", "\\[").replace("]", "\\]")
            sign = "" if option.wants == "nothing" else "="
            yield _quoted(f"{name}{sign}[{text}]{_zsh_values(option)}")
    for argument in words.positional:
        yield _quoted(f"{'*' if argument.many else ''}{_zsh_values(argument)}")


def _zsh_values(argument: Argument) -> str:
    actions = {
        "nothing": "",
        "words": f":value:({' '.join(argument.words)})",
        "files": ":file:_files",
        "folders": ":folder:_files -/",
    }
    return actions[argument.wants]


def _fish(known: list[Words]) -> str:
    lines = [
        "complete -c doctrine-check -f",
        "complete -c doctrine-check -n __fish_use_subcommand -l help",
        "complete -c doctrine-check -n __fish_use_subcommand -l version",
    ]
    for each in known:
        lines.append(
            f"complete -c doctrine-check -n __fish_use_subcommand -a {each.command} "
            f"-d {_quoted(each.help)}"
        )
        here = f"complete -c doctrine-check -n '__fish_seen_subcommand_from {each.command}'"
        for option in each.options:
            names = " ".join(
                f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}"
                for name in option.names
            )
            lines.append(f"{here} {names} -d {_quoted(option.help)}{_fish_values(option)}")
        lines += [f"{here}{value}" for value in _once(map(_fish_values, each.positional))]
    return "\n".join(lines) + "\n"


def _fish_values(argument: Argument) -> str:
    actions = {
        "nothing": "",
        "words": f" -a {_quoted(' '.join(argument.words))}",
        "files": " -F",
        "folders": " -a '(__fish_complete_directories)'",
    }
    alone = " -x" if argument.wants in ("words", "folders") else " -r"
    return (alone if argument.names and argument.wants != "nothing" else "") + actions[
        argument.wants
    ]


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _quoted(text: str) -> str:
    """In single quotes, as all three shells read them."""
    return "'" + text.replace("'", "'\\''") + "'"
