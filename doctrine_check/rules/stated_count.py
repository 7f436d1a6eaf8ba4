"""A stated count is not the count.

## What it does

Reads counts such as "all 4 core principles", "all 5 required artifact types", "our five principles"
or "there are five levers" in running text, headings and tables, and compares them with what the
document defines, and so the steps of the profile loop and the subsystems of the mapping. "Three or
four", "3+" and "four (3)" are no count of four. "These two levers" may be some of them: such a
count is wrong only when it is too high, and "the first two levers" or "two levers that conflict"
never is. In the spec contracts of other teams it reads what they say of "all five invariants" or
"all 9 event codes".

## Why

"All 4 core principles" is a promise of completeness. When a fifth is added and the sentence stays,
the invariant no longer covers it.

## How to fix

Correct the number, or define what is missing.

## Example

Bad: "All 4 core principles have measurable metrics" in a document with five principles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from doctrine_check.doctrine.columns import KIND_OF_TYPE
from doctrine_check.doctrine.define import cell_text
from doctrine_check.doctrine.ids import well_formed
from doctrine_check.doctrine.labels import fold
from doctrine_check.doctrine.model import Kind, Role
from doctrine_check.doctrine.phrases import NUMBERS, number_in_words
from doctrine_check.limits import at, has_digit, sign_at, tokenize
from doctrine_check.limits import words as word_set
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.markdown import Document
    from doctrine_check.doctrine.model import DocumentFacts, Text
    from doctrine_check.limits import Token
    from doctrine_check.rules.context import Context

_WHOLE = frozenset(["core", "required", "mandatory", "key", "fundamental", "guiding"])
_QUALIFIERS = _WHOLE | {
    "performance", "candidate", "optimization", "optimisation", "high", "ev", "-",
}  # fmt: skip
_ALL = frozenset({"all", "following"})
_SOME = frozenset({"the", "these", "those", "by"})
_OF_ALL = frozenset({"the", "our", "these", "those", "its"})
_HAS = frozenset({"has", "have", "holds", "defines", "lists", "contains", "comprises"})
_THIS = frozenset({"this", "our", "the"})
_ENDS = frozenset(".!?:;")
_GOES_ON = frozenset({"and", "here", "below", "altogether", "today", "now"})
_DOCUMENTS = frozenset({"doctrine", "document", "contract", "page"})
_NARROWS = word_set(
    """that which who whose with without from on in for about of to at under above per where when
    still left not as than"""
)
"""What behind a count says which of them are meant."""
_PART = frozenset(
    ["first", "last", "other", "another", "least", "most", "than", "of", "to", "next", "more"]
)
_LISTED = frozenset({"below", "follow", "listed", "defined"})
_STEPS, _SUBSYSTEMS = "steps", "subsystems"
_LOOP = 6
"""The steps of the loop; one that is missing is the rule profile-loop's."""
_NOUNS: dict[str, str] = {
    "principles": Kind.PRINCIPLE.value,
    "levers": Kind.LEVER.value,
    "artifacts": Kind.ARTIFACT.value,
    "artefacts": Kind.ARTIFACT.value,
    "invariants": Kind.INVARIANT.value,
    "events": Kind.EVENT.value,
    "steps": _STEPS,
    "subsystems": _SUBSYSTEMS,
}
_TWO_WORD_NOUNS: dict[tuple[str, str], str] = {
    ("artifact", "types"): Kind.ARTIFACT.value,
    ("artifact", "kinds"): Kind.ARTIFACT.value,
    ("artefact", "types"): Kind.ARTIFACT.value,
    ("artefact", "kinds"): Kind.ARTIFACT.value,
    ("event", "codes"): Kind.EVENT.value,
}
_SORTS = frozenset({"kinds", "types", "sorts"})
_COUNTS = (*(word for word in NUMBERS if NUMBERS[word] > 1), "hundred", "both", "dozen")
_OPEN = frozenset({"more", "fewer", "less"})
_EVERY = frozenset({"each", "all", "every"})


