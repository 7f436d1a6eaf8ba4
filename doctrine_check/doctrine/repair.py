"""Safe repairs: what can be put right without knowing what was meant.

Three kinds, none of which changes what a correct reader sees: characters encoded twice, cells
without blanks beside their pipes, and empty trailing cells that are missing or too many.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.load import facts_of, parse_document
from doctrine_check.doctrine.model import Role
from doctrine_check.doctrine.source import (
    SourceProblem,
    conflict,
    decode,
    double_encodings,
)
from doctrine_check.doctrine.waivers import fenced_lines

if TYPE_CHECKING:
    from doctrine_check.doctrine.markdown import Document
    from doctrine_check.doctrine.tables import Row

_NEWLINE = r"(\r\n|\r|\n)"
_BOM = b"\xef\xbb\xbf"


def repair(path: str, data: bytes) -> bytes:
    """The document with every safe repair made; ``data`` itself when there is none.

    Newlines and a byte order mark stay as they are. What cannot be read is not touched.
    """
    source = decode(path, data)
    if isinstance(source, SourceProblem):
        return data
    parsed = parse_document(path, source.text)
    document = parsed.document
    fenced = fenced_lines(document)
    if conflict(path, document.lines, fenced) is not None:
        return data
    pieces = re.split(_NEWLINE, data.decode("utf-8-sig"))
    lines, ends = pieces[::2], [*pieces[1::2], ""]
    if facts_of(parsed, lambda _: True).role is not Role.OTHER:
        _repair_tables(document, lines)
    _repair_characters(lines, fenced)
    text = "".join(line + end for line, end in zip(lines, ends, strict=True))
    return (_BOM if data.startswith(_BOM) else b"") + text.encode("utf-8")


def _repair_characters(lines: list[str], fenced: list[bool]) -> None:
    # From the right, so that a repair does not move the columns of those before it.
    for found in sorted(double_encodings(lines, fenced), reverse=True):
        if found.repaired is None:
            continue
        line = lines[found.line - 1]
        start = found.column - 1
        lines[found.line - 1] = line[:start] + found.repaired + line[start + len(found.written) :]


def _repair_tables(document: Document, lines: list[str]) -> None:
    for table in document.tables:
        width = len(table.header.cells)
        for row in (table.header, *table.rows):
            line = lines[row.line - 1]
            repaired = _row(line, row, width)
            if repaired is not None:
                lines[row.line - 1] = repaired


def _row(line: str, row: Row, width: int) -> str | None:
    """The row with its padding and trailing cells put right, or ``None`` if it needs nothing."""
    cells = [cell.raw.replace("|", "\\|") for cell in row.cells]
    body = line[row.column - 1 :].rstrip()
    ragged = False
    while len(cells) > width and not cells[-1]:
        cells.pop()
        ragged = True
    # One cell is missing and its pipe is there: the row ended early. Text without any pipe is a
    # line that slipped into the table, and two missing cells are a row nobody finished.
    if len(cells) == width - 1 and len(cells) > 1 and body.startswith("|") and body.endswith("|"):
        cells.append("")
        ragged = True
    if len(cells) != width or not (ragged or _unpadded(body)):
        return None
    return line[: row.column - 1] + "| " + " | ".join(cells) + " |"


def _unpadded(body: str) -> bool:
    return body.startswith("|") and re.search(r"(?<!\\)\|[^\s|]|[^\s|\\]\|", body) is not None
