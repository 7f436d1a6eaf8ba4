"""A stated count is not the count.

## What it does

Reads counts such as "all 4 core principles", "all 5 required artifact types" or "these four core
principles" in running text, invariants and headings, and compares them with what the document
defines.

## Why

"All 4 core principles" is a promise of completeness. When a fifth is added and the sentence stays,
the invariant no longer covers it.

## How to fix

Correct the number, or define what is missing.

## Example

Bad: "All 4 core principles have measurable metrics" in a document with five principles.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.labels import fold
from doctrine_check.doctrine.model import Kind
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts, Text
    from doctrine_check.rules.context import Context

_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_NUMBERS = {word: number for number, word in enumerate(_WORDS)}
_QUALIFIERS = frozenset(
    [
        "core",
        "required",
        "performance",
        "candidate",
        "optimization",
        "optimisation",
        "high-ev",
        "ev",
        "mandatory",
        "key",
        "fundamental",
        "guiding",
    ]
)
_TOTAL = frozenset({"all", "the", "these", "those", "following", "by"})
_NOUNS: dict[str, Kind] = {
    "principles": Kind.PRINCIPLE,
    "levers": Kind.LEVER,
    "artifacts": Kind.ARTIFACT,
    "invariants": Kind.INVARIANT,
    "events": Kind.EVENT,
}
_TWO_WORD_NOUNS: dict[tuple[str, str], Kind] = {
    ("artifact", "types"): Kind.ARTIFACT,
    ("artifact", "kinds"): Kind.ARTIFACT,
    ("event", "codes"): Kind.EVENT,
}
_STEMS = ("principle", "lever", "artifact", "invariant", "event")
_TOKEN = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*|\d+(?:[.,]\d+)*|[^\sA-Za-z\d]")


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report each count that does not match the definitions."""
    counts = {kind: len(facts.facts(kind)) for kind in _NOUNS.values()}
    other = context.counterpart(facts)
    for text in _texts(facts):
        for start, end, number, kind in _counts(text.text):
            if not counts[kind] or number == counts[kind]:
                continue
            if other is not None and number == len(other.facts(kind)):
                continue  # the number is right and an id is missing: the rule one-sided-id's
            yield Problem(
                facts.at(text.part(start, end)),
                f"expected the count to match the {counts[kind]} {kind.value} of this document, "
                f'found "{text.text[start:end]}"',
                f"correct the number to {counts[kind]}, or define what is missing",
                subject=kind.value,
            )


def _texts(facts: DocumentFacts) -> Iterator[Text]:
    document = facts.document
    for section in document.sections:
        if section.heading is not None and _may_count(section.heading.raw):
            yield fold(document, document.plain(section.heading.raw), section.heading.line)
    for paragraph in document.paragraphs:
        if _may_count(paragraph.raw):
            yield fold(document, document.plain(paragraph.raw), paragraph.line)
    in_tables = {table.number for table in facts.tables if table.kind is Kind.INVARIANT}
    if in_tables:
        yield from (i.statement for i in facts.invariants if i.statement is not None)


def _may_count(raw: str) -> bool:
    """Whether a counted noun may stand in a text: an entity such as ``&#112;`` hides letters."""
    low = raw.casefold()
    return "&" in raw or any(noun in low for noun in _STEMS)


def _counts(text: str) -> Iterator[tuple[int, int, int, Kind]]:
    """Each total count in ``text``: start, end, number, and what is counted."""
    tokens = [(match.start(), match.end(), match[0].casefold()) for match in _TOKEN.finditer(text)]
    for index, (start, _, token) in enumerate(tokens):
        number = int(token) if token.isdecimal() and len(token) < 4 else _NUMBERS.get(token)
        if number is None:
            continue
        found = _noun(tokens, index)
        if found is None:
            continue
        last, kind, qualified = found
        before = tokens[index - 1][2] if index else ""
        total = before in _TOTAL and not _is_rate(tokens, last + 1)
        if before in ("first", "last", "other", "least", "most", "than", "of"):
            continue
        if total or qualified:
            yield start, tokens[last][1], number, kind


def _is_rate(tokens: list[tuple[int, int, str]], behind: int) -> bool:
    """Whether a count goes on as "per second" or "of a day": so many at a time, not in all."""
    following = [token for _, _, token in tokens[behind : behind + 2]]
    return following[:1] in (["per"], ["/"], ["a"], ["an"], ["each"]) or following in (
        ["of", "a"],
        ["of", "an"],
    )


def _noun(tokens: list[tuple[int, int, str]], index: int) -> tuple[int, Kind, bool] | None:
    """The counted noun after a number: its token, its kind, and whether qualifiers precede it."""
    qualified = False
    for position in range(index + 1, min(index + 6, len(tokens))):
        word = tokens[position][2]
        following = tokens[position + 1][2] if position + 1 < len(tokens) else ""
        if (word, following) in _TWO_WORD_NOUNS:
            return position + 1, _TWO_WORD_NOUNS[word, following], qualified
        if word in _NOUNS:
            return position, _NOUNS[word], qualified
        if word not in _QUALIFIERS:
            return None
        qualified = True
    return None
