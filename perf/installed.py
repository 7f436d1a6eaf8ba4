"""What the benchmarks measure: the program as users have it, installed and compiled.

An editable install, or one that may write no ``.pyc`` files, compiles every module again at each
start and is several times slower; so a temporary environment with a real install is made.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

CHECKOUT = Path(__file__).resolve().parent.parent
_WHERE = "import doctrine_check as d; print(d.__file__, d.__version__)"


class Installed(NamedTuple):
    """An environment that holds the program: its interpreter, its console script, its version."""

    python: str
    script: str
    version: str


def add_option(parser: argparse.ArgumentParser) -> None:
    """The option that names an environment to measure."""
    parser.add_argument(
        "--venv",
        metavar="DIR",
        help="measure this environment (a real install, not editable) instead of making one",
    )


@contextmanager
def installation(venv: str | None) -> Iterator[Installed]:
    """The environment to measure; one that is made here is removed at the end.

    Raises SystemExit when the environment named holds an editable or uncompiled install.
    """
    if venv is not None:
        yield _checked(Path(venv).resolve())
        return
    with tempfile.TemporaryDirectory(prefix="doctrine-check-venv-") as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [str(_bin(Path(folder)) / "python"), "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "--disable-pip-version-check", str(CHECKOUT)], check=True)
        yield _checked(Path(folder).resolve())


def clean_environment(cache: str) -> dict[str, str]:
    """The environment of a measured process: no CI, no settings of Python, a cache of its own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "CI" and not name.startswith("PYTHON")
    }
    return {**kept, "DOCTRINE_CHECK_CACHE_DIR": cache}


def _bin(venv: Path) -> Path:
    return venv / ("Scripts" if sys.platform == "win32" else "bin")


def _checked(venv: Path) -> Installed:
    python = _bin(venv) / "python"
    said = subprocess.run(
        [str(python), "-I", "-c", _WHERE], capture_output=True, text=True, check=True
    )
    file, _, version = said.stdout.strip().rpartition(" ")
    package = Path(file).parent
    if not package.is_relative_to(venv) or not list((package / "__pycache__").glob("*.pyc")):
        raise SystemExit(f"{package} is editable or not compiled; measure a real install")
    return Installed(str(python), str(_bin(venv) / "doctrine-check"), version)
