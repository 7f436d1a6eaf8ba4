from __future__ import annotations

import json
import os
from pathlib import Path
from typing import IO, Literal

import pytest

from doctrine_check.cli import diff
from tests.cli.diff_scene import LOOSER, changed
from tests.cli.git_scene import CONTRACT, DOCTRINE, commit, edit, git, run

GAINED = "a\x1b]0;owned\x07b"


# --- two files


@pytest.mark.usefixtures("pair")
def test_a_file_is_no_change_of_itself(capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(capsys, "diff", DOCTRINE, DOCTRINE)
    assert (ran.code, ran.out) == (0, f"0 changes in {DOCTRINE}; 0 demand less than before\n")


def test_a_looser_limit_fails_and_says_what_and_where(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = changed(pair, DOCTRINE, "< 100ms at", "< 200ms at")
    ran = run(capsys, "diff", DOCTRINE, new)
    assert ran.code == 1
    assert ran.out.splitlines() == [
        f"{LOOSER}  ({DOCTRINE}:13 -> new.md:13)",
        "1 change in new.md; 1 demand less than before",
    ]


def test_a_tighter_limit_passes(pair: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = changed(pair, DOCTRINE, "< 100ms at", "< 200ms at")
    ran = run(capsys, "diff", new, DOCTRINE)
    assert ran.code == 0
    assert ran.out.startswith("tightens  PRF-01  Target limit: < 200 ms -> < 100 ms  ")


def test_what_merely_changes_passes(pair: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = changed(pair, DOCTRINE, "100 samples", "100 runs")
    ran = run(capsys, "diff", DOCTRINE, new)
    assert ran.code == 0
    told, summary = ran.out.splitlines()
    assert told.startswith('changes   PRF-01  Measurement wording: "samples" -> "runs"  ')
    assert summary == "1 change in new.md; 0 demand less than before; 1 may demand more or less"


def test_a_dropped_row_fails_and_an_added_one_passes(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = "| PRF-005 | info | Cold-start budget met |\n"
    new = changed(pair, CONTRACT, row, "")
    dropped, added = run(capsys, "diff", CONTRACT, new), run(capsys, "diff", new, CONTRACT)
    assert (dropped.code, added.code) == (1, 0)
    shown = 'PRF-005  event: "Cold-start budget met" -> none'
    assert dropped.out.startswith(f"drops     {shown}  ({CONTRACT}:44 -> none)\n")
    assert added.out.startswith("adds      PRF-005  event: none -> ")


def test_harmless_edits_say_nothing(pair: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = changed(pair, DOCTRINE, "< 100ms at p99 for pre-commit", "< 0.1 s at p99\nfor pre-commit")
    ran = run(capsys, "diff", DOCTRINE, new)
    assert (ran.code, ran.out) == (0, "0 changes in new.md; 0 demand less than before\n")


def test_json_has_the_same_changes(pair: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = changed(pair, DOCTRINE, "< 100ms at", "< 200ms at")
    ran = run(capsys, "diff", DOCTRINE, new, "--format", "json")
    assert ran.code == 1
    assert json.loads(ran.out) == {
        "schema_version": 1,
        "documents": [
            {
                "old": DOCTRINE,
                "new": "new.md",
                "changes": [
                    {
                        "effect": "loosens",
                        "subject": "PRF-01",
                        "what": "Target limit: < 100 ms -> < 200 ms",
                        "field": "Target limit",
                        "old": "< 100 ms",
                        "new": "< 200 ms",
                        "old_line": 13,
                        "new_line": 13,
                    }
                ],
            }
        ],
    }


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_would_steer_a_terminal_is_spelled_out(
    form: str, pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(pair, CONTRACT, "Fast migration feedback", GAINED)
    hostile = "new\x1b[31m.md"
    os.rename("new.md", hostile)
    ran = run(capsys, "diff", CONTRACT, hostile, "--format", form)
    assert ran.code == 0
    assert ran.out.replace("\n", "").isprintable()
    assert (r"a\x1b]0;owned\x07b" if form == "text" else r"a\u001b]0;owned\u0007b") in ran.out
    assert (r"new\x1b[31m.md" if form == "text" else r"new\u001b[31m.md") in ran.out


@pytest.mark.usefixtures("pair")
def test_a_contract_is_no_version_of_a_doctrine(capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(capsys, "diff", DOCTRINE, CONTRACT)
    assert ran.code == 2
    assert "is a performance doctrine" in ran.complaint


def test_a_contract_that_lost_its_principles_is_still_compared(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (pair / CONTRACT).read_text(encoding="utf-8")
    (pair / "new.md").write_text(text[: text.index("## Core")] + text[text.index("## Event") :])
    ran = run(capsys, "diff", CONTRACT, "new.md")
    assert ran.code == 1
    assert ran.out.count("drops ") == 14


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"caf\xe9 PRF-01", "x.md: expected UTF-8 text, found byte 0xE9"),
        (b"a\0b", "x.md: "),
        (b"# Notes\n\nNothing.\n", "x.md is no doctrine and no spec contract"),
        (b"", "x.md is no doctrine and no spec contract"),
        (b"# ADR-0001: So\n\n- Status: accepted\n", "x.md is no doctrine and no spec contract"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_side_that_cannot_be_read_or_is_no_doctrine_is_no_answer(
    data: bytes, said: str, *, first: bool, pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pair / "x.md").write_bytes(data)
    sides = ("x.md", DOCTRINE) if first else (DOCTRINE, "x.md")
    ran = run(capsys, "diff", *sides)
    assert ran.code == 3
    assert said in ran.complaint


def test_a_file_that_may_not_be_opened_is_no_answer(
    pair: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (pair / "locked.md").touch()

    def locked(path: str, mode: Literal["rb"]) -> IO[bytes]:
        if path == "locked.md":
            raise PermissionError(13, "Permission denied")
        return Path(path).open(mode)

    monkeypatch.setattr(diff, "open", locked, raising=False)
    ran = run(capsys, "diff", DOCTRINE, "locked.md")
    assert (ran.code, ran.complaint) == (
        3,
        "could not check: locked.md cannot be read: Permission denied",
    )


def test_without_a_repository_a_missing_file_is_named(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for sides in ((DOCTRINE, "gone.md"), ("gone.md", DOCTRINE)):
        ran = run(capsys, "diff", *sides)
        assert (ran.code, ran.complaint) == (
            2,
            f'"gone.md" is no file, and {pair} no git repository',
        )


# --- two revisions


@pytest.mark.needs_tool
def test_revisions_are_compared_document_by_document(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(tree, DOCTRINE, "< 100ms at", "< 200ms at")
    edit(tree, CONTRACT, "< 100ms at", "< 50ms at")
    commit(tree)
    ran = run(capsys, "diff", "HEAD~1", "HEAD")
    assert ran.code == 1
    assert ran.out.splitlines() == [
        f"{LOOSER}  ({DOCTRINE}:13 -> {DOCTRINE}:13)",
        f"tightens  PRF-01  Metric limit: < 100 ms -> < 50 ms  ({CONTRACT}:11 -> {CONTRACT}:11)",
        f"2 changes in {DOCTRINE}, {CONTRACT}; 1 demand less than before",
    ]
    assert run(capsys, "diff", "HEAD", "HEAD").code == 0


@pytest.mark.needs_tool
def test_a_document_that_is_gone_drops_all_it_said(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / CONTRACT).unlink()
    commit(tree)
    dropped = run(capsys, "diff", "HEAD~1", "HEAD")
    assert dropped.code == 1
    lines = dropped.out.splitlines()
    assert len(lines) == 25
    assert all(line.startswith("drops ") and line.endswith(" -> none)") for line in lines[:-1])
    assert "  document            performance spec contract: " in lines[0]
    added = run(capsys, "diff", "HEAD", "HEAD~1")
    assert added.code == 0
    assert all(line.startswith("adds  ") for line in added.out.splitlines()[:-1])
    assert added.out.endswith(f"in {DOCTRINE}, {CONTRACT}; 0 demand less than before\n")


@pytest.mark.needs_tool
def test_json_names_the_side_that_is_missing(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / DOCTRINE).unlink()
    commit(tree)
    ran = run(capsys, "diff", "HEAD~1", "HEAD", "--format", "json")
    documents = json.loads(ran.out)["documents"]
    assert [(each["old"], each["new"]) for each in documents] == [
        (DOCTRINE, None),
        (CONTRACT, CONTRACT),
    ]
    assert {change["new_line"] for change in documents[0]["changes"]} == {None}
    assert documents[1]["changes"] == []


@pytest.mark.needs_tool
def test_a_document_that_moved_is_the_same(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(tree, "mv", DOCTRINE, "docs/law.md")
    (tree / "doctrine-check.toml").write_text('doctrine = "docs/law.md"\n', encoding="utf-8")
    commit(tree)
    ran = run(capsys, "diff", "HEAD~1", "HEAD")
    assert ran.out == f"0 changes in docs/law.md, {CONTRACT}; 0 demand less than before\n"
    assert ran.code == 0


@pytest.mark.needs_tool
def test_a_document_that_the_config_names_is_found_anywhere(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "law").mkdir()
    git(tree, "mv", DOCTRINE, "law/speed.md")
    (tree / "doctrine-check.toml").write_text('doctrine = "law/speed.md"\n', encoding="utf-8")
    commit(tree)
    edit(tree, "law/speed.md", "< 100ms at", "< 200ms at")
    commit(tree)
    ran = run(capsys, "diff", "HEAD~1", "HEAD")
    assert ran.out.startswith(f"{LOOSER}  (law/speed.md:13 -> law/speed.md:13)\n")
    assert run(capsys, "diff", "HEAD~2", "HEAD~1").code == 0


@pytest.mark.needs_tool
def test_two_doctrines_of_one_revision_are_listed(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "docs/second.md").write_bytes((tree / DOCTRINE).read_bytes())
    commit(tree)
    ran = run(capsys, "diff", "HEAD~1", "HEAD")
    assert ran.code == 2
    assert (
        f"HEAD holds 2 documents that are a performance doctrine: {DOCTRINE}, docs/second.md"
        in (ran.complaint)
    )
    (tree / "doctrine-check.toml").write_text(f'doctrine = "{DOCTRINE}"\n', encoding="utf-8")
    assert run(capsys, "diff", "HEAD~1", "HEAD").code == 0


@pytest.mark.needs_tool
def test_what_cannot_be_read_is_not_taken_for_gone(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / CONTRACT).write_bytes(b"\0")
    commit(tree)
    for sides in (("HEAD~1", "HEAD"), ("HEAD", "HEAD~1")):
        ran = run(capsys, "diff", *sides)
        assert (ran.code, ran.complaint) == (
            3,
            (
                "could not check: HEAD has no performance spec contract, but a document that "
                f"cannot be read: {CONTRACT}"
            ),
        )


@pytest.mark.needs_tool
def test_revisions_without_any_doctrine_are_no_answer(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(tree, "rm", "-q", "-r", "docs")
    commit(tree)
    ran = run(capsys, "diff", "HEAD", "HEAD")
    assert ran.code == 3
    assert "neither side holds a performance doctrine" in ran.complaint


@pytest.mark.needs_tool
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("nope", "HEAD", "nope"),
        ("HEAD", "nope", "nope"),
        (DOCTRINE, "nope", "nope"),
        ("nope", DOCTRINE, "nope"),
        ("nope", None, "nope"),
        ("", "HEAD", ""),
        ("HEAD:docs", "HEAD", "HEAD:docs"),
        ("HEAD@{u}", "HEAD", "HEAD@{u}"),
        ("a\x1b[31mb", "HEAD", r"a\x1b[31mb"),
    ],
)
@pytest.mark.usefixtures("tree")
def test_what_is_neither_is_named(
    old: str, new: str | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = run(capsys, "diff", old, *([] if new is None else [new]))
    complaint = f'"{said}" is neither a file, a folder nor a git revision'
    assert (ran.code, ran.complaint) == (2, complaint)


@pytest.mark.needs_tool
def test_a_file_that_is_also_a_branch_counts_as_the_branch_beside_a_revision(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "main").touch()
    assert run(capsys, "diff", "main", "HEAD").code == 0


@pytest.mark.needs_tool
@pytest.mark.parametrize("arguments", [("--", "-x", "HEAD"), ("-x", "HEAD"), ("HEAD", "--exec=x")])
@pytest.mark.usefixtures("tree")
def test_a_revision_that_begins_with_a_dash_is_usage(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    ran = run(capsys, "diff", *arguments)
    assert ran.code == 2
    assert "internal error" not in ran.err
    assert ran.out == ""


def test_a_missing_root_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(capsys, "diff", "HEAD", "HEAD", "--root", "nope")
    assert (ran.code, ran.complaint) == (2, "no such folder: nope")


@pytest.mark.needs_tool
def test_a_wrong_config_is_usage(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "doctrine-check.toml").write_text("doctrin = 1\n", encoding="utf-8")
    assert "doctrin" in run(capsys, "diff", "HEAD", "HEAD").complaint


def test_help_states_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    shown = " ".join(run(capsys, "diff", "--help").out.split())
    assert "exit code 1 when NEW loosens or drops something, 0 when not" in shown
    assert "what merely changes, and may do either, is listed and counted" in shown
