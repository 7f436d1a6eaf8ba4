"""What an access log says of each route."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tally.routes import RouteTable

MAX_LINE = 2000
"""Longer lines are no honest requests; they are counted and not read."""
UNKNOWN = "(no route)"
UNREADABLE = "(unreadable)"


def summarise(
    lines: Iterable[str], table: RouteTable, *, checked: bool = True
) -> dict[str, list[int]]:
    """Requests, errors and bytes by route, out of lines ``time client method path status bytes``.

    ``checked`` refuses lines that are too long. Only measurements of what that costs leave it out.
    """
    counts: dict[str, list[int]] = {}
    for line in lines:
        fields = [] if checked and len(line) > MAX_LINE else line.split()
        if len(fields) != 6 or not (fields[4].isdigit() and fields[5].isdigit()):
            counts.setdefault(UNREADABLE, [0, 0, 0])[0] += 1
            continue
        route = table.find(fields[3]) or UNKNOWN
        count = counts.setdefault(f"{fields[2]} {route}", [0, 0, 0])
        count[0] += 1
        count[1] += fields[4] >= "500"
        count[2] += int(fields[5])
    return counts


def written(counts: dict[str, list[int]]) -> str:
    """A summary as text, a line for each route, in the order of their names."""
    rows = [f"{route}\t{a}\t{b}\t{c}\n" for route, (a, b, c) in sorted(counts.items())]
    return "route\trequests\terrors\tbytes\n" + "".join(rows)
