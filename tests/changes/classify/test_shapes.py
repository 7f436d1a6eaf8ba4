"""Every shape and trait can be seen, goes one way, and reads any line to its end."""

from __future__ import annotations

import pytest

from doctrine_check.changes.changeset import ChangeSet, Commit, FileChange, Hunk, Status
from doctrine_check.changes.classify import Special, classify
from doctrine_check.changes.product import product_code
from doctrine_check.changes.shapes import SHAPES, Shape, shapes_of
from doctrine_check.changes.signals import ask
from doctrine_check.changes.structure import TRAITS, traits_of
from tests.changes.classify.casebook import NothingSpecial, cases

MEGABYTE = 1_000_000
HOSTILE = (
    "a", " ", '"', "`", "'", "(", "/* ", "#", "\\", "if (x && ", "for x in ", "for ( a ",
    "make(map[a", "new List<", "x = ", "1 ", "& mask", "const a = ", "-", "(\u00e9)",
    "avoid copy ", "perf ", "reduce the memory ", "no performance ",
)  # fmt: skip
EXAMPLES = {
    "code-inlining": "inline int f()", "code-idioms": "v.reserve(3)",
    "code-capacity": "ensureCapacity(3)", "code-pool": "sync.Pool{}", "code-cache": "memoize(x)",
    "code-fast-path": "fastPath(x)", "code-lazy": "lazyInit()", "code-batch": "writeBatch(x)",
    "code-copies": "x.clone()", "code-allocations": "malloc(3)",
    "code-borrowed": "memoryview(x)", "code-containers": "binary_search(x)",
    "code-locks": "mutex.unlock()", "code-simd": "_mm_add(x)", "code-bits": "x << 3",
    "code-system-calls": "mmap(0)", "code-reflection": "getattr(x)",
    "code-counted-loops": "while x", "code-each-loops": "for x in y:",
    "code-positions": "len(x)", "code-searches": "x.indexOf(y)",
    "code-empty-checks": "x.is_empty()", "code-joined-queries": "executemany(x)",
    "code-skipped-work": "skip(x)", "code-first-use": "if x is None:",
    "code-constants": "MAX_SIZE = 3", "code-concurrency": "spawn(x)",
    "code-waits": "defer x", "code-unsafe": "unsafe {", "code-errors": "raise X",
    "code-logging": "log(x)", "code-texts": 'x = "y"',
    "code-settings": "config", "code-new-api": "def run(x)", "code-new-helpers": "def _run(x)",
    "code-functions": "def run(x)",
    "code-platforms": "cfg(x)", "code-annotations": "@deprecated_x", "code-types": "cast(x)",
    "code-branches": "elif x", "code-closing": "close()", "code-assertions": "assert x",
    "code-compatibility": "fallback", "code-time": "timeout", "code-statistics": "metric",
    "code-encodings": "encode(x)", "code-returns": "return x",
    "code-conditions": "if x", "code-variables": "x = y", "code-calls": "f()",
    "code-closures": "x => y",
}  # fmt: skip


def changed(path: str, *lines: str, section: str = "class A:") -> FileChange:
    old = sum(line[0] != "+" for line in lines)
    new = sum(line[0] != "-" for line in lines)
    return FileChange(path, Status.MODIFIED, hunks=(Hunk(10, old, 10, new, section, lines),))


def shape_ids(*lines: str) -> set[tuple[str, bool]]:
    product = product_code((changed("src/a.py", *lines),))
    return {(shape.id, more) for shape, more, _ in shapes_of(product)}


def trait_ids(*files: FileChange) -> set[str]:
    product = product_code(file for file in files if file.path.startswith("src/"))
    return {trait.id for trait, _ in traits_of(product, files)}


def test_every_shape_has_an_example_and_points() -> None:
    assert {shape.id for shape in SHAPES} == set(EXAMPLES)
    assert all(shape.more or shape.fewer for shape in SHAPES)
    assert all(trait.points for trait in TRAITS)
    assert len({trait.id for trait in TRAITS}) == len(TRAITS)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.id)
def test_shapes_become_more_or_fewer(shape: Shape) -> None:
    line = EXAMPLES[shape.id]
    more, fewer = (shape.id, True), (shape.id, False)
    assert shape_ids("+" + line) & {more, fewer} == {more}
    assert shape_ids("-" + line) & {more, fewer} == {fewer}
    assert not shape_ids("+" + line, "-" + line) & {more, fewer}
    assert not shape_ids(" " + line, "+pass") & {more, fewer}


