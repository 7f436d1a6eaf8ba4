"""A document cannot be read as text.

## What it does

Reports files that are not UTF-8, hold NUL bytes (binary or UTF-16), or are larger than any
document should be. Nothing else in such a file is checked, so it never counts as checked: where
this finding is no error, the run is inconclusive. The ratchet does not accept it.

## Why

A file that nobody can read enforces nothing, and skipping it silently would look like a pass.

## How to fix

Save the document as UTF-8 text, or move what is no document out of the documentation folder.

## Example

A contract saved by a spreadsheet program as UTF-16 is reported at the line of its first NUL byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.findings import Location
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.sources import SourceFacts


def check(source: SourceFacts) -> Iterator[Problem]:
    """Report why the file cannot be read."""
    problem = source.problem
    if problem is not None and problem.kind == "unreadable":
        place = Location(source.path, problem.line, problem.column)
        yield Problem(place, problem.message, problem.remedy)
