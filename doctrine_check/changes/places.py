"""Where changed lines stand, and which lines they stand for: loops, tops of functions, pairs.

A hunk shows the lines around a change. Their indentation tells in which loop or function a line
stands; a line that is put in the place of another tells what became of it.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.changes.product import Product, ProductLine, ShownLine

_SHORT = 9
"""Shorter code, as ``}`` or ``else {``, says nothing of what moved."""
_KEPT, _CHANGED = 1, 2
"""A loop that was there before, and one that the change brings."""
_LOOP_WORD = re.compile(r"(?:\} )?(?:async )?(?:for|while|loop)\b")
_LOOP_CALLS = (".forEach(", ".map(", ".filter(", ".for_each(", ".iter(")
_OPENING = ("{", "=>", "|")
_MODIFIERS = frozenset((
    "pub", "pub(crate)", "pub(super)", "async", "static", "export", "default", "const", "unsafe",
    "inline", "public", "private", "protected", "final", "override", "abstract",
))  # fmt: skip
_HEADS = frozenset((
    "fn", "def", "func", "function", "class", "struct", "enum", "impl", "trait", "interface",
    "type",
))  # fmt: skip
_CONTROL = frozenset((
    "if", "for", "while", "switch", "else", "do", "try", "catch", "return", "match", "}", "new",
))  # fmt: skip
_TOKEN = re.compile(
    r"[A-Za-z_$][A-Za-z0-9_$]*|\d[\w.]*|\"\"|''|==|!=|<=|>=|&&|\|\||->|=>|::|:=|[-+*/|&^]=|\+\+|--"
    r"|<<|>>|[^\s\w]"
)
_COMPARED = frozenset(("<", ">", "<=", ">=", "==", "!="))
_BITS = frozenset(("&", "<<", ">>"))
_HOLDER = re.compile(
    r"(?:^|_)(?:list|array|vec|vector|(?:frozen)?set|map|(?:default)?dict|deque|mutex|lock)$"
    r"|(?:List|Array|Vec|Vector|Set|Map|Dict|Deque|Mutex|Lock)$"
)
_COMPUTED = re.compile(r"(?:let |const |var |auto )?[\w. ]{1,60} :?= .*\(")


def is_loop(code: str) -> bool:
    """Whether a line is the head of a loop, or calls something for each item."""
    if _LOOP_WORD.match(code):
        return True
    return code.endswith(_OPENING) and any(call in code for call in _LOOP_CALLS)


def is_function(code: str) -> bool:
    """Whether a line looks like the head of a function or type."""
    words = [word for word in code.split(" ", 8)[:8] if word not in _MODIFIERS]
    if not words:
        return False
    if words[0].partition("<")[0] in _HEADS:
        return True
    before, opened, _ = code.partition("(")
    if not opened or not code.endswith("{") or ";" in code or words[0] in _CONTROL:
        return False
    return " " in before.strip() and "=" not in before


def places_of(product: Product) -> Iterator[tuple[str, ProductLine | None]]:
    """The traits that places and pairs give, each with a line where one shows it."""
    added = {line.code for line in product.added()}
    removed = {line.code for line in product.removed()}
    found: dict[str, ProductLine | None] = {}
    if any(not hunk.source.hunk.section for hunk in product.hunks):
        found["no-header"] = None
    hunks = [list(hunk.source.shown()) for hunk in product.hunks]
    kept = 0
    for shown in hunks:
        loops = _loops(shown)
        kept += _in_loops(shown, loops, added, removed, found)
        _moved(shown, loops, found)
    total = sum(1 for _ in product.added())
    if "from-loop" in found and not kept:
        found["leaves-loop"] = found["from-loop"]
    if kept and kept * 2 >= total:
        found["mostly-in-loop"] = None
    _blocks(hunks, added, removed, found)
    yield from found.items()


def _loops(hunk: list[ShownLine]) -> list[int]:
    """For each line of a hunk the kind of loop that it stands in, nearest first; 0 for none."""
    out: list[int] = []
    stacks: dict[str, list[tuple[int, int]]] = {"-": [], "+": []}
    for shown in hunk:
        code, indent = shown.line.code, shown.line.indent
        sides = "-+" if shown.sign == " " else shown.sign
        head = _head(code, shown.sign)
        state = 0
        for side in sides:
            stack = stacks[side]
            while stack and stack[-1][0] >= indent:
                stack.pop()
            state = stack[-1][1] if stack else 0
            stack.append((indent, state if head is None else head))
        out.append(state)
    return out


def _head(code: str, sign: str) -> int | None:
    """What a line says of those below it: a loop, no loop, or what the line above says."""
    if is_loop(code):
        return _KEPT if sign == " " else _CHANGED
    return 0 if is_function(code) else None


def _in_loops(
    hunk: list[ShownLine],
    loops: list[int],
    added: set[str],
    removed: set[str],
    found: dict[str, ProductLine | None],
) -> int:
    """Note what is added and removed in loops; the number of lines added in loops that stay."""
    kept = 0
    for shown, loop in zip(hunk, loops, strict=True):
        if not loop:
            continue
        if shown.sign == "+" and shown.line.code in added:
            kept += loop == _KEPT
            if loop == _CHANGED:
                found.setdefault("in-changed-loop", shown.line)
        elif shown.sign == "-" and shown.line.code in removed:
            found.setdefault("from-loop", shown.line)
    return kept


def _moved(hunk: list[ShownLine], loops: list[int], found: dict[str, ProductLine | None]) -> None:
    """What moves within a hunk: out of a loop, down, or deeper."""
    first: dict[str, dict[str, int]] = {"+": {}, "-": {}, " ": {}}
    for index, shown in enumerate(hunk):
        first[shown.sign].setdefault(shown.line.code, index)
    for code, new in first["+"].items():
        old = first["-"].get(code)
        if old is None or len(code) < _SHORT:
            continue
        here, there = hunk[new].line, hunk[old].line
        if loops[old] and not loops[new]:
            found.setdefault("moved-out-of-loop", here)
        if new > old and here.indent == there.indent:
            found.setdefault("moved-later", here)
        if here.indent > there.indent and _COMPUTED.match(code):
            found.setdefault("computed-deeper", here)


def _blocks(
    hunks: list[list[ShownLine]],
    added: set[str],
    removed: set[str],
    found: dict[str, ProductLine | None],
) -> None:
    """What runs of changed lines say: what replaces what, and where code is put in."""
    replaced = total = 0
    pairs: list[tuple[ProductLine, ProductLine]] = []
    for hunk in hunks:
        for above, block in _runs(hunk):
            old = [s.line for s in block if s.sign == "-" and s.line.code in removed]
            new = [s.line for s in block if s.sign == "+" and s.line.code in added]
            total += bool(old or new)
            replaced += bool(old and new)
            if new and above is not None and is_function(above.code):
                found.setdefault("function-top", new[0])
            if len(old) == len(new):
                pairs += zip(old, new, strict=True)
    if total and replaced == total:
        found["all-replaced"] = None
    if total and replaced * 2 >= total:
        found["mostly-replaced"] = None
    for old_line, new_line in pairs:
        for name in pair_signals(old_line.code, new_line.code):
            found.setdefault(name, new_line)


def _runs(hunk: list[ShownLine]) -> Iterator[tuple[ProductLine | None, list[ShownLine]]]:
    """The runs of changed lines, each with the line above it."""
    above: ProductLine | None = None
    run: list[ShownLine] = []
    for shown in hunk:
        if shown.sign != " ":
            run.append(shown)
            continue
        if run:
            yield above, run
            run = []
        above = shown.line
    if run:
        yield above, run


def pair_signals(old: str, new: str) -> Iterator[str]:
    """What became of a line in whose place another one stands."""
    before, after = Counter(_TOKEN.findall(old)), Counter(_TOKEN.findall(new))
    gone, come = before - after, after - before
    if come and not gone:
        yield "longer-lines"
    if gone and come and gone.keys() <= _COMPARED and come.keys() <= _COMPARED:
        yield "comparisons"
    if any(map(_HOLDER.search, gone)) and any(map(_HOLDER.search, come)):
        yield "container-exchanged"
    if gone["("] > come["("]:
        yield "fewer-calls-in-line"
    if come["."] > gone["."]:
        yield "longer-paths"
    elif gone["."] > come["."]:
        yield "shorter-paths"
    if come["["] and not gone["["]:
        yield "indexing"
    if not _BITS.isdisjoint(come):
        yield "bit-operations"
    if gone.total() == come.total() and _names(gone) == 1 and _names(come) == 1:
        yield "one-name"


def _names(tokens: Counter[str]) -> int:
    return sum(token[0].isalpha() or token[0] in "_$" for token in tokens)