def test_as_many_as_before_are_no_trend() -> None:
    assert ("code-cache", True) in shape_ids("+cache(a)", "+cache(b)", "-cache(c)")
    assert ("code-cache", False) in shape_ids("+cache(a)", "-cache(b)", "-cache(c)")
    assert "code-cache" not in {name for name, _ in shape_ids("+cache(a)", "-cache(b)")}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.id)
def test_each_trend_has_its_points(shape: Shape) -> None:
    for sign, points, about in (("+", shape.more, "more of "), ("-", shape.fewer, "less of ")):
        file = changed("src/a.py", sign + EXAMPLES[shape.id])
        hits = ask(ChangeSet("", "", (file,), ()), (file,)).hits
        given = [(hit.signal.points, hit.signal.about) for hit in hits if hit.signal.id == shape.id]
        assert given == ([(points, about + shape.about)] if points else [])


TRAIT_EXAMPLES = {
    "tests-changed": (changed("tests/test_a.py", "+x = 1"),),
    "benchmarks-changed": (changed("benches/a.rs", "+x = 1"),),
    "examples-changed": (changed("examples/a.py", "+x = 1"),),
    "documentation-changed": (changed("docs/a.md", "+x"),),
    "changelog-changed": (changed("CHANGELOG.md", "+x"),),
    "build-changed": (changed("Makefile", "+x"),),
    "dependencies-changed": (changed("Cargo.lock", "+x"),),
    "inline-tests-changed": (changed("src/a.rs", "+#[test]", "+fn a() {}"),),
    "one-file": (changed("src/a.py", "+x = 1"),),
    "many-files": tuple(changed(f"src/{name}.py", "+x = 1") for name in "abcde"),
    "one-place": (changed("src/a.py", "+x = 1"),),
    "adds-4-8": (changed("src/a.py", *["+x = 1"] * 5),),
    "adds-9-20": (changed("src/a.py", *["+x = 1"] * 9),),
    "removes-nothing": (changed("src/a.py", "+x = 1"),),
    "removes-4-20": (changed("src/a.py", "+x = 1", *["-y = 1"] * 4),),
    "only-removes": (changed("src/a.py", *["-y = 1"] * 4),),
    "shrinks": (changed("src/a.py", "+x = 1", *["-y = 1"] * 4),),
    "mostly-adds": (changed("src/a.py", *["+x = 1"] * 7, "-y = 1"),),
    "only-moves": (changed("src/a.py", "+call(one)", "-call(one)"),),
    "moved-between": (
        changed("src/a.py", *[f"+call_{n}(one)" for n in range(7)]),
        changed("src/b.py", *[f"-call_{n}(one)" for n in range(7)]),
    ),
    "moved-deeper": (changed("src/a.py", "+if x:", "+    call(one)", "-call(one)"),),
    "imports-later": (changed("src/a.py", "+    import json", "-import json"),),
    "moved-out": (changed("src/a.py", "+call(one)", "-if x:", "-    call(one)"),),
    "reordered": (changed("src/a.py", "+call(one)", "-call(one)", "+x = 1"),),
    "hoisted-out": (
        changed("src/a.py", "+n = items.size()", "+for i in x:", "-    if items.size() > 3:"),
    ),
    "hoisted": (changed("src/a.py", "+n = items.size()", "+if n > 3:", "-if items.size() > 3:"),),
    "tuned-numbers": (changed("src/a.py", "+call(x, 12)", "-call(x, 7)"),),
    "renames": (changed("src/a.py", "+new(x)", "+y = new(z)", "-old(x)", "-y = old(z)"),),
    "swapped-names": (changed("src/a.py", "+new(x)", "+y = 3", "-old(x)", "-while z:"),),
    "guards": (changed("src/a.py", "+if x:", "+    return"),),
    "new-file": (changed("src/a.py", "+x = 1")._replace(status=Status.ADDED),),
    "no-header": (changed("src/a.py", "+x = 1", section=""),),
    "mostly-replaced": (changed("src/a.py", "-y()", "+x = 1", " pass", "+z = 1"),),
    "all-replaced": (changed("src/a.py", "-y()", "+x = 1"),),
    "moved-out-of-loop": (
        changed("src/a.py", "+call(one)", " for a in b:", "-    call(one)", "+    pass"),
    ),
    "moved-later": (changed("src/a.py", "-call(one)", "+x = 1", "+call(one)"),),
    "computed-deeper": (changed("src/a.py", "-y = call(x)", "+if x:", "+    y = call(x)"),),
    "from-loop": (changed("src/a.py", " for a in b:", "-    call(a)"),),
    "leaves-loop": (changed("src/a.py", "+calls(b)", " for a in b:", "-    call(a)"),),
    "in-changed-loop": (changed("src/a.py", "+for a in b:", "+    call(a)"),),
    "mostly-in-loop": (changed("src/a.py", " while a:", "+    call(a)"),),
    "function-top": (changed("src/a.py", " def run(x):", "+    call(x)", "     pass"),),
    "value-used-twice": (changed("src/a.py", "+n = one()", "+call(n, n)"),),
    "value-used-once": (changed("src/a.py", "+n = one()", "+call(n)"),),
    "variable-gone": (changed("src/a.py", "-n = one()", "-call(n)", "+call(one())"),),
    "field-set": (changed("src/a.py", "+self.size = x"),),
    "call-not-repeated": (changed("src/a.py", "-f(one(x), one(x))", "+f(one(x))"),),
    "early-return": (changed("src/a.py", "+if x: return"),),
    "one-name": (changed("src/a.py", "-f(x, y)", "+f(x, z)"),),
    "container-exchanged": (changed("src/a.py", "-held = list()", "+held = set()"),),
    "longer-lines": (changed("src/a.py", "-f(x)", "+f(x, y)"),),
    "fewer-calls-in-line": (changed("src/a.py", "-a = f(g(x))", "+a = f(x)"),),
    "shorter-paths": (changed("src/a.py", "-f(a.b.c)", "+f(c)"),),
    "longer-paths": (changed("src/a.py", "-f(c)", "+f(a.b.c)"),),
    "indexing": (changed("src/a.py", "-f(a)", "+f(a[0])"),),
    "bit-operations": (changed("src/a.py", "-a = b % 4", "+a = b & 3"),),
    "comparisons": (changed("src/a.py", "-if a < b:", "+if a <= b:"),),
    "queries-in-loops": (changed("src/a.py", "+for x in y:", "+    db.execute(x)"),),
}


