"""One edit of one id, heading, cell or metadata line of the own pair: one finding, at its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from doctrine_check.doctrine.examine import examine
from tests.rules.judging import judge
from tests.rules.own_pair import PAIR, C, D

if TYPE_CHECKING:
    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.findings import Finding

LEVERS = "## 7.2 Candidate High-EV Optimization Levers"


class Edit(NamedTuple):
    """An edit of one line, the rule that tells it there, and a part of what it says."""

    path: str
    find: str
    replace: str
    rule: str
    message: str


def _heading(find: str, replace: str, rule: str, message: str) -> Edit:
    return Edit(D, f"\n### {find}:", f"\n### {replace}:", rule, message)


def _row(path: str, find: str, replace: str, rule: str, message: str) -> Edit:
    return Edit(path, f"\n| {find} |", f"\n| {replace} |", rule, message)


def _cell(find: str, replace: str, rule: str, message: str) -> Edit:
    """An edit of the last cell of a row of the owner mapping."""
    subsystem = {
        "PRF-01, PRF-02": "Cold-start and p99 gates | 10.6",
        "LEV-01": "Compatibility cache | 10.6",
        "LEV-02": "Lockstep harness optimization | 10.6",
        "PRF-04": "Migration scanner throughput | 10.6",
        "PRF-03": "Security instrumentation overhead | 10.18",
    }[find]
    return Edit(D, f"\n| {subsystem} | {find} |", f"\n| {subsystem} | {replace} |", rule, message)


_TEXT_AT = "is missing, which has this text at"
EDITS = (
    # an id that another one has
    _heading("PRF-02", "PRF-01", "duplicate-id", f"PRF-02 {_TEXT_AT} {C}:12"),
    _heading("PRF-01", "PRF-02", "duplicate-id", f"PRF-01 {_TEXT_AT} {C}:11"),
    _heading("PRF-03", "PRF-04", "duplicate-id", f"PRF-03 {_TEXT_AT} {C}:13"),
    _heading("PRF-01", "PRF-04", "duplicate-id", f"PRF-01 {_TEXT_AT} {C}:11"),
    _heading("LEV-05", "LEV-01", "duplicate-id", f"LEV-05 {_TEXT_AT} {C}:24"),
    _heading("ART-04", "ART-05", "duplicate-id", f"ART-04 {_TEXT_AT} {C}:33"),
    _row(C, "PRF-02", "PRF-01", "duplicate-id", f"PRF-02 {_TEXT_AT} {D}:26"),
    _row(C, "LEV-04", "LEV-05", "duplicate-id", f"LEV-04 {_TEXT_AT} {D}:104"),
    _row(C, "PRF-002", "PRF-003", "duplicate-id", f"PRF-002 {_TEXT_AT} {D}:188"),
    _row(D, "PRF-004", "PRF-005", "duplicate-id", f"PRF-004 {_TEXT_AT} {C}:43"),
    _row(C, "INV-PRF-PROFILED", "INV-PRF-COMPAT", "duplicate-id", f"PROFILED {_TEXT_AT}"),
    _row(D, "INV-PRF-PROFILED", "INV-PRF-COMPAT", "duplicate-id", f"PROFILED {_TEXT_AT}"),
    # an id that cannot be read, or may be any
    _heading("LEV-01", "LEV-001", "malformed-id", "LEV-01 was probably meant"),
    _row(C, "LEV-01", "LEV-001", "malformed-id", "LEV-01 was probably meant"),
    _row(C, "ART-02", "ART-002", "malformed-id", "ART-02 was probably meant"),
    _heading("PRF-04", "PRF-1000", "malformed-id", "well-formed id (PRF-nn)"),
    _row(C, "PRF-04", "PRF-1000", "malformed-id", "well-formed id (PRF-nn)"),
    _row(D, "PRF-005", "PRF-1000", "malformed-id", "well-formed id (PRF-nnn)"),
    _heading("LEV-02", "LEV-1000", "malformed-id", "well-formed id (LEV-nn)"),
    _row(D, "PRF-002", "PRF-0029", "malformed-id", "PRF-029 was probably meant"),
    _row(C, "INV-PRF-PROFILED", "INV-PROFILED", "malformed-id", "INV-ABC-NAME"),
    _heading("PRF-02", "PRF-029", "wrong-family", "another family"),
    _row(C, "PRF-002", "LEV-01", "wrong-family", "another family"),
    _heading("PRF-02", "PFR-02", "one-sided-id", f"in the heading with its title, as {C}:12"),
    _heading("LEV-03", "", "one-sided-id", "expected the id LEV-03 in the heading"),
    _heading("ART-02", "02", "one-sided-id", "expected the id ART-02 in the heading"),
    _heading("PRF-02", "PRF-09", "one-sided-id", "expected the id PRF-02 of the same text"),
    _row(D, "PRF-004", "XPRF-004", "one-sided-id", "expected the id PRF-004 of the same text"),
    _row(C, "PRF-02", "PRF-09", "one-sided-id", "expected the id PRF-02 of the same text"),
    # nothing where something must stand
    _row(D, "PRF-002", "TBD", "empty-cell", 'column "Code" of this row, found "TBD"'),
    _row(C, "ART-03", "-", "empty-cell", 'column "ID" of this row'),
    Edit(D, ": Predictable p99 Under Extension Churn", "", "empty-cell", "a title behind PRF-02"),
    Edit(D, " Batch Policy Evaluation", " TBD", "empty-cell", "a title behind LEV-04"),
    Edit(D, " Profile Artifacts", "", "empty-cell", "a title behind ART-02"),
    Edit(C, "| ART-02 | Prof", "| Prof", "ragged-row", "expected 3 cells"),
    # the owner mapping
    _cell("LEV-01", "", "empty-cell", "Performance Concern"),
    _cell("PRF-01, PRF-02", "TBD", "empty-cell", "Performance Concern"),
    _cell("PRF-01, PRF-02", "PRF-01, PRF-O2", "malformed-id", '"PRF-O2": PRF-02 was probably'),
    _cell("PRF-01, PRF-02", "prf-01 and PRF-02", "malformed-id", '"prf-01": PRF-01'),
    _cell("LEV-02", "LEV 02", "malformed-id", '"LEV 02": LEV-02'),
    _cell("LEV-02", "LEV–02", "lookalike-id", "expected LEV-02 in plain ASCII"),
    _cell("LEV-02", "the cache", "unmapped-id", "expected an id in the concern of"),
    _cell("LEV-02", "LEV-029", "wrong-family", "expected a principle (PRF-nn) or lever"),
    _cell("LEV-01", "PRF-001", "wrong-family", "expected a principle (PRF-nn) or lever"),
    _cell("LEV-02", "LEV-03", "unmapped-id", f'found "LEV-03" again, which {D}:177 covers'),
    _cell("LEV-02", "LEV-04", "unmapped-id", f'found "LEV-04" again, which {D}:179 covers'),
    _cell("LEV-02", "ART-02", "unmapped-id", "expected LEV-02 in the owner mapping, which no row"),
    _cell("PRF-01, PRF-02", "PRF-01, PRF-03", "unmapped-id", f'"PRF-03" again, which {D}:180'),
    _cell("PRF-03", "PRF-01", "unmapped-id", f'found "PRF-01" again, which {D}:174 covers'),
    _cell("PRF-04", "LEV-01", "unmapped-id", f'found "LEV-01" again, which {D}:175 covers'),
    _cell("PRF-01, PRF-02", "PRF-01, PFR-02", "unmapped-id", 'no row covers, found "PFR-02"'),
    _cell("PRF-01, PRF-02", "PRF-01,", "unmapped-id", "no row covers, found nothing"),
    # the owner of a lever, which mapping and contract agree on
    Edit(D, "track:** 10.15", "track:** 10.16", "owner-drift", "expected owner track 10.15 of LEV"),
    Edit(D, "track:** 10.5", "track:** 10.6 (Ink)", "owner-drift", "track 10.5 of LEV-04 ("),
    # the headings of sections
    Edit(
        D, LEVERS, "## 7.2 Core Principles", "wrong-family", "levers above LEV-01 to LEV-05, found"
    ),
    Edit(D, LEVERS, "## 7.2 Events", "wrong-family", "expected a heading that announces levers"),
    Edit(D, "## 7.1 Core Principles", "## 7.1 Levers", "wrong-family", "above PRF-01 to PRF-04"),
    Edit(D, LEVERS, "### 7.2 Optimization Levers", "lost-heading", "found one of level 3"),
    Edit(D, LEVERS, "# 7.2 Optimization Levers", "lost-heading", "found one of level 1"),
    Edit(D, LEVERS, "7.2 Optimization Levers", "lost-heading", "found running text"),
    Edit(D, LEVERS, "**7.2 Optimization Levers**", "lost-heading", "found running text"),
    Edit(D, LEVERS, f"    {LEVERS}", "lost-heading", "found running text"),
    Edit(D, "## 7.1 Core", "## Core", "section-mismatch", "expected the number 7.1 before this"),
    Edit(D, "## 7.3 Required", "## Required", "section-mismatch", "number 7.3 before this heading"),
    Edit(C, "## Candidate", "## 7.9 Candidate", "section-mismatch", "7.1, found 7.9"),
    # the heads of the documents
    Edit(C, "# bd-2vl5:", "# bd-2vI5:", "bead-mismatch", "the bead bd-2vl5 of the file name"),
    Edit(C, "# bd-2vl5:", "# BD-2vl5:", "bead-mismatch", "the bead bd-2vl5 of the file name"),
    Edit(C, "# bd-2vl5:", "# bd-2vl5", "bead-mismatch", "the bead bd-2vl5 of the file name"),
    Edit(C, ": Performance and Developer Velocity Doctrine", "", "metadata-drift", 'found ""'),
    Edit(D, "bd-2vl5 |", "bd-2vI5 |", "bead-mismatch", "the bead bd-2vl5 of the spec contract"),
    Edit(D, "bd-2vl5 |", "8 |", "bead-mismatch", f'of the spec contract ({C}), found "8"'),
)


def findings(edit: Edit, *more: Edit) -> tuple[Finding, ...]:
    """What is found in the pair after some edits."""
    documents = dict(PAIR)
    for path, find, replace, _, _ in (edit, *more):
        assert documents[path].count(find) == 1, find
        documents[path] = documents[path].replace(find, replace)
    return judge(documents).findings


def line(edit: Edit) -> int:
    """The line that an edit changes."""
    before = PAIR[edit.path][: PAIR[edit.path].index(edit.find)]
    return before.count("\n") + edit.find.startswith("\n") + 1


def told(found: tuple[Finding, ...]) -> list[tuple[str, str, int]]:
    """Rule and place of each finding."""
    return [(f.rule, f.location.path, f.location.line) for f in found]


def test_the_pair_is_clean() -> None:
    assert judge(PAIR).findings == ()


TOGETHER = "| Cold-start and p99 gates | 10.6 | PRF-01, PRF-02 |\n"
POLICIES = "| Policy evaluation | 10.5 | LEV-04 |\n"
OVERHEAD = "| Security instrumentation overhead | 10.18 | PRF-03 |\n"
SCHEDULER = "| Scheduler tuning | 10.15 | LEV-05 |\n"


@pytest.mark.parametrize(
    ("rows", "covered"),
    [
        ((TOGETHER,), ["PRF-01, PRF-02"]),
        ((OVERHEAD, POLICIES), ["LEV-04", "PRF-03"]),
        ((POLICIES, SCHEDULER), ["LEV-04", "LEV-05"]),
        ((TOGETHER, SCHEDULER), ["LEV-05", "PRF-01, PRF-02"]),
        ((TOGETHER, OVERHEAD), ["PRF-01, PRF-02, PRF-03"]),
    ],
)
def test_a_row_of_the_mapping_left_out_is_one_finding(
    rows: tuple[str, ...], covered: list[str]
) -> None:
    found = findings(*(Edit(D, row, "", "", "") for row in rows))

    assert sorted(f.message.partition(" covers ")[2].partition(", found")[0] for f in found) == (
        covered
    )
    for finding in found:
        assert (finding.rule, finding.location.path) == ("unmapped-id", D)
        heading = PAIR[D].split("\n")[finding.location.line - 1]
        assert heading.startswith(f"### {finding.subject}:")
        assert len(finding.related) == 1 + finding.message.count(", PRF")


def test_a_lever_that_stands_alone_with_its_owner_names_the_places_that_agree() -> None:
    edit = Edit(D, "track:** 10.15", "track:** 10.16", "", "")
    (found,) = findings(edit)
    assert [place.place.partition(":")[0] for place in found.related] == [D, C]

    (two,) = findings(edit, Edit(C, "tuning | 10.15 |", "tuning | 10.16 |", "", ""))
    assert (two.rule, two.location.line) == ("owner-drift", 181)  # the row of the mapping
    row = "| LEV-05 | Multi-lane scheduler tuning | 10.15 | MS-01 |\n"
    one = [f for f in findings(edit, Edit(C, row, "", "", "")) if f.rule == "owner-drift"]
    assert told(tuple(one)) == [("owner-drift", D, 181)]
    three = findings(edit, Edit(C, "tuning | 10.15 |", "tuning | 10.17 |", "", ""))
    assert [found.location.path for found in three] == [D, C]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{edit.find.strip()} to {edit.replace}")
def test_one_edit_is_one_finding_on_its_line(edit: Edit) -> None:
    found = findings(edit)

    assert told(found) == [(edit.rule, edit.path, line(edit))], [f.message for f in found]
    assert edit.message in found[0].message


def test_a_doubled_id_names_the_place_of_the_missing_one_and_the_other_of_its_own() -> None:
    (found,) = findings(_heading("PRF-02", "PRF-01", "", ""))

    assert found.remedy == "write PRF-02"
    assert [place.place for place in found.related] == [f"{D}:11", f"{C}:12"]


def test_a_doubled_row_is_told_at_the_second_of_two_alike() -> None:
    row = "\n| PRF-002 | error | Missing required performance artifact |"
    (found,) = findings(Edit(C, row, row * 2, "", ""))

    assert told((found,)) == [("duplicate-id", C, 42)]
    assert found.remedy == "give this one its own id, or delete it"


def test_an_id_that_is_missing_beside_a_doubled_one_of_another_text_is_told_too() -> None:
    row = "| PRF-005 | info | Cold-start budget met |\n"
    found = findings(Edit(C, row, "| PRF-002 | info | Nothing of the kind |\n", "", ""))

    assert told(found) == [("one-sided-id", C, 38), ("duplicate-id", C, 44)]


def test_a_malformed_id_in_both_documents_is_told_in_each() -> None:
    for wrong in ("PRF-1000", "PRF-004"):
        found = findings(_heading("PRF-04", wrong, "", ""), _row(C, "PRF-04", wrong, "", ""))
        rule = "malformed-id" if wrong == "PRF-1000" else "wrong-family"
        assert told(found) == [(rule, D, 55), (rule, C, 14)]


def test_a_malformed_lever_in_both_documents_is_told_in_each() -> None:
    found = findings(_heading("LEV-01", "LEV-001", "", ""), _row(C, "LEV-01", "LEV-001", "", ""))

    assert told(found) == [("malformed-id", D, 74), ("malformed-id", C, 20)]


def test_more_ids_are_missing_than_a_malformed_one_explains() -> None:
    found = findings(
        _row(C, "PRF-04", "PRF-1000", "", ""),
        Edit(C, "| PRF-03 | Bounded security instrumentation overhead", "| PRF-05 | Other", "", ""),
    )

    assert ("malformed-id", C, 14) in told(found)
    assert ("one-sided-id", C, 13) in told(found)


def test_levers_without_a_heading_are_told_by_the_number_that_is_missing() -> None:
    found = findings(Edit(D, LEVERS, "", "", ""))

    assert ("section-mismatch", D, 122) in told(found)
    assert "wrong-family" not in [f.rule for f in found]


def test_levers_among_the_principles_of_a_document_without_numbers_are_told_once() -> None:
    documents = {path: text.replace("## 7.", "## ") for path, text in PAIR.items()}
    documents[D] = documents[D].replace("## 2 Candidate High-EV Optimization Levers\n", "")
    documents[D] = documents[D].replace("## 1 ", "## ").replace("## 3 ", "## ")
    found = [f for f in judge(documents).findings if f.rule == "wrong-family"]

    assert [(f.location.line, f.subject) for f in found] == [(73, "LEV-01")]
    assert "LEV-01 to LEV-05, found them under" in found[0].message


def test_a_heading_that_was_lost_with_its_line_is_told_by_the_labels_below_it() -> None:
    found = findings(Edit(D, "### PRF-02: Predictable p99 Under Extension Churn", "", "", ""))

    assert told(found) == [("repeated-label", D, 28)]


def test_two_labels_that_stand_again_are_two_findings() -> None:
    twice = "**Target:** Cold-start < 100ms at p99 for pre-commit and CI loops."
    gate = "**CI gate:** Startup benchmark, failing at a 100ms p99 threshold."
    found = findings(Edit(D, gate, f"{gate}\n\n{gate}\n\n{twice}", "", ""))

    assert [f.rule for f in found] == ["repeated-label", "repeated-label"]


@pytest.mark.parametrize(
    ("title", "foreign"),
    [
        ("Profile artifacts (flamegraphs/traces)", '"traces"'),
        ("Profile artifacts (flamegraphs, core dumps, traces)", '"core dumps", "traces"'),
    ],
)
def test_contents_that_only_the_contract_lists_are_noted(title: str, foreign: str) -> None:
    (found,) = findings(Edit(C, "| Profile artifacts |", f"| {title} |", "", ""))

    assert (found.rule, found.severity.value, found.location.line) == (
        "title-shortened",
        "note",
        31,
    )
    assert f"found {foreign}, which it does not name" in found.message
    shown = f"| ART-02 | {title} | All performance PRs |"
    assert shown[found.location.column - 1 :].startswith("(flamegraphs")


@pytest.mark.parametrize(
    "title",
    [
        "Profile artifacts (flamegraphs/hotspots)",
        "Profile artifacts (see below)",
        "Profile artifacts (as SVG)",
        "Profile artifacts (for each pull request)",
    ],
)
def test_other_words_in_parentheses_are_a_remark(title: str) -> None:
    assert findings(Edit(C, "| Profile artifacts |", f"| {title} |", "", "")) == ()


def facts_of(text: str) -> DocumentFacts:
    """The facts of the doctrine with another text."""
    facts = examine(D, text.encode(), lambda _: True).facts
    assert facts is not None
    return facts


@pytest.mark.parametrize(
    ("numbers", "wrong"),
    [
        ((1, 1, 3, 4), 1),
        ((2, 2, 3, 4), 0),
        ((1, 3, 3, 4), 1),
        ((1, 2, 2, 4), 2),
        ((1, 2, 4, 4), 2),
        ((1, 2, 3, 3), 3),
        ((4, 2, 3, 4), 0),
        ((1, 2, 3, 1), 3),
        ((1, 4, 3, 4), 1),
        ((1, 2, 2, 3), 2),
    ],
)
def test_the_number_out_of_its_place_is_the_wrong_one(numbers: tuple[int, ...], wrong: int) -> None:
    text = PAIR[D]
    for number in range(1, 5):
        text = text.replace(f"### PRF-{number:02d}:", f"### <{number}>:")
    for number, new in enumerate(numbers, 1):
        text = text.replace(f"### <{number}>:", f"### PRF-{new:02d}:")
    definitions = [d for d in facts_of(text).definitions if d.read.id.text.startswith("PRF-0")]
    headings = [d for d in definitions if d.form.value == "heading"]

    doubles = [position for position, d in enumerate(headings) if d.duplicate_of is not None]
    assert doubles == [wrong]
