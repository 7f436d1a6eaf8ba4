"""Reads and writes the ratchet file."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from doctrine_check.cli.files import LOOK, Look, NothingToCheckError, UsageError

if TYPE_CHECKING:
    from doctrine_check.config import Config
    from doctrine_check.findings import Report
    from doctrine_check.rules.ratchet import Ratchet

_REMEDY = "restore it, or delete it and run `doctrine-check lint --update-ratchet`"


def load_ratchet(root: str, config: Config, look: Look = LOOK) -> Ratchet | None:
    """The ratchet of a repository, if it has one. Raises UsageError when it cannot be used."""
    path = os.path.join(root, config.ratchet)
    if not look.there(path):
        return None
    from doctrine_check.rules.ratchet import MAX_BYTES, RatchetError, read_ratchet

    try:
        if not os.path.isfile(path):
            raise UsageError(f"cannot read {config.ratchet}: expected a file; {_REMEDY}")
        text = look.read(path, MAX_BYTES).decode("utf-8-sig")
        ratchet = read_ratchet(config.ratchet, text)
    except OSError as error:
        raise UsageError(f"cannot read {config.ratchet}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"cannot read {config.ratchet}: expected UTF-8; {_REMEDY}") from error
    except RatchetError as error:
        raise UsageError(f"{error}; {_REMEDY}") from error
    documents = {entry.path for entry in ratchet.entries}
    named = [path for path in documents if "\0" not in path]
    gone = (path for path in named if not look.there(os.path.join(root, path)))
    return ratchet._replace(gone=frozenset(gone))


def update(root: str, config: Config, report: Report) -> int:
    """Accept today's findings, those already accepted included; drop what no longer fires.

    Entries of documents and rules that this run did not judge stay. Returns the exit code that is
    left for what cannot be accepted. Raises NothingToCheckError, and leaves the file alone, where
    no document could be checked.
    """
    from doctrine_check.findings import Severity, Verdict, exit_code
    from doctrine_check.report.visible import visible
    from doctrine_check.rules.conclude import judged_by
    from doctrine_check.rules.ratchet import Ratchet, acceptable, renewed, write_ratchet

    name = visible(config.ratchet)
    for path in report.unread:
        sys.stderr.write(f"doctrine-check: {visible(path)} could not be read: nothing accepted\n")
    if not report.checked.documents:
        raise NothingToCheckError(f"no document was checked, so {name} stays as it is")
    old = load_ratchet(root, config) or Ratchet(config.ratchet, ())
    findings = [*report.findings, *(w.finding for w in report.waived if w.source == "ratchet")]
    findings.sort(key=lambda f: (f.location.path, f.location.line, f.location.column, f.rule))
    sources = {(path, line): text for path, line, text in report.sources}
    accepted, kept = renewed(old, findings, sources, judged_by(report, config).covers)
    _rewrite(os.path.join(root, config.ratchet), name, write_ratchet([*accepted, *kept]))
    more = f", {len(kept)} of what was not looked at kept" if kept else ""
    what = "finding" if len(accepted) == 1 else "findings"
    sys.stdout.write(f"{name}: {len(accepted)} {what} accepted{more}\n")
    if not report.unread:
        return 0
    left = any(f.severity is Severity.ERROR and not acceptable(f) for f in report.findings)
    return exit_code(Verdict.FAIL if left else Verdict.INCONCLUSIVE)


def _rewrite(path: str, name: str, text: str) -> None:
    from doctrine_check.cli.writing import replace

    try:
        replace(path, text.encode("utf-8"))
    except OSError as error:
        raise UsageError(f"cannot write {name}: {error.strerror}") from error
