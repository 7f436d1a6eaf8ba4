"""What a made bundle may be about."""

from __future__ import annotations

from doctrine_check.records import Record

EXAMPLE: dict[str, object] = {"samples": 120, "spread": 0.05, "repository": "example/store"}
"""What the bundle in the documents is made with."""


class Options(Record):
    """What a bundle is about. ``median`` is in seconds, ``digits`` are decimals of claims.

    ``spread`` is the deviation of the logarithm of a sample. ``lines`` of ``source`` are the
    changed ones; ``function`` is the frame that got faster.
    """

    seed: int = 1
    samples: int = 200
    median: float = 0.002
    spread: float = 0.06
    speedup: float = 6.0
    overhead: float = 0.02
    unit: str = "ms"
    digits: int = 4
    method: str = "nearest-rank"
    throughput: str = "inverse-mean"
    operations: int = 1
    benchmarks: tuple[str, ...] = ("lookup",)
    cold_start: bool = True
    not_applicable: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ("optimization",)
    levers: tuple[str, ...] = ("LEV-01",)
    repository: str = "example/store"
    base_commit: str = "1" * 40
    measured_commit: str = "2" * 40
    source: str = "src/store/cache.py"
    function: str = "lookup"
    lines: tuple[int, ...] = (12, 13, 14)
    sides: tuple[str, ...] = ("before", "after")
    stacks: bool = True
    flamegraph: bool = True
    coverage_format: str = "coverage.py"
    overhead_statistic: str = "p50"
    started: float = 1_767_225_600.0
    budget: float = 5.0
    tests: int = 12
    cases: int = 8
    justification: str | None = None
