"""Single edits of a document, made in memory at the places that its typed facts name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.model import Form
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import Definition, DocumentFacts, Labelled, Text
    from doctrine_check.doctrine.tables import Cell, Row, Table


class Edit(Record):
    """One edit: what it does, the document it changes, and the bytes of that document after it.

    The fault then stands from ``line`` to ``last`` in the edited document, where it stands in one
    place: a finding of it is there, or names it.
    """

    name: str
    path: str
    data: bytes
    line: int | None = None
    last: int | None = None


class Span(Record):
    """A piece of a document: from line and column (both from 1) to line and exclusive column."""

    line: int
    column: int
    end_line: int
    end_column: int


class Sheet(Record):
    """A document that can be edited. ``headings`` are the headings that define an id."""

    facts: DocumentFacts
    lines: tuple[str, ...]
    headings: Mapping[DoctrineId, Definition]

    def name(self, subject: object, what: str) -> str:
        """The name of an edit, unique as long as subject and ``what`` are."""
        return f"{self.facts.role.value}: {subject}: {what}"

    def with_lines(self, name: str, lines: Sequence[str], line: int | None = None) -> Edit:
        """The document with all of its lines replaced."""
        return Edit(name, self.facts.path, "\n".join(lines).encode("utf-8"), line)

    def block(
        self, name: str, first: int, last: int, new: Sequence[str], line: int | None = None
    ) -> Edit:
        """The document with the lines ``first`` to ``last``, inclusive, replaced by ``new``."""
        return self.with_lines(name, [*self.lines[: first - 1], *new, *self.lines[last:]], line)

    def replaced(self, name: str, span: Span, new: str, line: int | None = None) -> Edit:
        """The document with one piece replaced. ``line`` is that of the piece unless given."""
        head = self.lines[span.line - 1][: span.column - 1]
        tail = self.lines[span.end_line - 1][span.end_column - 1 :]
        changed = f"{head}{new}{tail}".split("\n")
        at = span.line if line is None else line
        return self.block(name, span.line, span.end_line, changed, at)

    def part(self, name: str, text: Text, start: int, end: int, new: str) -> Iterator[Edit]:
        """Replace ``text.text[start:end]``; nothing where markup hides that piece of the source."""
        span = self.span(text, start, end)
        if span is not None:
            yield self.replaced(name, span, new, text.line)._replace(last=span.end_line)

    def whole(self, name: str, text: Text, new: str) -> Iterator[Edit]:
        """Replace a whole text."""
        yield from self.part(name, text, 0, len(text.text), new)

    def span(self, text: Text, start: int, end: int) -> Span | None:
        """Where ``text.text[start:end]`` stands, or ``None`` where the source reads otherwise."""
        if not 0 <= start < end:
            return None
        first, last = text.part(start, start + 1), text.part(end - 1, end)
        found = Span(first.line, first.column, last.line, last.column + 1)
        return found if self.read(found).split() == text.text[start:end].split() else None

    def read(self, span: Span) -> str:
        """The source of a piece."""
        if span.line == span.end_line:
            return self.lines[span.line - 1][span.column - 1 : span.end_column - 1]
        return "\n".join(
            (
                self.lines[span.line - 1][span.column - 1 :],
                *self.lines[span.line : span.end_line - 1],
                self.lines[span.end_line - 1][: span.end_column - 1],
            )
        )

    def cell(self, name: str, cell: Cell, new: str) -> Edit:
        """The document with one cell replaced."""
        return self.replaced(name, Span(cell.line, cell.column, cell.line, cell.end), new)

    def row_of(self, row: Row, cells: Sequence[str]) -> str:
        """A source line for ``row`` with other cells."""
        return f"{self.lines[row.line - 1][: row.column - 1]}| {' | '.join(cells)} |"

    def section_end(self, index: int) -> int:
        """The last line of a section with everything below its heading."""
        sections = self.facts.document.sections
        heading = sections[index].heading
        level = heading.level if heading else 0
        for section in sections[index + 1 :]:
            if section.heading is not None and section.heading.level <= level:
                return section.line - 1
        return len(self.lines)

    def section_lines(self, index: int) -> tuple[str, ...]:
        """The lines of a section with everything below its heading."""
        return self.lines[self.facts.document.sections[index].line - 1 : self.section_end(index)]

    def without_section(self, name: str, index: int) -> Edit:
        """The document without one section."""
        return self.block(
            name, self.facts.document.sections[index].line, self.section_end(index), []
        )

    def twice(self, name: str, index: int) -> Edit:
        """The document with one section standing there twice."""
        first, last = self.facts.document.sections[index].line, self.section_end(index)
        lines = self.section_lines(index)
        gap = () if not lines[-1].strip() else ("",)
        return self.block(name, first, last, [*lines, *gap, *lines], last + len(gap) + 1)

    def label(self, text: Text | None) -> Labelled | None:
        """The labelled line that holds this value."""
        if text is None:
            return None
        for entry in self.facts.labels:
            if (entry.value.line, entry.value.column) == (text.line, text.column):
                return entry
        return None

    def label_twice(self, name: str, entry: Labelled) -> Iterator[Edit]:
        """The document with a labelled line of its own standing there twice."""
        value = entry.value
        last = value.part(len(value.text) - 1, len(value.text)).line if value.text else value.line
        own = not self.lines[entry.line - 1][: entry.column - 1].strip(" -*+")
        if own and (last == len(self.lines) or not self.lines[last].strip(" -*+")):
            lines = self.lines[entry.line - 1 : last]
            again = last + 2  # behind an empty line
            yield self.block(name, entry.line, last, [*lines, "", *lines], again)

    def without_label(self, name: str, entry: Labelled, *, keep: bool = False) -> Edit:
        """The document without a labelled line; with ``keep`` only its value goes."""
        value = entry.value
        last = value.part(len(value.text) - 1, len(value.text)) if value.text else value
        end = Span(entry.line, entry.column, last.line, last.column + bool(value.text))
        if keep:
            return self.replaced(name, end._replace(line=value.line, column=value.column), "")
        edit = self.replaced(name, end, "")
        if self.lines[end.line - 1][: end.column - 1].strip():
            return edit
        if self.lines[end.end_line - 1][end.end_column - 1 :].strip():
            return edit
        return self.block(name, end.line, end.end_line, [])


def sheet_of(facts: DocumentFacts) -> Sheet:
    """The sheet of a document."""
    headings: dict[DoctrineId, Definition] = {}
    for definition in facts.definitions:
        if definition.form is Form.HEADING:
            headings.setdefault(definition.read.id, definition)
    return Sheet(facts, facts.document.lines, headings)


def known_tables(sheet: Sheet) -> Iterator[tuple[int, Table]]:
    """The tables of facts, each with its number among :attr:`DocumentFacts.tables`."""
    for number, table in enumerate(sheet.facts.tables):
        if table.kind is not None:
            yield number, sheet.facts.document.tables[table.number]
