"""How the running text around the facts differs: sentence by sentence, and what that does.

A sentence that was reworded is compared as a line is: limits, counts, percentiles, words. One that
came or went counts where it demands, allows or limits something; other explanations may come and
go. Sections that hold facts are law; elsewhere only sentences that bind are looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.difference_binding import (
    Stance,
    demands_surely,
    forbids,
    speaks_of_law,
    stance,
)
from doctrine_check.doctrine.difference_emptied import TEXT, emptied
from doctrine_check.doctrine.difference_limits import line_shifts
from doctrine_check.doctrine.difference_sections import (
    free_headings,
    heading_words,
    is_law,
    subjects_of,
)
from doctrine_check.doctrine.difference_shift import Shift
from doctrine_check.doctrine.difference_steps import words_for_steps
from doctrine_check.doctrine.difference_units import NEGATIONS
from doctrine_check.doctrine.difference_words import alike
from doctrine_check.doctrine.ids import mentions
from doctrine_check.doctrine.labels import fold
from doctrine_check.doctrine.markdown import one_line
from doctrine_check.doctrine.model import ArtifactRequirement, Form, Kind, Text
from doctrine_check.doctrine.profile_steps import loop_words
from doctrine_check.doctrine.reading import Role
from doctrine_check.doctrine.required_for import mandate
from doctrine_check.doctrine.target import canonical_wording
from doctrine_check.doctrine.targets import Line, named_limits, read_target, statistics_in
from doctrine_check.doctrine.wording import quote, word_list
from doctrine_check.limits import Dimension, at, glued, has_digit, tokenize, words
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from doctrine_check.doctrine.difference_steps import StepChange
    from doctrine_check.doctrine.markdown import Document
    from doctrine_check.doctrine.model import DocumentFacts, Fact

_POINTERS = words("it they these this")
Spoken = dict[str, dict[str, Text]]
"""Sentences by the subject that they speak of, and by their canonical wording."""


class _Passage(Record):
    """A block of running text, unread so far: its subject, its source, and where it begins."""

    subject: str
    raw: str
    line: int
    text: Text | None = None


def prose_shifts(
    old: DocumentFacts, new: DocumentFacts, steps: Iterable[StepChange]
) -> Iterator[tuple[str, Shift]]:
    """Every change of the running text, each with its subject; ``steps`` are told elsewhere."""
    passages = [list(_passages(facts)) for facts in (old, new)]
    known = [{(each.subject, each.raw) for each in side} for side in passages]
    before, after = (
        _spoken(facts, [p for p in side if (p.subject, p.raw) not in other])
        for facts, side, other in zip((old, new), passages, reversed(known), strict=True)
    )
    told = _Told(_mandates(old, new), words_for_steps(old, new, steps))
    for subject in sorted(before.keys() | after.keys()):
        yield from _compared(
            subject, before.setdefault(subject, {}), after.setdefault(subject, {}), told
        )
    yield from _elsewhere(before, after, told)
    for subject in sorted(before.keys() | after.keys()):
        for text in before[subject].values():
            yield from _alone(subject, text, None, told)
        for text in after[subject].values():
            yield from _alone(subject, None, text, told)


class _Told(Record):
    """What other comparisons tell: sentences of the mandate, and steps of a loop by subject."""

    mandates: tuple[str, ...]
    steps: dict[str, frozenset[str]]

    def mandated(self, text: Text) -> bool:
        """Whether a sentence is, or was, the one that says who owes the artifacts."""
        return any(said in text.text for said in self.mandates)

    def words(self, subject: str) -> frozenset[str]:
        """The words for steps and loops that differ under a subject."""
        return self.steps.get(subject, frozenset())


def _mandates(old: DocumentFacts, new: DocumentFacts) -> tuple[str, ...]:
    found = [mandate(old), mandate(new)]
    if not (old.artifacts and new.artifacts):
        return ()
    if not (all(found) or any(each is not None and each.binding for each in found)):
        return ()
    return tuple(each.text.text.strip(" .:") for each in found if each is not None)


# --- two versions of a sentence


def _compared(
    subject: str, before: dict[str, Text], after: dict[str, Text], told: _Told
) -> Iterator[tuple[str, Shift]]:
    """The sentences that changed; what is left of either side came or went."""
    for wording in before.keys() & after.keys():
        del before[wording], after[wording]
    for one, other in alike(before, after):
        yield from _reworded(subject, before.pop(one), after.pop(other), told)


def _reworded(subject: str, before: Text, after: Text, told: _Told) -> Iterator[tuple[str, Shift]]:
    if told.mandated(before) or told.mandated(after):
        return
    binds = any(_binds(each) or emptied(TEXT, each, subject) for each in (before, after))
    if not (binds or is_law(subject) or any(statistics_in(each.text) for each in (before, after))):
        return
    known = told.words(subject)
    lines = Line(TEXT, before), Line(TEXT, after)
    for shift in line_shifts(*lines, known=known, subject=subject):
        yield subject, shift if binds else shift._replace(weaker=None)


def _elsewhere(before: Spoken, after: Spoken, told: _Told) -> Iterator[tuple[str, Shift]]:
    """Sentences that are now under another heading."""
    here, there = (_by_wording(side) for side in (before, after))
    for one, other in alike(
        {wording: text for wording, (_, text) in here.items()},
        {wording: text for wording, (_, text) in there.items()},
    ):
        (was, old), (now, new) = here[one], there[other]
        del before[was][one], after[now][other]
        yield from _reworded(min(was, now), old, new, told)
        if (is_law(was) or is_law(now)) and (_binds(old) or _binds(new)):
            yield min(was, now), Shift(None, f"{TEXT} stands under", was, now, old, new)


def _by_wording(side: Spoken) -> dict[str, tuple[str, Text]]:
    return {
        wording: (subject, text)
        for subject in sorted(side)
        for wording, text in side[subject].items()
    }


def _alone(
    subject: str, before: Text | None, after: Text | None, told: _Told
) -> Iterator[tuple[str, Shift]]:
    """A sentence that went or came."""
    text = before or after
    if text is None or told.mandated(text):
        return
    found = stance(text.text)
    limits = _limits(text)
    void = emptied(TEXT, text, subject) is not None
    if found is Stance.TELLS and not limits and not void:
        return
    named = limits or any(True for _ in mentions(text.text))
    binds = found.binds or void
    if not (named or binds or is_law(subject)):
        return
    if not (limits or binds or told.words(subject).isdisjoint(loop_words(text.text))):
        return
    gone: bool | None = None
    law = is_law(subject) and (speaks_of_law(text.text) or (void and _points(text)))
    if named or law or (found is Stance.DEMANDS and not void and not forbids(text.text)):
        asks = False if void else _asks(text, found, limits=limits)
        gone = None if asks is None else asks is (before is not None)
    was, now = (quote(each.text) if each else None for each in (before, after))
    yield subject, Shift(gone, TEXT, was, now, before, after)


def _asks(text: Text, found: Stance, *, limits: bool) -> bool | None:
    """Whether a sentence that binds asks for something, so that less is asked without it."""
    if found is Stance.DEMANDS:
        return True if demands_surely(text.text) else None
    told = found in (Stance.TELLS, Stance.SPEAKS) and NEGATIONS.isdisjoint(word_list(text.text))
    return True if limits and told else None


def _points(text: Text) -> bool:
    """Whether a sentence speaks of the one before it, as "they are optional" does."""
    listed = word_list(text.text)
    return not _POINTERS.isdisjoint(listed[:1]) or listed[-1:] == ["them"]


def _binds(text: Text) -> bool:
    return stance(text.text) is not Stance.TELLS or _limits(text)


def _limits(text: Text) -> bool:
    """Whether a sentence limits something; any other number is a number in prose."""
    if not has_digit(text.text):
        return False
    for fact in read_target(text.text).limits:
        percent = fact.quantity.dimension is Dimension.PERCENT
        if fact.role is not Role.SETTING and (fact.comparator or fact.sign or percent):
            return True
    return any(True for _ in named_limits(text))


# --- the running text of a document


def _spoken(facts: DocumentFacts, passages: Sequence[_Passage]) -> Spoken:
    spoken: Spoken = {}
    headings = _headings(facts.document) if passages else frozenset()
    for passage in passages:
        text = passage.text
        if text is None:
            plain = facts.document.plain(passage.raw)
            text = fold(facts.document, plain, passage.line)
        if text.text in headings:
            continue  # a line of a table of contents
        for sentence in _sentences(text):
            wording = canonical_wording(sentence.text)
            spoken.setdefault(passage.subject, {}).setdefault(wording, sentence)
    return spoken


def _headings(document: Document) -> frozenset[str]:
    headings = [section.heading for section in document.sections if section.heading is not None]
    return frozenset(one_line(document.plain(heading.raw)) for heading in headings)


def _sentences(text: Text) -> Iterator[Text]:
    """The sentences of a text; a stop within a number, a name or an abbreviation ends none."""
    tokens = tokenize(text.text)
    start = 0
    for index, token in enumerate(tokens):
        following = at(tokens, index + 1)
        if token.low not in (".", "!", "?") or glued(tokens, index + 1):
            continue
        if following.kind != "end" and not following.text[:1].islower():
            yield text.part(start, token.end)
            start = following.start
    if start < len(text.text):
        yield text.part(start, len(text.text))


def _passages(facts: DocumentFacts) -> Iterator[_Passage]:
    """The text that no fact, label, mandate or metadata line holds."""
    document = facts.document
    subjects = subjects_of(facts)
    places = {(text.line, text.column) for text in _held(facts)}
    lines = {line for line, _ in places} | {entry.line for entry in facts.metadata}
    starts = {entry.line for entry in facts.labels}
    items = [d.place.line for d in facts.definitions if d.form is Form.ITEM]
    taken = {*items, *(region.line for region in facts.hidden if region.how == "paragraph")}
    for entry in facts.labels:
        if (entry.value.line, entry.value.column) not in places and entry.line not in taken:
            raw = f"{entry.label}: {entry.value.text}"
            text = entry.value._replace(text=raw)
            yield _Passage(subjects[entry.section], raw, entry.line, text)
    for number, line in free_headings(facts).items():
        raw = heading_words(document, number)
        yield _Passage(subjects[document.sections[number].parent], raw, line, Text(raw, line, 1))
    for paragraph in document.paragraphs:
        covered = range(paragraph.line, paragraph.end_line + 1)
        free = taken.isdisjoint(covered) and paragraph.line not in lines
        if free and paragraph.line not in starts:
            yield _Passage(subjects[paragraph.section], paragraph.raw, paragraph.line)
    for table in facts.tables:
        if table.kind is None:
            yield from _rows(document, table.number, subjects, lines | starts)


def _rows(
    document: Document, number: int, subjects: Mapping[int, str], taken: set[int]
) -> Iterator[_Passage]:
    table = document.tables[number]
    for row in table.rows:
        if row.line not in taken and row.cells:
            raw = "; ".join(" ".join(document.plain(cell.raw).split()) for cell in row.cells)
            text = Text(raw, row.line, row.cells[0].column)
            yield _Passage(subjects[table.section], raw, row.line, text)


def _held(facts: DocumentFacts) -> Iterator[Text]:
    """Every text that is compared as a part of a fact."""
    for kind in Kind:
        for fact in facts.facts(kind):
            yield from _texts_of(fact)
    for entry in facts.metadata:
        yield entry.value


def _texts_of(fact: Fact) -> Iterator[Text]:
    yield from (value for value in fact if isinstance(value, Text))
    if isinstance(fact, ArtifactRequirement):
        yield from fact.contents
