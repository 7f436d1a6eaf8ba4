"""One change of a line between two versions: the joint of everything that compares them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from doctrine_check.doctrine.model import Text

HOLDS = "contents"
"""The field of what an artifact holds."""


class Shift(Record):
    """One change of a line: ``field`` was ``old`` and is ``new``, either of which may be missing.

    ``weaker`` is ``None`` where neither version is known to be the stricter one.
    """

    weaker: bool | None
    field: str
    old: str | None
    new: str | None
    before: Text | None
    after: Text | None
