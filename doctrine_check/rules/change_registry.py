"""The rules about changes and their evidence, beside those about documents in ``registry``.

A registry of its own: the pre-commit path, which judges documents alone, does not pay for it.
"""

from __future__ import annotations

from doctrine_check.doctrine.model import Kind
from doctrine_check.findings import Severity
from doctrine_check.rules.registry import RULES, RuleSpec

CHANGE = "change"
EVIDENCE = "evidence"

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_ARTIFACTS = ("INV-PRF-ARTIFACTS",)
_PROFILED = ("INV-PRF-PROFILED",)
_COMPAT = ("INV-PRF-COMPAT",)
_PRINCIPLES = ("INV-PRF-PRINCIPLES",)
_NUMBERS = ("ART-01", "ART-03", "ART-05")
"""The artifacts that state figures."""
_BASELINE, _PROFILE, _COMPARISON = ("ART-01", "ART-03"), ("ART-02",), ("ART-03",)
_PROOF, _TAIL = ("ART-04",), ("ART-05",)


def _change(
    name: str,
    severity: Severity = _E,
    invariants: tuple[str, ...] = (),
    about: tuple[Kind, ...] = (),
) -> RuleSpec:
    return RuleSpec(name, CHANGE, severity, (), invariants, about)


def _evidence(
    name: str,
    severity: Severity = _E,
    invariants: tuple[str, ...] = _ARTIFACTS,
    ids: tuple[str, ...] = (),
) -> RuleSpec:
    """A rule about some artifacts, or about all of them and the records of levers."""
    about = () if ids else (Kind.ARTIFACT, Kind.LEVER)
    return RuleSpec(name, EVIDENCE, severity, (), invariants, about, ids)


def _levers(name: str, severity: Severity = _E, ids: tuple[str, ...] = ()) -> RuleSpec:
    return RuleSpec(name, EVIDENCE, severity, (), _PROFILED, (Kind.LEVER,), ids)


def _limits(name: str) -> RuleSpec:
    return RuleSpec(name, EVIDENCE, _E, (), _PRINCIPLES, (Kind.PRINCIPLE,))


CHANGE_RULES: tuple[RuleSpec, ...] = (
    # what the change is: as long as nobody can say, nobody can say whether it owes artifacts
    _change("change-incomplete", _E, _ARTIFACTS),
    _change("hot-path-map-missing", _E, _ARTIFACTS),
    _change("undeclared-suspect", _W, _ARTIFACTS),
    _change("contradicted-declaration", _E, _ARTIFACTS),
    _change("malformed-trailer"),
    _change("declared-none", _N),
    _change("weakened-law", about=tuple(Kind)),
    _change("changed-law", _N, about=tuple(Kind)),
    # what it owes
    _change("unknown-obligation", _E, _ARTIFACTS, (Kind.ARTIFACT,)),
    _evidence("missing-artifact"),
    _evidence("refused-excuse", _E, _COMPAT, ("ART-04", "ART-05")),
    _levers("incomplete-loop"),
    # whether its evidence is evidence of it
    _evidence("unreadable-evidence"),
    _evidence("unbound-evidence"),
    _evidence("replayed-evidence"),
    # whether what it says is true
    _limits("evidence-budget"),
    _evidence("evidence-claim", ids=_COMPARISON),
    _evidence("evidence-command", ids=(*_BASELINE, *_PROFILE)),
    _evidence("evidence-conformance", _E, _COMPAT, _PROOF),
    _evidence("evidence-coverage", _E, _COMPAT, _PROOF),
    _evidence("evidence-environment"),
    _evidence("evidence-hotspots", _E, _PROFILED, _PROFILE),
    _evidence("evidence-improvement", ids=_BASELINE),
    _evidence("evidence-justification", ids=_BASELINE),
    _levers("evidence-lever-ratio", ids=_COMPARISON),
    _levers("evidence-lever-surplus", _N, _COMPARISON),
    _evidence("evidence-oracle", _E, _COMPAT, _PROOF),
    _evidence("evidence-overhead", _E, _PRINCIPLES, _TAIL),
    _evidence("evidence-percentile-order", ids=_NUMBERS),
    _evidence("evidence-percentiles", ids=_NUMBERS),
    _evidence("evidence-profile-elsewhere", _W, _PROFILED, _PROFILE),
    _evidence("evidence-profile-empty", _E, _PROFILED, _PROFILE),
    _evidence("evidence-profile-unrelated", _E, _PROFILED, _PROFILE),
    _evidence("evidence-sample-count", ids=_NUMBERS),
    _evidence("evidence-series", ids=_NUMBERS),
    _evidence("evidence-tail", _N, ids=_NUMBERS),
    _evidence("evidence-throughput", ids=_BASELINE),
    _evidence("evidence-time"),
    _evidence("evidence-unchanged"),
    _evidence("evidence-units", ids=_NUMBERS),
)

OF_ABSENCE = frozenset({"missing-artifact", "incomplete-loop"})
"""The rules about evidence that have something to look at where there is none."""

CHANGE_BY_ID: dict[str, RuleSpec] = {spec.id: spec for spec in CHANGE_RULES}
EVERY_RULE: tuple[RuleSpec, ...] = (*RULES, *CHANGE_RULES)
