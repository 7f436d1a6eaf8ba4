from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest

from doctrine_check.config import Config, PathSeverity
from doctrine_check.findings import (
    Checked,
    Finding,
    Location,
    Outcome,
    RuleOutcome,
    Severity,
    Verdict,
    decide,
    exit_code,
)
from doctrine_check.rules.registry import BY_ID
from tests.rules.judging import DRIFTED, LEVEL, edited, judge, pair, rules_of, waived_rules
from tests.rules.repositories import CONTRACT, DOCTRINE, EXAMPLES, assemble, lint_root

if TYPE_CHECKING:
    from pathlib import Path

    from doctrine_check.findings import Report

RULE = "event-level-drift"
UNREAD = {
    "unreadable-file": b"caf\xe9\n",
    "merge-conflict": b"<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n",
}


def drifted() -> dict[str, str]:
    return edited(pair(), CONTRACT, LEVEL, DRIFTED)


def invariants(report: Report) -> dict[str, Outcome]:
    return {row.invariant.removeprefix("INV-PRF-"): row.outcome for row in report.invariants}


def _subsets(members: list[Outcome]) -> list[tuple[Outcome, ...]]:
    return [chosen for size in range(len(members) + 1) for chosen in combinations(members, size)]


@pytest.mark.parametrize("outcomes", _subsets(list(Outcome)), ids=str)
def test_the_verdict_of_every_combination_of_outcomes(outcomes: tuple[Outcome, ...]) -> None:
    rules = tuple(RuleOutcome(f"rule-{number}", each) for number, each in enumerate(outcomes))
    place = Location("a.md", 1)
    for severity, strict, documents, ran in product(
        (None, *Severity), (False, True), (0, 2), (0, 3)
    ):
        findings = () if severity is None else (Finding("rule", severity, "m", place, "r"),)
        verdict = decide(findings, rules, Checked(documents, 9, ran, 4), strict=strict)
        fails = severity is Severity.ERROR or (strict and severity is Severity.WARNING)
        if Outcome.ERROR in outcomes:
            expected = Verdict.ERROR
        elif fails:
            expected = Verdict.FAIL
        elif documents == 0 or ran == 0 or Outcome.UNAVAILABLE in outcomes:
            expected = Verdict.INCONCLUSIVE
        else:
            expected = Verdict.PASS
        assert verdict is expected, (severity, strict, documents, ran)


def test_one_failing_finding_among_others_decides() -> None:
    place = Location("a.md", 1)
    note, warning, error = (Finding("rule", s, "m", place, "r") for s in reversed(Severity))
    rules = (RuleOutcome("rule", Outcome.FAIL),)
    checked = Checked(1, 1, 1, 1)
    assert decide((note, warning), rules, checked) is Verdict.PASS
    assert decide((note, warning), rules, checked, strict=True) is Verdict.FAIL
    assert decide((note, error, warning), rules, checked) is Verdict.FAIL


def test_the_exit_code_of_each_verdict() -> None:
    assert {verdict.value: exit_code(verdict) for verdict in Verdict} == {
        "pass": 0,
        "fail": 1,
        "inconclusive": 3,
        "error": 3,
    }


@pytest.mark.parametrize("rule", UNREAD)
@pytest.mark.parametrize("others", [True, False], ids=["beside-others", "alone"])
def test_a_document_that_was_not_read_fails_and_does_not_count(rule: str, *, others: bool) -> None:
    report = judge({**(pair() if others else {}), "docs/a.md": UNREAD[rule]})
    assert rules_of(report) == [rule]
    assert report.verdict is Verdict.FAIL
    assert report.checked.documents == len(report.documents) == (2 if others else 0)
    assert report.unread == ("docs/a.md",)
    assert {row.rule: row.outcome for row in report.rules}[rule] is Outcome.FAIL


