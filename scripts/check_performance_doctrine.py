"""Check the performance doctrine and its spec contract; see ``--help``. Exit 0 or 1."""

from __future__ import annotations

import sys

from doctrine_check.cli.maintainers import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
