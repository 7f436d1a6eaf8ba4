"""Which lines among product code are tests, and that nothing else passes for one."""

from __future__ import annotations

import pytest

from doctrine_check.changes.changeset import FileChange, Hunk, Status
from doctrine_check.changes.codelines import MAX_LINE
from doctrine_check.changes.product import Product, product_code
from doctrine_check.changes.shapes import shapes_of
from doctrine_check.changes.structure import traits_of

WORK = "+for a in keys { cache.insert(a.clone(), probe(a)); }"


def change(path: str, *hunks: tuple[str, ...], section: str = "") -> FileChange:
    made = (
        Hunk(
            100 * number,
            sum(line[0] != "+" for line in lines),
            100 * number,
            sum(line[0] != "-" for line in lines),
            section,
            lines,
        )
        for number, lines in enumerate(hunks, 1)
    )
    return FileChange(path, Status.MODIFIED, hunks=tuple(made))


def read(path: str, *hunks: tuple[str, ...], section: str = "") -> Product:
    return product_code((change(path, *hunks, section=section),))


def added(product: Product) -> list[str]:
    return [line.code for line in product.added()]


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("a.rs", "mod tests {"),
        ("a.rs", "mod test_scan {"),
        ("a.rs", "pub(crate) mod testing {"),
        ("a.rs", "fn test_it() {"),
        ("a.rs", "pub async fn test_it() {"),
        ("a.go", "func TestIt(t *testing.T) {"),
        ("a.go", "func Test_it(t *testing.T) {"),
        ("a.go", "func Test(t *testing.T) {"),
        ("a.go", "func BenchmarkIt(b *testing.B) {"),
        ("a.go", "func FuzzIt(f *testing.F) {"),
        ("a.py", "class TestIt:"),
        ("a.py", "class Test2:"),
        ("a.py", "class Test(Base):"),
        ("a.py", "async def test_it():"),
        ("A.java", "public class TestIt {"),
        ("A.java", "@Test"),
        ("a.cc", "TEST(A, B) {"),
        ("a.cc", "TYPED_TEST_P(A, B) {"),
        ("a.cc", "BENCHMARK(A);"),
        ("a.c", "TEST_F(A, b) {"),
        ("a.js", "describe('a', () => {"),
        ("a.ts", "it.each([1])(`a`, function () {"),
        ("a.ts", 'test("a", async () => {'),
    ],
)
def test_headers_of_tests(path: str, section: str) -> None:
    found = read(f"src/{path}", ("+    cache.clone();", " }"), section=section)
    assert not found.hunks
    assert found.tests == 1


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("a.rs", "fn testing_mode() {"),
        ("a.rs", "mod testimony {"),
        ("a.rs", "mod tests;"),
        ("a.rs", "pub mod test_support;"),
        ("a.rs", "pub fn test_and_set(&self) {"),
        ("a.rs", "fn test_bit(n: u32) -> bool {"),
        ("a.go", "func attest("),
        ("a.go", "func TestamentLookup(k string) int {"),
        ("a.go", "func TestAndSet(k *int32) bool {"),
        ("a.go", "func ExampleOf(k string) Doc {"),
        ("a.go", "func BenchmarkedCost(k string) int {"),
        ("a.go", "func Fuzzy(k string) int {"),
        ("a.py", "def init(self):"),
        ("a.py", "class Contest:"),
        ("a.py", "class TestimonyIndex:"),
        ("a.py", "def test_and_set(self):"),
        ("A.java", "public class Testament {"),
        ("A.java", "@Testable"),
        ("a.cc", "TESTIMONY(A) {"),
        ("a.cc", "class Tester {"),
        ("a.c", "BENCHMARKED {"),
        ("a.js", "test(path) {"),
        ("a.js", "items.map(function () {"),
        ("a.js", "iterate(function () {"),
    ],
)
def test_headers_that_only_look_like_tests(path: str, section: str) -> None:
    found = read(f"src/{path}", ("+    cache.clone();", " }"), section=section)
    assert added(found) == ["cache.clone();"]
    assert not found.tests


@pytest.mark.parametrize(
    ("path", "section", "lines", "product"),
    [
        ("a.py", "def test_it():", ("+    a = 1", "+", "+def lookup(k):", "+    b = 2"), 2),
        ("a.py", "def test_it():", ("+    a = 1", " @slow", " def test_b():", "+    b = 2"), 0),
        ("a.go", "func TestA(t *testing.T) {", ("+\ta()", " }", " func B() {", "+\tb()"), 1),
        ("a.cc", "TEST(A, B) {", ("+  a();", " }", " #endif", " TEST(A, C) {", "+  c();"), 0),
    ],
)
def test_a_header_covers_no_more_than_its_item(
    path: str, section: str, lines: tuple[str, ...], product: int
) -> None:
    found = read(path, lines, section=section)
    assert len(added(found)) == product
    assert found.tests == 1


@pytest.mark.parametrize(
    "item",
    [
        ("+#[cfg(test)]", "+mod tests;"),
        ("+#[cfg(test)] mod tests;",),
        ("+#[cfg(test)]", '+#[path = "other.rs"]', "+mod tests;"),
        ("+#[cfg(test)]", "+use x;"),
        ("+#[cfg(test)]", "+use x::{", "+    a,", "+    b,", "+};"),
        ("+#[cfg(test)]", "+const LIMIT: usize = 3;"),
        ("+#[cfg(test)]", "+fn probe()", "+where", "+    A: B,", "+{", "+    c(d);", "+}"),
        ("+#[cfg(test)]", "+mod tests {", "+    let brace = '{';", '+    let b = "{";', "+}"),
        ("+#[test]", "+#[allow(", "+    dead_code", "+)]", "+fn works() {}"),
        ("+#[tokio::test(flavor = 1)]", "+async fn works() {", "+    a();", "+}"),
        ("+struct A {", "+    #[cfg(test)]", "+    seen: usize,", "+}"),
        ("-#[cfg(test)]", "-mod tests {", "-    a();", "-}"),
        ("-#[cfg(test)]", "-use x;", "+#[cfg(test)]", "+use y;"),
    ],
)
def test_a_mark_covers_one_item(item: tuple[str, ...]) -> None:
    found = read("src/a.rs", (*item, WORK), ("+let later = 1;",))
    codes = [code for code in added(found) if code not in {"struct A {", "}"}]
    assert codes == ["for a in keys { cache.insert(a.clone(), probe(a)); }", "let later = 1;"]
    assert not [line for line in found.removed() if line.code != "for"]
    assert found.tests == 1


def test_a_mark_in_an_item_ends_with_it() -> None:
    found = read("src/a.rs", (" fn f() {", " #[cfg(test)]", " }", " fn g() {", "+    lookup();"))
    assert added(found) == ["lookup();"]


def test_java_marks() -> None:
    method = ("+  @Test(timeout = 3)", "+  public void works() {", "+    a();", "+  }")
    found = read("src/A.java", (*method, "+  int size() { return n; }"))
    assert added(found) == ["int size() { return n; }"]
    assert added(read("src/A.java", ("+  @Testable", "+  int size;"))) == ["@Testable", "int size;"]


@pytest.mark.parametrize(
    "start",
    [
        (" #[cfg(test)]", " mod tests {"),
        ("+#[cfg(test)]", "+mod tests {"),
        ("-#[cfg(test)]", "-mod tests {"),
        (" #[cfg(test)] mod tests {",),
    ],
)
def test_an_open_module_ends_the_product_of_a_file(start: tuple[str, ...]) -> None:
    tests = (*start, f"{start[0][0]}    let a = 1;")
    found = read("src/a.rs", ("+let p = 1;",), tests, ("+    let b = 2;", " }"))
    assert added(found) == ["let p = 1;"]
    assert found.tests == 2


def test_a_module_behind_which_the_file_goes_on_ends_nothing() -> None:
    tests = (" #[cfg(test)]", " mod tests {", "+    let a = 1;")
    found = read("src/a.rs", tests, ("+    let b = 2;", " }", " pub fn lookup() {"))
    assert added(found) == ["let b = 2;"]
    two = read("src/a.rs", tests, (" }", " mod tests_of_more {", "+    let b = 2;"))
    assert not added(two)


def test_signals_of_structure_see_what_stands_behind_a_test() -> None:
    plain = change("src/a.rs", ("-let p = 1;", *[WORK] * 2))
    marked = change("src/a.rs", ("-let p = 1;", "+#[cfg(test)]", "+use x;", *[WORK] * 2))
    (traits, shapes), (with_test, same) = (
        ({trait.id for trait, _ in traits_of(code, (file,))}, {s.id for s, _, _ in shapes_of(code)})
        for file in (plain, marked)
        for code in (product_code((file,)),)
    )
    assert shapes
    assert (with_test, same) == (traits | {"inline-tests-changed"}, shapes)


def test_a_long_line_behind_a_test_is_not_read_whole() -> None:
    long = "+    " + "a" * MAX_LINE
    assert product_code((change("a.py", (long,), section="def test_it():"),)).whole
    assert not read("a.py", (long, "+lookup()"), section="def test_it():").whole
