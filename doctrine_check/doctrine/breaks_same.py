"""Harmless edits of words: the same quantity, percentile or sentence written in another way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.breaks_layout import outside_tables
from doctrine_check.doctrine.required_for import mandate
from doctrine_check.doctrine.targets import limits_in, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.breaks_sheet import Edit, Sheet
    from doctrine_check.doctrine.model import Principle
    from doctrine_check.doctrine.targets import Stated

_TIME = r"(\d+(?:\.\d+)?)\s*(ms|s)\b"
_PERCENT = r"(\d+)\s*%"
_BELOW = ("under", "below", "less than")
_WORDS_FOR = (
    ("percentiles in upper case", r"\bp(\d\d)\b", r"P\1"),
    ("percentiles with a list", r"p50/p95/p99", "p50, p95 and p99"),
    ("percentiles with blanks", r"p50/p95/p99", "p50 / p95 / p99"),
    ("en dashes in ranges", r"(\d)-(\d+x)", r"\1–\2"),
    ("ranges in words", r"(\d)-(\d+)x", r"\1x to \2x"),
    ("ranges with times", r"(\d)-(\d+)x(?= speedup| faster)", r"\1 to \2 times"),
    ("grouped digits", r"\b1000\b", "1,000"),
    ("signs as entities", r"<(?= )", "&lt;"),
    ("percent as entity", r"%", "&#37;"),
    ("blank before units", r"(\d)(ms|%)", r"\1 \2"),
    ("no blank behind signs", r"< (?=\d)", "<"),
    ("non-breaking blanks before units", r"(\d)(ms)\b", "\\1\u00a0\\2"),
)


def same_edits(sheet: Sheet) -> Iterator[Edit]:
    """Every harmless edit of the words of a document."""
    for principle in sheet.facts.principles:
        yield from _limits(sheet, principle)
    for what, pattern, new in _WORDS_FOR:
        lines = [re.sub(pattern, new, line) for line in sheet.lines]
        yield sheet.with_lines(sheet.name("words", what), lines)
    found = mandate(sheet.facts)
    if found is not None and found.binding:
        for strong in ("shall", "must", "MUST"):
            yield from sheet.whole(sheet.name("mandate", f"made {strong}"), found.modal, strong)
    yield from _metadata(sheet)
    yield from _additions(sheet)


def _limits(sheet: Sheet, principle: Principle) -> Iterator[Edit]:
    for line in lines_of(principle):
        for number, stated in enumerate(limits_in(line)):
            subject = f"{principle.id} {line.source}" + (f" ({number + 1})" if number else "")
            yield from _units(sheet, subject, stated)
            piece = stated.text.text[stated.fact.start : stated.fact.end]
            sign = re.search("<(?!=)", piece)
            if sign is not None:
                start = stated.fact.start + sign.start()
                for word in _BELOW:
                    name = sheet.name(subject, f"limit with {word}")
                    yield from sheet.part(name, stated.text, start, start + 1, word)


def _units(sheet: Sheet, subject: str, stated: Stated) -> Iterator[Edit]:
    piece = stated.text.text[stated.fact.start : stated.fact.end]
    found = re.search(_TIME, piece)
    written: tuple[str, ...] = ()
    if found is not None:
        value = float(found[1]) * (1 if found[2] == "ms" else 1000)
        written = (
            f"{value / 1000:g}s",
            f"{value / 1000:g} seconds",
            f"{value:g} milliseconds",
            f"{value * 1000:,.0f} µs",
            f"{value:.1f}ms",
        )
    else:
        found = re.search(_PERCENT, piece)
        written = (f"{found[1]} percent", f"{found[1]}.0 %") if found is not None else ()
    if found is None:
        return
    start = stated.fact.start
    for new in written:
        name = sheet.name(subject, f"limit as {new}")
        yield from sheet.part(name, stated.text, start + found.start(), start + found.end(), new)


def _metadata(sheet: Sheet) -> Iterator[Edit]:
    for entry in sheet.facts.metadata:
        text = entry.value.text
        if entry.label.casefold() == "status":
            for new in (text.lower(), text.upper(), f"{text}."):
                if new != text:
                    yield from sheet.whole(sheet.name("Status", f"as {new}"), entry.value, new)
        elif entry.label.casefold() == "section":
            new = f"{text} (of the handbook)"
            yield from sheet.whole(sheet.name("Section", "with a remark"), entry.value, new)


def _additions(sheet: Sheet) -> Iterator[Edit]:
    """What may stand beside the facts without touching them."""
    rows = [
        sheet.lines[row.line - 1] for table in sheet.facts.document.tables for row in table.rows
    ]
    example = next((row for row in rows if row.startswith("|")), "| one | two |")
    headings = [
        section.heading.raw
        for section in sheet.facts.document.sections
        if section.heading is not None and section.heading.level > 1
    ]
    contents = [f"- [{raw}](#here-{number})" for number, raw in enumerate(headings)]
    for what, lines in (
        ("a paragraph", ["Nothing in this paragraph limits anything."]),
        ("a quotation", ["> Whoever measures much, guesses little."]),
        ("an unrelated table", ["| Fruit | Price |", "|---|---|", "| Pear | 3 |"]),
        ("a table with a number column", ["| No. | Name |", "|---|---|", "| 1 | Pear |"]),
        ("a fenced row", ["```", example, "```"]),
        ("a fenced row in tildes", ["~~~ text", example, "~~~"]),
        ("a fenced row of unknown ids", ["```", "| PRF-71 | Example | < 7ms |", "```"]),
        ("a fenced example", ["```python", "limit = '# PRF-71'", "```"]),
        ("a fence in a list", ["- so:", "", "  ```", f"  {example}", "  ```"]),
        ("a comment", ["<!-- nobody", "reads this -->"]),
        ("a comment with a known row", ["<!--", example, "-->"]),
        ("raw HTML", ["<details>", "<summary>more</summary>", "</details>"]),
        ("a picture", ["![a curve](https://example.org/curve.png)"]),
        ("a link definition", ["[here]: https://example.org/"]),
        ("a footnote", ["See the note.[^1]", "", "[^1]: A note."]),
        ("a nested list", ["- one", "  - two", "    - three"]),
        ("a section of notes", ["## Notes", "", "Written on a Tuesday."]),
        ("a table of contents", ["## Contents", "", *contents]),
        ("a mention", ["As some ids above say, and the MS-01 loop, RFC-2119 and v1.2.3."]),
        ("numbers", ["It took 3 attempts, 12 minutes and 40 lines in 2024."]),
        ("other languages", ["Überprüfung naïve façade — “quoted” … 性能 🚀"]),
    ):
        yield _appended(sheet, what, lines)
    for definition in sheet.headings.values():
        name = sheet.name(definition.read.id, "more prose")
        line = sheet.facts.document.sections[definition.section].line
        yield sheet.block(name, line, line, [sheet.lines[line - 1], "", "A word more.", ""])
    yield _labels_of_text(sheet)


def _appended(sheet: Sheet, what: str, new: list[str]) -> Edit:
    lines = list(sheet.lines)
    while lines and not lines[-1].strip():
        lines.pop()
    return sheet.with_lines(sheet.name("end", f"{what} added"), [*lines, "", *new, ""])


def _labels_of_text(sheet: Sheet) -> Edit:
    """Words in prose set in bold, code or italics."""
    lines = list(sheet.lines)
    for index in outside_tables(sheet):
        if re.match(r"[A-Za-z]", lines[index]):
            words = lines[index].split(" ")
            if words[-1].isalpha():
                words[-1] = f"*{words[-1]}*"
            lines[index] = " ".join(words)
    return sheet.with_lines(sheet.name("text", "words in italics"), lines)
