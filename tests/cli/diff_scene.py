"""What the tests of ``diff`` share: the line that it says most, and a second version of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.git_scene import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

LOOSER = "loosens   PRF-01  Target limit: < 100 ms -> < 200 ms"


def changed(root: Path, path: str, find: str, replace: str) -> str:
    """The path of a second version of a document."""
    text = (PROJECT / path).read_text(encoding="utf-8")
    assert text.count(find) == 1
    (root / "new.md").write_text(text.replace(find, replace), encoding="utf-8")
    return "new.md"
