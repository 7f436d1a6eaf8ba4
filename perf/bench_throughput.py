"""What ``lint`` costs over many and over hostile documents, beside markdown-it-py on the same text.

Four parts: CPU time, wall time and memory over a generated corpus, measured in turns with a process
that parses the same files; how these grow with the corpus; how the time of one hostile document
grows with its size; and, on request, where the time goes.

CPU time is user plus system, of the process and of all its children. Memory is that of the largest
process, as the kernel counts it; the harness itself stays below it by starting small.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from hostile_documents import KINDS, SHAPES, documents
from installed import Installed, add_option, clean_environment, installation
from make_corpus import make_corpus

CPU_RATIO = 1.5
STEEP = 1.3
DOUBLINGS = 4
SHARES = (0.125, 0.25, 0.5, 1.0)
CASE_SECONDS = 60
"""CPU time after which a hostile document is given up."""
TOO_SHORT = 0.02
"""Seconds of the largest size below which an exponent is noise."""

PARSE = """
import os, sys
from markdown_it import MarkdownIt
parser = MarkdownIt("commonmark").enable("table")
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        if name.endswith(".md"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                parser.parse(file.read())
"""
LINT_ALONE = """
import sys
from doctrine_check.cli import main, pool
pool.WORTH_A_POOL = 1 << 62
sys.exit(main(["lint", "--no-cache", "--root", sys.argv[1]]))
"""
PROFILE = """
import cProfile, pstats, sys
from doctrine_check.cli import main, pool
pool.WORTH_A_POOL = 1 << 62
profile = cProfile.Profile()
real, sys.stdout = sys.stdout, open(sys.argv[3], "w", encoding="utf-8")
profile.runcall(main, ["lint", "--no-cache", "--root", sys.argv[1]])
sys.stdout = real
stats = pstats.Stats(profile)
stats.sort_stats("tottime").print_stats(int(sys.argv[2]))
"""
# One process for the sizes of one shape: seconds of CPU by size, ours and those of markdown-it.
GROWTH = """
import contextlib, io, json, os, resource, sys, time
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1]) + 5))
from markdown_it import MarkdownIt
from doctrine_check.cli import main, pool
pool.WORTH_A_POOL = 1 << 62
parser = MarkdownIt("commonmark").enable("table")
def ours(root):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return main(["lint", "--no-cache", "--root", root])
for root in sys.argv[2:]:
    texts = []
    for name in os.listdir(os.path.join(root, "docs")):
        with open(os.path.join(root, "docs", name), encoding="utf-8") as file:
            texts.append(file.read())
    if root == sys.argv[2]:
        ours(root)
    begin = time.process_time()
    code = ours(root)
    middle = time.process_time()
    for text in texts:
        parser.parse(text)
    end = time.process_time()
    print(json.dumps([code, middle - begin, end - middle]), flush=True)
"""


class Cost(NamedTuple):
    """What one process, its children included, took: seconds, seconds, bytes."""

    cpu: float
    wall: float
    memory: int


class Growth(NamedTuple):
    """How one hostile shape grew: seconds at each size, ours and markdown-it's, and exit code."""

    kind: str
    shape: str
    ours: list[float]
    theirs: list[float]
    codes: list[int]


def main() -> int:
    """Run the parts asked for; 1 when ``--enforce`` is given and the CPU limit is missed."""
    options = _options()
    met = True
    with (
        installation(options.venv) as subject,
        tempfile.TemporaryDirectory(prefix="doctrine-check-perf-") as scratch,
    ):
        print(f"doctrine-check {subject.version}, installed and compiled (not editable)")
        print(f"Python {platform.python_version()}, {platform.platform()}, {os.cpu_count()} CPUs")
        environment = clean_environment(str(Path(scratch) / "cache"))
        bench = _Bench(subject, Path(scratch), environment, options)
        if "corpus" in options.parts:
            met = bench.side_by_side()
        if "scaling" in options.parts:
            bench.scaling()
        if "hostile" in options.parts:
            bench.hostile()
        if options.profile:
            bench.profile(options.profile)
    return 0 if met or not options.enforce else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add_option(parser)
    parts = ["corpus", "scaling", "hostile"]
    parser.add_argument("--parts", nargs="*", choices=parts, default=parts, help="what to measure")
    parser.add_argument("--rounds", type=int, default=3, help="rounds over the corpus")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--bytes", type=int, default=20_000_000)
    parser.add_argument("--seed", type=int, default=20, help="seed of the corpus and the order")
    parser.add_argument("--largest", type=int, default=512, metavar="KB", help="hostile document")
    parser.add_argument("--shapes", nargs="*", choices=list(SHAPES), default=list(SHAPES))
    parser.add_argument("--kinds", nargs="*", choices=KINDS, default=KINDS)
    parser.add_argument("--profile", type=int, nargs="?", const=20, metavar="ROWS")
    parser.add_argument("--enforce", action="store_true", help="exit 1 when the limit is missed")
    return parser.parse_args()


