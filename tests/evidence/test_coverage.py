from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.evidence.coverage import (
    Coverage,
    FileLines,
    match,
    read_cobertura,
    read_coverage_json,
)
from doctrine_check.evidence.jsontext import Parsed, read_json
from doctrine_check.evidence.xmltext import XmlProblem, read_xml
from tests.evidence.bundle_files import cobertura, coverage_json


def xml(data: bytes) -> tuple[Coverage, list[str]]:
    root = read_xml(data)
    assert not isinstance(root, XmlProblem)
    coverage, faults = read_cobertura(root)
    return coverage, [f"{fault.expected}, found {fault.found}" for fault in faults]


def json(data: bytes) -> tuple[Coverage, list[str]]:
    read = read_json(data, plain=True)
    assert isinstance(read, Parsed)
    coverage, faults = read_coverage_json(read.value)
    return coverage, [f"{fault.expected}, found {fault.found}" for fault in faults]


@pytest.mark.parametrize("form", ["cobertura", "coverage.py"])
def test_both_forms_say_the_same(form: str) -> None:
    made = (cobertura if form == "cobertura" else coverage_json)("src/a.py", (5, 6, 7), (6, 9))
    coverage, faults = (xml if form == "cobertura" else json)(made)
    assert faults == []
    (file,) = coverage.files
    assert file.names[0] == "src/a.py"
    assert sorted(file.covered) == [1, 5, 7]
    assert sorted(file.missing) == [6, 9]


def test_classes_of_one_file_are_one_and_a_line_hit_anywhere_is_covered() -> None:
    coverage, faults = xml(
        b"<coverage><sources><source>/home/x/repo/src/</source></sources><packages><package>"
        b'<classes><class filename="A.java"><methods><method><lines><line number="3" hits="1"/>'
        b'</lines></method></methods><lines><line number="3" hits="0"/></lines></class>'
        b'<class filename="A.java"><lines><line number="9" hits="0"/></lines></class></classes>'
        b"</package></packages></coverage>"
    )
    assert faults == []
    assert coverage.files == (
        FileLines(("A.java", "/home/x/repo/src/A.java"), frozenset({3}), frozenset({9})),
    )


@pytest.mark.parametrize(
    "data",
    [
        b"<html/>",
        b'<coverage><class name="x"/></coverage>',
        b'<coverage><class filename="a"><line number="x" hits="1"/></class></coverage>',
        b'<coverage><class filename="a"><line number="1"/></class></coverage>',
        b'<coverage><class filename="a"><line number="1" hits="-1"/></class></coverage>',
    ],
)
def test_broken_cobertura(data: bytes) -> None:
    assert len(xml(data)[1]) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"[]",
        b"{}",
        b'{"files": []}',
        b'{"files": {"a.py": 1}}',
        b'{"files": {"a.py": {"executed_lines": [1]}}}',
        b'{"files": {"a.py": {"executed_lines": [1], "missing_lines": ["2"]}}}',
        b'{"files": {"a.py": {"executed_lines": [0], "missing_lines": []}}}',
    ],
)
def test_broken_json(data: bytes) -> None:
    coverage, faults = json(data)
    assert (coverage.files, len(faults)) == ((), 1)


def report(*names: str | tuple[str, ...]) -> Coverage:
    return Coverage(
        tuple(
            FileLines((name,) if isinstance(name, str) else name, frozenset({1}), frozenset())
            for name in names
        )
    )


@pytest.mark.parametrize(
    ("names", "path", "found"),
    [
        (["src/a/x.py", "src/b/x.py"], "src/a/x.py", "src/a/x.py"),
        (
            ["/home/me/repo/src/a/x.py", "/home/me/repo/src/b/x.py"],
            "src/b/x.py",
            "/home/me/repo/src/b/x.py",
        ),
        (["C:\\work\\repo\\src\\a\\x.py"], "src/a/x.py", "C:\\work\\repo\\src\\a\\x.py"),
        (["./a/x.py", "b/x.py"], "src/a/x.py", "./a/x.py"),
        (["x.py", "a/x.py"], "src/a/x.py", "a/x.py"),
        (["other/x.py"], "src/a/x.py", None),
        (["xx.py", "a/xx.py"], "src/a/x.py", None),
        (["x.py"], "src/a/x.py", "x.py"),
        ([("x.py", "/repo/src/a/x.py"), ("x.py", "/repo/src/b/x.py")], "src/b/x.py", "x.py"),
    ],
)
def test_paths_match_from_their_ends(
    names: list[str | tuple[str, ...]], path: str, found: str | None
) -> None:
    matched = match(report(*names), [path])
    assert matched.ambiguous == {}
    assert (matched.found[path].names[0] if path in matched.found else None) == found


def test_rivals_are_ambiguous() -> None:
    one, other = "/repo/src/x.py", "/copy/src/x.py"
    matched = match(report(one, other), ["src/x.py"])
    assert matched == ({}, {"src/x.py": (one, other)})


def test_one_file_cannot_stand_for_two() -> None:
    matched = match(report("x.py"), ["src/a/x.py", "src/b/x.py"])
    assert matched == ({}, {"src/a/x.py": ("x.py",), "src/b/x.py": ("x.py",)})


PATHS = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map("/".join)


@given(st.lists(PATHS, max_size=6, unique=True), st.lists(PATHS, max_size=4, unique=True))
def test_what_matches_ends_in_the_other(names: list[str], paths: list[str]) -> None:
    matched = match(report(*names), paths)
    assert not set(matched.found) & set(matched.ambiguous)
    for path, file in matched.found.items():
        own = file.names[0]
        assert f"/{own}".endswith(f"/{path}") or f"/{path}".endswith(f"/{own}")
    for path in set(paths) - set(matched.found) - set(matched.ambiguous):
        ends = [name for name in names if f"/{name}".endswith(f"/{path}")]
        assert not ends
        assert not any(f"/{path}".endswith(f"/{name}") for name in names)
