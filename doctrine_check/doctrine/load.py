"""A parsed document to typed facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.assemble import Builder
from doctrine_check.doctrine.citations import citing_tables, without_citations
from doctrine_check.doctrine.columns import announced_kinds, read_table
from doctrine_check.doctrine.define import (
    Defined,
    from_headings,
    from_items,
    from_table,
    mark_duplicates,
)
from doctrine_check.doctrine.hidden import hidden_regions
from doctrine_check.doctrine.ids import InvariantId, is_struck_out
from doctrine_check.doctrine.labels import (
    field_labels,
    front_matter,
    front_matter_labels,
    labelled,
    plain_labels,
    repeated,
    table_labels,
)
from doctrine_check.doctrine.markdown import parse
from doctrine_check.doctrine.model import DocumentFacts, Form, Kind, Role, Text
from doctrine_check.doctrine.paths import file_references
from doctrine_check.doctrine.roles import PERFORMANCE_ROLES, role_of
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from doctrine_check.doctrine.columns import Kinds, Several
    from doctrine_check.doctrine.define import RowRead
    from doctrine_check.doctrine.markdown import Document
    from doctrine_check.doctrine.model import FileReference, Hidden, Labelled, TableFacts
    from doctrine_check.doctrine.run_on import RunOn


class Parsed(Record):
    """A document before its role is known: cheap to make for every file that is looked at."""

    document: Document
    front_matter: int
    tables: tuple[TableFacts, ...]
    defined: tuple[Defined, ...]
    unread: tuple[tuple[Kind, Text], ...]
    joined: tuple[RunOn, ...] = ()


def parse_document(path: str, text: str) -> Parsed:
    """Parse ``text`` (decoded, newlines normalised) and find what it defines.

    A heading that markdown takes for running text is read all the same, so that what follows it
    is not taken for its neighbour's, and is remembered as lost.
    """
    # A byte order mark that was encoded twice would hide the title: "double-encoding" reports it.
    body = text.removeprefix("\xef\xbb\xbf")
    parsed = _read(path, body, text)
    document = parsed.document
    if any(block.raw[:7].casefold().startswith(_STRIKES) for block in document.verbatim):
        from doctrine_check.doctrine.struck import without_struck_blocks

        body = without_struck_blocks(body, document)
        parsed = _read(path, body, text)
        document = parsed.document
    if (
        _levels_differ(document, parsed.defined)
        or _numbers_differ(document)
        or any(
            "##" in paragraph.raw or paragraph.raw.startswith(_OPENINGS)
            for paragraph in document.paragraphs
        )
    ):
        from doctrine_check.doctrine.headings import lost_headings, restored

        lost = lost_headings(document, parsed.defined)
        if lost:
            parsed = _read(path, restored(body, lost), text)
            lines = frozenset(item.line for item in lost)
            return parsed._replace(document=parsed.document._replace(lost=lines))
    return parsed


_STRIKES = ("<del", "<s>", "<s ", "<strike")
_OPENINGS = tuple(
    f"{mark}{family}-" for mark in ("", "**", "__") for family in ("PRF", "LEV", "ART")
)


def _levels_differ(document: Document, defined: Sequence[Defined]) -> bool:
    """Whether headings that define ids of one kind stand at several levels."""
    first: dict[Kind, int] = {}
    for item in defined:
        heading = document.sections[item.definition.section].heading
        if item.definition.form is not Form.HEADING or heading is None:
            continue
        if first.setdefault(item.definition.kind, heading.level) != heading.level:
            return True
    return False


def _numbers_differ(document: Document) -> bool:
    """Whether sections are numbered and some number stands at another level, or in no heading."""
    levels: set[int] = set()
    for section in document.sections:
        heading = section.heading
        if heading is not None and heading.raw[:1].isdecimal():
            levels.add(heading.level)
    if len(levels) != 1:
        return bool(levels)
    return any(
        not paragraph.depth and paragraph.raw.lstrip("*_")[:1].isdecimal()
        for paragraph in document.paragraphs
    ) or any(block.kind == "code" and "#" in block.raw for block in document.verbatim)


def _read(path: str, text: str, source: str) -> Parsed:
    count = front_matter(text.split("\n", 101)[:100])
    body = text
    if count:
        # Front matter is no markdown; blank lines keep the numbering.
        body = "\n" * count + "".join(text.split("\n", count)[count:])
    document = parse(path, body, source)
    kinds, several = announced_kinds(document)
    joined: tuple[RunOn, ...] = ()
    if any(
        kinds[paragraph.section] in _NAMED_IN_TEXT and "\n" in paragraph.raw
        for paragraph in document.paragraphs
    ):
        from doctrine_check.doctrine.run_on import apart

        document, joined = apart(document, kinds, several)
    tables = [
        read_table(document, index, kinds[table.section], several.get(table.section, ()))
        for index, table in enumerate(document.tables)
    ]
    rows_of = _rows(document, tables, kinds, several)
    headings = list(from_headings(document, kinds, several))
    items = list(from_items(document, kinds, several))
    for number in citing_tables(document, tables, rows_of, (*headings, *items)):
        tables[number] = tables[number]._replace(kind=None, columns=())
    defined: list[Defined] = []
    unread: list[tuple[Kind, Text]] = []
    for facts in tables:
        rows = rows_of[facts.number] if facts.kind is not None else []
        defined += [row.defined for row in rows if row.defined is not None]
        if facts.kind is not None and any(row.defined is not None for row in rows):
            unread += [
                (facts.kind, row.texts["id"])
                for row in rows
                if row.defined is None
                and row.texts.get("id", _NOWHERE).text
                and not is_struck_out(row.texts["id"].text)
            ]
    elsewhere = {item.definition.read.id for item in (*defined, *headings)}
    items = [item for item in items if item.definition.read.id not in elsewhere]
    if any(item.loose for item in items):
        from doctrine_check.doctrine.families import of_known_families

        items = of_known_families(document, items, [*defined, *headings])
    defined += without_citations(document, kinds, headings, items)
    if any(
        item.definition.form is not Form.ROW and item.definition.kind in _NAMED_IN_TEXT
        for item in defined
    ):
        from doctrine_check.doctrine.strays import strays

        defined += strays(document, kinds, several, defined)
    defined.sort(key=lambda item: (item.definition.place.line, item.definition.place.column))
    if any(item.definition.read.id.text[-5:-3] == "-0" for item in defined):
        from doctrine_check.doctrine.families import of_three_digits

        defined = of_three_digits(defined)
    return Parsed(document, count, tuple(tables), tuple(defined), tuple(unread), joined)


def _rows(
    document: Document, tables: Sequence[TableFacts], kinds: Kinds, several: Several
) -> dict[int, list[RowRead]]:
    """The rows of each table, by its number."""
    rows = {
        facts.number: list(from_table(document, document.tables[facts.number], facts))
        for facts in tables
    }
    for facts in tables:
        table = rows[facts.number]
        if facts.kind is Kind.EVENT and table and all(row.defined is None for row in table):
            from doctrine_check.doctrine.mixed import named_events

            rows[facts.number] = named_events(table, facts.section)
    read = (row.defined for table in rows.values() for row in table if row.defined is not None)
    if any(item.definition.read.problem == "family" for item in read):
        from doctrine_check.doctrine.mixed import rows_as_they_are

        rows.update(list(rows_as_they_are(tables, rows, kinds, several)))
    return rows


_NOWHERE = Text("", 1, 1)
_NAMED_IN_TEXT = (Kind.EVENT, Kind.INVARIANT)


def facts_of(
    parsed: Parsed, exists: Callable[[str], bool], role: Role | None = None
) -> DocumentFacts:
    """The facts of a document; ``role`` overrides what its content says it is."""
    document = parsed.document
    definitions = mark_duplicates(parsed.defined)
    labels = _labels(parsed)
    hidden = tuple(hidden_regions(document))
    if parsed.joined:
        from doctrine_check.doctrine.run_on import lost_lines

        hidden += lost_lines(parsed.joined, definitions)
    seen = role or role_of(document, definitions, labels)
    if seen is Role.OTHER and any(_lost_invariants(region) for region in hidden):
        seen = Role.SPEC
    meant = _Meant(seen, document, labels)
    if any(region.how != "paragraph" for region in hidden) and seen is not Role.ADR:
        meant = _meant(parsed, hidden, meant, named=role is not None)
    builder = Builder(document, parsed.tables, parsed.defined, definitions, labels)
    metadata = _metadata(meant.document, parsed.front_matter, meant.labels)
    return DocumentFacts(
        path=document.path,
        role=meant.role,
        document=document,
        title=_title(meant.document),
        metadata=metadata,
        principles=builder.principles(),
        levers=builder.levers(),
        artifacts=builder.artifacts(),
        events=builder.events(),
        invariants=builder.invariants(),
        mapping=builder.mapping(),
        definitions=definitions,
        unread=parsed.unread,
        tables=parsed.tables,
        hidden=hidden,
        references=_references(meant, exists),
        labels=tuple(labels),
        rows=sum(len(table.rows) for table in document.tables),
        repeated=tuple(repeated(definitions, builder.by_section, metadata, parsed.front_matter)),
        swallowed=None if meant.role is seen else seen,
    )


class _Meant(Record):
    """What a document was meant to be: its role, and what its head and its files are read from."""

    role: Role
    document: Document
    labels: Sequence[Labelled]


def _meant(parsed: Parsed, hidden: Sequence[Hidden], seen: _Meant, *, named: bool) -> _Meant:
    """The document as it would be read, had no fence or comment swallowed most of it."""
    from doctrine_check.doctrine.swallowed import uncovered

    ours = seen.role in PERFORMANCE_ROLES
    definitions = [item.definition for item in parsed.defined]
    text = uncovered(seen.document, hidden, definitions, seen.labels, known=ours)
    if text is None:
        return seen
    whole = parse_document(seen.document.path, text)
    labels = _labels(whole)
    if ours or named:
        return _Meant(seen.role, whole.document, labels)
    role = role_of(whole.document, mark_duplicates(whole.defined), labels)
    return _Meant(role, whole.document, labels) if role in PERFORMANCE_ROLES else seen


def _references(meant: _Meant, exists: Callable[[str], bool]) -> tuple[FileReference, ...]:
    if meant.role is Role.OTHER:
        return ()
    return tuple(file_references(meant.document, exists))


def _labels(parsed: Parsed) -> list[Labelled]:
    """The labelled lines, and the labels of a fact that stand as a table in its section."""
    document = parsed.document
    labels = [entry for block in document.paragraphs for entry in labelled(document, block)]
    unknown = [facts for facts in parsed.tables if facts.kind is None]
    if unknown:
        kinds = {
            item.definition.section: item.definition.kind
            for item in parsed.defined
            if item.definition.form is Form.HEADING
        }
        for facts in unknown:
            if facts.section in kinds:
                table = document.tables[facts.number]
                labels += field_labels(document, table, kinds[facts.section])
        labels.sort(key=lambda entry: (entry.line, entry.column))
    return labels


def _lost_invariants(region: Hidden) -> bool:
    """Whether a table of invariants was meant: the contract whose only table is lost is one."""
    return region.how == "paragraph" and sum(isinstance(i, InvariantId) for i in region.ids) > 1


def _title(document: Document) -> Text | None:
    for section in document.sections:
        heading = section.heading
        if heading is not None and heading.level == 1:
            text = " ".join(document.plain(heading.raw).split())
            return Text(text, heading.line, heading.column)
    return None


def _metadata(document: Document, front: int, labels: Sequence[Labelled]) -> tuple[Labelled, ...]:
    """Labels above the first sub-heading, as bold labels, plain ones, or front matter."""
    last = 0
    for index, section in enumerate(document.sections):
        if section.heading is not None and section.heading.level > 1:
            break
        last = index
    found = list(front_matter_labels(document.lines, front))
    found += [label for label in labels if label.section <= last]
    bold = {(label.line) for label in found}
    for paragraph in document.paragraphs:
        if paragraph.section > last:
            break
        found += [x for x in plain_labels(document, paragraph) if x.line not in bold]
    for table in document.tables:
        if table.section <= last:
            found += table_labels(document, table)
    return tuple(found)
