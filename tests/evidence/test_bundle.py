from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.evidence import bundle as module
from doctrine_check.evidence.bundle import read_bundle
from doctrine_check.evidence.members import of_files, read_folder, read_zip
from doctrine_check.evidence.model import Place
from tests.evidence.bundles import REMOVED, doctored, make, sealed, written
from tests.evidence.zips import zipped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from doctrine_check.evidence.bundle import Bundle

GOOD = make()


def read(files: Mapping[str, bytes]) -> Bundle:
    return read_bundle(of_files(files), "evidence")


def places(bundle: Bundle) -> list[str]:
    return [f"{problem.place.path}#{problem.place.pointer}" for problem in bundle.problems]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"samples": 1},
        {"samples": 5_000, "unit": "ns", "digits": 0},
        {"unit": "s", "digits": 9, "median": 3.0, "samples": 30},
        {"method": "linear", "unit": "us"},
        {"method": "hdr", "throughput": "wall", "operations": 50},
        {"benchmarks": ("a", "b", "c"), "levers": ("LEV-01", "LEV-02")},
        {"not_applicable": ("ART-04", "ART-05"), "levers": ()},
        {"coverage_format": "cobertura", "flamegraph": False},
        {"stacks": False, "cold_start": False},
        {"overhead": 0.2, "overhead_statistic": "mean"},
        {"sides": ("before",)},
        {"base_commit": "a" * 64, "measured_commit": "b" * 64},
    ],
)
def test_valid_bundles_have_no_problems(options: dict[str, object]) -> None:
    bundle = read(make(**options))
    assert bundle.problems == ()
    assert bundle.members.problems == ()
    assert bundle.manifest is not None
    assert bundle.baseline is not None
    assert bundle.comparison is not None
    excused = {row.id for row in bundle.manifest.artifacts if row.reason is not None}
    assert (bundle.compatibility is None) == ("ART-04" in excused)
    assert (bundle.tail is None) == ("ART-05" in excused)


def test_what_a_bundle_holds() -> None:
    bundle = read(GOOD)
    assert bundle.manifest is not None
    assert bundle.baseline is not None
    (measured,) = bundle.baseline.benchmarks
    assert measured.name == "lookup"
    assert measured.place == Place("baseline.json", "/benchmarks/0")
    assert measured.percentiles.place == measured.place
    assert measured.throughput.place.pointer == "/benchmarks/0/throughput"
    claimed = json.loads(GOOD["baseline.json"])["benchmarks"][0]
    assert measured.percentiles.p99 == claimed["p99"]
    assert measured.percentiles.p99.text == str(claimed["p99"])
    assert [profile.side for profile in bundle.profiles] == ["before", "after"]
    assert [(one.benchmark, one.side) for one in bundle.samples] == [
        ("lookup", side) for side in ("before", "after", "uninstrumented", "instrumented")
    ]
    values = json.loads(GOOD["samples/lookup-after.json"])["values"]
    assert bundle.samples[1].values == tuple(values)
    assert [record.lever for record in bundle.levers] == ["LEV-01"]
    assert [step.step for step in bundle.levers[0].steps][:2] == ["baseline", "profile"]
    row = bundle.artifact("ART-03")
    assert row is not None
    assert row.path == "comparison.json"
    assert bundle.artifact("ART-06") is None
    assert bundle.data("oracle.json") == GOOD["oracle.json"]
    assert bundle.data("nothing") is None


def test_all_sources_give_the_same_bundle(tmp_path: Path) -> None:
    for name, data in GOOD.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    sources = [of_files(GOOD), read_zip(zipped(GOOD)), read_folder(str(tmp_path))]
    assert len({repr(read_bundle(source)) for source in sources}) == 1


def test_places_become_lines() -> None:
    bundle = read(GOOD)
    location = bundle.locate(Place("baseline.json", "/benchmarks/0/p99"))
    text = GOOD["baseline.json"].decode().split("\n")[location.line - 1]
    assert text[: location.column - 1].strip() == '"p99":'
    assert location.path == "evidence/baseline.json"
    assert str(bundle.locate(Place("nothing.json", "/a"))) == "evidence/nothing.json:1:1"
    assert read_bundle(of_files(GOOD)).locate(Place("oracle.json")).path == "oracle.json"


