"""Whether other words demand less: "must" to "should", "every" to "one", "five" to "four".

Every answer is even-handed, and ``None`` where the words do not tell.
"""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import TYPE_CHECKING

from doctrine_check.doctrine.phrases import NUMBERS
from doctrine_check.limits import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_QUANTIFIERS = words("all always each every per")
_DEMANDS = words(
    """bind binding binds block blocked blocking blocks break breaks due fail failing fails failure
    forbidden govern governed governs have-to mandatory must need-to obligatory owe owed owes
    prohibited refuse refused refuses reject rejected rejects require required requires shall"""
)
_PERHAPS = words("can could might few many most mostly often several should some usually")
"""Words that bind nobody, and stand in many a sentence that is no law."""
_ALLOWS = words(
    """acceptable advisory allowed deferred encouraged except excepted excepting excludes excluding
    exempt exempted exempts feasible generally ideally ignore ignored ignores informational may
    normally optional optionally permitted possible postponed practical preferably recommended
    relaxed skip skipped skipping skips sometimes suggested suspended tolerated typically unless
    voluntary waive waived waives warn warning warnings warns"""
)
_STRONG = _DEMANDS | _QUANTIFIERS
_WEAK = _ALLOWS | _PERHAPS
_POSSIBLE = words("can could might")
_MODALS = words("must shall should may can could might")
_NOT = words("not never")
_APPLIES = words("apply applies hold holds needed necessary")
_GRANTS = words("may acceptable allowed permitted tolerated")
"""With "only", one of these asks for what follows it."""
_FAMILIES = words("art inv lev ms prf")
_TURNING = words("not never no none nobody nothing neither nor only")
_SUBJECTS = words(
    """artifact artifacts baseline baselines benchmark benchmarks budget budgets change changes
    contract doctrine event events evidence exceed exceeds gate gates invariant invariants latency
    lever levers limit limits loop loops measure measured measurement measurements measures metric
    metrics note notes overhead path paths pr principle principles profile profiled profiles
    profiling proof proofs prove prs report reports requirement requirements rule rules sample
    samples statement statements step steps subsystem subsystems target targets test tests
    threshold thresholds verify"""
)
_BOUNDED = words("most than under below within maximum max up")
"""Behind one of these a lower number is no lower demand."""
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
    found = set(_units(text.split()))
    demands = bool(found & _DEMANDS) or any(_is_ban(word) for word in found)
    allows = bool(found & _ALLOWS) or any(_is_release(word) for word in found)
    if allows and "only" in found:
        allowed = found & _ALLOWS
        demands, allows = True, not allowed <= _GRANTS
    if demands or allows:
        return (Stance.BOTH if demands else Stance.ALLOWS) if allows else Stance.DEMANDS
    named = not found.isdisjoint(_QUANTIFIERS | _TELLS)
    return Stance.SPEAKS if named or _defines(text.casefold().split()) else Stance.TELLS


def speaks_of_law(text: str) -> bool:
    """Whether a sentence names what a doctrine is about; nobody can skip a party in it."""
    return not _SUBJECTS.isdisjoint(_bare(text.replace("/", " ").split()))


def _defines(listed: Sequence[str]) -> bool:
    """``A module is one document ...``: what is meant by a word."""
    if not listed or listed[0] not in _ARTICLES:
        return False
    place = next((n for n, word in enumerate(listed[:6]) if word in ("is", "are")), 0)
    return place > 1 and listed[place + 1 : place + 2] != [] and listed[place + 1] in _ARTICLES


