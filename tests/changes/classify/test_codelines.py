"""Comments, texts and white space are no code, as far as a hunk shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.changes.changeset import Hunk
from doctrine_check.changes.codelines import code_lines, lines_of
from doctrine_check.changes.languages import (
    GO,
    JAVA,
    JAVASCRIPT,
    LANGUAGES,
    PYTHON,
    RUST,
    C,
    Language,
)


def hunk(*lines: str) -> Hunk:
    old = sum(line[0] != "+" for line in lines)
    new = sum(line[0] != "-" for line in lines)
    return Hunk(5, old, 9, new, "", lines)


def codes(language: Language, *lines: str) -> list[str]:
    return [line.code for line in code_lines(hunk(*lines), language)]


@pytest.mark.parametrize(
    ("language", "line", "code"),
    [
        (PYTHON, "x = 1  # fast", "x = 1"),
        (PYTHON, 's = "# no comment" + t', 's = "" + t'),
        (PYTHON, "s = 'it\\'s' # it", 's = ""'),
        (PYTHON, 's = """all in one"""', "s ="),
        (RUST, "let x = 'a'; // cache", "let x = 'a';"),
        (RUST, "fn f<'a>(x: &'a str) {} // lifetime", "fn f<'a>(x: &'a str) {}"),
        (RUST, "let q = '\"'; let x = 1; // q", "let q = ''; let x = 1;"),
        (RUST, "/// Fast.", ""),
        (GO, "x := `raw // text` + y // c", "x :=   + y"),
        (JAVASCRIPT, "const a = `x ${fast}`; // b", "const a =  ;"),
        (JAVASCRIPT, 'const u = "http://x"; // y', 'const u = "";'),
        (JAVA, "int x = 1; /* lock */ int y;", "int x = 1;   int y;"),
        (JAVA, " * Returns the cache, fast.", ""),
        (C, "x = *p * q;", "x = *p * q;"),
        (C, "* p = q;", "* p = q;"),
        (C, "char c = '\"'; f(); // x", 'char c = ""; f();'),
        (C, "   ", ""),
    ],
)
def test_one_line(language: Language, line: str, code: str) -> None:
    assert codes(language, "+" + line) == [code]


def test_a_block_comment_runs_over_lines_of_its_side() -> None:
    lines = ("+/* lock", "-x = 1;", "+   cache */ y = 2;", " z = 3;")
    assert codes(C, *lines) == ["", "x = 1;", "y = 2;", "z = 3;"]


def test_a_block_comment_that_began_above_the_hunk() -> None:
    assert codes(C, " cached without a lock", "+and fast */ f();", " g();") == ["", "f();", "g();"]


def test_a_docstring_that_began_above_the_hunk() -> None:
    lines = ("     Pre-conditions: none.", '     """', "+    return cache[key]")
    assert codes(PYTHON, *lines) == ["", "", "return cache[key]"]


def test_a_docstring_that_begins_in_the_hunk() -> None:
    lines = (" def f(x):", '+    """', "+    Avoids the lock.", '+    """', "     return x")
    assert codes(PYTHON, *lines) == ["def f(x):", "", "", "", "return x"]


def test_a_docstring_that_ends_below_the_hunk() -> None:
    lines = (" def f(x):", '     """Reads x.', "+", "+    Cached.")
    assert codes(PYTHON, *lines) == ["def f(x):", "", "", ""]


def test_numbers_count_in_the_file_of_their_side() -> None:
    found = [(line.sign, line.number) for line in code_lines(hunk(" a", "-b", "+c", "+d", " e"), C)]
    assert found == [(" ", 9), ("-", 6), ("+", 10), ("+", 11), (" ", 12)]


def test_indentation_is_kept_beside_the_code() -> None:
    (line,) = code_lines(hunk("+    \tx"), PYTHON)
    assert (line.code, line.indent) == ("x", 5)


@given(
    st.sampled_from(LANGUAGES),
    st.lists(
        st.text("ab \"'`/*#\\\n;{", max_size=20).map(lambda text: text.replace("\n", "")),
        max_size=8,
    ),
    st.lists(st.sampled_from("+- "), min_size=8, max_size=8),
)
def test_any_lines_give_one_code_each(
    language: Language, texts: list[str], signs: list[str]
) -> None:
    lines = tuple(sign + text for sign, text in zip(signs, texts, strict=False))
    found = list(code_lines(hunk(*lines), language))
    assert [line.sign for line in found] == [line[0] for line in lines]
    for line, text in zip(found, lines, strict=True):
        letters = [char for char in line.code if char in "ab"]
        assert len(letters) <= sum(char in "ab" for char in text)


@given(
    st.sampled_from(LANGUAGES),
    st.lists(
        st.text("ab \"'`/*#\\;{", max_size=12).map(lambda text: text.replace("\n", "")),
        max_size=8,
    ),
    st.lists(st.sampled_from("+- "), min_size=8, max_size=8),
)
def test_without_context_the_other_lines_are_the_same(
    language: Language, texts: list[str], signs: list[str]
) -> None:
    lines = tuple(sign + text for sign, text in zip(signs, texts, strict=False))
    whole = [tuple(line) for line in code_lines(hunk(*lines), language) if line.sign != " "]
    assert list(lines_of(hunk(*lines), language, context=False)) == whole


def test_a_line_is_read_by_what_is_open_before_it_each_time() -> None:
    line = "+x = 1; */ y = 2;"
    assert codes(C, line) == ["y = 2;"]
    assert codes(C, "+/* a", line) == ["", "y = 2;"]
    assert codes(C, "+/* a */ b", line) == ["b", "x = 1; */ y = 2;"]