FIRST = "/artifacts/0"
FAULTS = {
    "digest": (("manifest.json", "/files/0/sha256", "0" * 64), "manifest.json#/files/0/sha256"),
    "digest of samples": (
        ("manifest.json", "/samples/1/sha256", "0" * 64),
        "manifest.json#/samples/1/sha256",
    ),
    "missing": (("manifest.json", "/files/0/path", "gone"), "manifest.json#/files/0/path"),
    "itself": (("manifest.json", "/files/0/path", "manifest.json"), "manifest.json#/files/0/path"),
    "twice": (
        ("manifest.json", "/files/0/path", "baseline.json"),
        "manifest.json#/files/0/path",
    ),
    "version": (("manifest.json", "/schema_version", 2), "manifest.json#/schema_version"),
    "no manifest field": (("manifest.json", "/tool", REMOVED), "manifest.json#/tool"),
    "artifact again": (
        ("manifest.json", "/artifacts/1/id", "ART-01"),
        "manifest.json#/artifacts/1/id",
    ),
    "other id": (("manifest.json", f"{FIRST}/id", "ART-05"), "baseline.json#/artifact"),
    "other artifact": (("comparison.json", "/artifact", "ART-01"), "comparison.json#/artifact"),
    "artifact version": (("tail.json", "/schema_version", 3), "tail.json#/schema_version"),
    "sample version": (
        ("samples/lookup-after.json", "/schema_version", "1"),
        "samples/lookup-after.json#/schema_version",
    ),
    "side twice": (("profile-after.json", "/side", "before"), "profile-after.json#/side"),
    "stacks that are no member": (
        ("profile-after.json", "/stacks", "gone"),
        "profile-after.json#/stacks",
    ),
    "flamegraph listed elsewhere": (
        ("profile-after.json", "/flamegraph", "baseline.json"),
        "profile-after.json#/flamegraph",
    ),
    "results that are no member": (
        ("compatibility.json", "/junit_after", "gone.xml"),
        "compatibility.json#/junit_after",
    ),
    "oracle that is no member": (
        ("compatibility.json", "/oracle", "gone.json"),
        "compatibility.json#/oracle",
    ),
    "samples of another side": (
        ("samples/lookup-after.json", "/side", "before"),
        "samples/lookup-after.json#/side",
    ),
    "samples of another benchmark": (
        ("samples/lookup-after.json", "/benchmark", "other"),
        "samples/lookup-after.json#/benchmark",
    ),
    "record of another lever": (("lev-01.json", "/lever", "LEV-02"), "lev-01.json#/lever"),
    "a text for a number": (
        ("comparison.json", "/after/benchmarks/0/p95", "1.5"),
        "comparison.json#/after/benchmarks/0/p95",
    ),
    "no throughput by the wall": (
        ("baseline.json", "/benchmarks/0/throughput/definition", "wall"),
        "baseline.json#/benchmarks/0/throughput/operations",
    ),
    "a sample that is none": (
        ("samples/lookup-before.json", "/values/7", None),
        "samples/lookup-before.json#/values/7",
    ),
}


@pytest.mark.parametrize(("change", "place"), FAULTS.values(), ids=FAULTS)
def test_a_single_fault_is_found_in_its_place(change: tuple[str, str, object], place: str) -> None:
    member, pointer, value = change
    files = doctored(GOOD, member, pointer, value)
    if pointer.endswith("sha256"):  # sealing has repaired it
        manifest = json.loads(files["manifest.json"])
        _, table, index, _ = pointer.split("/")
        manifest[table][int(index)]["sha256"] = value
        files["manifest.json"] = written(manifest)
    bundle = read(files)
    assert place in places(bundle)
    problem = bundle.problems[places(bundle).index(place)]
    assert problem.expected
    assert problem.found
    assert bundle.location(problem).path == "evidence/" + place.partition("#")[0]


