"""What defines an id only because others of its family stand beside it, or is wrong for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import KIND_OF_TYPE
from doctrine_check.doctrine.columns import words as heading_words
from doctrine_check.doctrine.define import ARROWS, leading_id
from doctrine_check.doctrine.ids import EventCode, InvariantId
from doctrine_check.doctrine.model import Form, Kind
from doctrine_check.limits import words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from doctrine_check.doctrine.define import Defined, Opening
    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.markdown import Document
    from doctrine_check.doctrine.model import Definition


def of_known_families(
    document: Document, items: Sequence[Defined], others: Sequence[Defined]
) -> list[Defined]:
    """Without the items that open with an id as a sentence does, and do not define it.

    They do where the document sets other ids of the family apart, and nowhere this one, or where
    whole lists of a family are written so; not, where another item has more than a sentence on it.
    """
    apart = [item.definition.read.id for item in (*others, *items) if not item.loose]
    families = {_family(identity) for identity in apart}
    known = frozenset(apart)
    listed = _listed(document, items, families)
    told = {i.definition.read.id for i in items if i.loose and not goes_on(i.texts["title"].text)}
    out: list[Defined] = []
    for number, item in enumerate(items):
        identity = item.definition.read.id
        beside = _family(identity) in families and identity not in known
        speaks = identity in told and goes_on(item.texts["title"].text)
        if not item.loose or number in listed or (beside and not speaks):
            out.append(item)
    return out


def _listed(
    document: Document, items: Sequence[Defined], families: Collection[object]
) -> frozenset[int]:
    """The numbers of loose items in lists most of whose items open so, each with a text of its own.

    A second list of the same ids speaks of them.
    """
    groups: dict[tuple[int, object], list[int]] = {}
    for number, item in enumerate(items):
        family = _family(item.definition.read.id)
        if item.loose and family not in families:
            groups.setdefault((item.definition.section, family), []).append(number)
    beside = _other_items(document, items) if groups else {}
    apart = {(i.definition.section, i.definition.kind) for i in items if not i.loose}
    taken: dict[DoctrineId, int] = {}
    found: set[int] = set()
    for (section, _), numbers in groups.items():
        kind = items[numbers[0]].definition.kind
        if (section, kind) in apart or beside.get(section, 0) >= len(numbers):
            continue
        for number in _defining(document, [items[number] for number in numbers], numbers):
            if taken.setdefault(items[number].definition.read.id, section) == section:
                found.add(number)
    return frozenset(found)


def _other_items(document: Document, items: Sequence[Defined]) -> dict[int, int]:
    """How many items of the outermost lists of each section open with no id."""
    lines = {item.definition.place.line for item in items}
    found: dict[int, int] = {}
    for paragraph in document.paragraphs:
        if paragraph.lead and paragraph.depth == 1 and paragraph.line not in lines:
            found[paragraph.section] = found.get(paragraph.section, 0) + 1
    return found


def _defining(
    document: Document, group: Sequence[Defined], numbers: Sequence[int]
) -> Collection[int]:
    """The numbers of the items of a list that define, and do not go on as sentences do."""
    stated = {
        number: item.definition.read.id
        for number, item in zip(numbers, group, strict=True)
        if not goes_on(item.texts["title"].text)
    }
    ids = {item.definition.read.id for item in group}
    arrows = any(
        arrow in document.lines[item.definition.place.line - 1]
        for item in group
        for arrow in ARROWS
    )
    if len(group) < 2 or 2 * len(stated) < len(group):
        return ()
    if arrows and (len(ids) < len(group) or not _lists_alone(document, group[0])):
        return ()  # arrows may lead from each code to its receivers
    told = set(stated.values())
    for number, item in zip(numbers, group, strict=True):
        if item.definition.read.id not in told:  # it stands in the list, after all
            told.add(item.definition.read.id)
            stated[number] = item.definition.read.id
    return stated


def _lists_alone(document: Document, item: Defined) -> bool:
    """Whether the heading of a list names what it holds, and says no more of it."""
    heading = document.sections[item.definition.section].heading
    said = heading_words(document.plain(heading.raw)) if heading is not None else ["nothing"]
    return _PLAIN_WORDS.issuperset(said)


_PLAIN_WORDS = words("event events code codes invariant invariants and the log error emitted names")


def goes_on(text: str) -> bool:
    """Whether what stands behind an id makes it the subject of a sentence, or one of several."""
    word = text.partition(" ")[0].rstrip(",;")
    if word in _GOING_ON or not (text[:1].isalnum() or text[:1] in "\"'`*_<>="):
        return True
    return leading_id(text) is not None


_GOING_ON = words(
    "is are was were be has have had holds hold held must may might can cannot could will would "
    "shall should does do did applies apply follows follow comes says states means needs requires "
    "covers guarantees ensures forbids breaks fails fires marks tells stands belongs remains stays "
    "still also only and or nor but as at by for from in into of on onto over per since than that "
    "to under until unless when where which while who with without via versus vs see"
)


def _family(identity: DoctrineId) -> tuple[type[DoctrineId], str]:
    if isinstance(identity, EventCode | InvariantId):
        return type(identity), identity.family
    return type(identity), ""


def of_three_digits(defined: list[Defined]) -> list[Defined]:
    """``CCH-0002`` among events whose codes have three digits is no code of its own."""
    if not any(_opens_with_zero(item.definition) for item in defined):
        return defined
    codes = {item.definition.read.id for item in defined if item.definition.kind is Kind.EVENT}
    widths: dict[tuple[object, int], int] = {}
    for item in defined:
        identity = item.definition.read.id
        if item.definition.kind is Kind.EVENT:
            family = _family(identity)
            width = len(identity.text) - len(family[1]) - 1
            widths[family, width] = widths.get((family, width), 0) + 1
    out: list[Defined] = []
    for item in defined:
        read = item.definition.read
        family = _family(read.id)
        three, four = (widths.get((family, width), 0) for width in (3, 4))
        mostly_three = three > four or three == four == 1
        if _opens_with_zero(item.definition) and mostly_three:
            meant = EventCode(f"{family[1]}-{read.id.text[-3:]}")
            # Where another event has that code, nobody knows what was meant.
            read = read._replace(id=read.id if meant in codes else meant, problem="malformed")
            out.append(item._replace(definition=item.definition._replace(read=read)))
        else:
            out.append(item)
    return out


def _opens_with_zero(definition: Definition) -> bool:
    """Whether an event has a code of four digits that would do with three."""
    read = definition.read
    sound = definition.kind is Kind.EVENT and read.problem is None
    return sound and read.id.text[-5:-3] == "-0"


_TITLED = (Kind.PRINCIPLE, Kind.LEVER, Kind.ARTIFACT)


def under_other_headings(opened: Sequence[Opening]) -> frozenset[int]:
    """The positions of ids that stand, several of a family, under a heading that announces another.

    The heading is wrong, or lost, and not each of them. An id that stands elsewhere too was meant
    as one of the family that is announced.
    """
    times: dict[DoctrineId, int] = {}
    groups: dict[tuple[int, Kind], list[int]] = {}
    for position, opening in enumerate(opened):
        read = opening.found.read
        times[read.id] = times.get(read.id, 0) + 1
        kind = KIND_OF_TYPE[type(read.id)]
        if opening.astray() and read.problem is None and kind in _TITLED:
            groups.setdefault((opening.group, kind), []).append(position)
    return frozenset(
        position
        for positions in groups.values()
        if len(positions) > 1
        and all(times[opened[position].found.read.id] == 1 for position in positions)
        for position in positions
    )


def with_duplicates(definitions: Sequence[Definition]) -> tuple[Definition, ...]:
    """The definitions, each that doubles another one of its form naming the line of that.

    Of two with one number, the one that counts on from its neighbours is right; else the first.
    """
    doubled: dict[tuple[DoctrineId, Form], list[int]] = {}
    for position, definition in enumerate(definitions):
        if definition.read.problem != "family":
            doubled.setdefault((definition.read.id, definition.form), []).append(position)
    in_place = _in_place(definitions)
    out = list(definitions)
    for positions in doubled.values():
        right = max(positions, key=in_place.__getitem__)
        line = definitions[right].place.line
        for position in positions:
            if position != right:
                out[position] = out[position]._replace(duplicate_of=line)
    return tuple(out)


def _in_place(definitions: Sequence[Definition]) -> list[int]:
    """How well each id counts on from its neighbours, those of its family and form.

    One that stands where a missing number belongs does so badly.
    """
    found = [0] * len(definitions)
    groups: dict[object, list[tuple[int, int]]] = {}
    for position, definition in enumerate(definitions):
        digits = definition.read.id.text.rpartition("-")[2]
        if digits.isdecimal():
            group = (definition.form, _family(definition.read.id))
            groups.setdefault(group, []).append((int(digits), position))
    for members in groups.values():
        numbers = {number for number, _ in members}
        last = max(numbers)
        before, there = 0, -1
        for number, position in members:
            counts_on = before == number - 1
            if counts_on and there >= 0:
                found[there] += 1
            if counts_on or (before < number and number % 10 == 1):  # begins a run, as 101 does
                found[position] += 1
            elif before + 1 not in numbers and before + 1 < last and number - before in (0, 2):
                found[position] -= 1
            before, there = number, position
    return found
