"""Harmful edits of titles, levers, artifacts, events, invariants, and the owner mapping."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.ids import LeverId
from doctrine_check.doctrine.labels import fold
from doctrine_check.doctrine.model import Form, Kind, Role
from doctrine_check.doctrine.required_for import Scope, mandate, parse_required_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.breaks_sheet import Edit, Sheet
    from doctrine_check.doctrine.markdown import Paragraph
    from doctrine_check.doctrine.model import DocumentFacts, Fact, Lever, Text

STEPS = ("baseline", "profile", "prove", "implement", "verify", "re-profile")
_LOOP = r"(?<![\w-])MS-\d{2}(?![\w-])"
_RANGE = r"(\d+(?:\.\d+)?)(\s*(?:-|–|to)\s*)(\d+(?:\.\d+)?)(?=\s*(?:x|×|times))"
_RATIO = r"\d[\d.]*\s*(?:(?:-|–|to)\s*\d[\d.]*\s*)?(?:x|×|times)"


def fact_breaks(sheet: Sheet, other: Sheet) -> Iterator[Edit]:
    """Every harmful edit of these facts; ``other`` is the counterpart of the document."""
    yield from _titles(sheet, other)
    yield from _sections(sheet)
    for lever in sheet.facts.levers:
        yield from _lever(sheet, lever)
    yield from _wordings(sheet, other)
    yield from _mapping(sheet)
    if sheet.facts.role is Role.DOCTRINE:
        yield from _introduction(sheet)
        yield from _artifacts(sheet)
    else:
        yield from _required_for(sheet, other.facts)


def _shared(sheet: Sheet, other: Sheet, kind: Kind) -> Iterator[Fact]:
    """The facts of one kind that both documents have."""
    theirs = {fact.id for fact in other.facts.facts(kind)}
    return (fact for fact in sheet.facts.facts(kind) if fact.id in theirs)


def _titles(sheet: Sheet, other: Sheet) -> Iterator[Edit]:
    for kind in (Kind.PRINCIPLE, Kind.LEVER, Kind.ARTIFACT):
        for fact in _shared(sheet, other, kind):
            name = sheet.name(fact.id, "title replaced")
            yield from sheet.whole(name, fact.title, "Colour Schemes of Dashboards")
            words = fact.title.text.split()
            if len(words) > 1:
                name = sheet.name(fact.id, "title without its first word")
                yield from sheet.part(name, fact.title, 0, len(words[0]) + 1, "")


def _sections(sheet: Sheet) -> Iterator[Edit]:
    """Sections of single facts deleted or doubled."""
    for identity, definition in sheet.headings.items():
        name = sheet.name(identity, "section deleted")
        yield sheet.without_section(name, definition.section)
        yield sheet.twice(sheet.name(identity, "section duplicated"), definition.section)


def _lever(sheet: Sheet, lever: Lever) -> Iterator[Edit]:
    for field, text in (
        ("impact", lever.impact),
        ("risk", lever.risk),
        ("owner", lever.owner),
        ("profile gate", lever.profile_gate),
    ):
        entry = sheet.label(text)
        if entry is not None:
            name = sheet.name(lever.id, f"{field} deleted")
            yield sheet.without_label(name, entry)
            yield sheet.without_label(sheet.name(lever.id, f"{field} emptied"), entry, keep=True)
    if lever.owner is not None:
        yield from sheet.whole(sheet.name(lever.id, "other owner"), lever.owner, "10.99")
    if lever.profile_gate is not None:
        name = sheet.name(lever.id, "other profile gate")
        yield from sheet.whole(name, lever.profile_gate, "MS-09")
    if lever.impact is not None:
        yield from _impact(sheet, lever.id, lever.impact)


def _impact(sheet: Sheet, identity: LeverId, impact: Text) -> Iterator[Edit]:
    found = re.search(_RANGE, impact.text)
    if found is not None:
        turned = f"{found[3]}{found[2]}{found[1]}"
        yield from sheet.part(
            sheet.name(identity, "impact turned round"), impact, *found.span(), turned
        )
    found = re.search(_RATIO, impact.text)
    if found is not None:
        name = sheet.name(identity, "impact without number")
        yield from sheet.part(name, impact, *found.span(), "much")


def _wordings(sheet: Sheet, other: Sheet) -> Iterator[Edit]:
    for event in sheet.facts.events:
        if event.level is None:
            continue
        for level in ("debug", "info", "warning", "error", "gruesome"):
            if level != event.level.text.casefold():
                name = sheet.name(event.id, f"level {level}")
                yield from sheet.whole(name, event.level, level)
    theirs = {fact.id for kind in (Kind.EVENT, Kind.INVARIANT) for fact in other.facts.facts(kind)}
    for event in sheet.facts.events:
        if event.id in theirs:
            yield from _wording(sheet, event, event.meaning)
    for invariant in sheet.facts.invariants:
        if invariant.id in theirs:
            yield from _wording(sheet, invariant, invariant.statement)


def _wording(sheet: Sheet, fact: Fact, text: Text | None) -> Iterator[Edit]:
    words = text.text.split() if text is not None else []
    if text is None or len(words) < 2:
        return
    last = len(text.text) - len(words[-1])
    head = len(words[0])
    for what, start, end, new in (
        ("first word dropped", 0, head + 1, ""),
        ("last word dropped", last - 1, len(text.text), ""),
        ("word added", head, head + 1, " never "),
        ("word replaced", last, len(text.text), "elephants"),
    ):
        yield from sheet.part(sheet.name(fact.id, what), text, start, end, new)


def _mapping(sheet: Sheet) -> Iterator[Edit]:
    owners = {lever.id: lever.owner for lever in sheet.facts.levers}
    for row in sheet.facts.mapping:
        subject = f"mapping row {row.subsystem.text}"
        if any(owners.get(c.read.id) for c in row.concerns if isinstance(c.read.id, LeverId)):
            yield from sheet.whole(sheet.name(subject, "other owner"), row.owner, "10.99")
        for mention in row.concerns:
            written = mention.read.written
            for what, new in (("that is unknown", f"{written[:-2]}97"), ("misspelt", written[:-1])):
                name = sheet.name(subject, f"{written} made an id {what}")
                yield from sheet.whole(name, mention.place, new)
        yield from sheet.whole(sheet.name(subject, "concern in words"), row.concern_text, "speed")


def around(facts: DocumentFacts, kind: Kind) -> Iterator[Paragraph]:
    """The paragraphs of the section around facts of a kind, outside their own sections."""
    sections = {
        facts.document.sections[definition.section].parent
        for definition in facts.definitions
        if definition.kind is kind and definition.form is Form.HEADING
    }
    return (p for p in facts.document.paragraphs if p.section in sections and not p.depth)


def _introduction(sheet: Sheet) -> Iterator[Edit]:
    """The profile loop above the levers: its id and its steps."""
    paragraphs = list(around(sheet.facts, Kind.LEVER))
    if not paragraphs:
        return
    for what, pattern, new in (
        ("loop renamed", _LOOP, "MS-09"),
        ("loop without id", _LOOP, "usual"),
        *((f"step {step} left out", rf"(?<![\w-]){step}(?![\w-])", "ponder") for step in STEPS),
    ):
        lines = list(sheet.lines)
        changed = 0
        for paragraph in paragraphs:
            for index in range(paragraph.line - 1, paragraph.end_line):
                lines[index], count = re.subn(pattern, new, lines[index])
                changed += count
        if changed:
            yield sheet.with_lines(sheet.name("levers", what), lines, paragraphs[0].line)


def _artifacts(sheet: Sheet) -> Iterator[Edit]:
    for artifact in sheet.facts.artifacts:
        definition = sheet.headings.get(artifact.id)
        bullets = [(text.line, text.line + len(text.breaks)) for text in artifact.contents]
        if definition is None or not bullets:
            continue
        heading = definition.place.line
        for number, (first, last) in enumerate(bullets, start=1):
            name = sheet.name(artifact.id, f"content {number} deleted")
            yield sheet.block(name, first, last, [], heading)
        name = sheet.name(artifact.id, "all contents deleted")
        yield sheet.block(name, bullets[0][0], bullets[-1][1], [], heading)
    found = mandate(sheet.facts)
    if found is None or not found.binding:
        return
    for weak in ("should", "MAY", "can"):
        yield from sheet.whole(sheet.name("mandate", f"made {weak}"), found.modal, weak)
    for paragraph in around(sheet.facts, Kind.ARTIFACT):
        text = fold(sheet.facts.document, paragraph.raw, paragraph.line)
        start = text.text.find(found.text.text)
        name = sheet.name("mandate", "deleted")
        for edit in sheet.part(name, text, start, start + len(found.text.text), "See below."):
            yield edit._replace(line=None, last=None)


def _required_for(sheet: Sheet, doctrine: DocumentFacts) -> Iterator[Edit]:
    found = mandate(doctrine)
    # Without a sentence that demands all artifacts, every defined phrase is a free choice.
    phrases = [scope.value for scope in Scope if scope is not Scope.PERFORMANCE]
    if found is None or not found.binding:
        phrases = []
    for artifact in sheet.facts.artifacts:
        text = artifact.required_for
        if text is None:
            continue
        for phrase in (*phrases, "Whoever feels like it", "All PRs"):
            if parse_required_for(phrase) is None or parse_required_for(
                text.text
            ) is not parse_required_for(phrase):
                name = sheet.name(artifact.id, f"required for {phrase}")
                yield from sheet.whole(name, text, phrase)
