"""Makes a repository whose changes grow in files and lines; the same seed, the same bytes.

It holds a doctrine with its contract, a config with a hot-path map, and code in seven languages
with the company that code has: tests, vendored and generated files, documents, data. Lines are
edited, added and removed in short runs, as people do it, with comments and texts among them.
"""

from __future__ import annotations

import random
import subprocess
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from made_code import BLOCKS, NAMES

CHECKOUT = Path(__file__).resolve().parent.parent
PAIR = (
    "docs/doctrine/performance_and_velocity.md",
    "docs/specs/section_7/bd-2vl5_contract.md",
)
CONFIG = """\
[[hot_paths]]
glob = "src/part1*/**"
subsystem = "storage"
kind = "optimization"

[[hot_paths]]
glob = "src/**/*.rs"
subsystem = "engine"
kind = "tuned-path"
"""
_PLACES = ("src", "src", "src", "src", "src", "src", "lib", "tests", "vendor", "docs")
"""Where files stand: seven in ten are product code."""
_LONGEST_RUN = 6
_BLOCKS = (8, 14)


class Change(NamedTuple):
    """A change of the repository: its files, its added and removed lines, its two commits."""

    files: int
    lines: int
    base: str
    head: str


def make_changes(root: Path, sizes: tuple[tuple[int, int], ...], seed: int) -> list[Change]:
    """A repository with one branch a size, all from one base; ``sizes`` are files and lines."""
    root.mkdir()
    git(root, "init", "--quiet")
    chance = random.Random(seed)  # noqa: S311 - texts, no secrets
    paths = [_path(chance, number) for number in range(max(files for files, _ in sizes))]
    old = {path: _text(chance, _tongue(path)) for path in paths}
    law = {name: (CHECKOUT / name).read_text(encoding="utf-8") for name in PAIR}
    base = _commit(root, "base", {**law, "doctrine-check.toml": CONFIG} | _joined(old), "")
    made = []
    for files, lines in sizes:
        new, changed = {}, 0
        for number, path in enumerate(paths[:files], 1):
            share = lines * number // files - changed
            new[path], count = _edited(chance, old[path], _tongue(path), share)
            changed += count
        made.append(Change(files, changed, base, _commit(root, f"{files}", _joined(new), base)))
    git(root, "gc", "--quiet")
    return made


def git(root: Path, *arguments: str, given: str = "") -> str:
    """What git prints. Raises CalledProcessError."""
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout


def _joined(texts: dict[str, list[str]]) -> dict[str, str]:
    return {path: "\n".join(lines) + "\n" for path, lines in texts.items()}


def _path(chance: random.Random, number: int) -> str:
    place = chance.choice(_PLACES)
    suffix = "md" if place == "docs" else chance.choice(tuple(BLOCKS))
    return f"{place}/part{number % 40}/{chance.choice(NAMES)}{number}.{suffix}"


def _tongue(path: str) -> str:
    return path.rpartition(".")[2]


def _text(chance: random.Random, tongue: str) -> list[str]:
    return [line for _ in range(chance.randint(*_BLOCKS)) for line in _block(chance, tongue)]


def _block(chance: random.Random, tongue: str) -> list[str]:
    """A function with its comment, or a paragraph of prose; names and numbers are drawn."""
    if tongue not in BLOCKS:
        return [" ".join(chance.choices(NAMES, k=12)) for _ in range(6)] + [""]
    block = chance.choice(BLOCKS[tongue])
    for mark in "ABCDE":
        block = block.replace(f"${mark}", _name(chance, tongue))
    while "$N" in block:
        block = block.replace("$N", str(chance.randint(2, 4_000)), 1)
    return block.split("\n")


def _name(chance: random.Random, tongue: str) -> str:
    first, second = chance.choices(NAMES, k=2)
    camel = tongue in ("go", "ts", "java")
    return first + second.capitalize() if camel else f"{first}_{second}"


def _edited(
    chance: random.Random, lines: list[str], tongue: str, count: int
) -> tuple[list[str], int]:
    """The lines with so many of them changed, in runs, and how many are added and removed."""
    out: list[str] = []
    rest, changed = iter(lines), 0
    gap = max(1, len(lines) * _LONGEST_RUN // max(count, 1))
    while changed < count:
        out += islice(rest, chance.randint(1, gap))
        run = list(islice(rest, chance.randint(1, _LONGEST_RUN)))
        if not run:  # the whole file is used up: what is left to change is new
            more = _block(chance, tongue)[: count - changed]
            out += more
            changed += len(more)
            continue
        kind = chance.random()
        if kind < 0.6:
            out += [_altered(chance, line, tongue) for line in run]
            changed += 2 * len(run)
        elif kind < 0.8:
            changed += len(run)
        else:
            more = _block(chance, tongue)[: len(run)]
            out += [*run, *more]
            changed += len(more)
    out += rest
    return out, changed


def _altered(chance: random.Random, line: str, tongue: str) -> str:
    """The line with one of its words put in the place of another."""
    words = [
        word for word in line.replace("(", " ").replace(".", " ").split() if word.isidentifier()
    ]
    if not words:
        return f"{line} {_name(chance, tongue)}".rstrip()
    return line.replace(chance.choice(words), _name(chance, tongue), 1)


def _commit(root: Path, branch: str, files: dict[str, str], parent: str) -> str:
    """A commit on top of ``parent`` in which these files have these texts."""
    parts = [f"commit refs/heads/{branch}\ncommitter P <p@example.org> 1700000000 +0000\n"]
    parts.append("data 12\nChange parts" + "\n")
    if parent:
        parts.append(f"from {parent}\n")
    for path, text in files.items():
        parts.append(f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n")
    git(root, "fast-import", "--quiet", given="".join(parts))
    return git(root, "rev-parse", f"refs/heads/{branch}").strip()
