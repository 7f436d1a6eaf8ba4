"""Characters were encoded twice.

## What it does

Finds text that was UTF-8, was read as Windows-1252 or Latin-1, and was saved as UTF-8 again, and
names the characters it was before, also where this happened several times. A byte order mark that
was encoded twice is reported, and so is U+FFFD, which stands for a character already lost. Code
spans and fences are left alone.

Only what no right text holds is reported: the end of `AMANHÃ…`, and `„Ä“`, are what they are.
What may be either counts where the whole word or line is made of such characters.
`lint --fix` repairs it.

## Why

A dash that became three characters is a sign that a tool rewrote the document blindly; the next
such rewrite may hit a threshold.

## How to fix

Replace the characters by the ones named, or run `doctrine-check lint --fix`.

## Example

Bad: `**Section:** 7 â€” Performance`. Good: `**Section:** 7 — Performance`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.findings import Location
from doctrine_check.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.rules.sources import SourceFacts


_MARK = (
    "expected no byte order mark (U+FEFF), found {!r}: one that was read as Windows-1252 and "
    "encoded again"
)
_REMOVE = "remove it, or run `doctrine-check lint --fix`"
_RESTORE = "restore the text from an earlier version of the document"


def check(source: SourceFacts) -> Iterator[Problem]:
    """Report each twice-encoded run of characters."""
    for found in source.encodings:
        end = found.column + len(found.written)
        place = Location(source.path, found.line, found.column, end)
        if found.repaired is None:
            yield Problem(place, _lost(found.written), _RESTORE)
            continue
        if not found.repaired:
            yield Problem(place, _MARK.format(found.written), _REMOVE)
            continue
        points = " ".join(f"U+{ord(char):04X}" for char in found.repaired)
        yield Problem(
            place,
            f"expected {found.repaired!r} ({points}), found {found.written!r}: "
            "UTF-8 that was read as Windows-1252 and encoded again",
            f"replace it by {found.repaired!r}, or run `doctrine-check lint --fix`",
        )


def _lost(written: str) -> str:
    if written == "\ufffd":
        return "expected a character, found U+FFFD, which stands where one was lost"
    if not written.strip("\xef\xbf\xbd"):
        return (
            f"expected text, found {written!r}: U+FFFD, where characters were lost, encoded again"
        )
    shown = written if len(written) <= 40 else written[:39] + "…"
    return f"expected text, found {shown!r}: encoded again so often that none can be made of it"
