"""The maintainers' script: what it prints, and that it never says PASS without having looked."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "scripts" / "check_performance_doctrine.py"
DOCTRINE = Path("docs/doctrine/performance_and_velocity.md")
HERE = Path(__file__).resolve().relative_to(ROOT)
CONTRACT = Path("docs/specs/section_7/bd-2vl5_contract.md")
KEYS = ["bead_id", "title", "section", "verdict", "total", "passed", "failed", "checks"]


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), *arguments],
        cwd=cwd,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def envelope_of(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    envelope: dict[str, Any] = json.loads(done.stdout)
    return envelope


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A repository with our pair and the files that it names."""
    for name in (DOCTRINE, CONTRACT, SCRIPT.relative_to(ROOT), HERE):
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    return tmp_path


def edit(root: Path, document: Path, old: str, new: str) -> int:
    """Replace the one place where ``old`` stands; gives its line."""
    path = root / document
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_our_own_pair_passes() -> None:
    done = run()
    assert done.returncode == 0, done.stdout + done.stderr
    last = done.stdout.splitlines()[-1]
    assert last.startswith("PASS: ")
    assert "FAIL" not in done.stdout
    assert not done.stderr


def test_the_envelope_is_what_other_tooling_reads() -> None:
    done = run("--json")
    assert done.returncode == 0
    envelope = envelope_of(done)

    assert list(envelope) == KEYS
    assert envelope["bead_id"] == "bd-2vl5"
    assert envelope["title"] == "Performance and Developer Velocity Doctrine"
    assert envelope["section"] == "7"
    assert envelope["verdict"] == "PASS"
    assert envelope["total"] == len(envelope["checks"]) == envelope["passed"] > 10
    assert envelope["failed"] == 0
    for check in envelope["checks"]:
        assert list(check) == ["name", "pass", "detail"]
        assert [type(value) for value in check.values()] == [str, bool, str]
        assert check["detail"]


def test_the_envelope_names_rules_invariants_and_the_verdict() -> None:
    names = [check["name"] for check in envelope_of(run("--json"))["checks"]]
    assert names[0] == "documents"
    assert names[-1] == "verdict"
    assert {"threshold-drift", "INV-PRF-PRINCIPLES", "INV-PRF-COMPAT"} <= set(names)
    assert len(set(names)) == len(names)


def test_a_fault_fails_and_is_named_with_file_and_line(copy: Path) -> None:
    line = edit(copy, CONTRACT, "Cold-start < 100ms at p99", "Cold-start < 200ms at p99")

    done = run("--json", "--root", str(copy))

    assert done.returncode == 1
    envelope = envelope_of(done)
    assert envelope["verdict"] == "FAIL"
    assert envelope["total"] == envelope["passed"] + envelope["failed"]
    failed = {check["name"]: check["detail"] for check in envelope["checks"] if not check["pass"]}
    assert set(failed) == {"threshold-drift", "INV-PRF-PRINCIPLES", "verdict"}
    assert f"{CONTRACT.as_posix()}:{line}" in failed["threshold-drift"]
    assert f"{DOCTRINE.as_posix()}:" in failed["threshold-drift"]


def test_the_text_says_the_same_as_the_envelope(copy: Path) -> None:
    line = edit(copy, CONTRACT, "| PRF-002 | error |", "| PRF-002 | info |")

    done = run("--root", str(copy))

    assert done.returncode == 1
    failed = [text for text in done.stdout.splitlines() if text.startswith("FAIL  ")]
    assert any("event-level-drift" in text and f":{line}" in text for text in failed)
    assert done.stdout.splitlines()[-1].startswith("FAIL: ")


def test_an_untouched_copy_passes(copy: Path) -> None:
    done = run("--root", str(copy))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--self-test"]])
def test_a_folder_without_documents_is_no_pass(tmp_path: Path, arguments: list[str]) -> None:
    done = run(*arguments, "--root", str(tmp_path))
    assert done.returncode == 1
    assert "FAIL" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_documents_that_are_no_doctrine_are_no_pass(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "notes.md").write_text("# Notes\n\nNothing here.\n", encoding="utf-8")

    done = run("--json", "--root", str(tmp_path))

    assert done.returncode == 1
    envelope = envelope_of(done)
    assert envelope["verdict"] == "FAIL"
    assert envelope["bead_id"] == ""


def test_a_missing_folder_gives_one_line_and_no_traceback(tmp_path: Path) -> None:
    done = run("--root", str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert "no such folder" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_missing_folder_is_an_envelope_too(tmp_path: Path) -> None:
    envelope = envelope_of(run("--json", "--root", str(tmp_path / "nowhere")))
    assert list(envelope) == KEYS
    assert envelope["verdict"] == "FAIL"
    assert envelope["failed"] == envelope["total"] == 1


@pytest.mark.slow
def test_the_self_test_catches_every_break() -> None:
    done = run("--self-test", "--json")
    envelope = envelope_of(done)
    missed = [check for check in envelope["checks"] if not check["pass"]]
    assert not missed
    assert done.returncode == 0
    assert envelope["verdict"] == "PASS"
    assert envelope["total"] == envelope["passed"] >= 300
    assert all(check["name"].startswith("break: ") for check in envelope["checks"])


def test_the_self_test_refuses_documents_that_fail_already(copy: Path) -> None:
    edit(copy, CONTRACT, "**Status:** Active", "**Status:** Purple")

    done = run("--self-test", "--root", str(copy))

    assert done.returncode == 1
    assert "must pass before" in done.stdout
