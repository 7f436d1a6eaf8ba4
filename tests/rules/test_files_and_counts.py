"""Stated counts, struck-out text, look-alike percentiles, and doubled events."""

from __future__ import annotations

import pytest

from doctrine_check.doctrine.lookalike_terms import terms
from doctrine_check.doctrine.struck import without_struck
from tests.rules.edge_scene import Edit, after, findings_of, found_in, the_finding
from tests.rules.repositories import CONTRACT, DOCTRINE

# --- stated counts: the pair has 3 principles, 2 levers, 5 artifacts, 3 events, 3 invariants

PROSE = "Albums grow, and nobody waits"


def counted(text: str) -> list[str]:
    """What is found once ``text`` stands in a paragraph of the doctrine: the counts, or rules."""
    findings = findings_of(after((DOCTRINE, PROSE, f"{text} {PROSE}")))
    return [
        finding.message.rpartition("found ")[2].strip('"')
        if finding.rule == "stated-count"
        else finding.rule
        for finding in findings
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("There are six levers and it has 6 event codes.", ["six levers", "6 event codes"]),
        ("There are two principles.", ["two principles"]),
        ("Look: there are four levers; that is all.", ["four levers"]),
        ("All six required artefacts are due.", ["six required artefacts"]),
        ("All 4 artefact kinds are due.", ["4 artefact kinds"]),
        ("All 2 of the principles hold.", ["2 of the principles"]),
        ("It binds all 5 of our core principles.", ["5 of our core principles"]),
        ("Our five principles bind.", ["five principles"]),
        ("We keep our two principles.", ["two principles"]),
        ("This doctrine has six levers.", ["six levers"]),
        ("The contract defines 7 invariants.", ["7 invariants"]),
        ("We have nine principles.", ["nine principles"]),
    ],
)
def test_a_count_of_all_that_is_wrong_is_found(text: str, found: list[str]) -> None:
    assert counted(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Five of the principles, and 7 of the levers, were dropped.",
        "Two principles conflict; three levers interact.",
        "There are two principles that conflict.",
        "If there are two principles, the first one wins.",
        "Where there are four levers, stop.",
        "There are nine levers in the old paper.",
        "There are 7 events a day.",
        "Our two principles about time are strict.",
        "Our six events per second are few.",
        "It has two principles.",
        "The old doctrine has six levers.",
        "Each contract has 9 events.",
        "There are two levers and our three principles: all 3 of the principles bind.",
        "All three of these principles bind, as this doctrine has 5 artefacts.",
        "Not all of the 2 first principles hold.",
    ],
)
def test_a_count_of_some_or_of_others_is_none(text: str) -> None:
    assert counted(text) == []


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        ((DOCTRINE, "| Resizer |", "| Resizer, all 6 core principles |"), ["stated-count"]),
        ((DOCTRINE, "| Resizer |", "| Resizer, all 3 core principles |"), []),
        ((DOCTRINE, "| Resizer |", "| Resizer, two principles |"), []),
        (
            (
                CONTRACT,
                "## Artifacts",
                "| A | B |\n|---|---|\n| x | All 6 levers |\n\n## Artifacts",
            ),
            ["stated-count"],
        ),
    ],
)
def test_counts_in_cells_of_any_table_are_read(edit: Edit, found: list[str]) -> None:
    assert found_in(after(edit)) == found


def test_a_count_in_a_cell_stands_at_its_number() -> None:
    row = "| Resizer, all 6 core principles |"
    finding = the_finding(after((DOCTRINE, "| Resizer |", row)))
    assert finding.location.line == 109
    assert finding.location.column == row.index("6") + 1


# --- what is struck out


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("- Exact command to reproduce", "- ~~Exact command to reproduce~~", "exact command"),
        ("- Exact command to reproduce", "- ~Exact command to reproduce~", "exact command"),
        ("latency, throughput, memory", "latency, ~~throughput~~, memory", "throughput"),
        ("- p99 impact", "- ~~p99~~ impact", "p99"),
    ],
)
def test_an_item_that_is_struck_out_is_not_listed(old: str, new: str, message: str) -> None:
    finding = the_finding(after((DOCTRINE, old, new)))
    assert finding.rule == "artifact-fields"
    assert f"expected {message} among the contents" in finding.message


