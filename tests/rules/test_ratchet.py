from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from doctrine_check.config import Config, PathSeverity
from doctrine_check.findings import Finding, Location, Severity, Verdict
from doctrine_check.rules.ratchet import (
    Entry,
    Ratchet,
    RatchetError,
    fingerprint,
    fingerprints,
    read_ratchet,
    renewed,
    write_ratchet,
)
from doctrine_check.rules.registry import BY_ID
from tests.rules.judging import DRIFTED, LEVEL, edited, judge, pair, rules_of, waived_rules
from tests.rules.repositories import CONTRACT, DOCTRINE, EXAMPLES, assemble, lint_root

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from doctrine_check.findings import Report

FILE = ".doctrine-check-ratchet.json"
RULE = "event-level-drift"
THRESHOLD = "threshold-drift"
LIMIT = "Cold-start < 100ms at p99 before the first thumbnail"


def marks(report: Report) -> list[str]:
    sources = {(path, line): text for path, line, text in report.sources}
    return sorted(mark for _, mark in fingerprints(report.findings, sources))


def ratchet_of(documents: Mapping[str, str | bytes], config: Config | None = None) -> Ratchet:
    """The ratchet that ``--update-ratchet`` writes for these documents."""
    report = judge(documents, config)
    sources = {(path, line): text for path, line, text in report.sources}
    accepted, _ = renewed(Ratchet(FILE, ()), report.findings, sources, lambda *_: True)
    return read_ratchet(FILE, write_ratchet(accepted))


def drifted() -> dict[str, str]:
    return edited(pair(), CONTRACT, LEVEL, DRIFTED)


def test_an_accepted_finding_passes_and_says_so() -> None:
    report = judge(drifted(), ratchet=ratchet_of(drifted()))
    assert (rules_of(report), report.verdict) == ([], Verdict.PASS)
    (item,) = report.waived
    assert (item.finding.rule, item.source) == (RULE, "ratchet")


def _bad_examples() -> list[str]:
    with_place = [stem for stem in sorted(BY_ID) if stem != "ratchet-stale"]
    return [rule for rule in with_place if rule not in ("unreadable-file", "merge-conflict")]


@pytest.mark.parametrize("rule", _bad_examples())
def test_lines_that_move_revive_nothing(rule: str, tmp_path: Path) -> None:
    root = tmp_path / "repository"
    assemble(EXAMPLES / BY_ID[rule].stem / "bad", root)
    before = lint_root(root)
    for number, path in enumerate(sorted(root.rglob("*.md")), 7):
        text = path.read_text(encoding="utf-8")
        path.write_text("\n" * number + text, encoding="utf-8")

    after = lint_root(root)

    assert [f.location.line for f in before.findings] != [f.location.line for f in after.findings]
    assert marks(after) == marks(before)
    assert any(f.severity is Severity.NOTE for f in before.findings) or marks(before)


def test_a_line_that_is_only_laid_out_in_another_way_revives_nothing() -> None:
    wide = edited(drifted(), CONTRACT, DRIFTED, DRIFTED.replace("| info |", "| info    |"))
    assert rules_of(judge(wide, ratchet=ratchet_of(drifted()))) == []


def test_a_changed_line_revives_its_finding() -> None:
    changed = edited(drifted(), CONTRACT, DRIFTED, DRIFTED.replace("| info |", "| warn |"))
    report = judge(changed, ratchet=ratchet_of(drifted()))
    assert rules_of(report) == [RULE, "ratchet-stale"]
    assert report.verdict is Verdict.FAIL


def test_a_changed_value_revives_its_finding_where_it_is_expected_and_where_it_is_found() -> None:
    accepted = edited(pair(), CONTRACT, LIMIT, LIMIT.replace("100ms", "110ms"))
    ratchet = ratchet_of(accepted)
    assert waived_rules(judge(accepted, ratchet=ratchet)) == [THRESHOLD]
    worse = edited(accepted, CONTRACT, "110ms", "900ms")
    assert rules_of(judge(worse, ratchet=ratchet)) == ["ratchet-stale", THRESHOLD]
    stricter = {**accepted, DOCTRINE: accepted[DOCTRINE].replace("100ms", "1ms")}
    report = judge(stricter, ratchet=ratchet)
    assert rules_of(report) == ["ratchet-stale", THRESHOLD]
    assert report.verdict is Verdict.FAIL


def test_another_fault_of_the_same_rule_and_line_does_not_pass_for_the_accepted_one() -> None:
    gate = "\n**CI gate:** Overhead benchmark with a 5% threshold.\n"
    measured = (
        "**Measurement:** Latency of each hot path with logging on and off, "
        "the difference as percentage overhead.\n"
    )
    ratchet = ratchet_of(edited(pair(), DOCTRINE, gate, ""))
    report = judge(edited(pair(), DOCTRINE, measured, ""), ratchet=ratchet)
    assert "principle-incomplete" in rules_of(report)
    assert waived_rules(report) == []
    assert report.verdict is Verdict.FAIL


