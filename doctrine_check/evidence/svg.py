"""Flamegraphs as SVG: back to stacks, by titles and geometry.

Every frame is ``<g><title>name (N samples, x%)</title><rect x y width .../></g>``, as
flamegraph.pl, inferno and py-spy draw it. Who called whom follows from the rectangles alone: a
callee lies within its caller, one row further from the root. Titles and widths have to agree, so
that a number changed by hand is seen. Frames too narrow to be drawn are missing, so that their
callers seem to cost more themselves: such stacks are not exact.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING

from doctrine_check.evidence.faults import MAX_FAULTS, Fault
from doctrine_check.evidence.stacks import MAX_COUNT, Stacks
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

SLACK = 0.005
"""How far, as a share of the root, a width may lie from its count: drawings are rounded."""
MAX_NUMBER = 24
"""Longest number that is read, in characters."""
_EXPECTED = "frames as <g><title>name (N samples, x%)</title><rect/></g>"
_NO_FRAME = frozenset({"", "all", "root"})
"""What tools write on the root, which is every sample and no frame."""


class Box(Record):
    """A frame as it is drawn."""

    frame: str
    hits: int
    left: float
    width: float
    top: float


def read_flamegraph(root: Element) -> tuple[Stacks, tuple[Fault, ...]]:
    """The stacks of a flamegraph, and what contradicts itself in it. Time is n log n."""
    boxes: list[Box] = []
    faults: list[Fault] = []
    for read in _boxes(root):
        if isinstance(read, Box):
            boxes.append(read)
        else:
            faults.append(Fault(1, _EXPECTED, read))
    if not boxes:
        return Stacks(0, {}, {}, exact=False), (*faults[:MAX_FAULTS], Fault(1, _EXPECTED, "none"))
    tree = _Tree(boxes)
    faults += [*tree.strays(), *tree.misdrawn(), *tree.overfull()]
    own, through = tree.counts()
    return Stacks(tree.whole.hits, own, through, exact=False), tuple(faults[:MAX_FAULTS])


class _Tree:
    """Who calls whom in a drawing; boxes are known by their numbers, from the root's row on."""

    def __init__(self, boxes: list[Box]) -> None:
        tops = sorted({box.top for box in boxes})
        widest = max(boxes, key=lambda box: box.width)
        downwards = widest.top <= (tops[0] + tops[-1]) / 2
        self.boxes = sorted(boxes, key=lambda box: (box.top if downwards else -box.top, box.left))
        self.whole = self.boxes[0]
        self.caller: list[int | None] = []
        self.inside = [0] * len(boxes)
        self.callees: list[list[int]] = [[] for _ in boxes]
        self._find_callers()

    def _find_callers(self) -> None:
        above: list[int] = []
        row: list[int] = []
        for number, box in enumerate(self.boxes):
            if row and self.boxes[row[0]].top != box.top:
                above, row = row, []
            row.append(number)
            caller = self._around(above, box)
            self.caller.append(caller)
            if caller is not None:
                self.inside[caller] += box.hits
                self.callees[caller].append(number)

    def _around(self, row: list[int], box: Box) -> int | None:
        """The box of a row that holds the middle of ``box``."""
        middle = box.left + box.width / 2
        place = bisect_right(row, middle, key=lambda number: self.boxes[number].left) - 1
        if place < 0:
            return None
        found = self.boxes[row[place]]
        return row[place] if middle <= found.left + found.width else None

    def strays(self) -> Iterator[Fault]:
        """Frames that are drawn below no caller."""
        for number, caller in enumerate(self.caller):
            if caller is None and number:
                found = f"{_cut(self.boxes[number].frame)} beside all of them"
                yield Fault(1, "every frame within its caller", found)

    def misdrawn(self) -> Iterator[Fault]:
        """Frames whose width contradicts their number of samples."""
        total = self.whole.hits
        for box in self.boxes:
            drawn = box.width / self.whole.width * total
            if abs(drawn - box.hits) > SLACK * total + 1:
                yield Fault(
                    1,
                    f"{drawn:,.0f} samples of {total:,} for {_cut(box.frame)}, by its width",
                    f"{box.hits:,} in its title",
                )

    def overfull(self) -> Iterator[Fault]:
        """Frames whose callees have more samples than they."""
        for box, inside in zip(self.boxes, self.inside, strict=True):
            if inside > box.hits:
                expected = f"at most {box.hits:,} samples in the callees of {_cut(box.frame)}"
                yield Fault(1, expected, f"{inside:,}")

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """The samples that end in each frame, and those that pass through it, each once."""
        own: dict[str, int] = {}
        through: dict[str, int] = {}
        open_frames: dict[str, int] = {}
        ahead = [number for number, caller in enumerate(self.caller) if caller is None][::-1]
        while ahead:
            number = ahead.pop()
            if number < 0:
                open_frames[self.boxes[~number].frame] -= 1
                continue
            box = self.boxes[number]
            if number or box.frame not in _NO_FRAME:
                own[box.frame] = own.get(box.frame, 0) + max(0, box.hits - self.inside[number])
                if not open_frames.get(box.frame):
                    through[box.frame] = through.get(box.frame, 0) + box.hits
            open_frames[box.frame] = open_frames.get(box.frame, 0) + 1
            ahead.append(~number)
            ahead += self.callees[number]
        return own, through


def _boxes(root: Element) -> Iterator[Box | str]:
    """Every element that holds a title and a rectangle; a text where it cannot be read."""
    for element in root.iter():
        title = rect = None
        for child in element:
            name = child.tag.rpartition("}")[2]
            title = child if name == "title" else title
            rect = child if name == "rect" else rect
        if title is not None and rect is not None and element is not root:
            yield _box("".join(title.itertext()).strip(), rect)


def _box(title: str, rect: Element) -> Box | str:
    name, _, note = title.rpartition(" (")
    counted, _, share = note.rpartition(", ")
    digits = counted.partition(" ")[0].replace(",", "")
    sizes = [_number(rect.get(key)) for key in ("x", "width", "y")]
    if "%" not in share or not (digits.isascii() and digits.isdigit()) or len(digits) > 16:
        return f"the title {_cut(title)}"
    left, width, top = sizes
    if left is None or width is None or top is None or width <= 0 or int(digits) > MAX_COUNT:
        return f"no rectangle with x, y and width for {_cut(name)}"
    return Box(name, int(digits), left, width, round(top, 1))


def _number(text: str | None) -> float | None:
    """``12.5`` or ``12.5%``; all of one drawing are of one sort."""
    text = (text or "").strip().removesuffix("%")
    if not text or len(text) > MAX_NUMBER or not set(text) <= set("0123456789.-+e"):
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _cut(text: str, limit: int = 80) -> str:
    return f'"{text if len(text) <= limit else text[: limit - 1] + "…"}"'
