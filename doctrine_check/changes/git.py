"""git, asked without a shell, without the surroundings of a hook, and without network."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TIMEOUT = 120
"""Longest that git may take over one question, in seconds."""
MAX_OUTPUT = 256 * 1024 * 1024
"""Most bytes that git may print in answer to one question."""
_MAX_ERRORS = 64 * 1024
_CHUNK = 1024 * 1024
_PATROL = 0.5
"""Seconds after which somebody looks again whether an answer is late."""
_KEPT = frozenset({
    "GIT_CEILING_DIRECTORIES", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH",
})  # fmt: skip
"""What decides whether git finds itself and the repository. Everything else of git's own in the
environment (``GIT_DIR`` and ``GIT_INDEX_FILE`` in a hook, ``GIT_CONFIG_COUNT``, ``GIT_TRACE``)
would make it answer for another repository, or otherwise."""
_QUIET = {
    "LC_ALL": "C",
    "LANGUAGE": "C",
    "GIT_ALLOW_PROTOCOL": "none",  # offline by construction: no remote is ever asked
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
}


class GitError(Exception):
    """git is not there, took too long, printed too much, or refused; the message says which."""


class Done(Record):
    """What a git command printed and how it ended. ``cut``: it printed more than was asked for."""

    status: int
    output: bytes
    errors: bytes
    cut: bool = False

    @property
    def reason(self) -> str:
        """The first thing that git complained of, past the hints that it gives unasked."""
        lines = self.errors.decode("utf-8", "replace").strip().splitlines()
        told = (line for line in lines if line.strip() and not line.startswith("hint:"))
        return next(told, f"git ended with {self.status}")


class Git(Record):
    """git in one repository, with the settings of that repository and of its user."""

    root: str

    def ask(self, arguments: Sequence[str], given: bytes = b"", limit: int = MAX_OUTPUT) -> Done:
        """Run a command. Raises GitError when it cannot be run to its own end."""
        command = ["git", "-c", "core.fsmonitor=false", "-C", self.root, *arguments]
        return run(command, environment(os.environ), given, limit)

    def need(self, arguments: Sequence[str], given: bytes = b"") -> bytes:
        """What the command printed, all of it. Raises GitError when it failed."""
        return whole(arguments[0], self.ask(arguments, given))


def environment(outer: Mapping[str, str]) -> dict[str, str]:
    """The environment that git runs in: what is its own in ``outer`` is left out."""
    kept = {
        name: value
        for name, value in outer.items()
        if not name.upper().startswith("GIT_") or name in _KEPT
    }
    return kept | _QUIET


def whole(name: str, done: Done) -> bytes:
    """The whole output of a command that succeeded. Raises GitError for any other."""
    if done.cut:
        raise GitError(f"git {name} printed more than {len(done.output):,} bytes")
    if done.status != 0:
        raise GitError(f"git {name}: {done.reason}")
    return done.output


def run(command: Sequence[str], settings: Mapping[str, str], given: bytes, limit: int) -> Done:
    """Run git, and stop it when it prints more than ``limit`` bytes. Raises GitError."""
    try:
        # Files and not pipes: git never waits for us to read the one or to write the other.
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as errors:
            source.write(given)
            source.seek(0)
            with started(command, settings, source, errors) as process, watched(process):
                output, cut = _read(process.stdout, limit)
                if cut:
                    process.kill()
                status = process.wait()
            errors.seek(0)
            return Done(status, output, errors.read(_MAX_ERRORS), cut)
    except OSError as error:
        raise GitError(f"git cannot be asked: {error}") from error


def started(
    command: Sequence[str],
    settings: Mapping[str, str],
    source: IO[bytes] | int,
    errors: IO[bytes] | int,
) -> subprocess.Popen[bytes]:
    """A git process whose output is a pipe. Raises GitError when git is not there."""
    try:
        return subprocess.Popen(
            command, stdin=source, stdout=subprocess.PIPE, stderr=errors, env=dict(settings)
        )
    except FileNotFoundError as error:
        raise GitError("git is not installed") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in an argument
        raise GitError(f"git cannot be started: {error}") from error


@contextmanager
def watched(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Kill the process when what is done meanwhile takes too long. Raises GitError then."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    watch = threading.Timer(TIMEOUT, stop)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
    if late.is_set():
        raise GitError(f"git took longer than {TIMEOUT} seconds")


class Watch:
    """Kills a process that takes too long over a question; one thread for all its questions."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._due: float | None = None
        self._late = False
        self._over = threading.Event()
        threading.Thread(target=self._patrol, daemon=True).start()

    def __enter__(self) -> None:
        self._due = time.monotonic() + TIMEOUT

    def __exit__(self, *_: object) -> None:
        """Raises GitError where the process had to be killed."""
        self._due = None
        if self._late:
            raise GitError(f"git took longer than {TIMEOUT} seconds")

    def end(self) -> None:
        """There are no more questions."""
        self._over.set()

    def _patrol(self) -> None:
        while not self._over.wait(min(TIMEOUT, _PATROL)):
            due = self._due
            if due is not None and time.monotonic() > due:
                self._late = True
                self._process.kill()
                return


def _read(pipe: IO[bytes] | None, limit: int) -> tuple[bytes, bool]:
    """At most ``limit`` bytes, and whether there were more."""
    chunks: list[bytes] = []
    room = limit + 1
    while pipe is not None and room > 0 and (chunk := pipe.read(min(room, _CHUNK))):
        chunks.append(chunk)
        room -= len(chunk)
    data = b"".join(chunks)
    return data[:limit], len(data) > limit
