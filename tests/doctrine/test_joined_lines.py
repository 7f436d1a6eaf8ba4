"""Events and invariants on lines of one paragraph: joined by markdown, or kept apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from doctrine_check.cli.files import Existing
from doctrine_check.doctrine.examine import examine
from doctrine_check.doctrine.model import Role
from tests.doctrine.anchors import findings, meanings, places, statements
from tests.rules.judging import judge, pair
from tests.rules.repositories import CONTRACT

if TYPE_CHECKING:
    from pathlib import Path

INVARIANTS = "- INV-ANC-ONE: x\n- INV-ANC-TWO: y\n"
NAMED = (
    "| Name | ID | Statement |\n|---|---|---|\n"
    "| one | INV-ANC-ONE | x |\n| two | INV-ANC-TWO | y |\n"
)
EVENTS = "- ANC-001: opened\n- ANC-002: closed\n"


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("## Invariants\n\n**INV-ANC-ONE**: x\n**INV-ANC-TWO**: y\n", 5),
        ("## Invariants\n\nINV-ANC-ONE: x\nINV-ANC-TWO: y\n", 5),
        ("## Invariants\n\nINV-ANC-ONE - x\n   which goes on\nINV-ANC-TWO - y\n", 5),
        ("## Invariants\n\nINV-ANC-ONE\tx\nINV-ANC-TWO\ty\n", 5),
        ("## Invariants\n\nThese hold:\nINV-ANC-ONE: x\nINV-ANC-TWO: y\n", 6),
        ("## Invariants\n\n> INV-ANC-ONE: x\n> INV-ANC-TWO: y\n", 5),
        ("## Events\n\nANC-001: opened\nANC-002: closed\n", 5),
        ("## Events\n\n`ANC-001` info opened\n`ANC-002` warn closed\n", 5),
        ("## Events\n\nCode\tLevel\tMeaning\nANC-001\tinfo\topened\nANC-002\twarn\tclosed\n", 6),
        ("## Events and invariants\n\nINV-ANC-ONE: x\nANC-001: opened\n", 5),
        ("## Invariants\n\n- INV-ANC-ONE: x\nINV-ANC-TWO: y\n- INV-ANC-TEN: z\n", 6),
        ("## Invariants\n\n**INV-ANC-ONE**: x  \n**INV-ANC-TWO**: y\n**INV-ANC-TEN**: z\n", 5),
    ],
)
def test_entries_on_lines_of_one_paragraph_are_lost(body: str, line: int) -> None:
    assert places(body) == [("lost-table", line)]


def test_what_such_lines_say_is_read_all_the_same() -> None:
    text = "## Invariants\n\n**INV-ANC-ONE**: x\nand more\n**INV-ANC-TWO**: y\n"
    assert statements(text) == [("INV-ANC-ONE", "x and more"), ("INV-ANC-TWO", "y")]
    tabs = "## Events\n\nANC-001\tinfo\topened\nANC-002\twarn\tclosed\n"
    assert meanings(tabs) == [("ANC-001", "info", "opened"), ("ANC-002", "warn", "closed")]
    (found,) = findings(text)
    assert found.message == (
        "expected an item, a row or a paragraph for each of INV-ANC-ONE, INV-ANC-TWO, found "
        "running text: their lines are one paragraph"
    )
    assert found.remedy == "put a list mark before each of the lines, or a blank line between them"
    assert found.subject == "INV-ANC-ONE"


def test_rows_without_a_header_are_lost_once() -> None:
    (found,) = findings("## Events\n\nANC-001 | info | opened\nANC-002 | warn | closed\n")
    assert found.rule == "lost-table"
    assert found.message.startswith("expected a table, found running text: the rows of ANC-001, ")


def test_a_line_that_lost_its_mark_is_named_alone() -> None:
    (found,) = findings("## Invariants\n\n- INV-ANC-ONE: x\nINV-ANC-TWO: y\n")
    assert "for each of INV-ANC-TWO, found" in found.message


@pytest.mark.parametrize("end", ["  ", "\\", "<br>", "<br/>", "<br />"])
def test_hard_breaks_keep_lines_apart(end: str) -> None:
    text = (
        f"## Invariants\n\n**INV-ANC-ONE**: x{end}\n**INV-ANC-TWO**: y{end}\n**INV-ANC-TEN**: z\n"
    )
    assert statements(text) == [("INV-ANC-ONE", "x"), ("INV-ANC-TWO", "y"), ("INV-ANC-TEN", "z")]
    assert findings(text) == []
    assert places(text.replace("INV-ANC-TEN", "INV-ANC-TWO")) == [("duplicate-id", 7)]


@pytest.mark.parametrize(
    ("wrong", "line"), [("TRN-1", 5), ("TRN-3", 7), ("TRN003", 7), ("TRN-0O3", 7)]
)
def test_a_misspelt_code_between_hard_breaks_is_found(wrong: str, line: int) -> None:
    codes = ["TRN-001", "TRN-002", "TRN-003", "TRN-004"]
    codes[line - 5] = wrong
    text = "## Events\n\n" + "\\\n".join(f"`{code}`: turned" for code in codes) + "\n"
    assert places(text) == [("malformed-id", line)]


@pytest.mark.parametrize(
    "text",
    [
        "INV-ANC-ONE\n: x\nINV-ANC-TWO\n: y\n",
        f"{INVARIANTS}- INV-ANC-TEN: holds, as does\n  INV-ANC-ONE: it is older\n",
        f"{INVARIANTS}\nINV-ANC-ONE is the first, and\nINV-ANC-TWO is the second of them.\n",
        f"{INVARIANTS}\nBoth are old, and\nINV-ANC-ONE: the first: came before\nINV-ANC-TWO: so.\n",
        f"{INVARIANTS}\n## Verification\n\nINV-ANC-ONE: by a\nINV-ANC-TWO: by b\n",
        f"{INVARIANTS}\n## References\n\nINV-SCH-FAIR: the jobs\nINV-QUE-ORDER: the queue\n",
        f"{INVARIANTS}\nOne of them, with\nINV-ANC-ONE (the first)\nINV-ANC-TWO (the second)\n",
        "INV-ANC-ONE: x\n\nINV-ANC-TWO: y\n",
        "INV-ANC-ONE: x,\nas told by ANC-001: opened\n",
        "INV-ANC-ONE: x, unlike\nINV-INK-DRY: which is theirs\n",
        f"{INVARIANTS}\nRules such as\nINV-INK-DRY: dry, and\nINV-INK-WET: wet, are theirs.\n",
        f"{INVARIANTS}\nThese hold too:\nINV-INK-DRY (the ink) and\nINV-INK-WET (the pen).\n",
        "- INV-ANC-ONE: x\n\n  INV-INK-DRY: theirs\n  INV-INK-WET: theirs\n",
        f"{NAMED}\nINV-ANC-ONE: as said\nINV-ANC-TWO: as said\n",
        "Status: Active\nOwner: us\nReviewed: never\n\nINV-ANC-ONE: x\n",
        "NAME-ONE: x\nNAME-TWO: y\n\n- INV-ANC-ONE: x\n",
    ],
)
def test_lines_that_begin_with_ids_by_chance_are_no_entries(text: str) -> None:
    assert findings(f"## Invariants\n\n{text}") == []


@pytest.mark.parametrize("text", ["ANC-001 and\nANC-002 are sent.\n", "LOG_SIZE: 3\nLOG_AGE: 9\n"])
def test_prose_and_settings_below_events_are_no_entries(text: str) -> None:
    assert findings(f"## Events\n\n{EVENTS}\n{text}") == []


def as_lines(text: str, entry: str, end: str = "") -> str:
    """The table of invariants of the performance contract as lines of their own."""
    head = re.search(r"\| ID \| Statement \|\n\|[-|]+\n", text)
    assert head is not None
    rows = r"\| (INV-PRF-\w+) \| (.*) \|\n"
    return re.sub(rows, lambda m: entry.format(m[1], m[2]) + end + "\n", text.replace(head[0], ""))


@pytest.mark.parametrize("entry", ["**{}**: {}", "{}: {}", "{} - {}", "{}\t{}"])
def test_lines_in_the_performance_contract_are_one_finding(entry: str) -> None:
    documents = pair()
    text = as_lines(documents[CONTRACT], entry)
    line = text[: text.index("INV-PRF-")].count("\n") + 1
    found = judge({**documents, CONTRACT: text}).findings
    assert [(f.rule, f.location.line) for f in found] == [("lost-table", line)]
    apart = as_lines(documents[CONTRACT], entry, "\n")
    if "\t" not in entry:
        assert judge({**documents, CONTRACT: apart}).findings == ()


def test_tabs_between_the_cells_of_the_performance_contract_are_one_finding() -> None:
    documents = pair()
    head = re.search(r"\| Code \| Level \| Meaning \|\n\|[-|]+\n", documents[CONTRACT])
    assert head is not None
    text = documents[CONTRACT].replace(head[0], "Code\tLevel\tMeaning\n")
    text = re.sub(r"\| (PRF-\d{3}) \| (\w+) \| (.*) \|\n", "\\1\t\\2\t\\3\n", text)
    found = judge({**documents, CONTRACT: text}).findings
    assert [finding.rule for finding in found] == ["lost-table"]


def test_joined_lines_alone_make_a_contract(tmp_path: Path) -> None:
    text = "# Anchors\n\n## Invariants\n\n**INV-ANC-ONE**: x\n**INV-ANC-TWO**: y\n"
    facts = examine("docs/anchors.md", text.encode(), Existing(str(tmp_path))).facts
    assert facts is not None
    assert facts.role is Role.SPEC
