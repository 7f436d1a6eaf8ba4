from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.changes.change_scene import (
    CONFIG,
    CONTRACT,
    DOCTRINE,
    HOT,
    PROJECT,
    base_files,
    cold_edit,
    diff_of,
    hot_edit,
)
from tests.cli.work_scene import put
from tests.evidence.bundles import doctored, make

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.git_scene import Ran
    from tests.cli.work_scene import Work

LAW = (CONFIG, DOCTRINE, CONTRACT)


# --- verdicts


def test_a_change_with_its_evidence_passes(work: Work) -> None:
    assert work.change("--evidence", work.evidence()).code == 0


def test_the_same_from_a_zip_and_with_the_bundle_seen_before(work: Work) -> None:
    folder = Path(work.evidence())
    packed = folder.parent / "b.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(folder.rglob("*.*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    past = folder.parent / "past"
    shutil.copytree(folder, past / "one")
    ran = work.change("--evidence", str(packed), "--seen", str(past))
    assert ran.code == 0, ran


def test_without_evidence_it_fails(work: Work) -> None:
    ran = work.change()
    assert ran.code == 1
    assert "missing-artifact" in ran.out


def test_doctored_evidence_fails(work: Work) -> None:
    folder = Path(work.evidence())
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}
    put(folder, doctored(files, "comparison.json", "/improvements/0/percent", 99.0))
    ran = work.change("--evidence", str(folder))
    assert ran.code == 1
    assert "evidence-improvement" in ran.out


def test_evidence_that_is_older_than_the_commits_fails(work: Work) -> None:
    ran = work.change("--evidence", work.evidence(started=1_000_000_000.0))
    assert ran.code == 1
    assert "evidence-time" in ran.out
    assert work.head[:12] in ran.out


def test_copied_numbers_fail(work: Work) -> None:
    folder = Path(work.evidence())
    past = folder.parent / "past"
    put(past / "old", make(base_commit="7" * 40, measured_commit="8" * 40))
    ran = work.change("--evidence", str(folder), "--seen", str(past))
    assert ran.code == 1
    assert "replayed-evidence" in ran.out


def test_an_undeclared_suspicion_is_inconclusive(work: Work) -> None:
    added = "cache = {}\nfor key in range(9):\n    cache[key] = compute(key)"
    ran = work.onto(cold_edit(base_files(), added), "Speed up lookups with a cache").change()
    assert ran.code == 3
    assert "Perf-Impact: none; reason=WHY" in ran.out


def test_evidence_that_is_committed_counts(work: Work) -> None:
    folder = Path(work.evidence())
    files = {
        f"evidence/{p.relative_to(folder).as_posix()}": p.read_bytes()
        for p in folder.rglob("*.*")
        if p.is_file()
    }
    after = hot_edit(base_files())
    head = work.scene.commit({**after, **files}, b"Attach evidence", [work.head], "work")
    ran = work._replace(head=head).change("--format", "json")
    assert ran.code == 0, ran
    assert json.loads(ran.out)["change"]["binding"].startswith("by content")


def test_the_first_doctrine_is_a_bootstrap(work: Work) -> None:
    bare = {path: data for path, data in base_files().items() if path not in LAW}
    base = work.scene.commit(bare, b"bare", branch="bare")
    head = work.scene.commit(base_files(), b"Add the law", [base], "bare")
    ran = work._replace(base=base, head=head).change()
    assert ran.code == 0, ran
    assert "bootstrap" in ran.err


def test_a_first_doctrine_with_faults_is_no_pass(work: Work) -> None:
    bare = {path: data for path, data in base_files().items() if path not in LAW}
    base = work.scene.commit(bare, b"bare", branch="bare")
    broken = base_files()
    broken[DOCTRINE] = broken[DOCTRINE].replace(b"PRF-02", b"PRF-01")
    head = work.scene.commit(broken, b"Add the law", [base], "bare")
    assert work._replace(base=base, head=head).change().code == 1


def test_without_a_doctrine_nothing_can_be_judged(work: Work) -> None:
    base = work.scene.commit({"a.py": b"x = 1\n"}, b"bare", branch="bare")
    head = work.scene.commit({"a.py": b"x = 2\n"}, b"more", [base], "bare")
    ran = work._replace(base=base, head=head).change()
    assert ran.code == 3
    assert "no performance doctrine" in ran.complaint


