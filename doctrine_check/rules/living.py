"""Living with findings: what waivers cover, and what the rules about them and the ratchet see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doctrine_check.doctrine.waivers import Waiver
    from doctrine_check.findings import Finding

NOT_READ = ("unreadable-file", "merge-conflict")
"""Rules whose finding means that nothing else of the document was judged."""


class WaiverUse(Record):
    """A waiver after the run: unknown rule ids, rules that matched nothing, and its expiry."""

    waiver: Waiver
    unknown: tuple[str, ...]
    unused: tuple[str, ...]
    expired: bool


class StaleEntry(Record):
    """An entry of the ratchet file that matched nothing: its place, rule and document, and why."""

    path: str
    line: int
    rule: str
    document: str
    why: str


class Covering:
    """The first waiver that covers a finding. Findings are asked for in the order of their lines.

    Ranges overlap, and there may be thousands of both; so lines are swept, not searched.
    """

    def __init__(self, waivers: Sequence[Waiver]) -> None:
        self.waivers = waivers
        self.ahead: dict[tuple[str, str], list[int]] = {}
        self.begun: dict[tuple[str, str], list[int]] = {}
        for number in sorted(range(len(waivers)), key=lambda n: -waivers[n].first):
            for rule in waivers[number].rules:
                self.ahead.setdefault((waivers[number].path, rule), []).append(number)

    def first(self, finding: Finding) -> int | None:
        """The number of the waiver, or ``None``."""
        from heapq import heappop, heappush

        key = (finding.location.path, finding.rule)
        line = finding.location.line
        ahead = self.ahead.get(key, [])
        begun = self.begun.setdefault(key, [])
        while ahead and self.waivers[ahead[-1]].first <= line:
            heappush(begun, ahead.pop())
        while begun and self.waivers[begun[0]].last < line:
            heappop(begun)
        return begun[0] if begun else None
