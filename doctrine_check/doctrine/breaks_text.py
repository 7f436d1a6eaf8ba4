"""Harmful edits of metadata, titles, counts, section headings, and of the text as such."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.breaks_sheet import Edit, Span
from doctrine_check.doctrine.model import Kind, Role
from doctrine_check.doctrine.roles import bead_of_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.breaks_sheet import Sheet
    from doctrine_check.doctrine.model import Labelled

_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
_NOUNS = {
    "principles": Kind.PRINCIPLE,
    "levers": Kind.LEVER,
    "artifacts": Kind.ARTIFACT,
    "artifact types": Kind.ARTIFACT,
}
_COUNT = (
    r"\b(?:(?:all|these|those|the) (?P<total>\w+)|(?P<some>\w+))"
    r"(?P<between>(?:\s+(?:core|required|performance|candidate|optimization))*)"
    rf"\s+(?P<noun>{'|'.join(sorted(_NOUNS, reverse=True))})\b"
)
_NUMBERED = r"#{2}\s+(\d+)\.(\d+)\b"


def text_breaks(sheet: Sheet, other: Sheet) -> Iterator[Edit]:
    """Every harmful edit of this kind; ``other`` is the counterpart of the document."""
    yield from _metadata(sheet)
    yield from _title(sheet, other)
    yield from _references(sheet)
    yield from _counts(sheet)
    yield from _headings(sheet)
    yield from _prose(sheet)
    yield from _unreadable(sheet)


def _metadata(sheet: Sheet) -> Iterator[Edit]:
    wanted = {"section", "bead"} if sheet.facts.role is Role.DOCTRINE else {"section", "type"}
    for entry in sheet.facts.metadata:
        label = entry.label.casefold()
        if label in wanted or label == "status":
            yield sheet.without_label(sheet.name(entry.label, "line emptied"), entry, keep=True)
            if label != "status" or sheet.facts.role is Role.CONTRACT:
                edit = sheet.without_label(sheet.name(entry.label, "line deleted"), entry)
                yield edit._replace(line=None)
        if label == "status":
            yield from sheet.whole(sheet.name("Status", "unknown"), entry.value, "Purple")
        if label == "bead":
            yield from sheet.whole(sheet.name("Bead", "another"), entry.value, "bd-0zz0")
        if label == "section":
            yield from _section(sheet, entry)


def _section(sheet: Sheet, entry: Labelled) -> Iterator[Edit]:
    number = re.match(r"\d+", entry.value.text)
    if number is not None:
        name = sheet.name("Section", "another number")
        yield from sheet.part(name, entry.value, *number.span(), str(int(number[0]) + 11))


def _title(sheet: Sheet, other: Sheet) -> Iterator[Edit]:
    title, theirs = sheet.facts.title, other.facts.title
    if title is None:
        return
    bead = bead_of_title(title.text)
    bare = title.text[len(bead or "") :].lstrip(" :–—")
    start = title.text.rfind(bare)
    if theirs is not None:
        name = sheet.name("title", "other words")
        yield from sheet.part(name, title, start, len(title.text), "Garden Furniture Handbook")
    if bead is not None:
        yield from sheet.part(sheet.name("title", "other bead"), title, 0, len(bead), "bd-0zz0")
        yield from sheet.part(sheet.name("title", "no bead"), title, 0, start, "")
    yield sheet.block(sheet.name("title", "deleted"), title.line, title.line, [])


def _references(sheet: Sheet) -> Iterator[Edit]:
    for reference in sheet.facts.references:
        if reference.exists:
            name = sheet.name(reference.written, "path mistyped")
            folder, slash, last = reference.written.rpartition("/")
            stem, dot, ending = last.rpartition(".")
            wrong = f"{stem}x{dot}{ending}" if stem else f"{last}x"
            yield from sheet.whole(name, reference.place, f"{folder}{slash}{wrong}")


def _counts(sheet: Sheet) -> Iterator[Edit]:
    """Stated counts, each one too high."""
    for index, line in enumerate(sheet.lines):
        for match in re.finditer(_COUNT, line):
            number = match["total"] or match["some"]
            if not match["total"] and not match["between"]:
                continue
            actual = len(sheet.facts.facts(_NOUNS[match["noun"]]))
            if number.isdecimal() and int(number) == actual:
                wrong = str(actual + 1)
            elif number in _WORDS[:-1] and _WORDS.index(number) + 2 == actual:
                wrong = _WORDS[actual - 1]
            else:
                continue
            start, end = match.span("total" if match["total"] else "some")
            name = sheet.name(f"line {index + 1}", f"count of {match['noun']} off by one")
            yield sheet.replaced(name, Span(index + 1, start + 1, index + 1, end + 1), wrong)


def _headings(sheet: Sheet) -> Iterator[Edit]:
    """The numbers of the sections; with fewer than two there is no sequence to break."""
    found = [
        (index + 1, match)
        for index, line in enumerate(sheet.lines)
        if (match := re.match(_NUMBERED, line)) is not None
    ]
    if len(found) < 2:
        return
    for number, match in found:
        chapter, position = int(match[1]), int(match[2])
        for what, new in (
            ("renumbered", f"{chapter}.{position + 7}"),
            ("in another chapter", f"{chapter + 11}.{position}"),
        ):
            name = sheet.name(f"heading {match[1]}.{match[2]}", what)
            span = Span(number, match.start(1) + 1, number, match.end(2) + 1)
            yield sheet.replaced(name, span, new)


def _prose(sheet: Sheet) -> Iterator[Edit]:
    """Text that was encoded twice or lost, and ids in running text that lead nowhere."""
    title = sheet.facts.title
    for what, new in (("an em dash", "â€”"), ("an apostrophe", "â€™"), ("a letter", "Ã¼")):
        if title is not None:
            name = sheet.name("title", f"{what} encoded twice")
            end = len(title.text)
            yield from sheet.part(name, title, end - 1, end, f"{title.text[-1]} {new}")
        name = sheet.name("prose", f"{what} encoded twice")
        yield _said(sheet, name, f"A remark {new} nothing more.")
    yield _said(sheet, sheet.name("prose", "a lost character"), "A remar\ufffd and nothing more.")
    for written in ("PRF-98", "LEV-98", "ART-98", "PRF-998", "INV-PRF-NOWHERE"):
        name = sheet.name("prose", f"{written}, which is nowhere")
        yield _said(sheet, name, f"Compare {written} on this.")
    for written in ("PRF-1", "LEV_01", "ART-001", "PRF01"):
        name = sheet.name("prose", f"{written}, which is misspelt")
        yield _said(sheet, name, f"Compare {written} on this.")
    for written in ("\u0420RF-01", "LEV–01", "ART\u200b-01"):  # look-alikes
        name = sheet.name("prose", f"{written!a}, a look-alike")
        yield _said(sheet, name, f"Compare {written} on this.")


def _said(sheet: Sheet, name: str, sentence: str) -> Edit:
    """The document with one more paragraph at its end."""
    lines = list(sheet.lines)
    while lines and not lines[-1]:
        lines.pop()
    return sheet.with_lines(name, [*lines, "", sentence, ""], len(lines) + 2)


def _unreadable(sheet: Sheet) -> Iterator[Edit]:
    path = sheet.facts.path
    middle = len(sheet.lines) // 2
    whole = [*sheet.lines[:middle], "MARK", *sheet.lines[middle:]]
    text = "\n".join(whole).encode("utf-8")
    for what, written in (("a NUL byte", b"a\0b"), ("a Latin-1 byte", b"caf\xe9 menu")):
        data = text.replace(b"MARK", written)
        yield Edit(sheet.name("file", what), path, data, middle + 1)
    line = sheet.lines[middle]
    marked = ["<<<<<<< ours", line, "=======", f"{line} more", ">>>>>>> theirs"]
    name = sheet.name("file", "conflict markers")
    yield sheet.block(name, middle + 1, middle + 1, marked, middle + 1)
