"""Harmless edits of layout: what markdown allows to be written in another way."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from doctrine_check.doctrine.breaks_sheet import Edit, Sheet, known_tables
from doctrine_check.doctrine.ids import EventCode, InvariantId
from doctrine_check.doctrine.model import Form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from doctrine_check.doctrine.tables import Row

WIDTHS = (24, 40, 60, 90, 140, 100_000)
_HEADING = r"(#{1,6})\s+(.*?)\s*#*\s*"
_BULLET = r"(\s*)- (.*)"
_BLOCK_START = r"\s*(?:[-+*=#>|]|\d+[.)](?:\s|$)|`{3}|~{3})"
_LABEL = r"\*\*[^*]+:\*\*"


def layout_edits(sheet: Sheet) -> Iterator[Edit]:
    """Every harmless edit of the layout of a document."""
    yield from _bytes(sheet)
    for what, change in (*_LINE_CHANGES, *_HEADING_CHANGES):
        yield _lines(sheet, what, change)
    yield sheet.with_lines(sheet.name("text", "hard breaks by backslash"), _hard(sheet))
    yield from _tables(sheet)
    for width in WIDTHS:
        name = sheet.name("text", f"wrapped at {width}")
        yield sheet.with_lines(name, wrapped(sheet, width))
    yield from _order(sheet)


def _bytes(sheet: Sheet) -> Iterator[Edit]:
    path, text = sheet.facts.path, "\n".join(sheet.lines)
    for what, written in (
        ("CRLF", text.replace("\n", "\r\n")),
        ("CR", text.replace("\n", "\r")),
        ("a byte order mark", f"\ufeff{text}"),
        ("no newline at the end", text.rstrip("\n")),
        ("many newlines at the end", text.rstrip("\n") + "\n\n\n\n"),
        ("blank lines at the top", f"\n\n{text}"),
        ("doubled blank lines", text.replace("\n\n", "\n\n\n")),
        ("blanks on blank lines", text.replace("\n\n", "\n  \n")),
    ):
        yield Edit(sheet.name("file", what), path, written.encode("utf-8"))


def outside_tables(sheet: Sheet) -> Iterator[int]:
    """The indexes of the lines that no table covers."""
    inside = {
        index
        for table in sheet.facts.document.tables
        for index in range(table.line - 1, table.end_line)
        if sheet.lines[index].strip()
    }
    return (index for index in range(len(sheet.lines)) if index not in inside)


def _lines(sheet: Sheet, what: str, change: Callable[[str], str]) -> Edit:
    lines = list(sheet.lines)
    for index in outside_tables(sheet):
        lines[index] = change(lines[index])
    return sheet.with_lines(sheet.name("text", what), "\n".join(lines).split("\n"))


def _hard(sheet: Sheet) -> list[str]:
    lines = list(sheet.lines)
    for paragraph in sheet.facts.document.paragraphs:
        # At the end of a paragraph a backslash is a backslash.
        for index in range(paragraph.line - 1, paragraph.end_line - 1):
            lines[index] += "\\"
    return lines


def _matched(pattern: str, template: str) -> Callable[[str], str]:
    def change(line: str) -> str:
        match = re.fullmatch(pattern, line)
        return match.expand(template) if match is not None else line

    return change


def _setext(line: str) -> str:
    match = re.fullmatch(r"(#{1,2})\s+(.*)", line)
    if match is None:
        return line
    return f"{match[2]}\n{('=' if len(match[1]) == 1 else '-') * max(len(match[2]), 3)}"


def _cased(case: Callable[[str], str]) -> Callable[[str], str]:
    """Another case for the words of headings that open with an id; ids stay."""

    def change(line: str) -> str:
        match = re.fullmatch(r"(#{1,6} [A-Z]{3}-\d+: )(.*)", line)
        return match[1] + case(match[2]) if match is not None else line

    return change


_LINE_CHANGES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("trailing blank", lambda line: f"{line} " if line else line),
    ("trailing tab", lambda line: f"{line}\t" if line else line),
    ("hard breaks by blanks", lambda line: f"{line}  " if line else line),
    ("star bullets", _matched(_BULLET, r"\1* \2")),
    ("plus bullets", _matched(_BULLET, r"\1+ \2")),
    ("numbered bullets", _matched(_BULLET, r"\g<1>1. \2")),
    ("numbered bullets with parenthesis", _matched(_BULLET, r"\g<1>1) \2")),
    ("indented bullets", _matched(_BULLET, r"\1  - \2")),
    ("bullets with wide gaps", _matched(_BULLET, r"\1-   \2")),
    ("loose bullets", _matched(_BULLET, "\n\\1- \\2")),
    ("task bullets in bold", _matched(_BULLET, r"\1- **\2**")),
    ("underscored labels", lambda line: re.sub(r"\*\*([^*]+:)\*\*", r"__\1__", line)),
    ("italic labels", lambda line: re.sub(r"\*\*([^*]+:)\*\*", r"*\1*", line)),
    ("colon behind label", lambda line: re.sub(r"\*\*([^*]+):\*\*", r"**\1**:", line)),
    ("upper-case labels", lambda line: re.sub(_LABEL, lambda m: m[0].upper(), line)),
    ("value on its own line", lambda line: re.sub(f"^({_LABEL}) ", r"\1" + "\n", line)),
    ("two blanks behind label", lambda line: re.sub(f"({_LABEL}) ", r"\1  ", line)),
    ("indented text", lambda line: f"  {line}" if line[:1].isalpha() or line[:1] == "*" else line),
)
_HEADING_CHANGES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("setext headings", _setext),
    ("closed headings", _matched(_HEADING, r"\1 \2 \1")),
    ("headings with wide gaps", _matched(_HEADING, r"\1   \2")),
    ("indented headings", _matched(_HEADING, r"  \1 \2")),
    ("bold headings", _matched(_HEADING, r"\1 **\2**")),
    ("bold ids in headings", _matched(r"(#+) ([A-Z]{3}-\d+): (.*)", r"\1 **\2**: \3")),
    ("code ids in headings", _matched(r"(#+) ([A-Z]{3}-\d+): (.*)", r"\1 `\2`: \3")),
    ("linked headings", _matched(r"(#+) ([A-Z]{3}-\d+): (.*)", r"\1 [\2: \3](#here)")),
    ("dashes in headings", _matched(r"(#+) ([A-Z]{3}-\d+): (.*)", r"\1 \2 — \3")),
    ("brackets in headings", _matched(r"(#+) ([A-Z]{3}-\d+): (.*)", r"\1 [\2] \3")),
    ("full stops in headings", _matched(r"(#+) ([A-Z]{3}-\d+): (.*)", r"\1 \2: \3.")),
    ("upper-case titles", _cased(str.upper)),
    ("lower-case titles", _cased(str.lower)),
    ("rules before sections", _matched(r"(## .*)", "---\n\n\\1")),
    ("comments before headings", _matched(r"(## .*)", "<!-- a comment -->\n\n\\1")),
    ("anchors before headings", _matched(r"(## .*)", '<a id="here"></a>\n\n\\1')),
    ("prose below headings", _matched(r"(#{1,2} .*)", "\\1\n\nA few words more, for readers.")),
)


def _tables(sheet: Sheet) -> Iterator[Edit]:
    for what, change in _TABLE_CHANGES:
        lines = list(sheet.lines)
        # From the last on, so that the lines of those before do not move.
        for _, table in reversed(list(known_tables(sheet))):
            rows = [_raw(row) for row in (table.header, *table.rows)]
            last = table.line + len(table.rows) + 1
            lines[table.line - 1 : last] = change(rows)
        yield sheet.with_lines(sheet.name("tables", what), [*lines, "", "[here]: #here", ""])


def _raw(row: Row) -> list[str]:
    return [cell.raw.replace("|", "\\|") for cell in row.cells]


def _joined(rows: Sequence[Sequence[str]], rule: str = "---", pad: str = " ") -> list[str]:
    lines = [f"|{pad}{f'{pad}|{pad}'.join(row)}{pad}|" for row in rows]
    return [lines[0], f"|{'|'.join([rule] * len(rows[0]))}|", *lines[1:]]


def _padded(rows: list[list[str]]) -> list[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return _joined(
        [[f"{cell:^{w + 4}}" for cell, w in zip(row, widths, strict=True)] for row in rows]
    )


def _each(
    change: Callable[[str], str], *, column: int | None = None
) -> Callable[[list[list[str]]], list[str]]:
    """Change every cell below the header, or those of one column."""

    def changed(rows: list[list[str]]) -> list[str]:
        body = [
            [change(cell) if column in (None, number) else cell for number, cell in enumerate(row)]
            for row in rows[1:]
        ]
        return _joined([rows[0], *body])

    return changed


def _second_last(rows: list[list[str]]) -> list[str]:
    return _joined([[*row[:-2], row[-1], row[-2]] for row in rows])


def _entities(cell: str) -> str:
    return cell.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_TABLE_CHANGES: tuple[tuple[str, Callable[[list[list[str]]], list[str]]], ...] = (
    ("padded", _padded),
    ("without padding", lambda rows: _joined(rows, pad="")),
    ("with centred columns", lambda rows: _joined(rows, ":-:")),
    ("with right-aligned columns", lambda rows: _joined(rows, "-----:")),
    ("with short rules", lambda rows: _joined(rows, "-")),
    ("without outer pipes", lambda rows: [line.strip("| ") for line in _joined(rows)]),
    ("without last pipes", lambda rows: [line.rstrip("| ") for line in _joined(rows)]),
    ("indented", lambda rows: [f"   {line}" for line in _joined(rows)]),
    ("with blanks at the end", lambda rows: [f"{line}   " for line in _joined(rows)]),
    ("with code ids", _each(lambda cell: f"`{cell}`", column=0)),
    ("with bold ids", _each(lambda cell: f"**{cell}**", column=0)),
    ("with linked ids", _each(lambda cell: f"[{cell}](#here)", column=0)),
    ("in italics", _each(lambda cell: f"*{cell}*")),
    ("with links by reference", _each(lambda cell: f"[{cell}][here]", column=1)),
    ("with inline comments", _each(lambda cell: f"{cell} <!-- so -->", column=1)),
    ("with entities", _each(_entities)),
    ("with non-breaking blanks", _each(lambda cell: f"\u00a0{cell}\u00a0")),
    ("with full stops", _each(lambda cell: f"{cell}." if " " in cell else cell)),
    ("with upper-case headers", lambda rows: _joined([[c.upper() for c in rows[0]], *rows[1:]])),
    ("with bold headers", lambda rows: _joined([[f"**{c}**" for c in rows[0]], *rows[1:]])),
    ("with rows reversed", lambda rows: _joined([rows[0], *reversed(rows[1:])])),
    ("with the last columns exchanged", _second_last),
    (
        "with a column of remarks",
        lambda rows: _joined([[*rows[0], "Remarks"], *([*row, "so far"] for row in rows[1:])]),
    ),
)


def wrapped(sheet: Sheet, width: int) -> list[str]:
    """The lines with each paragraph and labelled line wrapped anew."""
    lines: list[str] = []
    position = 0
    for paragraph in sheet.facts.document.paragraphs:
        lines += sheet.lines[position : paragraph.line - 1]
        lines += _filled(sheet.lines[paragraph.line - 1 : paragraph.end_line], width)
        position = paragraph.end_line
    return [*lines, *sheet.lines[position:]]


def _filled(source: Sequence[str], width: int) -> list[str]:
    """Source lines wrapped; a line that opens with a label or a bullet begins anew."""
    groups: list[list[str]] = []
    for line in source:
        if groups and not re.match(f"\\s*(?:[-*+] |{_LABEL})", line):
            groups[-1] += line.split()
        else:
            groups.append(line.split())
    filled: list[str] = []
    for words in groups:
        bullet = words[0] in ("-", "*", "+")
        current = " ".join(words[:2]) if bullet else words[0]
        for word in words[2 if bullet else 1 :]:
            if len(current) + 1 + len(word) > width and not re.match(_BLOCK_START, word):
                filled.append(current)
                current = f"  {word}" if bullet else word
            else:
                current += f" {word}"
        filled.append(current)
    return filled


def _order(sheet: Sheet) -> Iterator[Edit]:
    """Sections of single facts in reverse order, and events with invariants exchanged."""
    document = sheet.facts.document
    runs: dict[int, list[int]] = {}
    for definition in sheet.facts.definitions:
        if definition.form is Form.HEADING:
            runs.setdefault(document.sections[definition.section].parent, []).append(
                definition.section
            )
    last = [
        definition.section
        for definition in sheet.facts.definitions
        if isinstance(definition.read.id, EventCode | InvariantId) and definition.form is Form.ROW
    ]
    runs.setdefault(-1, list(dict.fromkeys(last)))
    for parent, sections in runs.items():
        neighbours = all(
            sheet.section_end(one) + 1 == document.sections[other].line
            for one, other in pairwise(sections)
        )
        if len(sections) < 2 or not neighbours:
            continue
        blocks = [_trimmed(sheet.section_lines(section)) for section in reversed(sections)]
        joined = [line for block in blocks for line in (*block, "")]
        heading = document.sections[parent].heading if parent >= 0 else None
        subject = heading.raw if heading is not None else "events and invariants"
        first, end = document.sections[sections[0]].line, sheet.section_end(sections[-1])
        yield sheet.block(sheet.name(subject, "sections reversed"), first, end, joined)


def _trimmed(lines: Sequence[str]) -> list[str]:
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept
