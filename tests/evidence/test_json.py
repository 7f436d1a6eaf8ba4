from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.evidence import jsontext
from doctrine_check.evidence.jsontext import JsonProblem, Parsed, locate, read_json
from doctrine_check.evidence.written import Written

if TYPE_CHECKING:
    from doctrine_check.evidence.jsontext import Json

REFUSED = [
    (b"", 1, 1, "no JSON"),
    (b" \n ", 2, 2, "no JSON"),
    (b"{", 1, 2, "no JSON"),
    (b"[1,]", 1, 4, "no JSON"),
    (b"[1] 2", 1, 5, "no JSON"),
    (b"{'a': 1}", 1, 2, "no JSON"),
    (b"[01]", 1, 3, "no JSON"),
    (b"[+1]", 1, 2, "no JSON"),
    (b"[.5]", 1, 2, "no JSON"),
    (b'["a\nb"]', 1, 4, "no JSON"),
    (b'["open', 1, 2, "no JSON"),
    (b"\x00", 1, 1, "no JSON"),
    (b'["\xff"]', 1, 3, "not UTF-8"),
    (b'"\xed\xa0\x80"', 1, 2, "not UTF-8"),
    (b'["\xc3\xa9", "\xc3"]', 1, 8, "not UTF-8"),
    (b"\xff\xfe[\x00]\x00", 1, 1, "not UTF-8"),
    (b"\xef\xbb\xbf{}", 1, 1, "byte order mark"),
    (b"[NaN]", 1, 2, "NaN"),
    (b"[1,\n -Infinity]", 2, 2, "-Infinity"),
    (b"[Infinity]", 1, 2, "Infinity"),
    (b"[1e309]", 1, 2, "too large"),
    (b"[-1e+309]", 1, 2, "too large"),
    (b"[1.0E1000]", 1, 2, "too large"),
    (b"[1e99999999999999]", 1, 2, "too large"),
    (b"[" + b"1" * 81 + b"]", 1, 2, "81 characters"),
    (b"[0." + b"1" * 79 + b"]", 1, 2, "81 characters"),
    (b"[" + b"9" * 5_000 + b"]", 1, 2, "5,000 characters"),
    (b'{"a": 1,\n "a": 2}', 2, 2, "second value"),
    (b'{"a": 1, "\\u0061": 2}', 1, 10, "second value"),
    (b'{"x": [{"b": {}, "a": 0, "b": 1}]}', 1, 26, "second value"),
    (b'["\\ud800"]', 1, 2, "surrogate"),
    (b'["\\uDC00\\uD800"]', 1, 2, "surrogate"),
    (b'{"\\ud83d": 1}', 1, 2, "surrogate"),
    (b'[0, "\\uDFFF"]', 1, 5, "surrogate"),
    (b"[" * 65 + b"]" * 65, 1, 65, "nesting"),
    (b'{"a":' * 65 + b"1" + b"}" * 65, 1, 321, "nesting"),
    (b"[" * 200_000, 1, 65, "nesting"),
]


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize(("data", "line", "column", "message"), REFUSED)
def test_what_is_refused_and_where(
    data: bytes, line: int, column: int, message: str, plain: bool
) -> None:
    found = read_json(data, plain=plain)
    assert isinstance(found, JsonProblem)
    assert (found.line, found.column) == (line, column)
    assert message in found.message


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize(
    ("text", "value"),
    [
        (" [1, -0.5, 1e2, 1E-2] ", [1, -0.5, 100.0, 0.01]),
        ('{"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]}', {"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]}),
        ('["\\ud83d\\ude00", "\\\\ud800", "[[{", "\\"NaN\\""]', ["😀", "\\ud800", "[[{", '"NaN"']),
        ("[" * 64 + "]" * 64, None),
        ("[1e308, 1e-999, 0e999]", [1e308, 0.0, 0.0]),
        ("[" + "1" * 80 + "]", None),
        (json.dumps({"a": "1" * 500 + "e9999 \\ud800"}), {"a": "1" * 500 + "e9999 \\ud800"}),
        ("null", None),
    ],
)
def test_what_is_read(text: str, value: Json, plain: bool) -> None:
    found = read_json(text.encode(), plain=plain)
    assert isinstance(found, Parsed)
    if value is not None:
        assert found.value == value


def test_numbers_remember_how_they_were_written() -> None:
    found = read_json(b'{"a": [1.50, 2, -3e1]}')
    assert isinstance(found, Parsed)
    assert isinstance(found.value, dict)
    numbers = found.value["a"]
    assert isinstance(numbers, list)
    assert [number.text for number in numbers if isinstance(number, Written)] == [
        "1.50",
        "2",
        "-3e1",
    ]


def test_plain_numbers_are_plain() -> None:
    for text in (b"[1, 2.5]", b"[1, 2.5, 1e0003]"):
        found = read_json(text, plain=True)
        assert isinstance(found, Parsed)
        assert isinstance(found.value, list)
        assert [type(number) for number in found.value[:2]] == [int, float]


def test_caps(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read_json(b"[1]", most=2)
    assert isinstance(found, JsonProblem)
    assert "3 bytes" in found.message
    monkeypatch.setattr(jsontext, "MAX_VALUES", 2)
    assert isinstance(read_json(b"[1,2,3]"), Parsed)
    found = read_json(b"[1,2,3,4]")
    assert isinstance(found, JsonProblem)
    assert "more than 2 values" in found.message


NAMES = st.text(st.sampled_from('ab/~"\\é\n😀 '), max_size=4)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False,
    allow_infinity=False) | NAMES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@pytest.mark.soak
@given(VALUES, st.sampled_from([None, 0, 1, 3]), st.booleans())
def test_what_json_writes_is_read_back(value: Json, indent: int | None, ascii_only: bool) -> None:
    data = json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode()
    for plain in (False, True):
        assert read_json(data, plain=plain) == Parsed(value)


TEXTS = st.text(st.sampled_from('{}[],:"\\ue0189.+-dDcCnNaI \n'), max_size=40)


@pytest.mark.soak
@given(TEXTS | st.text(max_size=30) | st.recursive(TEXTS, lambda inner: inner.map(json.dumps)))
def test_any_text_has_one_answer_both_ways(text: str) -> None:
    """Both ways of reading agree, and never let pass what a strict reading by the book refuses."""
    data = text.encode("utf-8", "surrogatepass")
    slow, fast = read_json(data), read_json(data, plain=True)
    if isinstance(slow, JsonProblem) or isinstance(fast, JsonProblem):
        assert slow == fast
    else:
        assert json.loads(data) == fast.value
        assert json.loads(data, parse_int=float) == slow.value
        json.dumps(slow.value, allow_nan=False, ensure_ascii=False).encode("utf-8")


@given(st.binary(max_size=60))
def test_any_bytes_have_an_answer(data: bytes) -> None:
    found = read_json(data)
    if isinstance(found, JsonProblem):
        assert found.line >= 1
        assert found.column >= 1


def _pointers(value: Json, pointer: str = "") -> list[tuple[str, Json]]:
    found = [(pointer, value)]
    if isinstance(value, dict):
        for name, inner in value.items():
            found += _pointers(inner, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += _pointers(inner, f"{pointer}/{index}")
    return found


@pytest.mark.soak
@given(VALUES, st.sampled_from([None, 0, 2]), st.booleans())
def test_every_value_is_found_where_it_stands(
    value: Json, indent: int | None, ascii_only: bool
) -> None:
    text = "\n " + json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    lines = text.split("\n")
    for pointer, wanted in _pointers(value):
        line, column = locate(text.encode(), pointer)
        offset = sum(len(before) + 1 for before in lines[: line - 1]) + column - 1
        assert json.JSONDecoder().raw_decode(text, offset)[0] == wanted


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("", (1, 1)),
        ("/a", (1, 7)),
        ("/a/1", (1, 11)),
        ("/a/7", (1, 7)),
        ("/a/x", (1, 7)),
        ("/missing", (1, 1)),
        ("/b/c/d/e", (2, 12)),
        ("no pointer", (1, 1)),
    ],
)
def test_the_nearest_value_around_a_place_that_is_not_there(
    pointer: str, place: tuple[int, int]
) -> None:
    assert locate(b'{"a": [1, 2],\n "b": {"c": 3}}', pointer) == (
        (2, 13) if pointer.startswith("/b/c") else place
    )


def test_pointers_with_escapes() -> None:
    data = b'{"/": 1, "~1": 2, "~": 3, "\\u0061": 4}'
    columns = {"/~1": 7, "/~01": 16, "/~0": 24, "/a": 37}
    assert {pointer: locate(data, pointer)[1] for pointer in columns} == columns


@given(st.binary(max_size=60), st.text(st.sampled_from("/01a~"), max_size=6))
def test_any_place_of_any_bytes_has_an_answer(data: bytes, pointer: str) -> None:
    line, column = locate(data, pointer)
    assert line >= 1
    assert column >= 1
