from __future__ import annotations

import pytest

from doctrine_check.config import Config, PathSeverity
from doctrine_check.findings import Outcome, Verdict
from tests.rules.judging import DRIFTED, LEVEL, TODAY, edited, judge, pair, rules_of, waived_rules
from tests.rules.repositories import CONTRACT, DOCTRINE

RULE = "event-level-drift"
HEADER = "| Code | Level | Meaning |"
YESTERDAY, TOMORROW = "2026-06-14", "2026-06-16"


def waiver(rules: str = RULE, reason: str = ' reason="the alert moves"', until: str = "") -> str:
    return f"<!-- doctrine-check: waive {rules}{until and f' until={until}'}{reason} -->"


def drifted(*comments: str) -> dict[str, str]:
    """The pair with one finding in the event table, and these lines above the table."""
    documents = edited(pair(), CONTRACT, LEVEL, DRIFTED)
    return edited(documents, CONTRACT, HEADER, "\n".join((*comments, "", HEADER)))


def test_without_a_waiver_the_finding_stands() -> None:
    report = judge(drifted())
    assert (rules_of(report), report.verdict) == ([RULE], Verdict.FAIL)


@pytest.mark.parametrize("until", [TODAY, TOMORROW, "2999-12-31", ""])
def test_a_waiver_covers_up_to_and_with_its_last_day(until: str) -> None:
    report = judge(drifted(waiver(until=until)))
    assert (rules_of(report), report.verdict) == ([], Verdict.PASS)
    (item,) = report.waived
    assert (item.finding.rule, item.reason, item.source) == (RULE, "the alert moves", "comment")
    outcomes = {row.rule: row.outcome for row in report.rules}
    assert outcomes[RULE] is Outcome.WAIVED
    assert outcomes["event-wording"] is Outcome.PASS


@pytest.mark.parametrize("until", [YESTERDAY, "2020-01-01"])
def test_an_expired_waiver_covers_nothing_and_is_reported(until: str) -> None:
    report = judge(drifted(waiver(until=until)))
    assert rules_of(report) == [RULE, "waiver-expired"]
    assert (report.waived, report.verdict) == ((), Verdict.FAIL)
    (expired,) = [f for f in report.findings if f.rule == "waiver-expired"]
    assert f"found one until {until}" in expired.message


def test_what_is_said_of_an_expired_waiver_is_the_same_every_day() -> None:
    documents = drifted(waiver(until="2020-01-01"))
    assert judge(documents, today=TODAY).findings == judge(documents, today=TOMORROW).findings


def test_a_waiver_without_a_finding_is_reported_as_unused() -> None:
    report = judge(edited(pair(), CONTRACT, HEADER, f"{waiver(until=TOMORROW)}\n\n{HEADER}"))
    (finding,) = report.findings
    assert finding.rule == "waiver-unused"
    assert f"expected a finding of {RULE} on lines " in finding.message
    assert report.verdict is Verdict.PASS
    assert judge(drifted(), strict=True).verdict is Verdict.FAIL


def test_of_a_waiver_for_another_line_the_finding_stands() -> None:
    documents = edited(pair(), CONTRACT, LEVEL, DRIFTED)
    documents = edited(documents, CONTRACT, "## Event Codes", f"{waiver()}\n\n## Event Codes")
    assert rules_of(judge(documents)) == [RULE, "waiver-unused"]


def test_a_waiver_without_a_reason_covers_nothing() -> None:
    report = judge(drifted(waiver(reason="")))
    assert rules_of(report) == [RULE, "waiver-invalid"]
    assert not report.waived


def test_an_unknown_rule_is_reported_and_the_others_count() -> None:
    report = judge(drifted(waiver(f"no-such-rule, {RULE}")))
    (finding,) = report.findings
    assert (finding.rule, finding.subject) == ("waiver-invalid", "no-such-rule")
    assert waived_rules(report) == [RULE]


def test_several_rules_in_one_waiver_each_cover_their_finding() -> None:
    documents = edited(drifted(waiver(f"{RULE}, event-wording")), CONTRACT, DRIFTED,
                       "| PRF-003 | info | p99 budget exceeded |")  # fmt: skip
    report = judge(documents)
    assert (rules_of(report), waived_rules(report)) == ([], [RULE, "event-wording"])


def test_of_several_rules_the_one_without_a_finding_is_unused() -> None:
    report = judge(drifted(waiver(f"{RULE}, event-wording, ragged-row")))
    assert [finding.subject for finding in report.findings] == ["event-wording", "ragged-row"]
    assert set(rules_of(report)) == {"waiver-unused"}
    assert waived_rules(report) == [RULE]


@pytest.mark.parametrize("between", [" ", "\n"])
def test_two_waivers_above_a_table_both_cover(between: str) -> None:
    both = waiver() + between + waiver("event-wording", ' reason="shortened"')
    documents = edited(drifted(both), CONTRACT, DRIFTED,
                       "| PRF-003 | info | p99 budget exceeded |")  # fmt: skip
    report = judge(documents)
    assert rules_of(report) == []
    assert [item.reason for item in report.waived] == ["the alert moves", "shortened"]


