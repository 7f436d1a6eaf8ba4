"""Events and invariants on lines of their own that markdown joins to one paragraph.

``**INV-ABC-A**: x`` above ``**INV-ABC-B**: y``, without a blank line, is one running text to every
reader of the page. The lines are read one by one all the same, and remembered as lost, unless they
end in hard line breaks, which keep them apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import ID_TYPE, KIND_OF_TYPE
from doctrine_check.doctrine.define import leading_id, stands_apart
from doctrine_check.doctrine.ids import EventCode, InvariantId
from doctrine_check.doctrine.model import Hidden, Kind
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from doctrine_check.doctrine.columns import Kinds, Several
    from doctrine_check.doctrine.define import Leading
    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.markdown import Document, Paragraph
    from doctrine_check.doctrine.model import Definition

_READ = frozenset({Kind.EVENT, Kind.INVARIANT})
_HARD = ("  ", "\\", "<br>", "<br/>", "<br />")


class RunOn(Record):
    """Lines that define ids and are joined to one paragraph; ``last`` is the paragraph's last."""

    hidden: Hidden
    last: int


def apart(document: Document, kinds: Kinds, several: Several) -> tuple[Document, tuple[RunOn, ...]]:
    """The document with such lines as paragraphs of their own, and those that are joined."""
    paragraphs: list[Paragraph] = []
    joined: list[RunOn] = []
    places: dict[DoctrineId, int] = {}
    for index, paragraph in enumerate(document.paragraphs):
        kind = kinds[paragraph.section]
        every = several.get(paragraph.section) or (frozenset({kind}) if kind else frozenset())
        lines = paragraph.raw.split("\n")
        found: dict[int, DoctrineId] = {}
        if not every.isdisjoint(_READ) and _may_open(lines):
            found = _opening_lines(document, paragraph, every)
        if len(found) > 1:
            places = places or _opening_places(document)
            # A later line may speak of what another place defines.
            found = {
                number: identity
                for number, identity in found.items()
                if not number
                or lines[number - 1].endswith(_HARD)
                or places.get(identity, index) == index
            }
        if len(found) < 2:
            paragraphs.append(paragraph)
            continue
        starts = sorted({0, *found, *_behind_breaks(lines)})
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            paragraphs.append(_part(document, paragraph, lines, start, end))
        if not _kept_apart(lines, list(found)):
            # In an item the first line has its mark, and those behind it have lost theirs.
            numbers = sorted(found)[1 if paragraph.depth and 0 in found else 0 :]
            ids = tuple(found[number] for number in numbers)
            line = paragraph.line + numbers[0]
            hidden = Hidden("paragraph", line, 1, ids, tabular=False)
            joined.append(RunOn(hidden, paragraph.end_line))
    return document._replace(paragraphs=tuple(paragraphs)), tuple(joined)


def _may_open(lines: Sequence[str]) -> bool:
    """Whether several lines open with what may be an id."""
    return sum(map(_like_id, lines)) > 1


def _behind_breaks(lines: Sequence[str]) -> list[int]:
    """The lines behind a hard break that open with what may be an id, misspelt or not."""
    behind = range(1, len(lines))
    return [n for n in behind if lines[n - 1].endswith(_HARD) and _like_id(lines[n])]


def _like_id(line: str) -> bool:
    word = line.lstrip(" *_`[(").partition(" ")[0]
    return "-" in word or "_" in word or word.rstrip(":`*_")[-1:].isdecimal()


def _opening_places(document: Document) -> dict[DoctrineId, int]:
    """The ids that open paragraphs, headings and rows: the number of their paragraph, if only one.

    -1 stands for any other place.
    """
    places: dict[DoctrineId, int] = {}
    heads = [section.heading.raw for section in document.sections if section.heading is not None]
    heads += [row.cells[0].raw for table in document.tables for row in table.rows if row.cells]
    openings = [(-1, raw) for raw in heads]
    openings += [(index, paragraph.raw) for index, paragraph in enumerate(document.paragraphs)]
    for index, raw in openings:
        leading = leading_id(document.plain(raw.partition("\n")[0]))
        if leading is not None and places.setdefault(leading.read.id, index) != index:
            places[leading.read.id] = -1
    return places


