from __future__ import annotations

import os
import stat
import unicodedata
from typing import TYPE_CHECKING

import pytest

from doctrine_check.evidence import collecting, folders
from doctrine_check.evidence.members import of_files, read_folder, read_zip
from tests.evidence.zips import zipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from doctrine_check.evidence.members import Members

BAD_NAMES = {
    "../up.json": "segment",
    "a/../b.json": "segment",
    "a//b.json": "segment",
    "./a.json": "segment",
    "/etc/passwd": "absolute",
    "C:/a.json": "drive",
    "c:a.json": "drive",
    "a\\b.json": "backslash",
    "a\x00.json": "cannot be seen",
    "a\nb.json": "cannot be seen",
    "a\u202eb.json": "cannot be seen",
    "a\u200bb.json": "cannot be seen",
    "a/": "segment",
    "": "0 characters",
    "x" * 513: "513 characters",
}


def reasons(members: Members) -> str:
    return "\n".join(f"{one.path}: {one.message}" for one in members.problems)


@pytest.mark.parametrize(("name", "reason"), BAD_NAMES.items())
def test_names_that_are_refused_in_a_mapping(name: str, reason: str) -> None:
    members = of_files({name: b"x", "good.json": b"{}"})
    assert dict(members.files) == {"good.json": b"{}"}
    assert reason in reasons(members)
    assert all(problem.remedy for problem in members.problems)


@pytest.mark.parametrize(
    ("name", "reason"), [pair for pair in BAD_NAMES.items() if pair[0] not in ("", "a/")]
)
def test_names_that_are_refused_in_a_zip(name: str, reason: str) -> None:
    members = read_zip(zipped({name: b"x", "good.json": b"{}"}))
    assert dict(members.files) == {"good.json": b"{}"}
    assert reason in reasons(members)


def test_half_a_character_in_a_name_is_refused_and_can_be_printed() -> None:
    members = of_files({"a\udcff.json": b"x"})
    assert not members.files
    assert members.problems[0].path.encode("utf-8")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Data.json", "data.json"),
        (unicodedata.normalize("NFC", "é.json"), unicodedata.normalize("NFD", "é.json")),
        ("straße", "STRASSE"),
        ("a", "a/b"),
        ("A/b/c", "a/B"),
    ],
)
def test_names_that_some_file_system_takes_for_one_are_both_refused(one: str, other: str) -> None:
    for names in ((one, other), (other, one)):
        members = of_files({**dict.fromkeys(names, b"x"), "apart": b"y"})
        assert dict(members.files) == {"apart": b"y"}
        assert "differ on every file system" in reasons(members)


def test_good_names_stay_in_order() -> None:
    names = ["manifest.json", "samples/a b.json", "é/ü.json", ".hidden", "a..b", "a/b/c/d"]
    members = of_files(dict.fromkeys(names, b"x"))
    assert list(members.files) == sorted(names)
    assert members.problems == ()


@pytest.mark.parametrize(
    "data",
    [
        zipped({"a": b"x"}),
        b"\x1f\x8b\x08rest",
        b"BZh9rest",
        b"7z\xbc\xaf\x27\x1crest",
        b"\x28\xb5\x2f\xfdrest",
        b"name".ljust(257, b"\x00") + b"ustar  \x00",
    ],
)
def test_an_archive_in_a_bundle_is_refused_by_its_bytes(data: bytes) -> None:
    for members in (of_files({"inner.json": data}), read_zip(zipped({"inner.json": data}))):
        assert not members.files
        assert "archive" in reasons(members)


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.TGZ", "b/x.whl"])
def test_an_archive_in_a_bundle_is_refused_by_its_name(name: str) -> None:
    assert "archive" in reasons(of_files({name: b"x"}))


def test_too_many_members(tmp_path: Path) -> None:
    names = [f"{number}.json" for number in range(collecting.MAX_MEMBERS + 1)]
    files = dict.fromkeys(names, b"{}")
    for name in names:
        (tmp_path / name).write_bytes(b"{}")
    for members in (of_files(files), read_zip(zipped(files)), read_folder(str(tmp_path))):
        assert "at most 1,000 members" in reasons(members)
        assert len(members.files) <= 1_000
    files.popitem()
    (tmp_path / names[-1]).unlink()
    for members in (of_files(files), read_zip(zipped(files)), read_folder(str(tmp_path))):
        assert len(members.files) == 1_000
        assert members.problems == ()


