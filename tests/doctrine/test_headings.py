"""Headings that markdown does not read as such: found, and read as they were meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doctrine_check.cli.lint import lint, scene_of
from doctrine_check.doctrine.examine import examine
from tests.rules.repositories import BASE, DOCTRINE, assemble

if TYPE_CHECKING:
    from pathlib import Path

    from doctrine_check.doctrine.model import DocumentFacts

TEXT = (BASE / DOCTRINE).read_text(encoding="utf-8")
HEADINGS = [line for line in TEXT.split("\n") if line.startswith("### ")]
LINES = {heading: TEXT.split("\n").index(heading) + 1 for heading in HEADINGS}


def read(text: str, path: str = DOCTRINE) -> DocumentFacts:
    facts = examine(path, text.encode(), lambda _: True).facts
    assert facts is not None
    return facts


def told(facts: DocumentFacts) -> list[tuple[str, list[str | None]]]:
    """What the facts say, without their places."""
    out: list[tuple[str, list[str | None]]] = []
    for principle in facts.principles:
        texts = [principle.target, principle.measurement, principle.gate, *principle.prose]
        out.append((f"{principle.id} {principle.title.text}", [t and t.text for t in texts]))
    for lever in facts.levers:
        parts = [lever.impact, lever.risk, lever.owner, lever.profile_gate, *lever.prose]
        out.append((f"{lever.id} {lever.title.text}", [t and t.text for t in parts]))
    for artifact in facts.artifacts:
        rest = [*artifact.contents, *artifact.prose]
        out.append((f"{artifact.id} {artifact.title.text}", [t.text for t in rest]))
    return out


def found(root: Path, text: str) -> list[tuple[str, int]]:
    """Rule and line of each finding in the example pair with another doctrine."""
    assemble(BASE, root)
    (root / DOCTRINE).write_text(text, encoding="utf-8")
    report, _ = lint(scene_of([], str(root), None), strict=True)
    assert {finding.location.path for finding in report.findings} <= {DOCTRINE}
    return [(finding.rule, finding.location.line) for finding in report.findings]


WAYS = {
    "no blank": "###{}",
    "bold": "**{}**",
    "bold underscores": "__{}__",
    "no marks": "{}",
    "deeper": "#### {}",
    "much deeper": "###### {}",
    "seven": "####### {}",
    "higher": "## {}",
    "highest": "# {}",
    "escaped": "\\### {}",
    "indented deeper": "  #### {}",
    "closed": "###{} ###",
}


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_a_lost_heading_is_one_finding_on_its_line(heading: str, way: str, tmp_path: Path) -> None:
    lost = way.format(heading.removeprefix("### "))
    text = TEXT.replace(heading, lost)
    assert told(read(text)) == told(read(TEXT))
    assert found(tmp_path / "r", text) == [("lost-heading", LINES[heading])]


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_may_be_indented_into_the_paragraph_above(heading: str, tmp_path: Path) -> None:
    line = LINES[heading]
    text = TEXT.replace(f"\n\n{heading}\n", f"\n    {heading}\n")
    facts = read(text)
    assert {d.read.id for d in facts.definitions} == {d.read.id for d in read(TEXT).definitions}
    before = TEXT.split("\n")[line - 3]
    if before.startswith("- "):
        return  # the line belongs to the item, and its heading is one
    assert found(tmp_path / "r", text) == [("lost-heading", line - 1)]


def test_all_headings_may_lose_their_blank_at_once(tmp_path: Path) -> None:
    text = TEXT.replace("\n### ", "\n###")
    assert found(tmp_path / "r", text) == [("lost-heading", LINES[h]) for h in HEADINGS]


def test_all_headings_but_the_first_of_each_family_may_be_bold(tmp_path: Path) -> None:
    lost = [heading for heading in HEADINGS if "-01" not in heading]
    text = TEXT
    for heading in lost:
        text = text.replace(heading, f"**{heading.removeprefix('### ')}**")
    assert found(tmp_path / "r", text) == [("lost-heading", LINES[h]) for h in lost]


@pytest.mark.parametrize(
    "heading", [line for line in TEXT.split("\n") if line.startswith("## ") and "10." in line]
)
def test_the_heading_of_a_section_may_be_lost(heading: str, tmp_path: Path) -> None:
    line = TEXT.split("\n").index(heading) + 1
    text = TEXT.replace(heading, heading.replace("## ", "##"))
    assert found(tmp_path / "r", text) == [("lost-heading", line)]


@pytest.mark.parametrize(
    "paragraph",
    [
        "See\n##logging and ###help.",
        "PRF-01: as above.",
        "**PRF-01: as above**",
        "PRF-07 is planned.",
        "ABC-01: a ticket.",
        "> ###PRF-02: quoted",
        "- ###PRF-02: listed",
        "- listed\n  ###PRF-02: below",
        "```\n###PRF-02: fenced\n```",
        "#PRF-02 and #PRF-03 are channels.",
        "`###PRF-02` is how it goes wrong.",
    ],
)
def test_other_lines_are_no_headings(paragraph: str) -> None:
    text = TEXT.replace("\n## 10.2", f"\n{paragraph}\n\n## 10.2")
    assert not read(text).document.lost


def test_ids_may_be_grouped_under_further_headings(tmp_path: Path) -> None:
    grouped = TEXT.replace("### PRF-01", "### Latency\n\n#### PRF-01").replace(
        "### PRF-02", "#### PRF-02"
    )
    assert not read(grouped).document.lost
    assert found(tmp_path / "r", grouped) == []


@pytest.mark.parametrize("underline", ["---", "==="])
def test_a_setext_heading_at_the_wrong_level_is_read_and_told(
    tmp_path: Path, underline: str
) -> None:
    heading = "### PRF-02: Cheap Audit Trail"
    text = TEXT.replace(heading, f"{heading.removeprefix('### ')}\n{underline}")
    assert told(read(text)) == told(read(TEXT))
    assert found(tmp_path / "r", text) == [("lost-heading", LINES[heading])]


def test_a_heading_that_takes_in_its_neighbours_is_the_one_at_the_wrong_level() -> None:
    text = TEXT.replace("## 10.1 Core", "# Core").replace("### PRF-02", "## PRF-02")
    assert read(text).document.lost == {LINES["### PRF-02: Cheap Audit Trail"]}


def test_the_level_of_a_family_is_that_of_most_of_its_headings() -> None:
    text = TEXT.replace("### PRF-01", "#### PRF-01").replace("### PRF-02", "#### PRF-02")
    assert not read(text).document.lost


def test_the_lines_of_the_document_stay_as_they_are() -> None:
    text = TEXT.replace("### PRF-02", "###PRF-02")
    facts = read(text)
    assert facts.document.lines == tuple(text.split("\n"))
    place = next(d.place for d in facts.definitions if str(d.read.id) == "PRF-02")
    assert text.split("\n")[place.line - 1][place.column - 1 :].startswith("PRF-02")


def test_a_lost_heading_of_another_family_is_told(tmp_path: Path) -> None:
    text = (
        "# Spool\n\n## Invariants\n\n### INV-SPL-ORDER\n\nPages stay in order.\n\n"
        "###INV-SPL-ONCE\n\nNo page prints twice.\n"
    )
    path = tmp_path / "docs/spool.md"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    report, _ = lint(scene_of([], str(tmp_path), None))
    assert [(f.rule, f.location.line, f.subject) for f in report.findings] == [
        ("lost-heading", 9, "INV-SPL-ONCE")
    ]


@pytest.mark.parametrize("step", [2, 3, 5])
def test_any_mixture_of_lost_headings_is_read_as_the_document_was(step: int) -> None:
    text = TEXT
    for heading in HEADINGS[::step]:
        text = text.replace(heading, heading.replace("### ", "###"))
    assert told(read(text)) == told(read(TEXT))
    assert read(text).document.lost == {LINES[heading] for heading in HEADINGS[::step]}


SECTION = "## 10.2 Optimization Levers"


@pytest.mark.parametrize(
    "lost",
    [
        "10.2 Optimization Levers",
        "**10.2 Optimization Levers**",
        "# 10.2 Optimization Levers",
        "### 10.2 Optimization Levers",
        "    ## 10.2 Optimization Levers",
    ],
)
def test_the_heading_of_a_numbered_section_is_read_as_it_was_meant(
    lost: str, tmp_path: Path
) -> None:
    text = TEXT.replace(SECTION, lost)
    line = TEXT.split("\n").index(SECTION) + 1
    assert told(read(text)) == told(read(TEXT))
    assert read(text).document.lines == tuple(text.split("\n"))
    assert found(tmp_path / "r", text) == [("lost-heading", line)]


@pytest.mark.parametrize(
    "paragraph",
    [
        "10.2 Optimization Levers are told below.",
        "10.9 Something",
        "11.5 Another Chapter",
        "10.5 is the owner track",
        "10.5",
        "- 10.5 Notes",
        "> 10.5 Notes",
        "10.5 Notes\nand more of it",
        "```\n## 10.5 Notes\n```",
        "    ## 10.2 Optimization Levers",
    ],
)
def test_other_numbers_are_no_headings(paragraph: str) -> None:
    text = TEXT.replace("\n## 10.3", f"\n{paragraph}\n\n## 10.3")
    assert not read(text).document.lost


def test_headings_with_numbers_of_three_parts_may_stand_deeper() -> None:
    text = TEXT.replace("\n## 10.3", "\n### 10.2.1 Notes\n\nNone.\n\n## 10.3")
    assert not read(text).document.lost
