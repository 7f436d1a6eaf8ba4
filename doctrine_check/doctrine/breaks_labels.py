"""Harmful edits of labelled lines and headings: said twice, or lost in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.breaks_sheet import Edit, Sheet
    from doctrine_check.doctrine.model import Text


def label_breaks(sheet: Sheet) -> Iterator[Edit]:
    """Labels that stand twice for one fact, and headings that are none any more."""
    for subject, what, text in _told(sheet):
        entry = sheet.label(text)
        if text is None or entry is None or not sheet.lines[entry.line - 1].startswith("**"):
            continue
        last = text.part(len(text.text), len(text.text)).line
        name = sheet.name(subject, f"second {what}")
        again = f"**{entry.label}:** {text.text} Or else."
        lines = [*sheet.lines[entry.line - 1 : last], again]
        yield sheet.block(name, entry.line, last, lines, last + 1)
    if sheet.facts.role is Role.DOCTRINE:
        yield from _lost(sheet)


def _told(sheet: Sheet) -> Iterator[tuple[object, str, Text | None]]:
    """The facts that labelled lines may tell, each with its id and its name."""
    for principle in sheet.facts.principles:
        yield principle.id, "target", principle.target
        yield principle.id, "measurement", principle.measurement
        yield principle.id, "gate", principle.gate
    for lever in sheet.facts.levers:
        yield lever.id, "impact", lever.impact
        yield lever.id, "risk", lever.risk
        yield lever.id, "owner", lever.owner
    status = sheet.facts.meta("status")
    yield "Status", "line", status.value if status is not None else None


def _lost(sheet: Sheet) -> Iterator[Edit]:
    for identity, definition in sheet.headings.items():
        line = definition.place.line
        source = sheet.lines[line - 1]
        title = source.lstrip("#").strip()
        marks = source[: len(source) - len(source.lstrip("#"))]
        if len(marks) < 2 or source[len(marks) : len(marks) + 1] != " ":
            continue
        for what, new in (
            ("heading without a blank", f"{marks}{title}"),
            ("heading made bold", f"**{title}**"),
            ("heading without its marks", title),
            ("heading one level deeper", f"{marks}# {title}"),
        ):
            yield sheet.block(sheet.name(identity, what), line, line, [new], line)