_STARTS = frozenset(NUMBERS) | {"both", "half", "dozen"}
Count: TypeAlias = "tuple[int, int, int, tuple[int, ...], str, bool]"
"""A count in a text: its start, where its number and all of it end, the numbers, what is counted.

The last says whether it must be all of them; another may be of some.
"""


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report each count that does not match the definitions."""
    counts = _defined(facts)
    for text in _texts(facts):
        for start, _, end, _, counted, _ in _wrong(text.text, facts, context, counts):
            defined = counts[counted]
            yield Problem(
                facts.at(text.part(start, end)),
                f"expected the count to match the {defined} {counted} of this document, "
                f'found "{text.text[start:end]}"',
                f"correct the number to {defined}, or define what is missing",
                subject=counted,
            )


def corrected(text: str, facts: DocumentFacts, context: Context) -> str:
    """A text of a document with the numbers that its counts ought to have."""
    counts = _defined(facts)
    for start, stop, _, _, counted, _ in reversed(list(_wrong(text, facts, context, counts))):
        text = f"{text[:start]}{counts[counted]}{text[stop:]}"
    return text


def _defined(facts: DocumentFacts) -> dict[str, int]:
    """How many a document defines of what may be counted; 0 where that is unsure."""
    if facts.role is Role.SPEC:
        return {kind.value: _certain(facts, kind) for kind in Kind} | {_STEPS: 0, _SUBSYSTEMS: 0}
    counts = {kind.value: len(facts.facts(kind)) for kind in Kind if kind is not Kind.MAPPING}
    rows = {row.subsystem.text.casefold() for row in facts.mapping}
    return counts | {_STEPS: _LOOP if facts.levers else 0, _SUBSYSTEMS: len(rows)}


def _wrong(
    text: str, facts: DocumentFacts, context: Context, counts: dict[str, int]
) -> Iterator[Count]:
    """The counts of a text that are not those of its document."""
    for count in _counts(text):
        start, _, _, numbers, counted, whole = count
        defined = counts[counted]
        if not defined or set(numbers) == {defined}:
            continue
        if not whole and max(numbers) < defined:
            continue
        if facts.role is Role.SPEC and not (whole and _is_every(text, start)):
            continue
        if counted == _STEPS and "loop" not in text.casefold():
            continue  # others have steps as well
        other = context.counterpart(facts)
        kind = next((kind for kind in Kind if kind.value == counted), None)
        if other is not None and kind is not None and {len(other.facts(kind))} == set(numbers):
            continue  # the number is right and an id is missing: the rule one-sided-id's
        yield count


def _certain(facts: DocumentFacts, kind: Kind) -> int:
    """How many events or invariants another team's contract defines; 0 where that is unsure."""
    if kind not in (Kind.EVENT, Kind.INVARIANT) or facts.doubtful(kind):
        return 0
    if any(KIND_OF_TYPE[type(identity)] is kind for identity in facts.hidden_ids()):
        return 0
    return len(facts.facts(kind))


def _is_every(text: str, start: int) -> bool:
    """Whether a count says "all", and not of ids named beside it: these may be some of them."""
    before = text[:start].casefold().split()
    words = (word.strip("`.,;:()[]") for word in text.split())
    return before[-1:] == ["all"] and all(well_formed(word) is None for word in words)


def _texts(facts: DocumentFacts) -> Iterator[Text]:
    document = facts.document
    for section in document.sections:
        if section.heading is not None and _may_count(section.heading.raw):
            text = fold(document, document.plain(section.heading.raw), section.heading.line)
            # "1 Core Principles": a number that opens a heading numbers the section.
            numbered = len(text.text) - len(text.text.lstrip("0123456789"))
            yield text.part(numbered, len(text.text))
    for paragraph in document.paragraphs:
        if _may_count(paragraph.raw):
            yield fold(document, document.plain(paragraph.raw), paragraph.line)
    for facts_of_table in facts.tables:
        if facts_of_table.kind is not Kind.INVARIANT:
            yield from _cells(document, facts_of_table.number)
    in_tables = {table.number for table in facts.tables if table.kind is Kind.INVARIANT}
    if in_tables:
        yield from (i.statement for i in facts.invariants if i.statement is not None)


def _cells(document: Document, number: int) -> Iterator[Text]:
    """The cells of a table in which something may be counted."""
    table = document.tables[number]
    if _may_count("\n".join(document.lines[table.line : table.end_line])):
        for row in table.rows:
            yield from (cell_text(document, cell) for cell in row.cells if _may_count(cell.raw))


def _may_count(raw: str) -> bool:
    """Whether a counted noun may stand in a text: an entity such as ``&#112;`` hides letters."""
    low = raw.casefold()
    if "&" in raw:
        return True
    # Written out, for this is asked of every paragraph.
    law = "principles" in low or "levers" in low or "invariants" in low
    law = law or ("steps" in low and "loop" in low) or "subsystems" in low
    if law or "artifact" in low or "artefact" in low or "event" in low:
        return has_digit(low) or any(word in low for word in _COUNTS)
    return False


def _counts(text: str) -> Iterator[Count]:
    """Each count in ``text``."""
    tokens = tokenize(text)
    behind = 0
    for index, token in enumerate(tokens):
        if index < behind or not (token.low in _STARTS or token.low.isdecimal()):
            continue
        read = _numbers(tokens, index)
        found = _noun(tokens, _behind_of(tokens, index, read[1])) if read is not None else None
        if read is None or found is None or _is_rate(tokens, found[0] + 1):
            continue
        last, counted, qualified, whole = found
        before = at(tokens, index - 1).low
        out_of = before == "of" and _number(tokens, index - 2) is not None
        if before in _PART and not out_of:
            continue
        listed = any(following.low in _LISTED for following in tokens[last + 1 : last + 3])
        some = before in _SOME or token.low == "both"
        if some and counted == _SUBSYSTEMS and at(tokens, last + 1).low in _NARROWS:
            continue
        told = _told(tokens, index, last)
        whole = whole or out_of or before in _ALL or listed or (qualified and not some)
        if whole or some or told is not None:
            behind = read[1]
            stop = tokens[read[1] - 1].end
            whole = whole or bool(told)
            yield token.start, stop, tokens[last].end, read[0], counted, whole


