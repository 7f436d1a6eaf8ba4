"""Every shape and trait can be seen, goes one way, and reads any line to its end."""

from __future__ import annotations

import pytest

from doctrine_check.changes.changeset import ChangeSet, Commit, FileChange, Hunk, Status
from doctrine_check.changes.classify import Special, classify
from doctrine_check.changes.codewords import parts_of, word_counts, words_of
from doctrine_check.changes.product import ProductLine, product_code
from doctrine_check.changes.shapes import SHAPES, Shape, Trend, shapes_of
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
    "code-fewer-copies": "x.clone()", "code-fewer-allocations": "malloc(3)",
    "code-borrowed": "memoryview(x)", "code-containers": "binary_search(x)",
    "code-locks": "mutex.unlock()", "code-simd": "_mm_add(x)", "code-bits": "x << 3",
    "code-system-calls": "mmap(0)", "code-reflection": "getattr(x)",
    "code-counted-loops": "while x", "code-each-loops": "for x in y:",
    "code-positions": "len(x)", "code-fewer-searches": "x.indexOf(y)",
    "code-empty-checks": "x.is_empty()", "code-fewer-queries": "executemany(x)",
    "code-skipped-work": "skip(x)", "code-first-use": "if x is None:",
    "code-constants": "MAX_SIZE = 3", "code-concurrency": "spawn(x)",
    "code-fewer-waits": "defer x", "code-unsafe": "unsafe {", "code-errors": "raise X",
    "code-logging": "log(x)", "code-texts": 'x = "y"', "code-fewer-texts": 'x = "y"',
    "code-settings": "config", "code-new-api": "def run(x)", "code-new-helpers": "def _run(x)",
    "code-removed-functions": "def run(x)", "code-imports": "import x",
    "code-platforms": "cfg(x)", "code-annotations": "@deprecated_x", "code-types": "cast(x)",
    "code-branches": "elif x", "code-closing": "close()", "code-assertions": "assert x",
    "code-compatibility": "fallback", "code-time": "timeout", "code-statistics": "metric",
    "code-encodings": "encode(x)", "code-handling": "try", "code-returns": "return x",
    "code-conditions": "if x", "code-fewer-conditions": "if x", "code-variables": "x = y",
    "code-fewer-variables": "x = y", "code-fewer-calls": "f()", "code-fewer-closures": "x => y",
}  # fmt: skip


def changed(path: str, *lines: str) -> FileChange:
    old = sum(line[0] != "+" for line in lines)
    new = sum(line[0] != "-" for line in lines)
    return FileChange(path, Status.MODIFIED, hunks=(Hunk(10, old, 10, new, "", lines),))


def shape_ids(*lines: str) -> set[str]:
    return {found[0].id for found in shapes_of(product_code((changed("src/a.py", *lines),)))}


def trait_ids(*files: FileChange) -> set[str]:
    product = product_code(file for file in files if file.path.startswith("src/"))
    return {trait.id for trait, _ in traits_of(product, files)}


def test_every_shape_has_an_example_and_points() -> None:
    assert {shape.id for shape in SHAPES} == set(EXAMPLES)
    assert all(shape.points for shape in SHAPES)
    assert all(trait.points for trait in TRAITS)
    assert len({trait.id for trait in TRAITS}) == len(TRAITS)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.id)
def test_shapes_go_the_way_they_ask_for(shape: Shape) -> None:
    line = EXAMPLES[shape.id]
    assert (shape.id in shape_ids("+" + line)) == (shape.trend is not Trend.FEWER)
    assert (shape.id in shape_ids("-" + line)) == (shape.trend is not Trend.MORE)
    assert shape.id not in shape_ids("+" + line, "-" + line)
    assert shape.id not in shape_ids(" " + line, "+pass")


def test_as_many_as_before_are_no_trend() -> None:
    assert "code-cache" in shape_ids("+cache(a)", "+cache(b)", "-cache(c)")
    assert "code-cache" not in shape_ids("+cache(a)", "-cache(b)")
    assert "code-locks" not in shape_ids("+mutex_a", "-mutex_b")


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
    "few-places": tuple(changed(f"src/{name}.py", "+x = 1") for name in "ab"),
    "adds-4-8": (changed("src/a.py", *["+x = 1"] * 5),),
    "adds-9-20": (changed("src/a.py", *["+x = 1"] * 9),),
    "adds-50": (changed("src/a.py", *["+x = 1"] * 51),),
    "removes-nothing": (changed("src/a.py", "+x = 1"),),
    "removes-1-3": (changed("src/a.py", "+x = 1", "-y = 1"),),
    "removes-4-20": (changed("src/a.py", "+x = 1", *["-y = 1"] * 4),),
    "only-removes": (changed("src/a.py", *["-y = 1"] * 4),),
    "shrinks": (changed("src/a.py", "+x = 1", *["-y = 1"] * 4),),
    "mostly-adds": (changed("src/a.py", *["+x = 1"] * 7, "-y = 1"),),
    "only-moves": (changed("src/a.py", "+call(one)", "-call(one)"),),
    "much-moved": (
        changed("src/a.py", *[f"+call_{n}(one)" for n in range(7)]),
        changed("src/b.py", *[f"-call_{n}(one)" for n in range(7)]),
    ),
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
    "queries-in-loops": (changed("src/a.py", "+for x in y:", "+    db.execute(x)"),),
    "longer-conditions": (changed("src/a.py", "+if a and b:", "-if a:"),),
}


@pytest.mark.parametrize("trait", TRAITS, ids=lambda trait: trait.id)
def test_traits_are_seen_where_they_are_and_only_there(trait: object) -> None:
    name = getattr(trait, "id", "")
    assert name in trait_ids(*TRAIT_EXAMPLES[name])
    others = [key for key, files in TRAIT_EXAMPLES.items() if name not in trait_ids(*files)]
    assert len(others) >= 10


def test_a_query_beside_a_loop_is_no_query_in_it() -> None:
    assert "queries-in-loops" not in trait_ids(
        changed("src/a.py", "+for x in y:", "+    pass", "+db.execute(x)")
    )


def test_a_number_among_other_changes_is_not_tuned() -> None:
    more = [f"+call_{name}(x)" for name in "abc"] + [f"-while_{name}[y]" for name in "abc"]
    assert "tuned-numbers" not in trait_ids(changed("src/a.py", "+f(1)", "-f(2)", *more))


def test_words_within_names() -> None:
    assert parts_of("readBufSize") == {"read", "buf", "size"}
    assert parts_of("MAX_HTTP2Frames") >= {"max", "http", "frames"}
    counts = word_counts((ProductLine("a.py", 1, "readBuf(buf)", 0),))
    assert counts == {"read": 1, "buf": 2}


def test_words_count_by_what_becomes_more_and_less() -> None:
    product = product_code((changed("src/a.py", "+buffer = cache", "-addr = addr.buffer"),))
    found = {words.id: words for words, _ in words_of(product)}
    assert found["code-words-added"].points == 8
    assert "cache +8" in found["code-words-added"].found
    assert "buffer" not in found["code-words-added"].found


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
