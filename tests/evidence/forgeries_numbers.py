"""Forgeries of numbers that are recomputed: percentiles, throughput, improvements, counts."""

from __future__ import annotations

import json

from tests.evidence.bundles import REMOVED, sealed, written
from tests.evidence.doctoring import (
    AFTER,
    BASE,
    BEFORE,
    PAIR,
    RATE,
    TAIL,
    Files,
    put,
    samples,
    scaled,
    value,
)
from tests.evidence.forgery_scene import each, group, one, same

FIRST = "/benchmarks/0"
WALL = {"throughput": "wall"}
NOISY = {"spread": 0.2}
COLD = {"benchmarks": ("cold-start",), "levers": ()}
NO_LEVER: dict[str, object] = {"levers": ()}


def reversed_sign(files: Files) -> Files:
    percent = value(files, PAIR, "/improvements/0/percent")
    assert isinstance(percent, float)
    return put(PAIR, "/improvements/0/percent", -percent)(files)


def exactly(files: Files) -> Files:
    """An interval as narrow as the improvement itself."""
    percent = value(files, PAIR, "/improvements/0/percent")
    fields = ("low", "high")
    return each(*(put(PAIR, f"/improvements/0/{field}", percent) for field in fields))(files)


def unlisted(files: Files) -> Files:
    """The samples before, taken out of the bundle."""
    manifest = json.loads(files["manifest.json"])
    manifest["samples"] = [row for row in manifest["samples"] if row["path"] != BEFORE]
    rest = {name: data for name, data in files.items() if name != BEFORE}
    return sealed({**rest, "manifest.json": written(manifest)})


