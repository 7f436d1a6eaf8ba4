"""One file of a diff: what its headers say, held against each other and against its hunks."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from doctrine_check.changes.changeset import FileChange, Status
from doctrine_check.changes.quoting import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from doctrine_check.changes.changeset import Hunk

NOTHING = "/dev/null"
_EMPTY_BLOBS = (
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
_MODES = ("old mode ", "new mode ", "deleted file mode ", "new file mode ")
HEADERS = (*_MODES, "rename ", "copy ", "similarity index ", "dissimilarity index ", "index ")
"""How git's headers begin, behind the line with ``diff --git``."""
_SIDES = frozenset("abciow12")
"""What git puts before a slash for one side of a diff; ``diff.mnemonicPrefix`` has its own."""


class Section:
    """What a diff says of one file; lives while that file is read.

    ``names`` are those of the ``diff --git`` line, prefixes kept, and ``old`` and ``new`` those of
    the ``---`` and ``+++`` lines. ``headers`` is true until something else begins.
    """

    def __init__(self, line: int, names: tuple[str, str] | None, *, git: bool) -> None:
        self.line = line
        self.names = names
        self.headers = git
        self.old: str | None = None
        self.new: str | None = None
        self.unseen: str | None = None
        self._moved: dict[str, str] = {}
        self._modes: dict[str, str] = {}
        self._blobs: tuple[str, str] | None = None
        self._alike = True
        self._binary = False
        self._hunks: list[Hunk] = []
        self._reached = (1, 1)

    def name(self, old: str, new: str) -> None:
        """The names of the ``---`` and ``+++`` lines."""
        self.old, self.new = _name(old), _name(new)

    def header(self, line: str) -> bool:
        """Take a line behind ``diff --git``; false for one that is no header, which ends them."""
        if not self.headers:
            return False
        if line.startswith(_MODES):
            what, _, mode = line.rpartition(" ")
            self._modes[what] = mode
        elif line.startswith(("rename ", "copy ")):
            verb, _, rest = line.partition(" ")
            side, _, name = rest.partition(" ")
            self._moved[f"{verb} {side}"] = _name(name)
        elif line.startswith("index "):
            self._index(line[6:])
        elif line.startswith("similarity index "):
            self._alike = line[17:] == "100%"
        elif line.startswith(("Binary files ", "GIT binary patch")):
            self._binary, self.headers = True, False
        else:
            self.headers = line.startswith("dissimilarity index ")
            return self.headers
        return True

    def _index(self, rest: str) -> None:
        blobs, _, mode = rest.partition(" ")
        old, dots, new = blobs.partition("..")
        if dots:
            self._blobs = (old, new)
        if mode:
            self._modes.setdefault("old mode", mode)
            self._modes.setdefault("new mode", mode)

    def take(self, hunk: Hunk) -> bool:
        """Add a hunk; false where its line numbers show that lines before it were left out.

        Between two hunks lie as many lines of the old file as of the new one.
        """
        old = hunk.old_start + (hunk.old_count == 0)
        new = hunk.new_start + (hunk.new_count == 0)
        apart = (old - self._reached[0], new - self._reached[1])
        self._reached = (old + hunk.old_count, new + hunk.new_count)
        self._hunks.append(hunk)
        return apart[0] == apart[1] >= 0

    def change(self) -> FileChange | None:
        """The file change; ``None`` when no name can be told."""
        old, new = self._identity()
        path = new or old
        if path is None:
            return None
        status = self._status(old, new)
        unseen = self.unseen or self._contradiction(old) or _outside(old) or _outside(new)
        if unseen is None and self._lacks_lines(status):
            unseen = f"line {self.line} of the diff begins a file whose changed lines are not there"
        path = _plain(path)
        earlier = _plain(old) if old is not None and new is not None else path
        blobs = self._blobs or ("", "")
        return FileChange(
            path=path,
            status=status,
            old_path=earlier if earlier != path else None,
            old_mode=self._modes.get("deleted file mode", self._modes.get("old mode")),
            new_mode=self._modes.get("new file mode", self._modes.get("new mode")),
            old_blob=some(blobs[0]),
            new_blob=some(blobs[1]),
            hunks=tuple(self._hunks),
            binary=self._binary,
            unseen=unseen,
        )

    def _identity(self) -> tuple[str | None, str | None]:
        """Old and new name from the surest header; ``None`` where there is no such file."""
        for verb in ("rename", "copy"):
            moved = self._moved.get(f"{verb} from"), self._moved.get(f"{verb} to")
            if all(moved):
                return moved
        old, new = self.names or (self.old, self.new)
        if not old or not new:
            return None, None
        old, new = _without_prefixes(old, new)
        created = "new file mode" in self._modes or NOTHING in (self.old, old)
        deleted = "deleted file mode" in self._modes or NOTHING in (self.new, new)
        return None if created else old, None if deleted else new

    def _status(self, old: str | None, new: str | None) -> Status:
        if "rename from" in self._moved:
            return Status.RENAMED
        if "copy from" in self._moved:
            return Status.COPIED
        if old is None:
            return Status.ADDED
        return Status.DELETED if new is None else Status.MODIFIED

    def _contradiction(self, old: str | None) -> str | None:
        """Why the headers cannot all be true, if so."""
        begins = f"line {self.line} of the diff begins a file"
        moved = self._moved_name("from"), self._moved_name("to")
        if self.names and None not in moved and _without_prefixes(*self.names) != moved:
            return f"{begins} that has other names where it is moved"
        for side, said in enumerate((self.old, self.new)):
            if said is not None and not self._fits(said, side, moved[side]):
                return f"{begins} that is {said} further down"
        if old is None and any(hunk.old_count for hunk in self._hunks):
            return f"{begins} that is new and yet has old lines"
        return None

    def _fits(self, said: str, side: int, moved: str | None) -> bool:
        """Whether the name of a ``---`` or ``+++`` line agrees with the headers before it."""
        if said == NOTHING:
            return moved is None
        if ("new file mode", "deleted file mode")[side] in self._modes:
            return False
        if self.names is not None:
            return said == self.names[side]
        return moved is None or moved in (said, said.partition("/")[2])

    def _moved_name(self, side: str) -> str | None:
        return self._moved.get(f"rename {side}", self._moved.get(f"copy {side}"))

    def _lacks_lines(self, status: Status) -> bool:
        """Whether there must be hunks, and are none."""
        if self._hunks or self._binary:
            return False
        if self._blobs is None:
            known = self._moved if status in (Status.RENAMED, Status.COPIED) else self._modes
            return not known or not self._alike or status in (Status.ADDED, Status.DELETED)
        return lacks_lines(some(self._blobs[0]), some(self._blobs[1]))


