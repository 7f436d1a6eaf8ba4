"""Checks many files, on every core where that pays, with progress where somebody watches."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from doctrine_check.cli.files import Existing, read_document
from doctrine_check.findings import Location
from doctrine_check.records import Record
from doctrine_check.rules.engine import FileCheck, FileResult, Found, check_file
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doctrine_check.doctrine.model import Role

WORTH_A_POOL = 2 * 1024 * 1024
"""Total size in bytes from which starting worker processes pays."""
CHUNK = 8


class Job(Record):
    """One file to check, with the role that the config gives it."""

    path: str
    role: Role | None


class Plan(Record):
    """What every worker needs to know. ``digests``: results tell which bytes were read."""

    root: str
    settings: FileCheck
    digests: bool = False


def check_files(plan: Plan, jobs: Sequence[Job], *, progress: bool) -> list[FileResult]:
    """Check all files, in order. ``progress``: a person is watching standard error."""
    size = sum(_size(plan.root, job.path) for job in jobs)
    workers = min(os.cpu_count() or 1, len(jobs))
    if size < WORTH_A_POOL or workers < 2:
        return [check_one(plan, job) for job in jobs]
    from concurrent.futures import ProcessPoolExecutor
    from functools import partial

    with ProcessPoolExecutor(workers) as pool:
        results = pool.map(partial(check_one, plan), jobs, chunksize=CHUNK)
        return list(_watched(results, len(jobs)) if progress else results)


def check_one(plan: Plan, job: Job) -> FileResult:
    """Check one file; one that cannot be opened is a finding."""
    data = read_document(plan.root, job.path)
    if data is not None:
        existing = Existing(plan.root)
        result = check_file(job.path, data, existing, plan.settings, job.role)
        if not plan.digests:
            return result
        from doctrine_check.cli.cache import digest

        return result._replace(digest=digest(data), references=tuple(existing.asked.items()))
    rule = "unreadable-file"  # found even where it is switched off: a run must know its gaps
    problem = Problem(
        Location(job.path, 1),
        "expected a readable file inside the root, found one that cannot be opened, or a link "
        "that leads out",
        "correct its permissions, or remove the link",
    )
    found = (Found(rule, problem),)
    return FileResult(job.path, None, found, frozenset({rule}), (), 0, None, ())


def _size(root: str, path: str) -> int:
    try:
        return os.stat(os.path.join(root, path)).st_size
    except OSError:
        return 0


def _watched(results: Iterator[FileResult], total: int) -> Iterator[FileResult]:
    from rich.console import Console
    from rich.progress import track

    console = Console(file=sys.stderr)
    yield from track(results, "checking", total=total, console=console, transient=True)
