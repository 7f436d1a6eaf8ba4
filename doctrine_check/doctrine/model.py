"""What a doctrine document says, typed, every fact with its place."""

from __future__ import annotations

from enum import Enum
from operator import itemgetter
from typing import TYPE_CHECKING

from doctrine_check.findings import Location
from doctrine_check.records import Record

if TYPE_CHECKING:
    from doctrine_check.doctrine.ids import (
        ArtifactId,
        DoctrineId,
        EventCode,
        InvariantId,
        LeverId,
        PrincipleId,
        ReadId,
    )
    from doctrine_check.doctrine.markdown import Document


class Role(Enum):
    """What kind of document this is, and so which rules look at it."""

    DOCTRINE = "performance doctrine"
    CONTRACT = "performance spec contract"
    SPEC = "spec contract"
    ADR = "ADR"
    OTHER = "other"


class Kind(Enum):
    """The kinds of fact a table, list or run of headings may hold."""

    PRINCIPLE = "principles"
    LEVER = "levers"
    ARTIFACT = "artifacts"
    EVENT = "events"
    INVARIANT = "invariants"
    MAPPING = "owner mapping"


class Text(Record):
    """Plain text on one line, with its place: line and column from 1, ``end`` exclusive.

    Text folded from several source lines knows its ``breaks``: the offset at which each further
    line begins, and the column where it begins there.
    """

    text: str
    line: int
    column: int
    end: int = 0
    breaks: tuple[tuple[int, int], ...] = ()

    def part(self, start: int, end: int) -> Text:
        """The piece ``text[start:end]`` with its own line and column."""
        column, base, passed = self.column, 0, 0
        if self.breaks:
            from bisect import bisect_right

            passed = bisect_right(self.breaks, start, key=itemgetter(0))
            if passed:
                base, column = self.breaks[passed - 1]
        begin = column + start - base
        return Text(self.text[start:end], self.line + passed, begin, begin + end - start)

    def at(self, path: str) -> Location:
        """The location of this text in the document ``path``."""
        return Location(path, self.line, self.column, self.end or None)


class Labelled(Record):
    """A labelled line such as ``**Target:** ...``; ``value`` is empty when nothing follows."""

    label: str
    value: Text
    line: int
    column: int
    section: int


class Principle(Record):
    """A principle. ``metric`` is the contract's column; the rest is the doctrine's."""

    id: PrincipleId
    title: Text
    metric: Text | None = None
    target: Text | None = None
    measurement: Text | None = None
    gate: Text | None = None
    prose: tuple[Text, ...] = ()


class Lever(Record):
    """An optimisation lever with expected impact, risk, owner track and profile gate."""

    id: LeverId
    title: Text
    impact: Text | None = None
    risk: Text | None = None
    owner: Text | None = None
    profile_gate: Text | None = None
    prose: tuple[Text, ...] = ()


class ArtifactRequirement(Record):
    """A required artifact: what it holds (bullets), and which changes owe it."""

    id: ArtifactId
    title: Text
    contents: tuple[Text, ...] = ()
    prose: tuple[Text, ...] = ()
    required_for: Text | None = None


class EventDefinition(Record):
    """A row of the event table."""

    id: EventCode
    title: Text
    level: Text | None = None
    meaning: Text | None = None


class Invariant(Record):
    """An invariant and its statement."""

    id: InvariantId
    title: Text
    statement: Text | None = None


class OwnerMapping(Record):
    """A row of the implementation mapping: subsystem, owner track, and the ids it concerns."""

    subsystem: Text
    owner: Text
    concerns: tuple[Mention, ...]
    concern_text: Text


class Mention(Record):
    """An id named somewhere."""

    read: ReadId
    place: Text


class Repeated(Record):
    """A label that stands again for the same fact; ``subject`` is its id, empty for metadata."""

    first: Labelled
    again: Labelled
    subject: str


class Form(Enum):
    """How a fact is written down."""

    HEADING = "heading"
    ROW = "table row"
    ITEM = "list item"


class Definition(Record):
    """A place where an id is defined: the id as read, its kind, and the form it takes."""

    read: ReadId
    kind: Kind
    form: Form
    place: Text
    section: int
    duplicate_of: int | None = None


class TableFacts(Record):
    """How a table was read: its kind and which column holds what."""

    kind: Kind | None
    number: int
    columns: tuple[str | None, ...]
    section: int


class Hidden(Record):
    """Rows or headings with ids that stand where no reader sees them.

    ``how``: ``fence``, ``code``, ``comment``, ``html`` (unseen) or ``paragraph`` (a lost table).
    """

    how: str
    line: int
    column: int
    ids: tuple[DoctrineId, ...]
    tabular: bool


class FileReference(Record):
    """A path that the document names as a file of the repository.

    ``resolved`` is relative to the root, ``None`` when it leaves the repository.
    """

    written: str
    resolved: str | None
    exists: bool
    place: Text


class DocumentFacts(Record):
    """Everything the rules may know of one document.

    ``swallowed`` is set where a fence or comment holds most of a performance document: the role
    that is left to what a reader sees of it.
    """

    path: str
    role: Role
    document: Document
    title: Text | None
    metadata: tuple[Labelled, ...]
    principles: tuple[Principle, ...]
    levers: tuple[Lever, ...]
    artifacts: tuple[ArtifactRequirement, ...]
    events: tuple[EventDefinition, ...]
    invariants: tuple[Invariant, ...]
    mapping: tuple[OwnerMapping, ...]
    definitions: tuple[Definition, ...]
    unread: tuple[tuple[Kind, Text], ...]
    tables: tuple[TableFacts, ...]
    hidden: tuple[Hidden, ...]
    references: tuple[FileReference, ...]
    labels: tuple[Labelled, ...]
    rows: int
    repeated: tuple[Repeated, ...] = ()
    swallowed: Role | None = None

    def at(self, text: Text) -> Location:
        """The location of ``text`` in this document."""
        return text.at(self.path)

    def line(self, line: int, column: int = 1) -> Location:
        """A location in this document by line."""
        return Location(self.path, line, column)

    def meta(self, *labels: str) -> Labelled | None:
        """The first metadata line with one of these labels (case folded)."""
        for entry in self.metadata:
            if entry.label.casefold() in labels:
                return entry
        return None

    def facts(self, kind: Kind) -> tuple[Fact, ...]:
        """The facts of one kind, first definition of each id only."""
        table: dict[Kind, tuple[Fact, ...]] = {
            Kind.PRINCIPLE: self.principles,
            Kind.LEVER: self.levers,
            Kind.ARTIFACT: self.artifacts,
            Kind.EVENT: self.events,
            Kind.INVARIANT: self.invariants,
        }
        return table.get(kind, ())

    def doubtful(self, kind: Kind) -> bool:
        """Whether the id of some row or heading of this kind is missing, unread, or unseen.

        An id of this kind that seems to be missing or miscounted may be that one.
        """
        if any(d.kind is kind and d.read.problem == "family" for d in self.definitions):
            return True
        if any(unread is kind for unread, _ in self.unread):
            return True
        for table in self.tables:
            if table.kind is kind and "id" in table.columns:
                column = table.columns.index("id")
                rows = self.document.tables[table.number].rows
                if any(len(row.cells) > column and not row.cells[column].raw for row in rows):
                    return True
        return False

    def hidden_ids(self) -> frozenset[DoctrineId]:
        """Ids that stand in a fence, a comment or a lost table."""
        return frozenset(item for hidden in self.hidden for item in hidden.ids)


Fact = Principle | Lever | ArtifactRequirement | EventDefinition | Invariant
