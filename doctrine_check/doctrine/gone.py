"""Laws that are denied outright: a gate that is not there, a section that was withdrawn.

``softening`` knows the words that take force away; here the thing itself is said to be missing, to
have been, or to come. Loaded where ``may_be_gone`` says that a line or heading holds such words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import heading_kind
from doctrine_check.doctrine.softening import ADVERBS, Clause, clauses
from doctrine_check.limits import at, tokenize, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from doctrine_check.doctrine.markdown import Document, Heading
    from doctrine_check.doctrine.model import Kind, Text
    from doctrine_check.doctrine.softening import Span

_FORMER = words(
    """withdrawn deprecated retired obsolete superseded abandoned discontinued defunct repealed
    revoked rescinded scrapped archived former formerly previous previously outdated"""
)
"""What something is called that no longer holds, whatever it is."""
_ENDED = _FORMER | words(
    "removed deleted dropped cancelled canceled rejected disabled suspended inactive void gone"
)
"""What may also be said of what is measured: "removed files", "cancelled requests"."""
_ABSENT = words("missing absent pending outstanding unwritten nonexistent unfinished")
_BEHIND = words(
    "in by since on as with from see until after and was were at for because pending when now it"
)
"""What may stand behind "withdrawn" where it speaks of what stands before it."""
_IS = words("is are was were been be being remains got")
_SUPPOSED = words("if when whenever where once that which whose while unless until after")


# --- headings


def withdrawn_headings(
    document: Document, held: Collection[tuple[int, Kind]]
) -> Iterator[tuple[Heading, Kind, str]]:
    """The headings around facts, ``held`` by their sections, that take them back; with its text."""
    kinds: dict[int, Kind] = {}
    for section, kind in held:
        number = section
        while number:
            kinds.setdefault(number, kind)
            number = document.sections[number].parent
    for number in sorted(kinds):
        heading = document.sections[number].heading
        if heading is not None and heading.level > 1:
            text = document.plain(heading.raw)
            if gone_heading(text):
                yield heading, kinds[number], text


def gone_heading(text: str) -> bool:
    """Whether a heading says that nothing below it holds: ``Invariants (withdrawn)``."""
    if "~" in text:
        from doctrine_check.doctrine.struck import without_struck

        left = without_struck(text)
        if not any(map(str.isalpha, left)):
            return True
        text = left
    return any(_withdraws(part) for part in clauses(text))


def _withdraws(part: Clause) -> bool:
    lows = [low for low in part.lows if any(map(str.isalpha, low))]
    while lows and lows[0] in ADVERBS:
        del lows[0]
    head, rest = lows[:1], lows[1:]
    if head and head[0] in _ENDED:
        return not rest or rest[0] in _BEHIND or _names_kind(rest)
    if head in (["no"], ["not"]) and len(rest) < 4 and (_names_kind(rest) or rest[:1] == ["in"]):
        return True
    if part.denied(len(lows)):
        behind = " ".join(lows).partition("no longer ")[2].split()
        return behind[:1] != [] and behind[0] in _HELD
    last = lows[-2:-1]
    return bool(rest) and lows[-1] in _ENDED and (last[0] in _ARE or _names_kind(last))


_ARE = words("is are was were been")
_HELD = words(
    "in valid binding applicable hold holds used apply applies enforced required current supported"
)
"""What laws no longer are that were withdrawn."""


def _names_kind(lows: list[str]) -> bool:
    return heading_kind(" ".join(lows)) is not None or "artifacts" in lows


# --- gates

_GATES = words("gate gates benchmark benchmarks check checks threshold thresholds job test limit")
_DENIES = words("no not never neither nor without lacks lacking")
_JOINS = words(
    """at with for in on of above over under below within failing which that and or yet any more
    until by from per beyond"""
)
"""What may stand behind a gate; another noun makes it a part of its name: "test retries"."""
_OTHER = words("other another more further additional separate second new manual extra")
_STOPS = words(
    """with at for in on of above over under below that which without may can must shall should will
    is are
    has have exceeds exceed fails passes merges beyond slower longer but failing"""
)
_HOLDS = words(
    """may can must shall should exceed exceeds pass passes merge merges accepted allowed tolerated
    lands merged above over beyond slower longer takes take needs need fails fail block blocks"""
)
"""Behind one of these "no benchmark" forbids something: "no benchmark may exceed 100 ms"."""
_FAILS = words("fail fails failing block blocks blocking break breaks reject rejects stops")
_OWNS = words("we has have had with owns there")
_MADE = words(
    """added written built created implemented introduced restored installed made provided delivered
    wired set established prepared reinstated come follow"""
)
_LATER = (
    ("under", "construction"), ("in", "preparation"), ("in", "progress"), ("in", "planning"),
    ("in", "the", "works"), ("work", "in", "progress"), ("does", "not", "exist"),
    ("does", "not", "run"), ("doesn't", "exist"), ("did", "not", "exist"), ("is", "gone"),
    ("not", "in", "place"), ("once", "it", "exists"), ("yet", "to"), ("failing", "nowhere"),
    ("fails", "nowhere"), ("fails", "for", "nobody"),
)  # fmt: skip
_PASSES = words("passing passes pass succeeding succeeds succeed green")
_BEYOND = words("at from despite")
"""Above a limit the rules on limits see the side that is turned round."""
_MILDER = words("less lower better below under most fewer faster within")


def denied_gate(text: str) -> Span | None:
    """The words by which a gate says that there is none: ``No``, ``Removed``, ``to be added``."""
    for number, part in enumerate(map(_of_gate, clauses(text))):
        found = _denied(part, opens=not number) or _over(part, opens=not number) or _to_come(part)
        if found is not None:
            return found
    return _turned(text)


def _of_gate(part: Clause) -> Clause:
    """A clause without "that" and "which" where they speak of the gate."""
    kept = [
        token
        for before, token in zip(["", *part.lows], part.tokens, strict=False)
        if not (token.low in {"that", "which"} and (not before or before in _GATES))
    ]
    return Clause(kept, [token.low for token in kept])


def _denied(part: Clause, *, opens: bool) -> Span | None:
    """``No startup benchmark``, ``without a 100ms p99 threshold``; "no run may exceed" denies none.

    "Not" and "never" deny the gate at the start of its line, and elsewhere what stands there.
    """
    for index, low in enumerate(part.lows):
        before = part.lows[:index]
        if low not in _DENIES or not _DENIES.isdisjoint(before):
            continue
        free = not before or before[-1] in _OWNS or before[-1] in _IS
        if low in {"not", "never", "neither", "nor"} and not (free and (opens or before)):
            continue
        if not _FAILS.isdisjoint(before) or not _HOLDS.isdisjoint(part.lows[index + 1 :]):
            continue
        noun = _noun(part, index)
        if noun is not None and not _SUPPOSED.intersection(before):
            return part.span(index, noun)
    return None


def _noun(part: Clause, index: int) -> int | None:
    """The gate that a denial at ``index`` denies."""
    for place in range(index + 1, min(index + 8, len(part.lows))):
        low = part.lows[place]
        if low in _OTHER or (low in _STOPS and place > index + 1):
            return None
        if low in _GATES and (part.low(place + 1) in _JOINS or place + 1 == len(part.lows)):
            return place
        if low in _GATES and part.low(place + 1) not in _GATES:
            return None
    return None


def _over(part: Clause, *, opens: bool) -> Span | None:
    """``Removed``, ``formerly a startup benchmark``, ``is missing``, ``(retired)``."""
    lows = part.lows
    for index, low in enumerate(lows):
        if low not in _ENDED and low not in _ABSENT:
            continue
        start = index
        while start > 0 and lows[start - 1] in ADVERBS:
            start -= 1
        behind = index + 1 == len(lows) or (lows[index + 1] in _BEHIND and low not in _ONCE)
        if start > 0:
            alone = lows[start - 1] in _IS and _said_of_gate(part, start)
        else:
            alone = behind or (opens and low in _FORMER and _runs(lows[index + 1 :]))
        if alone:
            return part.span(max(start - 1, 0), index)
    was = lows[:1] in (["was"], ["were"]) or (opens and lows[:1] == ["once"])
    return part.span(0, 0) if was and _runs(lows[1:]) else None


def _said_of_gate(part: Clause, start: int) -> bool:
    """Whether "is removed" is said of the gate, or of nothing else."""
    before = part.lows[:start]
    if part.denied(start) or not _SUPPOSED.isdisjoint(before):
        return False
    about = set(before) - ADVERBS - _IS - {"and", "it", "has", "have"}
    return not about or not _GATES.isdisjoint([*before[:4], *before[-3:]])


def _runs(lows: list[str]) -> bool:
    """Whether the words name a gate as a thing that runs: a threshold may have been another."""
    return not _RUNNERS.isdisjoint(lows)


_ONCE = words("former formerly previous previously")
_RUNNERS = words("gate benchmark check job test")


def _to_come(part: Clause) -> Span | None:
    """``to be added``, ``will be built``, ``under construction``."""
    lows = part.lows
    for index in range(len(lows)):
        if part.conditional(index):
            return None
        pair = tuple(lows[index : index + 2])
        if pair in (("to", "be"), ("will", "be")) and part.low(index + 2) in _MADE:
            return part.span(index, index + 2)
        if pair in (("to", "come"), ("to", "follow"), ("will", "come"), ("will", "follow")):
            return part.span(index, index + 1)
        for phrase in _LATER:
            stop = index + len(phrase)
            if tuple(lows[index:stop]) == phrase:
                return part.span(index, stop - 1)
    return None


def _turned(text: str) -> Span | None:
    """``passing at a 100ms threshold``, where nothing fails and nothing says "or less"."""
    tokens = tokenize(text)
    lows = {token.low for token in tokens}
    if not _FAILS.isdisjoint(lows) or not _MILDER.isdisjoint(lows):
        return None
    for index, token in enumerate(tokens):
        if token.low in _PASSES and at(tokens, index + 1).low in _BEYOND:
            place = index + 2
            while at(tokens, place).low in {"a", "an", "the", "any", "of"}:
                place += 1
            if at(tokens, place).kind == "number":
                return token.start, tokens[place].end
    return None


# --- what a gate covers

_ONE = words("no one single some few")
_LEAST = words("smallest fastest best lightest shortest easiest")
_ALL = words("each every all per")


def narrowed(gate: str, law: str) -> Span | None:
    """``for one hot path`` in a gate, where the law speaks of each hot path or of several sizes."""
    named = _counted(law) - _counted(gate)
    for part in clauses(gate):
        for index, low in enumerate(part.lows):
            least = low in _LEAST and part.low(index - 1) == "the"
            if not (low in _ONE or least):
                continue
            for stop in range(index + 1, min(index + 4, len(part.lows))):
                if _singular(part.lows[stop]) in named:
                    further = _singular(part.low(stop + 1)) in named
                    return part.span(index, stop + further)
    return None


def _counted(law: str) -> set[str]:
    """The nouns of which a law means each, or several."""
    lows = [token.low for token in tokenize(law)]
    found = set()
    for index, low in enumerate(lows):
        if low in _ALL:
            found |= set(lows[index + 1 : index + 3])
        elif low.endswith("s") and lows[index + 1 : index + 2] == ["("]:
            found.add(_singular(low))  # "sizes (10, 100, 1000 modules)"
    return {_singular(low) for low in found if low.isalpha()} - {"at", "in", "the", "of", "a"}


def _singular(low: str) -> str:
    return low[:-1] if low.endswith("s") and len(low) > 3 else low


def gone_gate(gate: Text) -> Text | None:
    """The words of :func:`denied_gate`, in their place."""
    span = denied_gate(gate.text)
    return None if span is None else gate.part(*span)
