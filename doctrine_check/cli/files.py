"""Which files a run looks at: the root, the documents, folders. Imports ``os`` alone."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # typing is not imported for it
if TYPE_CHECKING:
    from collections.abc import Sequence

MARKERS = ("doctrine-check.toml", ".git")
SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "site-packages"})
MAX_FILES = 200_000
"""Most files that a folder walk looks at."""


ENDINGS = (".md", ".markdown")
"""How the names of documents end, in small letters or capitals."""


class UsageError(Exception):
    """The command line asks for something that cannot be done; exit code 2.

    Each argument is one line, whatever file names bring along.
    """

    def __str__(self) -> str:
        return "\n".join(map(str, self.args))


class NothingToCheckError(Exception):
    """Nothing was there to be checked, which is no pass; exit code 3."""


class Look:
    """What a run asks of the file system. Where the run may be kept, each answer is noted."""

    notes = False

    def exists(self, path: str) -> bool:
        """Whether a path leads to something."""
        return os.path.exists(path)

    def there(self, path: str) -> bool:
        """Whether something stands here, be it a link that leads nowhere."""
        return os.path.lexists(path)

    def is_file(self, path: str) -> bool:
        """Whether a path leads to a file."""
        return os.path.isfile(path)

    def is_folder(self, path: str) -> bool:
        """Whether a path leads to a folder."""
        return os.path.isdir(path)

    def is_link(self, path: str) -> bool:
        """Whether a symbolic link stands here."""
        return os.path.islink(path)

    def real(self, path: str) -> str:
        """The path with its links followed."""
        return os.path.realpath(path)

    def inside(self, root: str, path: str) -> bool:
        """See :func:`inside_root`."""
        return inside_root(root, path)

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file, at most one more than the limit. Raises OSError."""
        with open(path, "rb") as file:
            return file.read(limit + 1)

    def configs(self, root: str) -> list[str]:
        """The names in the root that may be meant for a config. Raises OSError."""
        return sorted(name for name in os.listdir(root) if name.lower().endswith(".toml"))

    def walk(self, root: str, folder: str) -> list[str]:
        """See :func:`walk_documents`."""
        return walk_documents(root, folder)

    def top(self, root: str) -> list[str]:
        """See :func:`top_documents`."""
        return top_documents(root)

    def tracked(self, root: str, more: Sequence[str]) -> dict[str, bool] | None:
        """See :func:`doctrine_check.cli.tracked.tracked_names`."""
        from doctrine_check.cli.tracked import tracked_names

        return tracked_names(root, more)

    def document(self, root: str, name: str, digest: str) -> None:
        """A document was read, and its bytes had this digest."""


LOOK = Look()


def marked_root(start: str, look: Look = LOOK) -> str | None:
    """The nearest folder at or above ``start`` with a marker.

    Where no folder has one of ours, the nearest ``pyproject.toml`` counts.
    """
    start = os.path.abspath(start)
    for markers in (MARKERS, ("pyproject.toml",)):
        folder = start
        while True:
            if any(look.exists(os.path.join(folder, marker)) for marker in markers):
                return folder
            parent = os.path.dirname(folder)
            if parent == folder:
                break
            folder = parent
    return None


def find_root(start: str) -> str:
    """The nearest folder at or above ``start`` with a marker, else ``start`` itself."""
    return marked_root(start) or os.path.abspath(start)


def is_markdown(name: str) -> bool:
    """Whether a file is markdown by its name, as GitHub takes it."""
    return name.endswith(".md") or name.lower().endswith(ENDINGS)


def is_document(path: str) -> bool:
    """Whether a file, told from the root, is looked at without paths."""
    return is_markdown(path) and ("/" not in path or path.startswith("docs/"))


