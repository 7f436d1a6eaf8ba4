"""Runs the rules: over each file by itself, then over the performance pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.compare import pair_up
from doctrine_check.doctrine.examine import examine
from doctrine_check.doctrine.model import Role
from doctrine_check.records import Record
from doctrine_check.rules.context import Context
from doctrine_check.rules.registry import DOCUMENT, PAIR, RULES, SOURCE, check_of, could_find
from doctrine_check.rules.sources import SourceFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.doctrine.waivers import Waiver
    from doctrine_check.rules.problem import Problem

MAX_MESSAGE = 2000
"""Longest message, in characters: one that quotes a huge header comes once for each row."""
PERFORMANCE_ROLES = (Role.DOCTRINE, Role.CONTRACT)


class Found(Record):
    """A problem and the rule that found it."""

    rule: str
    problem: Problem


class FileResult(Record):
    """What came of one file. Small on purpose: it may travel between processes.

    ``facts`` are kept for performance documents only, whose rules run later; ``ran`` names the
    rules that looked at this file; ``references`` are the paths whose existence was asked for.
    """

    path: str
    role: Role | None
    found: tuple[Found, ...]
    ran: frozenset[str]
    waivers: tuple[Waiver, ...]
    rows: int
    references: tuple[tuple[str, bool], ...]
    facts: DocumentFacts | None
    sources: tuple[tuple[str, int, str], ...]


class FileCheck(Record):
    """How to check single files: the enabled rules, and the ADRs that exist."""

    enabled: frozenset[str]
    adr_numbers: frozenset[int]


def check_file(
    path: str,
    data: bytes,
    exists: Callable[[str], bool],
    settings: FileCheck,
    role: Role | None = None,
) -> FileResult:
    """Examine one file and run every rule that needs nothing else.

    Rules over performance documents wait for :func:`check_performance`.
    """
    examined = examine(path, data, exists, role)
    source = SourceFacts(path, examined.problem, examined.encodings)
    found: list[Found] = []
    ran: set[str] = set()
    for spec in RULES:
        if spec.looks_at == SOURCE and spec.id in settings.enabled:
            ran.add(spec.id)
            if source.problem is not None or source.encodings:
                found += [_found(spec.id, problem) for problem in check_of(spec)(source)]
    facts = examined.facts
    if facts is None:
        return FileResult(path, None, tuple(found), frozenset(ran), (), 0, (), None, ())
    if facts.role not in PERFORMANCE_ROLES and facts.role is not Role.OTHER:
        context = Context(adr_numbers=settings.adr_numbers)
        ran |= _run_document(facts, context, settings.enabled, found)
    return FileResult(
        path,
        facts.role,
        tuple(found),
        frozenset(ran),
        examined.waivers if facts.role is not Role.OTHER else (),
        facts.rows if facts.role is not Role.OTHER else 0,
        tuple((r.resolved, r.exists) for r in facts.references if r.resolved is not None),
        facts if facts.role in PERFORMANCE_ROLES else None,
        tuple(_sources(facts, found)),
    )


def _found(rule: str, problem: Problem) -> Found:
    if len(problem.message) > MAX_MESSAGE:
        problem = problem._replace(message=problem.message[: MAX_MESSAGE - 1] + "…")
    return Found(rule, problem)


def _run_document(
    facts: DocumentFacts, context: Context, enabled: frozenset[str], found: list[Found]
) -> set[str]:
    ran: set[str] = set()
    for spec in RULES:
        if spec.looks_at != DOCUMENT or facts.role not in spec.roles or spec.id not in enabled:
            continue
        ran.add(spec.id)
        if could_find(spec, facts):
            found += [_found(spec.id, problem) for problem in check_of(spec)(facts, context)]
    return ran


class PairResult(Record):
    """What the rules over the performance documents came to."""

    found: tuple[Found, ...]
    ran: frozenset[str]
    sources: tuple[tuple[str, int, str], ...]


def check_performance(
    doctrine: DocumentFacts | None,
    contract: DocumentFacts | None,
    enabled: frozenset[str],
    *,
    budgets: bool,
    unread: bool = False,
) -> PairResult:
    """Run the rules over doctrine and contract, each and both.

    ``budgets``: their file exists. ``unread``: some document could not be read.
    """
    pair = pair_up(doctrine, contract) if doctrine is not None and contract is not None else None
    context = Context(doctrine, contract, pair, budgets=budgets, unread=unread)
    found: list[Found] = []
    ran: set[str] = set()
    for facts in (doctrine, contract):
        if facts is not None:
            ran |= _run_document(facts, context, enabled, found)
    if pair is not None:
        for spec in RULES:
            if spec.looks_at == PAIR and spec.id in enabled:
                ran.add(spec.id)
                found += [_found(spec.id, problem) for problem in check_of(spec)(pair, context)]
    sources = [
        line
        for facts in (doctrine, contract)
        if facts is not None
        for line in _sources(facts, found)
    ]
    return PairResult(tuple(found), frozenset(ran), tuple(sources))


def _sources(facts: DocumentFacts, found: Sequence[Found]) -> Iterator[tuple[str, int, str]]:
    """The source lines that findings in this document point at."""
    wanted = sorted(
        {item.problem.place.line for item in found if item.problem.place.path == facts.path}
    )
    lines = facts.document.lines
    for number in wanted:
        if number <= len(lines):
            yield facts.path, number, lines[number - 1]
