"""What a pattern needs, and that no match is lost by looking for that first."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doctrine_check.changes import distinct
from doctrine_check.changes.distinct import DistinctLines
from doctrine_check.changes.literals import literals_of
from doctrine_check.changes.product import ProductLine, product_code
from doctrine_check.changes.shapes import SHAPES, Shape
from tests.changes.classify.casebook import cases


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("cache", {"cache"}),
        ("[Cc]ache|LRU", {"ache", "LRU"}),
        ("[]x]ache", {"ache"}),
        (r"[^\]x]ache", {"ache"}),
        (r"\binline\b|noinline", {"inline"}),
        ("colou?r", {"colo"}),
        ("ab+c", {"ab"}),
        ("ab*cd", {"cd"}),
        ("a{0,3}bc", {"bc"}),
        ("a{2,3}b", {"a"}),
        (r"sync\.Pool\(", {"sync.Pool("}),
        ("x(?:let|var)", {"let", "var"}),
        ("x(?:let|var)?", {"x"}),
        ("x(let|v*)", {"x"}),
        ("(?:lets|vars){0,2}", set()),
        ("fast(?!er)", {"fast"}),
        ("(?<=so )fast", {"fast"}),
        ("^a$", {"a"}),
        ("a.c", {"a"}),
        (r"\w\(", {"("}),
        (r"\w+|[a-z]", set()),
        ("a|", set()),
        ("", set()),
        ("(?i)cache", set()),
        ("(?P<name>cache)", set()),
        (r"\x41bc", set()),
        (r"(a)\1bc", set()),
        ("ab??c", {"a"}),
        ("ab++c", {"ab"}),
    ],
)
def test_what_patterns_need(pattern: str, needs: set[str]) -> None:
    re.compile(pattern)
    assert literals_of(pattern) == needs


def test_nearly_every_shape_needs_something() -> None:
    needless = [shape.id for shape in SHAPES if not literals_of(shape.pattern.pattern)]
    assert len(needless) * 10 < len(SHAPES), needless


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.id)
@settings(max_examples=40)
@given(st.data())
def test_whatever_a_shape_matches_holds_what_it_needs(shape: Shape, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(shape.pattern))
    needs = literals_of(shape.pattern.pattern)
    assert not needs or any(literal in text for literal in needs)


def line(code: str, number: int) -> ProductLine:
    return ProductLine("a.py", number, code, 0)


def by_hand(pattern: re.Pattern[str], lines: list[ProductLine]) -> tuple[int, ProductLine | None]:
    found = [(len(pattern.findall(each.code)), each) for each in lines]
    return sum(count for count, _ in found), next((each for n, each in found if n), None)


@pytest.mark.parametrize("few", [0, 10_000])
def test_counting_is_that_of_each_line_by_itself(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distinct, "FEW", few)
    changes = [case.change().files for case in cases()]
    codes = [each.code for files in changes for each in product_code(files).added()]
    lines = [line(code, number) for number, code in enumerate(codes + codes[::3])]
    lines = lines[::2] + lines[1::2]
    assert len(lines) > 300
    counted = DistinctLines(lines)
    for shape in SHAPES:
        assert counted.count(shape.pattern) == by_hand(shape.pattern, lines), shape.id


def test_no_match_runs_over_from_line_to_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distinct, "FEW", 0)
    lines = [line("ab", 1), line("cd", 2), line("ab", 3), line("abab", 4)]
    counted = DistinctLines(lines)
    assert counted.count(re.compile("ab[^x]cd")) == (0, None)
    assert counted.count(re.compile("^ab$")) == (2, lines[0])
    assert counted.count(re.compile("ab")) == (4, lines[0])
    assert counted.count(re.compile("cd")) == (1, lines[1])
    assert DistinctLines([]).count(re.compile("ab")) == (0, None)
