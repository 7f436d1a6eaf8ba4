"""The objects of a repository, past everything that would change how git shows them.

What git prints depends on settings (``diff.noprefix``, ``core.quotePath``), on attributes in the
work tree, in ``info/attributes`` and in the user's home (``*.rs -diff`` hides lines), on replaced
objects and grafts, and a partial clone fetches what it lacks. None of that may decide what is seen
of a change. So git gets a directory of our own, with no settings, attributes, references, work tree
or remotes, which borrows nothing but the objects, and the line where a shallow clone ends.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections import deque
from typing import TYPE_CHECKING, Self

from doctrine_check.changes.git import (
    MAX_OUTPUT,
    Done,
    Git,
    GitError,
    Watch,
    environment,
    run,
    started,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType

BIG_FILE = 100 * 1024 * 1024
"""git takes a larger file for binary, whatever it holds."""
MAX_FILE_BYTES = 32 * 1024 * 1024
_CHUNK = 1024 * 1024
_AHEAD = 200
"""Most blobs that git is asked for ahead: their names fit into a pipe that git does not read."""
_CONFIG = """\
[core]
	repositoryFormatVersion = 1
	bare = true
	attributesFile = {nothing}
	bigFileThreshold = {big}
[extensions]
	objectFormat = {format}
"""


class Objects:
    """Reads the objects of a repository. A context manager: it holds a folder and a process."""

    def __init__(self, git: Git) -> None:
        """Find the objects of the repository. Raises GitError where there is none."""
        asked = ["rev-parse", "--is-shallow-repository", "--show-object-format", "--git-common-dir"]
        shallow, form, common = git.need(asked).removesuffix(b"\n").split(b"\n", 2)
        self.git = git
        self.shallow = shallow == b"true"
        """Whether the history is cut off somewhere."""
        self._process: subprocess.Popen[bytes] | None = None
        self._watch: Watch | None = None
        self._expected: deque[str] = deque()
        self._asked: deque[str] = deque()
        """What git was asked for, in the order of its answers, and nobody has read yet."""
        folder = os.path.join(git.root, os.fsdecode(common))
        self._folder = _furnished(folder, form.decode("ascii"), shallow=self.shallow)
        self._environment = environment(os.environ) | {
            "GIT_DIR": self._folder.name,
            "GIT_OBJECT_DIRECTORY": os.path.abspath(os.path.join(folder, "objects")),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_ATTR_NOSYSTEM": "1",
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process and remove the folder."""
        self._stop()
        self._folder.cleanup()

    def ask(self, arguments: Sequence[str], given: bytes = b"", limit: int = MAX_OUTPUT) -> Done:
        """Run a command that looks at objects alone. Raises GitError when it cannot run."""
        return run(["git", *arguments], self._environment, given, limit)

    def need(self, arguments: Sequence[str], given: bytes = b"") -> bytes:
        """What such a command printed, all of it. Raises GitError when it failed."""
        return whole(arguments[0], self.ask(arguments, given))

    def sizes(self, names: Iterable[str]) -> dict[str, int]:
        """The sizes in bytes of those objects that are there. Raises GitError."""
        asked = sorted(set(names))
        if not asked:
            return {}
        lines = self.need(["cat-file", "--batch-check"], "\n".join(asked).encode("ascii") + b"\n")
        rows = [line.split(" ") for line in lines.decode("ascii", "replace").splitlines()]
        return {row[0]: int(row[2]) for row in rows if len(row) == 3}

    def expect(self, names: Iterable[str]) -> None:
        """These blobs are read next, in this order: git is asked for some of them ahead."""
        self._expected = deque(name for name in names if _is_name(name))

    def read(self, name: str, limit: int = MAX_FILE_BYTES) -> bytes | None:
        """The bytes of a blob; ``None`` where it is missing, broken, or larger than ``limit``.

        One process answers all questions. Raises GitError where git does not answer at all.
        """
        if not _is_name(name):
            return None
        if self._asked and self._asked[0] != name:
            self._stop()  # what was expected is not wanted after all
        process, watch = self._process, self._watch
        if process is None or watch is None:
            process, watch = self._start()
        with watch:
            try:
                self._ask(process, name)
                return _answer(process, limit)
            except (BrokenPipeError, EOFError):
                self._stop()  # git ends at a broken object; the next question gets a new process
        return None

    def _ask(self, process: subprocess.Popen[bytes], name: str) -> None:
        """Have the answer to this name stand next. Raises EOFError, BrokenPipeError."""
        asked, expected = self._asked, self._expected
        if asked:
            asked.popleft()
            return
        if expected and expected[0] == name:
            expected.popleft()
            asked.extend(expected.popleft() for _ in range(min(len(expected), _AHEAD)))
        source = process.stdin
        if source is None:
            raise EOFError
        source.write("".join(f"{each}\n" for each in (name, *asked)).encode("ascii"))
        source.flush()

    def _start(self) -> tuple[subprocess.Popen[bytes], Watch]:
        command = ["git", "cat-file", "--batch"]
        process = started(command, self._environment, subprocess.PIPE, subprocess.DEVNULL)
        watch = Watch(process)
        self._process, self._watch = process, watch
        return process, watch

    def _stop(self) -> None:
        process, self._process = self._process, None
        watch, self._watch = self._watch, None
        self._asked.clear()
        if watch is not None:
            watch.end()
        if process is not None:
            process.kill()
            process.communicate()


def _furnished(common: str, form: str, *, shallow: bool) -> tempfile.TemporaryDirectory[str]:
    """A folder of our own that git takes for a repository. Raises GitError."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="doctrine-check-git-")
    except OSError as error:
        raise GitError(f"no folder for git's work can be made: {error}") from error
    try:
        _furnish(folder.name, common, form, shallow=shallow)
    except OSError as error:
        folder.cleanup()
        raise GitError(f"the folder for git's work cannot be filled: {error}") from error
    return folder


def _furnish(folder: str, common: str, form: str, *, shallow: bool) -> None:
    """Make of a folder what git takes for a repository without work tree."""
    os.mkdir(os.path.join(folder, "refs"))
    config = _CONFIG.format(nothing=os.devnull, big=BIG_FILE, format=form)
    files = {"HEAD": b"ref: refs/heads/none\n", "config": config.encode("ascii")}
    if shallow:
        with open(os.path.join(common, "shallow"), "rb") as file:
            files["shallow"] = file.read()
    for name, data in files.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)


def _is_name(name: str) -> bool:
    return name.isalnum() and name.isascii()


def _answer(process: subprocess.Popen[bytes], limit: int) -> bytes | None:
    """The next answer of ``cat-file --batch``. Raises EOFError when it has ended."""
    answers = process.stdout
    if answers is None:
        raise EOFError
    head = answers.readline()
    if not head.endswith(b"\n"):
        raise EOFError
    words = head.split()
    if len(words) != 3:  # "<name> missing"
        return None
    size = int(words[2])
    kept = words[1] == b"blob" and size <= limit
    chunks: list[bytes] = []
    rest = size + 1  # a newline follows
    while rest:
        chunk = answers.read(min(rest, _CHUNK))
        if not chunk:
            raise EOFError
        rest -= len(chunk)
        if kept:
            chunks.append(chunk)
    return b"".join(chunks)[:size] if kept else None
