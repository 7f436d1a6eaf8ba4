"""Judges documents in memory as ``lint`` does, on any day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.cli.pair import Judged, choose, gathered, jobs_for
from doctrine_check.config import Config
from doctrine_check.doctrine.adr import adr_number
from doctrine_check.rules.conclude import conclude, enabled_rules
from doctrine_check.rules.engine import FileCheck, check_file, check_performance
from tests.rules.repositories import BASE, CONTRACT, DOCTRINE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from doctrine_check.findings import Report
    from doctrine_check.rules.ratchet import Ratchet

TODAY = "2026-06-15"
LEVEL = "| PRF-003 | error | p99 budget exceeded for a subsystem |"
DRIFTED = "| PRF-003 | info | p99 budget exceeded for a subsystem |"
"""The row of the contract after an edit that gives one finding of ``event-level-drift``."""


def pair() -> dict[str, str]:
    """The agreeing doctrine and contract."""
    return {path: (BASE / path).read_text(encoding="utf-8") for path in (DOCTRINE, CONTRACT)}


def edited(documents: Mapping[str, str], path: str, find: str, replace: str) -> dict[str, str]:
    """The documents with the one place where ``find`` stands in ``path`` replaced."""
    text = documents[path]
    assert text.count(find) == 1, f"{path} holds {find!r} {text.count(find)} times, not once"
    return {**documents, path: text.replace(find, replace)}


def judge(
    documents: Mapping[str, str | bytes],
    config: Config | None = None,
    *,
    today: str = TODAY,
    strict: bool = False,
    ratchet: Ratchet | None = None,
    exists: Callable[[str], bool] = lambda _: True,
) -> Report:
    """The report of these documents; what they refer to is there unless ``exists`` says no."""
    config = Config() if config is None else config
    enabled = enabled_rules(config)
    numbers = frozenset(n for n in map(adr_number, documents) if n is not None)
    settings = FileCheck(enabled, numbers)
    results = []
    for job in jobs_for(sorted(documents), config):
        text = documents[job.path]
        data = text if isinstance(text, bytes) else text.encode()
        results.append(check_file(job.path, data, exists, settings, job.role))
    chosen, _ = choose(results, config)
    performance = check_performance(
        chosen.doctrine,
        chosen.contract,
        enabled,
        budgets=False,
        unread=any(result.role is None for result in results),
    )
    done = gathered("documents", tuple(documents), results, Judged(chosen.doctrine, performance))
    return conclude(done, config, today, strict=strict, ratchet=ratchet)


def rules_of(report: Report) -> list[str]:
    """The rules of the findings that stand, sorted."""
    return sorted(finding.rule for finding in report.findings)


def waived_rules(report: Report) -> list[str]:
    """The rules of the findings that were set aside, sorted."""
    return sorted(item.finding.rule for item in report.waived)
