"""Runs the rules: over each file by itself, then over the performance pair."""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING

from doctrine_check.doctrine.compare import pair_up
from doctrine_check.doctrine.examine import examine
from doctrine_check.doctrine.model import Form, Kind, Role
from doctrine_check.records import Record
from doctrine_check.rules.context import Context
from doctrine_check.rules.living import NOT_READ
from doctrine_check.rules.registry import DOCUMENT, PAIR, RULES, SOURCE, check_of, could_find
from doctrine_check.rules.sources import SourceFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.doctrine.waivers import Waiver
    from doctrine_check.rules.context import Cited
    from doctrine_check.rules.problem import Problem
    from doctrine_check.rules.registry import RuleSpec

MAX_MESSAGE = 2000
"""Longest message, in characters: one that quotes a huge header comes once for each row."""
MAX_EXCERPT = 1000
"""How much, in bytes, is shown of the line that makes a file unreadable."""
PERFORMANCE_ROLES = (Role.DOCTRINE, Role.CONTRACT)
CARRIED_TOGETHER = ("INV-PRF-ARTIFACTS", "INV-PRF-COMPAT")
"""Invariants that rest on the same facts, those about artifacts."""
_CARRIED = {
    Kind.PRINCIPLE: "INV-PRF-PRINCIPLES",
    Kind.LEVER: "INV-PRF-PROFILED",
    Kind.MAPPING: "INV-PRF-PROFILED",
    Kind.ARTIFACT: CARRIED_TOGETHER[0],
}


class Found(Record):
    """A problem and the rule that found it."""

    rule: str
    problem: Problem


