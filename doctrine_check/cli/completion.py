"""``doctrine-check completion SHELL``: a completion script."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from doctrine_check.cli.options import Options, Parser

SHELLS = ("bash", "zsh", "fish")


def configure(parser: Parser) -> None:
    """The options of ``completion``."""
    parser.add_argument("shell", choices=SHELLS, help="the shell")


def run(options: Options) -> int:
    """Print the script; it is generated from the parser, so it knows what the parser knows."""
    words = {name: " ".join(flags) for name, flags in _words().items()}
    writer = {"bash": _bash, "zsh": _zsh, "fish": _fish}[options.shell]
    sys.stdout.write(writer(words))
    return 0


def _words() -> dict[str, list[str]]:
    from doctrine_check.cli.dispatch import COMMANDS, parser_of

    found: dict[str, list[str]] = {}
    for command in COMMANDS:
        actions = parser_of(command)._actions  # noqa: SLF001 - argparse offers no other way
        flags = [flag for action in actions for flag in action.option_strings]
        choices = [
            str(choice)
            for action in actions
            if not action.option_strings and action.choices
            for choice in action.choices
        ]
        found[command.name] = flags + choices
    rules = found.get("explain")
    if rules is not None:
        from doctrine_check.rules.registry import RULES

        rules += [spec.id for spec in RULES]
    return found


def _bash(words: dict[str, str]) -> str:
    cases = "\n".join(
        f'    {name}) COMPREPLY=($(compgen -W "{flags}" -- "$word")) ;;'
        for name, flags in words.items()
    )
    return f"""_doctrine_check() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "{" ".join(words)} --help --version" -- "$word"))
    return
  fi
  case "${{COMP_WORDS[1]}}" in
{cases}
  esac
}}
complete -o default -F _doctrine_check doctrine-check
"""


def _zsh(words: dict[str, str]) -> str:
    cases = "\n".join(f"    {name}) compadd -- {flags} ;;" for name, flags in words.items())
    return f"""#compdef doctrine-check
_doctrine_check() {{
  if (( CURRENT == 2 )); then
    compadd -- {" ".join(words)} --help --version
    return
  fi
  case "$words[2]" in
{cases}
  esac
  _files
}}
compdef _doctrine_check doctrine-check
"""


def _fish(words: dict[str, str]) -> str:
    lines = [f"complete -c doctrine-check -n __fish_use_subcommand -a {name}" for name in words]
    for name, flags in words.items():
        lines.append(
            f"complete -c doctrine-check -n '__fish_seen_subcommand_from {name}' -a '{flags}'"
        )
    return "\n".join(lines) + "\n"
