"""What ``doctrine-check change`` costs as a whole process, beside ``git diff`` over the same range.

A repository is made whose changes grow in files and lines alike. At each size ``git diff`` with the
same settings and our command take turns; printed are the medians of wall and CPU time, those of git
processes that we start included, their ratios round by round, and the exponents with which the time
grows with the lines. A small change is held against its budget of 250 ms and against a bare start
of Python, and one with 10 MB of samples as evidence against a second.

Of product code at most ``product.MAX_LINES`` changed lines are read, and signals look at
``product.MAX_CHANGED`` that are left when what moved is taken out. A change with more is suspect
for that alone, so time grows more slowly beyond; the exponent is also given step by step.
"""

from __future__ import annotations

import argparse
import json
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
from installed import CHECKOUT, add_option, clean_environment, installation
from make_changes import Change, git, make_changes

sys.path.insert(0, str(CHECKOUT))
from tests.evidence.bundles import make

RATIO = 10.0
STEEPEST = 1.1
SMALL_BUDGET = 0.250
EVIDENCE_BUDGET = 1.0
SMALL = (3, 60)
SIZES = ((150, 10_000), (750, 50_000), (3_000, 200_000))
"""Files of a change and its added and removed lines."""
SAMPLES = 255_000
"""Samples of each of four series, together 10 MB."""
PINNED = (
    "--no-ext-diff", "--no-textconv", "--diff-algorithm=myers", "-M50%", "-U3", "-l1000",
    "--inter-hunk-context=0", "--no-color", "--full-index", "--indent-heuristic",
)  # fmt: skip


class Cost(NamedTuple):
    """What a process took in seconds, all processes that it waited for included."""

    wall: float
    cpu: float


class Series(NamedTuple):
    """A command, and what it cost round by round."""

    command: list[str]
    costs: list[Cost]

    @property
    def wall(self) -> float:
        """Median wall time."""
        return median(cost.wall for cost in self.costs)

    @property
    def cpu(self) -> float:
        """Median CPU time."""
        return median(cost.cpu for cost in self.costs)


class Pair(NamedTuple):
    """A change, and both commands over it."""

    change: Change
    ours: Series
    theirs: Series


def main() -> int:
    """Measure; 1 when ``--enforce`` is given and a limit is missed."""
    options = _options()
    with (
        installation(options.venv) as subject,
        tempfile.TemporaryDirectory(prefix="doctrine-check-perf-") as scratch,
    ):
        print(f"doctrine-check {subject.version}, installed and compiled (not editable)")
        print(f"Python {platform.python_version()}, {platform.platform()}, {os.cpu_count()} CPUs")
        bench = _Bench(Path(scratch), subject.python, options.seed)
        met = [
            bench.ranges(options.rounds),
            bench.small(3 * options.rounds),
            bench.evidence(options.rounds),
        ]
    return 0 if all(met) or not options.enforce else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add_option(parser)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seed", type=int, default=20, help="seed of the texts and the order")
    parser.add_argument("--enforce", action="store_true", help="fail when a limit is missed")
    return parser.parse_args()


