"""Whether other words demand less: "must" to "should", "every" to "one", "five" to "four".

An answer is given only where it can be proved from the words: nothing else of the line may differ,
and the word that binds must not stand where its sense is another - behind a negation or a
condition, in a part that narrows what is meant ("from when all modules are loaded"), or before what
it belongs to ("failing runs"). Anything else is ``None``. Every answer is even-handed.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from doctrine_check.doctrine.difference_binding import ACCEPTS, GRANTS
from doctrine_check.doctrine.difference_units import (
    NEGATIONS,
    QUANTIFIERS,
    is_ban,
    is_release,
    is_strong,
    is_weak,
    units,
)
from doctrine_check.doctrine.phrases import NUMBERS
from doctrine_check.limits import words
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

_TURNING = words("not never no none nobody nothing neither nor only")
_FILLERS = words(
    "a an the at of with as in to on for by is are be been it this that they these then has have"
)
_EQUALS = (words("must shall have-to need-to"), words("all each every"))
_DUTIES = words("must shall have-to need-to")
_SPREAD = words("all each every always")
_WRONG = words("error errors fault faults violation violations")
"""What a thing is called that must not be; it gives way to "tolerated", and binds nobody alone."""
_HEDGING = words(
    "may should generally ideally normally optionally preferably sometimes typically usually often"
    " mostly"
)
"""Words that hedge wherever a sentence has its verb; "optional" may belong to another word."""
_EXEMPTS = words("except excepting excludes excluding exempt exempted exempts unless")
_CONDITIONS = words(
    "if when whenever once until unless before after since while where wherever except but only"
)
_RELATIVES = words("that which who whose")
_NARROWS = _RELATIVES | words(
    """from between with average averaged mean median sum total fail failing fails
    block blocking blocks break breaking breaks reject rejects refuse refuses slowest fastest"""
)
_VERBS = words("must shall is are has have have-to need-to")
"""Behind one of these a relative clause is over."""
_PART = words("one single smallest fastest best lightest shortest easiest")
"""What takes the place of "every" where only a part is held to a law."""
_OWED = words(
    """artifact artifacts principle principles metric metrics gate gates step steps proof proofs
    report reports type types kind kinds invariant invariants lever levers subsystem subsystems"""
)
_BOUNDED = words("most than under below within maximum max up")
"""Behind one of these a lower number is no lower demand."""


class _Edit(Record):
    """The units of a line before and after, and what went and came of them."""

    one: list[str]
    other: list[str]
    lost: set[str]
    got: set[str]

    def turned(self) -> _Edit:
        """The way back."""
        return _Edit(self.other, self.one, self.got, self.lost)

    def held(self) -> set[str]:
        """The units of both lines."""
        return set(self.one) & set(self.other)


def less_binding(
    old: Sequence[str], new: Sequence[str], *, binds: bool = True, limited: bool = False
) -> bool | None:
    """Whether the words of a line demand less than they did, where that can be proved.

    ``binds`` is false for a line that only describes: there a word that binds must have given way
    to one that does not. ``limited``: the line has a limit, of which "each" may make a larger one.
    """
    one, other = (list(units(part)) for part in (old, new))
    lost, got = (set((Counter(a) - Counter(b)).elements()) for a, b in ((one, other), (other, one)))
    for equals in _EQUALS:
        if lost & equals and got & equals:
            lost, got = lost - equals, got - equals
    edit = _Edit(one, other, lost, got)
    if _TURNING & (lost | got):
        return _granted(edit)
    down, up = (_weaker(each, binds=binds, limited=limited) for each in (edit, edit.turned()))
    return down if down is not up else None


def _granted(edit: _Edit) -> bool | None:
    """``only then may it`` asks for what ``it may`` does not."""
    differing = edit.lost | edit.got
    sooner = edit.got if "only" in edit.lost else edit.lost
    if not differing - (sooner & _SOONER) <= _FILLERS | {"only"} or not NEGATIONS.isdisjoint(
        edit.one + edit.other
    ):
        return None
    if GRANTS.isdisjoint(edit.held()) or {"only"} == edit.lost & edit.got:
        return None
    return "only" in edit.lost


_SOONER = words("before earlier already anyway immediately always beforehand first")
"""What a grant may say that asks for nothing any more."""


def _weaker(edit: _Edit, *, binds: bool, limited: bool) -> bool:
    rest = {word for word in edit.lost | edit.got if not _known(word)} - _FILLERS
    if rest:
        return binds and not (rest & edit.lost) and _exempted(edit)
    if _gave_way(edit):
        return True
    if not binds or any(map(is_weak, edit.held() - _FILLERS)):
        return False  # to let more of them off, or fewer, is another thing than to ask it of them
    return _loosened(edit, limited=limited) or _fewer(edit)


def _known(word: str) -> bool:
    return (
        is_strong(word)
        or is_weak(word)
        or word in _WRONG | _PART | ACCEPTS
        or _number(word) is not None
    )


def _exempted(edit: _Edit) -> bool:
    """An exception more: ``except on Fridays``."""
    if any(map(is_strong, edit.got)) or any(map(_counts, edit.lost)):
        return False
    if not NEGATIONS.isdisjoint(edit.other) or any(map(is_weak, edit.one)):
        return False
    return any(_plain(edit.other, word, _CONDITIONS) for word in edit.got & _EXEMPTS)


def _counts(word: str) -> bool:
    return word not in _FILLERS


def _gave_way(edit: _Edit) -> bool:
    """A word that binds for one that lets off, each where its sense is plain."""
    binding = {word for word in edit.lost if is_strong(word) or word in _WRONG}
    freeing = {word for word in edit.got if is_weak(word) or word in ACCEPTS}
    freeing |= edit.got & _PART if binding & _SPREAD else set()
    if not (binding and freeing):
        return False
    if any(map(is_weak, edit.lost)) or any(is_strong(w) or w in _WRONG for w in edit.got):
        return False
    return all(_sense(edit.one, word) for word in binding) and all(
        _sense(edit.other, word, spreads=bool(binding & _SPREAD)) for word in freeing
    )


def _sense(listed: Sequence[str], word: str, *, spreads: bool = False) -> bool:
    narrow = _CONDITIONS | _NARROWS if spreads or word in QUANTIFIERS else _CONDITIONS
    return _plain(listed, word, narrow)


def _loosened(edit: _Edit, *, limited: bool) -> bool:
    """Whether a duty is gone, or a hedge has come, and nothing else."""
    lost = edit.lost - _FILLERS
    got = edit.got - _FILLERS
    if got and not lost:
        hedged = all(word in _HEDGING or is_release(word) for word in got)
        return hedged and all(_plain(edit.other, word, _CONDITIONS | _RELATIVES) for word in got)
    gone = {word for word in lost if _number(word) is None}
    numbers = (lost | got) - gone
    if not gone or (numbers and not _lower(edit)):
        return False
    if not gone <= (_DUTIES if limited else _DUTIES | _SPREAD):
        return False
    return all(_plain(edit.one, word, _CONDITIONS | _NARROWS) for word in gone)


def _plain(listed: Sequence[str], word: str, narrowing: frozenset[str]) -> bool:
    """Whether nothing before a word gives it another sense."""
    index = listed.index(word)
    if not NEGATIONS.isdisjoint(listed[:index]) or any(map(is_ban, listed[:index])):
        return False
    for place in range(index - 1, -1, -1):
        if listed[place] in narrowing:
            return False
        if listed[place] in _VERBS and listed[place - 1 : place] not in (["that"], ["which"]):
            narrowing &= _CONDITIONS
    return True


def _fewer(edit: _Edit) -> bool:
    """Whether one number became a lower one, and nothing else changed."""
    return len(edit.lost - _FILLERS) == len(edit.got - _FILLERS) == 1 and _lower(edit)


def _lower(edit: _Edit) -> bool:
    """Whether fewer are asked for of what is owed."""
    was, now = ([w for w in part if _number(w) is not None] for part in (edit.lost, edit.got))
    if len(was) != 1 or len(now) != 1:
        return False
    before, after = _number(was[0]), _number(now[0])
    if before is None or after is None or before <= after:
        return False
    return _asked(edit.one, was[0]) and _asked(edit.other, now[0])


def _asked(listed: list[str], word: str) -> bool:
    """Whether a number counts what is owed: the things of a law, or the first of many."""
    place = listed.index(word)
    before = listed[max(0, place - 2) : place]
    if not _BOUNDED.isdisjoint(before) or not _plain(listed, word, _CONDITIONS | _NARROWS):
        return False
    return before[-1:] == ["top"] or not _OWED.isdisjoint(listed[place + 1 : place + 4])


def _number(word: str) -> int | None:
    if word.isdecimal() and word.isascii() and len(word) < 9:
        return int(word)
    return NUMBERS.get(word)
