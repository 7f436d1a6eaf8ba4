"""The ids that the hot-path map names must be those of a principle or a lever that is defined."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doctrine_check.findings import Verdict
from tests.rules.repositories import CONTRACT, DOCTRINE, EXAMPLES, assemble, lint_root

if TYPE_CHECKING:
    from pathlib import Path

    from doctrine_check.findings import Finding


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "repository"
    assemble(EXAMPLES / "duplicate_id/good", made)
    return made


def found(root: Path, text: str, name: str = "doctrine-check.toml") -> list[Finding]:
    (root / name).write_text(text, encoding="utf-8")
    report = lint_root(root)
    assert (report.verdict is Verdict.PASS) is (not report.findings)
    assert all(finding.rule == "dangling-id" for finding in report.findings)
    lines = {(path, line): source for path, line, source in report.sources}
    for finding in report.findings:
        place = finding.location
        assert lines[place.path, place.line] == text.split("\n")[place.line - 1]
    return list(report.findings)


def places(root: Path, text: str, name: str = "doctrine-check.toml") -> list[tuple[str, int, int]]:
    each = (finding.location for finding in found(root, text, name))
    return [(place.path, place.line, place.column) for place in each]


def test_ids_that_are_defined_raise_nothing(root: Path) -> None:
    text = '[[hot_paths]]\nglob = "src/**"\nprinciples = ["PRF-01"]\nlevers = ["LEV-01"]\n'
    assert found(root, text) == []


@pytest.mark.parametrize(
    ("key", "written", "message"),
    [
        ("principles", "PRF-99", "expected a principle that is defined, found PRF-99"),
        ("levers", "LEV-99", "expected a lever that is defined, found LEV-99"),
        ("levers", "PRF-01", "expected a lever that is defined, found PRF-01"),
        ("principles", "LEV-01", "expected a principle that is defined, found LEV-01"),
        ("principles", "PRF-001", "expected a principle that is defined, found PRF-001"),
        ("levers", "LEV-1", "expected a lever that is defined, found LEV-1"),
        ("levers", "batching", "expected a lever that is defined, found batching"),
    ],
)
def test_one_that_is_not_is_found_where_it_stands(
    root: Path, key: str, written: str, message: str
) -> None:
    text = f'# "{written}"\n[[hot_paths]]\nglob = "{written}"\n{key} = ["{written}"]\n'
    (finding,) = found(root, text)
    assert message in finding.message
    assert (finding.location.line, finding.location.column) == (4, len(key) + 6)
    assert ("LEV-01" if key == "levers" else "PRF-01") in finding.remedy


def test_the_same_text_under_another_key_is_not_taken_for_it(root: Path) -> None:
    text = (
        '[[hot_paths]]\nglob = "a"\nprinciples = ["PRF-01"]\nlevers = [\n  "LEV-01",\n'
        '  "PRF-01",\n]\n'
    )
    assert places(root, text) == [("doctrine-check.toml", 6, 4)]


def test_the_config_may_stand_in_pyproject(root: Path) -> None:
    text = "[[tool.doctrine_check.hot_paths]]\nglob = 'a'\nlevers = ['LEV-99']\n"
    assert places(root, text, "pyproject.toml") == [("pyproject.toml", 3, 12)]


def test_what_is_spelled_with_escapes_is_found_at_the_top(root: Path) -> None:
    text = '[[hot_paths]]\nglob = "a"\nlevers = ["LEV\\u002d99"]\n'
    assert places(root, text) == [("doctrine-check.toml", 1, 1)]


def test_a_lever_that_leaves_the_documents_leaves_the_map_behind(root: Path) -> None:
    """Without a doctrine nothing is known."""
    text = '[[hot_paths]]\nglob = "a"\nlevers = ["LEV-01"]\n'
    (root / "doctrine-check.toml").write_text(text, encoding="utf-8")
    for path in (root / DOCTRINE, root / CONTRACT):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("LEV-01", "LEV-07"), encoding="utf-8")
    of_config = [f for f in lint_root(root).findings if f.location.path == "doctrine-check.toml"]
    assert [(f.rule, f.subject) for f in of_config] == [("dangling-id", "LEV-01")]
    (root / DOCTRINE).unlink()
    assert all(f.location.path != "doctrine-check.toml" for f in lint_root(root).findings)
