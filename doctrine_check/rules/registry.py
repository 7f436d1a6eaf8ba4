"""Every rule there is: id, what it looks at, severity, and the invariants it guards.

The tuple is explicit; a test proves that it, the folder, the examples and the pages agree. Modules
are imported only when a rule has something to look at, because most runs need few of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.model import Role
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
_PRINCIPLES = ("INV-PRF-PRINCIPLES",)
_ARTIFACTS = ("INV-PRF-ARTIFACTS",)
_PROFILED = ("INV-PRF-PROFILED",)


class RuleSpec(Record):
    """A rule. ``looks_at`` is one of the scopes above; ``roles`` narrows ``document``."""

    id: str
    looks_at: str
    severity: Severity
    roles: tuple[Role, ...] = ()
    invariants: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """The name of its module, test folder and page."""
        return self.id.replace("-", "_")


def _document(
    name: str,
    roles: tuple[Role, ...],
    invariants: tuple[str, ...] = (),
    severity: Severity = _E,
) -> RuleSpec:
    return RuleSpec(name, DOCUMENT, severity, roles, invariants)


def _pair(name: str, invariants: tuple[str, ...] = (), severity: Severity = _E) -> RuleSpec:
    return RuleSpec(name, PAIR, severity, _P, invariants)


RULES: tuple[RuleSpec, ...] = (
    # the file
    RuleSpec("unreadable-file", SOURCE, _E),
    RuleSpec("merge-conflict", SOURCE, _E),
    RuleSpec("double-encoding", SOURCE, _E),
    # tables and ids, in every recognised document
    _document("ragged-row", _R),
    _document("lost-table", _S),
    _document("hidden-facts", _S),
    _document("empty-cell", _S),
    _document("duplicate-id", _S),
    _document("malformed-id", _S),
    _document("lookalike-id", _S),
    _document("wrong-family", _S),
    _document("event-level", _S),
    # metadata and references
    _document("document-status", _S),
    _document("bead-mismatch", _S),
    _document("section-mismatch", _S),
    _document("missing-file", _R),
    # the performance documents, each by itself
    _document("missing-counterpart", _P),
    _document("missing-metadata", _P),
    _document("table-columns", _P),
    _document("dangling-id", _P),
    _document("stated-count", _P, _PRINCIPLES + _ARTIFACTS),
    _document("unmeasurable-metric", _P, _PRINCIPLES),
    _document("unresolved-budget", _P, _PRINCIPLES),
    _document("lever-incomplete", _P, _PROFILED),
    _document("artifact-incomplete", _P, _ARTIFACTS),
    # the doctrine
    _document("principle-incomplete", _D, _PRINCIPLES),
    _document("gate-threshold", _D, _PRINCIPLES),
    _document("gate-statistic", _D, _PRINCIPLES),
    _document("sample-count", _D, _PRINCIPLES),
    _document("impact-range", _D, _PROFILED),
    _document("unmapped-id", _D, _PROFILED),
    _document("owner-drift", _D, _PROFILED),
    _document("profile-loop", _D, _PROFILED),
    _document("artifact-fields", _D, ("INV-PRF-ARTIFACTS", "INV-PRF-COMPAT")),
    _document("artifact-mandate", _D, ("INV-PRF-ARTIFACTS", "INV-PRF-COMPAT")),
    # the contract
    _document("required-for-phrase", _C, ("INV-PRF-ARTIFACTS", "INV-PRF-COMPAT")),
    # doctrine against contract
    _pair("missing-section", (*_PRINCIPLES, *_ARTIFACTS, *_PROFILED)),
    _pair("one-sided-id", (*_PRINCIPLES, *_ARTIFACTS, *_PROFILED)),
    _pair("swapped-text"),
    _pair("title-drift"),
    _pair("title-shortened", (), _N),
    _pair("threshold-drift", _PRINCIPLES),
    _pair("comparator-drift", _PRINCIPLES),
    _pair("statistic-drift", _PRINCIPLES),
    _pair("percent-base", _PRINCIPLES),
    _pair("metric-wording", _PRINCIPLES, _W),
    _pair("required-for-drift", ("INV-PRF-ARTIFACTS", "INV-PRF-COMPAT")),
    _pair("event-level-drift"),
    _pair("event-wording"),
    _pair("invariant-wording"),
    _pair("metadata-drift"),
    _pair("contract-files", (), _W),
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
    "lost-table": lambda facts: bool(facts.hidden),
    "hidden-facts": lambda facts: bool(facts.hidden),
    "duplicate-id": lambda facts: any(d.duplicate_of is not None for d in facts.definitions),
    "wrong-family": lambda facts: any(d.read.problem == "family" for d in facts.definitions),
    "lookalike-id": lambda facts: not all(line.isascii() for line in facts.document.lines),
    "missing-file": lambda facts: not all(r.exists for r in facts.references),
}
"""Rules whose answer is plain before their module is loaded: without this, nothing can be found."""

BY_ID: dict[str, RuleSpec] = {spec.id: spec for spec in RULES}


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
