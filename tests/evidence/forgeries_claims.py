"""Claims that the evidence does not carry: overhead, gains, levers, limits of the doctrine."""

from __future__ import annotations

import json

from tests.evidence.bundles import REMOVED, make, percentile, sealed, written
from tests.evidence.doctoring import AFTER, BEFORE, PAIR, TAIL, Files, put, scaled
from tests.evidence.forgery_scene import each, group, one, same

LEVER = "lev-01.json"
OVER: dict[str, object] = {"overhead": 0.2}
PLAIN: dict[str, object] = {"levers": ()}


def unproven(files: Files) -> Files:
    """Intervals that all reach down to zero."""
    return each(*(put(PAIR, f"/improvements/{row}/low", -1) for row in range(4)))(files)


def tail_grew(files: Files) -> Files:
    """Every eighth sample after far slower, all numbers to match, and p50 alone spoken of."""
    samples, pair = json.loads(files[AFTER]), json.loads(files[PAIR])
    before = json.loads(files[BEFORE])["values"]
    values = [round(x * 20, 6) if n % 8 == 0 else x for n, x in enumerate(samples["values"])]
    row = pair["after"]["benchmarks"][0]
    for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
        row[name] = round(percentile(values, share, "nearest-rank"), 4)
    row["throughput"]["ops_per_second"] = round(1000 * len(values) / sum(values), 3)
    old, new = (percentile(side, 0.5, "nearest-rank") for side in (before, values))
    percent = 100 * (old - new) / old
    spoken = {"percent": round(percent, 2), "low": round(percent - 2, 2), "high": 99}
    pair["improvements"] = [{**pair["improvements"][0], **spoken}]
    pair["ratios"][0]["ratio"] = round(old / new, 3)
    samples["values"] = values
    return sealed({**files, AFTER: written(samples), PAIR: written(pair)})


def slow(benchmark: str, median: float) -> dict[str, object]:
    return {"benchmarks": (benchmark,), "median": median, "levers": ()}


def steps(name: str) -> int:
    order = ("baseline", "profile", "prove", "implement", "verify", "re-profile")
    return order.index(name)


FORGERIES = (
    *group(
        "overhead",
        "overhead",
        one("half of it", scaled(TAIL, "/overhead_percent", 0.5)),
        one("less impact on p99", put(TAIL, "/p99_impact_percent", 0.01)),
        one("a budget of its own", put(TAIL, "/budget_percent", 50)),
        one("a little more budget", put(TAIL, "/budget_percent", 5.1)),
        one("over budget, not justified", put(TAIL, "/justification", None), options=OVER),
        one("over budget, justified by nothing", put(TAIL, "/justification", "n/a"), options=OVER),
        one("over budget, to be justified", put(TAIL, "/justification", "TBD"), options=OVER),
        one("of another statistic", put(TAIL, "/overhead_statistic", "mean")),
        one("none at all", put(TAIL, "/overhead_percent", 0)),
    ),
    *group(
        "results worse than the claim",
        "claim",
        one("nothing proven", unproven),
        one("a lever that may gain nothing", put(PAIR, "/improvements/0/low", -1)),
        one("slower after", same, options={"speedup": 0.5, **PLAIN}, levers=()),
        one("no faster after", same, options={"speedup": 1.0, "spread": 0.3, **PLAIN}, levers=()),
        one("a little slower after", same, options={"speedup": 0.8, **PLAIN}, levers=()),
        one("slower after and silent", lambda _files: put(PAIR, "/improvements", [{
            "benchmark": "lookup", "metric": "peak_rss_bytes", "percent": -10.0, "low": -12,
            "high": -8, "confidence": 0.95}])(make(speedup=0.5, levers=())), options=PLAIN,
            levers=()),
        one("a tail that grew and silence", tail_grew),
        one("an interval at little confidence", put(PAIR, "/improvements/0/confidence", 0.1)),
    ),
    *group(
        "levers that gain less than the doctrine expects",
        "lever-ratio",
        one("three times", same, options={"speedup": 3.0}),
        one("four times and a half", same, options={"speedup": 4.5}),
        one("half as much again", same, options={"speedup": 1.5}),
        one("no ratio", put(PAIR, "/ratios", [])),
        one("a ratio of no lever", put(PAIR, "/ratios/0/lever", None)),
        one("a ratio of another lever", put(PAIR, "/ratios/0/lever", "LEV-02"), "lever-surplus"),
        one("thirty times", same, by="lever-surplus", options={"speedup": 30.0}),
        one("eleven times", same, by="lever-surplus", options={"speedup": 11.0}),
    ),
    *group(
        "limits of the doctrine",
        "budget",
        one("a slow cold start", same, options=slow("cold-start", 1.2), levers=()),
        one("a slow start by its principle", same, options=slow("prf-01", 1.2), levers=()),
        one("a slow start by its gate", same, options=slow("startup", 1.2), levers=()),
        one("slow churn", same, options=slow("prf-02", 3.0), levers=()),
        one("slow migration", same, options=slow("prf-04 1000 modules", 6.0), levers=()),
        one("slow diffs", same, options=slow("diff generation", 6.0), levers=()),
        one("a cold start beside a benchmark", put(PAIR, "/after/benchmarks/0/cold_start", 130.0)),
        one("a cold start beside it in s", put(PAIR, "/after/benchmarks/0/cold_start", 0.13),
            options={"unit": "s", "digits": 6}),
    ),
    *group(
        "the record of the profile loop",
        "incomplete-loop",
        one("no baseline", put(LEVER, f"/steps/{steps('baseline')}", REMOVED)),
        one("no profile", put(LEVER, f"/steps/{steps('profile')}", REMOVED)),
        one("no re-profile", put(LEVER, f"/steps/{steps('re-profile')}", REMOVED)),
        one("no steps but one", put(LEVER, "/steps", [
            {"step": "baseline", "artifacts": ["ART-01"], "commits": []}])),
        one("a proof that proves nothing", put(LEVER, "/steps/2/artifacts", ["ART-01"])),
        one("no commit", put(LEVER, "/steps/3/commits", [])),
        one("a commit of somebody else", put(LEVER, "/steps/3/commits/0", "9" * 40)),
        one("no profile at the base", same, options={"sides": ("after",)}),
        one("no profile at the head", same, options={"sides": ("before",)}),
        one("no record", same, options={"without": ("LEV-01",)}),
    ),
)  # fmt: skip
