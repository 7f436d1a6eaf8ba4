"""What the source rules look at: a file before it is a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from doctrine_check.doctrine.source import DoubleEncoding, SourceProblem


class SourceFacts(Record):
    """A file as it was read: why it could not be, or what is wrong with its characters."""

    path: str
    problem: SourceProblem | None
    encodings: tuple[DoubleEncoding, ...] = ()
