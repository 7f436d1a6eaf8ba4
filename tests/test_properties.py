"""What holds for any input: no crash, one reading of a table, facts that survive being written."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from doctrine_check.cli.files import UsageError
from doctrine_check.cli.lint import lint, scene_of
from doctrine_check.cli.selftest import Subject, subject_of
from doctrine_check.doctrine.breaks import breaks
from doctrine_check.doctrine.breaks_sheet import Edit, sheet_of
from doctrine_check.doctrine.examine import examine
from doctrine_check.doctrine.markdown import parse
from doctrine_check.doctrine.model import Role
from doctrine_check.doctrine.repair import repair
from doctrine_check.findings import Severity, Verdict
from doctrine_check.report import FORMATS, RenderOptions, renderer
from tests.rules.judging import judge
from tests.written_model import Model, models, read_back, written

if TYPE_CHECKING:
    from doctrine_check.findings import Report
    from doctrine_check.rules.engine import Found

ROOT = Path(__file__).resolve().parent.parent
DISAGREEING = ROOT / "tests" / "data" / "disagreeing"
DOCTRINE, CONTRACT = "docs/doctrine/performance.md", "docs/specs/section_7/bd-2vl5_contract.md"
PATHS = (DOCTRINE, CONTRACT, "docs/adr/0001-so.md", "README.md")

# --- any bytes in, a report out

_FRAGMENTS = [
    "# bd-2vl5: Doctrine", "## Core Principles", "### PRF-01: Start", "### LEV-01: Cache",
    "### ART-01", "## Event Codes", "## Invariants", "| ID | Principle | Metric |", "|---|---|---|",
    "| PRF-01 | Start | < 100ms at p99 |", "| Code | Level | Meaning |", "| PRF-001 | info |",
    "| INV-PRF-A | so | so | so |", "|||", "| \\| | `|` |", "**Target:** < 5ms", "**Target:**",
    "**Measurement:** 100 samples with p50/p95/p99", "**CI gate:** 99999999999999999999999999ms",
    "**Expected impact:** 10-5x", "**Status:**", "**Section:** 7", "- Owner track: 10.6", "```",
    "~~~", "<!--", "-->", "---", "===", "    | PRF-01 | x |", "> | PRF-01 | x |",
    "- | LEV-01 | y |",
    "<<<<<<< ours", "=======", ">>>>>>> theirs", "â€”", "РRF-01", "PRF\u200b-01", "LEV_1", "PRF-1",
    '<!-- doctrine-check: waive event-level reason="x" until=2020-01-01 -->',
    "<!-- doctrine-check: waive", "[a]: <", "[a](", "`" * 9, "*" * 9, "&#0;", "&#xD800;", "\\",
    "all 4 core principles", "all ² core principles", "five levers",
    "A performance change MUST carry all artifacts below.",
    "0/0 ms", "1e999 s", "p99.99999", "-5 %", "5\u00a0%", "\u2028", "\x0b", "\x1b[31m", "\ufeff",
    "\t",
    "ADR-0001: so", "- Status: accepted", "Date: 2024-13-99", "Superseded by ADR-0009",
]  # fmt: skip
_hostile = st.lists(
    st.one_of(st.sampled_from(_FRAGMENTS), st.sampled_from(["", "\n", " "]), st.text(max_size=12)),
    max_size=40,
).flatmap(
    lambda parts: st.sampled_from(["\n", "\r\n", "\n\n", " ", "|"]).map(lambda j: j.join(parts))
)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@cache
def _pair() -> tuple[bytes, bytes]:
    return (
        (ROOT / "docs/doctrine/performance_and_velocity.md").read_bytes(),
        (ROOT / "docs/specs/section_7/bd-2vl5_contract.md").read_bytes(),
    )


@st.composite
def _spliced(draw: st.DrawFn) -> bytes:
    """One of our own documents with a piece cut out or put in, at any byte."""
    data = draw(st.sampled_from(_pair()))
    start = draw(st.integers(0, len(data)))
    end = draw(st.integers(start, min(start + 400, len(data))))
    piece = draw(st.one_of(_hostile.map(_encoded), st.binary(max_size=20)))
    return data[:start] + piece + data[end:]


_any_bytes = st.one_of(st.binary(max_size=200), _hostile.map(_encoded), _spliced())


def report_of(documents: dict[str, bytes]) -> Report | None:
    """The report of documents in memory; ``None`` when there are two of a kind."""
    try:
        return judge(documents, exists=documents.__contains__)
    except UsageError:
        return None


def _read_by_others(name: str, text: str) -> None:
    text.encode("utf-8")
    assert text.endswith("\n")
    if name in ("json", "sarif"):
        json.loads(text)
    elif name == "junit":
        ET.fromstring(text)  # noqa: S314 - our own output


@pytest.mark.soak
@given(st.dictionaries(st.sampled_from(PATHS), _any_bytes, min_size=1))
def test_any_bytes_give_a_report_in_every_format(documents: dict[str, bytes]) -> None:
    report = report_of(documents)
    if report is None:
        return
    for finding in report.findings:
        lines = documents[finding.location.path].count(b"\n") + 1
        lines += documents[finding.location.path].count(b"\r")
        assert 1 <= finding.location.line <= lines, finding
    if any(finding.severity is Severity.ERROR for finding in report.findings):
        assert report.verdict is Verdict.FAIL
    for name in (*FORMATS, "terminal"):
        text = renderer(name)(report, RenderOptions(width=40, color=True))
        _read_by_others(name, text)


@pytest.mark.soak
@given(_any_bytes)
def test_a_repair_is_made_once_and_never_makes_a_document_unreadable(data: bytes) -> None:
    repaired = repair(DOCTRINE, data)
    before, after = (examine(DOCTRINE, each, lambda _: True) for each in (data, repaired))
    assert (before.facts is None) == (after.facts is None)
    assert repair(DOCTRINE, repaired) == repaired


@pytest.mark.soak
@given(_any_bytes)
def test_reading_twice_gives_the_same_facts(data: bytes) -> None:
    assert examine(DOCTRINE, data, lambda _: True) == examine(DOCTRINE, data, lambda _: True)


# --- tables are what markdown-it says they are

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_cell = st.one_of(
    st.text("ab |\\`*_[]<&-:\t~", max_size=6),
    st.sampled_from(["", "x", "PRF-01", "\\|", "`|`", "\\\\|"]),
)
_outer = st.sampled_from(
    [("| ", " |"), ("|", "|"), ("", ""), ("| ", ""), ("", " |"), ("   | ", "|  ")]
)
_CONTAINERS = (("", ""), ("> ", "> "), ("- ", "  "), ("1. ", "   "), ("> - ", ">   "),
               ("- > ", "  > "),
               ("> > ", "> > "), ("- - ", "    "), (">", ">"))  # fmt: skip


@st.composite
def _tables(draw: st.DrawFn) -> str:
    """A table, well made or not, perhaps inside block quotes and lists."""
    width = draw(st.integers(1, 4))
    left, right = draw(_outer)
    rule = draw(st.sampled_from(["---", ":-:", "-", "--:"]))
    columns = draw(st.sampled_from([width, width, width, width + 1]))
    rows = draw(st.lists(st.lists(_cell, min_size=1, max_size=5), max_size=4))
    header = [draw(st.sampled_from(["ID", "Code", "a b", "`c`"])) for _ in range(width)]
    lines = [left + " | ".join(row) + right for row in (header, [rule] * columns, *rows)]
    first, rest = draw(st.sampled_from(_CONTAINERS))
    return "\n".join((first if index == 0 else rest) + line for index, line in enumerate(lines))


def _as_markdown_it_has_it(text: str) -> list[list[list[str]]]:
    """Tables, rows and cells out of the tokens of markdown-it."""
    tables: list[list[list[str]]] = []
    for token, following in zip(
        tokens := _MARKDOWN.parse(f"{text}\n"), [*tokens[1:], None], strict=True
    ):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif token.type in ("th_open", "td_open") and following is not None:
            tables[-1][-1].append(following.content)
    return tables


@pytest.mark.soak
@given(_tables())
@example("|a|\n|-|\n|\\||")
@example("a | b\n-|-\n\\| | c")
@example("> |a|b|\n> |-|-|\n> |1|")
def test_the_row_splitter_agrees_with_markdown_it(text: str) -> None:
    expected = _as_markdown_it_has_it(text)
    tables = parse("x.md", text).tables
    assert len(tables) == len(expected)
    for table, theirs in zip(tables, expected, strict=True):
        width = len(theirs[0])
        assert [cell.raw for cell in table.header.cells] == theirs[0]
        assert len(table.rows) == len(theirs) - 1
        for row, cells in zip(table.rows, theirs[1:], strict=True):
            ours = [cell.raw for cell in row.cells]
            # markdown-it pads short rows and drops what is too much.
            assert [*ours, *[""] * width][:width] == cells


@pytest.mark.soak
@given(_tables())
def test_a_cell_stands_where_it_says(text: str) -> None:
    lines = text.split("\n")
    for table in parse("x.md", text).tables:
        for row in (table.header, *table.rows):
            for cell in row.cells:
                found = lines[cell.line - 1][cell.column - 1 : cell.end - 1]
                assert found.replace("\\|", "|") == cell.raw


# --- facts survive being written down


@pytest.mark.soak
@given(models())
def test_a_model_written_and_read_again_is_the_same(model: Model) -> None:
    text = written(model)
    facts = examine(DOCTRINE, text.encode(), lambda _: True).facts
    assert facts is not None
    assert facts.role in (Role.DOCTRINE, Role.CONTRACT), text
    assert read_back(model, facts) == model


@pytest.mark.soak
@given(models())
def test_every_fact_stands_on_the_line_it_says(model: Model) -> None:
    lines = written(model).split("\n")
    facts = examine(DOCTRINE, "\n".join(lines).encode(), lambda _: True).facts
    assert facts is not None
    for definition in facts.definitions:
        place = definition.place
        assert lines[place.line - 1][place.column - 1 :].startswith(definition.read.written)


# --- order changes nothing


@cache
def _subject(root: Path) -> Subject:
    return subject_of(str(root))


@cache
def _broken(root: Path) -> tuple[Edit, ...]:
    subject = _subject(root)
    return tuple(breaks(subject.doctrine, subject.contract))


def _identities(found: tuple[Found, ...]) -> Counter[tuple[str, str, str | None]]:
    return Counter((f.rule, f.problem.place.path, f.problem.subject) for f in found)


@pytest.mark.soak
@given(root=st.sampled_from([ROOT, DISAGREEING]), data=st.data())
def test_the_order_of_rows_changes_no_finding(root: Path, data: st.DataObject) -> None:
    subject = _subject(root)
    facts = data.draw(st.sampled_from([subject.doctrine, subject.contract]))
    sheet = sheet_of(facts)
    lines = list(sheet.lines)
    for table in facts.document.tables:
        rows = [lines[row.line - 1] for row in table.rows]
        first = table.rows[0].line - 1
        lines[first : first + len(rows)] = data.draw(st.permutations(rows))

    after = subject.judge(sheet.with_lines("rows in another order", lines))

    assert _identities(after) == _identities(subject.judge())


@pytest.mark.soak
@given(data=st.data())
def test_the_order_of_files_changes_nothing_in_the_report(data: st.DataObject) -> None:
    scene = scene_of([], str(ROOT / "tests" / "doctrine" / "contracts"), None)
    order = data.draw(st.permutations(scene.documents))
    first, _ = lint(scene)
    second, _ = lint(scene._replace(documents=order))
    assert first.findings == second.findings
    assert first.verdict is second.verdict
    assert (first.rules, first.checked) == (second.rules, second.checked)


@pytest.mark.soak
@given(data=st.data())
def test_the_order_of_a_broken_pair_changes_nothing(data: st.DataObject) -> None:
    edit = data.draw(st.sampled_from(_broken(ROOT)))
    subject = _subject(ROOT)
    documents = {
        facts.path: "\n".join(facts.document.lines).encode()
        for facts in (subject.doctrine, subject.contract)
    } | {edit.path: edit.data}
    turned = dict(reversed(documents.items()))
    first, second = report_of(documents), report_of(turned)
    assert first is not None
    assert second is not None
    assert first.findings == second.findings
    assert first.verdict is second.verdict is Verdict.FAIL
