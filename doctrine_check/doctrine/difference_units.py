"""The words of a line as units of force: what binds, what lets off, and what turns either round.

A negation is one unit with the word behind it, whatever its form: "not required", "non-blocking",
"unenforced", "without failing", "instead of failing" each let off, and none of them binds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.limits import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

QUANTIFIERS = words("all always each every per")
DEMANDS = words(
    """bind binding binds block blocked blocking blocks break breaking breaks due enforced enforces
    enforcing fail failing fails failure forbidden gating govern governed governs have-to mandatory
    must need-to obligatory owe owed owes prohibited refuse refused refuses refusing reject
    rejected rejecting rejects require required requires shall"""
)
PERHAPS = words("can could might few many most mostly often several should some usually")
"""Words that bind nobody, and stand in many a sentence that is no law."""
ALLOWS = words(
    """acceptable advisory allowed deferred encouraged except excepted excepting excludes excluding
    exempt exempted exempts feasible fine generally ideally ignore ignored ignores informational may
    normally ok okay optional optionally permitted possible postponed practical preferably
    recommended relaxed skip skipped skipping skips sometimes suggested suspended tolerated
    typically unless voluntary waive waived waives warn warning warnings warns"""
)
NEGATIONS = words(
    "not never no none nobody nothing neither nor cannot hardly barely scarcely without"
)
_STRONG = DEMANDS | QUANTIFIERS
_WEAK = ALLOWS | PERHAPS
_MODALS = words("must shall should may can could might")
_NOT = words("not never")
_HARDLY = words("not never non hardly barely scarcely rarely seldom")
_WITHOUT = words("failing blocking breaking enforcing gating refusing rejecting")
"""What a gate does; "without fail" and "without failure" say the opposite."""
_APPLIES = words("apply applies gate gates hold holds needed necessary")
_INSTEAD = frozenset({("instead", "of"), ("rather", "than"), ("short", "of")})
_FAMILIES = words("art inv lev ms prf")
_WHOLE = words("undue nonbreaking unbreaking")
"""Words that only seem to begin with a negation of a demand, or that demand by it."""


def is_strong(word: str) -> bool:
    """Whether a unit binds."""
    return word in _STRONG or is_ban(word)


def is_weak(word: str) -> bool:
    """Whether a unit lets off, or may."""
    return word in _WEAK or is_release(word)


def is_ban(word: str) -> bool:
    """``must not``, ``may not``, ``cannot``; ``should not`` is no ban."""
    modal, _, negation = word.partition(" ")
    return negation in _NOT and modal in _MODALS and modal != "should"


def is_release(word: str) -> bool:
    """``not required``, ``non-blocking``, ``need not``, ``no longer``, ``not all``."""
    return " " in word and not is_ban(word)


def units(listed: Sequence[str]) -> Iterator[str]:
    """The words, lower case and bare; a negation is one unit with what it turns round."""
    flat = list(bare(listed))
    index = 0
    while index < len(flat):
        ahead = [*flat[index + 1 : index + 3], "", ""]
        unit, taken = _joined(flat[index], ahead[0], ahead[1])
        if unit:
            yield unit
        index += taken


def _joined(word: str, ahead: str, behind: str) -> tuple[str, int]:
    """The unit that begins with a word, and how many words it has; "due to" is no demand."""
    if (word, ahead) == ("due", "to"):
        return "", 2
    if ahead == "to" and word in ("have", "has", "need", "needs"):
        return "need-to" if word.startswith("need") else "have-to", 2
    if (word, ahead) in _INSTEAD and behind in DEMANDS:
        return f"not {behind}", 3
    if word in _NOT and ahead in ("have", "need") and behind == "to":
        return f"not {ahead}-to", 3
    turned = word in _MODALS | {"need"} and ahead in _NOT
    released = word in _HARDLY and ahead in _STRONG | _APPLIES
    released = released or (word == "without" and ahead in _WITHOUT)
    pair = f"{word} {ahead}"
    if turned or released or pair in ("no longer", "all but", "every but"):
        return pair, 2
    return _prefixed(word), 1


def _prefixed(word: str) -> str:
    """``unenforced`` and ``nonblocking`` as the negations that they are."""
    for prefix in ("non", "un"):
        if word.startswith(prefix) and word[len(prefix) :] in DEMANDS and word not in _WHOLE:
            return f"not {word[len(prefix) :]}"
    return word


def bare(listed: Sequence[str]) -> Iterator[str]:
    """The words without marks, lower case; hyphens part them, but not the parts of an id."""
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
