"""A folder with documents that need repairs, and the command line in front of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from doctrine_check.cli import main
from doctrine_check.cli.lint import lint, scene_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SPEC = "docs/spec.md"
HEAD = "# Widgets\n\n- **INV-WID-ONE**: each widget has one owner\n\n"
TABLE = "| ID | Statement | Notes |\n|----|-----------|-------|\n"
BAD_ROWS, GOOD_ROWS = (
    f"{TABLE}{rows}"
    for rows in (
        "|INV-WID-TWO|a|b|\n| INV-WID-TRI | c |\n",
        "| INV-WID-TWO | a | b |\n| INV-WID-TRI | c |  |\n",
    )
)
BROKEN = f"{HEAD}It is 5 Âµs â€” doesnâ€™t matter.\n\n{BAD_ROWS}"
RIGHT = f"{HEAD}It is 5 µs — doesn’t matter.\n\n{GOOD_ROWS}"


class Repository(NamedTuple):
    """A folder with documents, and the command line in front of it."""

    root: Path
    capture: pytest.CaptureFixture[str]

    def write(self, text: str | bytes, path: str = SPEC) -> Path:
        """Put a document, or a config, into the folder."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def lint(self, *options: str) -> tuple[int, str, str]:
        """Exit code, standard output and standard error of ``lint``."""
        code = main(["lint", "--no-cache", "--root", str(self.root), *options])
        shown = self.capture.readouterr()
        return code, shown.out, shown.err

    def findings(self) -> list[tuple[str, int]]:
        """Rule and line of each finding."""
        report, _ = lint(scene_of([], str(self.root), None))
        return [(each.rule, each.location.line) for each in report.findings]
