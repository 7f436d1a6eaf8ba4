"""What defines an id only because others of its family stand beside it, or is wrong for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import KIND_OF_TYPE
from doctrine_check.doctrine.ids import EventCode, InvariantId
from doctrine_check.doctrine.model import Form, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.doctrine.define import Defined, Opening
    from doctrine_check.doctrine.ids import DoctrineId
    from doctrine_check.doctrine.model import Definition


def of_known_families(items: Sequence[Defined], others: Sequence[Defined]) -> list[Defined]:
    """Without the items that open with an id as a sentence does, and do not define it.

    They do where the document sets other ids of the family apart, and nowhere this one.
    """
    apart = [item.definition.read.id for item in (*others, *items) if not item.loose]
    families = {_family(identity) for identity in apart}
    known = frozenset(apart)
    return [
        item
        for item in items
        if not item.loose
        or (_family(item.definition.read.id) in families and item.definition.read.id not in known)
    ]


def _family(identity: DoctrineId) -> tuple[type[DoctrineId], str]:
    if isinstance(identity, EventCode | InvariantId):
        return type(identity), identity.family
    return type(identity), ""


def of_three_digits(defined: list[Defined]) -> list[Defined]:
    """``CCH-0002`` among rows whose codes have three digits is no code of its own."""
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
        mostly_three = widths.get((family, 3), 0) > widths.get((family, 4), 0)
        if _opens_with_zero(item.definition) and mostly_three:
            meant = EventCode(f"{family[1]}-{read.id.text[-3:]}")
            # Where another row has that code, nobody knows what was meant.
            read = read._replace(id=read.id if meant in codes else meant, problem="malformed")
            out.append(item._replace(definition=item.definition._replace(read=read)))
        else:
            out.append(item)
    return out


def _opens_with_zero(definition: Definition) -> bool:
    """Whether a row has a code of four digits that would do with three."""
    read = definition.read
    of_row = definition.kind is Kind.EVENT and definition.form is Form.ROW
    return of_row and read.problem is None and read.id.text[-5:-3] == "-0"


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