def lost_lines(joined: Iterable[RunOn], definitions: Sequence[Definition]) -> tuple[Hidden, ...]:
    """The joined lines of which one at least defines what no other place does."""
    lines: dict[DoctrineId, list[int]] = {}
    for definition in definitions:
        lines.setdefault(definition.read.id, []).append(definition.place.line)
    bounds = {identity: (min(places), max(places)) for identity, places in lines.items()}

    def only_here(run: RunOn, identity: DoctrineId) -> bool:
        first, last = bounds.get(identity, (run.last, run.last))
        return run.hidden.line <= first and last <= run.last

    return tuple(
        run.hidden for run in joined if any(only_here(run, item) for item in run.hidden.ids)
    )


def _opening_lines(
    document: Document, paragraph: Paragraph, every: Collection[Kind]
) -> dict[int, DoctrineId]:
    """The lines that open with an id which is set apart, by number; none, if prose does so."""
    if paragraph.depth and not paragraph.lead:
        return {}
    lines = paragraph.raw.split("\n")
    (around,) = every if len(every) == 1 else (None,)
    found: dict[int, DoctrineId] = {}
    for number, line in enumerate(lines):
        leading = leading_id(document.plain(line), ID_TYPE[around] if around else None)
        kind = KIND_OF_TYPE[type(leading.read.id)] if leading is not None else None
        if leading is None or kind not in every or kind not in _READ:
            continue
        below = lines[number + 1] if number + 1 < len(lines) else ""
        piece = paragraph._replace(raw=line)
        if _set_apart(document, piece, leading, kind, below):
            found[number] = leading.read.id
    families = {
        identity.family if isinstance(identity, EventCode | InvariantId) else ""
        for identity in found.values()
    }
    first = min(found, default=0)
    # Before the first line may stand what announces the list, or the header of a table.
    before = lines[first - 1] if first else ""
    alone = not before or before.endswith((*_HARD, ":")) or "\t" in before
    return found if alone and len(families) == 1 else {}


def _set_apart(
    document: Document, line: Paragraph, leading: Leading, kind: Kind, below: str
) -> bool:
    """Whether an id opens its line as the head of an entry, and not as the word of a sentence."""
    if not leading.rest:
        return below.lstrip().startswith(": ")  # a list of terms and what they mean
    behind = document.plain(line.raw)[leading.start + len(leading.read.written) :]
    if behind.startswith("\t"):
        return True
    if behind.lstrip().startswith("|"):
        return False  # a table that was lost
    bracket = behind.lstrip().startswith("(")
    return stands_apart(leading._replace(separated=leading.separated and not bracket), line, kind)


def _kept_apart(lines: Sequence[str], found: Sequence[int]) -> bool:
    """Whether hard breaks, or the signs of a list of terms, keep all the lines apart."""
    if all(lines[number + 1 : number + 2] and _is_term(lines[number + 1]) for number in found):
        return True
    return all(lines[number - 1].endswith(_HARD) for number in found[1:])


def _is_term(line: str) -> bool:
    return line.lstrip().startswith(": ")


def _part(
    document: Document, paragraph: Paragraph, lines: Sequence[str], start: int, end: int
) -> Paragraph:
    if not start:
        column = paragraph.column
    else:
        column = document.lines[paragraph.line + start - 1].find(lines[start].strip()) + 1
    raw = "\n".join(lines[start:end]).rstrip()
    if end < len(lines):  # a break at the end of a line is none at the end of a paragraph
        raw = raw.removesuffix("\\").rstrip()
    return paragraph._replace(
        raw=raw,
        line=paragraph.line + start,
        end_line=paragraph.line + end - 1,
        column=max(column, 1),
        lead=paragraph.depth > 0,
    )
