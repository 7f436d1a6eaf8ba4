from __future__ import annotations

import os
from typing import TYPE_CHECKING

from doctrine_check.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_folder_nobody_can_look_into_is_no_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "a.md").write_text("# T\n\n- **INV-ABC-ONE**: holds\n", encoding="utf-8")
    scandir = os.scandir

    def locked(path: str) -> object:
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)
    assert main(["lint", "--no-cache", "--root", str(tmp_path), str(tmp_path)]) == 3
    assert "cannot read" in capsys.readouterr().err
