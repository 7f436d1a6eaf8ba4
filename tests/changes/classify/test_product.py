"""Which code is the product's, and what of it moved."""

from __future__ import annotations

import pytest

from doctrine_check.changes import product as product_module
from doctrine_check.changes.changeset import ChangeSet, Commit, FileChange, Hunk, Status
from doctrine_check.changes.codelines import MAX_LINE
from doctrine_check.changes.languages import (
    PathRole,
    is_generated_path,
    is_test_path,
    is_vendored_path,
    language_of,
    role_of,
)
from doctrine_check.changes.product import Product, product_code
from doctrine_check.changes.signals import ask


def file(path: str, *hunks: tuple[str, ...], section: str = "") -> FileChange:
    made = tuple(
        Hunk(
            10 * number,
            sum(line[0] != "+" for line in lines),
            10 * number,
            sum(line[0] != "-" for line in lines),
            section,
            lines,
        )
        for number, lines in enumerate(hunks, 1)
    )
    return FileChange(path, Status.MODIFIED, hunks=made)


def added(product: Product) -> list[str]:
    return [line.code for line in product.added()]


def removed(product: Product) -> list[str]:
    return [line.code for line in product.removed()]


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("src/app/cache.py", PathRole.PRODUCT),
        ("src/latest.py", PathRole.PRODUCT),
        ("src/contest/attest.go", PathRole.PRODUCT),
        ("src/COMMIT.java", PathRole.PRODUCT),
        ("src/SPLIT.cc", PathRole.PRODUCT),
        ("src/Testament.java", PathRole.PRODUCT),
        ("lib/CacheIT.java", PathRole.TEST),
        ("lib/TestCache.java", PathRole.TEST),
        ("src/main/java/org/example/Cache.java", PathRole.PRODUCT),
        ("src/perfect/a.rs", PathRole.PRODUCT),
        ("tests/test_cache.py", PathRole.TEST),
        ("pkg/cache_test.go", PathRole.TEST),
        ("src/a.test.ts", PathRole.TEST),
        ("src/__tests__/a.ts", PathRole.TEST),
        ("src/test/java/org/example/Cache.java", PathRole.TEST),
        ("lib/CacheTest.java", PathRole.TEST),
        ("table/cache_test.cc", PathRole.TEST),
        ("crate/src/tests.rs", PathRole.TEST),
        ("conftest.py", PathRole.TEST),
        ("benches/scan.rs", PathRole.BENCHMARK),
        ("tests/benchmarks/a.py", PathRole.BENCHMARK),
        ("index_bench_test.go", PathRole.BENCHMARK),
        ("src/CacheBenchmark.java", PathRole.BENCHMARK),
        ("examples/a.py", PathRole.AUXILIARY),
        ("example/src/main/java/A.java", PathRole.AUXILIARY),
        ("setup.py", PathRole.AUXILIARY),
        ("types/a.d.ts", PathRole.AUXILIARY),
        ("lib/a.pyi", PathRole.AUXILIARY),
        ("README.md", PathRole.OTHER),
        ("Makefile", PathRole.OTHER),
        ("tests/data.json", PathRole.OTHER),
    ],
)
def test_roles_of_paths(path: str, role: PathRole) -> None:
    assert role_of(path) is role
    assert is_test_path(path) == (role in (PathRole.TEST, PathRole.BENCHMARK))


@pytest.mark.parametrize(
    "path", ["vendor/a.go", "src/third_party/x/a.c", "web/node_modules/a/index.js", "Godeps/a.go"]
)
def test_vendored_paths(path: str) -> None:
    assert is_vendored_path(path)
    assert not is_vendored_path("src/vendors.py")


@pytest.mark.parametrize(
    "path", ["a.min.js", "api/a.pb.go", "a_pb2.py", "gen/a.cc", "zz_generated.a.go"]
)
def test_generated_paths(path: str) -> None:
    assert is_generated_path(path)
    assert not is_generated_path("src/generate.py")


