"""Notes what a run of ``lint`` asks and reads, and keeps a clean pass under these conditions.

Each condition is the answer that the run itself was given; a digest is that of the very bytes that
were checked. Whatever else stood in a file before or stands there afterwards makes a miss.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from doctrine_check.cli import cache
from doctrine_check.cli.files import LOOK, Look, is_document
from doctrine_check.cli.tracked import below_top, git_index
from doctrine_check.findings import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.cli.lint import Scene
    from doctrine_check.cli.options import Options
    from doctrine_check.findings import Report
    from doctrine_check.rules.engine import FileResult


class Noting(Look):
    """Looks as any :class:`Look`, and notes the answers. Lives for one run.

    Two answers to one question cannot both have been judged by: then nothing is kept.
    """

    notes = True

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], str] = {}
        self.links: set[str] = set()
        self.compared: set[str] = set()
        self.steady = True

    def note(self, kind: str, value: str, path: str) -> None:
        """An answer; an empty one is of what could not be read."""
        if not value or self.rows.setdefault((kind, path), value) != value:
            self.steady = False

    def exists(self, path: str) -> bool:
        """Whether a path leads to something."""
        return self._asked("exists", path, answer=super().exists(path))

    def there(self, path: str) -> bool:
        """Whether something stands here, be it a link that leads nowhere."""
        return self._asked("there", path, answer=super().there(path))

    def is_file(self, path: str) -> bool:
        """Whether a path leads to a file."""
        return self._asked("is_file", path, answer=super().is_file(path))

    def is_folder(self, path: str) -> bool:
        """Whether a path leads to a folder."""
        return self._asked("is_folder", path, answer=super().is_folder(path))

    def inside(self, root: str, path: str) -> bool:
        """Whether a path, links resolved, stays inside the root."""
        return self._asked("inside", f"{root}\t{path}", answer=super().inside(root, path))

    def is_link(self, path: str) -> bool:
        """Whether a symbolic link stands here; noted with what is read there."""
        answer = super().is_link(path)
        if answer:
            self.links.add(path)
        return answer

    def real(self, path: str) -> str:
        """The path with its links followed."""
        answer = super().real(path)
        self.note("real", answer, path)
        return answer

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file. Raises OSError."""
        data = super().read(path, limit)
        self.note("file", cache.digest(data), path)
        self.compared.add(path)
        return data

    def configs(self, root: str) -> list[str]:
        """The names in the root that may be meant for a config. Raises OSError."""
        answer = super().configs(root)
        self.note("configs", cache.listing_digest(answer), root)
        return answer

    def walk(self, root: str, folder: str) -> list[str]:
        """All markdown under a folder."""
        answer = super().walk(root, folder)
        self.note("walk", cache.listing_digest(answer), f"{root}\t{folder}")
        return answer

    def top(self, root: str) -> list[str]:
        """All markdown directly in the root."""
        answer = super().top(root)
        self.note("top", cache.listing_digest(answer), root)
        return answer

    def tracked(self, root: str, more: Sequence[str]) -> dict[str, bool] | None:
        """What git tracks; the index that is noted must say what git said."""
        index = git_index(root)
        stamp = _stamp(index)
        data = b"" if index is None else cache.index_bytes(index)
        answer = super().tracked(root, more)
        above = below_top(root) or ""
        names = [above + name for name in more]
        value = ""
        if data is not None and not any("\t" in name for name in (root, *names)):
            said = _said(above, data, more)
            # Where only the bytes of an index can be compared, they must not have moved.
            if not data or answer is None:
                still = not data and answer is None
            else:
                still = stamp == _stamp(index) if said is None else _agree(root, said, answer)
            value = cache.index_value(root, data, names) if still else ""
        self.note("tracked", value, "\t".join((root, *names)))
        return answer

    def document(self, root: str, name: str, digest: str) -> None:
        """A document was read, and its bytes had this digest."""
        full = os.path.join(root, name)
        self.note("link" if full in self.links else "document", digest, f"{root}\t{name}")
        self.compared.add(full)

    def conditions(self) -> list[cache.Condition]:
        """All answers; that a file is there is left out where its bytes are compared."""
        return [
            (kind, value, path)
            for (kind, path), value in self.rows.items()
            if not (kind in ("there", "is_file") and value == "1" and path in self.compared)
        ]

    def _asked(self, kind: str, path: str, *, answer: bool) -> bool:
        self.note(kind, str(int(answer)), path)
        return answer


def _stamp(index: str | None) -> tuple[int, ...]:
    """Which file it is, and when it was last written."""
    try:
        found = None if index is None else os.stat(index)
    except OSError:
        return ()
    return () if found is None else (found.st_ino, found.st_mtime_ns, found.st_ctime_ns)


def _said(above: str, data: bytes, more: Sequence[str]) -> dict[str, bool] | None:
    """What these bytes of an index say is tracked, ``None`` where they do not tell.

    Its names begin with ``above`` where they are of the root.
    """
    from doctrine_check.cli.git_index import entries_of_index

    entries = entries_of_index(data)
    if entries is None:
        return None
    below = {name[len(above) :]: out for name, out in entries.items() if name.startswith(above)}
    return {name: out for name, out in below.items() if is_document(name) or name in more}


def _agree(root: str, said: dict[str, bool], answer: dict[str, bool]) -> bool:
    """Whether git said the same. What is here is looked at, left out or not."""
    away = [name for name in said if not os.path.lexists(os.path.join(root, name))]
    return said.keys() == answer.keys() and not any(said[name] for name in away)


def look_for(options: Options) -> Look:
    """How a run looks: it notes what it may keep."""
    return Noting() if cache.usable(options.arguments) and not options.output else LOOK


def keep(
    look: Look,
    scene: Scene,
    options: Options,
    outcome: tuple[Report, list[FileResult]],
    text: str,
) -> None:
    """Put a clean pass into the cache."""
    report, results = outcome
    if not isinstance(look, Noting) or report.verdict is not Verdict.PASS or report.findings:
        return
    for result in results:
        for path, exists in result.references:
            look.note("exists", str(int(exists)), os.path.join(scene.root, path))
        for waiver in result.waivers:
            if waiver.until and waiver.problem is None:
                look.note("before", "1", waiver.until)
    places = {os.path.join(scene.root, name) for name in scene.documents}
    parser = getattr(sys.modules.get("markdown_it"), "__file__", None)
    if parser is not None:  # another version of it may read otherwise
        look.note("file", cache.file_digest(parser) or "", parser)
    if look.steady and places <= look.compared | look.links:
        cache.store(options.arguments, look.conditions(), text)
