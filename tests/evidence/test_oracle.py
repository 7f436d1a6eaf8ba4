from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.evidence.oracle import read_oracle
from tests.evidence.bundle_files import oracle


def made(*cases: tuple[str, str, str]) -> bytes:
    rows = [dict(zip(("input", "before", "after"), case, strict=True)) for case in cases]
    return json.dumps({"schema_version": 1, "cases": rows}).encode()


def test_cases_with_their_places() -> None:
    read, faults = read_oracle("oracle.json", made(("a", "1", "1"), ("b", "2", "3")))
    assert faults == ()
    assert [(case.input, case.place.pointer) for case in read.cases] == [
        ("a", "/cases/0"),
        ("b", "/cases/1"),
    ]
    assert [case.input for case in read.differing] == ["b"]
    assert not read.silent
    assert read_oracle("oracle.json", oracle(5))[0].differing == ()


def test_no_output_is_silent() -> None:
    nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    read, _ = read_oracle("o", made(("a", "", ""), ("b", nothing, nothing)))
    assert read.silent
    assert not read_oracle("o", made(("a", "", ""), ("b", "x", "x")))[0].silent


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"schema_version": 1, "cases": [{}]}',
        b'{"schema_version": 2, "cases": []}',
    ],
)
def test_what_is_no_oracle(data: bytes) -> None:
    read, faults = read_oracle("oracle.json", data)
    assert read.cases == ()
    assert faults


@given(st.binary(max_size=60))
def test_any_bytes(data: bytes) -> None:
    assert len(read_oracle("oracle.json", data)[1]) <= 20