class FileResult(Record):
    """What came of one file. Small on purpose: it may travel between processes.

    ``facts`` are kept for performance documents only, whose rules run later; ``ran`` names the
    rules that looked at this file. Where whoever asks wants to know what was read, ``digest`` is
    that of its bytes, and ``references`` are the paths whose existence was asked for.
    """

    path: str
    role: Role | None
    found: tuple[Found, ...]
    ran: frozenset[str]
    waivers: tuple[Waiver, ...]
    rows: int
    facts: DocumentFacts | None
    sources: tuple[tuple[str, int, str], ...]
    digest: str = ""
    references: tuple[tuple[str, bool], ...] = ()


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

    Rules over performance documents wait for :func:`check_performance`. Why a file cannot be read
    is found even where its rule is not enabled: a run has to know what it did not see.
    """
    examined = examine(path, data, exists, role)
    source = SourceFacts(path, examined.problem, examined.encodings)
    found: list[Found] = []
    ran: set[str] = set()
    for spec in RULES:
        if spec.looks_at != SOURCE or not (spec.id in settings.enabled or spec.id in NOT_READ):
            continue
        ran.add(spec.id)
        if source.problem is not None or (source.encodings and spec.id not in NOT_READ):
            found += [_found(spec.id, problem) for problem in check_of(spec)(source)]
    facts = examined.facts
    if facts is None:
        lines = tuple(_unread_lines(path, data, found))
        return FileResult(path, None, tuple(found), frozenset(ran), (), 0, None, lines)
    if facts.role not in PERFORMANCE_ROLES and facts.role is not Role.OTHER:
        context = Context(adr_numbers=settings.adr_numbers)
        ran |= _run_document(facts, context, settings.enabled, found)
    return FileResult(
        path,
        facts.role,
        tuple(found),
        frozenset(ran),
        examined.waivers,
        facts.rows if facts.role is not Role.OTHER else 0,
        facts if facts.role in PERFORMANCE_ROLES else None,
        tuple(_sources(facts, found, (waiver.line for waiver in examined.waivers))),
    )


def _found(rule: str, problem: Problem) -> Found:
    if len(problem.message) > MAX_MESSAGE:
        problem = problem._replace(message=problem.message[: MAX_MESSAGE - 1] + "…")
    return Found(rule, problem)


def _run_document(
    facts: DocumentFacts, context: Context, enabled: frozenset[str], found: list[Found]
) -> set[str]:
    ran: set[str] = set()
    carried = _Carried(facts)
    for spec in RULES:
        if spec.looks_at != DOCUMENT or facts.role not in spec.roles or spec.id not in enabled:
            continue
        ran.add(spec.id)
        if could_find(spec, facts):
            problems = check_of(spec)(facts, context)
            found += [_found(spec.id, carried.by(spec, problem)) for problem in problems]
    return ran


class _Carried:
    """Which invariant rests on the facts that a problem of the performance documents speaks of."""

    def __init__(self, *documents: DocumentFacts) -> None:
        self.documents = {d.path: d for d in documents if d.role in PERFORMANCE_ROLES}
        self.kinds: dict[str, _Kinds] = {}

    def by(self, spec: RuleSpec, problem: Problem) -> Problem:
        """The problem with that invariant, where neither it nor its rule names one."""
        facts = self.documents.get(problem.place.path)
        if facts is None or spec.invariants or problem.invariant is not None:
            return problem
        from doctrine_check.doctrine.columns import KIND_OF_TYPE
        from doctrine_check.doctrine.ids import InvariantId, read_id

        read = read_id(problem.subject or "")
        if read is None:
            if facts.path not in self.kinds:
                self.kinds[facts.path] = _Kinds(facts)
            kind = self.kinds[facts.path].at(problem.place.line)
        elif isinstance(read.id, InvariantId):
            return problem._replace(invariant=str(read.id))
        else:
            kind = KIND_OF_TYPE[type(read.id)]
        return problem._replace(invariant=None if kind is None else _CARRIED.get(kind))


class _Kinds:
    """What the tables of a document, and the sections of single facts, hold, by line."""

    def __init__(self, facts: DocumentFacts) -> None:
        self.sections = facts.document.sections
        self.of_section = {d.section: d.kind for d in facts.definitions if d.form is Form.HEADING}
        spans = ((facts.document.tables[t.number], t.kind) for t in facts.tables)
        self.tables = sorted(
            ((table.line, table.end_line, kind) for table, kind in spans), key=itemgetter(0)
        )

    def at(self, line: int) -> Kind | None:
        """The kind of the facts around a line."""
        position = bisect_right(self.tables, line, key=itemgetter(0))
        if position:
            _, end, kind = self.tables[position - 1]
            if line <= end:
                return kind
        index = bisect_right(self.sections, line, lo=1, key=lambda section: section.line) - 1
        while index > 0 and index not in self.of_section:
            index = self.sections[index].parent
        return self.of_section.get(index)


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
    cited: tuple[Cited, ...] = (),
) -> PairResult:
    """Run the rules over doctrine and contract, each and both.

    ``budgets``: their file states one. ``unread``: some document could not be read. ``cited``: ids
    that the config names.
    """
    pair = pair_up(doctrine, contract) if doctrine is not None and contract is not None else None
    context = Context(doctrine, contract, pair, budgets=budgets, unread=unread, cited=cited)
    found: list[Found] = []
    ran: set[str] = set()
    for facts in (doctrine, contract):
        if facts is not None:
            ran |= _run_document(facts, context, enabled, found)
    if pair is not None:
        carried = _Carried(pair.doctrine, pair.contract)
        for spec in RULES:
            if spec.looks_at == PAIR and spec.id in enabled:
                ran.add(spec.id)
                problems = check_of(spec)(pair, context)
                found += [_found(spec.id, carried.by(spec, problem)) for problem in problems]
    sources = [
        line
        for facts in (doctrine, contract)
        if facts is not None
        for line in _sources(facts, found)
    ]
    return PairResult(tuple(found), frozenset(ran), tuple(sources))


def _sources(
    facts: DocumentFacts, found: Sequence[Found], more: Iterable[int] = ()
) -> Iterator[tuple[str, int, str]]:
    """The source lines that findings in this document point at, and ``more`` of them."""
    wanted = {item.problem.place.line for item in found if item.problem.place.path == facts.path}
    lines = facts.document.lines
    for number in sorted(wanted.union(more)):
        if number <= len(lines):
            yield facts.path, number, lines[number - 1]


def _unread_lines(path: str, data: bytes, found: Sequence[Found]) -> Iterator[tuple[str, int, str]]:
    """The line for which a file cannot be read, as far as it can be shown."""
    for item in found:
        number = item.problem.place.line
        line = data.split(b"\n", number)[number - 1][:MAX_EXCERPT].rstrip(b"\r")
        yield path, number, line.decode("utf-8", "backslashreplace").removeprefix("\ufeff")
