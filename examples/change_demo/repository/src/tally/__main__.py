"""``python -m tally ROUTES < access.log``: what the log says of each route.

With ``--announce`` it says on standard error when it is ready to read.
"""

from __future__ import annotations

import sys

from tally.routes import RouteTable
from tally.summary import summarise, written


def main(arguments: list[str]) -> int:
    """Read the log on standard input, and write its summary to standard output."""
    announce = "--announce" in arguments
    paths = [argument for argument in arguments if argument != "--announce"]
    if len(paths) != 1:
        sys.stderr.write("usage: python -m tally [--announce] ROUTES < access.log\n")
        return 2
    with open(paths[0], encoding="utf-8") as file:
        table = RouteTable(file.read().split())
    if announce:
        sys.stderr.write("ready\n")
        sys.stderr.flush()
    sys.stdout.write(written(summarise(sys.stdin, table)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
