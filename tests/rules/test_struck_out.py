"""What is struck out, by tildes or by HTML, is not there: neither for lint nor for diff."""

from __future__ import annotations

import pytest

from doctrine_check.doctrine.difference import Effect, differences
from doctrine_check.doctrine.load import facts_of, parse_document
from doctrine_check.doctrine.struck import strikes
from tests.rules.judging import edited, judge
from tests.rules.own_pair import PAIR, C, D
from tests.rules.test_scopes_and_gates import told

STROKES = ["~~{}~~", "<del>{}</del>", "<s>{}</s>", '<STRIKE class="old">{}</STRIKE >']
START = "Cold-start < 100ms at p99 for pre-commit and CI loops"
COMMAND = "Exact command that was run"
CACHE = "| Compatibility cache | 10.6 | LEV-01 |"
OTHERS = "docs/specs/media.md"
TABLE = "# Media\n\n## Event Codes\n\n| Code | Level | Meaning |\n|---|---|---|\n"
TABLE += "".join(f"| MED-00{number} | info | a |\n" for number in (1, 2, 3))


def effects(path: str, text: str) -> list[tuple[Effect, str]]:
    """What ``diff`` says of one document after an edit."""
    old, new = (facts_of(parse_document(path, each), lambda _: True) for each in (PAIR[path], text))
    return [(change.effect, change.subject) for change in differences(old, new)]


@pytest.mark.parametrize("stroke", STROKES)
@pytest.mark.parametrize(
    ("path", "context", "find", "finding", "effect"),
    [
        (C, "| {} | Tuned", "INV-PRF-COMPAT", ("one-sided-id", 48), Effect.DROPS),
        (C, "| {} | info | Cold", "PRF-005", ("one-sided-id", 38), Effect.DROPS),
        (D, "### {}: Bounded", "PRF-03", ("one-sided-id", 41), Effect.DROPS),
        (D, "**Target:** {}.", START, ("principle-incomplete", 13), Effect.LOOSENS),
        (C, "| {} |", START, ("empty-cell", 11), Effect.LOOSENS),
        (D, "{}, failing at a 100ms p99 threshold.", "Startup benchmark", ("", 0), Effect.CHANGES),
        (D, "{}", "**CI gate:** Startup benchmark, failing at a 100ms p99 threshold.",
         ("principle-incomplete", 11), Effect.LOOSENS),
        (C, "| {} | MS-01 |\n| LEV-05", "10.5", ("empty-cell", 23), Effect.LOOSENS),
        (C, "| 10.5 | {} |", "MS-01", ("empty-cell", 23), Effect.LOOSENS),
        (D, "- {}\n", COMMAND, ("artifact-fields", 134), Effect.LOOSENS),
        (D, "10.6 | {} |", "LEV-01", ("empty-cell", 175), Effect.LOOSENS),
        (D, "**Owner track:** {}\n", "10.15", ("lever-incomplete", 120), Effect.LOOSENS),
        (D, "performance {} carry", "MUST", ("artifact-mandate", 130), Effect.LOOSENS),
        (D, "| PRF-005 | {} |", "info", ("empty-cell", 191), Effect.LOOSENS),
        (C, "**Status:** {}\n", "Active", ("document-status", 5), Effect.CHANGES),
        (C, "## {}\n", "Invariants", ("section-mismatch", 46), Effect.LOOSENS),
        (D, "## {}\n", "7.1 Core Principles", ("section-mismatch", 5), Effect.LOOSENS),
    ],
)  # fmt: skip
def test_what_is_struck_out_counts_as_absent_wherever_it_stands(
    stroke: str, path: str, context: str, find: str, finding: tuple[str, int], effect: Effect
) -> None:
    before, after = context.format(find), context.format(stroke.format(find))
    documents = edited(PAIR, path, before, after)

    found = [(f.rule, f.location.path, f.location.line) for f in judge(documents).findings]
    assert found == ([(finding[0], path, finding[1])] if finding[1] else [])
    assert effects(path, documents[path])[0][0] is effect


@pytest.mark.parametrize("stroke", STROKES)
def test_only_what_is_left_of_a_line_counts(stroke: str) -> None:
    assert (
        told(D, "**Target:** Cold-start", f"**Target:** {stroke.format('Warm-start')} Cold-start")
        == []
    )
    ((rule, _, line),) = told(C, f"| {START}", f"| {START.replace('100ms', stroke.format('90ms'))}")
    assert (rule, line) == ("unmeasurable-metric", 11)


@pytest.mark.parametrize("stroke", STROKES)
def test_a_row_of_the_mapping_that_is_struck_out_covers_nothing(stroke: str) -> None:
    struck = (
        "| " + " | ".join(stroke.format(cell) for cell in CACHE.strip("| ").split(" | ")) + " |"
    )

    assert [(rule, line) for rule, _, line in told(D, CACHE, struck)] == [("unmapped-id", 74)]


@pytest.mark.parametrize("stroke", STROKES)
@pytest.mark.parametrize(
    "cells",
    [("{}", "warn", "d"), ("{}", "{}", "{}"), ("MED-004", "{}", "d"), ("MED-004", "warn", "{}")],
)
def test_other_teams_strike_out_what_they_retire(stroke: str, cells: tuple[str, ...]) -> None:
    named = zip(cells, ("MED-004", "warn", "d"), strict=True)
    row = " | ".join(cell.replace("{}", stroke.format(text)) for cell, text in named)

    assert judge({OTHERS: f"{TABLE}| {row} |\n"}).findings == ()


@pytest.mark.parametrize(("opens", "closes"), [("<del>", "</del>"), ('<S id="x">', "</S>")])
def test_whole_blocks_between_tags_are_struck_out(opens: str, closes: str) -> None:
    start, end = PAIR[D].index("### PRF-03"), PAIR[D].index("### PRF-04")
    text = f"{PAIR[D][:start]}{opens}\n\n{PAIR[D][start:end]}{closes}\n\n{PAIR[D][end:]}"
    (finding,) = judge({**PAIR, D: text}).findings

    assert (finding.rule, finding.location.line) == ("hidden-facts", 41)
    assert "only inside raw HTML" in finding.message
    assert effects(D, text)[0] == (Effect.DROPS, "PRF-03")


@pytest.mark.parametrize("tag", ["details", "div", "section", "!-- del --"])
def test_blocks_between_other_tags_are_not(tag: str) -> None:
    start = PAIR[D].index("### PRF-03")

    assert judge({**PAIR, D: f"{PAIR[D][:start]}<{tag}>\n\n{PAIR[D][start:]}"}).findings == ()


@pytest.mark.parametrize("tag", ["<b>{}</b>", "<ins>{}</ins>", "<span>{}</span>", "<sub>{}</sub>"])
def test_other_tags_strike_out_nothing(tag: str) -> None:
    assert told(C, f"| {START} |", f"| {tag.format(START)} |") == []
    assert told(C, "| INV-PRF-COMPAT |", f"| {tag.format('INV-PRF-COMPAT')} |") == []


@pytest.mark.parametrize("tag", ["<del>", "</S>", "<strike\nid='a'>", "<s/>", "</ del>"])
def test_tags_that_strike_out(tag: str) -> None:
    assert strikes(tag)


@pytest.mark.parametrize("tag", ["<span>", "<delta>", "<!-- s -->", "<>", "<sub>"])
def test_tags_that_do_not(tag: str) -> None:
    assert not strikes(tag)
