"""The command line. The only room that prints, exits, or builds collaborators.

Nothing is imported here: ``doctrine-check lint`` on unchanged documents is answered out of the
cache before any other module is loaded.
"""

from __future__ import annotations


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
