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
_ABOUT_ARTIFACTS = (Kind.ARTIFACT,)
_ABOUT_LEVERS = (Kind.LEVER,)


def _change(name: str, severity: Severity = _E, invariants: tuple[str, ...] = ()) -> RuleSpec:
    return RuleSpec(name, CHANGE, severity, (), invariants)


def _evidence(
    name: str,
    severity: Severity = _E,
    invariants: tuple[str, ...] = _ARTIFACTS,
    about: tuple[Kind, ...] = _ABOUT_ARTIFACTS,
) -> RuleSpec:
    return RuleSpec(name, EVIDENCE, severity, (), invariants, about)


CHANGE_RULES: tuple[RuleSpec, ...] = (
    # what the change is
    _change("change-incomplete"),
    _change("hot-path-map-missing"),
    _change("undeclared-suspect", _W),
    _change("contradicted-declaration"),
    _change("malformed-trailer"),
    _change("declared-none", _N),
    _change("weakened-law"),
    # what it owes
    _change("unknown-obligation", _E, _ARTIFACTS),
    _evidence("missing-artifact"),
    _evidence("refused-excuse", _E, _COMPAT),
    _evidence("incomplete-loop", _E, _PROFILED, _ABOUT_LEVERS),
    # whether its evidence is evidence of it
    _evidence("unreadable-evidence"),
    _evidence("unbound-evidence"),
    _evidence("replayed-evidence"),
    # whether what it says is true
    _evidence("evidence-budget", _E, _PRINCIPLES),
    _evidence("evidence-claim"),
    _evidence("evidence-command"),
    _evidence("evidence-conformance", _E, _COMPAT),
    _evidence("evidence-coverage", _E, _COMPAT),
    _evidence("evidence-environment"),
    _evidence("evidence-hotspots", _E, _PROFILED),
    _evidence("evidence-improvement"),
    _evidence("evidence-justification"),
    _evidence("evidence-lever-ratio", _E, _PROFILED),
    _evidence("evidence-lever-surplus", _N, _PROFILED),
    _evidence("evidence-oracle", _E, _COMPAT),
    _evidence("evidence-overhead", _E, _PRINCIPLES),
    _evidence("evidence-percentile-order"),
    _evidence("evidence-percentiles"),
    _evidence("evidence-profile-elsewhere", _W, _PROFILED),
    _evidence("evidence-profile-empty", _E, _PROFILED),
    _evidence("evidence-profile-unrelated", _E, _PROFILED),
    _evidence("evidence-sample-count"),
    _evidence("evidence-series"),
    _evidence("evidence-tail", _N),
    _evidence("evidence-throughput"),
    _evidence("evidence-time"),
    _evidence("evidence-unchanged"),
    _evidence("evidence-units"),
)

CHANGE_BY_ID: dict[str, RuleSpec] = {spec.id: spec for spec in CHANGE_RULES}
EVERY_RULE: tuple[RuleSpec, ...] = (*RULES, *CHANGE_RULES)
