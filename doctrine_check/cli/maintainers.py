"""What ``scripts/check_performance_doctrine.py`` does: the check as maintainers' tooling reads it.

Exit code 0 when everything passed, 1 for anything else; "could not check" is never 0.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from doctrine_check.cli.files import NothingToCheckError, UsageError
from doctrine_check.findings import Outcome, Verdict
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.cli.selftest import Break
    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.findings import Report


class Check(Record):
    """One line of the envelope."""

    name: str
    passed: bool
    detail: str


class Envelope(Record):
    """What other tooling reads."""

    bead_id: str
    title: str
    section: str
    checks: tuple[Check, ...]

    @property
    def failed(self) -> int:
        """How many checks failed."""
        return sum(not check.passed for check in self.checks)

    @property
    def passed(self) -> bool:
        """Whether there were checks and all of them passed."""
        return bool(self.checks) and not self.failed


def main(arguments: Sequence[str]) -> int:
    """Run the script."""
    import argparse

    parser = argparse.ArgumentParser(
        prog="check_performance_doctrine.py",
        description="Check the performance doctrine and its spec contract.",
    )
    parser.add_argument("--json", action="store_true", help="print the envelope as JSON")
    parser.add_argument("--root", metavar="DIR", default=".", help="root of the repository")
    parser.add_argument(
        "--self-test", action="store_true", help="break a copy of the documents, catch each break"
    )
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:  # argparse has said what was wrong, or has shown help
        return 1 if stop.code else 0
    root = os.path.abspath(options.root)
    try:
        envelope = self_test(root) if options.self_test else check(root)
    except (UsageError, NothingToCheckError) as error:
        envelope = Envelope("", "", "", (Check("documents", passed=False, detail=str(error)),))
    written = _write(as_json(envelope) if options.json else as_text(envelope))
    return 0 if envelope.passed and written else 1


def _write(text: str) -> bool:
    """Write to standard output; whether that worked. Nobody who reads is no pass."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            sys.stderr.write(f"the result could not be written: {error}\n")
        return False
    return True


def check(root: str) -> Envelope:
    """Lint the repository; one check for each rule that looked, each invariant, and the verdict."""
    from doctrine_check.cli.lint import lint, require_tracked, scene_of

    if not os.path.isdir(root):
        raise UsageError(f"no such folder: {root}")
    scene = scene_of([], root, None)
    require_tracked(scene)
    report, results = lint(scene)
    contract = next(
        (r.facts for r in results if r.facts and r.role and _is_contract(r.facts)), None
    )
    doctrine = next((r.facts for r in results if r.facts and not _is_contract(r.facts)), None)
    return Envelope(*_head(doctrine, contract), _checks(report))


def _is_contract(facts: DocumentFacts) -> bool:
    from doctrine_check.doctrine.model import Role

    return facts.role is Role.CONTRACT


def _head(doctrine: DocumentFacts | None, contract: DocumentFacts | None) -> tuple[str, str, str]:
    """Bead, title and section, from the contract or else the doctrine."""
    from doctrine_check.doctrine.roles import bead_of_title
    from doctrine_check.rules.section_mismatch import section_number

    facts = contract or doctrine
    if facts is None:
        return "", "", ""
    title = facts.title.text if facts.title else ""
    bead = bead_of_title(title)
    if bead:
        title = title[len(bead) :].lstrip(" :–—")
    elif (entry := facts.meta("bead")) is not None:
        bead = entry.value.text
    section = facts.meta("section")
    return bead or "", title, (section_number(section.value.text) or "") if section else ""


def _checks(report: Report) -> tuple[Check, ...]:
    checks = [
        Check(
            "documents",
            passed=report.checked.documents > 0,
            detail=", ".join(report.documents) or "none recognised",
        )
    ]
    for rule in report.rules:
        if rule.outcome is Outcome.NOT_APPLICABLE:
            continue
        places = [
            f"{finding.location.place}: {finding.message}"
            for finding in report.findings
            if finding.rule == rule.rule
        ]
        worst = any(f.rule == rule.rule and f.severity.value == "error" for f in report.findings)
        checks.append(
            Check(rule.rule, passed=not worst, detail="; ".join(places) or rule.outcome.value)
        )
    checks += [
        Check(
            invariant.invariant,
            passed=invariant.outcome is not Outcome.FAIL,
            detail=f"{invariant.outcome.value} ({', '.join(invariant.rules)})",
        )
        for invariant in report.invariants
    ]
    passed = report.verdict is Verdict.PASS
    checks.append(Check("verdict", passed=passed, detail=report.verdict.value))
    return tuple(checks)


def self_test(root: str) -> Envelope:
    """Break copies of the documents on purpose; a check passes when its break was caught."""
    from doctrine_check.cli.selftest import breaks_of

    envelope = check(root)
    if not envelope.passed:
        detail = "the documents must pass before they are broken on purpose"
        return envelope._replace(
            checks=(*envelope.checks, Check("self-test", passed=False, detail=detail))
        )
    tried: list[Break] = list(breaks_of(root))
    checks = tuple(Check(f"break: {b.name}", passed=b.caught, detail=b.detail) for b in tried)
    return envelope._replace(checks=checks)


def as_json(envelope: Envelope) -> str:
    """The envelope, with its keys in the order that readers expect."""
    import json

    return (
        json.dumps(
            {
                "bead_id": envelope.bead_id,
                "title": envelope.title,
                "section": envelope.section,
                "verdict": "PASS" if envelope.passed else "FAIL",
                "total": len(envelope.checks),
                "passed": len(envelope.checks) - envelope.failed,
                "failed": envelope.failed,
                "checks": [
                    {"name": c.name, "pass": c.passed, "detail": c.detail} for c in envelope.checks
                ],
            },
            indent=2,
            ensure_ascii=True,
        )
        + "\n"
    )


def as_text(envelope: Envelope) -> str:
    """One line a check, the failed ones with their detail, and the verdict."""
    from doctrine_check.report.visible import visible

    lines = [
        f"PASS  {check.name}" if check.passed else f"FAIL  {check.name}: {visible(check.detail)}"
        for check in envelope.checks
    ]
    total = len(envelope.checks)
    verdict = "PASS" if envelope.passed else "FAIL"
    lines.append(f"{verdict}: {total - envelope.failed} of {total} checks passed")
    return "\n".join(lines) + "\n"