def test_empty_folders_count_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "MAX_MEMBERS", 5)
    for number in range(6):
        (tmp_path / f"{number}").mkdir()
    assert "at most 5 members" in reasons(read_folder(str(tmp_path)))


@pytest.mark.parametrize("source", ["mapping", "zip", "folder"])
def test_sizes_are_capped(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "MAX_MEMBER_BYTES", 1_000)
    monkeypatch.setattr(collecting, "MAX_TOTAL_BYTES", 2_500)
    files = {"a": b"a" * 1_000, "b": b"b" * 1_000, "c": b"c" * 501}
    large = {"large": b"l" * 1_001, "small": b"s" * 1_000}
    assert list(_read(source, tmp_path / "one", files).files) == ["a", "b"]
    found = _read(source, tmp_path / "two", large)
    assert list(found.files) == ["small"]
    assert "1,000 bytes in a member and 2,500 in all" in reasons(found)


def _read(source: str, folder: Path, files: dict[str, bytes]) -> Members:
    if source == "mapping":
        return of_files(files)
    if source == "zip":
        return read_zip(zipped(files, stored=True))
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return read_folder(str(folder))


def test_a_folder_is_read_with_its_folders(tmp_path: Path) -> None:
    (tmp_path / "samples").mkdir()
    (tmp_path / "manifest.json").write_bytes(b"{}")
    (tmp_path / "samples" / "a.json").write_bytes(b"[]")
    link = tmp_path.parent / f"{tmp_path.name}-link"
    link.symlink_to(tmp_path)
    for path in (tmp_path, link):
        members = read_folder(str(path))
        assert dict(members.files) == {"manifest.json": b"{}", "samples/a.json": b"[]"}
        assert members.problems == ()


def _link_to_file(folder: Path) -> None:
    (folder.parent / "secret").write_bytes(b"secret")
    (folder / "odd").symlink_to(folder.parent / "secret")


def _link_to_folder(folder: Path) -> None:
    (folder.parent / "outside").mkdir()
    (folder.parent / "outside" / "file").write_bytes(b"secret")
    (folder / "odd").symlink_to(folder.parent / "outside")


def _loop(folder: Path) -> None:
    (folder / "odd").symlink_to(folder)


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "odd")


def _deep(folder: Path) -> None:
    (folder / "odd" / "/".join("d" * folders.MAX_FOLDERS)).mkdir(parents=True)


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        (_link_to_file, "a link"),
        (_link_to_folder, "a link"),
        (_loop, "a link"),
        (_pipe, "a special one"),
        (_deep, "16 folders"),
    ],
)
def test_what_a_folder_may_not_hold(
    odd: Callable[[Path], None], reason: str, tmp_path: Path
) -> None:
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "good").write_bytes(b"good")
    odd(folder)
    members = read_folder(str(folder))
    assert dict(members.files) == {"good": b"good"}
    (problem,) = members.problems
    assert problem.path.startswith("odd")
    assert reason in problem.message
    assert problem.remedy


def test_a_file_that_turns_into_a_link_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "odd").symlink_to(tmp_path / "secret")
    monkeypatch.setattr(folders, "_entries", lambda *_: iter(["odd"]))
    members = read_folder(str(folder))
    assert not members.files
    assert "readable file" in reasons(members)


def test_a_file_that_turns_into_a_pipe_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "odd")
    monkeypatch.setattr(folders, "_entries", lambda *_: iter(["odd"]))
    assert "special" in reasons(read_folder(str(tmp_path)))


@pytest.mark.parametrize("name", ["missing", "file", "nul\x00"])
def test_a_folder_that_is_none(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    members = read_folder(f"{tmp_path}/{name}")
    assert not members.files
    assert "readable folder" in reasons(members)


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/a\xff.json"
    with open(path, "wb") as file:
        file.write(b"x")
    members = read_folder(str(tmp_path))
    assert not members.files
    assert "cannot be seen" in reasons(members)


def test_problems_are_counted_beyond_a_hundred() -> None:
    members = of_files({f"a\\{number}": b"" for number in range(150)})
    assert len(members.problems) == collecting.MAX_PROBLEMS + 1
    assert "50 more" in members.problems[-1].message


def test_what_is_read_stays_regular(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    before = stat.S_IMODE((tmp_path / "a").stat().st_mode)
    read_folder(str(tmp_path))
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == before
