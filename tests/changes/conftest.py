"""What tests of changes share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.changes.git_scene import Scene

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def scene(tmp_path: Path, require_tool: Callable[[str], str]) -> Scene:
    """An empty repository."""
    require_tool("git")
    return Scene(tmp_path / "repository")


@pytest.fixture(scope="session")
def shared_scene(
    tmp_path_factory: pytest.TempPathFactory, require_tool: Callable[[str], str]
) -> Scene:
    """A repository for property tests: each example adds commits of its own."""
    require_tool("git")
    return Scene(tmp_path_factory.mktemp("shared") / "repository")
