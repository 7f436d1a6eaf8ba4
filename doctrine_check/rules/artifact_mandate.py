"""No sentence makes the artifacts mandatory.

## What it does

Demands, above the artifacts of the doctrine, a sentence that performance-affecting changes MUST (or
SHALL) produce them all. SHOULD, MAY and CAN bind nobody, MUST NOT binds the other way round, and
"most of the artifacts", "three of the five" or "ART-01 to ART-04" leave out what is inconvenient,
and so does a sentence about optimizations: a change that makes something slower affects performance
as well.
Words beside it that leave it to the author ("if time permits", "they may be skipped") undo it.

## Why

INV-PRF-ARTIFACTS rests on this one word.

## How to fix

Write, for example: "Every performance-affecting change MUST produce the following artifacts".

## Example

Bad: "Every performance-affecting change SHOULD produce the following artifacts".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.required_for import mandate, released
from doctrine_check.doctrine.wording import quote, word_list
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.doctrine.required_for import Mandate
    from doctrine_check.rules.context import Context

_NARROW = frozenset({"optimization", "optimizations", "optimisation", "optimisations"})
_WIDER = frozenset({"or", "and", "not", "other", "whether", "including"})
_REMEDY = "write that every performance-affecting change MUST produce the artifacts below"


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report a missing or non-binding mandate."""
    if not facts.artifacts:
        return
    found = mandate(facts)
    if found is None:
        yield Problem(
            facts.at(facts.artifacts[0].title),
            "expected a sentence above the artifacts that performance-affecting changes MUST "
            "produce them, found none",
            _REMEDY,
            subject="artifacts",
        )
    elif not found.binding:
        wanted = "all of them" if found.partial else "MUST or SHALL"
        yield Problem(
            facts.at(found.modal),
            f"expected {wanted} in the sentence that demands the artifacts, "
            f'found "{found.modal.text}"',
            _REMEDY,
            subject="artifacts",
        )
    elif narrow := _narrow(found):
        yield Problem(
            facts.at(found.text),
            "expected every performance-affecting change in the sentence that demands the "
            f"artifacts, found only {quote(narrow)}",
            _REMEDY,
            subject="artifacts",
        )
    elif (words := released(facts)) is not None:
        yield Problem(
            facts.at(words),
            f"expected no exception beside the sentence that demands the artifacts, "
            f"found {quote(words.text)}",
            _REMEDY,
            subject="artifacts",
        )


def _narrow(found: Mandate) -> str:
    """The word that leaves out what affects performance and optimizes nothing."""
    before = word_list(found.text.text.partition(found.modal.text)[0])
    if not _WIDER.isdisjoint(before):
        return ""
    return next((word for word in before if word in _NARROW), "")
