from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from doctrine_check.findings import Location
from doctrine_check.report.markdown import LENGTH_LIMIT, escape, render
from doctrine_check.report.visible import visible
from tests.report.sample_reports import FINDINGS, HOSTILE, HOSTILE_TEXT, reports

if TYPE_CHECKING:
    from doctrine_check.findings import Report

BREAK = "&#8203;"
HOSTILE_PIECES = [
    "@octocat", "#123", "GH-12", "org/repo#1", "http://e.org", "www.e.org", "ftp://e.org", ":tada:",
    "a@b.c", "<b>", "</details>", "<!--", "|", "\\|", "`", "``", "**", "__", "~~", "[x](y)",
    "![i](u)", "&lt;", "&#64;x", "\\", "\n", "\r\n", "\t", "\x1b[1m", "\u202e", "$x$", "$$",
    "deadbeef", "0123456789abcdef0123456789abcdef01234567", " ", "word", "\ud800", "1. ", "- ",
]  # fmt: skip
hostile = st.lists(st.sampled_from(HOSTILE_PIECES) | st.text(max_size=3), max_size=20).map("".join)


@given(hostile)
def test_escaped_text_has_nothing_raw(text: str) -> None:
    cell = escape(text)
    assert not re.search(r"[<>|`*_\[\]\\~$!\n\r]", cell)
    assert not re.search(r"[@#][A-Za-z0-9]", cell.replace("&#", "&"))
    assert not re.search(r"://|www\.|gh-\d", cell, re.IGNORECASE)
    assert not re.search(r"[0-9a-f]{7}", re.sub(r"&#\d+;", " ", cell), re.IGNORECASE)
    assert not re.search(r":[\w+-]+:", re.sub(r"&#\d+;", " ", cell))


@given(hostile)
def test_a_reader_sees_the_text_itself(text: str) -> None:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    page = parser.render(f"| a | b |\n|---|---|\n| x{escape(text)}x | end |\n")
    cells = re.findall(r"<td>(.*?)</td>", page, re.DOTALL)
    assert len(cells) == 2
    assert cells[1] == "end"
    assert "<" not in cells[0]
    shown = visible(text)
    expected = shown if len(shown) <= 600 else f"{shown[:599]}…"
    assert html.unescape(cells[0]).replace("\u200b", "") == f"x{expected}x"


@given(report=reports())
def test_any_report_has_only_its_own_tags_and_whole_tables(report: Report) -> None:
    text = render(report)
    assert len(text) <= LENGTH_LIMIT
    tags = set(re.findall(r"<[^>]*>?", text))
    assert tags <= {"<details>", "<summary>", "</summary>", "</details>"}
    width = 0
    for line in text.splitlines():
        pipes = line.count("|")
        if line.startswith("|"):
            assert pipes == (width or pipes)
            width = pipes
        else:
            assert pipes == 0
            width = 0


def test_the_verdict_comes_first() -> None:
    assert render(FINDINGS).startswith("## doctrine-check: fail\n")


def test_errors_come_before_warnings_and_notes() -> None:
    text = render(FINDINGS)
    order = [text.index(f"| {severity} |") for severity in ("error", "warning", "note")]
    assert order == sorted(order)


def test_waivers_stand_apart_with_their_reason() -> None:
    text = render(FINDINGS)
    assert "the team is being formed" in text[text.index("<details>") :]


def test_hostile_text_mentions_nobody() -> None:
    text = render(HOSTILE)
    assert f"@{BREAK}octocat" in text
    assert "@octocat" not in text
    assert "<script>" not in text


@pytest.mark.parametrize("count", [100, 5_000])
@pytest.mark.parametrize("message", ["short", HOSTILE_TEXT * 10, "|" * 2_000])
def test_a_long_report_is_cut_and_counted(count: int, message: str) -> None:
    finding = FINDINGS.findings[0]._replace(message=message, remedy=message)
    findings = tuple(finding._replace(location=Location("a.md", 1 + n)) for n in range(count))
    report = FINDINGS._replace(
        subject=message * 50,
        findings=findings,
        waived=FINDINGS.waived * count,
        notes=(message,) * count,
        documents=(message,) * count,
    )
    text = render(report)
    assert len(text) <= LENGTH_LIMIT
    shown = text.count("| warning |")
    counts = re.findall(r"^([\d,]+) more", text, re.MULTILINE)
    if shown < count:
        assert counts[0] == f"{count - shown:,}"
    assert text.count("</details>") == 1
    assert "**Documents**" in text