def less_binding(old: Sequence[str], new: Sequence[str], *, binds: bool = True) -> bool | None:
    """Whether the words of a line demand less than they did.

    ``binds`` is false for a line that only describes: there a word that binds must have given way
    to one that does not, and neither may have come or gone by itself.
    """
    one, other = (list(_units(part)) for part in (old, new))
    lost, got = (set((Counter(a) - Counter(b)).elements()) for a, b in ((one, other), (other, one)))
    turning = _TURNING & (lost | got)
    if turning:
        granted = turning == {"only"} and not _GRANTS.isdisjoint({*one} & {*other})
        return "only" in lost if granted else None
    if _ALLOWS.intersection(one, other):
        # To let more of them off, or fewer, is another thing than to ask it of them.
        lost, got = lost - _QUANTIFIERS, got - _QUANTIFIERS
        lost, got = ({word for word in part if _number(word) is None} for part in (lost, got))
    down, up = _gave_way(lost, got), _gave_way(got, lost)
    if binds:
        down, up = down or _loosened(lost, got), up or _loosened(got, lost)
        if not down and not up:
            down, up = _fewer(one, other, lost, got), _fewer(other, one, got, lost)
    return down if down is not up else None


def _gave_way(lost: set[str], got: set[str]) -> bool:
    weaker = any(map(_is_strong, lost)) and any(map(_is_weak, got))
    return weaker and not (any(map(_is_weak, lost)) or any(map(_is_strong, got)))


def _loosened(lost: set[str], got: set[str]) -> bool:
    """Whether a word that binds is gone, or one that lets off has come."""
    gone = any(map(_is_strong, lost)) and not any(map(_is_strong, got))
    come = any(_is_weak(word) and word not in _POSSIBLE for word in got)
    return gone or (come and not any(map(_is_weak, lost)))


def _fewer(one: list[str], other: list[str], lost: set[str], got: set[str]) -> bool:
    """Whether one number became a lower one, and nothing else changed."""
    if len(lost) != 1 or len(got) != 1:
        return False
    (was,), (now,) = lost, got
    before, after = _number(was), _number(now)
    if before is None or after is None or before <= after:
        return False
    return not (_is_bounded(one, was) or _is_bounded(other, now))


def _number(word: str) -> int | None:
    if word.isdecimal() and word.isascii() and len(word) < 9:
        return int(word)
    return NUMBERS.get(word)


def _is_bounded(listed: list[str], word: str) -> bool:
    place = listed.index(word)
    return not _BOUNDED.isdisjoint(listed[max(0, place - 2) : place])


def _is_strong(word: str) -> bool:
    return word in _STRONG or _is_ban(word)


def _is_weak(word: str) -> bool:
    return word in _WEAK or _is_release(word)


def _is_ban(word: str) -> bool:
    """``must not``, ``may not``, ``cannot``; ``should not`` is no ban."""
    modal, _, negation = word.partition(" ")
    return bool(negation) and modal in _MODALS and modal != "should"


def _is_release(word: str) -> bool:
    """``not required``, ``need not``, ``no longer``, ``not all``."""
    return " " in word and not _is_ban(word)


def _units(listed: Sequence[str]) -> Iterator[str]:
    """The words, lower case and bare; a negation is one unit with what it turns round."""
    flat = list(_bare(listed))
    index = 0
    while index < len(flat):
        word, ahead = flat[index], flat[index + 1] if index + 1 < len(flat) else ""
        unit = _joined(word, ahead)
        if unit != "":
            yield unit or word
        index += 1 if unit is None else 2


def _joined(word: str, ahead: str) -> str | None:
    """Two words as one unit, ``None`` where they are two; nothing for "due to", no demand."""
    if (word, ahead) == ("due", "to"):
        return ""
    if ahead == "to" and word in ("have", "has", "need", "needs"):
        return "need-to" if word.startswith("need") else "have-to"
    turned = word in _MODALS | {"need"} and ahead in _NOT
    released = word in _NOT and ahead in _STRONG | _APPLIES
    pair = f"{word} {ahead}"
    return pair if turned or released or pair in ("no longer", "all but", "every but") else None


def _bare(listed: Sequence[str]) -> Iterator[str]:
    for written in listed:
        parts = written.casefold().replace("\u2019", "'").split("-")
        named = parts[0].strip("(`*") in _FAMILIES
        for part in ["-".join(parts)] if named else parts:
            word = part.strip(".,;:!?()[]\"'`*_")
            if word == "cannot":
                yield from ("can", "not")
            elif word.endswith("n't"):
                yield {"ca": "can", "sha": "shall"}.get(word[:-3], word[:-3])
                yield "not"
            elif word:
                yield word
