"""What users get when they install the package."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and the wheel built from that archive."""
    folder = tmp_path_factory.mktemp("built")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)],
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.mark.needs_tool
@pytest.mark.slow
def test_the_wheel_holds_the_package_the_schemas_and_the_licence(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (entry_points,) = (name for name in names if name.endswith("/entry_points.txt"))
        scripts = archive.read(entry_points).decode()
    schemas = {path.name for path in (ROOT / "schemas").glob("*.json")}
    assert schemas
    assert {f"doctrine_check/_schemas/{name}" for name in schemas} <= names
    assert {"doctrine_check/__init__.py", "doctrine_check/py.typed"} <= names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert "doctrine-check = doctrine_check.cli:script" in scripts
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"doctrine_check"}


@pytest.mark.needs_tool
@pytest.mark.slow
def test_the_source_archive_holds_what_the_tests_need(built: Path) -> None:
    (archive_path,) = built.glob("*.tar.gz")
    with tarfile.open(archive_path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "Makefile", "pyproject.toml", ".pre-commit-hooks.yaml"} <= names
    assert {"tests/conftest.py", "scripts/lowest_bounds.py"} <= names
    assert not any(name.startswith((".venv", "build/", "dist/")) for name in names)
