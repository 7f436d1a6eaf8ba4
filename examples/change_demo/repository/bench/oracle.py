"""What the program makes of many inputs, so that two versions can be compared. JSON on stdout."""

from __future__ import annotations

import hashlib
import json
import sys
from typing import TYPE_CHECKING

import traffic
from tally.routes import RouteTable
from tally.summary import summarise, written

if TYPE_CHECKING:
    from collections.abc import Iterator

LOGS = 20
PATHS = (
    "/", "", "//", "/health", "/health/", "/health?deep=1", "/users/", "/users//orders",
    "/users/17/orders/4", "/users/17/orders/4/more", "/USERS", "/products/ä", "/%2e%2e", "/:user",
)  # fmt: skip
BAD_LINES = ("", "short", "1 10.0.0.1 GET / 200 x", "1 10.0.0.1 GET / 200 1 2", "1 a GET /é 200 1")


def cases() -> Iterator[tuple[str, str]]:
    """Every input by its name, and what the program says of it."""
    patterns = traffic.patterns()
    for seed in range(LOGS):
        counts = summarise(traffic.log(seed), RouteTable(patterns))
        yield f"log of seed {seed}", written(counts)
    for line in (*BAD_LINES, f"1 10.0.0.1 GET /{'x' * 3000} 200 1"):
        yield f"line {line[:60]!r}", written(summarise([line], RouteTable(patterns)))
    for path in PATHS:
        table = RouteTable(patterns)
        answers = [table.find(path), table.find(path)]
        table.add("/:any")
        answers += [table.find(path), table.find(path)]
        table.remove("/:any")
        table.remove("/health")
        yield f"path {path!r} in a changing table", json.dumps([*answers, table.find(path)])


def main() -> None:
    """Print the digest of each output."""
    made = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in cases()}
    sys.stdout.write(json.dumps(made) + "\n")


if __name__ == "__main__":
    main()
