"""The cache of clean passes stays small: the oldest entries go, and nothing that is not ours."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from doctrine_check.cli import cache

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.cli.cache_scene import Repo


def _aged(repo: Repo, count: int, size: int = 10) -> list[Path]:
    """Old entries beside the one that is there, the oldest first."""
    folder = repo.entries()[0].parent
    made = [folder / f"{number:032x}" for number in range(count)]
    for number, path in enumerate(made):
        path.write_bytes(b"x" * size)
        os.utime(path, (1000 + number, 1000 + number))
    return made


def test_the_oldest_entries_go_when_there_are_too_many(repo: Repo) -> None:
    repo.prime()
    old = _aged(repo, cache.MAX_ENTRIES + 5)
    assert repo.run("lint", "--strict").code == 0
    assert len(repo.entries()) == cache.MAX_ENTRIES
    assert [path.exists() for path in old] == [False] * 7 + [True] * (len(old) - 7)
    assert repo.hit("lint", "--strict")
    assert repo.hit()


def test_the_oldest_entries_go_when_they_take_too_much_room(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.prime()
    monkeypatch.setattr(cache, "MAX_TOTAL", 5 * 1000 + repo.entries()[0].stat().st_size)
    old = _aged(repo, 9, 1000)
    assert repo.run("lint", "--strict").code == 0
    assert [path.exists() for path in old] == [False] * 4 + [True] * 5
    assert repo.hit()


def test_a_hit_deletes_nothing(repo: Repo) -> None:
    repo.prime()
    old = _aged(repo, cache.MAX_ENTRIES + 5)
    assert repo.hit()
    assert all(path.exists() for path in old)


def test_only_what_is_ours_is_deleted(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.prime()
    folder = repo.entries()[0].parent
    outside = folder.parent / "outside"
    outside.write_text("theirs", encoding="utf-8")
    theirs = [folder / name for name in ("notes.txt", "A" * 32, "a" * 31, "a" * 32 + ".md")]
    for path in theirs:
        path.write_text("theirs", encoding="utf-8")
        os.utime(path, (1, 1))
    (folder / ("b" * 32)).mkdir()
    (folder / ("c" * 32)).symlink_to(outside)
    left_behind = folder / f".{'d' * 32}.77.0.tmp"
    left_behind.write_bytes(b"half")
    os.utime(left_behind, (1, 1))
    monkeypatch.setattr(cache, "MAX_ENTRIES", 1)
    assert repo.run("lint", "--strict").code == 0
    assert repo.hit("lint", "--strict")
    assert not repo.hit()
    assert not left_behind.exists()
    assert all(path.exists() for path in theirs)
    assert (folder / ("b" * 32)).is_dir()
    assert (folder / ("c" * 32)).is_symlink()
    assert outside.exists()


def test_an_entry_that_another_run_deletes_first_does_no_harm(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.prime()
    _aged(repo, 3)
    monkeypatch.setattr(cache, "MAX_ENTRIES", 1)
    unlink = os.unlink

    def and_again(path: str) -> None:
        unlink(path)
        unlink(path)

    with repo.monkeypatch.context() as patch:
        patch.setattr(os, "unlink", and_again)
        assert repo.run("lint", "--strict").code == 0
    assert repo.hit("lint", "--strict")


def test_a_disk_that_is_full_leaves_nothing_behind(repo: Repo) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with repo.monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        assert repo.run().code == 0
    assert repo.entries() == []
