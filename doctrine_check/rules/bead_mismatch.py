"""The bead id of a contract is not that of its file.

## What it does

Compares the bead id of the title (`# bd-2vl5: ...`), of a `**Bead:**` line, and of the file name
(`bd-2vl5_contract.md`) of a spec contract. A title that disagrees with the doctrine is the rule
metadata-drift's. In a doctrine it reports a `**Bead:**` that is no bead id at all.

## Why

Tools find a contract by its file name and cite it by its title; when the two differ they cite
another contract.

## How to fix

Rename the file, or correct the id.

## Example

Bad: `# bd-2vl6: ...` in `bd-2vl5_contract.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.doctrine.roles import bead_of_title
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.compare import Pair
    from doctrine_check.doctrine.model import DocumentFacts, Text
    from doctrine_check.rules.context import Context

_SUFFIXES = ("_contract.md", "-contract.md")


def bead_of_file(path: str) -> str | None:
    """``bd-2vl5`` of ``docs/specs/section_7/bd-2vl5_contract.md``."""
    name = path.rpartition("/")[2]
    bead = name[: -len(_SUFFIXES[0])] if name.endswith(_SUFFIXES) else ""
    family, _, rest = bead.partition("-")
    own, *parts = rest.split(".")
    if not bead.isascii() or bead != bead.lower() or not family.isalpha() or not own.isalnum():
        return None
    if not (2 <= len(family) <= 8 and 2 <= len(own) <= 8 and all(map(str.isdecimal, parts))):
        return None
    # A plain word such as "cold-start.md" is no bead: a bead's second half holds a digit.
    return bead if any(map(str.isdigit, bead)) else None


def beads_differ(pair: Pair) -> tuple[Text, str] | None:
    """The bead of the doctrine's metadata and that of the contract's title, where they differ."""
    entry, title = pair.doctrine.meta("bead"), pair.contract.title
    found = bead_of_title(title.text) if title is not None else None
    stated = _stated(entry.value) if entry is not None else ""
    if entry is None or found is None or not _is_bead(stated) or stated == found:
        return None
    return entry.value, found


def _stated(value: Text) -> str:
    """The bead of a metadata line; what else stands on the line is told of something else."""
    return value.text.partition(" ")[0]


def _is_bead(text: str) -> bool:
    """Whether a text is written as beads are."""
    return bead_of_title(f"{text}:") is not None


def without_bead(title: str, path: str) -> str:
    """The title behind its bead, or behind what stands in place of that of the file ``path``."""
    bead = bead_of_title(title) or bead_of_file(path)
    if bead is None:
        return title
    first, _, rest = title.partition(" ")
    meant = first.rstrip(":–—").casefold() == bead or (first.endswith((":", "–", "—")) and rest)
    if title.startswith(bead):
        return title[len(bead) :].lstrip(" :–—")
    return rest.lstrip(" :–—") if meant else title


def _is_drift(facts: DocumentFacts, context: Context) -> bool:
    """Whether the title is not the doctrine's either: one fault, the rule metadata-drift's."""
    pair = context.pair
    return pair is not None and facts.path == pair.contract.path and beads_differ(pair) is not None


def check(facts: DocumentFacts, context: Context) -> Iterator[Problem]:
    """Report title, metadata and file name that name different beads."""
    in_file = bead_of_file(facts.path)
    title = facts.title
    in_title = bead_of_title(title.text) if title else None
    if title is not None and title.text == in_file:
        in_title = in_file  # the rest of the title is missing: the rule metadata-drift's
    if title is not None and in_file and in_title is None:
        yield Problem(
            facts.at(title),
            f"expected the title to open with the bead {in_file} of the file name, "
            f'found "{title.text}"',
            f"write the title as `# {in_file}: ...`",
            subject=in_file,
        )
    elif title is not None and in_file not in (None, in_title) and not _is_drift(facts, context):
        yield Problem(
            facts.at(title),
            f"expected the bead {in_file} of the file name, found {in_title} in the title",
            "rename the file, or correct the title",
            subject=in_title,
        )
    entry = facts.meta("bead")
    known = in_title or in_file
    if entry is not None and known is None and entry.value.text and context.pair is not None:
        yield from _no_bead(facts, entry.value, context.pair)
    if entry is not None and known and entry.value.text not in (in_title, in_file):
        yield Problem(
            facts.at(entry.value),
            f'expected the bead {known}, found "{entry.value.text}"',
            "correct the bead id",
            subject=known,
        )


def _no_bead(facts: DocumentFacts, stated: Text, pair: Pair) -> Iterator[Problem]:
    """A doctrine's bead that is no bead, beside a contract that has one."""
    title = pair.contract.title
    bead = bead_of_file(pair.contract.path) or (bead_of_title(title.text) if title else None)
    if bead is not None and facts.path == pair.doctrine.path and not _is_bead(_stated(stated)):
        yield Problem(
            facts.at(stated),
            f"expected the bead {bead} of the spec contract ({pair.contract.path}), "
            f'found "{stated.text}"',
            "correct the bead id",
            subject=bead,
        )