def test_both_digests_are_named() -> None:
    bundle = read({**GOOD, "oracle.json": GOOD["oracle.json"] + b" "})
    (problem,) = bundle.problems
    row = next(
        row for row in json.loads(GOOD["manifest.json"])["files"] if row["path"] == "oracle.json"
    )
    assert problem.found == row["sha256"]
    assert problem.expected.startswith('the digest of "oracle.json", ')
    assert problem.expected[-64:] != problem.found


def test_a_member_that_is_not_listed() -> None:
    bundle = read({**GOOD, "more/notes.txt": b"hello"})
    assert places(bundle) == ["more/notes.txt#"]


def test_a_member_that_was_refused_is_not_there() -> None:
    files = {name: data for name, data in GOOD.items() if name != "oracle.json"}
    bundle = read({**files, "oracle.json": b"PK\x03\x04"})
    assert len(bundle.members.problems) == 1
    assert any("was refused" in problem.found for problem in bundle.problems)


def test_without_a_manifest_nothing_else_is_believed() -> None:
    for files, found in (
        ({}, "none among 0 members"),
        ({"a": b""}, "none among 1 members"),
        (
            {f"evidence/{name}": data for name, data in GOOD.items()},
            "evidence/manifest.json: bring",
        ),
    ):
        bundle = read(files)
        assert places(bundle) == ["manifest.json#"]
        assert found in bundle.problems[0].found
        assert bundle.manifest is None
        assert bundle.baseline is None
        assert bundle.samples == ()


def test_a_text_that_is_no_json_is_found_at_its_line() -> None:
    bundle = read(sealed({**GOOD, "tail.json": b'{"a": 1,\n "a": 2}'}))
    (problem,) = bundle.problems
    assert bundle.tail is None
    assert str(bundle.location(problem)) == "evidence/tail.json:2:2"
    assert "second value" in problem.found


def test_one_bad_file_does_not_hide_another() -> None:
    files = doctored(GOOD, "baseline.json", "/commit", "main")
    files = doctored(files, "tail.json", "/benchmark", "")
    files = doctored(files, "tail.json", "/budget_percent", None)
    bundle = read(files)
    assert places(bundle) == [
        "baseline.json#/commit",
        "tail.json#/benchmark",
        "tail.json#/budget_percent",
    ]
    assert bundle.baseline is None
    assert bundle.tail is None
    assert bundle.comparison is not None


def test_samples_of_one_side_come_once() -> None:
    files = {**GOOD, "again.json": GOOD["samples/lookup-before.json"]}
    row = {"path": "again.json", "sha256": "", "benchmark": "lookup", "side": "before"}
    bundle = read(doctored(files, "manifest.json", "/samples/4", row))
    assert places(bundle) == ["again.json#"]
    assert len(bundle.samples) == 4


def test_caps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ALL_SAMPLES", 500)
    bundle = read(GOOD)
    assert places(bundle) == ["samples/lookup-uninstrumented.json#/values"]
    assert len(bundle.samples) == 2
    monkeypatch.setattr(module, "MAX_ARTIFACT_BYTES", len(GOOD["manifest.json"]) - 1)
    assert places(read(GOOD)) == ["manifest.json#"]


NAMES = sorted(GOOD)


@pytest.mark.soak
@given(st.data())
def test_damaged_bundles_have_problems_and_never_crash(data: st.DataObject) -> None:
    files = dict(GOOD)
    for _ in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from(NAMES))
        before = files.get(name, b"")
        place = data.draw(st.integers(0, len(before)))
        piece = data.draw(
            st.binary(max_size=3) | st.sampled_from([b"{", b"[", b'"', b"null", b"-"])
        )
        files[name] = before[:place] + piece + before[place + data.draw(st.integers(0, 3)) :]
    if data.draw(st.booleans()):
        with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
            files = sealed(files)
    elif files == GOOD:
        return
    bundle = read(files)
    for problem in bundle.problems:
        assert bundle.location(problem).line >= 1
    if {name: files[name] for name in NAMES if name != "manifest.json"} != {
        name: GOOD[name] for name in NAMES if name != "manifest.json"
    } and files["manifest.json"] == GOOD["manifest.json"]:
        assert bundle.problems
