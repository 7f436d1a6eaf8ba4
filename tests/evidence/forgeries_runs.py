"""Forgeries of how something was measured: machine, command, clock, units, moments."""

from __future__ import annotations

import json

from tests.evidence.bundles import doctored, sealed, written
from tests.evidence.doctoring import AFTER, BASE, BEFORE, PAIR, TAIL, Files, Forge, put, samples
from tests.evidence.forgery_scene import each, group, one

HARDWARE = "environment/hardware"
PLAIN, WATCHED = "samples/lookup-uninstrumented.json", "samples/lookup-instrumented.json"
NUMBERS = ("percentiles", "throughput", "improvement")
TWO: dict[str, object] = {"benchmarks": ("lookup", "parse")}
FUTURE = "2099-01-01T00:00:00Z"
LONG_AGO = "2025-12-31T20:00:00Z"


def copy(source: str, target: str, change: float = 1.0, shift: float = 0.0) -> Forge:
    """Samples made from those of another side."""

    def forge(files: Files) -> Files:
        values = json.loads(files[source])["values"]
        made = [round(x * change + shift, 6) for x in values]
        return samples(target, lambda _old: made)(files)

    return forge


def mostly(files: Files) -> Files:
    """Samples of which two thirds are those of before."""
    old = json.loads(files[BEFORE])["values"]
    return samples(AFTER, lambda new: [*new[:60], *old[60:]])(files)


def shuffled(files: Files) -> Files:
    old = json.loads(files[BEFORE])["values"]
    return samples(AFTER, lambda _new: old[50:] + old[:50])(files)


def retold(files: Files) -> Files:
    """The numbers of before written down as those of after, digit for digit."""
    document = json.loads(files[PAIR])
    document["after"]["benchmarks"] = document["before"]["benchmarks"]
    return sealed({**files, PAIR: written(document)})


def stretched(member: str, pointer: str, moment: str) -> Forge:
    return lambda files: doctored(files, member, pointer, moment)


FORGERIES = (
    *group(
        "another environment",
        "environment",
        one("more processors after", put(PAIR, f"/after/{HARDWARE}/cpu_count", 64)),
        one("another processor after", put(PAIR, f"/after/{HARDWARE}/cpu_model", "X 9000")),
        one("more memory after", put(PAIR, f"/after/{HARDWARE}/memory_bytes", 2**36)),
        one("another runtime after", put(PAIR, "/after/environment/runtime", "PyPy 7")),
        one("another kernel of the baseline", put(BASE, "/environment/kernel", "5.4")),
        one("another system before", put(PAIR, "/before/environment/os", "Windows")),
        one("fewer processors before", put(PAIR, f"/before/{HARDWARE}/cpu_count", 1)),
        one("no environment", put(PAIR, "/after/environment", {}),
            by="unreadable-evidence"),
    ),
    *group(
        "another command",
        "command",
        one("less work after", put(PAIR, "/after/command", ["python", "-m", "store.bench"])),
        one("another seed before", put(PAIR, "/before/command/4", "8")),
        one("another interpreter of the baseline", put(BASE, "/command/0", "pypy")),
        one("a switch after", put(PAIR, "/after/command/5", "--fast")),
        one("another module after", put(PAIR, "/after/command/2", "store.quick")),
        one("arguments the other way round", put(PAIR, "/after/command",
            ["python", "store.bench", "-m", "--seed", "7"])),
    ),
    *group(
        "before and after the same",
        "unchanged",
        one("the same samples", copy(BEFORE, AFTER), *NUMBERS, "claim", "lever-ratio"),
        one("in another order", shuffled, *NUMBERS, "claim", "lever-ratio"),
        one("times a number", copy(BEFORE, AFTER, 1 / 6), *NUMBERS),
        one("minus a number", copy(BEFORE, AFTER, 1, -1), *NUMBERS, "lever-ratio"),
        one("mostly the same", mostly, *NUMBERS, "lever-ratio"),
        one("told digit for digit", retold, "percentiles", "throughput"),
        one("with instruments as without", copy(PLAIN, WATCHED), "percentiles", "overhead"),
        one("with instruments a little more", copy(PLAIN, WATCHED, 1.01), "percentiles",
            "overhead"),
        one("those of another benchmark", copy(BEFORE, "samples/parse-before.json"), "percentiles",
            "throughput", "lever-ratio", "improvement", options=TWO),
    ),
    *group(
        "samples that no clock gives",
        "series",
        one("all the same", samples(AFTER, lambda old: old[:1] * len(old)), *NUMBERS, "tail"),
        one("rounded", samples(BEFORE, lambda old: [round(x, 1) for x in old]), *NUMBERS, "tail"),
        one("ten over and over again", samples(AFTER, lambda old: old[:10] * 20), *NUMBERS,
            "tail"),
        one("in rising order", samples(AFTER, sorted)),
        one("in falling order", samples(BEFORE, lambda old: sorted(old, reverse=True))),
        one("a zero", samples(AFTER, lambda old: [0, *old[1:]]), *NUMBERS),
        one("a negative one", samples(BEFORE, lambda old: [*old[1:], -1]), *NUMBERS),
        one("evenly stepped", samples(AFTER, lambda old: [0.3 + n / 2000 for n in range(len(old))]),
            *NUMBERS),
        one("with instruments all the same", samples(WATCHED, lambda old: old[:1] * len(old)),
            "percentiles", "overhead", "tail"),
    ),
    *group(
        "units",
        "units",
        one("numbers after in s", put(PAIR, "/after/benchmarks/0/unit", "s"), "budget", "claim"),
        one("numbers of the baseline in us", put(BASE, "/benchmarks/0/unit", "us"), "improvement"),
        one("samples in us", put(AFTER, "/unit", "us"), "throughput", "improvement",
            "lever-surplus"),
        one("samples in s", put(BEFORE, "/unit", "s"), "throughput", "improvement",
            "lever-surplus"),
        one("p99 in s", put(PAIR, "/after/benchmarks/0/p99", 0.0004), "percentile-order"),
        one("numbers without instruments in ns", put(TAIL, "/uninstrumented/unit", "ns")),
        one("samples with instruments in ns", put(WATCHED, "/unit", "ns"), "overhead"),
        one("a run of days", stretched(PAIR, "/before/finished", "2026-01-01T23:00:00Z"),
            "time"),
        one("a run of no time", each(
            stretched(BASE, "/finished", "2026-01-01T00:01:00Z"),
            stretched(BASE, "/started", "2026-01-01T00:01:00Z")),
            options={"median": 0.2, "levers": ()}, levers=()),
    ),
    *group(
        "moments",
        "time",
        one("created in the future", put("manifest.json", "/created", FUTURE)),
        one("finished in the future", put("profile-after.json", "/finished", FUTURE)),
        one("begun in the future", put("profile-before.json", "/started", FUTURE)),
        one("finished before it began", put(PAIR, "/after/finished", "2026-01-01T00:00:00Z")),
        one("created before it was measured", put("manifest.json", "/created",
            "2026-01-01T00:00:01Z"), options={"median": 3.0, "samples": 300, "levers": ()},
            levers=()),
        one("measured before the commit was made", put(PAIR, "/after/started", LONG_AGO),
            "units"),
        one("profiled before the commit was made", put("profile-after.json", "/started", LONG_AGO)),
        one("instrumented before the commit was made", put(TAIL, "/started", LONG_AGO), "units"),
    ),
)  # fmt: skip
