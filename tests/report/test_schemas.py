from __future__ import annotations

import hashlib
import json
import runpy
from typing import TYPE_CHECKING

import pytest

from doctrine_check import schemas

if TYPE_CHECKING:
    from pathlib import Path


def test_every_named_schema_is_there() -> None:
    own = (schemas.REPORT, schemas.REVIEW_FACTS, *schemas.EVIDENCE)
    assert schemas.schema_names() == tuple(sorted((*own, schemas.JUNIT, schemas.SARIF)))
    for name in schemas.schema_names():
        assert schemas.read_schema(name)


def test_a_name_is_no_path() -> None:
    for name in ("../pyproject.toml", "vendor/../report-v1.schema.json", "nothing.json"):
        with pytest.raises(LookupError, match="no schema"):
            schemas.read_schema(name)


def test_the_installed_copy_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    monkeypatch.setattr(schemas, "_FOLDERS", (str(first), str(second)))
    with pytest.raises(FileNotFoundError, match="published schemas"):
        schemas.schema_folder()
    for folder in (second, first):
        folder.mkdir()
        (folder / schemas.REPORT).write_text(json.dumps(folder.name), encoding="utf-8")
        assert schemas.schema_folder() == str(folder)


def test_vendored_files_are_what_the_script_pins(project_root: Path) -> None:
    script = runpy.run_path(str(project_root / "scripts" / "refresh_vendored_schemas.py"))
    vendor = project_root / "schemas" / "vendor"
    notes = (vendor / "README.md").read_text(encoding="utf-8")
    pinned = {pin.file for pin in script["PINS"]}
    assert pinned == {path.name for path in vendor.iterdir()} - {"README.md"}
    for pin in script["PINS"]:
        content = (vendor / pin.file).read_bytes()
        assert hashlib.sha256(content).hexdigest() == pin.sha256
        for fact in (pin.file, pin.package, pin.version):
            assert f"{fact}" in notes
    with pytest.raises(script["RefreshError"], match="pinned is"):
        script["demand"]("x", b"changed", script["PINS"][0].sha256)


def test_the_script_checks_without_a_network(
    project_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = runpy.run_path(str(project_root / "scripts" / "refresh_vendored_schemas.py"))
    assert script["main"](["--check"]) == 0
    assert "sarif-2.1.0.json" in capsys.readouterr().out
