"""Documents most of which a fence or a comment has swallowed, as they would be without it.

An example in a fence is an example. But a fence that nobody closed, and one around the sections of
a document which says of itself that it is a doctrine or a contract, hide what was to be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.ids import ArtifactId, LeverId, PrincipleId
from doctrine_check.doctrine.roles import declared, of_performance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.doctrine.markdown import Document, Verbatim
    from doctrine_check.doctrine.model import Definition, Hidden, Labelled

_RAW_TEXT = ("pre", "script", "style", "textarea")
"""HTML elements whose block goes on until they are closed."""


def uncovered(
    document: Document,
    hidden: Sequence[Hidden],
    definitions: Sequence[Definition],
    labels: Sequence[Labelled],
    *,
    known: bool,
) -> str | None:
    """The text of a document without the fences and comments that swallow its facts, if any do.

    ``known``: what a reader sees makes it a performance document already; what it then holds in a
    closed fence is not taken out of it.
    """
    held = {
        region.line
        for region in hidden
        if region.how != "paragraph"
        and (known or any(isinstance(i, PrincipleId | LeverId | ArtifactId) for i in region.ids))
    }
    bare = not known and (declared(document, labels) or any(map(of_performance, definitions)))
    # What holds a whole document, and nothing beside it, is no example in it.
    alone = not document.paragraphs and not document.tables and len(document.sections) == 1
    numbers = (n for n in range(len(document.lines), 0, -1) if document.lines[n - 1].strip())
    last = next(numbers, 0)
    taken = [
        block
        for block in document.verbatim
        if block.line in held
        and (
            alone
            or (block.end_line >= last and _open(document, block))
            or (bare and is_bare(document, block))
        )
    ]
    return _without(document, taken) if taken else None


def _open(document: Document, block: Verbatim) -> bool:
    """Whether a block, the last of its document, goes on to the end for nothing closes it."""
    if block.kind == "fence":
        return not _closed(document, block)
    raw = block.raw.lstrip().casefold()
    if raw.startswith("<!--"):
        return "-->" not in raw
    return any(raw.startswith(f"<{tag}") and f"</{tag}>" not in raw for tag in _RAW_TEXT)


def _closed(document: Document, block: Verbatim) -> bool:
    mark = _mark(document, block)
    last = document.lines[block.end_line - 1].strip(" >\t")
    return block.end_line > block.line and len(last) >= len(mark) and not last.strip(mark[0])


def _mark(document: Document, block: Verbatim) -> str:
    """What opens a fence: its backticks or tildes."""
    opening = document.lines[block.line - 1]
    char = "~" if "`" not in opening or -1 < opening.find("~") < opening.find("`") else "`"
    text = opening[max(opening.find(char), 0) :]
    return text[: len(text) - len(text.lstrip(char))] or char


def is_bare(document: Document, block: Verbatim) -> bool:
    """Whether a block names no language, as examples do."""
    return block.kind != "fence" or not document.lines[block.line - 1].strip(" >\t`~")


def _without(document: Document, blocks: Sequence[Verbatim]) -> str:
    lines = list(document.lines)
    for block in blocks:
        first, last = block.line - 1, block.end_line - 1
        if block.kind == "fence":
            if _closed(document, block):
                lines[last] = ""
            lines[first] = ""
        elif block.kind == "code":
            lines[first : last + 1] = [line.strip() for line in lines[first : last + 1]]
        elif block.raw.lstrip().startswith("<!--"):
            lines[first] = lines[first].replace("<!--", "", 1).lstrip()
            lines[last] = lines[last].replace("-->", "", 1)
        else:
            inside = lines[first : last + 1]
            lines[first : last + 1] = ["" if line.lstrip()[:1] == "<" else line for line in inside]
    return "\n".join(lines)
