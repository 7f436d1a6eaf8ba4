from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.report.excerpt import display_width, excerpt
from doctrine_check.report.visible import visible


def under_the_caret(line: str, column: int, end_column: int | None, width: int = 80) -> str:
    """What the carets underline, counted in terminal columns."""
    part = excerpt(line, column, end_column, width)
    found, at = "", 0
    for character in part.text:
        if part.caret <= at < part.caret + part.length:
            found += character
        at += display_width(character)
    return found


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("| PRF-01 | < 100ms |", "PRF-01"),
        ("\t| a\t| PRF-01 |", "PRF-01"),
        ("| 冷たい起動 | PRF-01 |", "PRF-01"),
        ("| 冷たい起動 | PRF-01 |", "起動"),
        ("e\u0301e\u0301 PRF-01", "PRF-01"),
        ("🚀🚀 PRF-01", "PRF-01"),
        ("x" * 500 + " PRF-01 " + "y" * 500, "PRF-01"),
        ("\t" * 300 + "PRF-01" + "\t" * 300, "PRF-01"),
        ("冷" * 300 + "PRF-01", "PRF-01"),
        ("PRF-01" + "z" * 300, "PRF-01"),
    ],
)
def test_the_caret_is_under_the_word(line: str, word: str) -> None:
    column = line.index(word) + 1
    assert under_the_caret(line, column, column + len(word)) == word


def test_hidden_characters_are_spelled_out_and_the_caret_follows() -> None:
    line = "\x1b[2Ja\u202eb PRF-01"
    column = line.index("PRF") + 1
    part = excerpt(line, column, column + 6, 80)
    assert part.text == "\\x1b[2Ja\\u202eb PRF-01"
    assert part.underline == " " * part.text.index("PRF") + "^^^^^^"


def test_without_an_end_the_rest_of_the_line_is_meant() -> None:
    assert under_the_caret("| a | b |   ", 3, None) == "a | b |"


@pytest.mark.parametrize("column", [6, 99])
def test_a_place_behind_the_line_points_behind_its_end(column: int) -> None:
    assert excerpt("short", column, None, 80) == ("short", 5, 1)


def test_a_cut_is_marked_on_both_sides() -> None:
    part = excerpt("x" * 500 + "PRF-01" + "y" * 500, 501, 507, 60)
    assert part.text.startswith("…")
    assert part.text.endswith("…")
    assert display_width(part.text) <= 60


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("冷a", 3), ("Ａ", 2), ("e\u0301", 1), ("🚀", 2)]
)
def test_columns_are_counted_as_a_terminal_does(text: str, width: int) -> None:
    assert display_width(text) == width


def test_tabs_reach_the_next_stop() -> None:
    assert excerpt("\ta\tb", 4, 5, 80) == ("    a   b", 8, 1)


def test_a_flood_of_marks_is_cut() -> None:
    part = excerpt("a" + "\u0301" * 10_000 + "PRF-01" + "\u0301" * 10_000, 10_002, 10_008, 60)
    assert "PRF-01" in part.text
    assert len(part.text) < 200


_line = st.text(
    alphabet=st.one_of(st.sampled_from("a\t冷\u0301\x1b\u202e🚀 "), st.characters()), max_size=200
)


@given(
    line=_line,
    column=st.integers(1, 220),
    end_column=st.none() | st.integers(1, 220),
    width=st.integers(20, 100),
)
def test_any_excerpt_fits_and_has_its_caret_in_view(
    line: str, column: int, end_column: int | None, width: int
) -> None:
    part = excerpt(line, column, end_column, width)
    assert display_width(part.text) <= width
    assert display_width(part.underline) <= width
    assert part.length >= 1
    assert visible(part.text) == part.text
