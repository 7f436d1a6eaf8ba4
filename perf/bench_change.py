"""What reading a change costs, beside ``git diff`` over the same range.

A repository is made whose changes grow in files and lines alike. At each size ``git diff`` and our
reader take turns; printed are the medians, their ratio round by round, and the exponent with which
the time grows with the lines. Our time is from the two names of revisions to the whole change set,
with every process of git that this takes; start-up of the interpreter is measured elsewhere.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench_throughput import exponent
from installed import add_option, clean_environment, installation

RATIO = 10.0
STEEPEST = 1.1
SIZES = ((150, 10_000), (750, 50_000), (3_000, 200_000))
"""Files of a change and its added and removed lines."""
WORDS = ("for", "while", "if", "return", "value", "index", "buffer", "total", "=", "+", "()", ":")
READ = """
import sys, time
from doctrine_check.changes.git import Git
from doctrine_check.changes.ranges import change_set
begin = time.perf_counter()
change = change_set(Git(sys.argv[1]), sys.argv[2], sys.argv[3])
seconds = time.perf_counter() - begin
lines = sum(line[0] != " " for file in change.files for hunk in file.hunks for line in hunk.lines)
print(seconds, len(change.files), lines, change.complete)
"""


class Size(NamedTuple):
    """A change of the repository, and what reading it took, round by round."""

    files: int
    lines: int
    base: str
    head: str
    ours: list[float]
    theirs: list[float]

    @property
    def ratios(self) -> list[float]:
        """Our time by that of ``git diff`` in the same round."""
        return [ours / theirs for ours, theirs in zip(self.ours, self.theirs, strict=True)]


def main() -> int:
    """Measure; 1 when ``--enforce`` is given and a limit is missed."""
    options = _options()
    with (
        installation(options.venv) as subject,
        tempfile.TemporaryDirectory(prefix="doctrine-check-perf-") as scratch,
    ):
        print(f"doctrine-check {subject.version}, installed and compiled (not editable)")
        print(f"Python {platform.python_version()}, {platform.platform()}, {os.cpu_count()} CPUs")
        environment = clean_environment(str(Path(scratch) / "cache"))
        root = Path(scratch) / "repository"
        sizes = make_changes(root, options.seed)
        order = random.Random(options.seed)  # noqa: S311 - shuffles, no secrets
        for number in range(options.rounds + 1):
            for size in order.sample(sizes, len(sizes)):
                _measure(size, root, subject.python, environment)
                if number == 0:  # a round that fills the caches of the system
                    size.ours.clear()
                    size.theirs.clear()
        met = report(sizes)
    return 0 if met or not options.enforce else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add_option(parser)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seed", type=int, default=20, help="seed of the texts and the order")
    parser.add_argument("--enforce", action="store_true", help="fail when a limit is missed")
    return parser.parse_args()


def make_changes(root: Path, seed: int) -> list[Size]:
    """A repository with one branch a size, all from one base."""
    root.mkdir()
    _git(root, "init", "--quiet")
    random_lines = random.Random(seed)  # noqa: S311 - texts, no secrets
    most, lines = SIZES[-1]
    each = -(-lines // (2 * most))  # so many lines of a file are written anew
    old = [_text(random_lines, 4 * each) for _ in range(most)]
    new = [_edited(random_lines, text, each) for text in old]
    base = _commit(root, old, "")
    sizes = []
    for count, wanted in SIZES:
        head = _commit(root, new[:count], base)
        sizes.append(Size(count, wanted, base, head, [], []))
    _git(root, "gc", "--quiet")
    return sizes


def _text(source: random.Random, count: int) -> list[str]:
    return [
        " " * source.choice((0, 4, 8, 12)) + " ".join(source.choices(WORDS, k=8)) + f" {number}"
        for number in range(count)
    ]


def _edited(source: random.Random, lines: list[str], count: int) -> list[str]:
    """The lines, some of them written anew: runs of one to six."""
    out = list(lines)
    left, at = count, 0
    while left:
        run = min(left, source.randint(1, 6), len(out) - at)
        out[at : at + run] = [f"{line} new" for line in out[at : at + run]]
        left -= run
        at += run + (len(out) - at - run - left) * run // max(left + run, 1)
    return out


def _commit(root: Path, texts: list[list[str]], parent: str) -> str:
    """A commit on top of ``parent``, in which the first files have these texts."""
    branch = f"refs/heads/size-{len(texts)}{'-new' * bool(parent)}"
    parts = [f"commit {branch}\ncommitter P <p@example.org> 1700000000 +0000\ndata 0\n"]
    if parent:
        parts.append(f"from {parent}\n")
    for number, lines in enumerate(texts):
        text = "\n".join(lines) + "\n"
        parts.append(f"M 100644 inline src/part{number % 40}/file{number}.py\n")
        parts.append(f"data {len(text)}\n{text}")
    _git(root, "fast-import", "--quiet", given="".join(parts))
    return _git(root, "rev-parse", branch).strip()


def _git(root: Path, *arguments: str, given: str = "") -> str:
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout


def _measure(size: Size, root: Path, python: str, environment: dict[str, str]) -> None:
    """One round. Raises SystemExit when our reader did not see the whole change."""
    command = ["git", "-C", str(root), "diff", f"{size.base}...{size.head}"]
    begin = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    size.theirs.append(time.perf_counter() - begin)
    read = [python, "-P", "-c", READ, str(root), size.base, size.head]
    done = subprocess.run(read, env=environment, capture_output=True, text=True, check=True)
    seconds, files, lines, complete = done.stdout.split()
    if complete != "True" or int(files) != size.files or abs(int(lines) / size.lines - 1) > 0.05:
        raise SystemExit(f"not the change that was made: {done.stdout}")
    size.ours.append(float(seconds))


def report(sizes: list[Size]) -> bool:
    """Print the table; whether both limits are met."""
    print(f"{'files':>8}{'lines':>10}{'git diff':>12}{'change set':>12}{'ratio':>8}   by round")
    for size in sizes:
        rounds = ", ".join(f"{ratio:.2f}" for ratio in size.ratios)
        print(
            f"{size.files:>8,}{size.lines:>10,}{median(size.theirs) * 1e3:>9.0f} ms"
            f"{median(size.ours) * 1e3:>9.0f} ms{median(size.ratios):>8.2f}   {rounds}"
        )
    worst = max(median(size.ratios) for size in sizes)
    lines = [float(size.lines) for size in sizes]
    ours = exponent(lines, [median(size.ours) for size in sizes])
    theirs = exponent(lines, [median(size.theirs) for size in sizes])
    last = exponent(lines[-2:], [median(size.ours) for size in sizes[-2:]])
    met = worst <= RATIO and max(ours, last) <= STEEPEST
    print(
        f"ratio at most {worst:.2f}, limit {RATIO:g}; exponent {ours:.2f}, of the last step "
        f"{last:.2f} (git diff: {theirs:.2f}), limit {STEEPEST}: {'met' if met else 'MISSED'}"
    )
    return met


if __name__ == "__main__":
    sys.exit(main())
