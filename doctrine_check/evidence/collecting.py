"""What may be a member of a bundle, wherever it comes from: names, sizes, numbers."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_MEMBERS = 1_000
MAX_MEMBER_BYTES = 32 * 1024 * 1024
MAX_TOTAL_BYTES = 64 * 1024 * 1024
MAX_NAME = 512
MAX_FOLDERS = 16
"""Deepest nesting of folders."""
MAX_PROBLEMS = 100
"""More problems are counted in one last of them."""

_ARCHIVE_ENDINGS = (
    ".7z", ".bz2", ".gz", ".jar", ".rar", ".tar", ".tbz", ".tgz", ".txz", ".whl", ".xz", ".zip",
    ".zst",
)  # fmt: skip
_ARCHIVE_STARTS = (
    b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00",
    b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
"""Unicode categories that no name needs: controls, formats, private, surrogates, separators."""

BUDGET = "bring fewer or smaller files: samples of fewer digits, stacks that are folded"
_RENAME = "give the member a plain name: folders and a file, joined by /"
REGULAR = "put a regular file in its place"


class MemberProblem(Record):
    """Why a member, or with an empty path all of them, was not read, and what to do about it."""

    path: str
    message: str
    remedy: str


class Members(Record):
    """Files of a bundle by name, in the order of their names, and what was refused."""

    files: Mapping[str, bytes]
    problems: tuple[MemberProblem, ...] = ()


class Collector:
    """Takes members one by one, within the caps that all sources share."""

    __slots__ = ("_count", "_files", "_names", "_problems", "_refused", "_total", "_twice")

    def __init__(self) -> None:
        self._total = 0
        self._count = 0
        self._files: dict[str, bytes] = {}
        self._names: set[str] = set()
        self._twice: set[str] = set()
        self._problems: list[MemberProblem] = []
        self._refused = 0

    @property
    def room(self) -> int:
        """How many bytes the next member may have."""
        return min(MAX_MEMBER_BYTES, max(MAX_TOTAL_BYTES - self._total, 0))

    def refuse(self, path: str, message: str, remedy: str) -> None:
        """Note why a member is left out."""
        self._refused += 1
        if self._refused <= MAX_PROBLEMS:
            self._problems.append(MemberProblem(_shown(path), message, remedy))

    def counts(self) -> bool:
        """Count an entry, a folder too; says so and is false once there are too many."""
        self._count += 1
        if self._count == MAX_MEMBERS + 1:
            self.refuse("", f"expected at most {MAX_MEMBERS:,} members, found more", BUDGET)
        return self._count <= MAX_MEMBERS

    def admits(self, name: str) -> bool:
        """Whether a name is one to read. Refuses the others, and both of a pair."""
        fault = name_fault(name)
        if fault:
            self.refuse(name, f"expected a plain relative name, found {fault}", _RENAME)
            return False
        if name in self._names:
            self._twice.add(name)
            self.refuse(name, "expected one member of this name, found several", "keep one of them")
            return False
        self._names.add(name)
        return True

    def spend(self, size: int) -> None:
        """Count bytes that were read, kept or not: reading them is what costs."""
        self._total += size

    def add(self, name: str, data: bytes) -> None:
        """Keep a member whose name was admitted and whose bytes were counted."""
        if len(data) > MAX_MEMBER_BYTES or self._total > MAX_TOTAL_BYTES:
            self.too_large(name)
        elif archive := _archive(name, data):
            message = f"expected a plain file, found {archive}"
            self.refuse(name, message, "bring its files themselves")
        else:
            self._files[name] = data

    def too_large(self, name: str) -> None:
        """Refuse a member that has more bytes than there is room for."""
        message = (
            f"expected at most {MAX_MEMBER_BYTES:,} bytes in a member and {MAX_TOTAL_BYTES:,} in "
            "all, found more with this one"
        )
        self.refuse(name, message, BUDGET)

    def members(self) -> Members:
        """Everything that was kept."""
        for name in self._twice:
            self._files.pop(name, None)
        for group in _colliding(self._files):
            others = " and ".join(repr(name) for name in group)
            for name in group:
                self._files.pop(name, None)
                self.refuse(
                    name,
                    f"expected names that differ on every file system, found {others}, which "
                    "may be one, or a file and its folder",
                    "rename one of them",
                )
        if self._refused > MAX_PROBLEMS:
            message = f"expected no faults, found {self._refused - MAX_PROBLEMS:,} more like these"
            self._problems.append(MemberProblem("", message, "repair the ones named first"))
        return Members(dict(sorted(self._files.items())), tuple(self._problems))


def _shown(name: str) -> str:
    """A name as a problem may carry it: no half characters, not too long."""
    return name[:MAX_NAME].encode("utf-8", "backslashreplace").decode("utf-8")


def name_fault(name: str) -> str:
    """What makes a name unfit for a member, or ``""``."""
    if not name or len(name) > MAX_NAME:
        return f"one of {len(name):,} characters, where 1 to {MAX_NAME} are expected"
    faults = {
        "one with characters that cannot be seen": any(
            unicodedata.category(char) in _INVISIBLE for char in name
        ),
        "one with a backslash": "\\" in name,
        "an absolute one": name.startswith("/"),
        "one with a drive": name[1:2] == ":",
        "one with a segment that is empty, . or ..": any(
            part in ("", ".", "..") for part in name.split("/")
        ),
    }
    return next((fault for fault, found in faults.items() if found), "")


def _archive(name: str, data: bytes) -> str:
    """The kind of archive that a member is, or ``""``."""
    if data.startswith(_ARCHIVE_STARTS) or data[257:262] == b"ustar":
        return "bytes that begin like an archive"
    ending = next((end for end in _ARCHIVE_ENDINGS if name.lower().endswith(end)), "")
    return f"an archive by its ending {ending}" if ending else ""


def _key(name: str) -> str:
    """The same for names that a file system might not tell apart."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _colliding(files: Mapping[str, bytes]) -> list[list[str]]:
    """Groups of names of which one stands for another, or is a folder of it."""
    groups: dict[str, list[str]] = {}
    for name in files:
        groups.setdefault(_key(name), []).append(name)
    for name in files:
        key = _key(name)
        while "/" in key:
            key = key.rpartition("/")[0]
            if key in groups:
                groups[key].append(name)
    return [group for group in groups.values() if len(group) > 1]