class _Bench:
    """The parts of the benchmark; holds what they share."""

    def __init__(self, scratch: Path, python: str, seed: int) -> None:
        self.root = scratch / "repository"
        self.scratch = scratch
        self.python = python
        self.environment = clean_environment(str(scratch / "cache"))
        self.chance = random.Random(seed)  # noqa: S311 - shuffles, no secrets
        self.small_change, *self.changes = make_changes(self.root, (SMALL, *SIZES), seed)
        git(self.root, "symbolic-ref", "HEAD", "refs/heads/base")

    def ranges(self, rounds: int) -> bool:
        """The whole command beside ``git diff``, over growing ranges."""
        pairs = [self._pair(change) for change in self.changes]
        self._take_turns([series for pair in pairs for series in pair[1:]], rounds)
        print(f"\n{'files':>7}{'lines':>9}{'git diff':>11}{'change':>10}{'ratio':>7}   by round")
        for pair in pairs:
            self._print_pair(pair)
        lines = [float(pair.change.lines) for pair in pairs]
        walls, cpus = [p.ours.wall for p in pairs], [p.ours.cpu for p in pairs]
        grown = exponent(lines, walls), exponent(lines, cpus)
        steps = [exponent(lines[i : i + 2], cpus[i : i + 2]) for i in range(len(lines) - 1)]
        ratio = pairs[-1].ours.wall / pairs[-1].theirs.wall
        print(
            f"exponent {grown[0]:.2f} of wall, {grown[1]:.2f} of CPU time, its steps "
            f"{', '.join(f'{step:.2f}' for step in steps)} (git diff: "
            f"{exponent(lines, [pair.theirs.cpu for pair in pairs]):.2f})"
        )
        return _verdict(
            f"ratio of the largest {ratio:.1f}, limit {RATIO:g}; steepest "
            f"{max(*grown, *steps):.2f}, limit {STEEPEST}",
            met=ratio <= RATIO and max(*grown, *steps) <= STEEPEST,
        )

    def small(self, rounds: int) -> bool:
        """A small change against its budget."""
        pair = self._pair(self.small_change)
        bare = Series([self.python, "-c", "pass"], [])
        self._take_turns([bare, *pair[1:]], rounds)
        walls = sorted(cost.wall for cost in pair.ours.costs)
        print(
            f"\nsmall change, {pair.change.files} files, {pair.change.lines} lines: "
            f"{pair.ours.wall * 1e3:.0f} ms ({walls[0] * 1e3:.0f} to {walls[-1] * 1e3:.0f}), "
            f"CPU {pair.ours.cpu * 1e3:.0f} ms; python -c pass {bare.wall * 1e3:.0f} ms, "
            f"ratio {pair.ours.wall / bare.wall:.1f}; git diff {pair.theirs.wall * 1e3:.0f} ms"
        )
        return _verdict(f"budget {SMALL_BUDGET * 1e3:.0f} ms", met=pair.ours.wall <= SMALL_BUDGET)

    def evidence(self, rounds: int) -> bool:
        """The small change with its evidence, which brings 10 MB of samples."""
        change = self.small_change
        folder = self.scratch / "evidence"
        files = make(
            samples=SAMPLES,
            repository=change.base,
            base_commit=change.base,
            measured_commit=change.head,
        )
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        brought = sum(len(data) for name, data in files.items() if name.startswith("samples/"))
        without = self._ours(change)
        verified = Series([*without.command, "--evidence", str(folder)], [])
        bound = str(self._report(verified.command)["change"]["binding"])
        if not bound.startswith(("by commit", "by content")):
            raise SystemExit(f"the evidence is not that of the change: {bound}")
        self._take_turns([without, verified], rounds)
        print(
            f"\nevidence with {brought / 1e6:.1f} MB of samples: {verified.wall:.2f} s, "
            f"CPU {verified.cpu:.2f} s; without it {without.wall:.2f} s, CPU {without.cpu:.2f} s"
        )
        return _verdict(f"budget {EVIDENCE_BUDGET:g} s", met=verified.wall <= EVIDENCE_BUDGET)

    def _pair(self, change: Change) -> Pair:
        """Both commands over a change. Raises SystemExit when ours does not see all of it."""
        ours = self._ours(change)
        seen = self._report(ours.command)["checked"]["files"]
        if seen != change.files:
            raise SystemExit(f"expected {change.files} changed files, found {seen}")
        theirs = ["git", "-C", str(self.root), "diff", *PINNED, f"{change.base}...{change.head}"]
        return Pair(change, ours, Series(theirs, []))

    def _ours(self, change: Change) -> Series:
        where = ["--root", str(self.root), "--base", change.base, "--head", change.head]
        return Series([self.python, "-P", "-m", "doctrine_check", "change", *where], [])

    def _report(self, command: list[str]) -> dict[str, dict[str, object]]:
        done = subprocess.run(
            [*command, "--format", "json"], env=self.environment, capture_output=True, check=False
        )
        if done.returncode not in (0, 1, 3) or not done.stdout:
            raise SystemExit(done.stderr.decode("utf-8", "replace"))
        report: dict[str, dict[str, object]] = json.loads(done.stdout)
        return report

    def _take_turns(self, row: list[Series], rounds: int) -> None:
        """Run all commands in each round; the first one fills the caches of the system."""
        for number in range(rounds + 1):
            for series in self.chance.sample(row, len(row)):
                cost = self._cost(series.command)
                if number:
                    series.costs.append(cost)

    def _cost(self, command: list[str]) -> Cost:
        begin = time.perf_counter()
        process = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1, 3):
            raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
        return Cost(wall, usage.ru_utime + usage.ru_stime)

    def _print_pair(self, pair: Pair) -> None:
        change, ours, theirs = pair
        rounds = zip(ours.costs, theirs.costs, strict=True)
        ratios = ", ".join(f"{mine.wall / their.wall:.1f}" for mine, their in rounds)
        for name, mine, their in (
            ("", ours.wall, theirs.wall),
            (f"CPU, {ours.cpu / change.lines * 1e6:.1f} us a line", ours.cpu, theirs.cpu),
        ):
            print(
                f"{change.files:>7,}{change.lines:>9,}{their * 1e3:>8.0f} ms{mine * 1e3:>7.0f} ms"
                f"{mine / their:>7.1f}   {name or ratios}"
            )


def _verdict(what: str, *, met: bool) -> bool:
    print(f"{what}: {'met' if met else 'MISSED'}")
    return met


if __name__ == "__main__":
    sys.exit(main())
