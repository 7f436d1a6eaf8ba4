"""Hypothesis profiles and what every test may ask for."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable

# No deadlines: a loaded machine must not turn a right answer into a failure.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("soak", deadline=None, max_examples=5_000, print_blob=True)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "default")
)


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The checkout that these tests belong to."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def require_tool() -> Callable[[str], str]:
    """Give the path of an outside program, looked for beside the interpreter, then on PATH.

    A missing program skips the test, or fails it where ``REQUIRE_TOOLS=1`` promises that all are
    there. Tests that use it carry the marker ``needs_tool``.
    """

    def find(name: str) -> str:
        beside = str(Path(sys.executable).parent)
        path = shutil.which(name, path=beside) or shutil.which(name)
        if path is None:
            if os.environ.get("REQUIRE_TOOLS") == "1":
                pytest.fail(f"{name} is not installed, and REQUIRE_TOOLS=1 demands it")
            pytest.skip(f"{name} is not installed")
        return path

    return find