def calmed(old: list[float]) -> list[float]:
    """The slowest samples made as fast as the others."""
    slow, usual = sorted(old)[-6:], sorted(old)[len(old) // 2 :]
    return [usual[number % 40] + 1e-5 if x in slow else x for number, x in enumerate(old)]


def added(metric: str, percent: float) -> dict[str, object]:
    """One more improvement."""
    ends = {"low": percent - 9, "high": percent + 9, "confidence": 0.95}
    return {"benchmark": "lookup", "metric": metric, "percent": percent, **ends}


def times(metric: str, ratio: float) -> dict[str, object]:
    """One more ratio."""
    return {"benchmark": "lookup", "metric": metric, "ratio": ratio, "lever": None}


FORGERIES = (
    *group(
        "percentiles out of order",
        "percentile-order",
        one("p95 below p50", scaled(BASE, f"{FIRST}/p95", 0.8), "percentiles"),
        one("p99 below p95 after", scaled(PAIR, f"/after{FIRST}/p99", 0.5), "percentiles"),
        one("p99 below p95 before", scaled(PAIR, f"/before{FIRST}/p99", 0.7), "percentiles"),
        one("p50 above p95", scaled(TAIL, "/instrumented/p50", 3), "percentiles"),
        one("p95 above p99", scaled(TAIL, "/uninstrumented/p95", 1.5), "percentiles"),
        one("p95 above p99 in the baseline", scaled(BASE, f"{FIRST}/p95", 2), "percentiles"),
    ),
    *group(
        "percentiles that are not those of the samples",
        "percentiles",
        one("p50 a little lower", scaled(PAIR, f"/after{FIRST}/p50", 0.999)),
        one("p99 of the baseline higher", scaled(BASE, f"{FIRST}/p99", 1.02)),
        one("p95 of the baseline higher", scaled(BASE, f"{FIRST}/p95", 1.01)),
        one("a zero for p50", put(PAIR, f"/after{FIRST}/p50", 0)),
        one("p99 after lower", scaled(PAIR, f"/after{FIRST}/p99", 0.99)),
        one("p95 without instruments", scaled(TAIL, "/uninstrumented/p95", 1.01)),
        one("p99 with instruments", scaled(TAIL, "/instrumented/p99", 0.99)),
        one("another method", put("manifest.json", "/percentile_method", "linear"), "improvement",
            "overhead"),
        one("the method of before that of after", put("manifest.json", "/percentile_method",
            "nearest-rank"), "overhead", options={"method": "linear"}),
        one("slow samples made fast", samples(AFTER, calmed), "throughput"),
        one("faster samples", samples(AFTER, lambda old: [x * 0.9 for x in old]), "throughput",
            "improvement"),
    ),
    *group(
        "throughput",
        "throughput",
        one("twice in the baseline", scaled(BASE, f"/{RATE}", 2)),
        one("a little more after", scaled(PAIR, f"/after/{RATE}", 1.01)),
        one("less before", scaled(PAIR, f"/before/{RATE}", 0.9)),
        one("more operations in a sample", put(AFTER, "/operations_per_sample", 2), "improvement",
            "command"),
        one("wall time that nobody gives", put(PAIR, f"/after{FIRST}/throughput/definition",
            "wall"), by="unreadable-evidence"),
        one("operations that nobody ran", scaled(PAIR, f"/after{FIRST}/throughput/operations", 2),
            "improvement",             options=WALL),
        one("a shorter wall time", scaled(PAIR, f"/after{FIRST}/throughput/wall_seconds", 0.5),
            "improvement",             options=WALL),
        one("a wall time longer than the run", put(BASE, f"{FIRST}/throughput/wall_seconds", 900.5),
            "units", options=WALL),
    ),
    *group(
        "improvements",
        "improvement",
        one("of p50 larger", scaled(PAIR, "/improvements/0/percent", 1.05)),
        one("of p95 larger", scaled(PAIR, "/improvements/1/percent", 1.004)),
        one("of p99 larger", scaled(PAIR, "/improvements/2/percent", 1.01)),
        one("of throughput smaller", scaled(PAIR, "/improvements/3/percent", 0.9)),
        one("the other way round", reversed_sign),
        one("of memory that grew", put(PAIR, "/improvements/4", added("peak_rss_bytes", 10.0))),
        one("memory before ten times larger", put(PAIR, f"/before{FIRST}/peak_rss_bytes", 2**29)),
        one("a slower cold start before", put(PAIR, f"/before{FIRST}/cold_start", 810.0)),
        one("of a cold start", put(PAIR, "/improvements/4", added("cold_start", 12.0))),
        one("p99 called p50", put(PAIR, "/improvements/2/metric", "p50")),
        one("of a benchmark that is not there", put(PAIR, "/improvements/0/benchmark", "other")),
        one("of a benchmark after alone", put(PAIR, f"/after{FIRST}/name", "other"),
            "sample-count", "claim"),
    ),
    *group(
        "ratios",
        "improvement",
        one("more", scaled(PAIR, "/ratios/0/ratio", 1.2)),
        one("a little more", scaled(PAIR, "/ratios/0/ratio", 1.001)),
        one("rounded up", put(PAIR, "/ratios/0/ratio", 7)),
        one("p99 called p50", put(PAIR, "/ratios/0/metric", "p99")),
        one("of throughput", put(PAIR, "/ratios/1", times("ops_per_second", 8.0))),
        one("of memory that grew", put(PAIR, "/ratios/1", times("peak_rss_bytes", 1.1))),
        one("of a benchmark that is not there", put(PAIR, "/ratios/0/benchmark", "other")),
    ),
    *group(
        "intervals",
        "improvement",
        one("above the improvement", put(PAIR, "/improvements/0/low", 99)),
        one("below the improvement", put(PAIR, "/improvements/1/high", 1)),
        one("backwards", each(put(PAIR, "/improvements/2/low", 97),
            put(PAIR, "/improvements/2/high", 3))),
        one("beside the improvement", each(put(PAIR, "/improvements/0/low", 90),
            put(PAIR, "/improvements/0/high", 95))),
        one("narrower than noise allows", exactly, options={**NOISY, **NO_LEVER}, levers=()),
    ),
    *group(
        "numbers of samples",
        "sample-count",
        one("more claimed before", put(PAIR, f"/before{FIRST}/sample_count", 1000)),
        one("more claimed in the baseline", put(BASE, f"{FIRST}/sample_count", 201)),
        one("fewer claimed with instruments", put(TAIL, "/instrumented/sample_count", 100)),
        one("one taken out", samples(AFTER, lambda old: old[:-1]), "throughput", "improvement",
            "percentiles"),
        one("all taken out", unlisted),
        one("too few for the doctrine", same,
            "tail", "budget", options={**COLD, "samples": 60}, levers=()),
        one("one too few for the doctrine", same, "tail", "budget",
            options={**COLD, "samples": 99}, levers=()),
        one("those of another side", put("manifest.json", "/samples/0/side", "after"),
            by="unreadable-evidence"),
        one("no count", put(BASE, f"{FIRST}/sample_count", REMOVED),
            by="unreadable-evidence"),
    ),
    *group(
        "p99 that is the slowest sample",
        "tail",
        one("30 samples", same, options={"samples": 30, **NO_LEVER}, levers=()),
        one("60 samples", same, options={"samples": 60, **NO_LEVER}, levers=()),
        one("99 samples", same, options={"samples": 99, **NO_LEVER}, levers=()),
        one("5 samples", same, options={"samples": 5, **NO_LEVER}, levers=()),
        one("99 samples by interpolation", same,
            options={"samples": 99, "method": "linear", **NO_LEVER}, levers=()),
        one("99 samples by histogram", same,
            options={"samples": 99, "method": "hdr", **NO_LEVER}, levers=()),
    ),
)  # fmt: skip