def test_two_waivers_in_one_row_both_cover() -> None:
    both = f"{waiver()} {waiver('event-wording')}"
    row = f"| PRF-003 | info | p99 budget exceeded {both} |"
    report = judge(edited(pair(), CONTRACT, LEVEL, row))
    assert (rules_of(report), waived_rules(report)) == ([], [RULE, "event-wording"])


def test_the_second_of_two_waivers_for_one_finding_is_unused() -> None:
    report = judge(drifted(waiver(), waiver()))
    assert (rules_of(report), waived_rules(report)) == (["waiver-unused"], [RULE])


@pytest.mark.parametrize("reason", ["p99 > 100 ms is agreed", "see A -> B", "x" * 600, "so\nit is"])
def test_a_reason_may_hold_anything(reason: str) -> None:
    report = judge(drifted(waiver(reason=f' reason="{reason}"')))
    assert rules_of(report) == []
    assert [item.reason for item in report.waived] == [" ".join(reason.split())]


@pytest.mark.parametrize("name", ["Doctrine-Check", "DOCTRINE_CHECK", "doctrine_check"])
def test_no_spelling_of_the_name_is_passed_over_in_silence(name: str) -> None:
    good = drifted(waiver().replace("doctrine-check", name))
    assert (rules_of(judge(good)), waived_rules(judge(good))) == ([], [RULE])
    bad = drifted(f"<!-- {name}: please look away -->")
    assert rules_of(judge(bad)) == [RULE, "waiver-invalid"]


@pytest.mark.parametrize(
    "config",
    [
        Config(ignore=(RULE,)),
        Config(select=("waiver-*", "event-wording")),
        Config(severity=((RULE, "off"),)),
        Config(per_path=(PathSeverity("docs/specs/**", ((RULE, "off"),)),)),
    ],
)
def test_nothing_is_said_of_a_waiver_for_a_rule_that_is_switched_off(config: Config) -> None:
    report = judge(drifted(waiver()), config)
    assert (rules_of(report), report.waived) == ([], ())


def test_a_waiver_is_unused_although_its_rule_is_switched_off_elsewhere() -> None:
    config = Config(per_path=(PathSeverity("docs/doctrine/**", ((RULE, "off"),)),))
    documents = edited(pair(), CONTRACT, HEADER, f"{waiver()}\n\n{HEADER}")
    assert rules_of(judge(documents, config)) == ["waiver-unused"]


def test_nothing_is_said_of_a_waiver_for_a_rule_over_the_pair_that_did_not_run() -> None:
    contract = {CONTRACT: drifted(waiver(f"{RULE}, empty-cell"))[CONTRACT]}
    report = judge(contract)
    assert rules_of(report) == ["missing-counterpart", "waiver-unused"]
    assert [f.subject for f in report.findings if f.rule == "waiver-unused"] == ["empty-cell"]


def test_a_finding_of_another_document_on_the_same_line_is_not_covered() -> None:
    documents = drifted()
    lines = documents[DOCTRINE].count("\n")
    line = documents[CONTRACT].split("\n").index(DRIFTED) + 1
    assert line < lines
    text = documents[DOCTRINE].split("\n")
    text[line - 1] += f" {waiver()}"
    report = judge({**documents, DOCTRINE: "\n".join(text)})
    assert RULE in rules_of(report)
    assert not report.waived


def test_a_waiver_counts_in_a_document_that_is_none_of_ours_too() -> None:
    fault = "naÃ¯ve"
    note = "<!-- doctrine-check: waive double-encoding reason='a sample' -->"
    documents = {**pair(), "docs/notes.md": f"# Notes\n\nThe word {fault}.\n"}
    assert rules_of(judge(documents)) == ["double-encoding"]
    documents["docs/notes.md"] = f"# Notes\n\nThe word {fault}. {note}\n"
    report = judge(documents)
    assert (rules_of(report), waived_rules(report)) == ([], ["double-encoding"])
    documents["docs/notes.md"] = "# Notes\n\n<!-- doctrine-check: waive double-encoding -->\n"
    assert rules_of(judge(documents)) == ["waiver-invalid"]


def test_no_waiver_covers_a_finding_about_waivers() -> None:
    above = waiver("waiver-unused", ' reason="quiet"')
    report = judge(drifted(above, waiver(), waiver()))
    assert rules_of(report) == ["waiver-unused", "waiver-unused"]
    assert waived_rules(report) == [RULE]


@pytest.mark.parametrize(
    "comment",
    [waiver(reason=""), waiver(until="2020-01-01"), waiver("ragged-row"), waiver("nonsense")],
)
def test_the_line_of_a_waiver_that_is_reported_is_shown(comment: str) -> None:
    report = judge(drifted(comment))
    (finding,) = [f for f in report.findings if f.rule.startswith("waiver-")]
    place = finding.location
    assert (place.path, place.line, comment) in report.sources


def test_lines_that_no_finding_points_at_are_not_in_the_report() -> None:
    report = judge(drifted(waiver()))
    places = {(item.finding.location.path, item.finding.location.line) for item in report.waived}
    assert {(path, line) for path, line, _ in report.sources} == places
