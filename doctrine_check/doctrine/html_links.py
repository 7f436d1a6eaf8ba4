"""Where the links and images that stand in a document as HTML lead. Loaded where there are any."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# The tags that lead to a file, or show it. No part of the pattern reaches over the next tag.
_TAG = re.compile(
    r"<(?:a|img|source|video|audio|iframe)\b[^<>]*?\s(?:href|src)\s*=\s*"
    r"(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>=`]+))",
    re.IGNORECASE,
)
_NO_MARKUP = ("<pre", "<script", "<style", "<textarea")
"""Blocks whose text is no markup, or shows it."""
_TEMPLATE = frozenset("{}$")
"""What generators of pages put in the place of a target."""


def html_targets(raw: str) -> Iterator[tuple[int, str]]:
    """The targets in ``raw``, but for comments, each with how many lines stand before it."""
    start = lines = 0
    while start < len(raw):
        opened = raw.find("<!--", start)
        end = len(raw) if opened < 0 else opened
        for match in _TAG.finditer(raw, start, end):
            target = unescape(match[match.lastindex or 0]).strip()
            place = match.start(match.lastindex or 0)
            lines, start = lines + raw.count("\n", start, place), place
            if _TEMPLATE.isdisjoint(target):
                yield lines, target
        closed = raw.find("-->", end)
        end = len(raw) if closed < 0 else closed
        lines, start = lines + raw.count("\n", start, end), end + len("-->")


def targets_of_block(raw: str) -> Iterator[tuple[int, str]]:
    """The targets in an HTML block, unless the block shows its text as it is."""
    if not raw.lstrip().casefold().startswith(_NO_MARKUP):
        yield from html_targets(raw)
