"""Fixtures of the command line's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.cache_scene import make_repo

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.cache_scene import Repo


@pytest.fixture
def repo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Repo:
    """A repository with a clean pair, a cache of its own, and the command line in it."""
    return make_repo(tmp_path, monkeypatch, capsys)
