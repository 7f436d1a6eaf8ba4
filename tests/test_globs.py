"""Globs match what their segments say, however they begin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.globs import glob_match

SEGMENTS = st.lists(
    st.sampled_from(["a", "ab", "*", "a*", "?", "**", "b?"]), min_size=1, max_size=4
)
PATHS = st.lists(st.sampled_from(["a", "ab", "b", "ba"]), min_size=1, max_size=4)


def by_definition(glob: list[str], path: list[str]) -> bool:
    if not glob:
        return not path
    if glob[0] == "**":
        return any(by_definition(glob[1:], path[at:]) for at in range(len(path) + 1))
    return bool(path) and fits(glob[0], path[0]) and by_definition(glob[1:], path[1:])


def fits(pattern: str, text: str) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(fits(pattern[1:], text[at:]) for at in range(len(text) + 1))
    return bool(text) and pattern[0] in ("?", text[0]) and fits(pattern[1:], text[1:])


@given(SEGMENTS, PATHS)
def test_segments_match_segments(glob: list[str], path: list[str]) -> None:
    assert glob_match("/".join(glob), "/".join(path)) == by_definition(glob, path)


@pytest.mark.parametrize(
    ("glob", "path", "matches"),
    [
        ("src/**", "src", True),
        ("src/", "src", True),
        ("src/", "src/a.py", True),
        ("src/**", "srcs/a.py", False),
        ("src/*.py", "src/a.py", True),
        ("src/*.py", "src/b/a.py", False),
        ("src/a.py", "src/a.py", True),
        ("src/a.py", "src/a.pyc", False),
        ("**", "a/b", True),
        ("[a]", "a", False),
    ],
)
def test_paths(glob: str, path: str, matches: bool) -> None:
    assert glob_match(glob, path) == matches