def test_an_artifact_whose_items_are_all_struck_out_has_none() -> None:
    items = "- Flamegraph (SVG or folded stacks)\n- Top-10 hotspots with percentages\n"
    items += "- Allocation profile"
    struck = "\n".join(f"- ~~{item[2:]}~~" for item in items.split("\n"))
    finding = the_finding(after((DOCTRINE, items, struck)))
    assert (finding.rule, finding.subject) == ("artifact-incomplete", "ART-02")


def test_what_is_struck_out_is_not_optional_either() -> None:
    edit = (DOCTRINE, "- Allocation profile", "- Allocation profile\n- ~~Traces, optional~~")
    assert found_in(after(edit)) == []


@pytest.mark.parametrize("label", ["Target", "Measurement", "CI gate"])
def test_a_line_that_is_struck_out_says_nothing(label: str) -> None:
    text = after()[DOCTRINE]
    line = next(line for line in text.split("\n") if line.startswith(f"**{label}:** "))
    value = line.removeprefix(f"**{label}:** ")
    findings = findings_of(after((DOCTRINE, line, f"**{label}:** ~~{value}~~")))
    told = [f.message for f in findings if f.rule == "principle-incomplete"]
    assert told == [f"expected a {label} for PRF-01, found an empty one"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- Exact command to reproduce", "- Exact command to reproduce, ~5 lines, ~~no~~ blanks"),
        ("- Allocation profile", "- Allocation profile, ~1 % of it ~~ of all"),
        ("- Cold-start time", "- ~~Warm-start~~ cold-start time"),
    ],
)
def test_tildes_that_strike_out_nothing_that_is_owed_are_harmless(old: str, new: str) -> None:
    assert found_in(after((DOCTRINE, old, new))) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a", "a"), ("~~a~~", "     "), ("a ~~b~~ c", "a       c"), ("a ~~b", "a ~~b"),
        ("~~a~~ ~~b", "      ~~b"), ("~a~", ""), ("~5 ms", "~5 ms"), ("~5 to ~7", "~5 to ~7"),
        ("~", "~"), ("~~", "~~"), ("~~~~", "    "),
    ],
)  # fmt: skip
def test_what_is_left_stands_where_it_stood(text: str, left: str) -> None:
    assert without_struck(text) == left


# --- a gate that is none


@pytest.mark.parametrize("gate", ["None yet.", "No gate yet.", "None so far.", "Manual."])
def test_a_gate_that_is_none_is_one_finding(gate: str) -> None:
    finding = the_finding(after((DOCTRINE, "Start benchmark with a 100ms p99 threshold.", gate)))
    assert finding.location.line == 17
    assert finding.subject == "PRF-01"


def test_a_gate_with_its_limit_that_gates_nothing_is_one_finding() -> None:
    old = "Start benchmark with a 100ms p99 threshold."
    finding = the_finding(after((DOCTRINE, old, f"{old[:-1]}, for information.")))
    assert finding.rule == "principle-incomplete"


# --- a doubled event


def doubled(level: str) -> list[tuple[str, int, int]]:
    row = "| PRF-002 | error | Required artifact missing |"
    again = f"| PRF-002 | {level} | Required artifact missing |"
    findings = findings_of(after((CONTRACT, row, f"{row}\n{again}")))
    return [(f.rule, f.location.line, f.location.column) for f in findings]


def test_a_doubled_event_does_not_hide_its_unknown_level() -> None:
    assert doubled("gruesome") == [("duplicate-id", 38, 3), ("event-level", 38, 13)]
    assert doubled("error") == [("duplicate-id", 38, 3)]
    assert "event-level" not in {rule for rule, _, _ in doubled("")}


def test_an_unknown_level_is_told_once_where_both_rows_have_it() -> None:
    row = "| PRF-002 | error | Required artifact missing |"
    wrong = row.replace("error", "gruesome")
    documents = after((CONTRACT, row, f"{wrong}\n{wrong}"))
    lines = [f.location.line for f in findings_of(documents) if f.rule == "event-level"]
    assert lines == [37, 38]


# --- look-alike percentiles and units