def _numbers(tokens: list[Token], index: int) -> tuple[tuple[int, ...], int] | None:
    """The numbers of a count, and the index behind them: ``three (3)``, ``4-5``, ``3 or more``."""
    first = _number(tokens, index)
    if first is None:
        return None
    number, stop = first
    low, behind = at(tokens, stop).low, at(tokens, stop + 1)
    if low == "+" or (low == "or" and behind.low in _OPEN):
        return (number, 0), stop + 1 + (low == "or")
    if low in {"(", "-", "or", "to"}:
        if low == "-" and behind.kind == "number" and behind.low.isdecimal():
            second: tuple[int, int] | None = (int(behind.low[:4]), stop + 2)
        else:
            second = _number(tokens, stop + 1)
        if second is not None and (low != "(" or at(tokens, second[1]).low == ")"):
            return (number, second[0]), second[1] + (low == "(")
    return (number,), stop


def _behind_of(tokens: list[Token], index: int, stop: int) -> int:
    """Where the noun of "all 3 of the principles" begins; "3 of the principles" are only some."""
    every = at(tokens, index - 1).low == "all" and at(tokens, stop).low == "of"
    return stop + 2 if every and at(tokens, stop + 1).low in _OF_ALL else stop


def _told(tokens: list[Token], index: int, last: int) -> bool | None:
    """Whether a count is said to be the whole: "our five principles", "there are six levers".

    ``None`` where nobody says so; false where "it has six" may speak of something else.
    """
    before, earlier = at(tokens, index - 1).low, at(tokens, index - 2).low
    if at(tokens, last + 1).low in _NARROWS:
        return None
    every = before == "its" and earlier == "of" and at(tokens, index - 3).low in _EVERY
    if before == "our" or every:
        return True
    if before == "are" and earlier == "there":
        opens = index == 2 or at(tokens, index - 3).low in _ENDS
        behind = at(tokens, last + 1)
        return True if opens and (behind.kind != "word" or behind.low in _GOES_ON) else None
    if before in _HAS and earlier in _DOCUMENTS:
        return True if at(tokens, index - 3).low in _THIS else None
    return False if before in _HAS and earlier in {"it", "we"} else None


def _number(tokens: list[Token], index: int) -> tuple[int, int] | None:
    """The whole number at a token, in digits or words, and the index behind it."""
    low = at(tokens, index).low
    if low in {"both", "half", "dozen"}:
        return (2, index + 1) if low == "both" else _dozen(tokens, index)
    if low.isdecimal() and low.isascii():
        return (int(low), index + 1) if len(low) < 4 and sign_at(tokens, index) > 0 else None
    return number_in_words(tokens, index) if low in NUMBERS else None


def _dozen(tokens: list[Token], index: int) -> tuple[int, int] | None:
    """``a dozen``, ``half a dozen``, ``half-dozen``."""
    low, half = at(tokens, index).low, at(tokens, index).low == "half"
    stop = index + 1
    while half and at(tokens, stop).low in {"a", "-"}:
        stop += 1
    if half:
        return (6, stop + 1) if at(tokens, stop).low == "dozen" else None
    return (12, stop) if low == "dozen" and at(tokens, index - 1).low not in NUMBERS else None


def _is_rate(tokens: list[Token], behind: int) -> bool:
    """Whether a count goes on as "per second" or "of a day": so many at a time, not in all."""
    following = [token.low for token in tokens[behind : behind + 2]]
    return following[:1] in (["per"], ["/"], ["a"], ["an"], ["each"]) or following in (
        ["of", "a"],
        ["of", "an"],
    )


def _noun(tokens: list[Token], start: int) -> tuple[int, str, bool, bool] | None:
    """The counted noun after a number: its token, its name, and what words before it say.

    That is whether they qualify it, and whether they speak of the whole ("core", "required").
    """
    qualified = whole = False
    for position in range(start, start + 7):
        word, following = at(tokens, position).low, at(tokens, position + 1).low
        if (word, following) in _TWO_WORD_NOUNS:
            return position + 1, _TWO_WORD_NOUNS[word, following], qualified, whole
        if word in _NOUNS:
            return position, _NOUNS[word], qualified, whole
        if word in _SORTS and following == "of":  # "all five kinds of artifact"
            noun = at(tokens, position + 2).low
            named = _NOUNS.get(noun) or _NOUNS.get(f"{noun}s")
            return None if named is None else (position + 2, named, qualified, whole)
        if word not in _QUALIFIERS:
            return None
        qualified, whole = qualified or word != "-", whole or word in _WHOLE
    return None
