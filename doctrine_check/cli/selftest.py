"""The self-test: break the performance documents of a repository in memory, catch each break."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from doctrine_check.cli.budgets_file import budgets_stated
from doctrine_check.cli.files import Existing, NothingToCheckError, UsageError, read_document
from doctrine_check.cli.lint import scene_of
from doctrine_check.cli.pair import choose, jobs_for
from doctrine_check.doctrine.adr import adr_number
from doctrine_check.doctrine.breaks import breaks
from doctrine_check.records import Record
from doctrine_check.rules.conclude import enabled_rules
from doctrine_check.rules.engine import FileCheck, FileResult, Found, check_file, check_performance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from doctrine_check.config import Config
    from doctrine_check.doctrine.breaks_sheet import Edit
    from doctrine_check.doctrine.model import DocumentFacts, Role

_PLACE = r"(?i)(?:(?<=\.md:)|(?<=\.markdown:))\d+(?::\d+)?|\blines? \d+(?: to \d+)?"


class Break(Record):
    """One edit that was tried: its name, whether a new finding came of it, and which."""

    name: str
    caught: bool
    detail: str


class Mark(Record):
    """What makes two findings the same one, wherever its lines have moved to."""

    rule: str
    path: str
    message: str


def mark(found: Found) -> Mark:
    """The mark of a finding: rule, path, and message without line numbers."""
    problem = found.problem
    return Mark(found.rule, problem.place.path, re.sub(_PLACE, "", problem.message))


def news(before: Sequence[Found], after: Sequence[Found]) -> list[Found]:
    """The findings of ``after`` that ``before`` does not have, or has fewer times."""
    left = Counter(map(mark, before))
    new: list[Found] = []
    for found in after:
        key = mark(found)
        left[key] -= 1
        if left[key] < 0:
            new.append(found)
    return new


class Subject(Record):
    """The pair of a repository, ready to be judged again with one document changed."""

    root: str
    config: Config
    settings: FileCheck
    roles: dict[str, Role | None]
    doctrine: DocumentFacts
    contract: DocumentFacts
    results: dict[str, FileResult]

    def judge(self, edit: Edit | None = None) -> tuple[Found, ...]:
        """Every finding of the pair, with one edit made. Raises UsageError as ``lint`` does."""
        results = dict(self.results)
        if edit is not None:
            results[edit.path] = check_file(
                edit.path, edit.data, Existing(self.root), self.settings, self.roles[edit.path]
            )
        chosen, _ = choose(tuple(results.values()), self.config)
        budgets = budgets_stated(self.root, self.config.budgets, chosen.doctrine, chosen.contract)
        unread = any(result.role is None for result in results.values())
        pair = check_performance(
            chosen.doctrine,
            chosen.contract,
            self.settings.enabled,
            budgets=budgets,
            unread=unread,
        )
        return (*(item for r in results.values() for item in r.found), *pair.found)


def subject_of(root: str) -> Subject:
    """Read the pair of a repository. Raises UsageError, or NothingToCheckError without a pair."""
    scene = scene_of([], root, None)
    numbers = frozenset(n for n in map(adr_number, scene.documents) if n is not None)
    settings = FileCheck(enabled_rules(scene.config), numbers)
    roles: dict[str, Role | None] = {}
    results: dict[str, FileResult] = {}
    for job in jobs_for(scene.documents, scene.config, scene.root):
        data = read_document(scene.root, job.path)
        if data is not None:
            roles[job.path] = job.role
            results[job.path] = check_file(job.path, data, Existing(scene.root), settings, job.role)
    chosen, _ = choose(tuple(results.values()), scene.config)
    if chosen.doctrine is None or chosen.contract is None:
        raise NothingToCheckError("the self-test needs a performance doctrine and its contract")
    pair = (chosen.doctrine.path, chosen.contract.path)
    return Subject(
        scene.root,
        scene.config,
        settings,
        roles,
        chosen.doctrine,
        chosen.contract,
        {path: results[path] for path in pair},
    )


def breaks_of(root: str) -> Iterator[Break]:
    """Make every harmful edit of the repository's pair and say whether it was caught.

    Nothing is written. Raises UsageError, or NothingToCheckError without a pair.
    """
    subject = subject_of(root)
    before = subject.judge()
    for edit in breaks(subject.doctrine, subject.contract):
        try:
            found = subject.judge(edit)
        except UsageError as error:
            yield Break(edit.name, caught=True, detail=str(error))
            continue
        new = news(before, found)
        detail = "; ".join(f"{i.problem.place.place}: {i.rule}" for i in new) or "no new finding"
        yield Break(edit.name, bool(new), detail)
