"""The bead id of a contract is not that of its file.

## What it does

Compares the bead id of the title (`# bd-2vl5: ...`), of a `**Bead:**` line, and of the file name
(`bd-2vl5_contract.md`) of a spec contract.

## Why

Tools find a contract by its file name and cite it by its title; when the two differ they cite
another contract.

## How to fix

Rename the file, or correct the id.

## Example

Bad: `# bd-2vl6: ...` in `bd-2vl5_contract.md`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.doctrine.roles import bead_of_title
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import DocumentFacts
    from doctrine_check.rules.context import Context

_FILE_BEAD = r"(?P<bead>[a-z]{2,8}-[a-z0-9]{2,8}(?:\.\d+)*)[_-]contract\.md"


def bead_of_file(path: str) -> str | None:
    """``bd-2vl5`` of ``docs/specs/section_7/bd-2vl5_contract.md``."""
    match = re.fullmatch(_FILE_BEAD, path.rpartition("/")[2])
    # A plain word such as "cold-start.md" is no bead: a bead's second half holds a digit.
    if match is None or not any(char.isdigit() for char in match["bead"]):
        return None
    return match["bead"]


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report title, metadata and file name that name different beads."""
    in_file = bead_of_file(facts.path)
    title = facts.title
    in_title = bead_of_title(title.text) if title else None
    if title is not None and in_file and in_title and in_title != in_file:
        yield Problem(
            facts.at(title),
            f"expected the bead {in_file} of the file name, found {in_title} in the title",
            "rename the file, or correct the title",
            subject=in_title,
        )
    elif title is not None and in_file and in_title is None:
        yield Problem(
            facts.at(title),
            f"expected the title to open with the bead {in_file} of the file name, "
            f'found "{title.text}"',
            f"write the title as `# {in_file}: ...`",
            subject=in_file,
        )
    entry = facts.meta("bead")
    known = in_title or in_file
    if entry is not None and known and entry.value.text not in (in_title, in_file):
        yield Problem(
            facts.at(entry.value),
            f'expected the bead {known}, found "{entry.value.text}"',
            "correct the bead id",
            subject=known,
        )
