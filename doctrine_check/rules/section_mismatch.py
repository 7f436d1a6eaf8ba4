"""The section number of a document is not that of its folder or headings, or a heading misleads.

## What it does

Compares the number of the `**Section:**` line with the folder (`section_7/`) and with the numbers
of the document's own headings (`7.1`, `7.2`, ...), and checks that those headings count up by one.
Where one is missing and a heading without a number stands in its place, that heading is reported.
Where the contract's number is not the doctrine's either, that is the rule metadata-drift's.
A heading that announces events, say, above a table of invariants is reported in every spec
contract; in the performance documents also one that says nothing of the facts below it, is struck
out, or says that they were withdrawn.

## Why

A document filed under another section is not found by whoever follows the plan, and a table under
another heading is read for something else.

## How to fix

Correct the number, or move the file. Name in the heading what stands below it.

## Example

Bad: `**Section:** 8` in `docs/specs/section_7/`.
Bad: `## Invariants` above the table of events.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from doctrine_check.doctrine.columns import heading_kind
from doctrine_check.doctrine.model import Form, Role
from doctrine_check.doctrine.roles import PERFORMANCE_ROLES
from doctrine_check.doctrine.wording import may_be_gone, quote
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.markdown import Heading
    from doctrine_check.doctrine.model import DocumentFacts, Kind
    from doctrine_check.rules.context import Context

# Numbers are read without patterns: compiling these took longer than everything else here.
_FOLDER = ("section_", "section-")
_DEEPEST = 6


def section_number(text: str) -> str | None:
    """``7`` of "7 — Performance Doctrine"."""
    digits = "".join(takewhile(lambda char: char.isdecimal() or char == ".", text.lstrip()))
    parts = list(takewhile(str.isdecimal, digits.split(".")))[:_DEEPEST]
    return ".".join(parts) if parts else None


def sections_differ(pair: Pair) -> tuple[str, str] | None:
    """The section numbers of doctrine and contract, where they differ and this rule is silent.

    A doctrine that its own headings contradict is wrong by itself, and no measure for a contract
    that agrees with those headings, or that its own folder contradicts as well.
    """
    first, second = _stated(pair.doctrine), _stated(pair.contract)
    if first is None or second is None or first == second:
        return None
    right = _own_number(pair.doctrine)
    if right not in (None, first) and (
        second == right or _own_number(pair.contract) not in (None, second)
    ):
        return None
    return first, second


def _stated(facts: DocumentFacts) -> str | None:
    entry = facts.meta("section")
    return section_number(entry.value.text) if entry is not None else None


def _filed(facts: DocumentFacts) -> tuple[str, str]:
    """The folder that has a section number, and that number; empty where there is none."""
    for folder in facts.path.split("/")[:-1]:
        if folder.startswith(_FOLDER):
            number = folder[len(_FOLDER[0]) :].replace("_", ".").replace("-", ".")
            if section_number(number) == number:
                return folder, number
    return "", ""


def _chapter(headings: Sequence[tuple[Heading, str, int]]) -> str | None:
    """The chapter of the headings, when there are several and all agree."""
    chapters = {chapter for _, chapter, _ in headings}
    return chapters.pop() if len(headings) > 1 and len(chapters) == 1 else None


def _own_number(facts: DocumentFacts) -> str | None:
    """The section number that the folder of a document, or else its headings, tell."""
    return _filed(facts)[1] or _chapter(_numbered(facts))


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report sections that differ from folder or headings, and headings that mislead."""
    yield from _numbers(facts, context)
    held = _held(facts)
    if _may_mislead(facts, held):
        yield from _misleading(facts)
    if facts.role in PERFORMANCE_ROLES and _may_be_withdrawn(facts):
        yield from _withdrawn(facts, held)


def _held(facts: DocumentFacts) -> set[tuple[int, Kind]]:
    """The sections right below which facts stand, each with their kind."""
    sections = facts.document.sections
    held = {(table.section, table.kind) for table in facts.tables if table.kind is not None}
    for definition in facts.definitions:
        if definition.form is Form.HEADING:
            held.add((sections[definition.section].parent, definition.kind))
        elif definition.form is Form.ITEM:
            held.add((definition.section, definition.kind))
    return held


def _may_mislead(facts: DocumentFacts, held: Collection[tuple[int, Kind]]) -> bool:
    """Whether some heading does not name the kind of what stands right below it."""
    for section, kind in held:
        heading = facts.document.sections[section].heading
        if heading is not None and heading_kind(heading.raw) is not kind:
            return True
    return False


def _withdrawn(facts: DocumentFacts, held: Collection[tuple[int, Kind]]) -> Iterator[Problem]:
    """Headings by which what stands below them no longer holds."""
    from doctrine_check.doctrine.gone import withdrawn_headings

    for heading, kind, text in withdrawn_headings(facts.document, held):
        yield Problem(
            facts.line(heading.line, heading.column),
            f"expected the {kind.value} below this heading to hold, found {quote(text)}",
            "leave out of the heading what takes them back, or delete them in both documents",
            subject=kind.value,
        )


