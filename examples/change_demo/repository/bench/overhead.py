"""Measures what the check for overlong lines costs a summary. JSON on stdout."""

from __future__ import annotations

import argparse
import json
import sys
import time

import traffic
from tally.routes import RouteTable
from tally.summary import summarise


def main() -> None:
    """Take the samples in turn, with the check and without, the first pair thrown away."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--pairs", type=int, default=300)
    told = parser.parse_args()
    started = time.time()
    lines, patterns = traffic.log(told.seed), traffic.patterns()
    taken: dict[bool, list[int]] = {False: [], True: []}
    for pair in range(told.pairs + 1):
        for checked in (False, True) if pair % 2 else (True, False):
            began = time.perf_counter_ns()
            summarise(lines, RouteTable(patterns), checked=checked)
            taken[checked].append(time.perf_counter_ns() - began)
    measured = {
        "started": started,
        "finished": time.time(),
        "uninstrumented": {"nanoseconds": taken[False][1:]},
        "instrumented": {"nanoseconds": taken[True][1:]},
    }
    sys.stdout.write(json.dumps(measured) + "\n")


if __name__ == "__main__":
    main()
