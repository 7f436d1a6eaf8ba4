"""One file, from bytes to facts: the part of a run that needs no other file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.load import facts_of, parse_document
from doctrine_check.doctrine.source import (
    DoubleEncoding,
    SourceProblem,
    conflict,
    decode,
    double_encodings,
)
from doctrine_check.doctrine.waivers import Waiver, fenced_lines, waivers_of
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from doctrine_check.doctrine.model import DocumentFacts, Role


class Examined(Record):
    """What one file turned out to be. ``facts`` is ``None`` when it cannot be read."""

    path: str
    problem: SourceProblem | None
    encodings: tuple[DoubleEncoding, ...]
    facts: DocumentFacts | None
    waivers: tuple[Waiver, ...]


def examine(
    path: str, data: bytes, exists: Callable[[str], bool], role: Role | None = None
) -> Examined:
    """Read, parse and type one document. Never raises for what the file holds."""
    source = decode(path, data)
    if isinstance(source, SourceProblem):
        return Examined(path, source, (), None, ())
    parsed = parse_document(path, source.text)
    document = parsed.document
    fenced = fenced_lines(document)
    if "<<<<<<< " in source.text or ">>>>>>> " in source.text:
        problem = conflict(path, document.lines, fenced)
        if problem is not None:
            return Examined(path, problem, (), None, ())
    encodings: tuple[DoubleEncoding, ...] = ()
    if not source.text.isascii():
        encodings = tuple(double_encodings(document.lines, fenced))
    facts = facts_of(parsed, exists, role)
    waivers = tuple(waivers_of(document)) if "<!--" in source.text else ()
    return Examined(path, None, encodings, facts, waivers)
