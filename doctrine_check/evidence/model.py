"""What a bundle claims, typed. Every record knows where in which file it stands.

The names of fields are the names in the JSON files, so that the pointer of a field follows from the
record that holds it. Units stand in the names, or in ``unit`` beside the numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from doctrine_check.evidence.written import Written

KINDS = (
    "performance-affecting",
    "optimization",
    "tuned-path",
    "security-instrumentation",
    "budget",
    "baseline",
    "doctrine",
)
"""The kinds of change that owe something, as a manifest names them."""
SIDES = ("before", "after", "uninstrumented", "instrumented")
UNITS = ("ns", "us", "ms", "s")
METRICS = ("p50", "p95", "p99", "ops_per_second", "peak_rss_bytes", "cold_start")
DEFINITIONS = ("inverse-mean", "wall")
"""What throughput may be: see :class:`Throughput`."""
COVERAGE_FORMATS = ("cobertura", "coverage.py")
PERCENTILE_METHODS = ("nearest-rank", "linear", "hdr")


class Place(Record):
    """A value of a JSON file of the bundle: the member's name and a JSON pointer (RFC 6901)."""

    path: str
    pointer: str = ""

    def field(self, name: str | int) -> Place:
        """The place of a member of the object, or of an item of the array, that stands here."""
        token = str(name).replace("~", "~0").replace("/", "~1")
        return Place(self.path, f"{self.pointer}/{token}")


class Hardware(Record):
    """The machine: model name of its processor, logical processors, memory in bytes."""

    place: Place
    cpu_model: str
    cpu_count: int
    memory_bytes: int


class Environment(Record):
    """Where a measurement ran. ``runtime`` names interpreter or compiler with its version."""

    place: Place
    hardware: Hardware
    os: str
    kernel: str
    runtime: str


class Measurement(Record):
    """How and when something was measured; times are seconds since 1970, UTC."""

    place: Place
    commit: str
    command: tuple[str, ...]
    environment: Environment
    started: float
    finished: float


class Throughput(Record):
    """Operations per second, by a named definition.

    ``inverse-mean``: operations of all samples over the sum of their times. ``wall``: operations
    over ``wall_seconds``, both given.
    """

    place: Place
    ops_per_second: Written
    definition: str
    operations: int | None
    wall_seconds: Written | None


class Percentiles(Record):
    """Percentiles as they are claimed, in ``unit``."""

    place: Place
    unit: str
    sample_count: int
    p50: Written
    p95: Written
    p99: Written


class Measured(Record):
    """One benchmark's claims on one side. ``cold_start`` is in ``unit`` too."""

    place: Place
    name: str
    percentiles: Percentiles
    throughput: Throughput
    peak_rss_bytes: int
    cold_start: Written | None


class Baseline(Record):
    """ART-01: the state before a change, measured at the base."""

    place: Place
    measurement: Measurement
    benchmarks: tuple[Measured, ...]


class Hotspot(Record):
    """A frame and its share of all samples, in percent (self time)."""

    place: Place
    frame: str
    percent: Written


class Allocation(Record):
    """What was allocated at a site: how many bytes in all, and how many times."""

    place: Place
    site: str
    bytes: int
    times: int


class Profile(Record):
    """ART-02: stacks or a flamegraph, and the hotspots claimed to follow from them.

    ``side`` is ``before`` (at the base) or ``after``. ``stacks`` and ``flamegraph`` name members.
    """

    place: Place
    measurement: Measurement
    side: str
    profiler: str
    stacks: str | None
    flamegraph: str | None
    total_samples: int
    hotspots: tuple[Hotspot, ...]
    allocations: tuple[Allocation, ...]


class Side(Record):
    """Everything measured on one side of a comparison."""

    place: Place
    measurement: Measurement
    benchmarks: tuple[Measured, ...]


class Improvement(Record):
    """How much better a metric became, in percent of before; positive is better.

    Lower is better for times and memory: ``(before - after) / before``; higher for throughput:
    ``(after - before) / before``. ``low`` and ``high`` bound it at ``confidence`` (0 to 1).
    """

    place: Place
    benchmark: str
    metric: str
    percent: Written
    low: Written
    high: Written
    confidence: Written


class Ratio(Record):
    """How many times better: before over after, for throughput after over before."""

    place: Place
    benchmark: str
    metric: str
    ratio: Written
    lever: str | None


class Comparison(Record):
    """ART-03: before beside after."""

    place: Place
    before: Side
    after: Side
    improvements: tuple[Improvement, ...]
    ratios: tuple[Ratio, ...]


class Compatibility(Record):
    """ART-04: conformance before and after (JUnit XML), an oracle, coverage of changed lines.

    All but the commits are names of members. ``coverage_format`` is ``cobertura`` or
    ``coverage.py``.
    """

    place: Place
    base_commit: str
    commit: str
    command: tuple[str, ...]
    junit_before: str
    junit_after: str
    oracle: str
    coverage: str
    coverage_format: str


class OracleCase(Record):
    """One input with the digests of what both sides made of it."""

    place: Place
    input: str
    before: str
    after: str


class TailLatency(Record):
    """ART-05: what instrumentation costs, against the same program without it.

    ``p99_impact_percent`` is ``(instrumented - uninstrumented) / uninstrumented`` at p99;
    ``overhead_percent`` the same at ``overhead_statistic`` (``p50`` or ``mean``).
    """

    place: Place
    measurement: Measurement
    benchmark: str
    uninstrumented: Percentiles
    instrumented: Percentiles
    p99_impact_percent: Written
    overhead_percent: Written
    overhead_statistic: str
    budget_percent: Written
    justification: str | None


class Step(Record):
    """A step of the profile loop, with what proves it: artifact ids, or commits."""

    place: Place
    step: str
    artifacts: tuple[str, ...]
    commits: tuple[str, ...]


class LeverRecord(Record):
    """The record of the profile loop (MS-01) for one claimed lever."""

    place: Place
    lever: str
    steps: tuple[Step, ...]


class Samples(Record):
    """Raw samples: times of single samples in ``unit``, in the order they were taken."""

    place: Place
    benchmark: str
    side: str
    unit: str
    operations_per_sample: int
    values: tuple[float, ...]


class Listed(Record):
    """A row of the manifest's artifacts. ``status`` is ``present`` or ``not-applicable``."""

    place: Place
    id: str
    path: str | None
    sha256: str | None
    media_type: str | None
    status: str
    reason: str | None


class ListedSamples(Record):
    """A row of the manifest's samples."""

    place: Place
    path: str
    sha256: str
    benchmark: str
    side: str


class ListedFile(Record):
    """A row of the manifest's other files: stacks, flamegraphs, XML, oracles."""

    place: Place
    path: str
    sha256: str


class Manifest(Record):
    """``manifest.json``. ``created`` is in seconds since 1970, UTC.

    ``justification`` says why a budget or a baseline changes; nothing else needs one.
    """

    place: Place
    tool: str
    tool_version: str
    repository: str
    base_commit: str
    measured_commit: str
    kinds: tuple[str, ...]
    levers: tuple[str, ...]
    percentile_method: str
    created: float
    artifacts: tuple[Listed, ...]
    samples: tuple[ListedSamples, ...]
    files: tuple[ListedFile, ...]
    justification: str | None = None