def _soft(rule: str) -> list[Config]:
    return [
        Config(ignore=(rule,)),
        Config(ignore=("*-file", "merge-*")),
        Config(select=("ragged-row", "event-*")),
        Config(severity=((rule, "off"),)),
        Config(severity=((rule, "note"),)),
        Config(severity=((rule, "warning"),)),
        Config(per_path=(PathSeverity("**", (("*", "off"),)),)),
        Config(per_path=(PathSeverity("docs/a.md", ((rule, "warning"),)),)),
    ]


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("rule", UNREAD)
@pytest.mark.parametrize("others", [True, False], ids=["beside-others", "alone"])
def test_config_makes_no_pass_of_a_document_that_was_not_read(
    rule: str, number: int, *, others: bool
) -> None:
    documents: dict[str, str | bytes] = {**(pair() if others else {}), "docs/a.md": UNREAD[rule]}
    report = judge(documents, _soft(rule)[number])
    assert report.verdict is Verdict.INCONCLUSIVE
    assert exit_code(report.verdict) == 3
    everything_off = number == 6
    assert report.checked.documents == (2 if others and not everything_off else 0)
    reasons = [row.detail for row in report.rules if row.outcome is Outcome.UNAVAILABLE]
    assert reasons == ["docs/a.md could not be read"]
    assert not report.events


def test_a_warning_about_a_document_that_was_not_read_fails_under_strict() -> None:
    config = Config(severity=(("unreadable-file", "warning"),))
    documents: dict[str, str | bytes] = {**pair(), "docs/a.md": b"\0"}
    assert judge(documents, config, strict=True).verdict is Verdict.FAIL


def test_several_documents_that_were_not_read_are_counted() -> None:
    documents: dict[str, str | bytes] = {**pair(), "docs/b.md": b"\0", "docs/a.md": b"\xff"}
    report = judge(documents, Config(ignore=("unreadable-file",)))
    (reason,) = [row.detail for row in report.rules if row.outcome is Outcome.UNAVAILABLE]
    assert reason == "docs/a.md and 1 more could not be read"
    assert report.unread == ("docs/a.md", "docs/b.md")


@pytest.mark.parametrize("config", [Config(), Config(ignore=("unreadable-file",))])
def test_nobody_knows_of_the_invariants_while_the_contract_cannot_be_read(config: Config) -> None:
    report = judge({DOCTRINE: pair()[DOCTRINE], CONTRACT: b"\0"}, config)
    assert set(invariants(report).values()) == {Outcome.UNAVAILABLE}
    whole = judge({**pair(), "docs/a.md": b"\0"}, config)
    assert set(invariants(whole).values()) == {Outcome.PASS}


@pytest.mark.parametrize(
    ("config", "verdict", "strict_verdict", "left"),
    [
        (Config(), "fail", "fail", 1),
        (Config(ignore=(RULE,)), "pass", "pass", 0),
        (Config(ignore=("event-*",)), "pass", "pass", 0),
        (Config(ignore=("ragged-row",)), "fail", "fail", 1),
        (Config(select=("ragged-row",)), "pass", "pass", 0),
        (Config(select=("*-drift",)), "fail", "fail", 1),
        (Config(select=(RULE,), ignore=("event-*",)), "inconclusive", "inconclusive", 0),
        (Config(severity=((RULE, "off"),)), "pass", "pass", 0),
        (Config(severity=((RULE, "note"),)), "pass", "pass", 1),
        (Config(severity=((RULE, "warning"),)), "pass", "fail", 1),
        (Config(severity=(("*", "warning"),)), "pass", "fail", 1),
        (Config(severity=(("*", "warning"), (RULE, "error"))), "fail", "fail", 1),
        (Config(per_path=(PathSeverity(CONTRACT, ((RULE, "off"),)),)), "pass", "pass", 0),
        (Config(per_path=(PathSeverity("docs/**", ((RULE, "warning"),)),)), "pass", "fail", 1),
        (Config(per_path=(PathSeverity("docs/specs/**", (("*", "note"),)),)), "pass", "pass", 1),
        (Config(per_path=(PathSeverity("docs/doctrine/**", (("*", "off"),)),)), "fail", "fail", 1),
        (
            Config(
                severity=((RULE, "note"),),
                per_path=(PathSeverity(CONTRACT, ((RULE, "error"),)),),
            ),
            "fail",
            "fail",
            1,
        ),
        (
            Config(
                severity=((RULE, "off"),),
                per_path=(PathSeverity(CONTRACT, ((RULE, "error"),)),),
            ),
            "pass",
            "pass",
            0,
        ),
    ],
)
def test_what_config_makes_of_one_finding(
    config: Config, verdict: str, strict_verdict: str, left: int
) -> None:
    assert judge(drifted(), config).verdict.value == verdict
    report = judge(drifted(), config, strict=True)
    assert report.verdict.value == strict_verdict
    assert rules_of(report) == [RULE] * left
    assert waived_rules(report) == []


