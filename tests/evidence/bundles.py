"""Valid bundles, made by a seeded generator, and what it takes to doctor them one place at a time.

``make()`` gives a bundle in which everything is true: percentiles and percentages are computed here
from the samples, by definitions written down once more, independent of the program's own.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.evidence.bundle_files import (
    cobertura,
    coverage_json,
    flamegraph,
    folded,
    hotspots,
    junit,
    oracle,
    tree,
)
from tests.evidence.options import EXAMPLE, Options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from doctrine_check.evidence.jsontext import Json

    Object = dict[str, Json]

SECONDS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
DECIMALS = {"ns": 0, "us": 3, "ms": 6, "s": 9}
STEPS = {
    "baseline": ["ART-01"],
    "profile": ["ART-02"],
    "prove": ["ART-04"],
    "implement": [],
    "verify": ["ART-04"],
    "re-profile": ["ART-02"],
}
MOST = {"p50": 100.0, "p95": 100.0, "p99": 100.0}
"""The most that may be gained of a time, in percent."""
REMOVED = object()
"""Given to ``doctored`` as a value: take the field away."""


def make(**options: object) -> dict[str, bytes]:
    """A valid bundle by its files; the options are those of :class:`Options`."""
    return _Maker(Options(**options)).files()  # type: ignore[arg-type]


def percentile(values: Sequence[float], share: float, method: str) -> float:
    """A percentile by one of the three methods; hdr counts as nearest-rank does."""
    ordered = sorted(values)
    if method == "linear":
        place = (len(ordered) - 1) * share
        low = math.floor(place)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
    return ordered[max(math.ceil(round(share * len(ordered), 9)), 1) - 1]


def written(document: Json) -> bytes:
    """A document as bytes."""
    return (json.dumps(document, indent=2) + "\n").encode()


def compact(document: Json) -> bytes:
    """A document as bytes, on one line."""
    return (json.dumps(document) + "\n").encode()


def moment(seconds: float) -> str:
    """A time as bundles write it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def sealed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same files with the digests in the manifest that they have."""
    manifest = json.loads(files["manifest.json"])
    for row in (*manifest["artifacts"], *manifest["samples"], *manifest["files"]):
        if row.get("path") in files:
            row["sha256"] = hashlib.sha256(files[row["path"]]).hexdigest()
    return {**files, "manifest.json": written(manifest)}


def doctored(
    files: Mapping[str, bytes], member: str, pointer: str, value: object
) -> dict[str, bytes]:
    """The same bundle with one value of one file changed or ``REMOVED``, and digests that fit."""
    document = json.loads(files[member])
    *way, last = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    there = document
    for step in way:
        there = there[int(step) if isinstance(there, list) else step]
    key = int(last) if isinstance(there, list) else last
    if value is REMOVED:
        del there[key]
    elif isinstance(there, list) and key == len(there):
        there.append(value)
    else:
        there[key] = value
    return sealed({**files, member: written(document)})


class _Maker:
    def __init__(self, options: Options) -> None:
        self.options = options
        self.chance = random.Random(options.seed)  # noqa: S311 - the same bundle each time
        self.members: dict[str, bytes] = {}
        self.artifacts: list[Json] = []
        self.series: list[Json] = []
        self.others: list[Json] = []
        self.clock = options.started
        self.values: dict[tuple[str, str], list[float]] = {}
        self.measured: dict[tuple[str, str], Object] = {}

    def files(self) -> dict[str, bytes]:
        options = self.options
        before = self.side("before", options.base_commit, 1.0)
        self.artifact("ART-01", "baseline.json", before)
        if "before" in options.sides:
            self.profile("before", options.base_commit, 0.7)
        after = self.side("after", options.measured_commit, options.speedup)
        if "after" in options.sides:
            self.profile("after", options.measured_commit, 0.25)
        self.artifact("ART-03", "comparison.json", self.comparison(before, after))
        self.proof()
        self.tail()
        for lever in options.levers:
            self.lever(lever)
        manifest: Object = {
            "schema_version": 1,
            "tool": {"name": "bench", "version": "1.0"},
            "repository": options.repository,
            "base_commit": options.base_commit,
            "measured_commit": options.measured_commit,
            "kinds": [*options.kinds],
            "levers": [*options.levers],
            "percentile_method": options.method,
            "created": moment(self.clock + 60),
            "artifacts": self.artifacts,
            "samples": self.series,
            "files": self.others,
        }
        if options.justification is not None:
            manifest["justification"] = options.justification
        return {"manifest.json": written(manifest), **self.members}

    def artifact(self, id_: str, path: str, fields: Object) -> None:
        if id_ in self.options.without:
            return
        name = id_ if id_.startswith("ART") else "MS-01"
        document: Object = {"schema_version": 1, "artifact": name, **fields}
        digest = self.member(path, written(document))
        row: Object = {"id": id_, "path": path, "sha256": digest}
        self.artifacts.append({**row, "media_type": "application/json", "status": "present"})

    def excused(self, id_: str) -> bool:
        if id_ in self.options.not_applicable:
            reason = "the change touches no path that this is about"
            self.artifacts.append({"id": id_, "status": "not-applicable", "reason": reason})
        return id_ in (*self.options.not_applicable, *self.options.without)

    def member(self, path: str, data: bytes) -> str:
        self.members[path] = data
        return hashlib.sha256(data).hexdigest()

    def other(self, path: str, data: bytes) -> str:
        self.others.append({"path": path, "sha256": self.member(path, data)})
        return path

    def measurement(self, commit: str, seconds: float) -> Object:
        self.clock += 60
        started = self.clock
        self.clock += math.ceil(seconds * 1.05) + 2
        return {
            "commit": commit,
            "command": ["python", "-m", "store.bench", "--seed", "7"],
            "environment": {
                "hardware": {
                    "cpu_model": "Example CPU 3.0 GHz",
                    "cpu_count": 8,
                    "memory_bytes": 16 * 2**30,
                },
                "os": "Linux 6.1",
                "kernel": "6.1.0-18-amd64",
                "runtime": "CPython 3.12.4",
            },
            "started": moment(started),
            "finished": moment(self.clock),
        }

    def sample(self, benchmark: str, side: str, median: float) -> list[float]:
        """Draw a series of samples in the unit, and write it down."""
        options = self.options
        unit = SECONDS[options.unit]
        decimals = DECIMALS[options.unit]
        values = [
            round(median / unit * math.exp(self.chance.gauss(0, options.spread)), decimals)
            for _ in range(options.samples)
        ]
        self.values[benchmark, side] = values
        path = f"samples/{benchmark}-{side}.json"
        document: Object = {
            "schema_version": 1,
            "benchmark": benchmark,
            "side": side,
            "unit": options.unit,
            "operations_per_sample": options.operations,
            "values": [*values],
        }
        row: Object = {"path": path, "sha256": self.member(path, compact(document))}
        self.series.append({**row, "benchmark": benchmark, "side": side})
        return values

    def percentiles(self, values: Sequence[float]) -> Object:
        options = self.options
        shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
        claims = {
            name: round(percentile(values, share, options.method), options.digits)
            for name, share in shares.items()
        }
        return {"unit": options.unit, "sample_count": len(values), **claims}

    def side(self, side: str, commit: str, speedup: float) -> Object:
        seconds, rows = 0.0, []
        for number, name in enumerate(self.options.benchmarks, 1):
            values = self.sample(name, side, self.options.median * number / speedup)
            taken = math.fsum(values) * SECONDS[self.options.unit]
            seconds += taken
            rows.append(self.benchmark(name, side, values, taken))
        return {**self.measurement(commit, seconds), "benchmarks": [*rows]}

    def benchmark(self, name: str, side: str, values: Sequence[float], taken: float) -> Object:
        count = len(values) * self.options.operations
        throughput: Object = {
            "definition": "inverse-mean",
            "ops_per_second": round(count / taken, 3),
        }
        if self.options.throughput == "wall":
            wall = round(taken * 1.01 + 1e-6, 6)
            rate = round(count / wall, 3)
            throughput = {"definition": "wall", "operations": count, "wall_seconds": wall}
            throughput["ops_per_second"] = rate
        row: Object = {"name": name, **self.percentiles(values), "throughput": throughput}
        row["peak_rss_bytes"] = 41_943_040 if side == "before" else 46_137_344
        if self.options.cold_start:
            cold = (0.081 if side == "before" else 0.074) / SECONDS[self.options.unit]
            row["cold_start"] = round(cold, self.options.digits)
        self.measured[name, side] = row
        return row

    def comparison(self, before: Object, after: Object) -> Object:
        improvements: list[Json] = []
        ratios: list[Json] = []
        for name in self.options.benchmarks:
            for metric in ("p50", "p95", "p99", "ops_per_second"):
                old, new = self.exact(name, "before", metric), self.exact(name, "after", metric)
                percent = 100 * ((new - old) if metric == "ops_per_second" else (old - new)) / old
                slack = 1 + 300 * self.options.spread / math.sqrt(self.options.samples)
                slack *= max(1.0, new / old)
                improvements.append(
                    {
                        "benchmark": name,
                        "metric": metric,
                        "percent": round(percent, 2),
                        "low": round(percent - slack, 2),
                        "high": min(round(percent + slack, 2), MOST.get(metric, math.inf)),
                        "confidence": 0.95,
                    }
                )
            ratio = self.exact(name, "before", "p50") / self.exact(name, "after", "p50")
            lever = self.options.levers[0] if self.options.levers else None
            row: Object = {"benchmark": name, "metric": "p50", "ratio": round(ratio, 3)}
            ratios.append({**row, "lever": lever})
        return {"before": before, "after": after, "improvements": improvements, "ratios": ratios}

    def exact(self, name: str, side: str, metric: str) -> float:
        """A percentile of the samples before it is rounded, or the throughput."""
        if metric == "ops_per_second":
            throughput = self.measured[name, side]["throughput"]
            rate = throughput[metric] if isinstance(throughput, dict) else None
            assert isinstance(rate, float)
            return rate
        return percentile(self.values[name, side], int(metric[1:]) / 100, self.options.method)

    def profile(self, side: str, commit: str, share: float) -> None:
        if "ART-02" in self.options.without:
            return
        options = self.options
        root = tree(self.chance, options.source, options.function, share)
        stacks = graph = None
        if options.stacks:
            stacks = self.other(f"profiles/{side}.folded", folded(root))
        if options.flamegraph:
            graph = self.other(f"profiles/{side}.svg", flamegraph(root))
        fields: Object = {
            **self.measurement(commit, 20),
            "side": side,
            "profiler": "py-spy 0.3.14",
            "stacks": stacks,
            "flamegraph": graph,
            "total_samples": root.hits,
            "hotspots": [{"frame": name, "percent": share} for name, share in hotspots(root)],
            "allocations": [{"site": f"{options.source}:12", "bytes": 65_536, "count": 128}],
        }
        self.artifact("ART-02", f"profile-{side}.json", fields)

    def proof(self) -> None:
        options = self.options
        if self.excused("ART-04"):
            return
        coverage = ("coverage.json", coverage_json(options.source, options.lines))
        if options.coverage_format == "cobertura":
            coverage = ("coverage.xml", cobertura(options.source, options.lines))
        fields: Object = {
            "base_commit": options.base_commit,
            "commit": options.measured_commit,
            "command": ["python", "-m", "pytest", "tests/conformance"],
            "junit_before": self.other(
                "junit-before.xml", junit(options.tests, run=options.seed - 1)
            ),
            "junit_after": self.other(
                "junit-after.xml", junit(options.tests + 1, run=options.seed - 1)
            ),
            "oracle": self.other("oracle.json", oracle(options.cases)),
            "coverage": self.other(*coverage),
            "coverage_format": options.coverage_format,
        }
        self.artifact("ART-04", "compatibility.json", fields)

    def tail(self) -> None:
        options = self.options
        if self.excused("ART-05"):
            return
        name = options.benchmarks[0]
        plain = self.sample(name, "uninstrumented", options.median / options.speedup)
        watched = self.sample(
            name, "instrumented", options.median / options.speedup * (1 + options.overhead)
        )
        taken = math.fsum((*plain, *watched)) * SECONDS[options.unit]
        slowest = [percentile(values, 0.99, options.method) for values in (plain, watched)]
        usual = [self.average(values) for values in (plain, watched)]
        impact, overhead = (100 * (new - old) / old for old, new in (slowest, usual))
        over = overhead > options.budget
        fields: Object = {
            **self.measurement(options.measured_commit, taken),
            "benchmark": name,
            "uninstrumented": self.percentiles(plain),
            "instrumented": self.percentiles(watched),
            "p99_impact_percent": round(impact, 2),
            "overhead_percent": round(overhead, 2),
            "overhead_statistic": options.overhead_statistic,
            "budget_percent": options.budget,
            "justification": "each call is logged, as the policy demands" if over else None,
        }
        self.artifact("ART-05", "tail.json", fields)

    def average(self, values: Sequence[float]) -> float:
        if self.options.overhead_statistic == "mean":
            return math.fsum(values) / len(values)
        return percentile(values, 0.5, self.options.method)

    def lever(self, lever: str) -> None:
        steps: list[Json] = []
        for step, proofs in STEPS.items():
            commits = [self.options.measured_commit] if step == "implement" else []
            steps.append({"step": step, "artifacts": [*proofs], "commits": [*commits]})
        self.artifact(lever, f"{lever.lower()}.json", {"lever": lever, "steps": steps})


if __name__ == "__main__":  # python -m tests.evidence.bundles FOLDER
    import sys

    from doctrine_check.evidence.produce import write_bundle

    write_bundle(sys.argv[1], make(**EXAMPLE))
