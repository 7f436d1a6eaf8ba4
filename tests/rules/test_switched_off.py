"""Rules that the config switches off by path: what nobody looked at is no pass."""

from __future__ import annotations

import pytest

from doctrine_check.config import Config, PathSeverity, parse_config
from doctrine_check.findings import Outcome, Report, Verdict
from doctrine_check.rules.change_registry import EVERY_RULE
from doctrine_check.rules.registry import RULES, spec_of
from doctrine_check.rules.switched_off import left_on
from tests.rules.judging import DRIFTED, LEVEL, edited, judge, pair, rules_of
from tests.rules.repositories import CONTRACT, DOCTRINE

RULE = "event-level-drift"
PAGE = {"README.md": "# Read me\n"}
ADR = {
    "docs/adr/0001-x.md": "# ADR-0001: X\n\nStatus: Accepted\nDate: 2026-01-01\nDeciders: A\n\n"
    "## Context\n\nx\n\n## Decision\n\ny\n\n## Consequences\n\nz\n"
}


def off(**by_glob: str) -> Config:
    """Rules by glob: ``docs`` stands for ``docs/**``, and so on."""
    globs = {"docs": "docs/**", "law": "docs/doctrine/**", "spec": "docs/specs/**", "all": "**"}
    return Config(
        per_path=tuple(
            PathSeverity(globs[name], ((rule, "off"),)) for name, rule in by_glob.items()
        )
    )


def outcome(report: Report, rule: str) -> Outcome:
    return next(row.outcome for row in report.rules if row.rule == rule)


def wrong() -> dict[str, str]:
    return edited(pair(), CONTRACT, LEVEL, DRIFTED)


def test_the_scene_has_a_fault() -> None:
    assert rules_of(judge(wrong())) == [RULE]
    assert judge(wrong()).verdict is Verdict.FAIL
    assert judge(pair()).verdict is Verdict.PASS


@pytest.mark.parametrize("glob", ["docs", "all"])
@pytest.mark.parametrize("more", [{}, PAGE], ids=["pair", "and a page"])
def test_documents_of_which_every_rule_is_off_were_not_checked(
    glob: str, more: dict[str, str]
) -> None:
    report = judge({**wrong(), **more}, off(**{glob: "*"}))
    assert report.verdict is Verdict.INCONCLUSIVE
    assert report.checked.documents == 0
    assert report.documents == ()
    assert report.events == ()
    assert {row.outcome for row in report.invariants} == {Outcome.NOT_APPLICABLE}
    assert any(DOCTRINE in note and CONTRACT in note for note in report.notes)
    rest = {row.rule for row in report.rules if row.outcome is not Outcome.NOT_APPLICABLE}
    scopes = {spec_of(rule).looks_at for rule in rest}
    assert scopes <= ({"source", "waiver", "ratchet"} if (glob, more) != ("all", {}) else set())


def test_a_rule_that_is_off_for_both_documents_is_not_applicable() -> None:
    report = judge(wrong(), off(law=RULE, spec=RULE))
    assert outcome(report, RULE) is Outcome.NOT_APPLICABLE
    assert outcome(report, "threshold-drift") is Outcome.PASS
    assert report.verdict is Verdict.PASS
    assert report.checked.rules == judge(pair()).checked.rules - 1


def test_an_invariant_does_not_rest_on_what_is_off() -> None:
    rules = {rule for row in judge(pair()).invariants for rule in row.rules}
    assert "threshold-drift" in rules
    report = judge(pair(), off(docs="threshold-drift"))
    assert {rule for row in report.invariants for rule in row.rules} == rules - {"threshold-drift"}


def test_a_rule_that_is_on_for_one_of_two_documents_looked() -> None:
    assert outcome(judge(pair(), off(law=RULE)), RULE) is Outcome.PASS
    report = judge(wrong(), off(law=RULE))
    assert outcome(report, RULE) is Outcome.FAIL


@pytest.mark.parametrize(
    ("rule", "glob"), [("gate-threshold", "law"), ("required-for-phrase", "spec")]
)
def test_a_rule_about_one_document_is_off_where_it_is_off_for_that_one(
    rule: str, glob: str
) -> None:
    assert outcome(judge(pair(), off(**{glob: rule})), rule) is Outcome.NOT_APPLICABLE
    other = "spec" if glob == "law" else "law"
    assert outcome(judge(pair(), off(**{other: rule})), rule) is Outcome.PASS


def test_an_event_speaks_of_a_doctrine_that_was_checked() -> None:
    assert judge(pair()).events
    assert judge({**pair(), **ADR}, off(spec="*")).events
    report = judge({**pair(), **ADR}, off(law="*"))
    assert report.documents == (*ADR, CONTRACT)
    assert report.events == ()


def test_a_look_at_its_waivers_alone_is_no_check_of_a_document() -> None:
    row = PathSeverity("docs/**", (("*", "off"), ("waiver-*", "error")))
    report = judge(wrong(), Config(per_path=(row,)))
    assert outcome(report, "waiver-unused") is Outcome.PASS
    assert report.checked.documents == 0
    assert report.verdict is Verdict.INCONCLUSIVE


def test_a_finding_stands_wherever_its_rule_is_on() -> None:
    assert rules_of(judge(wrong(), off(law="*"))) == [RULE]
    assert rules_of(judge(wrong(), off(spec="*"))) == []


def test_rules_about_changes_are_off_only_where_everything_is() -> None:
    looked_at = [("docs/a.md", None)]
    for glob, on in (("docs/**", True), ("src/**", True), ("**", False), ("**/*", False)):
        text = f'[per_path."{glob}"]\n"*" = "off"\n'
        config = parse_config("doctrine-check.toml", text, [spec.id for spec in EVERY_RULE])
        assert config is not None
        from doctrine_check.rules.conclude import severity_of

        left = left_on(EVERY_RULE, looked_at, (), config, severity_of)
        assert ("missing-artifact" in left.rules) is on, glob
        assert ("ratchet-stale" in left.rules) is on, glob
        assert "missing-artifact" not in {spec.id for spec in RULES}
