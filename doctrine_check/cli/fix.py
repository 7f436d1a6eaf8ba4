"""Makes, or shows, the safe repairs of ``lint --fix`` and ``lint --diff``."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from doctrine_check.cli.files import (
    NothingToCheckError,
    inside_root,
    nothing_recognised,
    posix,
    read_document,
)
from doctrine_check.cli.pair import jobs_for
from doctrine_check.doctrine.examine import examine
from doctrine_check.doctrine.model import Role
from doctrine_check.doctrine.repair import repair
from doctrine_check.findings import Location
from doctrine_check.records import Record
from doctrine_check.report.visible import visible
from doctrine_check.rules.conclude import Run, conclude, enabled_rules
from doctrine_check.rules.engine import Found
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doctrine_check.cli.lint import Scene
    from doctrine_check.cli.pool import Job
    from doctrine_check.config import Config
    from doctrine_check.doctrine.repair import Repair
    from doctrine_check.doctrine.waivers import Waiver


class _Looked(Record):
    """A document: where it really lies, its bytes now and with all repairs.

    ``role`` is ``None`` where it cannot be read, and has nothing to repair.
    """

    path: str
    real: str
    role: Role | None
    data: bytes
    repaired: bytes


def fix_documents(scene: Scene) -> int:
    """Repair every document that needs it; returns how many could not be repaired."""
    failed = 0
    for looked in _looked_at(scene):
        if looked.repaired == looked.data:
            continue
        problem = _rewrite(looked.real, looked.repaired)
        if problem is None:
            sys.stderr.write(f"repaired {visible(looked.path)}\n")
        else:
            failed += 1
            sys.stderr.write(f"doctrine-check: cannot repair {visible(looked.path)}: {problem}\n")
    return failed


def show_repairs(scene: Scene) -> int:
    """Print the repairs as a patch; exit code 1 when there are any, else 0.

    Raises NothingToCheckError when there are none, and a document could not be read or no document
    was one that is checked.
    """
    from doctrine_check.cli.patch import patch

    changed = recognised = 0
    unread: list[str] = []
    root = os.path.realpath(scene.root)
    terminal = sys.stdout.isatty()
    for looked in _looked_at(scene):
        recognised += looked.role not in (None, Role.OTHER)
        if looked.role is None:
            unread.append(looked.path)
        if looked.repaired == looked.data:
            continue
        changed += 1
        name = posix(os.path.relpath(looked.real, root))
        text = patch(name, looked.data.decode("utf-8"), looked.repaired.decode("utf-8"))
        if terminal:
            text = "".join(visible(line) + "\n" for line in text.removesuffix("\n").split("\n"))
        sys.stdout.write(text)
    if not (changed or recognised):
        count = len(scene.documents)
        raise NothingToCheckError(nothing_recognised(count, read=len(unread) < count))
    if unread and not changed:
        raise NothingToCheckError(f"{unread[0]} cannot be read; `doctrine-check lint` says why")
    return int(changed > 0)


def _looked_at(scene: Scene) -> Iterator[_Looked]:
    """Every document, once, with what the rules in force would change in it."""
    jobs = jobs_for(scene.documents, scene.config, scene.root)
    for job in jobs:
        full = os.path.join(scene.root, job.path)
        real = os.path.realpath(full)
        data = read_document(scene.root, job.path)
        if data is None:
            _say_why_not(scene.root, job.path, full)
            yield _Looked(job.path, real, None, b"", b"")
        else:
            yield _look(job, real, data, scene.config)


def _say_why_not(root: str, path: str, full: str) -> None:
    outside = os.path.islink(full) and not inside_root(root, full)
    why = "it is a link that leads out of the root" if outside else "it cannot be read"
    sys.stderr.write(f"doctrine-check: left {visible(path)} alone: {why}\n")


def _look(job: Job, real: str, data: bytes, config: Config) -> _Looked:
    facts = examine(job.path, data, lambda _: True, job.role).facts

    def wanted(repairs: Sequence[Repair], waivers: Sequence[Waiver]) -> list[Repair]:
        return _reported(job.path, repairs, waivers, config)

    repaired = repair(job.path, data, job.role, wanted)
    return _Looked(job.path, real, facts.role if facts is not None else None, data, repaired)


def _reported(
    path: str, repairs: Sequence[Repair], waivers: Sequence[Waiver], config: Config
) -> list[Repair]:
    """The repairs of what a report would list: rule in force, here too, and nothing waived.

    What the ratchet lets pass is repaired: its entries are there to become fewer.
    """
    enabled = enabled_rules(config)
    asked = [each for each in repairs if each.rule in enabled]
    found = tuple(
        Found(each.rule, Problem(Location(path, each.line, each.column), "a repair", "make it"))
        for each in asked
    )
    run = Run("", (path,), found, frozenset(), tuple(waivers), (), rows=0, files=1, doctrine=None)
    report = conclude(run, config, time.strftime("%Y-%m-%d"))
    left = {(each.rule, each.location.line, each.location.column) for each in report.findings}
    return [each for each in asked if (each.rule, each.line, each.column) in left]


def _rewrite(path: str, data: bytes) -> str | None:
    """Write the repaired document, or say what is wrong."""
    from doctrine_check.cli.writing import READ_ONLY, replace

    try:
        replace(path, data)
    except OSError as error:
        kept = "" if error.strerror == READ_ONLY else "; nothing of it was written"
        return f"{error.strerror}{kept}"
    return None