def test_a_rule_that_is_not_selected_is_not_among_those_that_ran() -> None:
    report = judge(pair(), Config(select=("ragged-row", "event-*")))
    ran = {row.rule for row in report.rules if row.outcome is Outcome.PASS}
    assert ran == {"ragged-row", "event-level", RULE, "event-wording"}
    assert report.checked.rules == 4


ART_ROW = "| ART-03 | Comparison tables | All performance PRs |"
PRF_ROW = (
    "| PRF-02 | Cheap audit trail | Audit logging < 5% overhead against the unlogged baseline |"
)
LEV_ROW = "| LEV-02 | Batched resizing | 10.7 | MS-01 |"
EVENT_ROW = "| PRF-002 | error | Required artifact missing |"
INV_ROW = "| INV-PRF-PROFILED | Every lever has evidence from before and after |"
_ARTIFACTS, _PRINCIPLES, _PROFILED = {"ARTIFACTS"}, {"PRINCIPLES"}, {"PROFILED"}


@pytest.mark.parametrize(
    ("path", "find", "replace", "rule", "broken"),
    [
        (CONTRACT, ART_ROW, "| ART-03 | Comparison tables |", "ragged-row", _ARTIFACTS),
        (CONTRACT, ART_ROW, "| ART-03 | Comparison tables | TBD |", "empty-cell", _ARTIFACTS),
        (CONTRACT, ART_ROW, ART_ROW.replace("ART-03", "ART_3"), "malformed-id", _ARTIFACTS),
        (CONTRACT, ART_ROW, f"{ART_ROW}\n{ART_ROW}", "duplicate-id", _ARTIFACTS),
        (CONTRACT, ART_ROW, f"{ART_ROW}\n| | more | extra | cell |", "ragged-row", _ARTIFACTS),
        (CONTRACT, "| Required For |", "| Needed By |", "table-columns", _ARTIFACTS),
        (CONTRACT, "|----|----------|--------------|\n", "", "lost-table", _ARTIFACTS),
        (CONTRACT, PRF_ROW, f"{PRF_ROW} more |", "ragged-row", _PRINCIPLES),
        (CONTRACT, PRF_ROW, f"<!-- {PRF_ROW} -->", "hidden-facts", _PRINCIPLES),
        (CONTRACT, "| Quick first thumbnail |", "| Slow start |", "title-drift", _PRINCIPLES),
        (CONTRACT, LEV_ROW, f"{LEV_ROW} more |", "ragged-row", _PROFILED),
        (CONTRACT, INV_ROW, f"{INV_ROW}\n{INV_ROW}", "duplicate-id", _PROFILED),
        (CONTRACT, "| Every lever has", "| No lever has", "invariant-wording", _PROFILED),
        (DOCTRINE, "| Resizer | 10.7 |", "| Resizer | 10.7 | x |", "ragged-row", _PROFILED),
        (CONTRACT, EVENT_ROW, f"{EVENT_ROW} more |", "ragged-row", set()),
        (CONTRACT, "**Status:** Active", "**Status:** Perhaps", "document-status", set()),
    ],
)
def test_a_fault_counts_against_the_invariant_that_its_facts_carry(
    path: str, find: str, replace: str, rule: str, broken: set[str]
) -> None:
    report = judge(edited(pair(), path, find, replace))
    findings = [finding for finding in report.findings if finding.rule == rule]
    assert findings
    assert {f.invariant for f in findings} == {f"INV-PRF-{name}" for name in broken} or {None}
    outcomes = invariants(report)
    failing = {name for name, outcome in outcomes.items() if outcome is Outcome.FAIL}
    assert failing >= broken
    if rules_of(report) == [rule]:
        assert failing == broken
    for row in report.invariants:
        if row.invariant.removeprefix("INV-PRF-") in broken:
            assert rule in row.rules