def lacks_lines(old: str | None, new: str | None) -> bool:
    """Whether two blobs, of which ``None`` is no file, differ in lines."""
    left, right = (None if _is_empty(blob) else blob for blob in (old, new))
    return left != right


def _is_empty(blob: str | None) -> bool:
    return blob is not None and len(blob) >= 7 and any(e.startswith(blob) for e in _EMPTY_BLOBS)


def some(name: str) -> str | None:
    """``None`` for the zeros that git writes for a mode or an object that is not there."""
    return name if name.strip("0") else None


def merged(files: Iterable[FileChange]) -> tuple[list[FileChange], list[str]]:
    """The files, each once, and the gaps that come of a path which is changed twice.

    git shows a file that becomes a link as its deletion and its creation, one behind the other.
    """
    out: list[FileChange] = []
    seen: set[str] = set()
    gaps: list[str] = []
    for file in files:
        last = out[-1] if out else None
        if last is not None and _retyped(last, file):
            out[-1] = last._replace(
                status=Status.RETYPED,
                new_mode=file.new_mode,
                new_blob=file.new_blob,
                hunks=last.hunks + file.hunks,
                binary=last.binary or file.binary,
                unseen=last.unseen or file.unseen,
            )
            continue
        if file.path in seen:
            gaps.append(
                f"the diff changes {file.path} more than once, as a series of patches does: "
                "give one diff from the base to the head"
            )
        seen.add(file.path)
        out.append(file)
    return out, gaps


def _retyped(first: FileChange, second: FileChange) -> bool:
    gone = first.status is Status.DELETED and second.status is Status.ADDED
    modes = first.old_mode, second.new_mode
    return (
        gone
        and first.path == second.path
        and modes[0] is not None
        and modes[1] is not None
        and modes[0][:2] != modes[1][:2]
    )


def _name(text: str) -> str:
    """A name behind ``---`` or ``rename from``."""
    text = text.rstrip("\r")
    if text.startswith('"'):
        read = unquote(text)
        return text if read is None else read[0]
    return text.partition("\t")[0]  # plain diffs put a time there, git a lone tab


def _without_prefixes(old: str, new: str) -> tuple[str, str]:
    """Both names without ``a/`` and ``b/``, where those are prefixes and no folders."""
    if NOTHING in (old, new):
        return old.removeprefix("a/"), new.removeprefix("b/")
    sides = old[:1], new[:1]
    prefixed = old[1:2] == new[1:2] == "/" and _SIDES.issuperset(sides) and sides[0] != sides[1]
    return (old[2:], new[2:]) if prefixed else (old, new)


def _plain(path: str) -> str:
    """The path without ``.`` and doubled slashes, as globs and maps have it."""
    return posixpath.normpath(path) if "/" in path or path == "." else path


def _outside(path: str | None) -> str | None:
    """Why a path is none of a repository, if so."""
    if path is None:
        return None
    plain = _plain(path)
    if "\0" in plain or plain.startswith("/") or plain == "." or plain.split("/", 1)[0] == "..":
        return f"{path} is no file of a repository"
    return None
