"""Files are written whole or not at all, and stay what they were: a link, with its permissions."""

from __future__ import annotations

import errno
import os
import stat
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from doctrine_check.cli import writing
from doctrine_check.cli.files import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLD, NEW = b"old and long enough\n", b"new\n"
WRITERS = pytest.mark.parametrize("write", [writing.replace, writing.put])


def refuse(code: int) -> Callable[..., None]:
    """A stand-in for a call of the system that fails."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


@WRITERS
@pytest.mark.parametrize("before", [OLD, None])
def test_a_file_holds_what_was_written_and_nothing_else_is_left(
    tmp_path: Path, write: Callable[[str, bytes], None], before: bytes | None
) -> None:
    file = tmp_path / "file"
    if before is not None:
        file.write_bytes(before)
    write(str(file), NEW)
    assert file.read_bytes() == NEW
    assert os.listdir(tmp_path) == ["file"]


@WRITERS
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755, 0o664])
def test_permissions_are_kept(
    tmp_path: Path, write: Callable[[str, bytes], None], mode: int
) -> None:
    file = tmp_path / "file"
    file.write_bytes(OLD)
    file.chmod(mode)
    write(str(file), NEW)
    assert file.read_bytes() == NEW
    assert stat.S_IMODE(file.stat().st_mode) == mode


@pytest.mark.skipif(sys.platform == "win32", reason="no umask there")
@pytest.mark.parametrize("write", [writing.create, writing.replace, writing.put])
def test_a_new_file_has_the_permissions_of_new_files(
    tmp_path: Path, write: Callable[[str, bytes], None]
) -> None:
    before = os.umask(0o027)
    try:
        write(str(tmp_path / "file"), NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o640


@WRITERS
@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_one_and_what_it_leads_to_is_written(
    tmp_path: Path, write: Callable[[str, bytes], None], *, there: bool
) -> None:
    (tmp_path / "store").mkdir()
    real, link = tmp_path / "store" / "real", tmp_path / "link"
    if there:
        real.write_bytes(OLD)
    link.symlink_to("store/real")
    write(str(link), NEW)
    assert str(link.readlink()) == "store/real"
    assert real.read_bytes() == NEW
    assert os.listdir(real.parent) == ["real"]


@WRITERS
@pytest.mark.parametrize("call", ["fdopen", "replace", "chmod"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_after_a_failure_everything_is_as_it_was(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    write: Callable[[str, bytes], None],
    call: str,
    code: int,
) -> None:
    file = tmp_path / "file"
    file.write_bytes(OLD)
    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse(code))
        with pytest.raises(OSError, match=os.strerror(code)):
            write(str(file), NEW)
    assert file.read_bytes() == OLD
    assert os.listdir(tmp_path) == ["file"]


def test_an_interrupt_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_bytes(OLD)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        writing.replace(str(file), NEW)
    assert file.read_bytes() == OLD
    assert os.listdir(tmp_path) == ["file"]


def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(OLD)
    file.chmod(0o444)
    with pytest.raises(PermissionError, match=writing.READ_ONLY):
        writing.replace(str(file), NEW)
    assert file.read_bytes() == OLD
    assert os.listdir(tmp_path) == ["file"]


def test_what_a_killed_run_left_behind_is_in_nobodys_way(tmp_path: Path) -> None:
    left = tmp_path / f".file.{os.getpid()}.0.tmp"
    left.write_bytes(b"half")
    writing.replace(str(tmp_path / "file"), NEW)
    assert (tmp_path / "file").read_bytes() == NEW
    assert left.read_bytes() == b"half"


def test_a_name_as_long_as_may_be_can_be_written(tmp_path: Path) -> None:
    file = tmp_path / ("n" * 255)
    writing.replace(str(file), NEW)
    assert file.read_bytes() == NEW


def test_a_new_file_takes_no_place_of_another(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(OLD)
    with pytest.raises(FileExistsError):
        writing.create(str(file), NEW)
    assert file.read_bytes() == OLD


def test_no_part_of_a_new_file_stays_after_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", refuse(errno.ENOSPC))
        with pytest.raises(OSError, match="No space left"):
            writing.create(str(tmp_path / "file"), NEW)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("code", sorted({errno.EACCES, errno.EPERM, errno.EBUSY}))
def test_a_report_is_written_in_place_where_nothing_may_stand_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    file = tmp_path / "file"
    file.write_bytes(OLD)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse(code))
        writing.put(str(file), NEW)
        with pytest.raises(OSError, match=os.strerror(code)):
            writing.put(str(tmp_path / "other"), NEW)
    assert file.read_bytes() == NEW
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such pipes there")
def test_a_report_can_go_into_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    writing.put(str(pipe), NEW)
    reader.join(30)
    assert read == [NEW]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_text_is_utf8_with_its_newlines_as_they_are(tmp_path: Path) -> None:
    writing.put_text(str(tmp_path / "file"), "é\r\n\n")
    assert (tmp_path / "file").read_bytes() == "é\r\n\n".encode()


@pytest.mark.parametrize("name", ["no/such/folder", "."])
def test_a_text_that_cannot_be_written_is_a_usage_error(tmp_path: Path, name: str) -> None:
    path = os.path.join(tmp_path, name)
    with pytest.raises(UsageError, match="cannot write"):
        writing.put_text(path, "x")
