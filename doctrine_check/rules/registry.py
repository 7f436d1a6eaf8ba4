"""Every rule there is: id, what it looks at, severity, and the invariants it guards.

The tuple is explicit; a test proves that it, the folder, the examples and the pages agree. Modules
are imported only when a rule has something to look at, because most runs need few of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.ids import EventCode
from doctrine_check.doctrine.model import Kind, Role
from doctrine_check.doctrine.wording import may_soften
from doctrine_check.findings import Severity
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import ModuleType

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.problem import Problem

SOURCE = "source"
PAIR = "pair"
WAIVER = "waiver"
RATCHET = "ratchet"
DOCUMENT = "document"

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_D = (Role.DOCTRINE,)
_C = (Role.CONTRACT,)
_P = (Role.DOCTRINE, Role.CONTRACT)
_S = (Role.DOCTRINE, Role.CONTRACT, Role.SPEC)
_R = (Role.DOCTRINE, Role.CONTRACT, Role.SPEC, Role.ADR)
_A = (Role.ADR,)
_PRINCIPLE, _LEVER, _ARTIFACT = (Kind.PRINCIPLE,), (Kind.LEVER,), (Kind.ARTIFACT,)
_EVENT, _INVARIANT = (Kind.EVENT,), (Kind.INVARIANT,)
_TITLED = (*_PRINCIPLE, *_LEVER, *_ARTIFACT)
_ANY = (*_TITLED, *_EVENT, *_INVARIANT)
_PRINCIPLES = ("INV-PRF-PRINCIPLES",)
_ARTIFACTS = ("INV-PRF-ARTIFACTS",)
_PROFILED = ("INV-PRF-PROFILED",)
_COMPAT = (*_ARTIFACTS, "INV-PRF-COMPAT")
_THREE = (*_PRINCIPLES, *_ARTIFACTS, *_PROFILED)


class RuleSpec(Record):
    """A rule. ``looks_at`` is one of the scopes above; ``roles`` narrows ``document``.

    ``about`` names the kinds of fact whose ids its findings may speak of, ``ids`` single ids of
    other kinds; ``explain`` lists it for these.
    """

    id: str
    looks_at: str
    severity: Severity
    roles: tuple[Role, ...] = ()
    invariants: tuple[str, ...] = ()
    about: tuple[Kind, ...] = ()
    ids: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """The name of its module, test folder and page."""
        return self.id.replace("-", "_")


def _document(
    name: str,
    roles: tuple[Role, ...],
    about: tuple[Kind, ...] = (),
    invariants: tuple[str, ...] = (),
) -> RuleSpec:
    return RuleSpec(name, DOCUMENT, _E, roles, invariants, about)


def _pair(
    name: str,
    about: tuple[Kind, ...],
    invariants: tuple[str, ...] = (),
    severity: Severity = _E,
) -> RuleSpec:
    return RuleSpec(name, PAIR, severity, _P, invariants, about)


RULES: tuple[RuleSpec, ...] = (
    # the file
    RuleSpec("unreadable-file", SOURCE, _E),
    RuleSpec("merge-conflict", SOURCE, _E),
    RuleSpec("double-encoding", SOURCE, _E),
    # tables and ids, in every recognised document
    _document("ragged-row", _R, _ANY),
    _document("lost-table", _S, _ANY),
    _document("lost-heading", _S, _ANY),
    _document("hidden-facts", _S, _ANY),
    _document("empty-cell", _S, _ANY),
    _document("duplicate-id", _S, _ANY),
    _document("repeated-label", _R, _ANY),
    _document("malformed-id", _S, _ANY),
    _document("lookalike-id", _S, _ANY),
    _document("wrong-family", _S, _ANY),
    _document("event-level", _S, _EVENT),
    # metadata and references
    _document("document-status", _S),
    _document("bead-mismatch", _S),
    _document("section-mismatch", _S),
    _document("missing-file", _R),
    # the performance documents, each by itself
    _document("missing-counterpart", _P),
    _document("missing-metadata", _P),
    _document("table-columns", _S, _ANY),
    _document("dangling-id", _S, _ANY),
    _document("stated-count", _S, _ANY, _PRINCIPLES + _ARTIFACTS),
    _document("unmeasurable-metric", _P, _PRINCIPLE, _PRINCIPLES),
    _document("unresolved-budget", _P, _PRINCIPLE, _PRINCIPLES),
    _document("lever-incomplete", _P, _LEVER, _PROFILED),
    _document("artifact-incomplete", _P, _ARTIFACT, _ARTIFACTS),
    _document("weak-invariant", _P, _INVARIANT),
    # the doctrine
    _document("principle-incomplete", _D, _PRINCIPLE, _PRINCIPLES),
    _document("gate-threshold", _D, _PRINCIPLE, _PRINCIPLES),
    _document("gate-statistic", _D, _PRINCIPLE + _EVENT, _PRINCIPLES),
    _document("sample-count", _D, _PRINCIPLE, _PRINCIPLES),
    _document("impact-range", _D, _LEVER, _PROFILED),
    _document("unmapped-id", _D, _PRINCIPLE + _LEVER, _PROFILED),
    _document("owner-drift", _D, _PRINCIPLE + _LEVER, _PROFILED),
    _document("profile-loop", _D, _LEVER, _PROFILED),
    _document("artifact-fields", _D, _ARTIFACT, _COMPAT),
    _document("artifact-mandate", _D, _ARTIFACT, _COMPAT),
    # the contract
    _document("required-for-phrase", _C, _ARTIFACT, _COMPAT),
    # doctrine against contract
    _pair("missing-section", _ANY, _THREE),
    _pair("one-sided-id", _ANY, _THREE),
    _pair("swapped-text", _ANY),
    _pair("title-drift", _TITLED),
    _pair("title-shortened", _TITLED, (), _N),
    _pair("threshold-drift", _PRINCIPLE, _PRINCIPLES),
    _pair("comparator-drift", _PRINCIPLE, _PRINCIPLES),
    _pair("statistic-drift", _PRINCIPLE, _PRINCIPLES),
    _pair("statistic-omitted", _PRINCIPLE, (), _N),
    _pair("percent-base", _PRINCIPLE, _PRINCIPLES),
    _pair("metric-wording", _PRINCIPLE, _PRINCIPLES, _W),
    _pair("metric-shortened", _PRINCIPLE, (), _N),
    _pair("required-for-drift", _ARTIFACT, _COMPAT),
    _pair("event-level-drift", _EVENT),
    _pair("event-wording", _EVENT),
    _pair("invariant-wording", _INVARIANT),
    _pair("metadata-drift", ()),
    _pair("contract-files", (), (), _W),
    # architecture decision records
    _document("adr-status", _A),
    _document("adr-date", _A),
    _document("adr-deciders", _A),
    _document("adr-superseded", _A),
    # living with it
    RuleSpec("waiver-invalid", WAIVER, _E),
    RuleSpec("waiver-expired", WAIVER, _W),
    RuleSpec("waiver-unused", WAIVER, _W),
    RuleSpec("ratchet-stale", RATCHET, _W),
)

_NEEDS: dict[str, Callable[[DocumentFacts], bool]] = {
    "ragged-row": lambda facts: any(
        len(row.cells) != len(table.header.cells)
        for table in facts.document.tables
        for row in table.rows
    ),
    "lost-table": lambda facts: bool(facts.hidden),
    "hidden-facts": lambda facts: bool(facts.hidden),
    "lost-heading": lambda facts: bool(facts.document.lost),
    "repeated-label": lambda facts: bool(facts.repeated),
    "duplicate-id": lambda facts: (
        bool(facts.unread) or any(d.duplicate_of is not None for d in facts.definitions)
    ),
    "wrong-family": lambda facts: (
        any(d.read.problem == "family" for d in facts.definitions)
        or any(isinstance(m.read.id, EventCode) for row in facts.mapping for m in row.concerns)
    ),
    "lookalike-id": lambda facts: not all(line.isascii() for line in facts.document.lines),
    "weak-invariant": lambda facts: any(
        i.statement is not None and may_soften(i.statement.text) for i in facts.invariants
    ),
    "missing-file": lambda facts: not all(r.exists for r in facts.references),
}
"""Rules whose answer is plain before their module is loaded: without this, nothing can be found."""

BY_ID: dict[str, RuleSpec] = {spec.id: spec for spec in RULES}


def spec_of(rule: str) -> RuleSpec:
    """The rule of an id, one about changes and evidence too. Raises KeyError."""
    spec = BY_ID.get(rule)
    if spec is None:
        from doctrine_check.rules.change_registry import CHANGE_BY_ID

        spec = CHANGE_BY_ID[rule]
    return spec


def could_find(spec: RuleSpec, facts: DocumentFacts) -> bool:
    """Whether the rule can find anything in this document; ``False`` is the same as a clean run."""
    needs = _NEEDS.get(spec.id)
    return needs is None or needs(facts)


def module_of(spec: RuleSpec) -> ModuleType:
    """The module of a rule, imported now."""
    from importlib import import_module

    return import_module(f"doctrine_check.rules.{spec.stem}")


def check_of(spec: RuleSpec) -> Callable[..., Iterable[Problem]]:
    """The check function of a rule; its parameters are those of what the rule looks at."""
    check: Callable[..., Iterable[Problem]] = module_of(spec).check
    return check
