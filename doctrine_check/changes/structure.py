"""What the size and the make-up of a change say, before a word of its code is read."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from doctrine_check.changes.changeset import Status
from doctrine_check.changes.languages import PathRole, role_of
from doctrine_check.changes.places import places_of
from doctrine_check.changes.values import values_of
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from doctrine_check.changes.changeset import FileChange
    from doctrine_check.changes.product import Product, ProductLine


class Trait(Record):
    """A property of a change and what it is worth."""

    id: str
    points: int
    about: str


TRAITS: tuple[Trait, ...] = (
    Trait("tests-changed", -19, "tests change with it"),
    Trait("benchmarks-changed", 16, "benchmarks change with it"),
    Trait("examples-changed", -4, "examples or scripts change with it"),
    Trait("documentation-changed", -13, "documentation changes with it"),
    Trait("changelog-changed", 2, "the log of changes changes with it"),
    Trait("build-changed", -5, "files of the build change with it"),
    Trait("dependencies-changed", -2, "dependencies change with it"),
    Trait("inline-tests-changed", -7, "tests within its source files change"),
    Trait("one-file", 4, "one file of product code"),
    Trait("many-files", -5, "five or more files of product code"),
    Trait("new-file", -5, "a file of product code is new"),
    Trait("one-place", -2, "one place in product code"),
    Trait("no-header", -3, "code changes above or outside of every function and type"),
    Trait("adds-4-8", 4, "four to eight lines of code are added"),
    Trait("adds-9-20", 3, "nine to twenty lines of code are added"),
    Trait("removes-nothing", -8, "no code is removed"),
    Trait("removes-4-20", 6, "four to twenty lines of code are removed"),
    Trait("only-removes", -7, "code is removed and none is added"),
    Trait("shrinks", -1, "less code is added than is removed"),
    Trait("mostly-adds", -2, "much more code is added than is removed"),
    Trait("mostly-replaced", 5, "code is put in the place of other code in most places"),
    Trait("all-replaced", -3, "code is put in the place of other code in all places"),
    Trait("only-moves", -12, "code is moved and none is changed"),
    Trait("moved-between", -1, "code is moved from one place to another"),
    Trait("moved-deeper", 7, "code that was there now stands under a condition or loop"),
    Trait("moved-out", 3, "code that was there now stands outside of a condition or loop"),
    Trait("moved-out-of-loop", 3, "code that was there now stands outside of its loop"),
    Trait("moved-later", -4, "code that was there now stands further down"),
    Trait("computed-deeper", 4, "a value is computed under a condition that it stood above"),
    Trait("reordered", -1, "lines change their order"),
    Trait("imports-later", 26, "an import moves into a function"),
    Trait("from-loop", 7, "code is removed from the body of a loop"),
    Trait("leaves-loop", 4, "code is removed from the body of a loop, and none is added there"),
    Trait("in-changed-loop", 3, "code is added under a loop that changes, too"),
    Trait("mostly-in-loop", 3, "most of what is added stands in the body of a loop"),
    Trait("function-top", 5, "code is added at the top of a function"),
    Trait("hoisted-out", 2, "a value that was computed in place is kept further out"),
    Trait("hoisted", 2, "a value that was computed in place is kept in a variable"),
    Trait("value-used-twice", 5, "a new variable is used more than once"),
    Trait("value-used-once", 3, "a new variable is used once"),
    Trait("variable-gone", 7, "a variable is no longer needed"),
    Trait("field-set", 5, "a value is kept in a field"),
    Trait("call-not-repeated", 4, "a call that came several times comes less often"),
    Trait("early-return", 5, "a condition returns at once"),
    Trait("tuned-numbers", -6, "nothing but numbers changes"),
    Trait("renames", -10, "nothing but names changes"),
    Trait("swapped-names", -1, "one name is put in the place of another in some lines"),
    Trait("one-name", -4, "a line differs by one name"),
    Trait("longer-lines", -5, "a line keeps its words and gets more"),
    Trait("container-exchanged", 18, "one container or lock is put in the place of another"),
    Trait("fewer-calls-in-line", 7, "a line makes fewer calls"),
    Trait("shorter-paths", 5, "a line takes fewer steps to a value"),
    Trait("longer-paths", 3, "a line takes more steps to a value"),
    Trait("indexing", 6, "a line takes a value by its index"),
    Trait("bit-operations", 3, "a line computes with bits"),
    Trait("comparisons", -2, "a line differs by its comparison"),
    Trait("guards", 4, "an early way out is added"),
    Trait("queries-in-loops", 15, "a query is added under a loop"),
)
_BY_ID = {trait.id: trait for trait in TRAITS}
_DOCUMENTS = (".md", ".rst", ".txt", ".adoc")
_CHANGELOGS = ("change", "history", "release", "news")
_BUILD = (
    "makefile", ".mk", ".gyp", ".gypi", ".cmake", "cmakelists.txt", ".bazel", ".gradle", "pom.xml",
    "setup.cfg", ".yml", ".yaml", "makefile.am", "configure.ac", "setup.py", "meson.build",
)  # fmt: skip
_DEPENDENCIES = (
    "cargo.toml", "cargo.lock", "package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml",
    "go.mod", "go.sum", "pyproject.toml", "requirements.txt",
)  # fmt: skip
_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_NUMBER = re.compile(r"\b\d[\w.]*")
_ASSIGNED = re.compile(r"([A-Za-z_]\w{0,40})(?:: ?[^=]{1,40})? ?:?= ?([^=].{4,80})$")
_LOOP = re.compile(r"(?:async )?(?:for|while)\b")
_QUERY = re.compile(
    r"\.execute\(|\.query(?:One|Row)?\(|\.objects\.(?:get|filter)\(|find_?(?:By|One|by)\w{0,30}\("
    r"|\.fetch(?:one|all|One|All)?\(|\bfetch\(|requests\.get\(|\.scalars?\("
)
_BODY = 8
"""Lines below its head in which a loop's body is looked for."""
_GUARD = ("return", "continue", "break")


