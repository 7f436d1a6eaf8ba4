"""Reads and writes the ratchet file."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from doctrine_check.cli.files import UsageError

if TYPE_CHECKING:
    from doctrine_check.config import Config
    from doctrine_check.findings import Report
    from doctrine_check.rules.ratchet import Ratchet


def load_ratchet(root: str, config: Config) -> Ratchet | None:
    """The ratchet of a repository, if it has one. Raises UsageError when it cannot be used."""
    path = os.path.join(root, config.ratchet)
    if not os.path.lexists(path):
        return None
    from doctrine_check.rules.ratchet import RatchetError, read_ratchet

    try:
        with open(path, encoding="utf-8") as file:
            return read_ratchet(config.ratchet, file.read())
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {config.ratchet}: {error}") from error
    except RatchetError as error:
        raise UsageError(str(error)) from error


def update(root: str, config: Config, report: Report) -> int:
    """Accept today's findings, those already accepted included; drop what no longer fires."""
    from doctrine_check.cli.lint import write_text
    from doctrine_check.findings import Severity
    from doctrine_check.rules.ratchet import fingerprints, write_ratchet

    accepted = [item.finding for item in report.waived if item.source == "ratchet"]
    findings = [f for f in (*report.findings, *accepted) if f.rule != "ratchet-stale"]
    findings = [f for f in findings if f.severity is not Severity.NOTE]
    findings.sort(key=lambda f: (f.location.path, f.location.line, f.location.column, f.rule))
    sources = {(path, line): text for path, line, text in report.sources}
    write_text(os.path.join(root, config.ratchet), write_ratchet(fingerprints(findings, sources)))
    sys.stdout.write(f"{config.ratchet}: {len(findings)} findings accepted\n")
    return 0
