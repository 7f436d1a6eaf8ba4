from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.evidence import collecting
from doctrine_check.evidence import zips as reader
from doctrine_check.evidence.members import read_zip
from tests.evidence.zips import ENTRY, LOCAL, packed, patched, zipped

if TYPE_CHECKING:
    from doctrine_check.evidence.members import Members

FILES = {"manifest.json": b'{"a": 1}', "samples/a.json": b"[1, 2, 3]" * 50, "empty": b""}
GOOD = zipped(FILES)


def reasons(members: Members) -> str:
    return "\n".join(f"{one.path}: {one.message}" for one in members.problems)


@pytest.mark.parametrize("stored", [False, True])
def test_an_honest_zip(stored: bool) -> None:
    members = read_zip(zipped(FILES, stored=stored))
    assert dict(members.files) == FILES
    assert members.problems == ()


def test_a_zip_as_a_stream_writes_it() -> None:
    """Sizes behind the data, and folders as entries of their own."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    stream = Pipe()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("samples/", b"")
        archive.writestr("samples/ü.json", b"[1]")
    members = read_zip(stream.getvalue())
    assert dict(members.files) == {"samples/ü.json": b"[1]"}
    assert members.problems == ()


def test_a_large_entry_with_sixty_four_bit_sizes() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive, archive.open("a", "w", force_zip64=True) as file:
        file.write(b"[1]")
    assert dict(read_zip(stream.getvalue()).files) == {"a": b"[1]"}


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"no zip at all", GOOD[:-30], GOOD[30:], b"\x00" * 99]
)
def test_what_is_no_zip(data: bytes) -> None:
    members = read_zip(data)
    assert not members.files
    assert members.problems


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        (stat.S_IFLNK | 0o777, "a link"),
        (stat.S_IFIFO | 0o644, "a special file"),
        (stat.S_IFCHR | 0o644, "a special file"),
        (stat.S_IFBLK | 0o644, "a special file"),
    ],
)
def test_entries_that_are_no_files(mode: int, reason: str) -> None:
    members = read_zip(packed([("odd", b"/etc/passwd")], mode=mode))
    assert not members.files
    assert reason in reasons(members)


@pytest.mark.parametrize("flag", [0x1, 0x40 | 0x1, 0x2000])
def test_encrypted_entries(flag: int) -> None:
    members = read_zip(patched(zipped({"a": b"x"}), ENTRY, 8, "<H", flag))
    assert not members.files
    assert "encrypted" in reasons(members)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compression(method: int) -> None:
    members = read_zip(packed([("a", b"x" * 100)], method))
    assert not members.files
    assert f"method {method}" in reasons(members)


def test_two_entries_of_one_name_are_both_refused() -> None:
    members = read_zip(packed([("a", b"first"), ("b", b"x"), ("a", b"second"), ("a", b"third")]))
    assert dict(members.files) == {"b": b"x"}
    assert "found several" in reasons(members)


def test_a_folder_that_holds_bytes_and_a_folder_named_like_a_file() -> None:
    assert "empty folder" in reasons(read_zip(packed([("a/", b"bytes")])))
    members = read_zip(packed([("a/", b""), ("a", b"x")]))
    assert not members.files
    assert "found several" in reasons(members)


def test_entries_that_share_bytes() -> None:
    data = bytearray(zipped({"a": b"x" * 50, "b": b"x" * 50}, stored=True))
    second = bytes(data).index(ENTRY, bytes(data).index(ENTRY) + 1)
    struct.pack_into("<I", data, second + 42, 0)
    members = read_zip(bytes(data))
    assert not members.files
    assert "overlap" in reasons(members)


def test_an_entry_that_reaches_into_the_directory() -> None:
    members = read_zip(patched(zipped({"a": b"x"}, stored=True), ENTRY, 20, "<I", 60))
    assert not members.files
    assert "overlap" in reasons(members)


def test_an_entry_beyond_the_end() -> None:
    members = read_zip(patched(zipped({"a": b"x"}), ENTRY, 42, "<I", 10_000))
    assert not members.files
    assert members.problems


@pytest.mark.parametrize(("offset", "form", "value"), [(24, "<I", 3), (16, "<I", 12345)])
def test_a_directory_that_lies(offset: int, form: str, value: int) -> None:
    members = read_zip(patched(zipped({"a": b"x" * 50}), ENTRY, offset, form, value))
    assert not members.files
    assert "another length or sum" in reasons(members)


def test_a_declared_size_is_not_believed_even_with_its_own_sum() -> None:
    data = patched(zipped({"a": b"x" * 50}), ENTRY, 24, "<I", 3)
    members = read_zip(patched(data, ENTRY, 16, "<I", zlib.crc32(b"xxx")))
    assert not members.files
    assert "another length or sum" in reasons(members)


def test_a_name_that_differs_in_the_entry() -> None:
    data = zipped({"safe.json": b"x"})
    changed = data.replace(b"safe.json", b"evil.json", 1)
    members = read_zip(changed)
    assert not members.files
    assert "another in the entry" in reasons(members)


def test_a_stream_that_ends_early_or_late() -> None:
    data = zipped({"a": bytes(range(256)) * 4})
    size = struct.unpack_from("<I", data, data.index(ENTRY) + 20)[0]
    assert "ends early" in reasons(read_zip(patched(data, ENTRY, 20, "<I", size - 1)))
    start = data.index(LOCAL) + 31
    broken = data[:start] + b"\xff" * 8 + data[start + 8 :]
    assert "deflated bytes" in reasons(read_zip(broken))


def test_a_bomb_is_refused_while_it_inflates() -> None:
    bomb = zipped({"bomb": bytes(4 * reader.RATIO_FLOOR), "good": b"x"})
    assert len(bomb) < 20_000
    members = read_zip(bomb)
    assert dict(members.files) == {"good": b"x"}
    assert "200 bytes out of one" in reasons(members)


def test_what_is_small_may_be_dense() -> None:
    dense = bytes(reader.RATIO_FLOOR)
    assert dict(read_zip(zipped({"dense": dense})).files) == {"dense": dense}


def test_bytes_of_refused_entries_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a thousand bombs, each refused, would keep a machine busy."""
    monkeypatch.setattr(collecting, "MAX_TOTAL_BYTES", 5_000)
    monkeypatch.setattr(reader, "RATIO_FLOOR", 1_000)
    bombs = {f"bomb{number}": bytes(100_000) for number in range(9)}
    calls: list[int] = []
    inflate = reader._inflate  # noqa: SLF001 - what it costs is the point

    def watched(packed: bytes, most: int) -> bytes:
        content = inflate(packed, most)
        calls.append(len(content))
        return content

    monkeypatch.setattr(reader, "_inflate", watched)
    assert not read_zip(zipped(bombs)).files
    assert sum(calls) <= 5_000 + 1_000 + 2 * len(bombs)


def test_a_zip_that_is_too_large_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_TOTAL_BYTES", len(GOOD) - 1)
    assert "at most" in reasons(read_zip(GOOD))


def test_too_many_entries_are_not_listed() -> None:
    """Three thousand entries that claim to be one in the last record."""
    data = zipped({f"{number}": b"" for number in range(3_000)})
    members = read_zip(data)
    assert not members.files
    assert len(members.problems) == 1


@given(st.binary(max_size=300))
def test_any_bytes_have_an_answer(data: bytes) -> None:
    members = read_zip(data)
    assert members.problems or not members.files


@pytest.mark.soak
@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=4)
)
def test_a_damaged_zip_gives_the_same_files_or_a_problem(places: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for place, value in places:
        data[place] = value
    members = read_zip(bytes(data))
    assert members.problems or set(members.files.values()) <= set(FILES.values())