def traits_of(
    product: Product, files: Iterable[FileChange]
) -> Iterator[tuple[Trait, ProductLine | None]]:
    """The traits of a change, with a line where one shows it."""
    yield from ((_BY_ID[name], None) for name in _surroundings(product, files))
    yield from ((_BY_ID[name], None) for name in _sizes(product))
    yield from ((_BY_ID[name], None) for name in _moves(product))
    lines = (*_pairs(product), *_lines(product), *places_of(product), *values_of(product))
    for name, line in lines:
        yield _BY_ID[name], line


def _surroundings(product: Product, files: Iterable[FileChange]) -> Iterator[str]:
    """What else the change touches."""
    found = {name for file in files for name in _company(file.path)}
    paths = {line.path for hunk in product.hunks for line in (*hunk.added, *hunk.removed)}
    if any(file.status is Status.ADDED and file.path in paths for file in files):
        found.add("new-file")
    if product.tests:
        found.add("inline-tests-changed")
    yield from sorted(found)
    if product.files == 1:
        yield "one-file"
    elif product.files >= 5:
        yield "many-files"
    if len(product.hunks) == 1:
        yield "one-place"


_COMPANY = {
    PathRole.TEST: "tests-changed",
    PathRole.BENCHMARK: "benchmarks-changed",
    PathRole.AUXILIARY: "examples-changed",
}


def _company(path: str) -> Iterator[str]:
    low = path.lower()
    role = role_of(path)
    if role in _COMPANY:
        yield _COMPANY[role]
    if role is not PathRole.PRODUCT and "bench" in low:
        yield "benchmarks-changed"
    if role is not PathRole.OTHER:
        return
    if any(word in low for word in _CHANGELOGS):
        yield "changelog-changed"
    elif low.endswith(_DOCUMENTS):
        yield "documentation-changed"
    if low.endswith(_BUILD):
        yield "build-changed"
    if low.endswith(_DEPENDENCIES):
        yield "dependencies-changed"


