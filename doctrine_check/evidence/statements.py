"""Which changed lines surely begin a statement that runs, so that a report of coverage names them.

Reports name the line on which a statement begins, and leave out declarations, braces and the rest
of long statements, each tool in its own way. So only lines count here of which no more than they
and the line before are needed to know: everything else may be left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.changes.codelines import code_lines
from doctrine_check.changes.languages import CPP, GO, PYTHON, RUST
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.changes.changeset import Hunk
    from doctrine_check.changes.codelines import CodeLine
    from doctrine_check.changes.languages import Language

MAX_CODE = 500
"""Longer lines are left out: no report is asked for what a generator wrote on one line."""
_LEAVES = re.compile(r"(?:return|raise|throw|break|continue)\b")
"""Where a line begins with one of these, in any language, a statement does."""
_PY_DEFINES = re.compile(r"(?:async\s+)?def\s+\w+\s*[(\[]|class\s+\w+\s*[:(\[]")
_PY_HEADS = re.compile(r"(?:if|elif|while|for|with|except|async\s+for|async\s+with)\b")
_PY_CONSTANT = re.compile(
    r"(?:el)?(?:if|while)\s+(?:not\s+)?\(?(?:True|False|None|\d+|__debug__|(?:\w+\.)?TYPE_CHECKING)\b"
)
"""Conditions that a compiler decides, so that nothing is left of them to run."""
_PY_SETS = re.compile(r"[\w.]+(?:\[[^\[\]]*\])?\s+(?:[-+*/|&^%@]|//|\*\*|<<|>>)?=\s+\S")
_PY_CALLS = re.compile(r"(?!(?:print|super)\s)[\w.]+\(")
_HEADS = re.compile(r"(?:\}\s*else\s+)?(?:if|while|switch|for)\s*\(")
_BARE_HEADS = re.compile(r"(?:\}\s*else\s+)?(?:if|while|switch|match|for)\b.*\{$")
_SETS = re.compile(r"(?:(?:const|let|var)\s+)?[\w.\[\]>*-]+\s*(?:[-+*/|&^%]|<<|>>)?=[^=>].*;$")
_RUST_SETS = re.compile(r"(?:let\s+(?:mut\s+)?\w+\b[^=]*|[\w.\[\]*]+\s*[-+*/|&^%]?)=[^=>].*;$")
_GO_SETS = re.compile(r"[\w, ]+:=|\w+(?:\.\w+)+\s*[-+*/|&^%]?=[^=]")
_CALLS = re.compile(r"\w+(?:(?:\.|->)\w+)+\(")
_PLAIN_CALLS = re.compile(r"(?!\w*assert)[a-z_]\w*\(")
"""Where a class may declare its constructor or an interface its methods, these are no calls."""
_ENDED = re.compile(r"(?:[;{}]|\w\s*:)$")
_PY_OPEN = re.compile(r"(?:[(\[{,\\=+*/%|&^<>~@.-]|\b(?:and|or|not|in|is|if|else|for|lambda))$")


class Statements(Record):
    """The code that a hunk adds in one run: lines by number, and those that begin a statement.

    ``leaving`` of these begin with a word such as ``return``. ``precise`` says that reports of
    the language name each statement, where others leave some out.
    """

    code: dict[int, str]
    begun: frozenset[int]
    leaving: frozenset[int]
    precise: bool


def statements(hunk: Hunk, language: Language) -> Iterator[Statements]:
    """The runs of added code; only code that stays parts two of them."""
    code: dict[int, str] = {}
    begun: set[int] = set()
    before: CodeLine | None = None
    for line in code_lines(hunk, language):
        if line.sign == "-" or not line.code:
            continue
        if line.sign == "+":
            code[line.number] = line.code
            if _begins(line, before, language):
                begun.add(line.number)
        elif code:
            yield _run(code, begun, language)
            code, begun = {}, set()
        before = line
    if code:
        yield _run(code, begun, language)


def _run(code: dict[int, str], begun: set[int], language: Language) -> Statements:
    leaving = frozenset(
        number
        for number, text in code.items()
        if _LEAVES.match(text) and (language is PYTHON or not text.endswith("\\"))
    )
    return Statements(code, frozenset(begun) | leaving, leaving, language is PYTHON)


def _begins(line: CodeLine, before: CodeLine | None, language: Language) -> bool:
    code, above = line.code, None if before is None else before.code
    if len(code) > MAX_CODE or code.endswith("\\") or (above is not None and above[-1:] == "\\"):
        return False
    if language is PYTHON:
        return _begins_in_python(code, above)
    if line.indent == 0:
        return False  # outside of functions much is set that no tool calls a statement
    return _is_head(code, language) or _is_simple(code, above, language)


def _is_head(code: str, language: Language) -> bool:
    """Whether a line begins a condition or a loop."""
    if language is not GO and language is not RUST:
        return bool(_HEADS.match(code))
    if not _BARE_HEADS.match(code) or "=>" in code:
        return False
    return not code.startswith("for") or language is GO or " in " in code


def _is_simple(code: str, above: str | None, language: Language) -> bool:
    """Whether a line sets or calls something, and what stands above it has come to an end."""
    if above is None or not (_ENDED.search(above) or (language is GO and _balanced(above))):
        return False
    sets = _GO_SETS if language is GO else _RUST_SETS if language is RUST else _SETS
    plain = language is not GO and language is not CPP and _PLAIN_CALLS.match(code)
    called = (plain or _CALLS.match(code)) and code.endswith(")" if language is GO else ");")
    return bool(sets.match(code) or called) and _balanced(code)


def _begins_in_python(code: str, above: str | None) -> bool:
    if _PY_DEFINES.match(code):
        return True
    if _PY_HEADS.match(code):
        return _has_colon(code) and not _PY_CONSTANT.match(code)
    if above is None or code.endswith(",") or not _balanced(code) or _PY_OPEN.search(above):
        return False
    if above.endswith(":") and not (_PY_HEADS.match(above) or _PY_DEFINES.match(above)):
        return False
    return bool(_PY_SETS.match(code) or (_PY_CALLS.match(code) and code.endswith(")")))


def _has_colon(code: str) -> bool:
    """Whether a colon stands outside of brackets, before any other word that may bring one."""
    depth = 0
    for at, char in enumerate(code):
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
            if depth < 0:
                return False
        elif char == ":" and depth == 0 and code[at + 1 : at + 2] != "=":
            return not re.search(r"\b(?:lambda|else)\b", code[:at])
    return False


def _balanced(code: str) -> bool:
    depth = 0
    for char in code:
        if char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
            if depth < 0:
                return False
    return depth == 0


_CUSTOMARY = re.compile(
    r"raise\s+(?:NotImplementedError|AssertionError)\b|(?:\w+\.)?assert_never\(|assert\s+False\b"
    r"|\.\.\.$|pass$|import\b|from\s.*\bimport\b|(?:async\s+)?def\s.*:\s*\.\.\.$"
    r"|(?:async\s+)?def\s+__(?:repr|str)__\b|if\s+(?:\w+\.)?TYPE_CHECKING\b|if\s+__name__\s*=="
    r"|@(?:\w+\.)?(?:abstractmethod|overload)\b|except\s+(?:ImportError|ModuleNotFoundError)\b"
    r"|(?:el)?if\s+(?:sys\.(?:platform|version_info)|os\.name|platform\.)"
)
"""What no test can run, or not on this machine, and projects therefore leave out of coverage."""
_DECORATED = re.compile(r"@|(?:async\s+)?def\b")


def excusable(hunk: Hunk, language: Language) -> frozenset[int]:
    """The added lines that a report may well be told to leave out, with the blocks below them."""
    found: set[int] = set()
    head = 0 if _CUSTOMARY.match(hunk.section) else None
    decorated = False
    for line in code_lines(hunk, language):
        if line.sign == "-" or not line.code:
            continue
        if head is not None and line.indent <= head and any(map(str.isalnum, line.code)):
            follows = decorated and line.indent == head and _DECORATED.match(line.code)
            head, decorated = (head, line.code[0] == "@") if follows else (None, False)
        if head is None and _CUSTOMARY.match(line.code):
            head, decorated = line.indent, line.code[0] == "@"
        if line.sign == "+" and head is not None:
            found.add(line.number)
    return frozenset(found)
