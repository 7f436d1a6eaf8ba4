"""The command line. The only room that prints, exits, or builds collaborators.

Nothing is imported here: ``doctrine-check lint`` on unchanged documents is answered out of the
cache before any other module is loaded.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing is not imported for it
if TYPE_CHECKING:
    from typing import NoReturn


def script() -> NoReturn:
    """The installed command: run, and leave without taking the interpreter apart.

    Freeing a hundred thousand objects one by one, for a process that ends, is a fifteenth of a cold
    start. What was written is flushed first; nothing of this program waits for ``atexit``.
    """
    import os
    import sys

    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us, who asks for the exit code
            # Open as long as the process lives, and no file that is opened later gets its number.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    try:
        code = main()
    except KeyboardInterrupt:  # before a command could answer it
        code = 3
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            code = 3
            if stream is sys.stdout and not isinstance(error, BrokenPipeError):
                _say(f"doctrine-check: the report could not be written: {error}\n")
    os._exit(code)


def _say(text: str) -> None:
    """Write to standard error, where anybody reads it; nothing is behind us to notice else."""
    import os

    try:
        os.write(2, text.encode())
    except OSError:
        return


def main(argv: list[str] | None = None) -> int:
    """Run a command line and return its exit code: 0 pass, 1 findings, 2 usage, 3 not checked."""
    import sys

    arguments = sys.argv[1:] if argv is None else argv
    if arguments[:1] == ["lint"]:
        from doctrine_check.cli.cache import replay

        code = replay(arguments)
        if code is not None:
            return code
    from doctrine_check.cli.dispatch import run

    return run(arguments)
