"""The phrases of the "Required For" column, and the sentence that makes artifacts mandatory."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from doctrine_check.doctrine.ids import spanned_ids
from doctrine_check.doctrine.labels import fold
from doctrine_check.doctrine.model import Form, Kind
from doctrine_check.doctrine.phrases import NUMBERS
from doctrine_check.doctrine.wording import may_soften
from doctrine_check.limits import tokenize
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from doctrine_check.doctrine.model import ArtifactRequirement, DocumentFacts, Text
    from doctrine_check.limits import Token


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
_STRONG = frozenset({"must", "shall"})
_MODALS = _STRONG | {"should", "may", "can", "ought", "might", "could"}
_NEVER = frozenset({"not", "never", "no", "under", "neither"})
_NOBODY = frozenset({"no", "none", "neither", "not", "few", "some", "most"})
_TURNS = frozenset({"without", "unless", "until", "before"})
_SHARES = frozenset({"most", "some", "several", "few", "many", "part", "parts", "half", "any"})
_PARTS = frozenset({"any", "part", "parts", "half"})
_TOTALS = frozenset({"all", "the", "these", "those", "following"})
_EACH = frozenset({"each", "every"})
_EXCEPT = frozenset({"except", "excepting", "excluding"})
_ARTIFACTS = frozenset({"artifact", "artifacts"})
_LISTED = frozenset({"below", "follow", "listed", "defined"})
_HEDGES = frozenset({"possible", "practical", "feasible", "optionally", "ideally", "preferably"})


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

    ``binding`` is false when it says should, may or can, denies it, or asks for a part only;
    ``modal`` is the word, or the words, that decide this. ``partial`` says that it is the last.
    """

    text: Text
    modal: Text
    binding: bool
    partial: bool = False


def _above(facts: DocumentFacts) -> Iterator[Text]:
    """The running text of the section around the artifacts."""
    sections = {
        facts.document.sections[definition.section].parent
        if definition.form is Form.HEADING
        else definition.section
        for definition in facts.definitions
        if definition.kind is Kind.ARTIFACT
    }
    for paragraph in facts.document.paragraphs:
        if paragraph.section in sections and not paragraph.depth:
            yield fold(facts.document, facts.document.plain(paragraph.raw), paragraph.line)


def released(facts: DocumentFacts) -> Text | None:
    """The words beside the mandate that let somebody off: ``may be skipped``."""
    for text in _above(facts):
        if may_soften(text.text):
            from doctrine_check.doctrine.law_lines import in_release

            words = in_release(text.text)
            if words is not None:
                return text.part(*words)
    return None


def mandate(facts: DocumentFacts) -> Mandate | None:
    """The doctrine's sentence that makes the artifacts mandatory, if it has one."""
    weak: Mandate | None = None
    for text in _above(facts):
        for start, end in _sentences(text.text):
            found = _mandate_in(text.part(start, end), text, start, facts.artifacts)
            if found is None:
                continue
            if found.binding:
                return found
            weak = weak or found
    return weak


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends; a colon ends one too."""
    start = 0
    for piece in text.replace(":", ".").split("."):
        if piece:
            yield start, min(start + len(piece) + 1, len(text))
        start += len(piece) + 1


def _mandate_in(
    sentence: Text, text: Text, offset: int, owed: Collection[ArtifactRequirement]
) -> Mandate | None:
    """The mandate in one sentence, which begins at ``offset`` of ``text``."""
    tokens = tokenize(sentence.text)
    lows = [token.low for token in tokens]
    place = _modal(lows)
    if place is None or not _speaks_of_all(set(lows)):
        return None

    def made(first: int, last: int, *, partial: bool = False, binding: bool = False) -> Mandate:
        start, end = offset + tokens[first].start, offset + tokens[last].end
        return Mandate(sentence, text.part(start, end), binding, partial)

    if lows[place] not in _STRONG and not lows[place].endswith("n't"):
        return made(place, place)
    denied = _denied(lows, place)
    if denied is not None:
        return made(*denied)
    share = _share(lows, place, len(owed)) or _chosen(tokens, place, sentence.text, owed)
    if share is not None:
        return made(*share, partial=True)
    if may_soften(sentence.text):
        from doctrine_check.doctrine.law_lines import in_demand

        words = in_demand(sentence.text)
        if words is not None:
            hedge = text.part(offset + words[0], offset + words[1])
            return Mandate(sentence, hedge, binding=False, partial=True)
    return made(place, place, binding=True)


def _modal(lows: list[str]) -> int | None:
    """The index of the modal of a sentence; "whatever it may be called, a change must" has two."""
    places = [n for n, low in enumerate(lows) if low.removesuffix("n't") in _MODALS]
    for place in places:
        comma = lows.index(",", place) if "," in lows[place:] else 0
        aside = lows[place] not in _STRONG and any(other > comma for other in places)
        if not (comma and aside and _ARTIFACTS.isdisjoint(lows[:comma])):
            return place
    return None


def _denied(lows: list[str], place: int) -> tuple[int, int] | None:
    """The words that say that nobody owes anything; "must not merge without them" does not."""
    if not _TURNS.isdisjoint(lows):
        return None
    if lows[place].endswith("n't"):
        return place, place
    behind = lows[place + 1 : place + 3]
    if behind[:1] and behind[0] in _NEVER and behind[1:] != ["only"]:
        return place, place + 1
    return (0, place) if lows[0] in _NOBODY else None


def _share(lows: list[str], place: int, owed: int) -> tuple[int, int] | None:
    """The words that ask for a part of the artifacts: ``three of the five``, ``all but one``."""
    for index in range(place + 1, len(lows)):
        low, before, ahead = lows[index], lows[index - 1], lows[index + 1 : index + 6]
        number = int(low) if low.isdecimal() and len(low) < 4 else NUMBERS.get(low)
        noun = next((n for n, word in enumerate(ahead, 1) if word in _ARTIFACTS), 0)
        part = before not in _EACH and not (before == "all" and number is not None)
        if ahead[:1] == ["of"] and (number is not None or low in _SHARES) and part:
            return index, index + (noun or 1)
        fewer = number is not None and number < owed and before not in _TOTALS
        # A count of "the artifacts below" is the rule stated-count's.
        if fewer and noun and (before == "least" or (noun == 1 and _LISTED.isdisjoint(ahead))):
            return index, index + noun
        if low in _SHARES - _PARTS and noun:
            return index, index + noun
        if (low, ahead[:1]) == ("all", ["but"]):
            return index, index + 1
        if low in _EXCEPT or low in _HEDGES:
            return index, index
    return None


def _chosen(
    tokens: list[Token], place: int, text: str, owed: Collection[ArtifactRequirement]
) -> tuple[int, int] | None:
    """The ids of those that are asked for, in place of all: ``ART-01 to ART-04``."""
    behind = text[tokens[place].end :]
    named = spanned_ids(behind) if "ART" in behind else ()
    lows = {token.low for token in tokens[place:]}
    if not named or not _ALL.isdisjoint(lows) or {str(each.id) for each in owed} <= set(named):
        return None
    arts = [n for n in range(place, len(tokens)) if tokens[n].low == "art"]
    return (arts[0], min(arts[-1] + 2, len(tokens) - 1)) if arts else None


_ALL = frozenset({"all", "every", "each", "following"})


def _speaks_of_all(words: set[str]) -> bool:
    change = bool(words & _CHANGE_WORDS)
    what = bool(words & {"artifact", "artifacts", "following", "evidence", "below"})
    return change and what and "performance" in words
