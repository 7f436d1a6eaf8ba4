"""The phrases of the "Required For" column, and the sentence that makes artifacts mandatory."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from doctrine_check.doctrine.labels import fold
from doctrine_check.doctrine.model import Form, Kind
from doctrine_check.records import Record

if TYPE_CHECKING:
    from doctrine_check.doctrine.model import DocumentFacts, Text


class Scope(Enum):
    """Which changes owe an artifact."""

    PERFORMANCE = "All performance PRs"
    OPTIMIZATION = "All optimization PRs"
    TUNED_PATH = "Tuned path PRs"
    SECURITY = "Security instrumentation PRs"


_SCOPE_OF_WORDS = {
    frozenset({"performance"}): Scope.PERFORMANCE,
    frozenset({"performance", "affecting"}): Scope.PERFORMANCE,
    frozenset({"optimization"}): Scope.OPTIMIZATION,
    frozenset({"tuned", "path"}): Scope.TUNED_PATH,
    frozenset({"security", "instrumentation"}): Scope.SECURITY,
}
_CHANGE_WORDS = frozenset({"pr", "prs", "pull", "request", "requests", "change", "changes"})
_QUANTIFIERS = frozenset({"all", "every", "each", "any"})
_WORD = r"[a-z]+"
_MODAL = r"(?i)\b(must|shall|should|may|can|ought)\b"
_STRONG = frozenset({"must", "shall"})


def parse_required_for(text: str) -> Scope | None:
    """The scope that a "Required For" phrase names; ``None`` for a phrase nobody defined."""
    words = {
        word.replace("optimisation", "optimization") for word in re.findall(_WORD, text.casefold())
    }
    words = {"path" if word == "paths" else word for word in words}
    if not words & _CHANGE_WORDS:
        return None
    return _SCOPE_OF_WORDS.get(frozenset(words - _CHANGE_WORDS - _QUANTIFIERS))


class Mandate(Record):
    """The sentence above the artifacts that says who owes them.

    ``binding`` is false when it says should, may or can; ``modal`` is the word that it uses.
    """

    text: Text
    modal: Text
    binding: bool


def mandate(facts: DocumentFacts) -> Mandate | None:
    """The doctrine's sentence that makes the artifacts mandatory, if it has one."""
    sections = {
        facts.document.sections[definition.section].parent
        if definition.form is Form.HEADING
        else definition.section
        for definition in facts.definitions
        if definition.kind is Kind.ARTIFACT
    }
    weak: Mandate | None = None
    for paragraph in facts.document.paragraphs:
        if paragraph.section not in sections or paragraph.depth:
            continue
        text = fold(facts.document, facts.document.plain(paragraph.raw), paragraph.line)
        for sentence in re.finditer(r"[^.:]+[.:]?", text.text):
            words = set(re.findall(_WORD, sentence[0].casefold()))
            modal = re.search(_MODAL, sentence[0])
            if modal is None or not _speaks_of_all(words):
                continue
            start = sentence.start() + modal.start()
            found = Mandate(
                text.part(sentence.start(), sentence.end()),
                text.part(start, start + len(modal[0])),
                modal[0].casefold() in _STRONG,
            )
            if found.binding:
                return found
            weak = weak or found
    return weak


def _speaks_of_all(words: set[str]) -> bool:
    change = bool(words & _CHANGE_WORDS)
    what = bool(words & {"artifact", "artifacts", "following", "evidence", "below"})
    return change and what and "performance" in words
