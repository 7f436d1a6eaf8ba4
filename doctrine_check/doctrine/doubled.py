"""A header that stands above two columns of a table: one of them is a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import COLUMNS, CORE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.doctrine.model import Kind


def without_copies(kind: Kind, names: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns, each but once and empty where it was copied to.

    The true one stands where the header does by convention; else it is the first.
    """
    true: dict[str, int] = {}
    for index, name in enumerate(names):
        if name not in true or index == _usual_place(kind, name):
            true[name] = index
    return tuple(name if true[name] == index else "" for index, name in enumerate(names))


def _usual_place(kind: Kind, name: str) -> int | None:
    """The number of the column that a header stands above by convention."""
    for key, aliases in COLUMNS[kind]:
        if name in aliases and key in CORE[kind]:
            return CORE[kind].index(key)
    return None
