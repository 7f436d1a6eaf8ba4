"""A bundle that is a zip, read in memory, entry by entry.

``zipfile`` reads the directory at the end, which is short. The contents are inflated here, so that
no declared size is believed: what comes out is counted while it comes, and must be what was said.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from doctrine_check.evidence.collecting import (
    BUDGET,
    MAX_MEMBERS,
    MAX_TOTAL_BYTES,
    Collector,
    Members,
)

if TYPE_CHECKING:
    from zipfile import ZipInfo

MAX_RATIO = 200
"""Most bytes that one compressed byte may become."""
RATIO_FLOOR = 1024 * 1024
"""Below this many bytes inflated, no ratio is asked for."""

_ENTRY = b"PK\x01\x02"
_LOCAL = struct.Struct("<4s5H3L2H")
_LOCAL_START = b"PK\x03\x04"
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_BROKEN = (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, OSError, EOFError)
_AGAIN = "pack the files again, with any usual zip program"


class _RefusedError(Exception):
    """Why an entry is not read."""


def read_zip(data: bytes) -> Members:
    """Members out of the bytes of a zip."""
    collector = Collector()
    for info in _directory(data, collector):
        if not collector.counts():
            break
        name = info.orig_filename
        folder = name.endswith("/")
        if not collector.admits(name.removesuffix("/") if folder else name):
            continue
        try:
            content = _content(data, info, collector)
        except _RefusedError as error:
            collector.refuse(name, str(error), _AGAIN)
            continue
        if content is None:
            collector.too_large(name)
        elif not folder:
            collector.add(name, content)
        elif content:
            collector.refuse(
                name, f"expected an empty folder, found {len(content):,} bytes", _AGAIN
            )
    return collector.members()


def _directory(data: bytes, collector: Collector) -> list[ZipInfo]:
    """The entries of a zip in the order of their bytes; none where it is refused as a whole."""
    if len(data) > MAX_TOTAL_BYTES:
        found = f"expected at most {MAX_TOTAL_BYTES:,} bytes, found {len(data):,}"
        collector.refuse("", found, BUDGET)
        return []
    if data.count(_ENTRY) > MAX_MEMBERS:
        collector.refuse("", f"expected at most {MAX_MEMBERS:,} members, found more", BUDGET)
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries, end = archive.infolist(), archive.start_dir
    except (*_BROKEN, struct.error) as error:
        collector.refuse("", f"expected a zip, found: {type(error).__name__}: {error}", _AGAIN)
        return []
    entries = sorted(entries, key=lambda entry: entry.header_offset)
    return _apart(data, entries, end, collector)


def _apart(data: bytes, entries: list[ZipInfo], end: int, collector: Collector) -> list[ZipInfo]:
    """The entries, or none of them where two share bytes: then what they hold is ambiguous."""
    free = 0
    for info in entries:
        start = _start(data, info)
        if info.header_offset < free or start + info.compress_size > end:
            collector.refuse(
                info.orig_filename,
                f"expected bytes of its own, found that they overlap others at byte {free:,}",
                _AGAIN,
            )
            return []
        free = start + info.compress_size
    return entries


def _start(data: bytes, info: ZipInfo) -> int:
    """Where the content of an entry begins, as its own header says; its offset without one."""
    offset = info.header_offset
    if not 0 <= offset <= len(data) - _LOCAL.size:
        return len(data)
    fields = _LOCAL.unpack_from(data, offset)
    return offset + _LOCAL.size + int(fields[9]) + int(fields[10])


def _content(data: bytes, info: ZipInfo, collector: Collector) -> bytes | None:
    """The content of an entry, ``None`` where there is no room for it. Raises _RefusedError."""
    _judge(data, info)
    start, room = _start(data, info), collector.room
    packed = data[start : start + info.compress_size]
    content = packed
    if info.compress_type == zipfile.ZIP_DEFLATED:
        content = _inflate(packed, min(room, max(RATIO_FLOOR, MAX_RATIO * len(packed))))
    collector.spend(len(content))
    if len(content) > max(RATIO_FLOOR, MAX_RATIO * len(packed)):
        raise _RefusedError(
            f"expected at most {MAX_RATIO} bytes out of one, found more: a bomb, or a file that "
            "says almost nothing"
        )
    if len(content) > room:
        return None
    if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
        raise _RefusedError("expected what its directory declares, found another length or sum")
    return content


def _judge(data: bytes, info: ZipInfo) -> None:
    """Refuse entries that are more than a regular file or a folder. Raises _RefusedError."""
    mode = info.external_attr >> 16
    if info.flag_bits & _ENCRYPTED:
        raise _RefusedError("expected a readable entry, found an encrypted one")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        kind = "a link" if stat.S_ISLNK(mode) else "a special file"
        raise _RefusedError(f"expected a regular file, found {kind}")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _RefusedError(f"expected it stored or deflated, found method {info.compress_type}")
    header = data[info.header_offset : info.header_offset + _LOCAL.size]
    if len(header) != _LOCAL.size or not header.startswith(_LOCAL_START):
        raise _RefusedError("expected an entry where the directory says, found other bytes")
    flags, length = int(_LOCAL.unpack(header)[2]), int(_LOCAL.unpack(header)[9])
    start = info.header_offset + _LOCAL.size
    encoding = "utf-8" if flags & 0x800 else "cp437"
    try:
        name = data[start : start + length].decode(encoding)
    except UnicodeDecodeError:
        name = ""
    if name != info.orig_filename:
        raise _RefusedError("expected one name, found another in the entry than in the directory")


def _inflate(packed: bytes, most: int) -> bytes:
    """Inflate at most ``most`` bytes and one, which tells that there are more."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = stream.decompress(packed, most + 1)
    except zlib.error as error:
        raise _RefusedError(f"expected deflated bytes, found: {error}") from error
    if len(content) <= most and (not stream.eof or stream.unused_data):
        raise _RefusedError("expected one whole stream, found one that ends early or late")
    return content
