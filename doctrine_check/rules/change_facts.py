"""What a rule about a change or its evidence may look at."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doctrine_check.changes.changeset import ChangeSet
    from doctrine_check.changes.classify import Classification
    from doctrine_check.changes.facts import ReviewFacts
    from doctrine_check.changes.obligations import Law, Obligation, Unclear
    from doctrine_check.changes.shifts import LawShift
    from doctrine_check.config import Config
    from doctrine_check.evidence.binding import Binding
    from doctrine_check.evidence.bundle import Bundle
    from doctrine_check.evidence.history import SeenBundle

_NONE: Mapping[str, int] = MappingProxyType({})


class ChangeFacts(Record):
    """A change, the law at its base, and its evidence. ``now`` is in seconds since 1970, UTC.

    ``unclear`` are the places of the law that leave open who owes what. ``commit_times`` says when
    the commits were made that change and evidence name, in seconds since 1970; a commit that is
    not there is one whose time nobody knows.
    """

    change: ChangeSet
    classification: Classification
    obligations: tuple[Obligation, ...]
    law: Law | None
    bundle: Bundle | None
    binding: Binding | None
    review: ReviewFacts | None
    config: Config
    now: float
    seen: tuple[SeenBundle, ...] = ()
    shifts: tuple[LawShift, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    commit_times: Mapping[str, int] = _NONE
