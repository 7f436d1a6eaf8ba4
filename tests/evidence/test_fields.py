from __future__ import annotations

import calendar
import json
import re
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.evidence import fields as module
from doctrine_check.evidence.fields import Fields
from doctrine_check.evidence.jsontext import Parsed, read_json
from doctrine_check.evidence.model import Place
from doctrine_check.evidence.written import Written

if TYPE_CHECKING:
    from collections.abc import Callable

    from doctrine_check.evidence.fields import Problems

PLACE = Place("a.json", "/x")


def fields_of(text: str) -> tuple[Fields, Problems]:
    problems: Problems = []
    parsed = read_json(text.encode())
    assert isinstance(parsed, Parsed)
    return Fields(parsed.value, PLACE, problems), problems


CASES: list[tuple[str, Callable[[Fields], object], object]] = [
    ('"abc"', lambda f: f.text("v"), "abc"),
    ('""', lambda f: f.text("v"), None),
    ('" \\n"', lambda f: f.text("v"), None),
    ('"toolong"', lambda f: f.text("v", most=6), None),
    ("1", lambda f: f.text("v"), None),
    ("null", lambda f: f.text("v"), None),
    ("null", lambda f: f.text_or_null("v"), "null"),
    ('"a"', lambda f: f.text_or_null("v"), "a"),
    ("false", lambda f: f.text_or_null("v"), None),
    ('""', lambda f: f.any_text("v"), ""),
    ("0", lambda f: f.any_text("v"), None),
    (f'"{"a" * 40}"', lambda f: f.commit("v"), "a" * 40),
    (f'"{"0" * 64}"', lambda f: f.commit("v"), "0" * 64),
    (f'"{"A" * 40}"', lambda f: f.commit("v"), None),
    (f'"{"a" * 39}"', lambda f: f.commit("v"), None),
    (f'"{"a" * 41}"', lambda f: f.commit("v"), None),
    (f'"{"a" * 40}\\n"', lambda f: f.commit("v"), None),
    (f'"{"a" * 63}"', lambda f: f.digest("v"), None),
    (f'"{"a" * 64}"', lambda f: f.digest("v"), "a" * 64),
    ('"ms"', lambda f: f.choice("v", ("s", "ms")), "ms"),
    ('"m"', lambda f: f.choice("v", ("s", "ms")), None),
    ("[]", lambda f: f.choice("v", ("s", "ms")), None),
    ("1.50", lambda f: f.number("v"), 1.5),
    ('"1"', lambda f: f.number("v"), None),
    ("true", lambda f: f.number("v"), None),
    ("12", lambda f: f.integer("v"), 12),
    ("1.2e1", lambda f: f.integer("v"), 12),
    ("12.5", lambda f: f.integer("v"), None),
    ("-1", lambda f: f.integer("v"), None),
    ("0", lambda f: f.integer("v", least=1), None),
    ("9007199254740991", lambda f: f.integer("v"), 2**53 - 1),
    ("9007199254740993", lambda f: f.integer("v"), None),
    ("1e300", lambda f: f.integer("v"), None),
    ("true", lambda f: f.integer("v"), None),
    ("0.95", lambda f: f.share("v"), 0.95),
    ("0", lambda f: f.share("v"), None),
    ("1", lambda f: f.share("v"), None),
    ('["a", "b"]', lambda f: f.texts("v"), ("a", "b")),
    ('["a", ""]', lambda f: f.texts("v"), None),
    ('["a", 1]', lambda f: f.texts("v", pattern=""), None),
    ("[]", lambda f: f.texts("v", least=1), None),
    ('"a"', lambda f: f.texts("v"), None),
    ('["a", "b", "a"]', lambda f: f.different("v", f.texts("v")), None),
    ('["a", "b"]', lambda f: f.different("v", f.texts("v")), ("a", "b")),
    ("1", lambda f: f.constant("v", 1), True),
    ("1.0", lambda f: f.constant("v", 1), True),
    ("true", lambda f: f.constant("v", 1), None),
    ("2", lambda f: f.constant("v", 1), None),
    ('"1"', lambda f: f.constant("v", 1), None),
    ('"1970-01-01T00:01:00Z"', lambda f: f.moment("v"), 60.0),
    ('"1970-01-01T00:00:00.25Z"', lambda f: f.moment("v"), 0.25),
    ('"2024-02-29T23:59:59.123456789Z"', lambda f: f.moment("v"), 1709251199.123456789),
    ('"2023-02-29T00:00:00Z"', lambda f: f.moment("v"), None),
    ('"1900-02-28T00:00:00Z"', lambda f: f.moment("v"), None),
    ('"2024-01-01T24:00:00Z"', lambda f: f.moment("v"), None),
    ('"2024-01-01T23:59:60Z"', lambda f: f.moment("v"), None),
    ('"2024-01-01T00:00:00+00:00"', lambda f: f.moment("v"), None),
    ('"2024-01-01 00:00:00Z"', lambda f: f.moment("v"), None),
    ('"2024-01-01T00:00:00Z\\n"', lambda f: f.moment("v"), None),
    ('"2024-1-1T00:00:00Z"', lambda f: f.moment("v"), None),
    ('"\u0662\u0660\u0662\u0664-01-01T00:00:00Z"', lambda f: f.moment("v"), None),
]


