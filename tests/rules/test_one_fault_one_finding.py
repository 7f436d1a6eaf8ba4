"""One fault in an agreeing pair, and what is said of it: one thing, at the line that is wrong."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.rules.repositories import BASE, CONTRACT, DOCTRINE, line_of, lint_root

if TYPE_CHECKING:
    from pathlib import Path

    from doctrine_check.findings import Finding


class Fault(NamedTuple):
    """An edit of one document, and the rule, the document and the text of the line reported."""

    name: str
    path: str
    find: str
    replace: str
    rule: str
    at: str
    where: str = ""

    @property
    def reported(self) -> str:
        """The document in which the finding stands: the edited one unless another is named."""
        return self.where or self.path


def _row(name: str, path: str, find: str, replace: str) -> Fault:
    return Fault(name, path, find, replace, "ragged-row", replace)


def _header(name: str, path: str, find: str, replace: str) -> Fault:
    return Fault(name, path, find, replace, "table-columns", replace)


FAULTS = (
    # a row of which nobody knows where its cells belong
    _row("pipe in a title", CONTRACT, "| Decoded picture cache |", "| Decoded | picture cache |"),
    _row("pipe in a metric", CONTRACT, "< 100ms at p99 before", "< 100ms | at p99 before"),
    _row("pipe in code", CONTRACT, "| Doctrine compliance", "| `Doctrine | compliance`"),
    _row("pipe behind the id", CONTRACT, "| PRF-02 | Cheap", "| PRF-02 | | Cheap"),
    _row("pipe before the id", CONTRACT, "| PRF-02 | Cheap", "| | PRF-02 | Cheap"),
    _row("pipe in an artifact", CONTRACT, "| Comparison tables", "| Comparison | tables"),
    _row("pipe in a statement", CONTRACT, "| Every lever has", "| Every lever | has"),
    _row("pipe before a level", DOCTRINE, "| PRF-003 | error", "| PRF-003 | | error"),
    _row("pipe in a subsystem", DOCTRINE, "| Worker start and", "| Worker start | and"),
    _row("pipe before a concern", DOCTRINE, "10.7 | LEV-02", "10.7 | | LEV-02"),
    _row("title left out", CONTRACT, "| LEV-01 | Decoded picture cache |", "| LEV-01 |"),
    _row("title of an artifact left out", CONTRACT, "| ART-03 | Comparison tables |", "| ART-03 |"),
    _row("level left out", DOCTRINE, "| PRF-002 | error |", "| PRF-002 |"),
    _row("owner left out", DOCTRINE, "| Resizer | 10.7 |", "| Resizer |"),
    Fault(
        "statement left out",
        CONTRACT,
        "| Every lever has evidence from before and after |",
        "|",
        "ragged-row",
        "| INV-PRF-PROFILED |",
    ),
    # two headers that stand above each other's cells
    _header(
        "owner and gate",
        CONTRACT,
        "| Owner Track | Profile Gate |",
        "| Profile Gate | Owner Track |",
    ),
    _header(
        "level and meaning", CONTRACT, "| Code | Level | Meaning |", "| Code | Meaning | Level |"
    ),
    _header("the doctrine's", DOCTRINE, "| Code | Level | Meaning |", "| Code | Meaning | Level |"),
    _header("title and metric", CONTRACT, "| Principle | Metric |", "| Metric | Principle |"),
    _header(
        "title and scope", CONTRACT, "| Artifact | Required For |", "| Required For | Artifact |"
    ),
    _header("id and statement", CONTRACT, "| ID | Statement |", "| Statement | ID |"),
    _header(
        "owner and concern",
        DOCTRINE,
        "| Owner Track | Performance Concern |",
        "| Performance Concern | Owner Track |",
    ),
    _header(
        "subsystem and owner",
        DOCTRINE,
        "| Subsystem | Owner Track |",
        "| Owner Track | Subsystem |",
    ),
    # what swallows the rest of the contract, its list of files with it
    *(
        Fault(name, CONTRACT, "## Event Codes", f"{mark}\n## Event Codes", "hidden-facts", mark)
        for name, mark in (("comment", "<!--"), ("fence", "```"), ("raw html", "<pre>"))
    ),
    # the heads of the documents
    Fault(
        "another section",
        CONTRACT,
        "**Section:** 10",
        "**Section:** 9",
        "metadata-drift",
        "**Section:**",
    ),
    Fault(
        "another section in the doctrine",
        DOCTRINE,
        "**Section:** 10",
        "**Section:** 9",
        "section-mismatch",
        "**Section:**",
    ),
    Fault("another bead", CONTRACT, "# bd-1abc:", "# bd-1abd:", "metadata-drift", "# bd-1abd"),
    Fault(
        "another bead in the doctrine",
        DOCTRINE,
        "**Bead:** bd-1abc",
        "**Bead:** bd-1abd",
        "metadata-drift",
        "# bd-1abc",
        CONTRACT,
    ),
    # ids
    Fault(
        "digits of another script", CONTRACT, "| LEV-02 |", "| LEV-٠٢ |", "lookalike-id", "LEV-٠٢"
    ),
    Fault(
        "an event where a principle is meant",
        DOCTRINE,
        "| PRF-01, PRF-03 |",
        "| PRF-001, PRF-03 |",
        "wrong-family",
        "PRF-001, PRF-03",
    ),
    Fault(
        "a code that no event has",
        DOCTRINE,
        "| Audit log | 10.8 | PRF-02 |",
        "| Audit log | 10.8 | PRF-002 |",
        "wrong-family",
        "| Audit log |",
    ),
    # titles
    Fault(
        "not", CONTRACT, "| Batched resizing |", "| Not batched resizing |", "title-drift", "LEV-02"
    ),
    Fault(
        "rejected",
        CONTRACT,
        "| Batched resizing |",
        "| Batched resizing (rejected) |",
        "title-drift",
        "LEV-02",
    ),
    Fault(
        "optional",
        CONTRACT,
        "| Profile artifacts |",
        "| Profile artifacts (optional) |",
        "title-drift",
        "ART-02",
    ),
    Fault("shorter", CONTRACT, "| Batched resizing |", "| Resizing |", "title-shortened", "LEV-02"),
    # owners
    Fault(
        "a second owner of a principle",
        DOCTRINE,
        "| Resizer | 10.7 | LEV-02 |",
        "| Resizer | 10.7 | LEV-02, PRF-01 |",
        "owner-drift",
        "| Resizer |",
    ),
    Fault(
        "another owner of two levers",
        DOCTRINE,
        "| Picture cache | 10.6 | LEV-01 |",
        "| Picture cache | 10.9 | LEV-01/01 |",
        "owner-drift",
        "| Picture cache |",
    ),
    # files
    Fault(
        "a file in running text",
        DOCTRINE,
        "Each hot path is held",
        "See `docs/nowhere.md`, and `docs/nowhere.md` again. Each hot path is held",
        "missing-file",
        "docs/nowhere.md",
    ),
    Fault(
        "a file without code",
        CONTRACT,
        "- Spec contract:",
        "- Tests: docs/test_nowhere.py\n- Spec contract:",
        "missing-file",
        "test_nowhere",
    ),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with the agreeing pair."""
    repository = tmp_path / "repository"
    shutil.copytree(BASE, repository)
    return repository


