from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from doctrine_check.evidence.bundle import read_bundle
from doctrine_check.evidence.history import SKETCHED, fingerprint, reports_of, seen, sketch, trace
from doctrine_check.evidence.members import of_files
from tests.evidence.bundles import make, sealed, written
from tests.evidence.doctoring import AFTER, samples

if TYPE_CHECKING:
    from collections.abc import Callable

    from doctrine_check.evidence.bundle import Bundle
    from doctrine_check.evidence.history import SeenBundle
    from doctrine_check.evidence.model import Samples
    from tests.evidence.doctoring import Files

OURS, THEIRS = "2" * 40, "8" * 40


def bundle(files: Files) -> Bundle:
    return read_bundle(of_files(files), "old")


def remembered(files: Files) -> SeenBundle:
    found = seen(bundle(files))
    assert found is not None
    return found


def series(files: Files) -> Samples:
    document = json.loads(files[AFTER])
    return next(one for one in bundle(files).samples if one.side == document["side"] == "after")


def earlier(count: int) -> Files:
    return make(seed=5, samples=count, base_commit="7" * 40, measured_commit=THEIRS)


@pytest.mark.parametrize("count", [60, 200, 5_000])
def test_a_part_is_seen_however_long_the_series_is(count: int) -> None:
    old = json.loads(earlier(count)[AFTER])["values"]
    known = remembered(earlier(count))
    for share in (0.4, 0.9):
        kept = int(count * share)
        document = json.loads(make(samples=count)[AFTER])
        document["values"] = [*old[:kept], *document["values"][kept:]]
        own = sealed({**make(samples=count), AFTER: written(document)})
        mine = sketch(series(own), OURS)
        assert mine is not None
        found = known.part_of(mine)
        assert found is not None
        assert found[0] == THEIRS
        assert share - 0.15 < found[1] < share + 0.15
    honest = sketch(series(make(samples=count)), OURS)
    assert honest is not None
    assert known.part_of(honest) is None


def test_a_part_in_another_unit_is_seen() -> None:
    old = json.loads(earlier(200)[AFTER])
    document = {**old, "unit": "us", "values": [round(x * 1000, 3) for x in old["values"]]}
    files = sealed({**make(), AFTER: written(document)})
    own = samples(AFTER, lambda values: [*values[:100], *(x + 0.7 for x in values[100:])])(files)
    mine = sketch(series(own), OURS)
    assert mine is not None
    assert remembered(earlier(200)).part_of(mine) is not None


def test_the_same_commit_may_bring_its_numbers_again() -> None:
    mine = sketch(series(earlier(200)), THEIRS)
    assert mine is not None
    assert remembered(earlier(200)).part_of(mine) is None
    assert remembered(earlier(200)).part_of(mine._replace(commit=OURS)) == (THEIRS, 1.0)


def test_what_a_coarse_clock_gives_is_not_sketched() -> None:
    coarse = samples(AFTER, lambda old: [round(x, 2) for x in old])(make())
    assert sketch(series(coarse), OURS) is None
    few = samples(AFTER, lambda old: old[:9])(make())
    assert sketch(series(few), OURS) is None


def test_a_sketch_is_small() -> None:
    mine = sketch(series(make(samples=5_000)), OURS)
    assert mine is not None
    assert len(mine.values) == 8 * SKETCHED
    assert mine.taken == 5_000
    assert 4_500 < mine.distinct <= 5_000


def test_reports_are_known_by_what_they_say() -> None:
    plain = {digest: name for digest, _, name in reports_of(bundle(make()))}
    assert sorted(plain.values()) == [
        "junit-after.xml", "junit-before.xml", "profiles/after.folded", "profiles/before.folded",
    ]  # fmt: skip
    stacks = make()["profiles/after.folded"]
    lines = b"\n".join(sorted(stacks.splitlines(), reverse=True)) + b"\n\n"
    turned = sealed({**make(), "profiles/after.folded": lines})
    assert {digest for digest, _, _ in reports_of(bundle(turned))} == set(plain)
    assert not set(plain) & {digest for digest, _, _ in reports_of(bundle(make(seed=2)))}


def test_a_fingerprint_knows_no_order_and_no_unit() -> None:
    assert fingerprint([1.5, 3.0, 2.25]) == fingerprint([3000.0, 1500.0, 2250.0])
    assert fingerprint([1.5, 3.0, 2.25]) != fingerprint([1.5, 3.0, 2.26])


def test_a_short_series_taken_out_of_a_long_one_is_seen_whole() -> None:
    long = earlier(5_000)
    document = json.loads(long[AFTER])
    document["values"] = document["values"][:1_000]
    mine = sketch(series(sealed({**make(samples=1_000), AFTER: written(document)})), OURS)
    assert mine is not None
    found = remembered(long).part_of(mine)
    assert found == (THEIRS, 1.0)


def test_counted_instructions_may_be_the_same_again() -> None:
    files = make()
    for side in ("before", "after"):
        name = f"profile-{side}.json"
        files = sealed(
            {**files, name: files[name].replace(b"py-spy 0.3.14", b"valgrind --tool=callgrind")}
        )
    assert [name for _, _, name in reports_of(bundle(files))] == [
        "junit-before.xml",
        "junit-after.xml",
    ]


MADE: dict[str, Callable[[list[float]], list[float]]] = {
    "three digits": lambda old: [float(f"{x:.3g}") for x in old],
    "four digits, the other way round": lambda old: [float(f"{x:.4g}") for x in old[::-1]],
    "a microsecond more": lambda old: [round(x + 0.001, 6) for x in old],
    "a tenth more and a microsecond": lambda old: [round(x * 1.1 + 0.001, 6) for x in old],
    "half a thousandth beside": lambda old: [
        x * (1 + (n * 7 % 19 - 9) / 2e4) for n, x in enumerate(old)
    ],
}


@pytest.mark.parametrize("how", MADE)
def test_a_series_that_was_rounded_or_computed_is_seen(how: str) -> None:
    old = json.loads(earlier(200)[AFTER])["values"]
    own = samples(AFTER, lambda _values: MADE[how](old))(make())
    mine = trace(series(own), OURS)
    assert mine is not None
    assert remembered(earlier(200)).source_of(mine) == THEIRS
    assert remembered(earlier(200)).source_of(mine._replace(commit=THEIRS)) is None


@pytest.mark.parametrize("seed", range(20, 60))
def test_honest_series_have_no_source(seed: int) -> None:
    mine = trace(series(make(seed=seed)), OURS)
    assert mine is not None
    assert remembered(earlier(200)).source_of(mine) is None


def test_a_short_series_has_no_trace() -> None:
    assert trace(series(samples(AFTER, lambda old: old[:19])(make())), OURS) is None