def walk_documents(root: str, folder: str) -> list[str]:
    """All markdown under ``folder``, relative to ``root``, without hidden and vendor folders."""
    found: list[str] = []
    pending = [os.path.join(root, folder)]
    seen = 0
    while pending:
        current = pending.pop()
        try:
            entries = sorted(os.scandir(current), key=lambda entry: entry.name)
        except OSError as error:
            # A folder nobody could look into may hold the faulty document.
            raise NothingToCheckError(f"cannot read {current}: {error.strerror}") from error
        for entry in entries:
            seen += 1
            if seen > MAX_FILES:
                raise UsageError(f"more than {MAX_FILES:,} files under {folder}; name fewer paths")
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and entry.name not in SKIPPED_FOLDERS:
                    pending.append(entry.path)
            elif is_markdown(entry.name):
                found.append(posix(os.path.relpath(entry.path, root)))
    return sorted(found)


def top_documents(root: str) -> list[str]:
    """All markdown directly in the root."""
    with os.scandir(root) as entries:
        return sorted(e.name for e in entries if is_markdown(e.name) and not e.is_dir())


def documents_on_disk(root: str, look: Look = LOOK) -> list[str]:
    """What is looked at without paths where git does not say what is tracked."""
    under = look.walk(root, "docs") if look.is_folder(os.path.join(root, "docs")) else []
    return sorted({*look.top(root), *under})


def default_documents(root: str) -> list[str]:
    """What is looked at without paths: tracked documents, or, where git is silent, those there."""
    from doctrine_check.cli.tracked import tracked_documents

    tracked = tracked_documents(root)
    if tracked is None:
        return documents_on_disk(root)
    # A document deleted in the work tree and not yet in the index is gone for this run.
    return [name for name in tracked if os.path.lexists(os.path.join(root, name))]


def named_documents(root: str, paths: list[str], cwd: str, look: Look = LOOK) -> list[str]:
    """The documents that paths on the command line name; a folder means all markdown in it.

    Raises NothingToCheckError for a folder without any: what was asked for is not there.
    """
    found: set[str] = set()
    for path in paths:
        absolute = os.path.abspath(os.path.join(cwd, path))
        if not path:
            raise UsageError("an empty path names nothing; leave it out to look at everything")
        if not look.exists(absolute):
            raise UsageError(f"no such file or folder: {path}")
        relative = posix(os.path.relpath(absolute, root))
        if relative.startswith("../") or relative == ".." or os.path.isabs(relative):
            raise UsageError(f"{path} is outside the root {root}; name another --root")
        if look.is_folder(absolute):
            inside = look.walk(root, relative)
            if not inside:
                raise NothingToCheckError(f"no markdown documents in {path}")
            found.update(inside)
        else:
            found.add(relative)
    return sorted(found)


def nothing_recognised(count: int, *, read: bool) -> str:
    """Why a run that looked at so many documents checked none; ``read``: it could read some."""
    if not read:
        return (
            f"none of the {count} documents could be read"
            if count > 1
            else ("the one document could not be read")
        )
    what = "a performance doctrine, a spec contract or an ADR"
    if count > 1:
        return f"none of the {count} documents looked at is {what}"
    return f"the one document looked at is not {what}"


def posix(path: str) -> str:
    """``path`` with forward slashes, as reports show it on every system."""
    return path.replace(os.sep, "/") if os.sep != "/" else path


def read_document(root: str, path: str) -> bytes | None:
    """The bytes of a document; ``None`` when it cannot be opened or leads out of the root.

    One byte more than the cap is read, so that a file over it is seen as such and not cut.
    """
    from doctrine_check.doctrine.source import MAX_BYTES

    full = os.path.join(root, path)
    if not inside_root(root, full):
        return None
    try:
        if not os.path.isfile(full):  # a pipe would wait for its writer for ever
            return None
        with open(full, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        return None


def inside_root(root: str, full: str) -> bool:
    """Whether a path, links resolved, stays inside the root."""
    real_root = os.path.realpath(root)
    return os.path.realpath(full).startswith(os.path.join(real_root, ""))


class Existing:
    """Answers whether a path relative to the root exists, and keeps what it was asked."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.asked: dict[str, bool] = {}

    def __call__(self, path: str) -> bool:
        """Whether ``path`` is a file or folder of the repository."""
        found = "\0" not in path and os.path.exists(os.path.join(self.root, path))
        self.asked[path] = found
        return found
