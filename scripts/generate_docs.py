"""Writes what documents take from the program: the page of all rules, the report in the README.

``--check`` writes nothing and fails when a generated document is out of date.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from doctrine_check.rules.change_registry import EVERY_RULE
from doctrine_check.rules.pages import page, title

ROOT = Path(__file__).resolve().parent.parent
RULES_PAGE = ROOT / "docs" / "rules.md"
README = ROOT / "README.md"
REPORTED = ("lint", "--root", "examples/faulty_repository")


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
    for spec in EVERY_RULE:
        guards = ", ".join(spec.invariants) or "—"
        lines.append(
            f"| [{spec.id}](#{spec.id}) | {spec.severity.value} | {guards} | {title(spec)} |"
        )
    for spec in EVERY_RULE:
        body = page(spec).replace("\n## ", "\n#### ")
        lines += ["", f"## {spec.id}", "", body]
    return "\n".join(lines) + "\n"


def readme() -> str:
    """The README with the whole report of the command that it shows."""
    text = README.read_text(encoding="utf-8")
    shown = f"```text\n$ doctrine-check {' '.join(REPORTED)}\n"
    before, _, rest = text.partition(shown)
    _, fence, after = rest.partition("\n```\n")
    if not fence:
        raise ValueError(f"README.md does not show the command: {shown!r}")
    command = [sys.executable, "-m", "doctrine_check", *REPORTED, "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 1:
        raise ValueError(f"the example repository has no faults any more: {done.stderr}")
    return before + shown + done.stdout.rstrip("\n") + fence + after


def main(arguments: list[str]) -> int:
    """Write, or with ``--check`` compare."""
    stale = 0
    for target, wanted in ((RULES_PAGE, rules_page()), (README, readme())):
        if target.is_file() and target.read_text(encoding="utf-8") == wanted:
            continue
        stale += 1
        if arguments == ["--check"]:
            sys.stderr.write(f"{target.relative_to(ROOT)} is out of date: run `make docs`\n")
        else:
            target.write_text(wanted, encoding="utf-8", newline="\n")
    return 1 if stale and arguments == ["--check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
