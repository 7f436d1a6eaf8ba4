"""What a sentence of running text does: whether it demands, allows, or only tells."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from doctrine_check.doctrine.difference_units import (
    ALLOWS,
    DEMANDS,
    NEGATIONS,
    QUANTIFIERS,
    bare,
    is_ban,
    is_release,
    units,
)
from doctrine_check.limits import words

if TYPE_CHECKING:
    from collections.abc import Sequence

GRANTS = words("may acceptable allowed permitted tolerated")
"""With "only", one of these asks for what follows it."""
_NOBODY = words("no none nobody nothing neither nor")
_CAN = words("may can could might")
_MODALS = words("must shall have-to need-to")
_VERBS = words(
    """bind binds block blocks break breaks enforces fail fails govern governs owe owes refuse
    refuses reject rejects require requires"""
)
_IS = words("is are be been remain remains stay stays")
_GUARDS = words(
    """apply applied ask asked bind binding block blocked break check checked compare compared count
    counted demand demanded enforce enforced fail gate gated govern hold judge judged keep kept
    measure measured need needed pass prove proved proven refuse refused reject rejected report
    reported require required run stop stopped verify verified wait review reviewed"""
)
"""What keeps a law: a sentence that denies one of these may take its force away."""
ACCEPTS = words("accept accepts allow allows endure ignore permit permits skip tolerate tolerates")
"""What nobody is held to by having to do it."""
_SUBJECTS = words(
    """artifact artifacts baseline baselines benchmark benchmarks budget budgets change changes
    contract doctrine event events evidence exceed exceeds gate gates invariant invariants latency
    lever levers limit limits loop loops measure measured measurement measurements measures metric
    metrics note notes overhead path paths pr principle principles profile profiled profiles
    profiling proof proofs prove prs report reports requirement requirements rule rules sample
    samples statement statements step steps subsystem subsystems target targets test tests
    threshold thresholds verify"""
)
_TELLS = words(
    "applies apply counts cover covers excludes include includes means promise promised promises"
)
_ARTICLES = words("a an the one")


class Stance(Enum):
    """What a sentence does to those who are bound by the document."""

    DEMANDS = "demands"
    ALLOWS = "allows"
    BOTH = "demands and allows"
    SPEAKS = "names who or what is meant"
    TELLS = "tells"

    @property
    def binds(self) -> bool:
        """Whether another word in it may loosen or tighten the law."""
        return self in (Stance.DEMANDS, Stance.ALLOWS, Stance.BOTH)


def stance(text: str) -> Stance:
    """What a sentence demands or allows, as far as its words tell."""
    listed = list(units(text.split()))
    found = set(listed)
    demands = bool(found & DEMANDS) or any(is_ban(word) for word in found)
    allows = bool(found & ALLOWS) or any(is_release(word) for word in found)
    if allows and "only" in found:
        allowed = found & ALLOWS
        demands, allows = True, not allowed <= GRANTS
    elif _forbids(listed):
        demands, allows = True, False
    if demands or allows:
        return (Stance.BOTH if demands else Stance.ALLOWS) if allows else Stance.DEMANDS
    named = not found.isdisjoint(QUANTIFIERS | _TELLS)
    return Stance.SPEAKS if named or _defines(text.casefold().split()) else Stance.TELLS


def forbids(text: str) -> bool:
    """Whether a sentence lets nobody do something: ``No lever may skip it``."""
    return _forbids(list(units(text.split())))


def _forbids(listed: Sequence[str]) -> bool:
    modal = next((n for n, word in enumerate(listed) if word in _CAN), 0)
    return bool(modal) and listed[0] in _NOBODY and not any(map(is_release, listed))


def speaks_of_law(text: str) -> bool:
    """Whether a sentence names what a doctrine is about; nobody can skip a party in it."""
    return not _SUBJECTS.isdisjoint(bare(text.replace("/", " ").split()))


def demands_surely(text: str) -> bool:
    """Whether a sentence by itself asks for more: "must", "is required", "refuses", a ban.

    "The required modules" are no demand, and "must not block" denies what keeps the law.
    """
    listed = list(units(text.split()))
    bans = {n for n, word in enumerate(listed) if is_ban(word)}
    denied = [n for n, word in enumerate(listed) if word in NEGATIONS or n in bans]
    if denied and not _GUARDS.isdisjoint(listed[denied[0] + 1 :]):
        return False
    if any(map(is_release, listed)) or (not denied and not ACCEPTS.isdisjoint(listed)):
        return False
    return bool(bans) or _forbids(listed) or any(_demanded(listed, n) for n in range(len(listed)))


def _demanded(listed: Sequence[str], index: int) -> bool:
    word = listed[index]
    if word in _MODALS or (word in GRANTS and "only" in listed):
        return True
    if word in _VERBS:
        return index > 0
    return word in DEMANDS and index > 0 and listed[index - 1] in _IS


def lets_off(text: str) -> bool:
    """Whether a sentence plainly denies a duty: "does not apply", "need not", "is not required"."""
    listed = list(units(text.split()))
    released = [n for n, word in enumerate(listed) if is_release(word)]
    if len(released) != 1 or not NEGATIONS.isdisjoint(listed):
        return False
    return not any(is_ban(word) or word in _MODALS for word in listed)


def _defines(listed: Sequence[str]) -> bool:
    """``A module is one document ...``: what is meant by a word."""
    if not listed or listed[0] not in _ARTICLES:
        return False
    place = next((n for n, word in enumerate(listed[:6]) if word in ("is", "are")), 0)
    return place > 1 and listed[place + 1 : place + 2] != [] and listed[place + 1] in _ARTICLES
