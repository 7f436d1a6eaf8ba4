"""Files of the repository that a document names."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import words
from doctrine_check.doctrine.labels import fold
from doctrine_check.doctrine.markdown import Paragraph, inline_tokens
from doctrine_check.doctrine.model import FileReference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from doctrine_check.doctrine.markdown import Document
    from doctrine_check.doctrine.model import Text

_PATH = r"[A-Za-z0-9_.@+-]+(?:/[A-Za-z0-9_.@+-]+)+/?"
_FILE_SECTIONS = frozenset({"artifacts", "artefacts", "files", "deliverables", "references"})
_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|<"


def file_references(document: Document, exists: Callable[[str], bool]) -> Iterator[FileReference]:
    """Relative links anywhere, and paths in code spans under a heading such as "Artifacts"."""
    listing = [_lists_files(document, index) for index in range(len(document.sections))]
    for paragraph in document.paragraphs:
        in_listing = listing[paragraph.section] and "`" in paragraph.raw
        if not in_listing and "](" not in paragraph.raw:
            continue
        yield from _in_text(document, paragraph, exists, code=in_listing)
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                if "](" in cell.raw:
                    text = Paragraph(cell.raw, row.line, row.line, 1, table.section, 0, lead=False)
                    yield from _in_text(document, text, exists, code=False)


def _lists_files(document: Document, index: int) -> bool:
    heading = document.sections[index].heading
    if heading is None:
        return False
    found = set(words(document.plain(heading.raw)))
    return bool(found & _FILE_SECTIONS) and not found & {"required", "performance"}


def _in_text(
    document: Document, paragraph: Paragraph, exists: Callable[[str], bool], *, code: bool
) -> Iterator[FileReference]:
    line = 0
    for token in inline_tokens(paragraph.raw, document.references):
        if token.type in ("softbreak", "hardbreak"):
            line += 1
        elif token.type == "link_open":
            target = str(token.attrs.get("href", ""))
            yield from _link(document, target, paragraph.line + line, exists)
        elif code and token.type == "code_inline" and _is_path(token.content):
            place = fold(document, token.content, paragraph.line + line)
            yield _resolve(place, token.content, "", exists)


def _is_path(text: str) -> bool:
    """Whether code names a file: not a media type, an address, or a pinned action."""
    if not re.fullmatch(_PATH, text):
        return False
    first, last = text.partition("/")[0], text.rpartition("/")[2]
    if text.endswith("/"):
        return True
    named = "." in last and "@" not in last and "+" not in last
    return named and ("." not in first.lstrip(".") or first in (".", ".."))


def _link(
    document: Document, target: str, line: int, exists: Callable[[str], bool]
) -> Iterator[FileReference]:
    if not target or re.match(_SCHEME, target):
        return
    from urllib.parse import unquote

    path = unquote(target.split("#", 1)[0].split("?", 1)[0])
    if not path or "\0" in path:
        return
    place = fold(document, path, line)
    yield _resolve(place, path, posixpath.dirname(document.path), exists)


def _resolve(
    place: Text, written: str, folder: str, exists: Callable[[str], bool]
) -> FileReference:
    if written.startswith("/"):
        folder = ""
    joined = posixpath.normpath(posixpath.join(folder, written.lstrip("/")))
    if joined == ".." or joined.startswith("../"):
        return FileReference(written, None, exists=False, place=place)
    return FileReference(written, joined, exists(joined), place)
