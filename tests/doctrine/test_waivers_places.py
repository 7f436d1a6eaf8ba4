from __future__ import annotations

from doctrine_check.doctrine.markdown import parse
from doctrine_check.doctrine.waivers import waivers_of

WAIVER = '<!-- doctrine-check: waive ragged-row reason="kept for the importer" -->'


def test_a_waiver_covers_the_next_block_or_its_own_line() -> None:
    document = parse("a.md", f"# T\n\n{WAIVER}\n\n| a |\n|---|\n| 1 |\n\ntext {WAIVER}\n")
    assert [(w.line, w.first, w.last) for w in waivers_of(document)] == [(3, 5, 7), (9, 9, 9)]


def test_a_waiver_shown_as_an_example_is_none() -> None:
    document = parse("a.md", f"# T\n\nWrite `{WAIVER}`.\n\n```\n{WAIVER}\n```\n")
    assert list(waivers_of(document)) == []