def test_of_two_equal_findings_one_accepted_lets_one_pass() -> None:
    row = "| TBD | info | p99 budget exceeded for a subsystem |"
    one = edited(pair(), CONTRACT, LEVEL, f"{LEVEL}\n{row}")
    two = edited(pair(), CONTRACT, LEVEL, f"{LEVEL}\n{row}\n{row}")
    assert rules_of(judge(two)) == sorted(2 * rules_of(judge(one)))
    report = judge(two, ratchet=ratchet_of(one))
    assert rules_of(report) == rules_of(judge(one))
    assert rules_of(judge(two, ratchet=ratchet_of(two))) == []


def test_a_repaired_finding_leaves_a_stale_entry_on_its_line_of_the_file() -> None:
    ratchet = ratchet_of(drifted())
    report = judge(pair(), ratchet=ratchet)
    (finding,) = report.findings
    (entry,) = ratchet.entries
    assert (finding.rule, finding.severity) == ("ratchet-stale", Severity.WARNING)
    assert finding.location == Location(FILE, entry.line)
    assert entry.fingerprint in entry.text
    assert (FILE, entry.line, entry.text) in report.sources
    assert f"expected a finding of {RULE} in {CONTRACT}" in finding.message
    assert judge(pair(), ratchet=ratchet, strict=True).verdict is Verdict.FAIL


@pytest.mark.parametrize(
    "config",
    [
        Config(ignore=(RULE,)),
        Config(ignore=("ratchet-stale",)),
        Config(select=("ragged-row", "ratchet-stale")),
        Config(severity=((RULE, "off"),)),
        Config(per_path=(PathSeverity("docs/specs/**", ((RULE, "off"),)),)),
    ],
)
def test_nothing_is_said_of_entries_whose_rule_is_switched_off(config: Config) -> None:
    assert rules_of(judge(pair(), config, ratchet=ratchet_of(drifted()))) == []


def test_nothing_is_said_of_entries_that_the_run_could_not_judge() -> None:
    ratchet = ratchet_of({**drifted(), "docs/adr/0001-so.md": "# ADR-0001: So\n"})
    assert {entry.path for entry in ratchet.entries} == {CONTRACT, "docs/adr/0001-so.md"}
    # The contract alone: no rule over the pair ran, and no decision record was looked at.
    assert rules_of(judge({CONTRACT: pair()[CONTRACT]}, ratchet=ratchet)) == ["missing-counterpart"]
    # A document that cannot be read says nothing of what stood in it.
    damaged: dict[str, str | bytes] = {
        **drifted(),
        "docs/adr/0001-so.md": b"\0",
        "docs/adr/0002-so.md": "# ADR-0002: So\n",
    }
    assert "ratchet-stale" not in rules_of(judge(damaged, ratchet=ratchet))
    unread: dict[str, str | bytes] = {
        DOCTRINE: pair()[DOCTRINE],
        CONTRACT: b"\0",
        "docs/adr/0002-so.md": "# So\n",
    }
    assert "ratchet-stale" not in rules_of(judge(unread, ratchet=ratchet))


def test_entries_of_a_document_that_is_gone_are_stale_wherever_one_looks() -> None:
    record = "docs/adr/0001-so.md"
    ratchet = ratchet_of({**pair(), record: "# ADR-0001: So\n"})
    assert rules_of(judge(pair(), ratchet=ratchet)) == []
    report = judge(pair(), ratchet=ratchet._replace(gone=frozenset({record})))
    assert rules_of(report) == ["ratchet-stale"] * len(ratchet.entries)
    assert all("found no such document" in finding.message for finding in report.findings)


def test_entries_of_a_document_that_is_none_of_ours_are_stale_when_it_is_repaired() -> None:
    faulty = {**pair(), "docs/notes.md": "# Notes\n\nThe word naÃ¯ve.\n"}
    ratchet = ratchet_of(faulty)
    assert rules_of(judge(faulty, ratchet=ratchet)) == []
    repaired = {**pair(), "docs/notes.md": "# Notes\n\nThe word naïve.\n"}
    assert rules_of(judge(repaired, ratchet=ratchet)) == ["ratchet-stale"]


def test_an_entry_of_no_rule_is_stale() -> None:
    ratchet = Ratchet(FILE, (Entry("0" * 32, "no-such-rule", "docs/other.md", "m"),))
    (finding,) = judge(pair(), ratchet=ratchet).findings
    assert "found no rule of this name" in finding.message