def edited(root: Path, path: str, find: str, replace: str) -> tuple[Finding, ...]:
    """What is found once the one place where ``find`` stands was replaced."""
    file = root / path
    text = file.read_text("utf-8")
    assert text.count(find) == 1
    file.write_text(text.replace(find, replace), "utf-8")
    return lint_root(root).findings


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_one_fault_is_one_finding_on_its_line(fault: Fault, root: Path) -> None:
    found = edited(root, fault.path, fault.find, fault.replace)

    line = line_of(root / fault.reported, fault.at)
    assert [(f.rule, f.location.path, f.location.line) for f in found] == [
        (fault.rule, fault.reported, line)
    ], "\n".join(f"{f.location.place} [{f.rule}] {f.message}" for f in found)


def test_two_faults_of_the_heads_are_two_findings(root: Path) -> None:
    edited(root, DOCTRINE, "**Section:** 10", "**Section:** 9")
    found = edited(root, CONTRACT, "**Section:** 10", "**Section:** 8")

    assert [(f.rule, f.location.path, f.message) for f in found] == [
        ("section-mismatch", DOCTRINE, "expected section 10 of the headings, found 9"),
        ("section-mismatch", CONTRACT, "expected section 10 of the folder section_10/, found 8"),
    ]


def test_a_doctrine_that_nothing_contradicts_is_the_measure(root: Path) -> None:
    text = (root / DOCTRINE).read_text("utf-8")
    (root / DOCTRINE).write_text(re.sub(r"## 10\.\d ", "## ", text), "utf-8")
    found = edited(root, DOCTRINE, "**Section:** 10", "**Section:** 9")

    assert [(f.rule, f.message) for f in found] == [
        ("metadata-drift", f"expected the section 9 of the doctrine ({DOCTRINE}:3), found 10")
    ]


def test_a_file_of_another_name_is_still_told_where_both_documents_agree(root: Path) -> None:
    moved = CONTRACT.replace("bd-1abc", "bd-1abd")
    (root / CONTRACT).rename(root / moved)
    found = edited(root, moved, f"`{CONTRACT}`", f"`{moved}`")

    assert [(f.rule, f.location.line, f.message) for f in found] == [
        (
            "bead-mismatch",
            1,
            "expected the bead bd-1abd of the file name, found bd-1abc in the title",
        )
    ]


def test_both_owners_of_one_track_number_are_named(root: Path) -> None:
    edited(root, DOCTRINE, "| Resizer | 10.7 |", "| Resizer | 10.7 (Pixels) |")
    found = edited(
        root, CONTRACT, "| Batched resizing | 10.7 |", "| Batched resizing | 10.7 (Ink) |"
    )

    expected = f"expected owner track 10.7 (Pixels) of LEV-02 ({DOCTRINE}:109), "
    assert [(f.rule, f.location.path, f.message) for f in found] == [
        ("owner-drift", CONTRACT, expected + "found 10.7 (Ink) in the spec contract")
    ]


