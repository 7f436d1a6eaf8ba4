"""Which lines a report of coverage is asked for, held against what Python compiles."""

from __future__ import annotations

from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING

import pytest

from doctrine_check.changes.changeset import Hunk
from doctrine_check.changes.languages import language_of
from doctrine_check.evidence.statements import excusable, statements

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "doctrine_check").rglob("*.py"))


def hunk_of(lines: Sequence[str], first: int = 1, section: str = "") -> Hunk:
    """A hunk that adds lines; those that begin with a bar were there before."""
    signed = tuple(" " + line[1:] if line[:1] == "|" else "+" + line for line in lines)
    return Hunk(first, 0, first, len(signed), section, signed)


def begun(path: str, lines: Sequence[str], first: int = 1) -> set[int]:
    language = language_of(path)
    assert language is not None
    return {number for run in statements(hunk_of(lines, first), language) for number in run.begun}


def compiled(code: CodeType) -> Iterator[int]:
    yield from (line for _, _, line in code.co_lines() if line)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from compiled(constant)


def test_there_are_sources() -> None:
    assert len(SOURCES) > 100


def test_only_lines_that_run_are_asked_for_and_most_of_them() -> None:
    asked = wrong = known = 0
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        real = set(compiled(compile(text, str(path), "exec")))
        found = begun(path.name, text.split("\n"))
        asked, wrong = asked + len(found), wrong + len(found - real)
        known += len(real)
    assert wrong < asked / 2_000  # of code that is never reached nothing is compiled
    assert asked > 0.5 * known


def test_parts_of_files_are_hardly_worse() -> None:
    """Of a part nobody knows what is open above it, such as a text with an example in it."""
    asked = wrong = 0
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        real, lines = set(compiled(compile(text, str(path), "exec"))), text.split("\n")
        for start in range(0, len(lines), 9):
            found = begun(path.name, lines[start : start + 9], start + 1)
            asked, wrong = asked + len(found), wrong + len(found - real)
    assert asked > 5_000
    assert wrong < asked / 200


@pytest.mark.parametrize(
    ("path", "lines", "expected"),
    [
        ("a.py", ["x = 1", "y = 2"], {2}),
        ("a.py", ["|call(", "    x = 1", ")"], set()),
        ("a.py", ["|x = {", "    'a': 1,", "}"], set()),
        ("a.py", ["|    x = [", "    y", "    for y in z", "    if y[1:2]", "]"], set()),
        ("a.py", ["import x", "from y import z", "# why", ""], set()),
        ("a.py", ["while True:", "if TYPE_CHECKING:", "if x:"], {3}),
        ("a.py", ["for x in y: z(x)", "    return x"], {1, 2}),
        ("a.py", ["|a = 1", "probe(1)", "probe(", "    2)"], {2}),
        ("a.py", ["@cache", "def f(", "    x,", "):", "    del x"], {2}),
        ("a.c", ["int f(int a) {", "  if (a)", "    x = a;", "  probe(a);", "  x = 2;"], {2, 4, 5}),
        ("a.c", ["|  y = 1;", "  probe(a);", "  assert(a);", "  int z;"], {2}),
        ("a.c", ["|#define F(x) \\", "  return x; \\", "  if (x) \\"], set()),
        ("a.cpp", ["|  int size;", "  cache(int size);", "  cache.put(1);"], {3}),
        ("a.java", ["|  {", "    private int x = 3;", "    cache.put(x);", "    y = 1;"], {3, 4}),
        ("a.go", ["type Cache struct {", "\tsize int", "}"], set()),
        ("a.go", ["func f() {", "\tx := 1", "\tfor _, y := range z {", "\t\tc.Put(y)"], {2, 3, 4}),
        ("a.go", ["|type C interface {", "\tPut(key int)", "\tGet()", "}"], set()),
        ("a.rs", ["|fn f() {", "    let x = g(1);", "    let y;", "    if x > 1 {"], {2, 4}),
        ("a.rs", ["|match x {", "    y", "        if y > 1 => {", "impl A", "  for B {"], set()),
        ("a.ts", ["|  a() {", "    const x = f();", "    x: number;", "    g(x);"], {2, 4}),
        ("a.ts", ["|f(", "    x = 1,", "    y => {"], set()),
    ],
)  # fmt: skip
def test_lines_that_begin_a_statement(path: str, lines: list[str], expected: set[int]) -> None:
    assert begun(path, lines) == expected


def test_code_that_stays_parts_two_runs_and_comments_do_not() -> None:
    language = language_of("a.py")
    assert language is not None
    lines = ["a = 1", "# why", "", "b = 2", "|c = 3", "return 4"]
    runs = [*statements(hunk_of(lines), language)]
    assert [set(run.code) for run in runs] == [{1, 4}, {6}]
    assert [set(run.leaving) for run in runs] == [set(), {6}]


@pytest.mark.parametrize(
    ("lines", "section", "expected"),
    [
        (["x = 1"], "", set()),
        (["raise NotImplementedError(", "    x", ")", "y = 1"], "", {1, 2, 3}),
        (["if TYPE_CHECKING:", "    x = 1", "else:", "    y = 1"], "", {1, 2}),
        (["    main()", "x = 1"], 'if __name__ == "__main__":', {1}),
        (["|if sys.platform == 'win32':", "    x = 1", "x = 2"], "", {2}),
        (["@overload", "@cache", "def f(x):", "    x", "def g():", "    y"], "", {1, 2, 3, 4}),
        (["def f():", "    raise ValueError", "    ..."], "", {3}),
    ],
)
def test_what_may_be_left_out(lines: list[str], section: str, expected: set[int]) -> None:
    language = language_of("a.py")
    assert language is not None
    assert excusable(hunk_of(lines, section=section), language) == expected
