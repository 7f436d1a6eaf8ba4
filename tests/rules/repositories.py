"""Puts example repositories together and lints them as the command line does.

An example is a folder. With an ``edits.toml`` it is the agreeing pair of ``_base/`` after those
edits, plus the files that the folder holds; without one it is just these files. Edits:

- ``path``, ``find``, ``replace``: replace the one place where ``find`` stands;
- ``path``, ``delete = true``: leave the document out.

``expected.toml`` lists every finding: ``rule``, ``severity``, ``path``, a ``message`` that the
finding's message holds, and where it stands: ``at`` (text of which one line of the document holds
it) or ``line``, and ``column``. ``remedy`` is the whole of it; ``related`` lists the further
places. ``because`` explains a finding of another rule than the example's own.
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from doctrine_check.cli.lint import lint, scene_of

if TYPE_CHECKING:
    from doctrine_check.findings import Finding, Report

EXAMPLES = Path(__file__).resolve().parent
BASE = EXAMPLES / "_base"
DOCTRINE = "docs/doctrine/performance.md"
CONTRACT = "docs/specs/section_10/bd-1abc_contract.md"
EDITS, EXPECTED = "edits.toml", "expected.toml"


class Expected(NamedTuple):
    """A finding that an example must give; ``message`` is a part of the finding's message."""

    rule: str
    severity: str
    path: str
    line: int
    column: int
    message: str
    remedy: str
    related: tuple[str, ...]
    because: str

    def names(self, finding: Finding) -> bool:
        """Whether this is the finding that was meant, whatever else is said of it."""
        place = finding.location
        return (
            finding.rule == self.rule
            and place.path == self.path
            and place.line == self.line
            and self.message in finding.message
        )

    def claims(self) -> tuple[str, int, str, tuple[str, ...]]:
        """What the finding must say beside its message: severity, column, remedy, and places."""
        return self.severity, self.column, self.remedy, self.related


def claims_of(finding: Finding) -> tuple[str, int, str, tuple[str, ...]]:
    """What a finding says, as :meth:`Expected.claims` has it."""
    related = tuple(f"{place.path}:{place.line}:{place.column}" for place in finding.related)
    return finding.severity.value, finding.location.column, finding.remedy, related


def lint_root(root: Path) -> Report:
    """The report of ``doctrine-check lint --root ROOT``."""
    report, _ = lint(scene_of([], str(root), None))
    return report


def assemble(example: Path, root: Path) -> None:
    """Write the repository of an example into ``root``, which must not exist yet."""
    edits = example / EDITS
    if edits.exists():
        shutil.copytree(BASE, root)
        for edit in tomllib.loads(edits.read_text(encoding="utf-8")).get("edit", []):
            _apply(edit, root)
    leave_out = shutil.ignore_patterns(EDITS, EXPECTED)
    shutil.copytree(example, root, ignore=leave_out, dirs_exist_ok=True)


def _apply(edit: dict[str, str | bool], root: Path) -> None:
    path = root / str(edit["path"])
    if edit.get("delete"):
        path.unlink()
        return
    find, replace = str(edit["find"]), str(edit["replace"])
    text = path.read_bytes().decode()
    assert text.count(find) == 1, (
        f"{edit['path']} holds {find!r} {text.count(find)} times, not once"
    )
    path.write_bytes(text.replace(find, replace).encode())


def expectations(example: Path, root: Path) -> list[Expected]:
    """The findings that ``expected.toml`` lists, their lines looked up in the repository."""
    listed = tomllib.loads((example / EXPECTED).read_text(encoding="utf-8"))["finding"]
    for row in listed:
        lacking = {"severity", "column", "remedy"} - row.keys()
        assert not lacking, f"the finding of {row['rule']} says no {', '.join(sorted(lacking))}"
    return [
        Expected(
            rule=row["rule"],
            severity=row["severity"],
            path=row["path"],
            line=row["line"] if "line" in row else line_of(root / row["path"], row["at"]),
            column=row["column"],
            message=row["message"],
            remedy=row["remedy"],
            related=tuple(row.get("related", ())),
            because=row.get("because", ""),
        )
        for row in listed
    ]


def line_of(path: Path, fragment: str) -> int:
    """The number of the one line of a file that holds ``fragment``."""
    lines = path.read_text(encoding="utf-8").split("\n")
    found = [number for number, line in enumerate(lines, 1) if fragment in line]
    assert len(found) == 1, f"{path.name} holds {fragment!r} on lines {found}, not on one"
    return found[0]
