"""Profiles summaries: stacks sampled each millisecond, and what is allocated. JSON on stdout."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
import tracemalloc
from collections import Counter
from typing import TYPE_CHECKING

import traffic
from tally.routes import RouteTable
from tally.summary import summarise

if TYPE_CHECKING:
    from types import FrameType

EVERY = 0.001
SITES = 10
SOURCES = str(traffic.ROOT / "src" / "*")
STACKS: Counter[str] = Counter()


def sample(_signal: int, frame: FrameType | None) -> None:
    """Note the stack that the timer interrupted, outermost frame first."""
    names = []
    while frame is not None:
        code = frame.f_code
        names.append(f"{code.co_qualname} ({place(code.co_filename)}:{code.co_firstlineno})")
        frame = frame.f_back
    STACKS[";".join(reversed(names))] += 1


def place(path: str) -> str:
    """A file as it is called in this repository, and others by their names alone."""
    inside = os.path.relpath(path, traffic.ROOT)
    return os.path.basename(path) if inside.startswith("..") else inside


def allocations(lines: list[str], patterns: list[str]) -> list[dict[str, object]]:
    """The lines of the program that hold most memory when a summary is done."""
    tracemalloc.start()
    table = RouteTable(patterns)
    counts = summarise(lines, table)
    snapshot = tracemalloc.take_snapshot()
    tracemalloc.stop()
    own = snapshot.filter_traces([tracemalloc.Filter(inclusive=True, filename_pattern=SOURCES)])
    if not counts:
        raise SystemExit("the log has no lines")
    return [
        {
            "site": f"{place(row.traceback[0].filename)}:{row.traceback[0].lineno}",
            "bytes": row.size,
            "count": row.count,
        }
        for row in own.statistics("lineno")[:SITES]
    ]


def main() -> None:
    """Summarise again and again while a timer looks at what is going on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.0)
    told = parser.parse_args()
    started = time.time()
    lines, patterns = traffic.log(told.seed), traffic.patterns()
    signal.signal(signal.SIGALRM, sample)
    signal.setitimer(signal.ITIMER_REAL, EVERY, EVERY)
    until = time.perf_counter() + told.seconds
    while time.perf_counter() < until:
        summarise(lines, RouteTable(patterns))
    signal.setitimer(signal.ITIMER_REAL, 0)
    profile = {
        "started": started,
        "stacks": STACKS,
        "allocations": allocations(lines, patterns),
        "finished": time.time(),
    }
    sys.stdout.write(json.dumps(profile) + "\n")


if __name__ == "__main__":
    main()
