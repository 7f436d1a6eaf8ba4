"""``evidence new``, ``seal``, ``show`` and ``verify``: good, bad and hostile, and wrong usage."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from doctrine_check.evidence.scaffold import UNFILLED
from tests.changes.change_scene import base_files, cold_edit, hot_edit
from tests.cli.work_scene import Work, files_of, put
from tests.evidence.bundles import doctored
from tests.evidence.zips import packed, zipped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.cli.git_scene import Ran

GOOD_NAME = "by         bench 1.0, nearest-rank\n"


@pytest.fixture
def good(work: Work) -> Path:
    """A folder with a bundle that is valid for the change."""
    return Path(work.evidence())


def evidence(work: Work, *arguments: object) -> Ran:
    return work.run("evidence", *map(str, arguments))


def packed_at(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


# --- new


def test_new_lays_out_every_artifact_with_what_the_doctrine_asks(
    work: Work, tmp_path: Path
) -> None:
    work.scene.git("checkout", "--quiet", "work")
    folder = tmp_path / "new"
    ran = evidence(work, "new", folder, "--kind", "tuned-path", "--lever", "LEV-02")
    assert (ran.code, ran.err) == (0, "")
    assert f"evidence seal {folder}" in ran.out
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert manifest["kinds"] == ["tuned-path"]
    assert manifest["levers"] == ["LEV-02"]
    assert {row["id"] for row in manifest["artifacts"]} == {
        "ART-01", "ART-02", "ART-03", "ART-04", "ART-05", "LEV-02",
    }  # fmt: skip
    listed = {row["path"] for name in ("artifacts", "samples") for row in manifest[name]}
    assert listed | {"manifest.json"} == set(files_of(folder))
    (baseline,) = (row["path"] for row in manifest["artifacts"] if row["id"] == "ART-01")
    asked = json.loads((folder / baseline).read_bytes())[UNFILLED]
    assert any("Timestamp and git commit hash" in text for text in asked)


def test_new_works_where_no_doctrine_is(
    work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    monkeypatch.chdir(bare)
    assert evidence(work, "new", "made").code == 0
    manifest = json.loads((bare / "made" / "manifest.json").read_bytes())
    assert manifest["levers"] == []


def test_new_fills_an_empty_folder_and_replaces_nothing(work: Work, tmp_path: Path) -> None:
    empty, full = tmp_path / "empty", tmp_path / "full"
    empty.mkdir()
    assert evidence(work, "new", empty).code == 0
    put(full, {"mine.txt": b"mine"})
    ran = evidence(work, "new", full)
    assert ran.code == 2
    assert "is there already" in ran.complaint
    assert files_of(full) == {"mine.txt": b"mine"}
    file = packed_at(tmp_path / "file", b"mine")
    assert evidence(work, "new", file).code == 2
    assert evidence(work, "new", file / "below").code == 2
    assert file.read_bytes() == b"mine"


def test_new_writes_through_no_link(work: Work, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    assert evidence(work, "new", tmp_path / "link").code == 2
    assert not (tmp_path / "target").exists()


@pytest.mark.parametrize(
    "lever", ["LEV-1", "LEV-001", "lev-01", "a/b", "../../x", "LEV-01\n", " LEV-01"]
)
def test_a_malformed_lever_is_wrong_usage(work: Work, tmp_path: Path, lever: str) -> None:
    ran = evidence(work, "new", tmp_path / "new", "--lever", lever)
    assert ran.code == 2, ran
    assert "internal error" not in ran.err
    assert "LEV-nn" in ran.err
    assert not (tmp_path / "new").exists()


def test_what_was_laid_out_is_no_evidence_until_it_is_filled_in(work: Work, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    evidence(work, "new", folder)
    assert evidence(work, "seal", folder).code == 0
    shown = evidence(work, "show", folder)
    assert shown.code == 1
    assert "no manifest that can be read" in shown.out
    ran = evidence(work, "verify", folder)
    assert ran.code == 2
    assert "found null" in ran.complaint
    assert work.change("--evidence", str(folder)).code == 1


# --- wrong usage


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "action"),
        (["new"], "PATH"),
        (["melt", "x"], "melt"),
        (["new", "x", "--kind", "nonsense"], "nonsense"),
        (["show", "x", "--colour"], "--colour"),
        (["show", "gone"], "gone"),
        (["seal", "gone"], "gone"),
        (["verify", "gone"], "gone"),
        (["verify", "gone.zip"], "gone.zip"),
    ],
)
def test_wrong_usage_is_told(work: Work, arguments: list[str], told: str) -> None:
    ran = evidence(work, *arguments)
    assert ran.code == 2
    assert told in ran.err
    assert "internal error" not in ran.err


@pytest.mark.parametrize("option", ["--facts", "--seen"])
def test_a_file_that_is_not_there_is_wrong_usage(work: Work, good: Path, option: str) -> None:
    ran = evidence(work, "verify", good, option, "nowhere")
    assert ran.code == 2
    assert "nowhere" in ran.complaint


# --- seal


def test_seal_makes_digests_fit_and_changes_nothing_else(work: Work, good: Path) -> None:
    before = files_of(good)
    assert evidence(work, "seal", good).code == 0
    assert json.loads(files_of(good)["manifest.json"]) == json.loads(before["manifest.json"])
    (good / "oracle.json").write_bytes(before["oracle.json"] + b"\n")
    assert evidence(work, "verify", good).code == 1
    ran = evidence(work, "seal", good)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    after = files_of(good)
    assert [name for name in after if after[name] != before[name]] == [
        "manifest.json",
        "oracle.json",
    ]
    assert evidence(work, "verify", good).code == 0


@pytest.mark.parametrize(
    "manifest", [b"", b"\xff", b"[]", b"{", b"[" * 100_000, b'{"a": NaN}', b'{"a": 1, "a": 2}']
)
def test_seal_leaves_what_it_cannot_read(work: Work, good: Path, manifest: bytes) -> None:
    (good / "manifest.json").write_bytes(manifest)
    ran = evidence(work, "seal", good)
    assert ran.code == 2
    assert "manifest.json" in ran.complaint
    assert (good / "manifest.json").read_bytes() == manifest


def test_seal_takes_folders_of_regular_files_alone(work: Work, good: Path, tmp_path: Path) -> None:
    archive = packed_at(tmp_path / "b.zip", zipped(files_of(good)))
    ran = evidence(work, "seal", archive)
    assert ran.code == 2
    assert "no folder" in ran.complaint
    (good / "extra").symlink_to(good / "oracle.json")
    ran = evidence(work, "seal", good)
    assert ran.code == 2
    assert "extra: expected a regular file, found a link" in ran.complaint


# --- show


def test_show_says_what_is_claimed_of_a_folder_and_of_a_zip(
    work: Work, good: Path, tmp_path: Path
) -> None:
    shown = evidence(work, "show", good)
    assert (shown.code, shown.err) == (0, "")
    lines = shown.out.splitlines()
    assert f"base       {work.base}" in lines
    assert f"measured   {work.head}" in lines
    assert "kinds      optimization, LEV-01" in lines
    assert GOOD_NAME in shown.out
    comparison = json.loads((good / "comparison.json").read_bytes())
    p99 = comparison["after"]["benchmarks"][0]["p99"]
    assert any(line.startswith(work.head[:12]) and f"p99 {p99} ms" in line for line in lines)
    assert "samples    200 of lookup after" in lines
    percent = comparison["improvements"][0]["percent"]
    assert any(f"lookup: {percent} % better" in line for line in lines)
    archive = packed_at(tmp_path / "b.zip", zipped(files_of(good)))
    assert evidence(work, "show", archive).out == shown.out


def test_show_names_the_reason_of_what_does_not_apply(work: Work) -> None:
    shown = evidence(work, "show", work.evidence(not_applicable=("ART-05",)))
    assert shown.code == 0
    assert "ART-05     not applicable: the change touches no path" in shown.out


def test_show_needs_no_repository(
    work: Work, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert evidence(work, "show", good).code == 0


def test_show_prints_nothing_that_a_terminal_obeys(work: Work, good: Path) -> None:
    text = "\x1b[31mred\nbase       forged\u202e"
    files = doctored(files_of(good), "manifest.json", "/tool/name", text)
    shown = evidence(work, "show", put(good, files))
    assert shown.code == 0
    assert not {"\x1b", "\u202e"} & set(shown.out)
    assert "base       forged" not in shown.out.splitlines()


# --- what is wrong with a bundle


HOSTILE: dict[str, Callable[[Mapping[str, bytes]], bytes]] = {
    "upwards": lambda files: packed([("../x", b"1"), *files.items()]),
    "absolute": lambda files: packed([("/x", b"1"), *files.items()]),
    "twice": lambda files: packed([*files.items(), ("oracle.json", b"{}")]),
    "links": lambda files: packed(files.items(), mode=0o120777),
    "bomb": lambda files: packed([*files.items(), ("bomb.json", bytes(2_000_000))]),
    "nested": lambda files: packed([*files.items(), ("inner.zip", zipped({"a": b"1"}))]),
    "cut": lambda files: zipped(files)[:-30],
    "nothing": lambda _: packed([]),
    "text": lambda _: b"no zip at all",
    "empty": lambda _: b"",
}
"""Zips that nobody should open, made of the files of a good bundle."""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_zip_is_no_evidence(work: Work, good: Path, tmp_path: Path, name: str) -> None:
    archive = packed_at(tmp_path / "b.zip", HOSTILE[name](files_of(good)))
    before = sorted(tmp_path.rglob("*"))
    shown, verified = (evidence(work, action, archive) for action in ("show", "verify"))
    assert shown.code == 1
    assert "wrong with it" in shown.err
    assert verified.code in (1, 2)
    judged = work.change("--evidence", str(archive))
    assert judged.code == 1
    assert "unreadable-evidence" in judged.out
    for ran in (shown, verified, judged):
        assert "internal error" not in ran.err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("manifest", [b"", b"\xff\x00", b"[]", b"[" * 100_000, b'{"a": Infinity}'])
def test_a_manifest_that_cannot_be_read_is_told(work: Work, good: Path, manifest: bytes) -> None:
    (good / "manifest.json").write_bytes(manifest)
    assert evidence(work, "show", good).code == 1
    ran = evidence(work, "verify", good)
    assert ran.code == 2
    assert "holds no manifest that can be read: manifest.json" in ran.complaint


# --- verify


def test_verify_judges_the_change_that_was_measured(work: Work, good: Path, tmp_path: Path) -> None:
    """Whatever is checked out, and from a zip as from a folder."""
    work.scene.commit(cold_edit(hot_edit(base_files())), b"later", [work.head], "work")
    work.scene.git("symbolic-ref", "HEAD", "refs/heads/main")
    ran = evidence(work, "verify", good, "--format", "json")
    assert ran.code == 0
    report = json.loads(ran.out)
    assert report["verdict"] == "pass"
    assert report["change"]["binding"].startswith("by commit")
    assert (report["change"]["base"], report["change"]["head"]) == (work.base, work.head)
    archive = packed_at(tmp_path / "b.zip", zipped(files_of(good)))
    assert evidence(work, "verify", archive).code == 0


def test_verify_finds_what_was_doctored(work: Work, good: Path) -> None:
    p99 = json.loads((good / "comparison.json").read_bytes())["after"]["benchmarks"][0]["p99"]
    pointer = "/after/benchmarks/0/p99"
    files = doctored(files_of(good), "comparison.json", pointer, round(p99 * 0.99, 6))
    ran = evidence(work, "verify", put(good, files))
    assert ran.code == 1
    assert "evidence-percentiles" in ran.out
    assert pointer in ran.out


def test_verify_finds_what_was_seen_before(work: Work, good: Path, tmp_path: Path) -> None:
    past = tmp_path / "past"
    earlier = {"base_commit": "7" * 40, "measured_commit": "8" * 40}
    put(past / "june", files_of(Path(work.evidence(**earlier))))
    put(good, files_of(Path(work.evidence())))
    ran = evidence(work, "verify", good, "--seen", past)
    assert ran.code == 1
    assert "replayed-evidence" in ran.out
    assert "june" in ran.out


def test_verify_writes_what_was_decided(work: Work, good: Path, tmp_path: Path) -> None:
    record, events = tmp_path / "record.json", tmp_path / "events.json"
    assert evidence(work, "verify", good, "--record", record, "--events", events).code == 0
    assert json.loads(record.read_bytes())["report"]["verdict"] == "pass"
    assert "PRF-001" in events.read_text(encoding="utf-8")


def test_verify_needs_a_clone_with_the_measured_commits(
    work: Work, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strange = work.evidence(base_commit="9" * 40)
    ran = evidence(work, "verify", strange)
    assert ran.code == 3
    assert "9" * 40 in ran.complaint
    put(good, files_of(Path(work.evidence())))
    monkeypatch.chdir(tmp_path)
    ran = evidence(work, "verify", good)
    assert ran.code == 3
    assert "in a clone that holds the measured commits" in ran.complaint
    assert evidence(work, "verify", good, "--root", work.scene.root).code == 0


def test_of_a_zip_that_is_cut_the_cause_is_told(work: Work, tmp_path: Path) -> None:
    path = tmp_path / "cut.zip"
    path.write_bytes(b"PK\x03\x04cut")
    for action, code in (("verify", 2), ("show", 1)):
        ran = work.run("evidence", action, str(path))
        assert ran.code == code
        assert "expected a zip, found" in ran.err
        assert "manifest.json at the top" not in ran.err
