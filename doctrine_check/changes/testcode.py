"""Which lines of a hunk are tests that stand among product code, by the names and marks they bear.

A mark, as ``#[cfg(test)]`` or ``@Test``, covers the one item behind it: a function, a module, or
no more than ``use x;``. The header of a hunk covers its lines down to the next item of the file.
Each language has names of its own; ``Testimony`` and ``attest`` are none of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.changes.codelines import lines_of
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.changes.changeset import Hunk
    from doctrine_check.changes.languages import Language

_FUNCTION = r"test_(?!and_|bits?\b)"
"""``test_and_set`` and ``test_bit`` are operations, and no tests."""
_CLASS = r"(?:(?:public|final|abstract|static) )*class Test(?![a-z])"
_MACROS = r"(?:TYPED_)?TEST(?:_[FP])?\(|BENCHMARK(?:_\w{1,30})?\("
_CALLS = r"(?:describe|it|test)(?:\.\w{1,30}){0,3}\((?=.{0,300}(?:['\"`]|=>|function))"
_TEST_MODULE = r"(?:pub(?:\(\w{1,30}\))? )?mod test(?:s|ing)?(?![a-z])(?!\w{0,100} ?;)"
"""``mod tests;`` names a file of tests and holds none."""
_HEADERS = {
    "python": re.compile(rf"class Test(?![a-z])|(?:async )?def {_FUNCTION}"),
    "rust": re.compile(rf"{_TEST_MODULE}|(?:pub(?:\(\w{{1,30}}\))? )?(?:async )?fn {_FUNCTION}"),
    "go": re.compile(r"func (?:Test|Benchmark|Fuzz)(?![a-z])\w{0,200}\(\w{1,30} \*testing\."),
    "javascript": re.compile(_CALLS),
    "java": re.compile(rf"{_CLASS}|@Test(?![a-z])"),
    "c": re.compile(_MACROS),
    "cpp": re.compile(rf"{_MACROS}|{_CLASS}"),
}
"""Headers of tests; Go runs a test by its argument, too."""
_MARKS = {
    "rust": re.compile(r"#\[(?:cfg\(test\)|test|bench)\]|#\[tokio::test(?!\w)"),
    "java": re.compile(r"@Test(?![a-z])"),
    "javascript": re.compile(r"@Test(?![a-z])"),
}
_ATTRIBUTES = re.compile(r"(?:\s*(?:#!?\[[^\]]{0,200}\]|@[\w.]{1,100}(?:\([^)]{0,200}\))?)){1,20}")
_MODULE = re.compile(_TEST_MODULE)
_WHOLE_ITEM = re.compile(r".{0,80}\b(?:fn|impl|struct|enum|trait|type|mod|class|void)\b")
"""What a comma does not end, as it ends a field or a variant."""
_BRACKET = re.compile(r"[(\[{]|[)\]}]")
_CHARACTER = re.compile(r"'[(\[{)\]}]'")
_ITEM = re.compile(r"[A-Za-z_]")
_RUST_ITEM = re.compile(
    r"(?:pub\b|fn |impl\b|struct |enum |trait |mod |const |static |unsafe |async |extern |type )"
)


class Line(Record):
    """A line of a hunk with its code, and whether it is one of tests."""

    sign: str
    number: int
    code: str
    indent: int
    test: bool


class Tests:
    """Reads the lines of a hunk and knows the tests among them."""

    def __init__(self, hunk: Hunk, language: Language) -> None:
        self.hunk = hunk
        self.language = language
        self.headed = is_test_header(hunk.section, language)
        mark = _MARKS.get(language.family)
        self.possible = self.headed or (
            mark is not None and any(mark.search(line) for line in hunk.lines)
        )
        self._old, self._new = (
            _Side(language, headed=self.headed),
            _Side(language, headed=self.headed),
        )

    def lines(self, *, context: bool) -> Iterator[Line]:
        """Each line; without ``context`` those that do not change may be left out."""
        if not self.possible:
            for line in lines_of(self.hunk, self.language, context=context):
                yield Line(*line, test=False)
            return
        for sign, number, code, indent in lines_of(self.hunk, self.language, context=True):
            sides = {"+": (self._new,), "-": (self._old,)}.get(sign, (self._old, self._new))
            test = [side.is_test(code, indent) for side in sides][-1]
            yield Line(sign, number, code, indent, test)

    @property
    def open_module(self) -> bool:
        """Whether the lines that were read end within a module of tests."""
        return self._old.in_module or self._new.in_module


class _Side:
    """The lines of one side, of which each item is whole."""

    def __init__(self, language: Language, *, headed: bool) -> None:
        self.language = language
        self.headed = headed
        self.mark = _MARKS.get(language.family)
        self.marked = self.begun = self.in_module = False
        self.ends: tuple[str, ...] = ()
        self.depth = 0

    def is_test(self, code: str, indent: int) -> bool:
        """Whether the next line is one of tests."""
        if self.headed:
            if indent or not _ITEM.match(code) or is_test_header(code, self.language):
                return True
            self.headed = False
        if not self.marked:
            if self.mark is None or not self.mark.match(code):
                return False
            self.marked, self.begun, self.depth = True, False, 0
        return self._in_item(code)

    def _in_item(self, code: str) -> bool:
        """Whether a line behind a mark still belongs to its item; the last one ends it."""
        if not self.begun:
            attributes = _ATTRIBUTES.match(code)
            code = code[attributes.end() :].strip() if attributes else code
            if not code:
                return True
            self.begun = not code.startswith(("#", "@"))
            self.ends = (";", "}") if _WHOLE_ITEM.match(code) else (";", "}", ",")
            self.in_module = _MODULE.match(code) is not None
        for bracket in _BRACKET.findall(_CHARACTER.sub("", code)):
            self.depth += 1 if bracket in "([{" else -1
        if self.depth < 0 or (self.depth == 0 and code.endswith(self.ends)):
            self.marked = self.in_module = False
        return self.depth >= 0


def is_test_header(text: str, language: Language) -> bool:
    """Whether a line, or the header of a hunk, begins a test."""
    return _HEADERS[language.family].match(text) is not None


def last_item(hunks: tuple[Hunk, ...], language: Language) -> int:
    """The last of the hunks that shows an item of the file other than a module of tests."""
    if language.family != "rust":
        return -1
    for index in range(len(hunks) - 1, -1, -1):
        for line in hunks[index].lines:
            if _RUST_ITEM.match(line, 1) and not _MODULE.match(line, 1):
                return index
    return -1
