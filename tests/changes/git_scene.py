"""Small repositories for tests, written by ``git fast-import``: one process for a commit."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

CLEAN = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "T",
    "GIT_AUTHOR_EMAIL": "t@example.org",
    "GIT_COMMITTER_NAME": "T",
    "GIT_COMMITTER_EMAIL": "t@example.org",
    "LC_ALL": "C",
}


class File(NamedTuple):
    """Bytes with a git mode; a submodule's are the id of its commit."""

    data: bytes
    mode: str = "100644"


Content = bytes | File


class Scene:
    """A repository without work tree files of its own."""

    def __init__(self, root: Path, *options: str) -> None:
        self.root = root
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("GIT_")
        } | CLEAN
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(self, *arguments: str, given: bytes = b"") -> bytes:
        """What git prints. A failure fails the test."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=self.environment,
            input=given,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, (arguments, done.stderr.decode("utf-8", "replace"))
        return done.stdout

    def commit(
        self,
        files: Mapping[str, Content],
        message: bytes = b"change",
        parents: Sequence[str] = (),
        branch: str = "work",
    ) -> str:
        """Write a commit that holds exactly these files; its object id."""
        return self.commits([(files, message)], parents, branch)[0]

    def commits(
        self,
        row: Sequence[tuple[Mapping[str, Content], bytes]],
        parents: Sequence[str] = (),
        branch: str = "work",
    ) -> list[str]:
        """Write commits, each the parent of the next."""
        out = bytearray(b"feature done\n")
        if not parents:
            out += f"reset refs/heads/{branch}\n".encode()  # or the branch's tip is the parent
        for index, (files, message) in enumerate(row, 1):
            out += f"commit refs/heads/{branch}\nmark :{index}\n".encode()
            out += f"committer T <t@example.org> {1_700_000_000 + index} +0000\n".encode()
            out += b"data %d\n%s\n" % (len(message), message)
            above = [f":{index - 1}"] if index > 1 else list(parents)
            for place, parent in enumerate(above):
                out += f"{'merge' if place else 'from'} {parent}\n".encode()
            out += b"deleteall\n"
            for path, content in files.items():
                out += _entry(path, content)
            out += b"get-mark :%d\n" % index
        done = self.git("fast-import", "--quiet", "--force", given=bytes(out) + b"done\n")
        return done.decode("ascii").split()


def _entry(path: str, content: Content) -> bytes:
    data, mode = (content.data, content.mode) if isinstance(content, File) else (content, "100644")
    name = b'"' + b"".join(b"\\%03o" % byte for byte in os.fsencode(path)) + b'"'
    if mode == "160000":
        return b"M 160000 %s %s\n" % (data, name)
    return b"M %s inline %s\ndata %d\n%s\n" % (mode.encode("ascii"), name, len(data), data)
