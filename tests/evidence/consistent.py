"""Claims that follow from samples: what a forger who can compute writes beside forged ones."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, TypedDict

from tests.evidence.bundles import MOST, SECONDS, percentile, sealed, written
from tests.evidence.doctoring import BASE, PAIR, TAIL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.evidence.doctoring import Files, Forge

    Table = dict[str, object]


class Sampled(TypedDict):
    """A file of samples, as far as claims follow from it."""

    values: list[float]
    unit: str
    operations_per_sample: int


SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
SPREAD = 0.06


def resampled(edits: Mapping[str, Callable[[list[float]], list[float]]], digits: int = 4) -> Forge:
    """Some files of samples edited, and every claim of the bundle made to follow from them."""

    def forge(files: Files) -> Files:
        changed = dict(files)
        for member, edit in edits.items():
            document = json.loads(files[member])
            document["values"] = edit(document["values"])
            changed[member] = written(document)
        return following(changed, digits)

    return forge


def following(files: Files, digits: int = 4) -> Files:
    """The same samples with claims that follow from them, by nearest rank."""
    sides = {
        (document["benchmark"], document["side"]): document
        for name, data in files.items()
        if name.startswith("samples/")
        for document in (json.loads(data),)
    }
    base, pair, tail = (json.loads(files[name]) for name in (BASE, PAIR, TAIL))
    for side, rows in (
        ("before", base["benchmarks"]),
        ("before", pair["before"]["benchmarks"]),
        ("after", pair["after"]["benchmarks"]),
    ):
        for row in rows:
            _told(row, sides[row["name"], side], digits)
    for row in pair["improvements"]:
        _improved(row, *(sides[row["benchmark"], side] for side in ("before", "after")))
    for row in pair["ratios"]:
        old, new = (
            _value(sides[row["benchmark"], side], row["metric"]) for side in ("before", "after")
        )
        row["ratio"] = round(old / new, 3)
    _instrumented(tail, sides, digits)
    documents = ((BASE, base), (PAIR, pair), (TAIL, tail))
    return sealed({**files, **{name: written(document) for name, document in documents}})


def _value(samples: Sampled, metric: str) -> float:
    """A metric of samples, in their unit; of throughput, for one of it."""
    values = samples["values"]
    if metric == "ops_per_second":
        return len(values) * samples["operations_per_sample"] / math.fsum(values)
    return percentile(values, SHARES[metric], "nearest-rank")


def _told(row: Table, samples: Sampled, digits: int) -> None:
    values = samples["values"]
    row["sample_count"] = len(values)
    for metric in SHARES:
        row[metric] = round(_value(samples, metric), digits)
    throughput = row.get("throughput")
    if isinstance(throughput, dict):
        rate = _value(samples, "ops_per_second") / SECONDS[samples["unit"]]
        throughput["ops_per_second"] = round(rate, 3)


def _improved(row: Table, before: Sampled, after: Sampled) -> None:
    metric = str(row["metric"])
    old, new = (_value(side, metric) for side in (before, after))
    percent = 100 * ((new - old) if metric == "ops_per_second" else (old - new)) / old
    slack = (1 + 300 * SPREAD / math.sqrt(len(before["values"]))) * max(1.0, new / old)
    high = min(round(percent + slack, 2), MOST.get(metric, math.inf))
    ends = {"low": round(percent - slack, 2), "high": high}
    row.update({"percent": round(percent, 2), **ends})


def _instrumented(
    tail: dict[str, object],
    sides: Mapping[tuple[str, str], Sampled],
    digits: int,
) -> None:
    plain, watched = (sides["lookup", side] for side in ("uninstrumented", "instrumented"))
    for side, samples in (("uninstrumented", plain), ("instrumented", watched)):
        row = tail[side]
        assert isinstance(row, dict)
        _told(row, samples, digits)
    for field, metric in (("p99_impact_percent", "p99"), ("overhead_percent", "p50")):
        old, new = _value(plain, metric), _value(watched, metric)
        tail[field] = round(100 * (new - old) / old, 2)