@pytest.mark.parametrize("trait", TRAITS, ids=lambda trait: trait.id)
def test_traits_are_seen_where_they_are_and_only_there(trait: object) -> None:
    name = getattr(trait, "id", "")
    assert name in trait_ids(*TRAIT_EXAMPLES[name])
    others = [key for key, files in TRAIT_EXAMPLES.items() if name not in trait_ids(*files)]
    assert len(others) >= 8


def test_a_query_beside_a_loop_is_no_query_in_it() -> None:
    assert "queries-in-loops" not in trait_ids(
        changed("src/a.py", "+for x in y:", "+    pass", "+db.execute(x)")
    )


def test_a_number_among_other_changes_is_not_tuned() -> None:
    more = [f"+call_{name}(x)" for name in "abc"] + [f"-while_{name}[y]" for name in "abc"]
    assert "tuned-numbers" not in trait_ids(changed("src/a.py", "+f(1)", "-f(2)", *more))


def test_comments_and_texts_change_nothing() -> None:
    for case in cases("rust") + cases("c") + cases("go"):
        change = case.change(messages=False)
        plain = classify(change, (), Special(), NothingSpecial()).kinds
        noted = tuple(
            file._replace(
                hunks=tuple(
                    hunk._replace(
                        lines=(*hunk.lines, "+// fast cache, no lock, no copy: optimized")
                    )
                    for hunk in file.hunks
                )
            )
            for file in change.files
        )
        again = classify(change._replace(files=noted), (), Special(), NothingSpecial()).kinds
        assert again == plain, case.name


@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize("path", ["src/a.py", "src/a.rs", "src/a.go", "src/a.js"])
def test_hostile_lines_are_read_to_their_end(unit: str, path: str) -> None:
    line = unit * (MEGABYTE // len(unit))
    file = changed(path, "-" + line, "+" + line + " x")
    commits = (Commit("c" * 40, line, ()), Commit("d" * 40, "x\n\n" + line, ()))
    change = ChangeSet("", "", (file,), commits)
    assert classify(change, (), Special(), NothingSpecial()).kinds
