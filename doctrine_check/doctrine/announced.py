"""Headings that announce something else than what stands below them, or nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import heading_kind
from doctrine_check.doctrine.columns import words as words_of
from doctrine_check.doctrine.model import Form, Kind, Role
from doctrine_check.limits import words
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from doctrine_check.doctrine.markdown import Heading
    from doctrine_check.doctrine.model import DocumentFacts

# What a heading may call facts of a kind. It names the kind itself, or what people say for it.
_SAYS = {
    Kind.PRINCIPLE: words(
        """principle principles target targets goal goals objective objectives metric metrics
        budget budgets limit limits threshold thresholds commitment commitments promise promises
        slo slos"""
    ),
    Kind.LEVER: words(
        """lever levers optimization optimizations optimisation optimisations tuning candidate
        candidates technique techniques improvement improvements"""
    ),
    Kind.ARTIFACT: words(
        "artifact artifacts artefact artefacts evidence deliverable deliverables proof proofs"
    ),
    Kind.EVENT: words(
        """event events code codes log logs logging telemetry signal signals message messages alert
        alerts notification notifications observability"""
    ),
    Kind.INVARIANT: words(
        """invariant invariants guarantee guarantees property properties assertion assertions rule
        rules promise promises law laws"""
    ),
    Kind.MAPPING: words(
        """mapping mappings map owner owners ownership track tracks responsibility responsibilities
        responsible subsystem subsystems implementation who"""
    ),
}


class Held(Record):
    """What stands below one heading: the facts of a kind, and the line of the first of them."""

    kind: Kind
    section: int
    form: Form
    line: int


class Misled(Record):
    """Facts that the heading around them does not announce.

    ``apart``: it announces other facts that stand there too, and what is missing is one for these.
    """

    heading: Heading
    held: Held
    apart: bool


def misleading(facts: DocumentFacts) -> Iterator[Misled]:
    """What stands below a heading whose words are about something else, once for each heading.

    Elsewhere than in the performance documents headings are free: only one that announces another
    kind, of which nothing stands there, misleads.
    """
    groups = list(_groups(facts))
    below: dict[int, set[Kind]] = {}
    for held in groups:
        for section in _chain(facts, held.section):
            below.setdefault(section, set()).add(held.kind)
    opened = {d.section: d.kind for d in facts.definitions if d.form is Form.HEADING}
    seen: set[int] = set()
    for held in groups:
        found = _misleading(facts, held, below, opened)
        if found is None:
            continue
        section, apart = found
        heading = facts.document.sections[section].heading
        if heading is not None and (apart or section not in seen):
            yield Misled(heading, held, apart)
            seen.add(section)


def _groups(facts: DocumentFacts) -> Iterator[Held]:
    """Tables, and runs of headings or items of one kind below one heading."""
    for table in facts.tables:
        if table.kind is not None:
            line = facts.document.tables[table.number].line
            yield Held(table.kind, table.section, Form.ROW, line)
    wrong = {(d.section, d.kind) for d in facts.definitions if d.read.problem == "family"}
    found: dict[tuple[int, Kind, Form], Held] = {}
    for definition in facts.definitions:
        kind, section = definition.kind, definition.section
        if definition.form is Form.ROW or (section, kind) in wrong:
            continue  # ids of another family are the rule wrong-family's
        if definition.form is Form.HEADING:
            section = facts.document.sections[section].parent
        held = Held(kind, section, definition.form, definition.place.line)
        found.setdefault((section, kind, definition.form), held)
    yield from found.values()


def _chain(facts: DocumentFacts, section: int) -> list[int]:
    """A section and those around it, from the inside, without the title of the document."""
    found: list[int] = []
    while section > 0:
        part = facts.document.sections[section]
        if part.heading is not None and part.heading.level > 1:
            found.append(section)
        section = part.parent
    return found


def _misleading(
    facts: DocumentFacts, held: Held, below: Mapping[int, set[Kind]], opened: Mapping[int, Kind]
) -> tuple[int, bool] | None:
    """The section whose heading does not announce what stands there; ``None`` where none is.

    With it, whether the heading announces what stands there beside it.
    """
    chain = _chain(facts, held.section)
    texts = [words_of(_plain(facts, section)) for section in chain]
    if not chain or any(not _SAYS[held.kind].isdisjoint(text) for text in texts):
        return None
    free = facts.role not in (Role.DOCTRINE, Role.CONTRACT)
    rows = held.form is Form.ROW
    for section, text in zip(chain, texts, strict=True):
        kind = opened.get(section) or heading_kind(" ".join(text))
        if kind is held.kind:
            return None
        if kind is not None:
            apart = section in opened or kind in below[section]
            return (section, apart) if rows and not (free and apart) else None
    outer = chain[-1]
    if free or len(below[outer]) > 1 or not _plain(facts, outer).isascii():
        return None
    return outer, False


def _plain(facts: DocumentFacts, section: int) -> str:
    heading = facts.document.sections[section].heading
    return "" if heading is None else facts.document.plain(heading.raw)
