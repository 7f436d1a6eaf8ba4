"""The product code that a change adds and removes, line by line, without tests and comments.

Lines that are removed here and added there are the same code in another place: they are counted as
moved and left out, so that renames, reordering and new indentation ask for nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from doctrine_check.changes.codelines import MAX_LINE
from doctrine_check.changes.languages import language_of
from doctrine_check.changes.testcode import Tests, last_item
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from doctrine_check.changes.changeset import FileChange, Hunk
    from doctrine_check.changes.languages import Language
    from doctrine_check.changes.testcode import Line

MAX_LINES = 50_000
"""Changed lines of product code that are read; a change with more of them says so."""
MAX_CHANGED = 3_000
"""Lines that are left when what moved is taken out, and that signals look at."""


class ProductLine(Record):
    """A changed line of product code. ``number`` counts in the file of its side."""

    path: str
    number: int
    code: str
    indent: int


class ShownLine(Record):
    """A line that a hunk shows, changed or not. ``sign`` is a space, ``+`` or ``-``."""

    sign: str
    line: ProductLine


class Source(Record):
    """The hunk of a file as the diff has it."""

    path: str
    hunk: Hunk
    language: Language

    def shown(self) -> Iterator[ShownLine]:
        """All lines of product code in their order, with those that do not change."""
        for line in Tests(self.hunk, self.language).lines(context=True):
            if line.code and not line.test:
                yield ShownLine(line.sign, _product_line(self.path, line))


class ProductHunk(Record):
    """What a hunk adds and removes, without what moved, and where that was read.

    ``whole`` is false where one of its lines is not read whole.
    """

    added: tuple[ProductLine, ...]
    removed: tuple[ProductLine, ...]
    whole: bool
    source: Source


class Product(Record):
    """All product code that a change touches. ``added`` and ``removed`` leave out what moved.

    ``deeper``, ``shallower`` and ``moved_within`` count moved lines: those with a wider or narrower
    indentation than before, and those that stay in their hunk; ``later_imports`` are those imports
    among them that now stand in a function. ``whole`` is false where lines, or
    parts of lines, were left unread.
    """

    hunks: tuple[ProductHunk, ...]
    files: int
    tests: int
    moved: int
    deeper: int
    shallower: int
    moved_within: int
    later_imports: int
    whole: bool

    def added(self) -> Iterator[ProductLine]:
        """Every added line."""
        for hunk in self.hunks:
            yield from hunk.added

    def removed(self) -> Iterator[ProductLine]:
        """Every removed line."""
        for hunk in self.hunks:
            yield from hunk.removed


def product_code(files: Iterable[FileChange]) -> Product:
    """Read the product code of some files; those in no known language are passed over."""
    hunks: list[ProductHunk] = []
    count = tests = lines = 0
    whole = True
    for file in files:
        language = language_of(file.path)
        if language is None:
            continue
        count += 1
        for hunk in _product_hunks(file, language):
            if hunk is None:
                tests += 1
                continue
            lines += len(hunk.added) + len(hunk.removed)
            whole = whole and hunk.whole
            if lines > MAX_LINES:
                return _without_moves(hunks, count, tests, whole=False)
            hunks.append(hunk)
    return _without_moves(hunks, count, tests, whole=whole)


def _product_line(path: str, line: Line) -> ProductLine:
    return ProductLine(path, line.number, " ".join(line.code.split()), line.indent)


def _product_hunks(file: FileChange, language: Language) -> Iterator[ProductHunk | None]:
    """The hunks of a file; ``None`` for one with tests.

    A Rust file keeps its tests in a module at its end. Where a hunk leaves such a module open, all
    below it are tests, unless they show that the file goes on behind the module.
    """
    last = -1
    for index, hunk in enumerate(file.hunks):
        read, tests, open_module = _read(hunk, file.path, language)
        if tests:
            yield None
        if read.added or read.removed or not read.whole:
            yield read
        if open_module:
            last = last_item(file.hunks, language) if last < 0 else last
            if index >= last:
                yield from (None for _ in file.hunks[index + 1 :])
                return


def _read(hunk: Hunk, path: str, language: Language) -> tuple[ProductHunk, bool, bool]:
    """The product code of a hunk, whether it has tests, and whether a module of them stays open."""
    tests = Tests(hunk, language)
    added: list[ProductLine] = []
    removed: list[ProductLine] = []
    found = code = False
    for line in tests.lines(context=False):
        found = found or line.test
        code = code or not line.test
        if line.code and not line.test and line.sign != " ":
            side = added if line.sign == "+" else removed
            side.append(_product_line(path, line))
    whole = max(map(len, hunk.lines), default=0) <= MAX_LINE + 1  # with its sign
    source = Source(path, hunk, language)
    read = ProductHunk(tuple(added), tuple(removed), whole or not code, source)
    return read, found, tests.open_module


def _without_moves(hunks: list[ProductHunk], files: int, tests: int, *, whole: bool) -> Product:
    """Take out the lines that the change removes in one place and adds in another."""
    added = Counter(line.code for hunk in hunks for line in hunk.added)
    removed = Counter(line.code for hunk in hunks for line in hunk.removed)
    moved = {code: min(added[code], removed[code]) for code in added.keys() & removed.keys()}
    left_added = {code: added[code] - count for code, count in moved.items()}
    left_removed = {code: removed[code] - count for code, count in moved.items()}
    kept = [
        hunk._replace(
            added=_take(hunk.added, left_added), removed=_take(hunk.removed, left_removed)
        )
        for hunk in hunks
    ]
    deeper, shallower = _indents(hunks, moved)
    within = sum(_within(hunk, moved) for hunk in hunks) if moved else 0
    hunks_left, all_left = _first([hunk for hunk in kept if hunk.added or hunk.removed])
    total = sum(moved.values())
    later = sum(code.startswith(_IMPORTS) for code in deeper)
    return Product(
        hunks_left,
        files,
        tests,
        total,
        len(deeper),
        len(shallower),
        within,
        later,
        whole and all_left,
    )


def _first(hunks: list[ProductHunk]) -> tuple[tuple[ProductHunk, ...], bool]:
    """As many hunks as signals look at, and whether those are all."""
    lines = 0
    for index, hunk in enumerate(hunks):
        lines += len(hunk.added) + len(hunk.removed)
        if lines > MAX_CHANGED:
            return tuple(hunks[:index]), False
    return tuple(hunks), True


def _take(lines: tuple[ProductLine, ...], left: dict[str, int]) -> tuple[ProductLine, ...]:
    """Those lines that are still to be had; ``left`` says of what moved how often it is."""
    out = []
    for line in lines:
        code = line.code
        if code in left:
            if not left[code]:
                continue
            left[code] -= 1
        out.append(line)
    return tuple(out)


_IMPORTS = ("import ", "from ", "const ", "use ")
_SHORT = 8
"""Shorter code, as ``}`` or ``else {``, says nothing of what moved."""


def _within(hunk: ProductHunk, moved: dict[str, int]) -> int:
    """How many lines moved within a hunk."""
    added = [line.code for line in hunk.added if line.code in moved and len(line.code) > _SHORT]
    if not added:
        return 0
    return (Counter(added) & Counter(line.code for line in hunk.removed)).total()


def _indents(hunks: list[ProductHunk], moved: dict[str, int]) -> tuple[set[str], set[str]]:
    """Which moved lines now stand deeper, and which shallower."""
    widest: dict[str, int] = {}
    narrowest: dict[str, int] = {}
    for hunk in hunks:
        for line in hunk.removed:
            if line.code not in moved:
                continue
            widest[line.code] = max(line.indent, widest.get(line.code, 0))
            narrowest[line.code] = min(line.indent, narrowest.get(line.code, line.indent))
    deeper: set[str] = set()
    shallower: set[str] = set()
    for hunk in hunks:
        for line in hunk.added:
            if line.code in moved and len(line.code) > _SHORT:
                if line.indent > widest[line.code]:
                    deeper.add(line.code)
                if line.indent < narrowest[line.code]:
                    shallower.add(line.code)
    return deeper, shallower
