"""Stacks of a profile, however they were written down, and the frames that cost most.

Folded stacks are lines ``frame;frame;frame count``, outermost frame first, as stackcollapse,
inferno, py-spy and austin write them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.faults import MAX_FAULTS, Fault
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_DEPTH = 10_000
MAX_COUNT = 10**15
TOP = 10
FRAMES = 4
"""The counts of so many frames are not the same in two profiles by chance."""
SAMPLED = 20
"""Below so many samples, chance explains anything."""


class Stacks(Record):
    """How many samples there are, how many end in each frame, and how many pass through it.

    A frame that calls itself is passed through once by a sample. ``exact`` is false where the
    source leaves out what is too narrow to be drawn, so that callers seem to cost more.
    """

    total: int
    own: Mapping[str, int]
    through: Mapping[str, int]
    exact: bool = True

    def share(self, frame: str) -> float:
        """The samples that end in a frame, in percent of all. Zero for a frame that none has."""
        return 100.0 * self.own.get(frame, 0) / self.total if self.total else 0.0

    def top(self, count: int = TOP) -> tuple[tuple[str, float], ...]:
        """The frames that cost most themselves, with their shares, in falling order."""
        costly = sorted(self.own.items(), key=lambda item: (-item[1], item[0]))[:count]
        return tuple((frame, self.share(frame)) for frame, hits in costly if hits)


def same_counts(one: Stacks, other: Stacks) -> bool:
    """Whether two profiles are one, by their counts, under other names or many times over.

    No sampling gives four frames the same shares twice.
    """
    if min(one.total, other.total) < SAMPLED:
        return False
    if one.own == other.own and len(one.own) > 1:
        return True
    ours, theirs = (sorted(filter(None, each.own.values())) for each in (one, other))
    return (
        len(ours) == len(theirs) >= FRAMES
        and len(set(ours)) >= FRAMES
        and all(
            mine * theirs[0] == yours * ours[0] for mine, yours in zip(ours, theirs, strict=True)
        )
    )


def read_folded(data: bytes) -> tuple[Stacks, tuple[Fault, ...]]:
    """Folded stacks, and what could not be read of them. Time and memory are linear."""
    own: dict[str, int] = {}
    through: dict[str, int] = {}
    faults: list[Fault] = []
    total = 0
    for number, raw in enumerate(data.split(b"\n"), 1):
        line = raw.decode("utf-8", "replace").strip()
        if not line:
            continue
        read = _line(line)
        if isinstance(read, str):
            if len(faults) < MAX_FAULTS:
                faults.append(Fault(number, "frames joined by ; and a whole count", read))
            continue
        frames, count = read
        total += count
        own[frames[-1]] = own.get(frames[-1], 0) + count
        for frame in dict.fromkeys(frames):
            through[frame] = through.get(frame, 0) + count
    return Stacks(total, own, through), tuple(faults)


def _line(line: str) -> tuple[list[str], int] | str:
    """The frames and the count of a line, or what is found in their place."""
    stack, space, digits = line.rpartition(" ")
    if not space or not (digits.isascii() and digits.isdigit()):
        return f"no count at the end of {_cut(line)}"
    if len(digits) > 16 or int(digits) > MAX_COUNT:
        return f"a count beyond {MAX_COUNT}"
    frames = stack.strip().split(";", MAX_DEPTH)
    if len(frames) > MAX_DEPTH:
        return f"more than {MAX_DEPTH} frames"
    if not all(frames):
        return f"a frame without a name in {_cut(line)}"
    return frames, int(digits)


def _cut(text: str, limit: int = 80) -> str:
    return f'"{text if len(text) <= limit else text[: limit - 1] + "…"}"'