@pytest.mark.parametrize("data", [b"caf\xe9\n", b"<<<<<<< a\none\n=======\ntwo\n>>>>>>> b\n"])
def test_a_document_that_was_not_read_is_never_accepted(data: bytes) -> None:
    documents: dict[str, str | bytes] = {**pair(), "docs/a.md": data}
    report = judge(documents)
    (finding,) = report.findings
    assert ratchet_of(documents).entries == ()
    lines = {(path, line): text for path, line, text in report.sources}
    line = lines[finding.location.path, finding.location.line]
    mark = fingerprint(finding, line, 0)
    ratchet = Ratchet(FILE, (Entry(mark, finding.rule, "docs/a.md", finding.message),))
    report = judge(documents, ratchet=ratchet)
    assert rules_of(report) == sorted([finding.rule, "ratchet-stale"])
    assert report.verdict is Verdict.FAIL


def test_notes_are_never_accepted() -> None:
    config = Config(severity=((RULE, "note"),))
    assert ratchet_of(drifted(), config).entries == ()
    report = judge(drifted(), config, ratchet=ratchet_of(drifted()))
    assert rules_of(report) == [RULE, "ratchet-stale"]


def test_a_stale_entry_cannot_be_accepted() -> None:
    report = judge(pair(), ratchet=ratchet_of(drifted()))
    assert rules_of(report) == ["ratchet-stale"]
    assert marks(report) == []


def _finding(message: str, path: str = "docs/a.md", line: int = 3) -> Finding:
    place = Location(path, line)
    return Finding(RULE, Severity.ERROR, message, place, "r", related=(Location("b.md", 9),))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("at docs/a.md:3", "at docs/a.md:30", True),
        ("at docs/a.md:3:1, so", "at docs/a.md:30:14, so", True),
        ("as b.md:9 says", "as b.md:10 says", True),
        ("on line 3", "on line 4", True),
        ("on lines 3 to 9", "on lines 13 to 19", True),
        ("found 3", "found 4", False),
        ("found 1:5", "found 1:6", False),
        ("in c.md:5", "in c.md:6", False),
        ("found 3 lines", "found 4 lines", False),
        ("x" * 1999 + "…", "x" * 1998 + "1…", True),
    ],
)
def test_a_fingerprint_holds_what_is_said_and_not_where(one: str, other: str, same: bool) -> None:
    prints = [fingerprint(_finding(message), "line", 0) for message in (one, other)]
    assert (prints[0] == prints[1]) is same


def test_a_fingerprint_tells_findings_apart() -> None:
    base = _finding("m")
    others = [
        base._replace(rule="ragged-row"),
        base._replace(location=Location("docs/b.md", 3)),
        base._replace(subject="PRF-01"),
        base._replace(message="n"),
    ]
    prints = {fingerprint(finding, "line", 0) for finding in (base, *others)}
    prints |= {fingerprint(base, "other line", 0), fingerprint(base, "line", 1)}
    assert len(prints) == 7
    assert fingerprint(base._replace(remedy="other"), " line ", 0) in prints


def test_what_is_written_is_read_again() -> None:
    entries = [
        Entry("b" * 32, RULE, "docs/\udcff\n.md", "naïve “画像” " + "c" * 32),
        Entry("c" * 32, RULE, "a.md", "m"),
        Entry("a" * 32, "ragged-row", "a.md", '"quoted" \\ \x1b'),
    ]
    text = write_ratchet(entries)
    text.encode()
    read = read_ratchet(FILE, text)
    assert {entry[:4] for entry in read.entries} == {entry[:4] for entry in entries}
    assert [entry.rule for entry in read.entries] == [RULE, "ragged-row", RULE]
    lines = text.split("\n")
    for entry in read.entries:
        assert lines[entry.line - 1] == entry.text
        assert f'"fingerprint": "{entry.fingerprint}"' in entry.text
    assert write_ratchet(read.entries) == text
    assert write_ratchet(reversed(entries)) == text


_GOOD = {"fingerprint": "f", "rule": "r", "path": "p", "message": "m"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "expected JSON"),
        ("{", "expected JSON"),
        ("<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n", "expected JSON"),
        ("[" * 100_000, "expected JSON"),
        ("[]", "expected schema_version 1"),
        ("null", "expected schema_version 1"),
        ('{"entries": []}', "expected schema_version 1"),
        ('{"schema_version": 2, "entries": []}', "expected schema_version 1"),
        ('{"schema_version": 1}', "expected a list of entries"),
        ('{"schema_version": 1, "entries": {}}', "expected a list of entries"),
        ('{"schema_version": 1, "entries": ["x"]}', "expected entries with the texts"),
        (" " * (8 * 1024 * 1024 + 1), "larger than"),
        *(
            (
                json.dumps({"schema_version": 1, "entries": [_GOOD, {**_GOOD, field: value}]}),
                "expected entries with the texts",
            )
            for field in _GOOD
            for value in (None, 1, ["x"])
        ),
    ],
)
def test_a_file_that_is_no_ratchet_is_refused(text: str, expected: str) -> None:
    with pytest.raises(RatchetError, match=expected) as caught:
        read_ratchet(FILE, text)
    assert str(caught.value).startswith(f"{FILE}: ")
    assert "\n" not in str(caught.value)
