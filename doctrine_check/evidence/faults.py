"""What is wrong with a file of a bundle that is no JSON: as data, with the line it stands at."""

from __future__ import annotations

from doctrine_check.records import Record

MAX_FAULTS = 20
"""Faults told of one file; a hostile one would have millions."""


class Fault(Record):
    """One thing wrong in a text, at a line from 1."""

    line: int
    expected: str
    found: str
