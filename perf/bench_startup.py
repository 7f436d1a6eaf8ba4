"""How long the pre-commit path takes as a whole process, beside two yardsticks.

Yardsticks: ``python -c pass``, and a ``python -c`` that imports markdown-it-py and parses the same
two documents. Subjects: ``lint`` with and without its cache, ``--help``, ``--version``. All take
turns in random order, so that drift of the machine falls on all alike; ratios are of medians, with
a bootstrap interval over rounds. Instructions are counted by valgrind, free of noise.

A benchmark and no test: it exits 1 only when ``--enforce`` is given and a limit is missed.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from installed import CHECKOUT, Installed, add_option, clean_environment, installation

DOCTRINE = "docs/doctrine/performance_and_velocity.md"
CONTRACT = "docs/specs/section_7/bd-2vl5_contract.md"
PARSE = (
    "from markdown_it import MarkdownIt\n"
    "parser = MarkdownIt('commonmark').enable('table')\n"
    f"for name in ({DOCTRINE!r}, {CONTRACT!r}):\n"
    "    parser.parse(open(name, encoding='utf-8').read())\n"
)
_PATH_IN_CODE = re.compile(r"`([\w.-]+(?:/[\w.-]+)+)`")
_COLLECTED = re.compile(r"Collected : (\d+)")
RESAMPLES = 2000

MARKDOWN_RATIO = 1.5
INSTRUCTIONS = 470_000_000
CACHED_RATIO = 3.5
CACHED_P99_MS = 100.0
HELP_RATIO = 3.0


class Series(NamedTuple):
    """A command, the exit codes that a right run of it has, and its times in milliseconds."""

    name: str
    command: list[str]
    codes: tuple[int, ...]
    times: list[float]


class Figure(NamedTuple):
    """A measured figure beside its limit; ``met`` is ``None`` where it could not be measured."""

    name: str
    measured: str
    limit: str
    met: bool | None


def main() -> int:
    """Measure, print, and say whether the limits are met."""
    options = _options()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(2**32)
    with (
        installation(options.venv) as subject,
        tempfile.TemporaryDirectory(prefix="doctrine-check-repo-") as repository,
        tempfile.TemporaryDirectory(prefix="doctrine-check-cache-") as cache,
    ):
        lay_out(Path(repository), Path(options.seeds) if options.seeds else None)
        environment = clean_environment(cache)
        print(f"doctrine-check {subject.version}, installed and compiled (not editable)")
        print(f"Python {platform.python_version()}, {platform.platform()}, {os.cpu_count()} CPUs")
        print(f"{options.rounds} rounds, random order, seed {seed}")
        series = _series(subject)
        kept = _prime(series, cache, repository, environment)
        if not kept:
            del series["cached"]
            print("the pass was not clean, so nothing was cached; the cached path is not measured")
        _measure(series, options.rounds, seed, repository, environment)
        figures = [
            *_ratios(series, seed),
            *_instructions(subject, repository, environment, kept=kept),
        ]
    _print_times(series)
    _print_figures(figures)
    missed = any(figure.met is False for figure in figures)
    return 1 if missed and options.enforce else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add_option(parser)
    parser.add_argument("--rounds", type=int, default=300, help="starts of each command")
    parser.add_argument("--seed", type=int, help="seed of the order")
    parser.add_argument("--seeds", metavar="DIR", help="take the two documents from this folder")
    parser.add_argument("--enforce", action="store_true", help="exit 1 when a limit is missed")
    return parser.parse_args()


def lay_out(repository: Path, documents: Path | None) -> None:
    """A git repository with the two documents.

    Beside our own stands an empty file for each that they name, or the pass would not be clean and
    nothing could be cached; documents that are given are laid out alone.
    """
    for name in (DOCTRINE, CONTRACT):
        source = CHECKOUT / name if documents is None else documents / Path(name).name
        target = repository / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    for name in (DOCTRINE, CONTRACT) if documents is None else ():
        for path in _PATH_IN_CODE.findall((repository / name).read_text(encoding="utf-8")):
            named = repository / path
            if ".." not in Path(path).parts and not named.exists():
                named.parent.mkdir(parents=True, exist_ok=True)
                named.touch()
    for command in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", "-C", str(repository), *command], check=True)


def _series(subject: Installed) -> dict[str, Series]:
    judged = (0, 1)  # other documents may have findings; a crash or a refusal is no measurement
    rows = (
        Series("pass", [subject.python, "-c", "pass"], (0,), []),
        Series("markdown-it", [subject.python, "-c", PARSE], (0,), []),
        Series("lint", [subject.script, "lint", "--no-cache"], judged, []),
        Series("cached", [subject.script, "lint"], (0,), []),
        Series("--help", [subject.script, "--help"], (0,), []),
        Series("--version", [subject.script, "--version"], (0,), []),
    )
    return {row.name: row for row in rows}


def _prime(
    series: dict[str, Series], cache: str, repository: str, environment: dict[str, str]
) -> bool:
    """Run everything once, unmeasured; whether the pass was kept in the cache."""
    for row in series.values():
        codes = (*row.codes, 1) if row.name == "cached" else row.codes
        _start(row.command, codes, repository, environment)
    return bool(os.listdir(cache))


def _measure(
    series: dict[str, Series], rounds: int, seed: int, repository: str, environment: dict[str, str]
) -> None:
    order = list(series.values())
    coin = random.Random(seed)  # noqa: S311 - decides an order, keeps no secret
    for _ in range(rounds):
        coin.shuffle(order)
        for row in order:
            row.times.append(_start(row.command, row.codes, repository, environment))


def _start(
    command: list[str], codes: tuple[int, ...], folder: str, environment: dict[str, str]
) -> float:
    """Wall time of one process in milliseconds. Raises SystemExit for another exit code."""
    begin = time.perf_counter_ns()
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        close_fds=False,
        check=False,
    )
    taken = (time.perf_counter_ns() - begin) / 1e6
    if done.returncode not in codes:
        raise SystemExit(f"{' '.join(command)}: exit code {done.returncode}, not in {codes}")
    return taken


def quantile(values: list[float], share: float) -> float:
    """The nearest-rank quantile."""
    ordered = sorted(values)
    return ordered[min(max(-int(-share * len(ordered) // 1), 1), len(ordered)) - 1]


def ratio_with_interval(
    subject: list[float], yardstick: list[float], seed: int
) -> tuple[float, float, float]:
    """Ratio of medians and its 95 % percentile bootstrap over rounds, which keep their pairing."""
    coin = random.Random(seed)  # noqa: S311 - decides an order, keeps no secret
    rounds = range(len(subject))
    found = []
    for _ in range(RESAMPLES):
        drawn = coin.choices(rounds, k=len(subject))
        found.append(median([subject[i] for i in drawn]) / median([yardstick[i] for i in drawn]))
    found.sort()
    low, high = found[int(0.025 * RESAMPLES)], found[int(0.975 * RESAMPLES) - 1]
    return median(subject) / median(yardstick), low, high


def _ratios(series: dict[str, Series], seed: int) -> list[Figure]:
    compared = (
        ("lint", "markdown-it", MARKDOWN_RATIO),
        ("cached", "pass", CACHED_RATIO),
        ("--help", "pass", HELP_RATIO),
        ("--version", "pass", HELP_RATIO),
        ("lint", "pass", None),
        ("markdown-it", "pass", None),
    )
    figures = []
    for name, yardstick, limit in compared:
        label = f"{name} / {yardstick}"
        if name not in series:
            figures.append(Figure(label, "not measured", f"{limit:.1f}" if limit else "-", None))
            continue
        ratio, low, high = ratio_with_interval(series[name].times, series[yardstick].times, seed)
        shown = f"{ratio:.2f} ({low:.2f} to {high:.2f})"
        met = ratio <= limit if limit else None
        figures.append(Figure(label, shown, f"{limit:.1f}" if limit else "-", met))
    if "cached" in series:
        p99 = quantile(series["cached"].times, 0.99)
        beside = quantile(series["pass"].times, 0.99)
        shown = f"{p99:.1f} ms (pass {beside:.1f} ms)"
        figures.append(Figure("cached, p99", shown, f"{CACHED_P99_MS:.0f} ms", p99 < CACHED_P99_MS))
    return figures


def _instructions(
    subject: Installed, repository: str, environment: dict[str, str], *, kept: bool
) -> list[Figure]:
    """Instruction counts of one process each, with a fixed hash seed."""
    if shutil.which("valgrind") is None:
        print("valgrind is not installed: no instruction counts")
        return []
    python, script = subject.python, subject.script
    rows: list[tuple[str, list[str], int | None]] = [
        ("pass", [python, "-c", "pass"], None),
        ("markdown-it", [python, "-c", PARSE], None),
        ("lint", [python, script, "lint", "--no-cache"], INSTRUCTIONS),
        ("--help", [python, script, "--help"], None),
    ]
    if kept:
        rows.append(("cached", [python, script, "lint"], None))
    figures = []
    for name, command, limit in rows:
        count = _count(command, repository, {**environment, "PYTHONHASHSEED": "0"})
        met = count <= limit if limit else None
        shown = f"{limit / 1e6:.0f} M" if limit else "-"
        figures.append(Figure(f"instructions, {name}", f"{count / 1e6:.1f} M", shown, met))
    return figures


def _count(command: list[str], folder: str, environment: dict[str, str]) -> int:
    tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={os.devnull}", *command]
    done = subprocess.run(
        tool, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    found = _COLLECTED.search(done.stderr)
    if found is None or done.returncode not in (0, 1):
        raise SystemExit(f"valgrind gave no count for {' '.join(command)}:\n{done.stderr[-2000:]}")
    return int(found[1])


def _print_times(series: dict[str, Series]) -> None:
    print(f"\n{'wall time, ms':<16}{'starts':>8}{'p50':>9}{'p95':>9}{'p99':>9}{'max':>9}")
    for row in series.values():
        cells = [*(quantile(row.times, share) for share in (0.5, 0.95, 0.99)), max(row.times)]
        print(f"{row.name:<16}{len(row.times):>8}" + "".join(f"{cell:>9.1f}" for cell in cells))


def _print_figures(figures: list[Figure]) -> None:
    print(f"\n{'figure':<28}{'measured':>28}{'limit':>10}  met")
    for figure in figures:
        met = {True: "yes", False: "NO", None: ""}[figure.met]
        print(f"{figure.name:<28}{figure.measured:>28}{figure.limit:>10}  {met}")


if __name__ == "__main__":
    sys.exit(main())
