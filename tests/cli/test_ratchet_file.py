from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from doctrine_check.cli import main
from tests.rules.judging import DRIFTED, LEVEL
from tests.rules.repositories import BASE, CONTRACT

if TYPE_CHECKING:
    from pathlib import Path

FILE = ".doctrine-check-ratchet.json"
BAD_RECORD = "# ADR-0001: So\n\n**Status:** Perhaps\n"
RECORD = "docs/adr/0001-so.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The agreeing pair with one finding in its contract, outside git."""
    folder = tmp_path / "repository"
    shutil.copytree(BASE, folder)
    edit(folder / CONTRACT, LEVEL, DRIFTED)
    return folder


def edit(path: Path, find: str, replace: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(find) == 1
    path.write_text(text.replace(find, replace), encoding="utf-8")


def write(path: Path, text: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def lint(root: Path, *arguments: str) -> int:
    return main(["lint", "--no-cache", "--root", str(root), *arguments])


def update(root: Path, *paths: Path) -> int:
    return lint(root, "--update-ratchet", *map(str, paths))


def entries(root: Path) -> list[tuple[str, str]]:
    data = json.loads((root / FILE).read_text(encoding="utf-8"))
    return [(entry["path"], entry["rule"]) for entry in data["entries"]]


def test_accepted_findings_pass_and_nothing_else_does(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lint(root) == 1
    capsys.readouterr()
    assert update(root) == 0
    assert capsys.readouterr() == (f"{FILE}: 1 finding accepted\n", "")
    assert entries(root) == [(CONTRACT, "event-level-drift")]
    assert lint(root) == 0
    assert lint(root, "--strict") == 0
    edit(root / CONTRACT, "10.7", "10.8")
    assert lint(root) == 1


def test_accepting_again_changes_nothing(root: Path) -> None:
    assert update(root) == 0
    before = (root / FILE).read_bytes()
    assert update(root) == 0
    assert (root / FILE).read_bytes() == before


def test_a_repaired_finding_is_a_warning_until_its_entry_is_dropped(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert update(root) == 0
    edit(root / CONTRACT, DRIFTED, LEVEL)
    capsys.readouterr()
    assert lint(root) == 0
    output = capsys.readouterr().out
    assert "ratchet-stale" in output
    assert '"fingerprint": "' in output, "the line of the entry is shown"
    assert lint(root, "--strict") == 1
    assert update(root) == 0
    assert entries(root) == []
    assert lint(root, "--strict") == 0


def test_what_was_not_looked_at_keeps_its_entries(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root / RECORD, BAD_RECORD)
    assert update(root) == 0
    before = entries(root)
    assert {path for path, _ in before} == {CONTRACT, RECORD}
    write(root / RECORD, BAD_RECORD.replace("Perhaps", "Accepted"))
    capsys.readouterr()
    assert update(root, root / "docs/adr") == 0
    assert "1 of what was not looked at kept" in capsys.readouterr().out
    assert entries(root) == [row for row in before if row[1] != "adr-status"]
    assert lint(root, "--strict") == 0
    # The contract alone is looked at, but no rule over the pair runs.
    edit(root / CONTRACT, "| ART-01 | Baseline reports |", "| ART-01 | - |")
    assert update(root, root / CONTRACT) == 0
    after = entries(root)
    assert (CONTRACT, "event-level-drift") in after
    assert (CONTRACT, "empty-cell") in after
    assert (CONTRACT, "missing-counterpart") in after
    assert [row for row in after if row[0] == RECORD] == [
        (RECORD, "adr-date"),
        (RECORD, "adr-deciders"),
    ]


def test_a_rule_that_is_switched_off_keeps_its_entries(root: Path) -> None:
    assert update(root) == 0
    for config in (
        'ignore = ["event-*"]',
        '[severity]\nevent-level-drift = "off"',
        '[per_path."docs/specs/**"]\n"*" = "off"',
    ):
        write(root / "doctrine-check.toml", config + "\n")
        assert lint(root, "--strict") == 0
        assert update(root) == 0
        assert entries(root) == [(CONTRACT, "event-level-drift")]


def test_entries_of_a_deleted_document_are_reported_and_dropped(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root / RECORD, BAD_RECORD)
    assert update(root) == 0
    (root / RECORD).unlink()
    capsys.readouterr()
    assert lint(root) == 0
    assert f"in {RECORD} for this ratchet entry, found no such document" in " ".join(
        capsys.readouterr().out.split()
    )
    assert lint(root, "--strict") == 1
    assert update(root) == 0
    assert entries(root) == [(CONTRACT, "event-level-drift")]


@pytest.mark.parametrize("ignored", [False, True])
def test_a_document_that_cannot_be_read_is_never_accepted(
    root: Path, capsys: pytest.CaptureFixture[str], *, ignored: bool
) -> None:
    write(root / "docs/a.md", b"caf\xe9\n")
    if ignored:
        write(root / "doctrine-check.toml", 'ignore = ["unreadable-file"]\n')
    expected = 3 if ignored else 1
    assert update(root) == expected
    assert "docs/a.md could not be read: nothing accepted" in capsys.readouterr().err
    assert entries(root) == [(CONTRACT, "event-level-drift")]
    assert lint(root) == expected
    # Other content that cannot be read either passes no better.
    write(root / "docs/a.md", b"\0\0")
    assert lint(root) == expected


@pytest.mark.parametrize("path", [CONTRACT, RECORD])
def test_entries_of_a_document_that_cannot_be_read_today_stay(path: str, root: Path) -> None:
    write(root / RECORD, BAD_RECORD)
    write(root / "docs/adr/0002-more.md", BAD_RECORD.replace("0001", "0002"))
    assert update(root) == 0
    before = entries(root)
    whole = (root / path).read_bytes()
    write(root / path, whole + b"\xff")
    assert update(root) == 1
    assert entries(root) == before
    write(root / path, whole)
    assert lint(root, "--strict") == 0


@pytest.mark.parametrize("documents", [{"docs/notes.md": b"# Notes\n"}, {"docs/a.md": b"\0"}])
@pytest.mark.parametrize("config", ["", 'ignore = ["unreadable-file"]\n'])
@pytest.mark.parametrize("old", [None, '{"schema_version": 1, "entries": []}'])
def test_where_nothing_could_be_checked_nothing_is_accepted(
    documents: dict[str, bytes],
    config: str,
    old: str | None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(tmp_path / "doctrine-check.toml", config)
    for path, data in documents.items():
        write(tmp_path / path, data)
    if old is not None:
        write(tmp_path / FILE, old)
    assert update(tmp_path) == 3
    assert f"no document was checked, so {FILE} stays as it is" in capsys.readouterr().err
    if old is None:
        assert not (tmp_path / FILE).exists()
    else:
        assert (tmp_path / FILE).read_text(encoding="utf-8") == old


def test_notes_are_not_accepted(root: Path) -> None:
    write(root / "doctrine-check.toml", '[severity]\nevent-level-drift = "note"\n')
    assert update(root) == 0
    assert entries(root) == []


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_the_file_is_written_whole_or_not_at_all(
    error: BaseException,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert update(root) == 0
    before = (root / FILE).read_bytes()
    edit(root / CONTRACT, DRIFTED, LEVEL)

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "replace", fail)
    if isinstance(error, OSError):
        assert update(root) == 2
        assert f"cannot write {FILE}: No space left on device" in capsys.readouterr().err
    else:
        assert update(root) != 0
    assert (root / FILE).read_bytes() == before
    assert [path.name for path in root.iterdir() if path.name.startswith(FILE)] == [FILE]


def test_a_link_to_the_file_stays_a_link(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "kept.json"
    write(elsewhere, '{"schema_version": 1, "entries": []}')
    elsewhere.chmod(0o640)
    (root / FILE).symlink_to(elsewhere)
    assert update(root) == 0
    assert (root / FILE).is_symlink()
    assert json.loads(elsewhere.read_text(encoding="utf-8"))["entries"]
    assert elsewhere.stat().st_mode & 0o777 == 0o640


def test_another_name_for_the_file(root: Path) -> None:
    write(root / "doctrine-check.toml", 'ratchet = "accepted/ratchet.json"\n')
    assert update(root) == 2
    (root / "accepted").mkdir()
    assert update(root) == 0
    assert (root / "accepted/ratchet.json").is_file()
    assert not (root / FILE).exists()
    assert lint(root) == 0


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "expected JSON"),
        (b"<<<<<<< ours\n{}\n", "expected JSON"),
        (b'{"schema_version": 9, "entries": []}', "expected schema_version 1"),
        (b'{"schema_version": 1, "entries": [1]}', "expected entries with the texts"),
        (b'{"schema_version": 1, "entries": []} \xff', "expected UTF-8"),
        (b"\0", "expected JSON"),
        (b" " * 9_000_000, "larger than"),
    ],
    ids=["empty", "conflict", "version", "entry", "latin-1", "nul", "huge"],
)
@pytest.mark.parametrize("arguments", [(), ("--update-ratchet",)], ids=["lint", "update"])
def test_a_damaged_file_is_a_usage_error(
    data: bytes,
    expected: str,
    arguments: tuple[str, ...],
    root: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(root / FILE, data)
    assert lint(root, *arguments) == 2
    output, error = capsys.readouterr()
    assert output == ""
    assert error.count("\n") == 1
    assert FILE in error
    assert expected in error
    assert "delete it and run `doctrine-check lint --update-ratchet`" in error
    assert (root / FILE).read_bytes() == data


def test_a_folder_or_a_dangling_link_in_its_place_is_a_usage_error(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / FILE).mkdir()
    assert lint(root) == 2
    assert f"cannot read {FILE}: expected a file" in capsys.readouterr().err
    (root / FILE).rmdir()
    (root / FILE).symlink_to("nowhere")
    assert lint(root) == 2
    assert f"cannot read {FILE}: expected a file" in capsys.readouterr().err


def test_an_empty_ratchet_with_a_mark_of_its_encoding_is_one(root: Path) -> None:
    write(root / FILE, b'\xef\xbb\xbf{"schema_version": 1, "entries": []}\r\n')
    assert lint(root) == 1


@pytest.mark.parametrize(
    ("config", "code", "strict_code"),
    [
        ("", 1, 1),
        ('ignore = ["event-level-drift"]', 0, 0),
        ('select = ["ragged-row"]', 0, 0),
        ('[severity]\nevent-level-drift = "warning"', 0, 1),
        ('[per_path."docs/specs/**"]\nevent-level-drift = "warning"', 0, 1),
        ('[per_path."docs/specs/**"]\nevent-level-drift = "note"', 0, 0),
        ('[per_path."docs/doctrine/**"]\nevent-level-drift = "off"', 1, 1),
    ],
)
def test_the_exit_code_follows_config(config: str, code: int, strict_code: int, root: Path) -> None:
    write(root / "doctrine-check.toml", f"{config}\n")
    assert lint(root) == code
    assert lint(root, "--strict") == strict_code
