"""The installed command as a process: what it leaves behind although it leaves at once."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = [sys.executable, "-m", "doctrine_check"]


def test_everything_written_arrives_in_a_pipe_and_a_file(tmp_path: Path) -> None:
    piped = subprocess.run([*COMMAND, "rules"], capture_output=True, check=False)
    with open(tmp_path / "rules.txt", "wb") as file:
        filed = subprocess.run([*COMMAND, "rules"], stdout=file, check=False)
    assert (piped.returncode, filed.returncode) == (0, 0)
    assert piped.stdout == (tmp_path / "rules.txt").read_bytes()
    assert piped.stdout.endswith(b"\n")
    assert piped.stdout.count(b"\n") > 50


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
@pytest.mark.parametrize("command", [["rules"], ["--help"], ["completion", "bash"]])
def test_a_full_disk_is_no_pass(command: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, *command], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 3
    assert b"could not be written" in done.stderr
    assert b"Traceback" not in done.stderr
