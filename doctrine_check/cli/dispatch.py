"""From a command line to a command: the table of commands, and what goes wrong on the way."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from doctrine_check import __version__
from doctrine_check.cli.files import NothingToCheckError, UsageError
from doctrine_check.cli.options import Options, PlainParser
from doctrine_check.records import Record

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from types import ModuleType

PROGRAM = "doctrine-check"
EXIT_USAGE = 2
EXIT_COULD_NOT_CHECK = 3


class Command(Record):
    """A command: its name, the module with ``configure`` and ``run``, and one line of help."""

    name: str
    module: str
    help: str


COMMANDS: tuple[Command, ...] = (
    Command("lint", "lint", "check doctrine and spec documents"),
    Command("change", "change", "judge a local git range: kinds, obligations, evidence, verdict"),
    Command("evidence", "evidence", "lay out, seal, show and verify evidence bundles"),
    Command("rules", "rules", "list the rules"),
    Command("explain", "explain", "say what a rule or doctrine id means and where it stands"),
    Command("diff", "diff", "say what one version of a doctrine changes against another"),
    Command("init", "init", "start in a new repository: doctrine, contract, config, hook"),
    Command("doctor", "doctor", "say what is missing in this repository"),
    Command("completion", "completion", "print a completion script for bash, zsh or fish"),
)


def parser_of(command: Command) -> argparse.ArgumentParser:
    """The argument parser of one command. Raises ImportError for a module that is not there."""
    import argparse

    parser = argparse.ArgumentParser(
        prog=f"{PROGRAM} {command.name}", description=command.help, allow_abbrev=False
    )
    module_of(command).configure(parser)
    return parser


def options_of(command: Command, arguments: list[str]) -> Options:
    """What a command line asks for. Exits, as argparse does, after a mistake or ``--help``."""
    plain = PlainParser()
    module_of(command).configure(plain)
    return plain.parse(arguments) or parser_of(command).parse_intermixed_args(
        arguments, namespace=Options()
    )


def module_of(command: Command) -> ModuleType:
    """The module of a command, with ``configure`` and ``run``. Raises ImportError for none."""
    name = f"doctrine_check.cli.{command.module}"
    __import__(name)
    return sys.modules[name]


def overview() -> str:
    """What ``--help`` says."""
    width = max(len(command.name) for command in COMMANDS)
    rows = [f"  {command.name:<{width}}  {command.help}" for command in COMMANDS]
    return "\n".join(
        [
            f"usage: {PROGRAM} COMMAND [options]",
            "",
            "Performance doctrines as law: parse them, check them, enforce them.",
            "",
            "commands:",
            *rows,
            "",
            "options:",
            "  -h, --help   this text, or that of a command",
            "  --version    the version",
            "",
            "exit codes: 0 pass, 1 findings, 2 usage or config, 3 could not check",
            "",
        ]
    )


def run(arguments: list[str]) -> int:
    """Find the command, parse its options, run it; one clear line for whatever goes wrong."""
    if not arguments or arguments[0] in ("-h", "--help"):
        return _guarded(lambda: _say(overview(), 0 if arguments else EXIT_USAGE))
    if arguments[0] in ("-V", "--version"):
        return _guarded(lambda: _say(f"{PROGRAM} {__version__}\n", 0))
    command = next((each for each in COMMANDS if each.name == arguments[0]), None)
    if command is None:
        return _complain(_unknown(arguments[0]), code=EXIT_USAGE)
    return _guarded(lambda: _run(command, arguments))


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    names = [command.name for command in COMMANDS]
    close = get_close_matches(name, names, n=1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(names)}"
    return f"unknown command {name!r}; {hint}"


def _say(text: str, code: int) -> int:
    sys.stdout.write(text)
    return code


def _guarded(work: Callable[[], int]) -> int:
    _use_utf8()
    # A run makes many long-lived objects and hardly a cycle; collecting as often as usual costs a
    # twentieth of a cold start.
    gc.set_threshold(100_000, 20, 20)
    try:
        return work()
    except SystemExit as stop:  # argparse has said what was wrong, or has shown help
        code = stop.code if isinstance(stop.code, int) else EXIT_USAGE
    except UsageError as error:
        code = _complain(*map(str, error.args), code=EXIT_USAGE)
    except NothingToCheckError as error:
        code = _complain(f"could not check: {error}", code=EXIT_COULD_NOT_CHECK)
    except KeyboardInterrupt:
        code = _complain("interrupted, nothing was decided", code=EXIT_COULD_NOT_CHECK)
    except BrokenPipeError:
        code = _nobody_reads()
    except OSError as error:
        code = _system_error(error)
    except Exception as error:  # noqa: BLE001 - the last resort of a process, never a pass
        code = _internal_error(error)
    return code


def _run(command: Command, arguments: list[str]) -> int:
    options = options_of(command, arguments[1:])
    options.arguments = arguments
    code: int = module_of(command).run(options)
    return code


def _use_utf8() -> None:
    """Write UTF-8 wherever the locale is; a finding may quote any character."""
    for stream in (sys.stdout, sys.stderr):
        encoding = (getattr(stream, "encoding", "") or "").casefold().replace("-", "")
        if encoding != "utf8" and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _complain(*lines: str, code: int) -> int:
    """Lines on standard error; what file names and documents bring along is spelled out."""
    from doctrine_check.report.visible import encodable, visible

    text = "\n".join(visible(encodable(line)) for line in lines)
    try:
        sys.stderr.write(f"{PROGRAM}: {text}\n")
    except OSError:  # nobody reads it; the code says that something was wrong
        return code
    return code


def _nobody_reads() -> int:
    """The reader of our output went away; keep the interpreter from writing to it at exit."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return EXIT_COULD_NOT_CHECK


def _system_error(error: OSError) -> int:
    """What the machine refuses: no folder, no space, no access. Never a pass."""
    if isinstance(error, FileNotFoundError) and error.filename is None:  # os.getcwd() says so
        return _complain("the current folder does not exist any more", code=EXIT_USAGE)
    if error.filename is None:
        return _complain(f"the report could not be written: {error}", code=EXIT_COULD_NOT_CHECK)
    return _complain(f"could not check: {error}", code=EXIT_COULD_NOT_CHECK)


def _internal_error(error: Exception) -> int:
    import os
    import traceback

    if os.environ.get("DOCTRINE_CHECK_DEBUG"):
        traceback.print_exc()
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(last.filename)}:{last.lineno}"
    message = f"internal error: {type(error).__name__} at {where}: {error}; "
    return _complain(
        message + "nothing was decided (DOCTRINE_CHECK_DEBUG=1 shows more)",
        code=EXIT_COULD_NOT_CHECK,
    )
