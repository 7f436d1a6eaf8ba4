"""Zips as honest programs write them, and the same bytes changed in a named place."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ENTRY = b"PK\x01\x02"
LOCAL = b"PK\x03\x04"


def zipped(files: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    """The bytes of a zip with these files."""
    return packed(files.items(), zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)


def packed(
    files: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED, mode: int = 0o100644
) -> bytes:
    """The bytes of a zip; a name may come twice. ``mode`` is that of every entry."""
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w") as archive:
        warnings.simplefilter("ignore")
        for name, data in files:
            info = zipfile.ZipInfo("placeholder")
            info.filename = name
            info.compress_type = method
            info.external_attr = mode << 16
            archive.writestr(info, data)
    return stream.getvalue()


def patched(data: bytes, header: bytes, offset: int, form: str, value: int) -> bytes:
    """The same bytes with one number of the first header of a kind replaced."""
    changed = bytearray(data)
    struct.pack_into(form, changed, data.index(header) + offset, value)
    return bytes(changed)
