"""What a table is about, and which of its columns holds what.

The header decides first, then the ids in the first column, then the heading above; so that one
renamed column, one wrong id or one reworded heading does not lose the table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from doctrine_check.doctrine.ids import (
    ArtifactId,
    DoctrineId,
    EventCode,
    InvariantId,
    LeverId,
    PrincipleId,
    may_mention,
    read_id,
)
from doctrine_check.doctrine.model import Kind, TableFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from doctrine_check.doctrine.markdown import Document
    from doctrine_check.doctrine.tables import Table

COLUMNS: dict[Kind, tuple[tuple[str, tuple[str, ...]], ...]] = {
    Kind.PRINCIPLE: (
        ("id", ("id", "principle id")),
        ("title", ("principle", "title", "name")),
        ("metric", ("metric",)),
        ("target", ("target",)),
        ("measurement", ("measurement",)),
        ("gate", ("ci gate", "gate")),
    ),
    Kind.LEVER: (
        ("id", ("id", "lever id")),
        ("title", ("lever", "title", "name")),
        ("owner", ("owner track", "owner")),
        ("profile_gate", ("profile gate",)),
        ("impact", ("expected impact", "impact")),
        ("risk", ("risk",)),
    ),
    Kind.ARTIFACT: (
        ("id", ("id", "artifact id")),
        ("title", ("artifact", "title", "name")),
        ("required_for", ("required for",)),
        ("contents", ("contents", "content")),
    ),
    Kind.EVENT: (
        ("id", ("code", "event code", "event id", "event name", "id", "event", "log code")),
        ("level", ("level", "severity", "log level")),
        ("meaning", ("meaning", "description", "trigger", "message", "when", "event", "purpose")),
    ),
    Kind.INVARIANT: (
        ("id", ("id", "invariant id", "invariant", "code", "name")),
        (
            "statement",
            (
                "statement",
                "description",
                "invariant",
                "rule",
                "definition",
                "requirement",
                "meaning",
            ),
        ),
    ),
    Kind.MAPPING: (
        ("subsystem", ("subsystem",)),
        ("owner", ("owner track", "owner")),
        ("concern", ("performance concern", "concern", "concerns")),
    ),
}
"""Column key and the headers it goes by; the first is the one the performance documents use."""

CORE: dict[Kind, tuple[str, ...]] = {
    Kind.PRINCIPLE: ("id", "title", "metric"),
    Kind.LEVER: ("id", "title", "owner", "profile_gate"),
    Kind.ARTIFACT: ("id", "title", "required_for"),
    Kind.EVENT: ("id", "level", "meaning"),
    Kind.INVARIANT: ("id", "statement"),
    Kind.MAPPING: ("subsystem", "owner", "concern"),
}
"""The columns that a table of this kind must have, in the order they stand by convention."""

# Headers that tell a kind apart: no other kind has them.
_TELLING: dict[str, Kind] = {
    "metric": Kind.PRINCIPLE,
    "principle": Kind.PRINCIPLE,
    "lever": Kind.LEVER,
    "profile gate": Kind.LEVER,
    "artifact": Kind.ARTIFACT,
    "required for": Kind.ARTIFACT,
    "level": Kind.EVENT,
    "log level": Kind.EVENT,
    "event code": Kind.EVENT,
    "event id": Kind.EVENT,
    "event name": Kind.EVENT,
    "log code": Kind.EVENT,
    "meaning": Kind.EVENT,
    "statement": Kind.INVARIANT,
    "invariant": Kind.INVARIANT,
    "invariant id": Kind.INVARIANT,
    "subsystem": Kind.MAPPING,
    "performance concern": Kind.MAPPING,
}

ID_TYPE: dict[Kind, type[DoctrineId]] = {
    Kind.PRINCIPLE: PrincipleId,
    Kind.LEVER: LeverId,
    Kind.ARTIFACT: ArtifactId,
    Kind.EVENT: EventCode,
    Kind.INVARIANT: InvariantId,
}
KIND_OF_TYPE: dict[type[DoctrineId], Kind] = {id_type: kind for kind, id_type in ID_TYPE.items()}

Kinds: TypeAlias = "Sequence[Kind | None]"
"""What each section announces, by the number of the section."""
Several: TypeAlias = "Mapping[int, frozenset[Kind]]"
"""The sections that announce several kinds: what stands there is of the kind of its id."""

LEVELS = frozenset(
    {"trace", "debug", "info", "notice", "warn", "warning", "error", "critical", "fatal", "alert"}
)
"""The event levels that everybody knows."""


def is_level(text: str) -> bool:
    """Whether a text is one of the levels that everybody knows."""
    return text.rstrip(" .").casefold() in LEVELS


_CODED = (Kind.EVENT, Kind.INVARIANT)
_WORDS = re.compile(r"[a-z]+")
_KIND_WORDS: dict[str, Kind] = {
    "principle": Kind.PRINCIPLE,
    "principles": Kind.PRINCIPLE,
    "lever": Kind.LEVER,
    "levers": Kind.LEVER,
    "event": Kind.EVENT,
    "events": Kind.EVENT,
    "invariant": Kind.INVARIANT,
    "invariants": Kind.INVARIANT,
    "mapping": Kind.MAPPING,
}


def words(text: str) -> list[str]:
    """The words of a heading or header, lower case."""
    return _WORDS.findall(text.casefold())


def heading_kind(text: str) -> Kind | None:
    """The kind of fact that a heading announces, if its words name one."""
    return next(iter(_named_kinds(words(text))), None)


def _named_kinds(found: Sequence[str]) -> list[Kind]:
    """The kinds that the words of a heading name; the first is what the heading is about."""
    named = [_KIND_WORDS[word] for word in found if word in _KIND_WORDS]
    if "artifacts" in found and ("required" in found or "performance" in found):
        named.append(Kind.ARTIFACT)
    elif Kind.INVARIANT in named and "codes" in found and "invariant codes" not in " ".join(found):
        named.append(Kind.EVENT)
    return named


# Under such a heading stand lists that cite invariants and events defined elsewhere.
_CITING_WORDS = frozenset(
    {"test", "tests", "tested", "testing", "verification", "verified", "traceability", "coverage"}
)


def section_kinds(document: Document) -> Kinds:
    """For each section the kind that it, or the nearest section around it, announces."""
    return announced_kinds(document)[0]


def announced_kinds(document: Document) -> tuple[Kinds, Several]:
    """What each section announces first, and the sections that announce more than that."""
    kinds: list[Kind | None] = [None]
    several: dict[int, frozenset[Kind]] = {}
    for section in document.sections[1:]:
        found = words(document.plain(section.heading.raw)) if section.heading else []
        named = _named_kinds(found)
        kind = named[0] if named else None
        if kind is None or kind in _CODED:
            if not _CITING_WORDS.isdisjoint(found):
                kinds.append(None)
                continue
            if kind is None:
                kind = kinds[section.parent]
                if section.parent in several:
                    several[len(kinds)] = several[section.parent]
        if len(set(named)) > 1 and kind is not Kind.MAPPING:
            several[len(kinds)] = frozenset(named)
        kinds.append(kind)
    return kinds, several


def header_names(document: Document, table: Table) -> tuple[str, ...]:
    """The header cells as plain lower-case words."""
    return tuple(" ".join(words(document.plain(cell.raw))) for cell in table.header.cells)


def read_table(
    document: Document, index: int, around: Kind | None, several: Collection[Kind] = ()
) -> TableFacts:
    """Decide the kind of a table and map its columns.

    ``around``: what its section announces; ``several``: all that it announces, if more than one.
    """
    table = document.tables[index]
    names = header_names(document, table)
    kind = _kind(document, table, names, around, several)
    columns = columns_of(kind, names) if kind else ()
    return TableFacts(kind, index, _righted(document, table, names, columns), table.section)


def _righted(
    document: Document, table: Table, names: Sequence[str], columns: tuple[str | None, ...]
) -> tuple[str | None, ...]:
    """``columns``, but for two whose headers stand above each other's cells.

    Where no cell is what its header says, and each cell of another column is, the two headers were
    exchanged; the rule table-columns says so, and the other rules read the cells for what they are.
    """
    rows = [row for row in table.rows if len(row.cells) == len(columns)]
    if len(rows) < 2:
        return columns
    for index, key in enumerate(columns):
        fits = _FITS.get(key or "")
        if fits is None or any(fits(document.plain(row.cells[index].raw)) for row in rows):
            continue
        for other, name in enumerate(columns):
            if name is None or other == index or (key == "id" and names[other] in NAMING):
                continue
            fitting = sum(fits(document.plain(row.cells[other].raw)) for row in rows)
            # A metric may have its limit elsewhere, and then no sign.
            if fitting == len(rows) or (key == "metric" and fitting * 2 > len(rows)):
                righted = list(columns)
                righted[index], righted[other] = name, key
                return tuple(righted)
    return columns


def _is_metric(text: str) -> bool:
    return not _SIGNS.isdisjoint(text)


def _is_scope(text: str) -> bool:
    from doctrine_check.doctrine.required_for import parse_required_for

    return parse_required_for(text) is not None


def _is_track(text: str) -> bool:
    """``10.15``, with or without a name behind it; teams that own things are told by nothing."""
    return text.partition(" ")[0].replace(".", "").isdecimal()


def _is_loop(text: str) -> bool:
    return text.isupper() and "-" in text and read_id(text) is None


_SIGNS = frozenset("<>=%≤≥")
_FITS: dict[str, Callable[[str], bool]] = {
    "id": lambda text: read_id(text.strip("~")) is not None,
    "level": is_level,
    "required_for": _is_scope,
    "profile_gate": _is_loop,
    "owner": _is_track,
    "concern": may_mention,
    "metric": _is_metric,
}
"""What the cells of a column look like, for those that can be told."""


def _kind(
    document: Document,
    table: Table,
    names: Sequence[str],
    around: Kind | None,
    several: Collection[Kind],
) -> Kind | None:
    votes: dict[Kind, int] = {}
    for name in names:
        if name in _TELLING:
            kind = _TELLING[name]
            votes[kind] = votes.get(kind, 0) + 2
    counts = _id_counts(document, table, 0, {around, *several, *votes})
    if not counts and around in _CODED and not NAMING.isdisjoint(names[:1]):
        column = columns_of(around, names).index("id")
        counts = _id_counts(document, table, column, {around, *several, *votes})
    ids = _majority(counts)
    if ids is not None:
        votes[ids] = votes.get(ids, 0) + 3
    if not votes:
        return None
    kind = ids or max(votes, key=votes.__getitem__)
    around = kind if kind in several else around
    if around is not None:
        votes[around] = votes.get(around, 0) + (2 if around in votes else 1)
    kind, best = max(votes.items(), key=lambda item: item[1])
    # One telling word such as "Level" makes no event table; an id column or a heading must agree.
    if best < 3 or (ids is None and kind is not Kind.MAPPING and around is not kind):
        return None
    # Other documents number requirements and test cases as events are numbered.
    if kind is Kind.EVENT and around is not kind and not _tells_events(document, table, names):
        return None
    # Some number their invariants like events; those are read by nobody here.
    if kind is Kind.INVARIANT and ids is Kind.EVENT and kind not in counts:
        return None
    return kind


def _tells_events(document: Document, table: Table, names: Sequence[str]) -> bool:
    """Whether the header says events. Courses and support contracts have levels too."""
    if names[:1] == ("event",):
        return True
    for number, name in enumerate(names):
        if _TELLING.get(name) is not Kind.EVENT:
            continue
        if name not in ("level", "log level") or any(
            document.plain(row.cells[number].raw).casefold() in LEVELS
            for row in table.rows
            if number < len(row.cells)
        ):
            return True
    return False


NAMING = frozenset({"event", "event name", "invariant", "name"})
"""Headers that head the ids of events and invariants, or their names where a column has codes."""


def _id_counts(
    document: Document, table: Table, column: int, expected: set[Kind | None]
) -> dict[Kind, int]:
    """How many cells of a column hold an id of each kind that at least half of them hold.

    A malformed one counts where the header or the heading expects it: "Art. 5" is a law elsewhere.
    """
    counts: dict[Kind, int] = {}
    for row in table.rows:
        if len(row.cells) <= column:
            continue
        read = read_id(document.plain(row.cells[column].raw).strip("~"))
        if read is None:
            continue
        kind = KIND_OF_TYPE[type(read.id)]
        if read.problem != "malformed" or kind in expected:
            counts[kind] = counts.get(kind, 0) + 1
    total = sum(bool(row.cells) for row in table.rows)
    return {kind: count for kind, count in counts.items() if count * 2 >= total}


def _majority(counts: dict[Kind, int]) -> Kind | None:
    return max(counts, key=lambda kind: counts[kind]) if counts else None


_BESIDE = "beside"


def columns_of(kind: Kind, names: Sequence[str]) -> tuple[str | None, ...]:
    """Which column holds what, as the header has it."""
    if len(set(names)) < len(names):
        from doctrine_check.doctrine.doubled import without_copies

        names = without_copies(kind, names)
    taken: set[str] = set()
    found: list[str | None] = [None] * len(names)
    for index, name in enumerate(names):
        if name in NAMING and "id" not in taken and kind in _CODED:
            from doctrine_check.doctrine.mixed import column_of_names

            beside = column_of_names(kind, names, index) if _BESIDE not in taken else ""
            if beside is not None:  # a later column has the codes
                found[index] = beside or None
                taken.update((beside, _BESIDE))
                continue
        for key, aliases in COLUMNS[kind]:
            if key not in taken and name in aliases:
                found[index] = key
                taken.add(key)
                break
    core = CORE[kind]
    # A renamed column is known by its place when the table has the usual number of columns.
    known = core if len(names) == len(core) else core[:1]
    for index, key in zip(range(len(found)), known, strict=False):
        if found[index] is None and key not in taken:
            found[index] = key
    return tuple(found)
