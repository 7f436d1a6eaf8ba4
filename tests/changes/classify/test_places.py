"""What places, pairs and values say, and what only looks like it."""

from __future__ import annotations

import pytest

from doctrine_check.changes.places import is_function, is_loop, pair_signals
from tests.changes.classify.test_shapes import changed, trait_ids


def traits(*lines: str, path: str = "src/a.py") -> set[str]:
    return trait_ids(changed(path, *lines))


@pytest.mark.parametrize(
    "code",
    [
        "for x in y:", "while (a) {", "} while (a);", "async for x in y:", "loop {",
        "items.forEach(item => {", "a.iter().map(|x|", "names.filter(name =>",
    ],
)  # fmt: skip
def test_loops(code: str) -> None:
    assert is_loop(code)


@pytest.mark.parametrize("code", ["form = 3", "whiles()", "a.map(f)", "x = {", "format(for_each)"])
def test_no_loops(code: str) -> None:
    assert not is_loop(code)


@pytest.mark.parametrize(
    "code",
    [
        "def run(self):", "pub fn run() -> u8 {", "export default async function run() {",
        "impl<T> Set for T {", "static int run(int a) {", "public final List<A> all() {",
        "func (s *Server) Run() {", "class A:",
    ],
)  # fmt: skip
def test_functions(code: str) -> None:
    assert is_function(code)


@pytest.mark.parametrize(
    "code",
    [
        "if (a) {", "} else if (a) {", "return f(a) {", "x = f(a) {", "call(a);", "call(a) {",
        "switch (a) {", "public", "",
    ],
)  # fmt: skip
def test_no_functions(code: str) -> None:
    assert not is_function(code)


def test_a_line_behind_a_loop_stands_in_none() -> None:
    assert "from-loop" in traits(" for x in y:", "     pass", "-    call(x)")
    assert "from-loop" not in traits(" for x in y:", "     pass", "-call(x)")
    assert "from-loop" not in traits(" for x in y:", "     def f():", "-        call(x)")


def test_the_side_of_a_loop_counts() -> None:
    assert "in-changed-loop" not in traits("-for x in y:", "+with y as x:", "+    call(x)")
    assert "in-changed-loop" not in traits(" for x in y:", "+    call(x)")
    assert "mostly-in-loop" not in traits("+for x in y:", "+    call(x)")


def test_most_is_half_of_what_is_added() -> None:
    loop = " for x in y:", "+    call(x)", " pass"
    assert "mostly-in-loop" in traits(*loop, "+one()")
    assert "mostly-in-loop" not in traits(*loop, "+one()", "+two()")


def test_a_loop_that_gets_other_code_is_not_left() -> None:
    found = traits(" for x in y:", "-    call(x)", "+    other(x)")
    assert "from-loop" in found
    assert "leaves-loop" not in found


def test_code_that_moves_within_its_loop_leaves_none() -> None:
    down = " for x in y:", "-    call(one)", "     pass", "+    call(one)", "+    more()"
    assert "moved-later" in traits(*down)
    assert "moved-out-of-loop" not in traits(*down)
    up = " for x in y:", "+    call(one)", "+    more()", "     pass", "-    call(one)"
    assert "moved-later" not in traits(*up)


def test_code_below_another_line_is_at_no_top() -> None:
    assert "function-top" not in traits(" def run(x):", "     pass", "+    call(x)")


def test_some_places_are_not_all() -> None:
    half = traits("-y()", "+x = 1", " pass", "+z = 1")
    assert "mostly-replaced" in half
    assert "all-replaced" not in half
    third = traits("-y()", "+x = 1", " pass", "+z = 1", " pass", "+v = 1")
    assert "mostly-replaced" not in third


def test_lines_that_say_more_of_the_same() -> None:
    assert "longer-lines" in set(pair_signals("f(a)", "f(a, b)"))
    assert "longer-lines" not in set(pair_signals("f(a)", "f(b, c)"))
    assert not set(pair_signals("f(a)", "f(a)"))


def test_what_is_exchanged() -> None:
    assert "container-exchanged" in set(pair_signals("a = HashMap()", "a = EnumMap()"))
    assert "container-exchanged" in set(pair_signals("mu sync.Mutex", "mu sync.RWMutex"))
    assert "container-exchanged" not in set(pair_signals("a = None", "a = set()"))
    assert "container-exchanged" not in set(pair_signals("a = list()", "a = None"))
    assert "container-exchanged" not in set(pair_signals("a = reset()", "b = offset()"))


def test_one_name_among_other_changes() -> None:
    assert "one-name" not in set(pair_signals("f(x, y)", "f(x, z) + 1"))
    assert "comparisons" not in set(pair_signals("if a < b:", "if a <= c:"))
    assert "indexing" not in set(pair_signals("f(a[0])", "f(b[1])"))


def test_values_that_had_a_name() -> None:
    assert "value-used-once" not in traits("-n = two()", "+n = one()", "+call(n)")
    assert "value-used-once" not in traits("+n = one()")
    assert "variable-gone" not in traits("-n = one()", "+n = two()")


def test_a_call_that_goes_wholly_is_no_repetition() -> None:
    assert "call-not-repeated" not in traits("-f(one(x))", "+f(x)")
    assert "call-not-repeated" in traits("-f(one(x), one(x))", "+f(x)")


def test_only_new_files_of_product_code_are_new() -> None:
    assert "benchmarks-changed" in trait_ids(changed("ci/bench.yml", "+x"))
    assert "benchmarks-changed" not in traits("+x = 1", path="src/benchlist/a.py")


def test_what_stands_among_tests_is_not_shown() -> None:
    lines = "-call(x);", " #[test]", " fn works() {", "     for x in y {", "-        call(x);"
    assert "from-loop" not in traits(*lines, path="src/a.rs")
    assert "from-loop" in traits(lines[0], *lines[2:], path="src/a.rs")
