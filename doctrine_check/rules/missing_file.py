"""A document names a file that does not exist.

## What it does

Reports what points to no file of the repository, or out of it: relative links and images, also by
reference (`[text][label]`) or as HTML, and in performance documents and spec contracts also paths
in code. Under a heading such as *Artifacts* or *References*, and in a column such as *Path* or
*File*, a path need not stand in code.

A text is a path when it has a slash and no blanks or placeholders (`<name>`, `*`). One that does
not exist counts when it ends as files do that people write (`.md`, `.py`), or when its first folder
is there. Routes (`/health`), media types, and files that the text says will be made are none.

## Why

"Verification: `scripts/check.py`" reads as if something verified. If the file is not there, nothing
does.

## How to fix

Create the file, correct the path, or remove the reference. A link by reference is reported where
its label is defined. Links count from the document; paths in code count from the root of the
repository, or from the document's folder.

## Example

Bad: a bullet naming `scripts/chek_doctrine.py`, a typing error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.paths import Doubtful, bare_words
from doctrine_check.limits import words
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from doctrine_check.doctrine.model import DocumentFacts, FileReference
    from doctrine_check.rules.context import Context

MAX_PLACES = 20
"""Most further places of one missing file that a finding lists."""
_SENTENCE_END = r"(?<=[.!?;])\s+"
_WORDS_AROUND = 5
_FAR = 100
# "writes its result to `out/report.json`", and not "written by `scripts/report.py`".
_MAKES = (
    r"(?i)\b(?:writes?|written|creates?|generates?|produces?|emits?|saves?|saved|stores?|stored|"
    r"outputs?|adds?)(?: (?!by\b|with\b|from\b|using\b|see\b)[\w-]+){0,4}\W*$"
)
_MADE = (
    r"(?i)[\W_]*(?:(?:will|shall|is|are|gets?|to|yet|be|not|then|does|do|has|have|been) ){0,4}"
    r"(?:created|written|generated|produced|added|planned|emitted|saved|stored|new|exist|"
    r"follow|come)\b"
)
# What else a word with a slash may be.
_OTHER = (
    r"(?:branch(?:es)?|endpoints?|routes?|topics?|queues?|labels?|tags?|packages?|images?|headers?|"
    r"buckets?|keys?|namespaces?|media types?|mime types?|urls?|repositor(?:y|ies))"
)
_IS_OTHER = rf"(?i)\W*{_OTHER}\b"
_OTHER_IS = rf"(?i)\b{_OTHER}\W*$"
_STEMS = words(
    """writ creat generat produc emit sav stor output add plan new exist follow come branch endpoint
    route topic queue label tag package image header bucket key namespace type url repositor"""
)
"""What every word of the patterns above begins with: most texts need none of these compiled."""


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report files that are not there, each where it is first named."""
    missing: dict[str, list[FileReference]] = {}
    for reference in facts.references:
        if not reference.exists and not isinstance(reference, Doubtful):
            missing.setdefault(reference.resolved or reference.written, []).append(reference)
    written = {reference.written for places in missing.values() for reference in places}
    none = _meant_otherwise(facts, written) if missing else set()
    for first, *others in missing.values():
        if first.written in none:
            continue
        if first.resolved is None:
            message = f'expected a path inside the repository, found "{first.written}"'
        else:
            message = f"expected the file {first.resolved}, found none in the repository"
        yield Problem(
            facts.at(first.place),
            message,
            "create the file, correct the path, or remove the reference",
            subject=first.written,
            related=tuple(facts.at(other.place) for other in others[:MAX_PLACES]),
        )


def _meant_otherwise(facts: DocumentFacts, written: Container[str]) -> set[str]:
    """Those of which the text says that the file will be made, or that it is something else."""
    found: set[str] = set()
    for sentence in _sentences(facts):
        named = list(bare_words(sentence))
        for index, word in enumerate(named):
            if word in written and word not in found:
                before = " ".join(named[max(0, index - _WORDS_AROUND) : index])[-_FAR:]
                behind = " ".join(named[index + 1 : index + 1 + _WORDS_AROUND])[:_FAR]
                if _no_file(before, behind):
                    found.add(word)
    return found


def _sentences(facts: DocumentFacts) -> Iterator[str]:
    """The running text, and each row of a table, as a reader sees them."""
    document = facts.document
    for paragraph in document.paragraphs:
        if "/" in paragraph.raw or "`" in paragraph.raw:
            yield from re.split(_SENTENCE_END, document.plain(paragraph.raw))
    for table in document.tables:
        for row in table.rows:
            if any("/" in cell.raw or "`" in cell.raw for cell in row.cells):
                yield " ".join(document.plain(cell.raw) for cell in row.cells)


def _no_file(before: str, behind: str) -> bool:
    around = f"{before} {behind}".casefold()
    return any(stem in around for stem in _STEMS) and bool(
        re.search(_MAKES, before)
        or re.match(_MADE, behind)
        or re.match(_IS_OTHER, behind)
        or re.search(_OTHER_IS, before)
    )
