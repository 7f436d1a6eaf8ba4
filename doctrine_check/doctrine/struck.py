"""What is struck out, by ``~~`` or by HTML: it is not there. Loaded where there is any."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doctrine_check.doctrine.markdown import Document
    from doctrine_check.doctrine.model import Text

TAGS = ("del", "s", "strike")


def strikes(tag: str) -> bool:
    """Whether an HTML tag begins or ends what is struck out, as ``~~`` does."""
    name = tag.strip("</>").split(None, 1)[:1]
    return bool(name) and name[0].casefold() in TAGS


def without_struck(text: str) -> str:
    """``text`` with blanks in the place of what stands between ``~~`` and ``~~``."""
    whole = text.strip(" .")
    if len(whole) > 2 and whole[0] == whole[-1] == "~" != whole[1] and "~" not in whole[1:-1]:
        return ""  # one tilde strikes out as well, but before a number it says "about"
    pieces = text.split("~~")
    for index in range(1, len(pieces) - 1, 2):
        pieces[index] = " " * (len(pieces[index]) + 4)
    closed = len(pieces) % 2 == 1
    if not closed and len(pieces) > 1:
        pieces[-1] = "~~" + pieces[-1]
    return "".join(pieces)


def without_struck_blocks(text: str, document: Document) -> str:
    """``text`` with a comment for whole blocks that stand between tags on lines of their own."""
    lines = text.split("\n")
    opened = ""
    for block in document.verbatim:
        if block.kind != "html":
            continue
        for number, line in enumerate(block.raw.split("\n"), block.line - 1):
            tag = line.strip()
            if not opened and tag.startswith("<") and tag.endswith(">") and strikes(tag):
                opened, lines[number] = ("", line) if tag[1] == "/" else (tag, "<!--")
            elif opened and tag[:2] == "</" and strikes(tag):
                opened, lines[number] = "", "-->"
    return "\n".join(lines)


def unstruck(text: Text) -> Text:
    """``text`` with blanks for what is struck out, so that the rest keeps its place."""
    return text._replace(text=without_struck(text.text))


def row_texts(texts: Mapping[str, Text]) -> dict[str, Text]:
    """The cells of a row without what is struck out.

    Where the id is, the row was retired by somebody who keeps its number, and is read as it was.
    """
    name = texts.get("id")
    if name is not None and name.text.startswith("~"):
        kept = {key: text._replace(text=text.text.strip("~ ")) for key, text in texts.items()}
        return kept | {"id": name}
    return {key: text if key == "id" else unstruck(text) for key, text in texts.items()}


def is_struck_row(texts: Mapping[str, Text]) -> bool:
    """Whether the id of a row is struck out, or its subsystem and what concerns it."""
    names = [texts[key].text for key in ("id", "subsystem", "concern") if key in texts]
    return bool(names) and all(
        name.startswith("~") and not without_struck(name).strip(" .") for name in names
    )
