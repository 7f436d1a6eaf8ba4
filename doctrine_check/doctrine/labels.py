"""Labelled lines (``**Target:** ...``), metadata and front matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.ids import may_mention, mentions
from doctrine_check.doctrine.markdown import inline_tokens, one_line
from doctrine_check.doctrine.model import Form, Kind, Labelled, Repeated, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from doctrine_check.doctrine.ids import ReadId
    from doctrine_check.doctrine.markdown import Document, Paragraph
    from doctrine_check.doctrine.model import Definition
    from doctrine_check.doctrine.tables import Cell, Table

_PLAIN_LABEL = r"([A-Z][A-Za-z][A-Za-z /-]{0,28}): +(\S.*)"
_FRONT_MATTER = r"([A-Za-z][\w -]{0,40}):[ \t]*(.*)"
MAX_FRONT_MATTER = 100
"""Lines within which a front matter block must close."""


def front_matter(lines: Sequence[str]) -> int:
    """How many lines of YAML front matter open the document; 0 when it has none."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    for index in range(1, min(len(lines), MAX_FRONT_MATTER)):
        line = lines[index].rstrip()
        if line == "---":
            return index + 1
        if line and not line[0].isspace() and line[0] not in "-#" and ":" not in line:
            return 0
    return 0


def front_matter_labels(lines: Sequence[str], count: int) -> Iterator[Labelled]:
    """The ``key: value`` lines of the front matter, as metadata."""
    for index in range(1, count - 1):
        match = re.fullmatch(_FRONT_MATTER, lines[index].rstrip())
        if match is None:
            continue
        value = match[2].strip().strip("\"'")
        place = Text(value, index + 1, match.start(2) + 1, match.end(2) + 1)
        if not value:
            place = _yaml_list(lines[index + 1 : count - 1], index + 2) or place
        yield Labelled(match[1].strip(), place, index + 1, 1, 0)


def _yaml_list(lines: Sequence[str], line: int) -> Text | None:
    """The items of a block list that begins at source line ``line``, as one text."""
    items: list[str] = []
    for text in lines:
        stripped = text.strip()
        if not stripped.startswith("- "):
            break
        items.append(stripped[2:].strip().strip("\"'"))
    if not items:
        return None
    column = lines[0].find("- ") + 3
    return Text(", ".join(items), line, column, len(lines[0].rstrip()) + 1)


def labelled(document: Document, paragraph: Paragraph) -> tuple[Labelled, ...]:
    """The labelled lines of a paragraph; none when it opens with no label.

    A label is bold (or italic) text that ends in, or is followed by, a colon, at the start of a
    line or behind a ``|``. Its value runs to the next label or to the end of the paragraph.
    """
    if "*" not in paragraph.raw and "_" not in paragraph.raw:
        return ()
    return tuple(_Walk(document, paragraph).labels())


