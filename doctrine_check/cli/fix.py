"""Makes, or shows, the safe repairs of ``lint --fix`` and ``lint --diff``."""

from __future__ import annotations

import os
import sys

from doctrine_check.cli.files import UsageError, read_document
from doctrine_check.doctrine.repair import repair


def fix_documents(root: str, documents: list[str], *, write: bool) -> int:
    """Repair every document, or print what would change; returns how many documents change."""
    changed = 0
    for path in documents:
        data = read_document(root, path)
        if data is None:
            continue
        repaired = repair(path, data)
        if repaired == data:
            continue
        changed += 1
        if write:
            _replace(os.path.join(root, path), repaired)
            sys.stderr.write(f"repaired {path}\n")
        else:
            sys.stdout.write(_difference(path, data, repaired))
    return changed


def _replace(path: str, data: bytes) -> None:
    """Write the whole file or nothing of it."""
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb") as file:
            file.write(data)
        os.chmod(temporary, os.stat(path).st_mode & 0o7777)
        os.replace(temporary, path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


def _difference(path: str, old: bytes, new: bytes) -> str:
    from difflib import unified_diff

    before = old.decode("utf-8").splitlines(keepends=True)
    after = new.decode("utf-8").splitlines(keepends=True)
    lines = unified_diff(before, after, f"a/{path}", f"b/{path}")
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)
