"""Forgeries of whoever rounds what was computed, and of what no program does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.evidence.bundles import make, sealed, written
from tests.evidence.consistent import resampled
from tests.evidence.doctoring import AFTER, BASE, BEFORE, PAIR, Files, Forge, put
from tests.evidence.forgeries_samples import NEWER, OLDER, PLAIN, WATCHED, shuffled
from tests.evidence.forgery_scene import each, group, one

if TYPE_CHECKING:
    from collections.abc import Callable

    Edit = Callable[[float], float]

NO_LEVER: dict[str, object] = {"levers": ()}
FIRST = "benchmarks/0"
OTHERS = {"base_commit": "7" * 40, "measured_commit": "8" * 40}
RUN = ("profile", "junit")


def computed(
    edit: Edit, source: str = BEFORE, target: str = AFTER, *, turned: bool = False
) -> Forge:
    """Samples that were computed one by one from those of another file."""

    def forge(files: Files) -> Files:
        made = [edit(x) for x in json.loads(files[source])["values"]]
        return resampled({target: lambda _old: shuffled(made) if turned else made})(files)

    return forge


def cut(digits: int, factor: float = 1.0) -> Edit:
    return lambda x: float(f"{x * factor:.{digits}g}")


def carried_over(edit: Edit, *, turned: bool = False) -> Forge:
    """All samples of an earlier bundle, computed or rounded; profiles and tests are others."""

    def forge(files: Files) -> Files:
        def taken(member: str) -> Callable[[list[float]], list[float]]:
            made = [edit(x) for x in json.loads(files[member])["values"]]
            return lambda _own: shuffled(made) if turned else made

        made = resampled({member: taken(member) for member in (BEFORE, AFTER, PLAIN, WATCHED)})(
            files
        )
        fresh = make(seed=77)
        return sealed({name: fresh[name] if name.startswith(RUN) else data
                       for name, data in made.items()})  # fmt: skip

    return forge


SEEN = (make(**OTHERS),)


def both(field: str, value: object) -> Forge:
    """A number of before, as ART-01 and ART-03 have it."""
    puts = ((BASE, FIRST), (PAIR, f"before/{FIRST}"))
    return each(*(put(member, f"/{at}/{field}", value) for member, at in puts))


def drawn_as(source: str, target: str) -> Forge:
    """The flamegraph of one side beside the stacks of the other."""
    return lambda files: sealed(
        {**files, f"profiles/{target}.svg": files[f"profiles/{source}.svg"]}
    )


def reshared(files: Files) -> Files:
    """Stacks of another share, with the hotspots that follow, beside the flamegraph as it was."""
    profile = json.loads(files[NEWER])
    fresh = make(seed=5)
    theirs = json.loads(fresh[OLDER])
    profile["hotspots"] = theirs["hotspots"]
    changed = {NEWER: written(profile), profile["stacks"]: fresh["profiles/before.folded"]}
    return sealed({**files, **changed})


def elsewhere(path: bytes) -> Forge:
    """Profiles of a file of the same name that lies somewhere else."""

    def edit(data: bytes) -> bytes:
        return data.replace(b"src/store/cache.py", path).replace(b"lookup", b"other")

    return lambda files: sealed(
        {name: edit(data) if name.startswith("profile") else data for name, data in files.items()}
    )


FORGERIES = (
    *group(
        "samples computed and rounded",
        "unchanged",
        one("a sixth in three digits", computed(cut(3, 1 / 6))),
        one("a sixth in four digits, in another order", computed(cut(4, 1 / 6), turned=True)),
        one("an eighth and a little more", computed(lambda x: round(x / 8 + 0.07, 6))),
        one("an eighth and a little more, in another order",
            computed(lambda x: round(x / 8 + 0.07, 6), turned=True)),
        one("their squares", computed(lambda x: round(x * x / 12, 6))),
        one("with instruments, less and a little more",
            computed(lambda x: round(x * 0.9 + 0.04, 6), PLAIN, WATCHED)),
        one("with instruments, those of after in three digits", computed(cut(3), AFTER, WATCHED)),
    ),
    *group(
        "an earlier bundle, computed and rounded",
        "replayed-evidence",
        one("in three digits", carried_over(cut(3)), seen=SEEN),
        one("in four digits", carried_over(cut(4)), seen=SEEN),
        one("in four digits and another order", carried_over(cut(4), turned=True), seen=SEEN),
        one("a microsecond more", carried_over(lambda x: round(x + 0.001, 6)), seen=SEEN),
        one("a tenth more and a microsecond", carried_over(lambda x: round(x * 1.1 + 0.001, 6)),
            seen=SEEN),
    ),
    *group(
        "numbers that no program has",
        "units",
        one("a cold start below zero", put(PAIR, f"/after/{FIRST}/cold_start", -74.0)),
        one("no cold start at all", put(PAIR, f"/after/{FIRST}/cold_start", 0)),
        one("a cold start below zero before", both("cold_start", -81.0)),
        one("no memory", put(PAIR, f"/after/{FIRST}/peak_rss_bytes", 0)),
        one("less memory than a page", both("peak_rss_bytes", 4_095)),
        one("more memory than there is", put(PAIR, f"/after/{FIRST}/peak_rss_bytes", 2**40)),
    ),
    *group(
        "intervals that say nothing",
        "improvement",
        one("of p50 above all there is", put(PAIR, "/improvements/0/high", 117.2)),
        one("of p99 above all there is", put(PAIR, "/improvements/2/high", 100.02)),
        one("of p95 far below", put(PAIR, "/improvements/1/low", -82.0)),
        one("of p50 far below", put(PAIR, "/improvements/0/low", -20.0), "claim"),
        one("of throughput far above", put(PAIR, "/improvements/3/high", 2_000)),
    ),
    *group(
        "hotspots",
        "hotspots",
        one("the flamegraph of before after", drawn_as("before", "after")),
        one("the flamegraph of after before", drawn_as("after", "before")),
        one("stacks of another profile beside the flamegraph", reshared),
    ),
    *group(
        "profiles of other files of the same name",
        "profile-unrelated",
        one("of a library", elsewhere(b"/usr/lib/django/core/cache.py")),
        one("of another folder here", elsewhere(b"src/other/cache.py")),
        one("of a folder whose name ends alike", elsewhere(b"/opt/bookstore/cache.py")),
        one("of what was vendored", elsewhere(b"./vendor/core/cache.py")),
        one("of a folder of that name", elsewhere(b"src/cache/other/cache.py")),
    ),
    *group(
        "profiles without allocations",
        "profile-empty",
        one("none after", put(NEWER, "/allocations", [])),
        one("none before", put(OLDER, "/allocations", [])),
        one("of no bytes", put(NEWER, "/allocations/0/bytes", 0)),
        one("of no times", put(OLDER, "/allocations/0/count", 0)),
        one("of fewer bytes than times", put(NEWER, "/allocations/0/bytes", 100)),
    ),
)  # fmt: skip