@pytest.mark.parametrize(("text", "read", "value"), CASES)
def test_a_field(text: str, read: Callable[[Fields], object], value: object) -> None:
    fields, problems = fields_of(f'{{"v": {text}}}')
    found = read(fields)
    if value is None:
        (problem,) = problems
        assert problem.place.pointer.startswith("/x/v")
        assert problem.expected
        assert problem.found
    else:
        assert problems == []
        assert found == (None if value == "null" else value)


@pytest.mark.parametrize("read", [case[1] for case in CASES])
def test_a_field_that_is_missing_is_one_problem(read: Callable[[Fields], object]) -> None:
    fields, problems = fields_of("{}")
    read(fields)
    assert {problem.place.pointer for problem in problems} == {"/x/v"}
    assert {problem.found for problem in problems} == {"no such field"}


@pytest.mark.parametrize("text", ["[]", "null", "1", '"a"'])
def test_what_is_no_object_is_one_problem_and_its_fields_none(text: str) -> None:
    fields, problems = fields_of(text)
    fields.text("a")
    fields.object("b").text("c")
    fields.closed(None)
    assert [problem.expected for problem in problems] == ["an object"]


def test_the_fields_of_a_missing_object_are_not_missed_too() -> None:
    fields, problems = fields_of("{}")
    fields.object("a").text("b")
    assert [problem.place.pointer for problem in problems] == ["/x/a"]
    fields, problems = fields_of('{"a": 1}')
    fields.object("a").text("b")
    assert [problem.place.pointer for problem in problems] == ["/x/a"]


def test_fields_that_nobody_asked_for() -> None:
    fields, problems = fields_of('{"a": "1", "b/c": 2, "d": null}')
    fields.text("a")
    fields.text_or_null("d")
    assert fields.closed("made") == "made"
    (problem,) = problems
    assert problem.place.pointer == "/x/b~1c"
    assert "a, d" in problem.expected


def test_problems_are_capped() -> None:
    fields, problems = fields_of(json.dumps({str(n): n for n in range(500)}))
    fields.closed(None)
    assert len(problems) == module.MAX_PROBLEMS


@given(st.integers(0, 253402300799))
def test_times_agree_with_the_calendar(seconds: int) -> None:
    text = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
    fields, problems = fields_of(json.dumps({"v": text}))
    assert fields.moment("v") == seconds
    assert problems == []


@given(st.integers(1970, 9999), st.integers(0, 13), st.integers(0, 32))
def test_days_are_real_ones(year: int, month: int, day: int) -> None:
    text = f"{year}-{month:02}-{day:02}T00:00:00Z"
    real = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    assert bool(re.search(module.MOMENT, text)) == real


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("12.3", [12.25, 12.349], [12.24, 12.36]),
        ("12.30", [12.295, 12.305], [12.29, 12.31]),
        ("12", [11.5, 12.5], [11.4, 12.6]),
        ("-1.5", [-1.55, -1.45], [-1.56, 1.5]),
        ("1.5e-3", [0.00145, 0.00155], [0.0014, 0.0016]),
        ("1.5e3", [1499.5, 1500.5], [1499.4, 1500.6]),
        ("0e9", [0.5, -0.5], [0.6, 1e8]),
        ("0e99999", [0.0], [1e9]),
        ("1e-99999", [0.0], [1e-9]),
    ],
)
def test_a_written_number_stands_for_what_rounds_to_it(
    text: str, near: list[float], far: list[float]
) -> None:
    number = Written(text)
    assert number.text == text
    assert all(number.stands_for(value) for value in near)
    assert not any(number.stands_for(value) for value in far)
    assert not number.stands_for(float("nan"))
