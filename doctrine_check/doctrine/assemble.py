"""Definitions, labels and sections put together to the typed facts of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.define import Defined, cell_text
from doctrine_check.doctrine.ids import (
    ArtifactId,
    EventCode,
    InvariantId,
    LeverId,
    PrincipleId,
    listed_ids,
)
from doctrine_check.doctrine.labels import fold, without_struck_parts
from doctrine_check.doctrine.model import (
    ArtifactRequirement,
    EventDefinition,
    Form,
    Invariant,
    Kind,
    Lever,
    Mention,
    OwnerMapping,
    Principle,
    Text,
)
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from doctrine_check.doctrine.ids import DoctrineId, ReadId
    from doctrine_check.doctrine.markdown import Document
    from doctrine_check.doctrine.model import Definition, Labelled, TableFacts
    from doctrine_check.doctrine.tables import Table


class _Section(Record):
    """What stands under one heading: labels, running text, and items of lists and tables."""

    labels: dict[str, Text]
    prose: tuple[Text, ...]
    items: tuple[Text, ...]


class Builder:
    """Turns definitions into facts; one definition of an id in each form counts."""

    def __init__(
        self,
        document: Document,
        tables: Sequence[TableFacts],
        defined: Sequence[Defined],
        definitions: Sequence[Definition],
        labels: Sequence[Labelled],
    ) -> None:
        self.document = document
        self.tables = tables
        self.by_section: dict[int, list[Labelled]] = {}
        for label in labels:
            self.by_section.setdefault(label.section, []).append(label)
        self.blocks: dict[int, list[int]] = {}
        for index, paragraph in enumerate(document.paragraphs):
            self.blocks.setdefault(paragraph.section, []).append(index)
        self.sheets: dict[int, list[Table]] = {}
        for facts in tables:
            table = document.tables[facts.number]
            if facts.kind is None and len(table.header.cells) == 2:
                self.sheets.setdefault(facts.section, []).append(table)
        self.first: dict[Kind, dict[DoctrineId, list[Defined]]] = {}
        self.unsure = {
            d.read.id
            for d in definitions
            if d.duplicate_of is not None and d.kind is Kind.INVARIANT
        }
        sound = {(d.read.id, d.form) for d in definitions if d.read.problem != "family"}
        seen: set[tuple[DoctrineId, Form]] = set()
        for item, definition in zip(defined, definitions, strict=True):
            key = (definition.read.id, definition.form)
            spoilt = definition.read.problem == "family" and (key in sound or key in seen)
            if spoilt or definition.duplicate_of is not None:
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
                    if key not in texts or not texts[key].text:
                        texts[key] = text
                texts.setdefault("title", item.definition.place)
                if item.definition.form is Form.HEADING:
                    section = self._section(item.definition.section)
            yield identity, texts, section

    def _section(self, index: int) -> _Section:
        labels: dict[str, Text] = {}
        for label in self.by_section.get(index, []):
            labels.setdefault(label.label.casefold(), label.value)
        starts = {label.line for label in self.by_section.get(index, [])}
        prose: list[Text] = []
        items: list[Text] = []
        for block in self.blocks.get(index, []):
            paragraph = self.document.paragraphs[block]
            if paragraph.line in starts:
                continue
            text = fold(self.document, self.document.plain(paragraph.raw), paragraph.line)
            (items if paragraph.depth else prose).append(text)
        # Beside a list, a table is about something else.
        items = items or list(self._listed(index, starts))
        return _Section(labels, tuple(prose), tuple(items))

    def _listed(self, index: int, labelled: set[int]) -> Iterator[Text]:
        """The rows of tables of two columns that tell what the fact of a section holds."""
        for table in self.sheets.get(index, ()):
            for row in table.rows:
                cells = [cell_text(self.document, cell) for cell in row.cells]
                if cells and row.line not in labelled:
                    text = " ".join(cell.text for cell in cells)
                    yield without_struck_parts(cells[0]._replace(text=text))

    def principles(self) -> tuple[Principle, ...]:
        """Every principle, with what its section or row says."""
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
        """Every lever, with what its section or row says."""
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
        """Every artifact, with what its section or row says."""
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
        """Every event, with what its section or row says."""
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
        """Every invariant, with what its section or row says."""
        return tuple(
            Invariant(
                id=identity,
                title=texts["title"],
                # Of two statements nobody knows which is its own.
                statement=None
                if identity in self.unsure
                else texts.get("statement")
                or (section.prose[0] if section.prose else _told(identity, texts)),
            )
            for identity, texts, section in self._of(Kind.INVARIANT)
            if isinstance(identity, InvariantId)
        )

    def mapping(self) -> tuple[OwnerMapping, ...]:
        """Every row of the owner mapping."""
        out: list[OwnerMapping] = []
        for facts in self.tables:
            if facts.kind is not Kind.MAPPING:
                continue
            for row in self.document.tables[facts.number].rows:
                texts = {
                    key: cell_text(self.document, cell)
                    for key, cell in zip(facts.columns, row.cells, strict=False)
                    if key is not None
                }
                line = self.document.lines[row.line - 1]
                if "~" in line or "</" in line:
                    from doctrine_check.doctrine.struck import is_struck_row, row_texts

                    if is_struck_row(texts):
                        continue
                    texts = row_texts(texts)
                empty = Text("", row.line, row.column)
                concerns = [texts.get("concern", empty)]
                if len(row.cells) != len(facts.columns):  # any cell may be the one with the ids
                    concerns = [cell_text(self.document, cell) for cell in row.cells]
                    texts = {}
                concern = texts.get("concern", empty)
                found = tuple(
                    Mention(read, text.part(start, start + len(read.written)))
                    for text in concerns
                    for start, read in _listed(text.text)
                )
                out.append(
                    OwnerMapping(
                        texts.get("subsystem", empty), texts.get("owner", empty), found, concern
                    )
                )
        return tuple(out)


def _listed(text: str) -> Iterator[tuple[int, ReadId]]:
    """The ids of a cell, but for those that its other words deny or doubt."""
    found = list(listed_ids(text))
    if "?" in text or len(text) > sum(len(read.written) + len(", ") for _, read in found):
        from doctrine_check.doctrine.denied import not_denied

        found = not_denied(text, found)
    yield from found


def _told(identity: DoctrineId, texts: dict[str, Text]) -> Text | None:
    """The title in place of a meaning or statement, unless it is the bare id."""
    title = texts["title"]
    return None if title.text == str(identity) else title


_EMPTY = _Section({}, (), ())
