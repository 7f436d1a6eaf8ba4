"""A first hot-path map, guessed from the tree for a person to review."""

from __future__ import annotations

import os

from doctrine_check.cli.files import SKIPPED_FOLDERS
from doctrine_check.config import HotPath

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
MAX_ROWS = 20
MAX_ENTRIES = 20_000
"""Directory entries that the guess looks at before it is content with what it saw."""


def guess_hot_paths(root: str) -> list[HotPath]:
    """One row for each source folder that is no test, tool or documentation.

    Folders such as ``src`` and ``crates`` only hold others and are looked into once.
    """
    rows: list[HotPath] = []
    for name in _folders(root):
        inner = _folders(os.path.join(root, name)) if name in _CONTAINERS else []
        inside = [f"{name}/{child}" for child in inner if _has_sources(root, f"{name}/{child}")]
        if inside:
            rows += [HotPath(f"{path}/**", path.rpartition("/")[2]) for path in inside]
        elif _has_sources(root, name):
            rows.append(HotPath(f"{name}/**", name))
    return rows[:MAX_ROWS]


def _folders(path: str) -> list[str]:
    try:
        entries = list(os.scandir(path))
    except OSError:
        return []
    return sorted(
        entry.name
        for entry in entries
        if entry.is_dir(follow_symlinks=False)
        and not entry.name.startswith(".")
        and not entry.name.endswith(".egg-info")
        and entry.name not in _NOT_HOT | SKIPPED_FOLDERS
    )


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