def test_a_fault_of_an_artifact_counts_against_both_invariants_about_artifacts() -> None:
    documents = pair()
    for path in documents:
        added = f"{INV_ROW}\n| INV-PRF-COMPAT | Tuned paths have proofs |"
        documents = edited(documents, path, INV_ROW, added)
    documents = edited(documents, CONTRACT, ART_ROW, "| ART-03 | Comparison tables | - |")
    assert invariants(judge(documents)) == {
        "PRINCIPLES": Outcome.PASS,
        "ARTIFACTS": Outcome.FAIL,
        "PROFILED": Outcome.PASS,
        "COMPAT": Outcome.FAIL,
    }


def test_a_fault_in_another_teams_contract_breaks_none_of_our_invariants() -> None:
    other = (
        "# bd-9zzz: Uploads\n\n**Section:** 9\n**Status:** Active\n\n## Events\n\n"
        "| Code | Level | Meaning |\n|---|---|---|\n| UPL-001 | info | done | PRF-01 |\n\n"
        "## Invariants\n\n| ID | Statement |\n|---|---|\n| INV-UPL-ONCE | Only once | ART-01 |\n"
    )
    report = judge({**pair(), "docs/specs/section_9/bd-9zzz_contract.md": other})
    assert "ragged-row" in rules_of(report)
    assert {finding.invariant for finding in report.findings} == {None}
    assert set(invariants(report).values()) == {Outcome.PASS}


def test_a_fault_that_was_set_aside_shows_in_its_invariant() -> None:
    comment = '<!-- doctrine-check: waive empty-cell reason="not decided" -->'
    row = f"| ART-03 | Comparison tables | TBD {comment} |"
    report = judge(edited(pair(), CONTRACT, ART_ROW, row))
    assert "empty-cell" in waived_rules(report)
    assert invariants(report)["ARTIFACTS"] in (Outcome.WAIVED, Outcome.FAIL)
    assert invariants(report)["PRINCIPLES"] is Outcome.PASS


def test_a_warning_breaks_no_invariant() -> None:
    config = Config(severity=(("*", "warning"),))
    report = judge(edited(pair(), CONTRACT, ART_ROW, "| ART-03 | Comparison tables | - |"), config)
    assert "empty-cell" in rules_of(report)
    assert set(invariants(report).values()) == {Outcome.PASS}


@pytest.mark.parametrize("rule", sorted(BY_ID))
def test_the_report_holds_the_line_of_every_finding(rule: str, tmp_path: Path) -> None:
    for folder in sorted((EXAMPLES / BY_ID[rule].stem).iterdir()):
        root = tmp_path / folder.name
        assemble(folder, root)
        report = lint_root(root)
        sources = {(path, line): text for path, line, text in report.sources}
        assert len(sources) == len(report.sources)
        findings = (*report.findings, *(item.finding for item in report.waived))
        assert {(f.location.path, f.location.line) for f in findings} == sources.keys()
        for (path, line), text in sources.items():
            written = (root / path).read_bytes().split(b"\n")[line - 1].removesuffix(b"\r")
            shown = written.decode("utf-8", "backslashreplace").removeprefix("\ufeff")
            assert text == shown


def test_a_line_that_makes_a_file_unreadable_is_shown_in_part() -> None:
    report = judge({"docs/a.md": b"ok\r\ncaf\xe9 " + b"x" * 100_000})
    ((path, line, text),) = report.sources
    assert (path, line) == ("docs/a.md", 2)
    assert text.startswith("caf\\xe9 xxx")
    assert len(text) < 2000
