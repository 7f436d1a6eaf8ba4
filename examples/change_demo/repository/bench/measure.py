"""Measures this checkout: how soon it is ready, and how long a summary takes. JSON on stdout."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import traffic
from tally.routes import RouteTable
from tally.summary import summarise

START = [sys.executable, "-S", "-m", "tally", "--announce", str(traffic.ROUTES)]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(traffic.ROOT / "src")}


def cold_start() -> tuple[int, int]:
    """Nanoseconds from spawning a process until it is ready, and its peak memory in bytes."""
    began = time.perf_counter_ns()
    with subprocess.Popen(
        START,
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        said = process.stderr.readline() if process.stderr is not None else b""
        taken = time.perf_counter_ns() - began
        memory = peak_memory(str(process.pid))
        process.communicate()
    if said != b"ready\n" or process.returncode != 0:
        raise SystemExit(f"the program did not start: {said!r}, exit code {process.returncode}")
    return taken, memory


def peak_memory(process: str = "self") -> int:
    """The most memory that a process had, in bytes."""
    status = Path(f"/proc/{process}/status")
    if status.exists():
        rows = dict(row.split(":", 1) for row in status.read_text().splitlines() if ":" in row)
        return int(rows["VmHWM"].split()[0]) * 1024
    import resource  # without /proc, the system's own count for this process or its children

    who = resource.RUSAGE_SELF if process == "self" else resource.RUSAGE_CHILDREN
    peak = resource.getrusage(who).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def summary(lines: list[str], patterns: list[str]) -> int:
    """Nanoseconds that one summary of the log takes, with a route table of its own."""
    began = time.perf_counter_ns()
    summarise(lines, RouteTable(patterns))
    return time.perf_counter_ns() - began


def main() -> None:
    """Take the samples, the first of each kind thrown away."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--starts", type=int, default=10)
    parser.add_argument("--summaries", type=int, default=20)
    told = parser.parse_args()
    started = time.time()
    lines, patterns = traffic.log(told.seed), traffic.patterns()
    cold_start()
    starts = [cold_start() for _ in range(told.starts)]
    summary(lines, patterns)
    summaries = [summary(lines, patterns) for _ in range(told.summaries)]
    measured = {
        "started": started,
        "finished": time.time(),
        "cold-start": {
            "nanoseconds": [taken for taken, _ in starts],
            "peak_rss_bytes": max(memory for _, memory in starts),
        },
        "log-summary": {"nanoseconds": summaries, "peak_rss_bytes": peak_memory()},
    }
    sys.stdout.write(json.dumps(measured) + "\n")


if __name__ == "__main__":
    main()