# --- wrong usage


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--base", "nowhere"], "nowhere"),
        (["--base", "--upload-pack=x"], "--base"),
        (["--base", "main", "--config", "c.toml"], "--config"),
        (["--base", "main", "--evidence", "gone"], "gone"),
        (["--base", "main", "--facts", "gone.json"], "gone.json"),
        (["--base", "main", "--seen", "gone"], "gone"),
        (["--root", "gone"], "gone"),
    ],
)
def test_wrong_usage_is_told(work: Work, arguments: list[str], told: str) -> None:
    ran = work.run("change", "--head", "work", *arguments)
    assert ran.code == 2, ran
    assert told in ran.err
    assert "internal error" not in ran.err


def test_a_range_that_brings_nothing(work: Work) -> None:
    assert work._replace(head=work.base).change().code == 3


def test_a_config_that_cannot_be_used(work: Work) -> None:
    broken = {**base_files(), CONFIG: b"mode = 1\n"}
    ran = work.onto(broken).change()
    assert ran.code == 3
    assert "at the head" in ran.complaint
    base = work.scene.commit(broken, b"broken", branch="broken")
    head = work.scene.commit(hot_edit(broken), b"x", [base], "broken")
    ran = work._replace(base=base, head=head).change()
    assert ran.code == 2
    assert "at the base" in ran.complaint


# --- diffs


