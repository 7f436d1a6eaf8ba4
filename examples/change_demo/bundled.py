"""Writes what was measured as an evidence bundle. No number in it stands in this file."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path
from typing import TYPE_CHECKING

from doctrine_check import __version__
from doctrine_check.evidence.percentiles import percentile
from doctrine_check.evidence.produce import Head, Roles, as_json, assemble, write_bundle
from doctrine_check.evidence.produce import moment as written_moment
from doctrine_check.statistics import Statistic
from examples.change_demo.built import LEVER
from examples.change_demo.gains import CONFIDENCE, gains_of
from examples.change_demo.measured import (
    BENCHMARKS,
    COLD_START,
    CONFORMANCE,
    MEASURE,
    OVERHEAD,
    PROFILE,
    SUMMARY,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.evidence.jsontext import Json
    from examples.change_demo.built import Built
    from examples.change_demo.measured import Measured, Profile, Proofs, Run, Series, Span

    Object = dict[str, Json]

METHOD = "nearest-rank"
BUDGET = 5
"""What PRF-03 of the doctrine allows instrumentation to cost, in percent."""
STEPS = (
    ("baseline", "ART-01"),
    ("profile", "ART-02"),
    ("prove", "ART-04"),
    ("implement", None),
    ("verify", "ART-04"),
    ("re-profile", "ART-02"),
)


def write_evidence(built: Built, measured: Measured, folder: Path) -> None:
    """Write the bundle of a change into a new folder. Raises ProduceError where it is none."""
    base, head = built.base, built.head
    environment = _environment()
    before = _side(base, measured.before, environment)
    after = _side(head, measured.after, environment)
    documents: list[tuple[str, str, Object]] = [
        ("baseline.json", "ART-01", before),
        ("profile-before.json", "ART-02", _profile("before", base, measured.profile_before)),
        ("profile-after.json", "ART-02", _profile("after", head, measured.profile_after)),
        ("comparison.json", "ART-03", _comparison(measured, before, after)),
        ("compatibility.json", "ART-04", _compatibility(base, head)),
        ("tail.json", "ART-05", _tail(head, measured.overhead, environment)),
        ("lev-01.json", LEVER, _loop(head)),
    ]
    files: dict[str, bytes] = {
        path: as_json({"schema_version": 1, "artifact": _kind(id_), **document})
        for path, id_, document in documents
    }
    samples: dict[str, tuple[str, str]] = {}
    for benchmark, side, series in _all_series(measured):
        path = f"samples/{benchmark}-{side}.json"
        samples[path] = (benchmark, side)
        files[path] = as_json(_samples(benchmark, side, series))
    files |= _others(measured)
    roles = Roles({path: id_ for path, id_, _ in documents}, samples, {})
    write_bundle(str(folder), assemble(_head(built), files, roles))


def _head(built: Built) -> Head:
    return Head(
        tool="examples/change_demo",
        tool_version=__version__,
        repository=built.git("rev-list", "--max-parents=0", built.base),
        base_commit=built.base,
        measured_commit=built.head,
        kinds=("optimization", "performance-affecting"),
        levers=(LEVER,),
        percentile_method=METHOD,
        created=time.time(),
    )


def _kind(id_: str) -> str:
    """What the file of a lever calls itself."""
    return "MS-01" if id_ == LEVER else id_


def _all_series(measured: Measured) -> list[tuple[str, str, Series]]:
    found = [
        (name, side, run.series[name])
        for side, run in (("before", measured.before), ("after", measured.after))
        for name in BENCHMARKS
    ]
    return found + [(SUMMARY, side, series) for side, series in measured.overhead.series.items()]


def _samples(benchmark: str, side: str, series: Series) -> Object:
    return {
        "schema_version": 1,
        "benchmark": benchmark,
        "side": side,
        "unit": "ms",
        "operations_per_sample": 1,
        "values": [*_milliseconds(series)],
    }


def _milliseconds(series: Series) -> list[float]:
    return [nanoseconds / 1e6 for nanoseconds in series.nanoseconds]


def _measurement(commit: str, command: Sequence[str], span: Span, environment: Object) -> Object:
    return {
        "commit": commit,
        "command": [*command],
        "environment": environment,
        "started": written_moment(span.started),
        "finished": written_moment(span.finished),
    }


def _environment() -> Object:
    """What machine it is, as far as it tells."""
    return {
        "hardware": {
            "cpu_model": _cpu(),
            "cpu_count": os.cpu_count() or 1,
            "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        },
        "os": platform.system(),
        "kernel": platform.release(),
        "runtime": f"{platform.python_implementation()} {platform.python_version()}",
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return next(iter(named), "") or platform.processor() or platform.machine()


def _side(commit: str, run: Run, environment: Object) -> Object:
    cold = _percentiles(run.series[COLD_START])["p50"]
    rows: list[Json] = [_benchmark(name, run.series[name], cold) for name in BENCHMARKS]
    return {**_measurement(commit, MEASURE, run.span, environment), "benchmarks": rows}


def _benchmark(name: str, series: Series, cold_start: Json) -> Object:
    values = _milliseconds(series)
    rate = 1000 * len(values) / sum(values)
    return {
        "name": name,
        **_percentiles(series),
        "throughput": {"definition": "inverse-mean", "ops_per_second": round(rate, 3)},
        "peak_rss_bytes": max(series.peak_rss_bytes),
        "cold_start": cold_start,
    }


def _percentiles(series: Series) -> Object:
    ordered = sorted(_milliseconds(series))
    found: Object = {"unit": "ms", "sample_count": len(ordered)}
    for statistic in (Statistic.P50, Statistic.P95, Statistic.P99):
        found[statistic.value] = percentile(ordered, statistic, METHOD)
    return found


def _comparison(measured: Measured, before: Object, after: Object) -> Object:
    improvements: list[Json] = []
    ratios: list[Json] = []
    for name in BENCHMARKS:
        for gain in gains_of(measured.before.series[name], measured.after.series[name]):
            row: Object = {"benchmark": name, "metric": gain.metric}
            improvements.append(
                {
                    **row,
                    "percent": round(gain.percent, 3),
                    "low": round(gain.low, 3),
                    "high": round(gain.high, 3),
                    "confidence": CONFIDENCE,
                }
            )
            pulled = (name, gain.metric) == (SUMMARY, "p50")
            ratio = round(gain.ratio, 4)
            ratios.append({**row, "ratio": ratio, "lever": LEVER if pulled else None})
    return {"before": before, "after": after, "improvements": improvements, "ratios": ratios}


def _profile(side: str, commit: str, profile: Profile) -> Object:
    own: dict[str, int] = {}
    for stack, hits in profile.stacks.items():
        frame = stack.rpartition(";")[2]
        own[frame] = own.get(frame, 0) + hits
    total = sum(own.values())
    costly = sorted(own.items(), key=lambda item: (-item[1], item[0]))[:10]
    return {
        **_measurement(commit, PROFILE, profile.span, _environment()),
        "side": side,
        "profiler": "bench/stacks.py, by setitimer and SIGALRM",
        "stacks": f"profiles/{side}.folded",
        "flamegraph": None,
        "total_samples": total,
        "hotspots": [{"frame": f, "percent": round(100 * n / total, 2)} for f, n in costly],
        "allocations": [
            {"site": site, "bytes": size, "count": count}
            for site, size, count in profile.allocations
        ],
    }


def _compatibility(base: str, head: str) -> Object:
    return {
        "base_commit": base,
        "commit": head,
        "command": [*CONFORMANCE],
        "junit_before": "junit-before.xml",
        "junit_after": "junit-after.xml",
        "oracle": "oracle.json",
        "coverage": "coverage.json",
        "coverage_format": "coverage.py",
    }


def _tail(head: str, overhead: Run, environment: Object) -> Object:
    plain, watched = (
        _percentiles(overhead.series[side]) for side in ("uninstrumented", "instrumented")
    )
    return {
        **_measurement(head, OVERHEAD, overhead.span, environment),
        "benchmark": SUMMARY,
        "uninstrumented": plain,
        "instrumented": watched,
        "p99_impact_percent": _growth(plain["p99"], watched["p99"]),
        "overhead_percent": _growth(plain["p50"], watched["p50"]),
        "overhead_statistic": "p50",
        "budget_percent": BUDGET,
        "justification": None,
    }


def _growth(old: Json, new: Json) -> float:
    if not isinstance(old, float) or not isinstance(new, float):
        raise TypeError(f"expected two times, found {old!r} and {new!r}")
    return round(100 * (new - old) / old, 3)


def _loop(head: str) -> Object:
    return {
        "lever": LEVER,
        "steps": [
            {
                "step": step,
                "artifacts": [proof] if proof else [],
                "commits": [] if proof else [head],
            }
            for step, proof in STEPS
        ],
    }


def _others(measured: Measured) -> dict[str, bytes]:
    """The members that artifacts name."""
    proofs = measured.proofs
    return {
        "profiles/before.folded": _folded(measured.profile_before),
        "profiles/after.folded": _folded(measured.profile_after),
        "junit-before.xml": proofs.junit_before,
        "junit-after.xml": proofs.junit_after,
        "oracle.json": as_json({"schema_version": 1, "cases": [*_cases(proofs)]}),
        "coverage.json": proofs.coverage,
    }


def _folded(profile: Profile) -> bytes:
    return "".join(f"{stack} {hits}\n" for stack, hits in profile.stacks.items()).encode()


def _cases(proofs: Proofs) -> list[Json]:
    """Each input that either side was given, with what both made of it; nothing is left out."""
    before, after = proofs.outputs_before, proofs.outputs_after
    return [
        {"input": name, "before": before.get(name, ""), "after": after.get(name, "")}
        for name in dict.fromkeys((*before, *after))
    ]
