"""Ways to break one thing in a document, each with the finding that must follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from doctrine_check.doctrine.columns import CORE, LEVELS, section_kinds
from doctrine_check.doctrine.ids import is_event_name, well_formed
from doctrine_check.doctrine.model import Form, Kind, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from doctrine_check.doctrine.model import Definition, DocumentFacts, TableFacts, Text
    from doctrine_check.doctrine.tables import Row, Table

HYPHEN = "\u2011"


class Fault(NamedTuple):
    """A document with one fault; ``rule`` must report it on ``line``, and nothing else."""

    name: str
    path: str
    text: str
    rule: str
    line: int


class Page:
    """The source of a good document, with ways to make a changed copy. Lines count from 1."""

    def __init__(self, facts: DocumentFacts) -> None:
        self.facts = facts
        self.lines = list(facts.document.lines)

    def fault(self, name: str, lines: list[str], rule: str, line: int) -> Fault:
        return Fault(name, self.facts.path, "\n".join(lines), rule, line)

    def with_line(self, line: int, text: str) -> list[str]:
        assert text != self.lines[line - 1], f"nothing changed in {text!r}"
        return [*self.lines[: line - 1], text, *self.lines[line:]]

    def inserted(self, line: int, *texts: str) -> list[str]:
        return [*self.lines[: line - 1], *texts, *self.lines[line - 1 :]]

    def replaced(self, place: Text, new: str) -> list[str]:
        """Put ``new`` in the place of a text that stands literally in its line."""
        line = self.lines[place.line - 1]
        start = line.index(place.text, min(place.column - 1, len(line)))
        return self.with_line(place.line, line[:start] + new + line[start + len(place.text) :])

    def tables(self) -> Iterator[tuple[TableFacts, Table]]:
        for facts in self.facts.tables:
            if facts.kind is not None:
                yield facts, self.facts.document.tables[facts.number]


def duplicates(page: Page) -> Iterator[Fault]:
    for definition in page.facts.definitions:
        line = definition.place.line
        source = page.lines[line - 1]
        if definition.form is Form.HEADING:
            copy, at = [source, "", "Said twice.", ""], line + 4
        elif definition.form is Form.ITEM and not re.match(r"\s*(?:[-*]|\d+\.) ", source):
            copy, at = [source, ""], line + 2
        else:
            copy, at = [source], line + 1
        name = f"two {definition.read.id}"
        yield page.fault(name, page.inserted(line, *copy), "duplicate-id", at)


def _numbered(definition: Definition) -> bool:
    return not is_event_name(str(definition.read.id))


def malformed_ids(page: Page) -> Iterator[Fault]:
    for definition in filter(_numbered, page.facts.definitions):
        identity = str(definition.read.id)
        wrong = identity.replace("-", "_", 1)
        if not identity.startswith("INV-"):
            wrong = re.sub(r"-0+(\d+)$", r"-\1", identity)
            wrong = identity.lower() if well_formed(wrong) else wrong
        place = definition.place
        place = place._replace(text=identity)
        yield page.fault(wrong, page.replaced(place, wrong), "malformed-id", place.line)


def lookalikes(page: Page) -> Iterator[Fault]:
    for definition in filter(_numbered, page.facts.definitions):
        identity = str(definition.read.id)
        place = definition.place._replace(text=identity)
        odd = identity.replace("-", HYPHEN, 1)
        name = f"look-alike of {identity}"
        yield page.fault(name, page.replaced(place, odd), "lookalike-id", place.line)


def unknown_levels(page: Page) -> Iterator[Fault]:
    levels = [event.level for event in page.facts.events if event.level is not None]
    known = [level for level in levels if level.text.casefold() in LEVELS]
    for level in known if len(known) > 1 else ():
        # "ABC-001 info: ..." without brackets is an event only because of its known level.
        if re.search(rf"[(\[|*] ?{level.text}|:\*\* {level.text}", page.lines[level.line - 1]):
            broken = page.replaced(level, "severe")
            yield page.fault(f"severe, line {level.line}", broken, "event-level", level.line)


def ragged_rows(page: Page) -> Iterator[Fault]:
    for table in page.facts.document.tables:
        for row in table.rows[:1] + table.rows[-1:]:
            line = page.lines[row.line - 1].rstrip()
            longer = f"{line} more |" if line.endswith("|") else f"{line} | more"
            broken = page.with_line(row.line, longer)
            yield page.fault(f"long row {row.line}", broken, "ragged-row", row.line)
            if page.facts.role is Role.ADR and len(row.cells) == 2:
                continue  # the status, date or deciders would go with the cell
            broken = page.with_line(row.line, _row([cell.raw for cell in row.cells[:-1]]))
            yield page.fault(f"short row {row.line}", broken, "ragged-row", row.line)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def empty_cells(page: Page) -> Iterator[Fault]:
    for facts, table in page.tables():
        assert facts.kind is not None
        for key in CORE[facts.kind]:
            if key in facts.columns:
                yield _emptied(page, table.rows[0], facts.columns.index(key), key)


def _emptied(page: Page, row: Row, number: int, key: str) -> Fault:
    cells = [cell.raw for cell in row.cells]
    cells[number] = ""
    name = f"no {key} in line {row.line}"
    return page.fault(name, page.with_line(row.line, _row(cells)), "empty-cell", row.line)


def lost_tables(page: Page) -> Iterator[Fault]:
    for _, table in page.tables():
        broken = [*page.lines[: table.line], *page.lines[table.line + 1 :]]
        name = f"no separator at {table.line}"
        yield page.fault(name, broken, "lost-table", table.rows[0].line - 1)


def fenced_tables(page: Page) -> Iterator[Fault]:
    for facts, table in page.tables():
        of_kind = [item for item in page.facts.definitions if item.kind is facts.kind]
        inside = [item for item in of_kind if table.line < item.place.line <= table.end_line]
        if len(inside) < len(of_kind) or not all(map(_numbered, inside)):
            continue
        if any(_cited(page, table, item) for item in inside):
            continue  # the other table counts as the definition when this one is gone
        broken = page.inserted(table.line, "```")
        end = table.line + 1 + len(table.rows) + 2
        broken.insert(end, "```")
        yield page.fault(f"fenced table {table.line}", broken, "hidden-facts", table.line)


def _cited(page: Page, table: Table, definition: Definition) -> bool:
    return any(
        isinstance(well_formed(row.cells[0].raw), type(definition.read.id))
        for other in page.facts.document.tables
        if other is not table
        for row in other.rows
    )


def fenced_lists(page: Page) -> Iterator[Fault]:
    """A list that is all a document says of its events or invariants, put into a fence."""
    for kind in (Kind.EVENT, Kind.INVARIANT):
        items = [item for item in page.facts.definitions if item.kind is kind]
        if (
            len(items) < 2
            or page.facts.hidden
            or any(
                item.form is not Form.ITEM or not _numbered(item) or not _is_item(page, item)
                for item in items
            )
        ):
            continue
        text = "\n".join(page.lines)
        if any(text.count(str(item.read.id)) > 1 for item in items):
            continue  # the other place may count as the definition when this one is gone
        section = page.facts.document.sections[items[0].section]
        kinds = section_kinds(page.facts.document)
        if any(i.section != items[0].section for i in items) or kinds[items[0].section] is not kind:
            continue
        first = items[0].place.line
        broken = page.inserted(first, "```")
        broken.insert(section.end_line + 1, "```")
        yield page.fault(f"fenced list {first}", broken, "hidden-facts", first)


def _is_item(page: Page, definition: Definition) -> bool:
    return re.match(r"(?:[-*]|\d+\.) ", page.lines[definition.place.line - 1]) is not None


def empty_items(page: Page) -> Iterator[Fault]:
    """An item of one line, cut off behind its id."""
    for kind in (Kind.EVENT, Kind.INVARIANT):
        items = [d for d in page.facts.definitions if d.kind is kind and d.form is Form.ITEM]
        for item in items if len(items) > 1 else ():
            line = item.place.line
            if not _is_item(page, item) or not _ends(page, line) or not _numbered(item):
                continue
            source = page.lines[line - 1]
            end = source.index(item.read.written) + len(item.read.written)
            marks = len(source) - end - len(source[end:].lstrip("`*_"))
            broken = page.with_line(line, source[: end + marks])
            yield page.fault(f"nothing said of {item.read.id}", broken, "empty-cell", line)


def _ends(page: Page, line: int) -> bool:
    """Whether the item on a line goes no further."""
    below = page.lines[line] if line < len(page.lines) else ""
    further = page.lines[line + 1] if line + 1 < len(page.lines) else ""
    return not below.startswith(" ") and (bool(below) or not further.startswith(" "))


def dangling_ids(page: Page) -> Iterator[Fault]:
    """A sentence at the end that names an id which would be of a family of the document."""
    named = {}
    for definition in filter(_numbered, page.facts.definitions):
        identity = str(definition.read.id)
        stem, _, last = identity.rpartition("-")
        other = f"{'-'.join(identity.split('-')[:2])}-NOWHERE" if "INV-" in identity else ""
        named[other or f"{stem}-{'7' * len(last)}"] = definition
    for identity in named:
        broken = [*page.lines, "", f"Everything relies on `{identity}`.", ""]
        yield page.fault(f"names {identity}", broken, "dangling-id", len(broken) - 1)


def repeated_labels(page: Page) -> Iterator[Fault]:
    """The line of the status once more, with another status."""
    status = page.facts.meta("status")
    if status is None:
        return
    line = status.line
    source = page.lines[line - 1]
    if re.match(r"(?:[-*] )?(?:\*\*)?Status", source) and "|" not in source:
        copy = source.replace(status.value.text, "Approved")
        broken = page.inserted(line + 1, copy)
        yield page.fault("two states", broken, "repeated-label", line + 1)


def lost_headings(page: Page) -> Iterator[Fault]:
    """Headings of ids without the blank behind their signs, and indented into a paragraph."""
    for definition in page.facts.definitions:
        if definition.form is not Form.HEADING or not _numbered(definition):
            continue
        line = definition.place.line
        source = page.lines[line - 1]
        if source.startswith("##"):
            broken = page.with_line(line, source.replace("# ", "#", 1))
            yield page.fault(f"glued heading {line}", broken, "lost-heading", line)


def unknown_status(page: Page) -> Iterator[Fault]:
    status = page.facts.meta("status")
    if status is not None:
        line = status.value.line
        source = page.lines[line - 1]
        before, colon, _ = source.rpartition(status.value.text.split()[0])
        assert colon, f"the status of {page.facts.path} is not in line {line}"
        end = " |" if source.endswith("|") else ""
        broken = page.with_line(line, f"{before}Cooking{end}")
        yield page.fault("unknown status", broken, "document-status", line)


def double_encodings(page: Page) -> Iterator[Fault]:
    title = page.facts.title
    assert title is not None
    line = page.lines[title.line - 1]
    broken = page.with_line(title.line, f"{line} â€” notes")
    yield page.fault("encoded twice", broken, "double-encoding", title.line)


def missing_files(page: Page) -> Iterator[Fault]:
    for reference in page.facts.references:
        folder, slash, _ = reference.written.rpartition("/")
        source = page.lines[reference.place.line - 1]
        lost = source.replace(reference.written, f"{folder}{slash}nowhere.md")
        broken = page.with_line(reference.place.line, lost)
        name = f"no {reference.written}"
        yield page.fault(name, broken, "missing-file", reference.place.line)
    more = [*page.lines, "See [more](nowhere.md).", ""]
    yield page.fault("dangling link", more, "missing-file", len(more) - 1)


def wrong_beads(page: Page) -> Iterator[Fault]:
    title = page.facts.title
    if title is not None and title.text.startswith("bd-"):
        broken = page.with_line(title.line, page.lines[title.line - 1].replace("bd-", "bd-0", 1))
        yield page.fault("other bead", broken, "bead-mismatch", title.line)


def wrong_sections(page: Page) -> Iterator[Fault]:
    section = page.facts.meta("section")
    if section is not None and section.value.text[0].isdigit():
        line = section.value.line
        broken = page.with_line(line, re.sub(r"\d+", "99", page.lines[line - 1], count=1))
        yield page.fault("other section", broken, "section-mismatch", line)


SPEC_FAULTS: tuple[Callable[[Page], Iterator[Fault]], ...] = (
    *(duplicates, malformed_ids, lookalikes, unknown_levels, ragged_rows, empty_cells),
    *(lost_tables, fenced_tables, unknown_status, double_encodings, missing_files),
    *(wrong_beads, wrong_sections, fenced_lists, empty_items, dangling_ids, repeated_labels),
    lost_headings,
)
ADR_FAULTS: tuple[Callable[[Page], Iterator[Fault]], ...] = (
    ragged_rows,
    double_encodings,
    missing_files,
)
