"""A first hot-path map, guessed from the tree for a person to review."""

from __future__ import annotations

import os

from doctrine_check.cli.files import SKIPPED_FOLDERS
from doctrine_check.config import HotPath
from doctrine_check.report.visible import encodable

SOURCES = frozenset(
    [
        ".py",
        ".rs",
        ".go",
        ".js",
        ".mjs",
        ".ts",
        ".tsx",
        ".jsx",
        ".java",
        ".kt",
        ".c",
        ".h",
        ".cc",
        ".cpp",
        ".hpp",
        ".cs",
        ".rb",
        ".php",
        ".ex",
        ".exs",
        ".erl",
        ".scala",
        ".swift",
        ".zig",
    ]
)
_BENCHMARKS = frozenset({"bench", "benches", "benchmark", "benchmarks", "perf"})
_NOT_HOT = frozenset(
    {"test", "tests", "docs", "doc", "examples", "example", "scripts", "script", "vendor"}
    | {"third_party", "build", "dist", "target", "tools", "ci"}
    | _BENCHMARKS
)
_CONTAINERS = frozenset({"src", "lib", "packages", "crates", "apps", "internal", "pkg", "cmd"})
_SETUP_FILES = frozenset({"setup.py", "conftest.py", "noxfile.py", "fabfile.py", "tasks.py"})
MAX_ROWS = 20
MAX_ENTRIES = 20_000
"""Directory entries that the guess looks at before it is content with what it saw."""


def guess_hot_paths(root: str) -> list[HotPath]:
    """One row for each source folder that is no test, tool or documentation.

    Folders such as ``src`` and ``crates`` only hold others and are looked into once. Sources that
    lie directly in the root, or beside the folders in ``src``, get a row for each suffix.
    """
    rows = [_row("", glob, os.path.basename(root)) for glob in _loose_sources(root, "")]
    for name in _folders(root):
        inner = _folders(os.path.join(root, name)) if name in _CONTAINERS else []
        inside = [f"{name}/{child}" for child in inner if _has_sources(root, f"{name}/{child}")]
        if inside:
            rows += [_row(name, glob, name) for glob in _loose_sources(root, name)]
            rows += [_row(path, "**", path.rpartition("/")[2]) for path in inside]
        elif _has_sources(root, name):
            rows.append(_row(name, "**", name))
    return rows[:MAX_ROWS]


def _row(folder: str, behind: str, subsystem: str) -> HotPath:
    """A row for the files ``behind`` a folder.

    What a glob in the config cannot say, such as a star of a name or a byte that is no UTF-8, is
    ``?``, which is any one character.
    """
    said = "".join("?" if each in "\\:*\ufffd" else each for each in encodable(folder))
    return HotPath(f"{said}/{behind}" if folder else behind, encodable(subsystem))


def _loose_sources(root: str, folder: str) -> list[str]:
    """A glob, below the folder, for each suffix that sources directly in it have."""
    try:
        with os.scandir(os.path.join(root, folder)) as entries:
            names = [e.name for e in entries if e.is_file(follow_symlinks=False)]
    except OSError:
        return []
    hot = [name for name in names if name not in _SETUP_FILES and not _is_test(name)]
    suffixes = {os.path.splitext(name)[1] for name in hot} & SOURCES
    return [f"*{suffix}" for suffix in sorted(suffixes)]


def _is_test(name: str) -> bool:
    stem = os.path.splitext(name)[0]
    return stem.startswith("test_") or stem.endswith(("_test", ".test", ".spec", ".config"))


def _folders(path: str) -> list[str]:
    try:
        with os.scandir(path) as entries:
            return sorted(
                entry.name
                for entry in entries
                if entry.is_dir(follow_symlinks=False)
                and not entry.name.startswith(".")
                and not entry.name.endswith(".egg-info")
                and entry.name not in _NOT_HOT | SKIPPED_FOLDERS
            )
    except OSError:
        return []


def _has_sources(root: str, folder: str) -> bool:
    seen = 0
    for _, _, names in os.walk(os.path.join(root, folder)):
        for name in names:
            seen += 1
            if os.path.splitext(name)[1] in SOURCES:
                return True
        if seen > MAX_ENTRIES:
            return False
    return False
