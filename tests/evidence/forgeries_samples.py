"""Forgeries of whoever can compute: samples made up, and every number to match."""

from __future__ import annotations

import json
import random

from tests.evidence.bundles import REMOVED, doctored, make, sealed, written
from tests.evidence.consistent import following, resampled
from tests.evidence.doctoring import AFTER, BASE, BEFORE, PAIR, TAIL, Files, Forge, put
from tests.evidence.forgery_scene import each, group, one

PLAIN, WATCHED = "samples/lookup-uninstrumented.json", "samples/lookup-instrumented.json"
NO_LEVER: dict[str, object] = {"levers": ()}
TWO: dict[str, object] = {"benchmarks": ("lookup", "parse")}
OLDER, NEWER = "profile-before.json", "profile-after.json"


def shuffled(values: list[float], seed: int = 5) -> list[float]:
    made = [*values]
    random.Random(seed).shuffle(made)  # noqa: S311 - the same order each time
    return made


def made_of(source: str, factor: float, *, shift: float = 0.0, fresh: int = 0) -> Forge:
    """Samples after that are those of another file, in another order, but for a few."""

    def forge(files: Files) -> Files:
        old = json.loads(files[source])["values"]
        scaled = [round(x * factor + shift, 6) for x in old]
        return resampled({AFTER: lambda own: shuffled([*own[:fresh], *scaled[fresh:]])})(files)

    return forge


def in_order(source: str, target: str, factor: float, fresh: int) -> Forge:
    """The same in the same order."""

    def forge(files: Files) -> Files:
        old = json.loads(files[source])["values"]
        scaled = [round(x * factor, 6) for x in old]
        return resampled({target: lambda own: [*own[:fresh], *scaled[fresh:]]})(files)

    return forge