class _Bench:
    """The parts of the benchmark; holds what they share."""

    def __init__(
        self,
        subject: Installed,
        scratch: Path,
        environment: dict[str, str],
        options: argparse.Namespace,
    ) -> None:
        self.subject = subject
        self.scratch = scratch
        self.environment = environment
        self.options = options
        largest = options.largest * 1024
        self.sizes = [largest >> step for step in reversed(range(DOUBLINGS))]
        self.commands = {
            "markdown-it": [subject.python, "-P", "-c", PARSE],
            "lint": [subject.script, "lint", "--no-cache", "--root"],
            "lint, one process": [subject.python, "-P", "-c", LINT_ALONE],
        }

    def corpus(self, share: float = 1.0) -> Path:
        """The corpus, or the same mixture with a share of its documents and bytes."""
        folder = self.scratch / f"corpus-{share}"
        if not folder.exists():
            documents = max(int(self.options.documents * share), 3)
            make_corpus(folder, documents, int(self.options.bytes * share), self.options.seed)
        return folder

    def side_by_side(self) -> bool:
        """Measure all commands in turns; whether the CPU limit is met."""
        folder = self.corpus()
        costs: dict[str, list[Cost]] = {name: [] for name in self.commands}
        order = list(self.commands)
        coin = random.Random(self.options.seed)  # noqa: S311 - decides an order, keeps no secret
        for _ in range(self.options.rounds):
            coin.shuffle(order)
            for name in order:
                costs[name].append(self._run(self.commands[name], folder))
        print(f"\n{self.options.documents} documents, {self.options.bytes:,} bytes,")
        print(f"{self.options.rounds} rounds in random order, medians")
        print(f"{'':<20}{'CPU s':>9}{'ratio':>8}{'wall s':>9}{'ratio':>8}{'peak MB':>9}")
        base = _medians(costs["markdown-it"])
        for name in self.commands:
            cost = _medians(costs[name])
            print(
                f"{name:<20}{cost.cpu:>9.2f}{cost.cpu / base.cpu:>8.2f}"
                f"{cost.wall:>9.2f}{cost.wall / base.wall:>8.2f}{cost.memory / 1e6:>9.1f}"
            )
        ratios = [
            ours.cpu / theirs.cpu
            for ours, theirs in zip(costs["lint"], costs["markdown-it"], strict=True)
        ]
        met = _medians(costs["lint"]).cpu <= CPU_RATIO * base.cpu
        print(
            f"CPU ratio by round: {', '.join(f'{ratio:.2f}' for ratio in ratios)}; "
            f"limit {CPU_RATIO}: {'met' if met else 'MISSED'}"
        )
        return met

    def scaling(self) -> None:
        """CPU time and memory over growing corpora, with their fitted exponents."""
        print(f"\n{'corpus':<12}" + "".join(f"{name:>30}" for name in self.commands))
        table: dict[str, list[Cost]] = {name: [] for name in self.commands}
        for share in SHARES:
            folder = self.corpus(share)
            cells = []
            for name, command in self.commands.items():
                runs = [self._run(command, folder) for _ in range(self.options.rounds)]
                cost = _medians(runs)
                table[name].append(cost)
                cells.append(f"{cost.cpu:>14.2f} s {cost.memory / 1e6:>9.1f} MB")
            print(
                f"{self.options.bytes * share / 1e6:>8.1f} MB " + "".join(f"{c:>30}" for c in cells)
            )
        exponents = []
        for costs in table.values():
            cpu = exponent(list(SHARES), [cost.cpu for cost in costs])
            memory = exponent(list(SHARES), [float(cost.memory) for cost in costs])
            exponents.append(f"CPU {cpu:.2f}, memory {memory:.2f}")
        print(f"{'exponents':<12}" + "".join(f"{cell:>30}" for cell in exponents))

    def hostile(self) -> None:
        """The growth of every hostile shape, those that grow too fast named."""
        sizes = ", ".join(f"{size // 1024}" for size in self.sizes)
        print(f"\nhostile documents of {sizes} kB: CPU ms at the largest, exponent")
        print(f"{'kind, shape':<36}{'lint ms':>10}{'exp.':>7}{'markdown-it ms':>16}{'exp.':>7}")
        steep: list[str] = []
        for kind in self.options.kinds:
            for shape in self.options.shapes:
                growth = self._growth(kind, shape)
                ours, theirs = _steepness(growth.ours), _steepness(growth.theirs)
                mark = ""
                if len(growth.ours) < DOUBLINGS or ours > STEEP:
                    mark = "  <-- steep" if theirs <= STEEP else "  <-- steep, as the parser is"
                    steep.append(f"{kind}, {shape}{mark.partition(',')[2] and ' (parser too)'}")
                print(_growth_line(growth, ours, theirs) + mark, flush=True)
        print(f"above {STEEP}: {'; '.join(steep) if steep else 'none'}")

    def _growth(self, kind: str, shape: str) -> Growth:
        roots = []
        for size in self.sizes:
            root = self.scratch / "hostile" / kind / shape.replace(" ", "-") / str(size)
            (root / "docs").mkdir(parents=True)
            for name, text in documents(kind, shape, size).items():
                (root / "docs" / name).write_bytes(text.encode("utf-8"))
            roots.append(str(root))
        growth = Growth(kind, shape, [], [], [])
        command = [self.subject.python, "-P", "-c", GROWTH, str(CASE_SECONDS), *roots]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode not in (0, -signal.SIGXCPU, -signal.SIGKILL):
            raise SystemExit(f"{kind}, {shape}: exit code {done.returncode}\n{done.stderr}")
        for line in done.stdout.splitlines():
            code, ours, theirs = json.loads(line)
            growth.codes.append(code)
            growth.ours.append(ours)
            growth.theirs.append(theirs)
        return growth

    def profile(self, rows: int) -> None:
        """Where the time of one process goes, by self time."""
        print("\none process over the corpus, profiled; self time first", flush=True)
        command = [
            self.subject.python,
            "-P",
            "-c",
            PROFILE,
            str(self.corpus()),
            str(rows),
            os.devnull,
        ]
        subprocess.run(command, env=self.environment, check=False)

    def _run(self, command: list[str], folder: Path) -> Cost:
        """One process, to the end. Raises SystemExit when it could not do its work."""
        devnull = os.open(os.devnull, os.O_WRONLY)
        begin = time.perf_counter()
        # Spawned and not forked, so that the harness's own memory is not counted as the child's.
        child = os.posix_spawn(
            command[0],
            [*command, str(folder)],
            self.environment,
            file_actions=[(os.POSIX_SPAWN_DUP2, devnull, 1)],
        )
        _, status, usage = os.wait4(child, 0)
        wall = time.perf_counter() - begin
        os.close(devnull)
        code = os.waitstatus_to_exitcode(status)
        if code not in (0, 1):
            raise SystemExit(f"{command[0]} ... {folder}: exit code {code}")
        unit = 1 if sys.platform == "darwin" else 1024
        return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * unit)


