"""Globs over a repository: ``**`` spans folders, ``*`` and ``?`` do not."""

from __future__ import annotations

import os

from doctrine_check.cli.files import SKIPPED_FOLDERS

MAX_ENTRIES = 200_000


def matches_any_file(root: str, glob: str) -> bool:
    """Whether some file of the repository matches; gives up, saying yes, on a huge tree."""
    pattern = translate(glob)
    seen = 0
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if f != ".git" and f not in SKIPPED_FOLDERS]
        for name in names:
            seen += 1
            path = os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")
            if pattern.fullmatch(path):
                return True
        if seen > MAX_ENTRIES:
            return True
    return False
