"""Templates of a bundle, to be filled in: valid JSON with every field, and refused until filled.

Each file begins with a field ``unfilled`` that says what the doctrine asks for. No schema knows
that field, so that a template is never taken for evidence; whoever fills it in takes the field out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.bundle import MANIFEST
from doctrine_check.evidence.produce import as_json, seal
from doctrine_check.evidence.reading import MEDIA_TYPE, PRESENT, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from doctrine_check.evidence.jsontext import Json

    Object = dict[str, Json]

UNFILLED = "unfilled"
_EXCUSE = (
    "or, where it does not apply: take its files out, and put "
    '{"id", "status": "not-applicable", "reason"} in place of its row in manifest.json'
)
_JUSTIFY = ("justification: what made the old numbers wrong, in a sentence",)
_MEASUREMENT = (
    "commit: full id of the measured tree",
    "command: exact, one argument an item",
    "environment: the machine and what ran on it, memory in bytes",
    "started, finished: in UTC, like 2026-01-31T12:30:00Z",
)
_PERCENTILES = ("unit", "sample_count", "p50", "p95", "p99")


def scaffold(
    kinds: Sequence[str], asked: Mapping[str, Sequence[str]], levers: Sequence[str] = ()
) -> dict[str, bytes]:
    """Templates of all members of a bundle for a change of these kinds.

    ``asked`` gives, by the id of an artifact, what the doctrine lists as its contents.
    """
    documents = _documents()
    files = {
        path: _document(id_, fields, hints, asked)
        for path, (id_, fields, hints) in documents.items()
    }
    for lever in levers:
        files[f"{lever.lower()}.json"] = _loop_record(lever)
    for side in ("before", "after", "uninstrumented", "instrumented"):
        files[f"samples/benchmark-{side}.json"] = _samples(side)
    manifest: Object = {
        "schema_version": SCHEMA_VERSION,
        UNFILLED: [
            "fill in every null; take the field unfilled out of every file",
            "list each further member under files, as path and sha256",
            "percentile_method: nearest-rank, linear or hdr",
            *(_JUSTIFY if {*kinds} & {"budget", "baseline"} else ()),
        ],
        "tool": {"name": None, "version": None},
        "repository": None,
        "base_commit": None,
        "measured_commit": None,
        "kinds": [*kinds],
        "levers": [*levers],
        "percentile_method": None,
        "created": None,
        "artifacts": [
            *(_row(id_, path) for path, (id_, _, _) in documents.items()),
            *(_row(lever, f"{lever.lower()}.json") for lever in levers),
        ],
        "samples": [
            {
                "path": f"samples/benchmark-{side}.json",
                "sha256": None,
                "benchmark": None,
                "side": side,
            }
            for side in ("before", "after", "uninstrumented", "instrumented")
        ],
        "files": [],
    }
    if {*kinds} & {"budget", "baseline"}:
        manifest["justification"] = None
    return seal({MANIFEST: as_json(manifest), **files})


def _row(id_: str, path: str) -> Object:
    row: Object = {"id": id_, "path": path, "sha256": None}
    return {**row, "media_type": MEDIA_TYPE, "status": PRESENT}


def _document(
    id_: str, fields: Object, hints: Sequence[str], asked: Mapping[str, Sequence[str]]
) -> bytes:
    demands = [f"the doctrine asks for: {text}" for text in asked.get(id_, ())]
    document: Object = {"schema_version": SCHEMA_VERSION, "artifact": id_}
    return as_json({**document, UNFILLED: [*demands, *hints], **fields})


def _samples(side: str) -> bytes:
    unfilled: list[Json] = ["unit: ns, us, ms or s", "values: every time, in the order taken"]
    document: Object = {"schema_version": SCHEMA_VERSION, UNFILLED: unfilled, "benchmark": None}
    rest: Object = {"unit": None, "operations_per_sample": None, "values": []}
    return as_json({**document, "side": side, **rest})


def _loop_record(lever: str) -> bytes:
    unfilled: list[Json] = ["steps: one for each step of the doctrine's loop, in its order"]
    step: Object = {"step": None, "artifacts": [], "commits": []}
    document: Object = {"schema_version": SCHEMA_VERSION, "artifact": "MS-01", UNFILLED: unfilled}
    return as_json({**document, "lever": lever, "steps": [step]})


def _empty(*names: str) -> Object:
    return dict.fromkeys(names)


def _measurement() -> Object:
    hardware: Json = _empty("cpu_model", "cpu_count", "memory_bytes")
    environment: Json = {"hardware": hardware, **_empty("os", "kernel", "runtime")}
    return {
        "commit": None,
        "command": [],
        "environment": environment,
        "started": None,
        "finished": None,
    }


def _side() -> Object:
    benchmark: Object = {
        **_empty("name", *_PERCENTILES),
        "throughput": _empty("ops_per_second", "definition"),
        **_empty("peak_rss_bytes", "cold_start"),
    }
    return {**_measurement(), "benchmarks": [benchmark]}


def _documents() -> dict[str, tuple[str, Object, tuple[str, ...]]]:
    """Each template by its path: the artifact, its fields, and what to know of them."""
    return {
        "art-01.json": ("ART-01", _side(), _MEASUREMENT),
        "art-02-before.json": ("ART-02", _profile("before"), _MEASUREMENT),
        "art-02-after.json": ("ART-02", _profile("after"), _MEASUREMENT),
        "art-03.json": ("ART-03", _comparison(), ("percent: of before; positive is better",)),
        "art-04.json": ("ART-04", _proof(), (_EXCUSE,)),
        "art-05.json": ("ART-05", _tail(), (*_MEASUREMENT, _EXCUSE)),
    }


def _profile(side: str) -> Object:
    fields = _empty("profiler", "stacks", "flamegraph", "total_samples")
    hotspot: Json = _empty("frame", "percent")
    return {**_measurement(), "side": side, **fields, "hotspots": [hotspot], "allocations": []}


def _comparison() -> Object:
    improvement: Json = _empty("benchmark", "metric", "percent", "low", "high", "confidence")
    rest: Object = {"improvements": [improvement], "ratios": []}
    return {"before": _side(), "after": _side(), **rest}


def _proof() -> Object:
    members = _empty("junit_before", "junit_after", "oracle", "coverage", "coverage_format")
    return {**_empty("base_commit", "commit"), "command": [], **members}


def _tail() -> Object:
    return {
        **_measurement(),
        "benchmark": None,
        "uninstrumented": _empty(*_PERCENTILES),
        "instrumented": _empty(*_PERCENTILES),
        **_empty("p99_impact_percent", "overhead_percent", "overhead_statistic"),
        **_empty("budget_percent", "justification"),
    }