class _Walk:
    """One pass over the inline tokens of a paragraph."""

    def __init__(self, document: Document, paragraph: Paragraph) -> None:
        self.document = document
        self.paragraph = paragraph
        self.found: list[tuple[str, int, list[str]]] = []
        self.line = 0
        self.at_start = True
        self.emphasis = 0
        self.name: list[str] = []

    def labels(self) -> Iterator[Labelled]:
        for token in inline_tokens(self.paragraph.raw, self.document.references):
            self._token(token.type, token.content)
        self._add("")
        for label, line, parts in self.found:
            yield self._labelled(label, line, "".join(parts))

    def _token(self, kind: str, content: str) -> None:
        if kind == "html_inline":
            from doctrine_check.doctrine.struck import strikes

            kind, content = ("text", "~~") if strikes(content) else (kind, content)
        if kind in ("strong_open", "em_open"):
            if self.emphasis or self.at_start:
                self.emphasis += 1
            return
        if kind in ("strong_close", "em_close"):
            self.emphasis = max(self.emphasis - 1, 0)
            return
        if kind in ("softbreak", "hardbreak"):
            self._add("\n")
            self.line += 1
            self.at_start = True
        elif kind == "html_inline":
            if content[:3].casefold() == "<br":
                self._add(" ")
                self.at_start = True
        elif self.emphasis:
            self.name.append(content)
        elif content:  # nothing is said where a link begins or ends
            self._text(content)

    def _text(self, content: str) -> None:
        if self.name:
            content = self._end_of_label(content)
        self._add(content)
        if content.strip():
            self.at_start = content.rstrip().endswith("|")

    def _end_of_label(self, following: str) -> str:
        """Decide, on the text behind bold text, whether that was a label."""
        name = "".join(self.name)
        self.name = []
        # What is bold behind a label on its line is the value of that label.
        self.at_start = False
        stripped = name.rstrip()
        if stripped.endswith(":"):
            self.found.append((stripped[:-1].strip(), self.line, []))
            return following
        if following.lstrip().startswith(":"):
            self.found.append((stripped.strip(), self.line, []))
            return following.lstrip()[1:]
        return name + following

    def _add(self, content: str) -> None:
        if self.name:  # a label with nothing behind it on its line
            content = self._end_of_label(content)
        if self.found:
            self.found[-1][2].append(content)

    def _labelled(self, label: str, offset: int, raw: str) -> Labelled:
        line = self.paragraph.line + offset
        source = self.document.lines[line - 1]
        column = max(source.find(label), 0)
        while column and source[column - 1] in "*_":
            column -= 1
        behind = source.find(label) + len(label)
        value = fold(self.document, raw.strip().removesuffix("|"), line, max(behind, 0))
        return Labelled(one_line(label), value, line, column + 1, self.paragraph.section)


def fold(document: Document, text: str, line: int, after: int = 0) -> Text:
    """Fold the lines of ``text``, which begin at source line ``line``, into one located text.

    ``after`` is where on its first line the text is to be looked for.
    """
    pieces: list[str] = []
    breaks: list[tuple[int, int]] = []
    length = 0
    first: tuple[int, int] | None = None
    for offset, part in enumerate(text.split("\n")):
        folded = one_line(part)
        source = document.lines[line + offset - 1] if line + offset <= len(document.lines) else ""
        found = source.find(part.strip()[:24], after if offset == 0 else 0) if folded else -1
        column = found + 1 if found >= 0 else len(source) - len(source.lstrip()) + 1
        if first is None:
            first = (column, column + len(folded) if found >= 0 else 0)
        elif folded or not pieces:
            breaks.append((length + 1 if pieces else 0, column))
        else:
            breaks.append((length, column))
        if folded:
            length += len(folded) + (1 if pieces else 0)
            pieces.append(folded)
    column, end = first or (1, 0)
    whole = Text(" ".join(pieces), line, column, end, tuple(breaks))
    return without_struck_parts(whole)


def without_struck_parts(text: Text) -> Text:
    """``text`` with blanks for what is struck out."""
    if "~" not in text.text:
        return text
    from doctrine_check.doctrine.struck import unstruck

    return unstruck(text)


def located_mentions(document: Document, raw: str, line: int) -> Iterator[tuple[ReadId, Text]]:
    """The ids that ``raw``, which begins at ``line``, names; each once a line, with its place."""
    if not may_mention(raw):
        return
    for number, part in enumerate(raw.split("\n"), line):
        after = 0
        for read in {read.written: read for _, read in mentions(part)}.values():
            place = fold(document, read.written, number, after)
            after = place.column - 1
            yield read, place


def plain_labels(document: Document, paragraph: Paragraph) -> Iterator[Labelled]:
    """``Status: Accepted`` without bold, one a line; for metadata only."""
    for offset, text in enumerate(paragraph.raw.split("\n")):
        match = re.fullmatch(_PLAIN_LABEL, text.rstrip())
        if match is None:
            continue
        line = paragraph.line + offset
        start = max(document.lines[line - 1].find(text), 0)
        begin = start + match.start(2) + 1
        place = Text(document.plain(match[2]), line, begin, begin + len(match[2]))
        place = without_struck_parts(place)
        yield Labelled(match[1], place, line, start + 1, paragraph.section)


_TABLE_LABELS = frozenset(
    {"status", "date", "deciders", "decision makers", "decision-makers", "authors", "author"}
    | {"supersedes", "superseded by", "owner", "section", "type", "bead", "version"}
)