def _sizes(product: Product) -> Iterator[str]:
    added, removed = sum(1 for _ in product.added()), sum(1 for _ in product.removed())
    if not added + removed:
        return
    for low, high, name in ((4, 8, "adds-4-8"), (9, 20, "adds-9-20")):
        if low <= added <= high:
            yield name
    for low, high, name in ((0, 0, "removes-nothing"), (4, 20, "removes-4-20")):
        if low <= removed <= high:
            yield name
    if removed >= 3 and not added:
        yield "only-removes"
    elif removed > added + 2:
        yield "shrinks"
    elif added > 3 * removed + 3:
        yield "mostly-adds"


def _moves(product: Product) -> Iterator[str]:
    if product.moved and not product.hunks:
        yield "only-moves"
    if product.moved - product.moved_within > 5:
        yield "moved-between"
    if product.deeper:
        yield "moved-deeper"
    if product.later_imports:
        yield "imports-later"
    if product.shallower:
        yield "moved-out"
    if product.moved_within:
        yield "reordered"


def _pairs(product: Product) -> Iterator[tuple[str, ProductLine]]:
    """What lines that stand for each other say: hunks that add as many lines as they remove."""
    numbers = names = 0
    swaps: Counter[tuple[str, str]] = Counter()
    first: dict[str, ProductLine] = {}
    for new, old in _opposite(product):
        if _NUMBER.sub("0", new.code) == _NUMBER.sub("0", old.code):
            numbers += 1
            first.setdefault("tuned-numbers", new)
        elif _NAME.sub("x", new.code) == _NAME.sub("x", old.code):
            names += 1
            first.setdefault("names", new)
            pairs = zip(_NAME.findall(old.code), _NAME.findall(new.code), strict=False)
            swaps.update((was, now) for was, now in pairs if was != now)
    total = max(sum(1 for _ in product.added()), sum(1 for _ in product.removed()), 1)
    if numbers * 3 > total:
        yield "tuned-numbers", first["tuned-numbers"]
    if names * 5 > total * 3 and max(swaps.values(), default=0) >= 2:
        yield "renames", first["names"]
    elif names:
        yield "swapped-names", first["names"]


def _opposite(product: Product) -> Iterator[tuple[ProductLine, ProductLine]]:
    for hunk in product.hunks:
        if len(hunk.added) == len(hunk.removed):
            yield from zip(hunk.added, hunk.removed, strict=True)


def _lines(product: Product) -> Iterator[tuple[str, ProductLine]]:
    """Values kept in variables, and early ways out."""
    removed = "\n".join(line.code for line in product.removed())
    deepest = max((line.indent for line in product.removed()), default=0)
    hoisted = guard = query = last = loop = None
    for line in product.added():
        if last is not None and last.code.startswith("if") and line.code.startswith(_GUARD):
            guard = guard or last
        if hoisted is None and removed and _keeps(line.code, removed):
            hoisted = line
        if _LOOP.match(line.code):
            loop = line
        elif query is None and loop is not None and _asks_below(line, loop):
            query = line
        last = line
    if query is not None:
        yield "queries-in-loops", query
    if hoisted is not None:
        yield ("hoisted-out" if hoisted.indent < deepest else "hoisted"), hoisted
    if guard is not None:
        yield "guards", guard


def _asks_below(line: ProductLine, loop: ProductLine) -> bool:
    """Whether a line sends a query in the body of a loop: the N+1 shape."""
    near = line.path == loop.path and 0 < line.number - loop.number <= _BODY
    return near and line.indent > loop.indent and _QUERY.search(line.code) is not None


def _keeps(code: str, removed: str) -> bool:
    """Whether the line assigns to a variable what the removed code computed in place."""
    found = _ASSIGNED.search(code[:200])
    if found is None:
        return False
    value = found.group(2).rstrip(";").rstrip()
    return any(mark in value for mark in "(.[") and value in removed