def _medians(costs: list[Cost]) -> Cost:
    return Cost(
        median(cost.cpu for cost in costs),
        median(cost.wall for cost in costs),
        int(median(cost.memory for cost in costs)),
    )


def exponent(sizes: list[float], values: list[float]) -> float:
    """The slope of the least-squares line through the logarithms: 1 is linear, 2 quadratic."""
    xs = [math.log(size) for size in sizes]
    ys = [math.log(max(value, 1e-9)) for value in values]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum(
        (a - x) ** 2 for a in xs
    )


def _steepness(seconds: list[float]) -> float:
    """The larger of the fitted exponent and that of the last doubling; 0 when all is too short."""
    if len(seconds) < 2 or seconds[-1] < TOO_SHORT:
        return 0.0
    sizes = [float(2**step) for step in range(len(seconds))]
    return max(exponent(sizes, seconds), exponent(sizes[-2:], seconds[-2:]))


def _growth_line(growth: Growth, ours: float, theirs: float) -> str:
    name = f"{growth.kind}, {growth.shape}"
    if len(growth.ours) < DOUBLINGS:
        before = ", ".join(f"{seconds:.1f} s" for seconds in growth.ours)
        return (
            f"{name:<36}not done in {CASE_SECONDS} s of CPU; the smaller sizes: {before or 'none'}"
        )
    return (
        f"{name:<36}{growth.ours[-1] * 1e3:>10.0f}{ours:>7.2f}"
        f"{growth.theirs[-1] * 1e3:>16.0f}{theirs:>7.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