def judged_diff(work: Work, monkeypatch: pytest.MonkeyPatch, diff: bytes) -> Ran:
    """What is said of a diff on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(diff)))
    return work.run("change", "--base", work.base, "--diff", "-")


def test_a_diff_on_standard_input(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    files = base_files()
    ran = judged_diff(work, monkeypatch, diff_of(files, hot_edit(files)))
    assert ran.code == 1
    assert "missing-artifact" in ran.out
    assert judged_diff(work, monkeypatch, diff_of(files, cold_edit(files))).code == 0


def test_a_diff_that_edits_the_law_is_inconclusive(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = base_files()
    softer = {**files, DOCTRINE: files[DOCTRINE].replace(b"< 100ms", b"< 200ms")}
    assert judged_diff(work, monkeypatch, diff_of(files, softer)).code == 3


@pytest.mark.parametrize("diff", [b"", b"\n", b"no diff at all\n", b"\xff\x00", b"@@ -1 +1 @@\n"])
def test_what_is_no_diff_is_no_pass(
    work: Work, monkeypatch: pytest.MonkeyPatch, diff: bytes
) -> None:
    ran = judged_diff(work, monkeypatch, diff)
    assert ran.code == 3, ran
    assert "internal error" not in ran.err


# --- names


@pytest.mark.parametrize("name", ["-rf.py", "a\nb.py", "--output=x.py", "ä\x1b[31m.py", "a b.py"])
def test_any_name_is_fine(work: Work, name: str) -> None:
    files = {**base_files(), f"src/store/{name}": b"x = 1\n", name: b"x = 1\n"}
    ran = work.onto(files).change()
    assert ran.code == 1
    assert "missing-artifact" in ran.out
    assert "\x1b" not in ran.out


def test_it_needs_no_network(work: Work, require_tool: Callable[[str], str]) -> None:
    cut = [require_tool("unshare"), "--user", "--map-root-user", "--net"]
    if subprocess.run([*cut, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this system lets nobody cut the network")
    told = ["change", "--base", work.base, "--head", work.head, "--evidence", work.evidence()]
    done = subprocess.run(
        [*cut, sys.executable, "-m", "doctrine_check", *told],
        capture_output=True,
        check=False,
        env=work.scene.environment | {"PYTHONPATH": str(PROJECT)},
    )
    assert done.returncode == 0, done.stderr


# --- the record


def test_the_record_has_the_same_bytes_each_time(work: Work, tmp_path: Path) -> None:
    folder = work.evidence()
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    for path in (first, second):
        assert work.change("--evidence", folder, "--record", str(path)).code == 0
    assert first.read_bytes() == second.read_bytes()
    record = json.loads(first.read_bytes())
    assert record["report"]["verdict"] == "pass"
    names = set(record["inputs"])
    assert {"base", "head", "change", "config", f"base {DOCTRINE}"} <= names
    assert "evidence manifest.json" in names
    assert str(tmp_path) not in first.read_text(encoding="utf-8")


def test_a_clone_elsewhere_gives_the_same_record(work: Work, tmp_path: Path) -> None:
    folder, here, there = work.evidence(), tmp_path / "1.json", tmp_path / "2.json"
    clone = tmp_path / "clone"
    shutil.copytree(work.scene.root, clone)
    for root, path in ((work.scene.root, here), (clone, there)):
        ran = work.change("--root", str(root), "--evidence", folder, "--record", str(path))
        assert ran.code == 0
    assert here.read_bytes() == there.read_bytes()


def test_another_input_gives_another_record(work: Work, tmp_path: Path) -> None:
    paths = [tmp_path / "1.json", tmp_path / "2.json"]
    for seed, path in enumerate(paths, 1):
        work.change("--evidence", work.evidence(seed=seed), "--record", str(path))
    one, other = (json.loads(path.read_bytes())["inputs"] for path in paths)
    differing = {name for name in one if one[name] != other[name]}
    assert "evidence manifest.json" in differing
    assert not differing & {"base", "head", "change", "config", f"base {DOCTRINE}"}


def test_the_record_is_explained(work: Work, tmp_path: Path) -> None:
    record = str(tmp_path / "r.json")
    assert work.change("--record", record).code == 1
    ran = work.run("explain", "--record", record)
    assert ran.code == 0
    assert ran.out.startswith("verdict: fail (mode all-five)\n")
    assert "owes ART-01, not met" in ran.out
    assert f"by {DOCTRINE}:" in ran.out
    assert f"at {HOT}:12" in ran.out
    assert "internal error" not in ran.err


@pytest.mark.parametrize("option", ["--record", "--events"])
def test_what_an_earlier_run_wrote_does_not_outlive_this_one(
    work: Work, tmp_path: Path, option: str
) -> None:
    path = tmp_path / "told.json"
    path.write_text('{"verdict": "pass"}\n', encoding="utf-8")
    assert work.run("change", "--base", "nowhere", option, str(path)).code == 2
    assert path.read_bytes() == b""
    path.write_text("notes of somebody\n", encoding="utf-8")
    assert work.change(option, str(path)).code == 2
    assert path.read_text(encoding="utf-8") == "notes of somebody\n"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema_version": 2}', "[" * 100_000, "\x00", '{"schema_version":1}']
)
def test_any_bytes_as_a_record(work: Work, tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.json"
    path.write_text(text, encoding="utf-8")
    ran = work.run("explain", "--record", str(path))
    assert ran.code == 2
    assert "internal error" not in ran.err


# --- evidence


def test_a_bundle_is_laid_out_and_never_over_another(work: Work, tmp_path: Path) -> None:
    path = str(tmp_path / "new")
    assert work.run("evidence", "new", path, "--lever", "LEV-01").code == 0
    assert os.path.isfile(os.path.join(path, "manifest.json"))
    again = work.run("evidence", "new", path)
    assert again.code == 2
    assert work.run("evidence", "verify", path).code != 0


def test_a_bundle_is_sealed_shown_and_verified(work: Work) -> None:
    folder = Path(work.evidence())
    member = folder / "comparison.json"
    member.write_bytes(member.read_bytes() + b"\n")
    assert work.run("evidence", "verify", str(folder)).code == 1
    assert work.run("evidence", "seal", str(folder)).code == 0
    assert work.run("evidence", "verify", str(folder)).code == 0
    shown = work.run("evidence", "show", str(folder))
    assert shown.code == 0
    assert work.head in shown.out
    assert "ART-03" in shown.out


def test_a_bundle_that_cannot_be_read_is_told(work: Work, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK nothing")
    for action in ("show", "verify", "seal"):
        ran = work.run("evidence", action, str(tmp_path / "x.zip"))
        assert ran.code in (1, 2)
        assert "internal error" not in ran.err


def test_evidence_of_commits_that_nobody_has_cannot_be_verified(work: Work) -> None:
    folder = work.evidence(measured_commit="9" * 40)
    ran = work.run("evidence", "verify", folder)
    assert ran.code == 3
    assert "9" * 12 in ran.err
