"""A parsed document to typed facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.citations import citing_tables, without_citations
from doctrine_check.doctrine.columns import read_table, section_kinds
from doctrine_check.doctrine.define import (
    Defined,
    cell_text,
    from_headings,
    from_items,
    from_table,
    mark_duplicates,
    misspelt_events,
)
from doctrine_check.doctrine.hidden import hidden_regions
from doctrine_check.doctrine.ids import (
    ArtifactId,
    EventCode,
    InvariantId,
    LeverId,
    PrincipleId,
    mentions,
)
from doctrine_check.doctrine.labels import (
    fold,
    front_matter,
    front_matter_labels,
    labelled,
    plain_labels,
    table_labels,
)
from doctrine_check.doctrine.markdown import parse
from doctrine_check.doctrine.model import (
    ArtifactRequirement,
    DocumentFacts,
    EventDefinition,
    Form,
    Invariant,
    Kind,
    Lever,
    Mention,
    OwnerMapping,
    Principle,
    Role,
    Text,
)
from doctrine_check.doctrine.paths import file_references
from doctrine_check.doctrine.roles import role_of
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.markdown import Document
    from doctrine_check.doctrine.model import Hidden, Labelled, TableFacts


class Parsed(Record):
    """A document before its role is known: cheap to make for every file that is looked at."""

    document: Document
    front_matter: int
    tables: tuple[TableFacts, ...]
    defined: tuple[Defined, ...]
    unread: tuple[tuple[Kind, Text], ...]


def parse_document(path: str, text: str) -> Parsed:
    """Parse ``text`` (decoded, newlines normalised) and find what it defines."""
    count = front_matter(text.split("\n", 101)[:100])
    body = text
    if count:
        # Front matter is no markdown; blank lines keep the numbering.
        body = "\n" * count + text.split("\n", count)[count]
    document = parse(path, body)
    if count:
        document = document._replace(lines=tuple(text.split("\n")))
    kinds = section_kinds(document)
    tables = [
        read_table(document, index, kinds[table.section])
        for index, table in enumerate(document.tables)
    ]
    rows_of = {
        facts.number: list(from_table(document, document.tables[facts.number], facts))
        for facts in tables
    }
    headings = list(from_headings(document, kinds))
    items = list(from_items(document, kinds))
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
                if row.defined is None and row.texts.get("id", _NOWHERE).text
            ]
    elsewhere = {item.definition.read.id for item in (*defined, *headings)}
    items = [item for item in items if item.definition.read.id not in elsewhere]
    defined += without_citations(document, kinds, headings, items)
    defined += misspelt_events(document, kinds, defined)
    defined.sort(key=lambda item: (item.definition.place.line, item.definition.place.column))
    return Parsed(document, count, tuple(tables), tuple(defined), tuple(unread))


_NOWHERE = Text("", 1, 1)


def facts_of(
    parsed: Parsed, exists: Callable[[str], bool], role: Role | None = None
) -> DocumentFacts:
    """The facts of a document; ``role`` overrides what its content says it is."""
    document = parsed.document
    definitions = mark_duplicates(parsed.defined)
    labels = [entry for block in document.paragraphs for entry in labelled(document, block)]
    if role is None:
        role = role_of(document, definitions, labels)
    hidden = tuple(hidden_regions(document))
    if role is Role.OTHER and any(_lost_invariants(region) for region in hidden):
        role = Role.SPEC
    builder = _Builder(document, parsed, labels)
    return DocumentFacts(
        path=document.path,
        role=role,
        document=document,
        title=_title(document),
        metadata=_metadata(document, parsed.front_matter, labels),
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
        references=() if role is Role.OTHER else tuple(file_references(document, exists)),
        labels=tuple(labels),
        rows=sum(len(table.rows) for table in document.tables),
    )


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


class _Section(Record):
    labels: dict[str, Text]
    prose: tuple[Text, ...]
    items: tuple[Text, ...]


class _Builder:
    """Turns definitions into facts; the first definition of an id in each form counts."""

    def __init__(
        self,
        document: Document,
        parsed: Parsed,
        labels: Sequence[Labelled],
    ) -> None:
        self.document = document
        self.parsed = parsed
        self.by_section: dict[int, list[Labelled]] = {}
        for label in labels:
            self.by_section.setdefault(label.section, []).append(label)
        self.blocks: dict[int, list[int]] = {}
        for index, paragraph in enumerate(document.paragraphs):
            self.blocks.setdefault(paragraph.section, []).append(index)
        self.first: dict[Kind, dict[DoctrineId, list[Defined]]] = {}
        seen: set[tuple[DoctrineId, Form]] = set()
        for item in parsed.defined:
            key = (item.definition.read.id, item.definition.form)
            if key in seen:
                continue
            seen.add(key)
            kind = self.first.setdefault(item.definition.kind, {})
            kind.setdefault(item.definition.read.id, []).append(item)

    def _of(self, kind: Kind) -> Iterable[tuple[DoctrineId, dict[str, Text], _Section]]:
        """Id, texts by column key, and the section of its heading, for each id of a kind."""
        for identity, items in self.first.get(kind, {}).items():
            texts: dict[str, Text] = {}
            section = _EMPTY
            for item in items:
                for key, text in item.texts.items():
                    texts.setdefault(key, text)
                texts.setdefault("title", item.definition.place)
                if item.definition.form is Form.HEADING:
                    section = self._section(item.definition.section)
            yield identity, texts, section

    def _section(self, index: int) -> _Section:
        labels = {
            label.label.casefold(): label.value._replace(line=label.value.line)
            for label in self.by_section.get(index, [])
        }
        starts = {label.line for label in self.by_section.get(index, [])}
        prose: list[Text] = []
        items: list[Text] = []
        for block in self.blocks.get(index, []):
            paragraph = self.document.paragraphs[block]
            if paragraph.line in starts:
                continue
            text = fold(self.document, self.document.plain(paragraph.raw), paragraph.line)
            (items if paragraph.depth else prose).append(text)
        return _Section(labels, tuple(prose), tuple(items))

    def principles(self) -> tuple[Principle, ...]:
        return tuple(
            Principle(
                id=identity,
                title=texts["title"],
                metric=texts.get("metric"),
                target=texts.get("target") or section.labels.get("target"),
                measurement=texts.get("measurement") or section.labels.get("measurement"),
                gate=texts.get("gate")
                or section.labels.get("ci gate")
                or section.labels.get("gate"),
                prose=section.prose + section.items,
            )
            for identity, texts, section in self._of(Kind.PRINCIPLE)
            if isinstance(identity, PrincipleId)
        )

    def levers(self) -> tuple[Lever, ...]:
        return tuple(
            Lever(
                id=identity,
                title=texts["title"],
                impact=texts.get("impact")
                or section.labels.get("expected impact")
                or section.labels.get("impact"),
                risk=texts.get("risk") or section.labels.get("risk"),
                owner=texts.get("owner")
                or section.labels.get("owner track")
                or section.labels.get("owner"),
                profile_gate=texts.get("profile_gate") or section.labels.get("profile gate"),
                prose=section.prose,
            )
            for identity, texts, section in self._of(Kind.LEVER)
            if isinstance(identity, LeverId)
        )

    def artifacts(self) -> tuple[ArtifactRequirement, ...]:
        return tuple(
            ArtifactRequirement(
                id=identity,
                title=texts["title"],
                contents=section.items + ((texts["contents"],) if "contents" in texts else ()),
                prose=section.prose,
                required_for=texts.get("required_for") or section.labels.get("required for"),
            )
            for identity, texts, section in self._of(Kind.ARTIFACT)
            if isinstance(identity, ArtifactId)
        )

    def events(self) -> tuple[EventDefinition, ...]:
        return tuple(
            EventDefinition(
                id=identity,
                title=texts["title"],
                level=texts.get("level")
                or section.labels.get("level")
                or section.labels.get("severity"),
                meaning=texts.get("meaning")
                or section.labels.get("meaning")
                or (section.prose[0] if section.prose else _told(identity, texts)),
            )
            for identity, texts, section in self._of(Kind.EVENT)
            if isinstance(identity, EventCode)
        )

    def invariants(self) -> tuple[Invariant, ...]:
        return tuple(
            Invariant(
                id=identity,
                title=texts["title"],
                statement=texts.get("statement")
                or (section.prose[0] if section.prose else _told(identity, texts)),
            )
            for identity, texts, section in self._of(Kind.INVARIANT)
            if isinstance(identity, InvariantId)
        )

    def mapping(self) -> tuple[OwnerMapping, ...]:
        out: list[OwnerMapping] = []
        for facts in self.parsed.tables:
            if facts.kind is not Kind.MAPPING:
                continue
            for row in self.document.tables[facts.number].rows:
                texts = {
                    key: cell_text(self.document, cell)
                    for key, cell in zip(facts.columns, row.cells, strict=False)
                    if key is not None
                }
                empty = Text("", row.line, row.column)
                concern = texts.get("concern", empty)
                found = tuple(
                    Mention(read, concern.part(start, start + len(read.written)))
                    for start, read in mentions(concern.text)
                )
                out.append(
                    OwnerMapping(
                        texts.get("subsystem", empty), texts.get("owner", empty), found, concern
                    )
                )
        return tuple(out)


def _told(identity: DoctrineId, texts: dict[str, Text]) -> Text | None:
    """The title in place of a meaning or statement, unless it is the bare id."""
    title = texts["title"]
    return None if title.text == str(identity) else title


_EMPTY = _Section({}, (), ())
