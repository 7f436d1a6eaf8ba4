"""Writes the generated documents: the page of all rules, and the config for editors to diff.

``--check`` writes nothing and fails when a generated document is out of date.
"""

from __future__ import annotations

import sys
from pathlib import Path

from doctrine_check.rules.pages import page, title
from doctrine_check.rules.registry import RULES

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "rules.md"


def rules_page() -> str:
    """All rules: a table, then the page of each, its headings two levels down."""
    lines = [
        "# Rules",
        "",
        "Generated from the rules' docstrings by `make docs`; edit those.",
        "",
        "| Rule | Severity | Guards | Finds |",
        "|------|----------|--------|-------|",
    ]
    for spec in RULES:
        guards = ", ".join(spec.invariants) or "—"
        lines.append(
            f"| [{spec.id}](#{spec.id}) | {spec.severity.value} | {guards} | {title(spec)} |"
        )
    for spec in RULES:
        body = page(spec).replace("\n## ", "\n#### ")
        lines += ["", f"## {spec.id}", "", body]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write, or with ``--check`` compare."""
    wanted = rules_page()
    if arguments != ["--check"]:
        TARGET.write_text(wanted, encoding="utf-8", newline="\n")
        return 0
    if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == wanted:
        return 0
    sys.stderr.write(f"{TARGET.relative_to(ROOT)} is out of date: run `make docs`\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
