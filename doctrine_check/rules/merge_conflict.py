"""A merge conflict was left in a document.

## What it does

Reports the markers that an unresolved merge leaves (`<<<<<<<` to `>>>>>>>`), also one of them alone
at the beginning of a line. Nothing else in the file is checked. What is shown inside a code fence
is an example and no finding; a row of equals signs alone underlines a heading.

## Why

With two versions of a threshold in one document there is no threshold.

## How to fix

Resolve the conflict and delete the markers.

## Example

```text
<<<<<<< HEAD
**Target:** Cold-start < 100ms
=======
**Target:** Cold-start < 200ms
>>>>>>> topic
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.findings import Location
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.sources import SourceFacts


def check(source: SourceFacts) -> Iterator[Problem]:
    """Report the first conflict of the file."""
    problem = source.problem
    if problem is not None and problem.kind == "conflict":
        place = Location(source.path, problem.line, problem.column)
        yield Problem(place, problem.message, problem.remedy)