def repeated(times: int) -> Forge:
    """A series of so few samples that each of them had to stand there several times."""
    return resampled({AFTER: lambda old: shuffled(old[: len(old) // times] * times)})


def padded(old: list[float]) -> list[float]:
    return shuffled([*old, *old])


def cut_down(old: list[float]) -> list[float]:
    """The slowest samples replaced by the slowest one that is allowed."""
    most = sorted(old)[-12]
    return [min(x, most) for x in old]


def shared(part: int) -> Forge:
    """So many samples of before among those after."""

    def forge(files: Files) -> Files:
        old = json.loads(files[BEFORE])["values"]
        return resampled({AFTER: lambda own: shuffled([*own[part:], *old[:part]])})(files)

    return forge


def profile_of(source: str, target: str, *swaps: tuple[bytes, bytes], times: int = 1) -> Forge:
    """The profile of one side told as that of the other."""

    def forge(files: Files) -> Files:
        ours, theirs = (json.loads(files[name]) for name in (target, source))
        stacks = files[theirs["stacks"]]
        lines = [line.rpartition(b" ") for line in stacks.splitlines()]
        stacks = b"\n".join(b"%s %d" % (line[0], int(line[2]) * times) for line in lines)
        text = json.dumps({"hotspots": theirs["hotspots"]}).encode()
        for find, replace in swaps:
            stacks, text = stacks.replace(find, replace), text.replace(find, replace)
        ours["hotspots"] = json.loads(text)["hotspots"]
        ours["total_samples"], ours["flamegraph"] = theirs["total_samples"] * times, None
        member = "profiles/after.svg"
        manifest = json.loads(files["manifest.json"])
        manifest["files"] = [row for row in manifest["files"] if row["path"] != member]
        rest = {name: data for name, data in files.items() if name != member}
        changed = {target: written(ours), ours["stacks"]: stacks}
        return sealed({**rest, **changed, "manifest.json": written(manifest)})

    return forge


def one_commit(files: Files) -> Files:
    """Both sides measured at the head, in a bundle that says so."""
    return sealed({name: data.replace(b"1" * 40, b"2" * 40) for name, data in files.items()})


def gain_of_noise(files: Files) -> Files:
    """An interval that ends above zero, for a gain that is none; it is far wide enough."""
    files = make(speedup=1.02, spread=0.3, seed=16, levers=())
    return each(put(PAIR, "/improvements/0/low", 0.2), put(PAIR, "/improvements/2/high", 2))(files)


def coarse(files: Files) -> Files:
    """Numbers written so coarsely that more seems to be gained than was."""
    row = json.loads(files[PAIR])
    old = round(row["before"]["benchmarks"][0]["p50"], 1)
    new = round(row["after"]["benchmarks"][0]["p50"], 1)
    for member, pointer in ((BASE, ""), (PAIR, "/before")):
        files = doctored(files, member, f"{pointer}/benchmarks/0/p50", old)
    files = doctored(files, PAIR, "/after/benchmarks/0/p50", new)
    percent = round(100 * (old - new) / old, 2)
    fields = (("percent", percent), ("low", percent - 5), ("high", percent + 5))
    return each(*(put(PAIR, f"/improvements/0/{field}", end) for field, end in fields))(files)


def ends(row: int, below: float, above: float) -> Forge:
    """An interval that ends so far beside the improvement."""

    def forge(files: Files) -> Files:
        percent = json.loads(files[PAIR])["improvements"][row]["percent"]
        fields = (("low", percent - below), ("high", percent + above))
        puts = (put(PAIR, f"/improvements/{row}/{field}", round(end, 2)) for field, end in fields)
        return each(*puts)(files)

    return forge


def left_out(files: Files) -> Files:
    """A benchmark of the baseline that the comparison does not speak of."""
    document = json.loads(files[PAIR])
    for side in ("before", "after"):
        document[side]["benchmarks"] = document[side]["benchmarks"][:1]
    for table in ("improvements", "ratios"):
        document[table] = [row for row in document[table] if row["benchmark"] == "lookup"]
    return sealed({**files, PAIR: written(document)})


def twice(files: Files) -> Files:
    row = json.loads(files[PAIR])["after"]["benchmarks"][0]
    return doctored(files, PAIR, "/after/benchmarks/1", {**row, "peak_rss_bytes": 50_000_000})


def cold_gain(files: Files) -> Files:
    """No gain but that of one cold start, which nobody took samples of."""
    files = make(speedup=1.0, levers=())
    for member, pointer in ((BASE, ""), (PAIR, "/before")):
        files = doctored(files, member, f"{pointer}/benchmarks/0/cold_start", 90.0)
    files = doctored(files, PAIR, "/after/benchmarks/0/cold_start", 45.0)
    gain = {"benchmark": "lookup", "metric": "cold_start", "percent": 50.0, "low": 45, "high": 55}
    return doctored(files, PAIR, "/improvements", [{**gain, "confidence": 0.95}])


def pulled(metric: str, before: float, after: float) -> Forge:
    """A lever whose ratio is that of a single number."""

    def forge(files: Files) -> Files:
        for member, pointer in ((BASE, ""), (PAIR, "/before")):
            files = doctored(files, member, f"{pointer}/benchmarks/0/{metric}", before)
        files = doctored(files, PAIR, f"/after/benchmarks/0/{metric}", after)
        row = {"benchmark": "lookup", "metric": metric, "ratio": before / after, "lever": "LEV-01"}
        return doctored(files, PAIR, "/ratios/0", row)

    return forge


def by_wall(side: str) -> Forge:
    """Throughput of one side over a wall time in which half of the samples ran at once."""

    def forge(files: Files) -> Files:
        document = json.loads(files[PAIR])
        row = document[side]["benchmarks"][0]
        wall = round(row["sample_count"] / row["throughput"]["ops_per_second"] / 2, 6)
        rate = round(row["sample_count"] / wall, 3)
        row["throughput"] = {"definition": "wall", "operations": row["sample_count"],
                             "wall_seconds": wall, "ops_per_second": rate}  # fmt: skip
        rates = [document[at]["benchmarks"][0]["throughput"]["ops_per_second"] for at in SIDES]
        percent = 100 * (rates[1] - rates[0]) / rates[0]
        ends = {"percent": round(percent, 2), "low": percent - 80, "high": percent + 80}
        document["improvements"][3].update(ends)
        return sealed({**files, PAIR: written(document)})

    return forge


def slower_throughput(files: Files) -> Files:
    """Throughput that fell, and improvements that speak of p50 alone."""
    document = json.loads(files[PAIR])
    throughput = document["after"]["benchmarks"][0]["throughput"]
    throughput["wall_seconds"] = 1.9
    throughput["ops_per_second"] = round(throughput["operations"] / 1.9, 3)
    document["improvements"] = document["improvements"][:1]
    return sealed({**files, PAIR: written(document)})


def owned_up_to_by_nobody(files: Files) -> Files:
    """A loss in an interval so wide that it holds a gain as well."""
    del files
    wide = each(
        *(put(PAIR, f"/improvements/{row}/low", -900) for row in (1, 2, 3)),
        *(put(PAIR, f"/improvements/{row}/high", 900) for row in (1, 2, 3)),
    )
    return wide(
        resampled({AFTER: lambda old: [x * 30 if n % 8 == 0 else x for n, x in enumerate(old)]})(
            make(levers=())
        )
    )


def of_another(factor: float) -> Forge:
    """Samples of a benchmark that are those of another one."""

    def forge(files: Files) -> Files:
        old = json.loads(files[BEFORE])["values"]
        made = [round(x * factor, 6) for x in old]
        return resampled({"samples/parse-before.json": lambda _own: shuffled(made)})(files)

    return forge


def lighter(files: Files) -> Files:
    """A tenth of the work in each sample after."""
    document = json.loads(files[AFTER])
    document["operations_per_sample"] = 1
    document["values"] = [round(x / 10, 6) for x in document["values"]]
    return following({**files, AFTER: written(document)})


SIDES = ("before", "after")
COLD = "benchmarks/0/cold_start"
COARSE: dict[str, object] = {"median": 0.00168, "speedup": 1.08, "seed": 2, **NO_LEVER}
NOISY: dict[str, object] = {"spread": 0.2, **NO_LEVER}

FORGERIES = (
    *group(
        "samples made of others",
        "unchanged",
        one("in another order, times a number", made_of(BEFORE, 1 / 6)),
        one("in another order, minus a number", made_of(BEFORE, 1.0, shift=-1.4),
            "lever-ratio"),
        one("times a number, but for one", in_order(BEFORE, AFTER, 1 / 6, 1)),
        one("times a number, but for a third", in_order(BEFORE, AFTER, 1 / 6, 66)),
        one("a fifth of them the same", shared(40)),
        one("a third of them the same", shared(66)),
        one("those of another benchmark times a number", of_another(2.0), options=TWO),
        one("with instruments, of those after", in_order(AFTER, WATCHED, 1.02, 0)),
        one("without instruments, of those before", in_order(BEFORE, PLAIN, 0.17, 3)),
        one("with instruments as without, but for some", in_order(PLAIN, WATCHED, 1.01, 30)),
    ),
    *group(
        "one measurement told as two",
        "unchanged",
        one("one commit", one_commit, "unbound-evidence"),
        one("the profile of before", profile_of(OLDER, NEWER)),
        one("the profile of before, many times over", profile_of(OLDER, NEWER, times=3)),
        one("the profile of before with a frame renamed",
            profile_of(OLDER, NEWER, (b"encode", b"encoded"))),
        one("the profile of before with frames exchanged", profile_of(OLDER, NEWER,
            (b"lookup", b"-"), (b"encode", b"lookup"), (b"-", b"encode"))),
    ),
    *group(
        "samples filled up",
        "series",
        one("each twice, in another order", repeated(2)),
        one("each three times, in another order", repeated(3), "tail"),
        one("each five times, in another order", repeated(5), "tail"),
        one("there and back", resampled({AFTER: lambda old: [*old[:100], *old[99::-1]]})),
        one("twice as many before", resampled({BEFORE: padded})),
        one("slow ones cut down to one number", resampled({AFTER: cut_down}), "tail"),
        one("slow ones before all the same", resampled({BEFORE: cut_down}), "tail"),
    ),
    *group(
        "another amount of work",
        "command",
        one("fewer operations in a sample", lighter, "lever-surplus", options={"operations": 10}),
        one("fewer operations with instruments", put(WATCHED, "/operations_per_sample", 5),
            options={"operations": 10}),
        one("more operations without instruments", put(PLAIN, "/operations_per_sample", 2)),
        one("a profile of another benchmark", put(NEWER, "/command/2", "store.quick")),
        one("a profile before of less", put(OLDER, "/command", ["python", "-m", "store.bench"])),
    ),
    *group(
        "another environment of profiles and tail",
        "environment",
        one("more processors in a profile", put(NEWER, "/environment/hardware/cpu_count", 64)),
        one("another kernel in a profile before", put(OLDER, "/environment/kernel", "5.4")),
        one("another runtime of the tail", put(TAIL, "/environment/runtime", "PyPy 7")),
        one("another processor of the tail", put(TAIL, "/environment/hardware/cpu_model", "X")),
        one("less memory in a profile", put(NEWER, "/environment/hardware/memory_bytes", 2**20)),
    ),
    *group(
        "intervals that samples contradict",
        "improvement",
        one("that begins at the gain", ends(0, 0.02, 15), options=NOISY, levers=()),
        one("that ends at the gain", ends(0, 15, 0.02), options=NOISY, levers=()),
        one("of throughput and no width", ends(3, 0.01, 0.01), options=NOISY, levers=()),
        one("of p99 and no width", ends(2, 0.02, 0.02), options=NOISY, levers=()),
        one("of p95 that begins at the gain", ends(1, 0.02, 9), options=NOISY, levers=()),
        one("of numbers written coarsely", coarse, options=COARSE, levers=()),
        one("of a benchmark that is left out", left_out, options=TWO),
        one("of a benchmark that is there twice", twice),
    ),
    *group(
        "gains that nobody measured",
        "claim",
        one("noise called a gain", gain_of_noise, options=NO_LEVER, levers=()),
        one("a cold start alone", cold_gain, options=NO_LEVER, levers=()),
        one("throughput that fell and silence", slower_throughput,
            options={"throughput": "wall", **NO_LEVER}, levers=()),
        one("a loss in a wide interval", owned_up_to_by_nobody, "improvement",
            options=NO_LEVER, levers=()),
        one("a cold start that grew and silence", each(put(BASE, f"/{COLD}", 40.0),
            put(PAIR, f"/before/{COLD}", 40.0), put(PAIR, f"/after/{COLD}", 95.0)),
            options=NO_LEVER, levers=()),
        one("no metric but memory", put(PAIR, "/improvements", [{"benchmark": "lookup",
            "metric": "peak_rss_bytes", "percent": -10.0, "low": -12, "high": -8,
            "confidence": 0.95}]), options=NO_LEVER, levers=()),
        one("a lever of one cold start", pulled("cold_start", 81.0, 13.5), by="lever-ratio"),
        one("a lever of one peak of memory", pulled("peak_rss_bytes", 60_000_000, 10_000_000),
            by="lever-ratio"),
    ),
    *group(
        "throughput of two definitions",
        "throughput",
        one("over wall time after", by_wall("after"), options=NO_LEVER, levers=()),
        one("over wall time before", by_wall("before"), options=NO_LEVER, levers=()),
        one("over wall time in the baseline", put(BASE, "/benchmarks/0/throughput", {
            "definition": "wall", "operations": 200, "wall_seconds": 0.4, "ops_per_second": 500})),
        one("over wall time with a wall that nobody waited for", put(PAIR,
            "/after/benchmarks/0/throughput/wall_seconds", 0), options={"throughput": "wall"}),
        one("over no operations", put(PAIR, "/after/benchmarks/0/throughput/operations", 0),
            "improvement", "claim", options={"throughput": "wall"}),
    ),
    *group(
        "numbers that are none",
        "unreadable-evidence",
        one("a comma in a percentile", put(PAIR, "/after/benchmarks/0/p50", "0,33")),
        one("no number", put(BASE, "/benchmarks/0/p99", "NaN")),
        one("an infinite sample", put(AFTER, "/values/3", "Infinity"), "sample-count"),
        one("a percentage as a text", put(PAIR, "/improvements/0/percent", "83.4")),
        one("a count of half a sample", put(BASE, "/benchmarks/0/sample_count", 199.5)),
        one("no unit", put(TAIL, "/instrumented/unit", REMOVED)),
    ),
)  # fmt: skip