@pytest.mark.parametrize(
    ("path", "old", "new", "subject", "meant"),
    [
        (DOCTRINE, "100ms at p99", "100ms at \u044099", "PRF-01", "p99"),
        (DOCTRINE, "100ms p99 threshold", "100ms \u044099 threshold", "PRF-01", "p99"),
        (DOCTRINE, "100ms p99 threshold", "100m\u0455 p99 threshold", "PRF-01", "100ms"),
        (DOCTRINE, "100ms p99 threshold", "100ms p\u200b99 threshold", "PRF-01", "p99"),
        (DOCTRINE, "reported as p50/p95/p99", "reported as p50/p95/\u044099", "PRF-01", "p99"),
        (DOCTRINE, "- p99 impact", "- \u044099 impact", "ART-05", "p99"),
        (DOCTRINE, "5-10x speedup", "5-10\u0445 speedup", "LEV-01", "10x"),
        (CONTRACT, "500ms at p99", "500ms at p\uff19\uff19", "PRF-03", "p99"),
        (CONTRACT, "| p99 budget", "| \u044099 budget", "PRF-003", "p99"),
    ],
)
def test_a_percentile_or_unit_that_only_looks_like_one_is_found(
    path: str, old: str, new: str, subject: str, meant: str
) -> None:
    documents = after((path, old, new))
    (finding,) = [f for f in findings_of(documents) if f.rule == "lookalike-id"]
    assert finding.subject == subject
    assert finding.message.startswith(
        f"expected {meant} in plain ASCII, found a look-alike with U+"
    )
    line = documents[path].split("\n")[finding.location.line - 1]
    end = finding.location.end_column
    assert end is not None
    written = line[finding.location.column - 1 : end - 1]
    assert not written.isascii()
    assert written in new


@pytest.mark.parametrize(
    "text",
    [
        "at p99\u00b9 for a caf\u00e9 \u2014 10\u00b2 pictures", "\u0394t at p99\u2019s \u201cend",
        "5 \u00b5s, 5 \u03bcs, \u2264 5 ms, 5\u00d7, 5\u00b0", "за 100 мс, 5 с и 3 р., рост 5 К",
        "\u03b1-test, \u03c3 of 2", "延迟99毫秒，p99、500ms", "Süß 5 ms ışık é99",
        "p99\u202fms 5\u00a0ms", "p\u2013z", "médian de 5 ḿs", "the х axis",
    ],
)  # fmt: skip
def test_other_alphabets_beside_numbers_are_what_they_are(text: str) -> None:
    assert list(terms(text)) == []


# --- with define.py, ids.py, load.py and limits.py patched


@pytest.mark.parametrize(
    ("old", "subject"),
    [
        ("| PRF-002 | error", "PRF-002"),
        ("| PRF-02 | Cheap", "PRF-02"),
        ("| LEV-02 | Batched", "LEV-02"),
        ("| INV-PRF-PROFILED |", "INV-PRF-PROFILED"),
    ],
)
def test_an_id_that_is_struck_out_is_absent(old: str, subject: str) -> None:
    struck = old.replace(subject, f"~~{subject}~~")
    finding = the_finding(after((CONTRACT, old, struck)))
    assert (finding.rule, finding.subject) == ("one-sided-id", subject)
    if "PRF-002" in old:
        assert found_in(after((CONTRACT, old, struck), (DOCTRINE, old, struck))) == []


@pytest.mark.parametrize("path", [DOCTRINE, CONTRACT])
def test_a_byte_order_mark_that_was_encoded_twice_hides_no_title(path: str) -> None:
    documents = after()
    finding = the_finding({**documents, path: f"ï»¿{documents[path]}"})
    assert (finding.rule, finding.location.path) == ("double-encoding", path)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (DOCTRINE, "100ms p99 threshold", "100ms \u044099 threshold"),
        (DOCTRINE, "100ms p99 threshold", "100m\u0455 p99 threshold"),
        (DOCTRINE, "- p99 impact", "- \u044099 impact"),
        (CONTRACT, "500ms at p99", "500ms at \u044099"),
    ],
)
def test_a_look_alike_is_its_only_finding(path: str, old: str, new: str) -> None:
    assert found_in(after((path, old, new))) == ["lookalike-id"]
