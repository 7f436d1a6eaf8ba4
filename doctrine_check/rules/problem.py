"""What a rule yields: a problem, which the engine turns into a finding of that rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from doctrine_check.findings import Location


class Problem(Record):
    """One thing wrong. Rule id and severity come from the registry, so a rule cannot lie.

    ``invariant`` overrides the rule's own where one rule guards several. ``undecided``: the rule
    could not know, so that this keeps a verdict from being a pass without making it a failure.
    """

    place: Location
    message: str
    remedy: str
    subject: str | None = None
    related: tuple[Location, ...] = ()
    invariant: str | None = None
    undecided: bool = False