def table_labels(document: Document, table: Table) -> tuple[Labelled, ...]:
    """The rows of a table of two columns that name at least two metadata entries."""
    found: list[Labelled] = []
    for row in (table.header, *table.rows):
        if len(table.header.cells) != 2 or len(row.cells) < 2:
            continue
        name, cell = row.cells[:2]
        label = document.plain(name.raw).strip(" :")
        if label.casefold() in _TABLE_LABELS:
            place = _cell_value(document, cell)
            found.append(Labelled(label, place, name.line, name.column, table.section))
    return tuple(found) if len(found) >= 2 else tuple(_headed(document, table))


def _cell_value(document: Document, cell: Cell) -> Text:
    value = one_line(document.plain(cell.raw))
    return without_struck_parts(Text(value, cell.line, cell.column, cell.end if value else 0))


def _headed(document: Document, table: Table) -> Iterator[Labelled]:
    """Metadata as a table of one row, with a label at the head of each column."""
    if len(table.rows) != 1 or len(table.rows[0].cells) != len(table.header.cells):
        return
    names = [document.plain(cell.raw).strip(" :") for cell in table.header.cells]
    if sum(name.casefold() in _TABLE_LABELS for name in names) < 2:
        return
    for name, head, cell in zip(names, table.header.cells, table.rows[0].cells, strict=True):
        if name.casefold() in _TABLE_LABELS:
            place = _cell_value(document, cell)
            yield Labelled(name, place, head.line, head.column, table.section)


_FACT_LABELS: dict[Kind, Mapping[str, str]] = {
    Kind.PRINCIPLE: {
        "target": "target",
        "measurement": "measurement",
        "ci gate": "CI gate",
        "gate": "CI gate",
    },
    Kind.LEVER: {
        "expected impact": "expected impact",
        "impact": "expected impact",
        "risk": "risk",
        "owner track": "owner track",
        "owner": "owner track",
        "profile gate": "profile gate",
    },
    Kind.ARTIFACT: {"required for": "required for"},
    Kind.EVENT: {"level": "level", "severity": "severity", "meaning": "meaning"},
}
"""The labels by which a fact under a heading is told, each with what it tells."""
_METADATA = frozenset({"status", "section", "bead", "type", "date"})


def field_labels(document: Document, table: Table, kind: Kind) -> Iterator[Labelled]:
    """The labels of a fact of this kind that its section gives as a table of label and value."""
    for row in (table.header, *table.rows):
        if len(row.cells) != 2:
            continue
        name, cell = row.cells
        label = one_line(document.plain(name.raw)).strip(" :")
        if label.casefold() in _FACT_LABELS.get(kind, {}):
            place = _cell_value(document, cell)
            yield Labelled(label, place, name.line, name.column, table.section)


def _of_another(again: Sequence[Repeated]) -> bool:
    """Whether all labels of a fact stand again behind it: those of another one without a heading.

    That is one thing wrong, and its first label tells it.
    """
    names = {entry.again.label for entry in again}
    last = max(entry.first.line for entry in again)
    return 2 < len(names) == len(again) and last < again[0].again.line


def repeated(
    definitions: Iterable[Definition],
    by_section: Mapping[int, Sequence[Labelled]],
    metadata: Sequence[Labelled],
    front: int,
) -> Iterator[Repeated]:
    """Labels that tell a fact again which the same section has told, and metadata stated twice.

    The ``front`` lines of front matter may say again what a line below the title says.
    """
    for definition in definitions:
        told = _FACT_LABELS.get(definition.kind)
        if told is None or definition.form is not Form.HEADING:
            continue
        first: dict[str, Labelled] = {}
        again: list[Repeated] = []
        for entry in by_section.get(definition.section, ()):
            what = told.get(entry.label.casefold())
            if what is not None and first.setdefault(what, entry) is not entry:
                again.append(Repeated(first[what], entry, str(definition.read.id)))
        yield from again[:1] if again and _of_another(again) else again
    stated: dict[str, Labelled] = {}
    for entry in metadata:
        name = entry.label.casefold()
        if name not in _METADATA:
            continue
        one = stated.setdefault(name, entry)
        copied = one.line <= front and entry.value.text.casefold() == one.value.text.casefold()
        if one is not entry and not copied:
            yield Repeated(one, entry, "")
