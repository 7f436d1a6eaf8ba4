"""What defines an id only because others of its family stand beside it, or is wrong for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.ids import EventCode, InvariantId
from doctrine_check.doctrine.model import Form, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.doctrine.define import Defined
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
    codes = [item.definition.read.id for item in defined if item.definition.kind is Kind.EVENT]
    out: list[Defined] = []
    for item in defined:
        read = item.definition.read
        family = _family(read.id)
        widths = [len(code.text) - len(family[1]) - 1 for code in codes if _family(code) == family]
        if _opens_with_zero(item.definition) and widths.count(3) > widths.count(4):
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