@pytest.mark.parametrize(
    ("path", "family"),
    [("a.h", "c"), ("a.C", "cpp"), ("a.c", "c"), ("A.TSX", "javascript"), ("a.pyx", "python")],
)
def test_languages(path: str, family: str) -> None:
    language = language_of(path)
    assert language is not None
    assert language.family == family
    assert language_of("a.txt") is None
    assert language_of("py") is None


def test_moved_lines_are_neither_added_nor_removed() -> None:
    left = file("a.py", ("-def compute(value):", "-    return value + 1", "+x = 1"))
    right = file("b.py", ("+def compute(value):", "+    return value + 1"))
    found = product_code((left, right))
    assert (added(found), removed(found), found.moved) == (["x = 1"], [], 2)
    assert not found.moved_within


def test_a_line_that_comes_twice_moved_once() -> None:
    found = product_code((file("a.py", ("-call(one)", "+call(one)", "+call(one)")),))
    assert (added(found), removed(found), found.moved) == (["call(one)"], [], 1)


def test_white_space_is_no_change() -> None:
    found = product_code((file("a.c", ("-x  =  call( 1 );", "+x = call( 1 );")),))
    assert not found.hunks
    assert found.moved == 1


def test_moved_deeper_and_further_out() -> None:
    deep = product_code((file("a.py", ("-work(items)", "+if items:", "+    work(items)")),))
    assert (deep.deeper, deep.shallower) == (1, 0)
    out = product_code((file("a.py", ("-        work(items)", "+    work(items)", "+x = 1")),))
    assert (out.deeper, out.shallower) == (0, 1)
    late = product_code((file("a.py", ("-import pandas", "+    import pandas")),))
    assert late.later_imports == 1


@pytest.mark.parametrize("cap", ["MAX_LINES", "MAX_CHANGED"])
def test_what_is_not_read_is_asked_about(cap: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(product_module, cap, 3)
    small = file("a.py", *[("+x = 1",)] * 3)
    large = file("a.py", *[("+x = 1",)] * 4)
    assert product_code((small,)).whole
    assert not product_code((large,)).whole
    assert not ask(ChangeSet("", "", (small,), ()), (small,)).raised
    assert ask(ChangeSet("", "", (large,), ()), (large,)).raised


def asks(files: tuple[FileChange, ...], message: str = "") -> set[str]:
    commits = (Commit("c" * 40, message, ()),) if message else ()
    suspicion = ask(ChangeSet("", "", files, commits), files)
    return {hit.signal.id for hit in suspicion.hits} if suspicion.raised else set()


@pytest.mark.parametrize("sign", ["+", "-", " "])
def test_what_a_long_line_hides_is_asked_about(sign: str) -> None:
    fits = "y = '" + "a" * (MAX_LINE - 6) + "'"
    assert len(fits) == MAX_LINE
    assert not asks((file("a.py", ("-x = 1", sign + fits, "+x = 1")),))
    long = (file("a.py", ("-x = 1", sign + fits + ";", "+x = 1")),)
    assert not product_code(long).whole
    assert "too-much-code" in asks(long)
    assert not asks((file("a.py", (sign + "    " + fits,), section="def test_it():"),))


def test_two_long_lines_that_begin_alike_did_not_move() -> None:
    start = "+" + " " * MAX_LINE
    change = file("a.py", (start.replace("+", "-") + "slow(x)", start + "fast(x)"))
    assert "too-much-code" in asks((change,))


def test_what_a_long_message_hides_is_asked_about() -> None:
    change = (file("a.py", ("-x = 1", "+y = 1")),)
    paragraph = "Rename it.\n" + "\n".join(["a" * 999] * 19)
    assert len(paragraph) < 20_000
    assert not asks(change, paragraph)
    assert "too-long-message" in asks(change, paragraph + "a" * 1_000)
    assert "too-long-message" in asks(change, "Rename it.\n" + "a" * 1_001)
    assert not asks(change, "Rename it.\n" + "a" * 1_000)