def _may_be_withdrawn(facts: DocumentFacts) -> bool:
    """Whether some heading has a word that may take back what stands below it."""
    headings = (section.heading for section in facts.document.sections)
    text = "\n".join(heading.raw for heading in headings if heading is not None)
    return "~" in text or "</" in text or may_be_gone(text)


def _misleading(facts: DocumentFacts) -> Iterator[Problem]:
    from doctrine_check.doctrine.announced import misleading

    for heading, held, apart in misleading(facts):
        kind, found = held.kind.value, quote(facts.document.plain(heading.raw))
        above, here = facts.line(heading.line, heading.column), facts.line(held.line)
        yield Problem(
            here if apart else above,
            f"expected a heading that announces the {kind} above {here.place}, found {found}",
            f"put a heading of the {kind} above them"
            if apart
            else f"name the {kind} in the heading, or move what stands below it",
            subject=kind,
            related=(above if apart else here,),
        )


def _numbers(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report a section that differs from folder or headings, and headings out of sequence."""
    entry = facts.meta("section")
    headings = _numbered(facts)
    if entry is None:
        yield from _headings(facts, headings, None)
        return
    stated = section_number(entry.value.text)
    # Section 10.12 may open with a heading of that very number.
    headings = [row for row in headings if f"{row[1]}.{row[2]}" != stated]
    folder, filed = _filed(facts)
    if stated is None:
        # Where nothing is filed by number, a section may be a word.
        if entry.value.text and (filed or facts.role is not Role.SPEC):
            yield Problem(
                facts.at(entry.value),
                f'expected a section number, found "{entry.value.text}"',
                "begin the value with the number of the section",
                subject="Section",
            )
    elif filed and filed != stated and not _is_drift(facts, context):
        yield Problem(
            facts.at(entry.value),
            f"expected section {filed} of the folder {folder}/, found {stated}",
            "correct the section, or move the file",
            subject="Section",
        )
    common = _chapter(headings)
    if stated is not None and filed != stated and common is not None:
        # Headings that agree with each other are right, and the one line above them is wrong.
        if common != stated and not filed and not _is_drift(facts, context):
            yield Problem(
                facts.at(entry.value),
                f"expected section {common} of the headings, found {stated}",
                "correct the section, or number the headings anew",
                subject="Section",
            )
        stated = common
    yield from _headings(facts, headings, stated)


def _is_drift(facts: DocumentFacts, context: Context) -> bool:
    """Whether the contract's number is not the doctrine's: one fault, the rule metadata-drift's."""
    pair = context.pair
    return (
        pair is not None and facts.path == pair.contract.path and sections_differ(pair) is not None
    )


def _numbered(facts: DocumentFacts) -> list[tuple[Heading, str, int]]:
    found: list[tuple[Heading, str, int]] = []
    for section in facts.document.sections:
        heading = section.heading
        if heading is None or heading.level != 2:
            continue
        words = facts.document.plain(heading.raw).strip("~").split(None, 1)
        number, _, position = words[0].removesuffix(".").partition(".") if words else ("", "", "")
        if len(words) > 1 and number.isdecimal() and position.isdecimal():
            found.append((heading, number, int(position)))
    return found


def _headings(
    facts: DocumentFacts, found: Sequence[tuple[Heading, str, int]], stated: str | None
) -> Iterator[Problem]:
    # Several chapters in one document, or releases counted down, are no sequence.
    one_chapter = len({chapter for _, chapter, _ in found}) == 1 and found[0][2] == 1
    if stated is None and facts.role is Role.SPEC and not one_chapter:
        return
    every = [s.heading for s in facts.document.sections if s.heading and s.heading.level == 2]
    places = {heading.line: number for number, heading in enumerate(every)}
    previous, before = 0, -1
    for position, (heading, chapter, number) in enumerate(found, start=1):
        place = facts.line(heading.line, heading.column)
        if stated is not None and chapter != stated:
            yield Problem(
                place,
                f"expected a heading of section {stated}, found {chapter}.{number}",
                f"number the heading {stated}.{previous + 1}",
                subject="Section",
            )
        elif number not in (previous + 1, position):
            between = every[before + 1 : places[heading.line]] if len(found) > 1 else ()
            yield _gap(facts, heading, f"{chapter}.{previous + 1}", f"{chapter}.{number}", between)
        previous, before = number, places[heading.line]


def _gap(
    facts: DocumentFacts, heading: Heading, wanted: str, found: str, between: Sequence[Heading]
) -> Problem:
    """A number is missing before this heading; ``between`` it and the one before are others."""
    if len(between) == 1:
        bare = between[0]
        return Problem(
            facts.line(bare.line, bare.column),
            f"expected the number {wanted} before this heading, "
            f"found {quote(facts.document.plain(bare.raw))}",
            f"number the heading {wanted}, and those behind it one after the other",
            subject="Section",
        )
    return Problem(
        facts.line(heading.line, heading.column),
        f"expected heading {wanted}, found {found}",
        "number the headings one after the other, or restore the one that is missing",
        subject="Section",
    )