def test_a_lever_that_the_doctrine_lacks_has_no_owner_to_disagree_with(root: Path) -> None:
    edited(root, DOCTRINE, "| Resizer |", "| Prints | 10.7 | LEV-09 |\n| Resizer |")
    found = edited(root, CONTRACT, "| LEV-02 |", "| LEV-09 | Prints | 10.9 | MS-01 |\n| LEV-02 |")

    assert [(f.rule, f.subject) for f in found] == [("one-sided-id", "LEV-09")]


@pytest.mark.parametrize("owner", ["10.7 (Pixels)", "10.7", "10.7 (pixels)", "10.7 ( Pixels )."])
def test_the_name_of_a_track_may_be_left_out(owner: str, root: Path) -> None:
    edited(root, DOCTRINE, "| Resizer | 10.7 |", "| Resizer | 10.7 (Pixels) |")

    assert edited(root, CONTRACT, "resizing | 10.7 |", f"resizing | {owner} |") == ()


def test_owners_by_name_are_no_exchanged_headers(root: Path) -> None:
    """Impacts begin with numbers as tracks do, and are none."""
    for path in (DOCTRINE, CONTRACT):
        text = (root / path).read_text("utf-8")
        text = re.sub(r"(?<=: )?\b10\.[67]\b(?= \||$)", "core", text, flags=re.MULTILINE)
        text = re.sub(r"\*\*Owner track:\*\* .*", "**Owner track:** core", text)
        text = re.sub(r"(\| Profile Gate \|)$", r"\1 Expected Impact |", text, flags=re.MULTILINE)
        text = text.replace("-|--------------|\n| LEV", "-|--------------|---|\n| LEV")
        (root / path).write_text(text.replace("| MS-01 |", "| MS-01 | 2-4x faster |"), "utf-8")

    assert lint_root(root).findings == ()


def test_an_event_code_does_not_cover_a_principle_of_another_number(root: Path) -> None:
    found = edited(root, DOCTRINE, "| Audit log | 10.8 | PRF-02 |", "| Audit log | 10.8 | LEV-01 |")

    assert [(f.rule, f.subject) for f in found if f.rule == "unmapped-id"] == [
        ("unmapped-id", "PRF-02")
    ]


@pytest.mark.parametrize("concern", ["PRF-01/03", "PRF-01/PRF-03", "`PRF-01`/`PRF-03`"])
def test_ids_may_be_joined_by_a_slash(concern: str, root: Path) -> None:
    assert edited(root, DOCTRINE, "| PRF-01, PRF-03 |", f"| {concern} |") == ()


@pytest.mark.parametrize("concern", ["PRF-01/3", "PRF-01/031", "PRF-01/03b", "PRF-01 03"])
def test_a_number_that_is_none_names_no_id(concern: str, root: Path) -> None:
    found = edited(root, DOCTRINE, "| PRF-01, PRF-03 |", f"| {concern} |")

    assert [(f.rule, f.subject) for f in found] == [("unmapped-id", "PRF-03")]


def test_a_number_behind_a_slash_may_dangle(root: Path) -> None:
    found = edited(root, DOCTRINE, "| PRF-01, PRF-03 |", "| PRF-01/03/07 |")

    assert [(f.rule, f.subject, f.location.column) for f in found] == [
        ("dangling-id", "PRF-07", 46)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The report will be written to `docs/report.md` each night.",
        "The gate writes its own report to `docs/report.md`.",
        "`docs/report.md` will be created by the first run.",
        "`docs/report.md` (planned) lists them.",
        "It reads `docs/report.md` first. Until the first run `docs/report.md` does not exist.",
        "The branch `docs/report` is deleted.",
        "It asks the endpoint `docs/report` for that.",
        "The `docs/report` branch is deleted.",
    ],
)
def test_a_file_that_is_yet_to_come_is_not_missing(sentence: str, root: Path) -> None:
    assert edited(root, DOCTRINE, "Each hot path", f"{sentence} Each hot path") == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "The report is written by `docs/report.md`.",
        "It generates nothing. See `docs/report.md`.",
        "It saves time with `docs/report.md`.",
        "`docs/report.md` exists.",
        "`docs/report.md` writes the key.",
    ],
)
def test_a_file_that_does_something_must_be_there(sentence: str, root: Path) -> None:
    found = edited(root, DOCTRINE, "Each hot path", f"{sentence} Each hot path")

    assert [(f.rule, f.subject) for f in found] == [("missing-file", "docs/report.md")]


def test_a_file_named_several_times_is_missing_once(root: Path) -> None:
    found = edited(
        root,
        CONTRACT,
        "- Spec contract:",
        "- One: `docs/nowhere.md`\n- Two: [it](../../nowhere.md)\n- Spec contract:",
    )

    assert [(f.rule, f.location.line, [r.line for r in f.related]) for f in found] == [
        ("missing-file", 51, [52])
    ]
