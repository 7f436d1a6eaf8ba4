"""What the rules about waivers and ratchet look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from doctrine_check.doctrine.waivers import Waiver


class WaiverUse(Record):
    """A waiver after the run: unknown rule ids, rules that matched nothing, and its expiry."""

    waiver: Waiver
    unknown: tuple[str, ...]
    unused: tuple[str, ...]
    expired: bool
    today: str


class StaleEntry(Record):
    """An entry of the ratchet file that matched nothing: its place, rule and document."""

    path: str
    line: int
    rule: str
    document: str
