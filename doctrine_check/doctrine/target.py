"""Metric text to typed facts: limits, statistics, samples, sizes, ratios, named budgets.

``parse_target`` reads plain text (markdown already removed) and never raises. What it cannot know
it leaves out: ``1 000 ms`` and ``p99 < 100`` without a unit give no limit. Every look
around a place is bounded, or covers only what no earlier one covered, so time is linear.
"""

from __future__ import annotations

from doctrine_check.doctrine.phrases import NUMBERS, number_in_words, parse_statistic
from doctrine_check.doctrine.reading import JOINTS, SIZES, LimitFact, Reader, Role
from doctrine_check.limits import (
    Comparator,
    Dimension,
    Quantity,
    Reading,
    Statistic,
    read_number,
    sign_at,
    unit_of,
    words,
)
from doctrine_check.records import Record

__all__ = [
    "LimitFact",
    "PlacedRatio",
    "RatioRange",
    "Role",
    "TargetFacts",
    "canonical_wording",
    "parse_statistic",
    "parse_target",
    "same_wording",
]


class RatioRange(Record):
    """``5-10x``, as written; ``3x`` has equal ends."""

    low: Quantity
    high: Quantity

    @property
    def backwards(self) -> bool:
        """Whether the range runs from high to low."""
        return self.high < self.low


class PlacedRatio(Record):
    """A ratio of a text with its place there, in characters."""

    ratio: RatioRange
    start: int
    end: int


class TargetFacts(Record):
    """Everything that was read from one metric text; empty where it says nothing of the kind.

    ``ratio`` is the first of ``ratios``, which know their places.
    """

    limits: tuple[LimitFact, ...]
    statistics: tuple[Statistic, ...]
    samples: int | None
    cycles: int | None
    sizes: tuple[int, ...]
    size_unit: str | None
    ratio: RatioRange | None
    ratio_of: str
    budget: str | None
    ratios: tuple[PlacedRatio, ...] = ()

    @property
    def measurable(self) -> bool:
        """Whether some quantity limits something; settings do not."""
        return any(fact.role is not Role.SETTING for fact in self.limits)


_SAMPLES = words(
    """sample samples run runs iteration iterations measurement measurements repetition repetitions
    trial trials observation observations"""
)

_DISCARDED = words("warm warmup discarded cpu clock")

_DIRECTIONS = words(
    """speedup speed faster slower quicker reduction improvement increase decrease gain better
    higher lower fewer less more smaller larger cheaper overhead slowdown"""
)


class _Target(Reader):
    """A reader that also counts, and knows ratios and budgets."""

    def counts(self, index: int) -> tuple[str, int] | None:
        """What the plain number at ``index`` counts, as ``samples`` or ``cycles``, and how many."""
        spelt = number_in_words(self.tokens, self.at(index).first)
        value = (spelt[0], 1) if spelt else read_number(self.at(index).low)
        if value is not None and sign_at(self.tokens, self.at(index).first) < 0:
            value = (-value[0], value[1])
        behind = index + (spelt[1] - self.at(index).first if spelt else 1)
        if value is None or value[1] != 1 or (self.tied(behind) and self.at(behind).kind == "word"):
            return None
        for place in range(behind, behind + 5):
            low = self.low(place)
            if low in {"cycle", "cycles"} or (low in _SAMPLES and place < behind + 4):
                return "cycles" if low.startswith("cycle") else "samples", value[0]
            if low in _DISCARDED or not (low == "+" or self.named(place)):
                break
        place = index - 1
        if self.is_a(Comparator, place) or self.low(place) in {":", "of"}:
            size = self.low(place - 1) in {"size", "count"}
            low = self.low(place - 1 - size)
            direct = size or self.low(place) != "of"
            if direct and (low in _SAMPLES or (low == "n" and self.low(place) == "=")):
                return "samples", value[0]
        return None

    def sizes(self) -> tuple[tuple[int, ...], str | None]:
        """The first list of workload sizes, and what is counted."""
        numbers = [token.low for token in self.tokens if token.kind == "number"]
        index = 0 if len(numbers) > 1 or any("," in low for low in numbers) else len(self.items)
        while index < len(self.items):
            if self.token(index).kind != "number":
                index += 1
                continue
            values, stop = self.list_at(index)
            if len(values) > 1:
                end = self.name(stop, 3)
                unit = self.written(stop, end).casefold() or None
                around = {self.low(place) for place in range(index - 4, index)}
                called = bool(around & SIZES)
                listed = unit is not None and (len(values) > 2 or self.low(index - 1) == "(")
                if (called or listed) and not (unit and unit_of(self.tokens[self.at(stop).first])):
                    return tuple(values), unit
            index = max(stop, index + 1)
        return (), None

    def list_at(self, index: int) -> tuple[list[int], int]:
        """The whole numbers listed from item ``index`` on; none when the last has a unit."""
        values: list[int] = []
        stop = index
        while self.at(index).value is None and self.token(index).kind == "number":
            parts = [read_number(self.low(index))]
            if parts[0] is not None and sign_at(self.tokens, self.at(index).first) < 0:
                parts = [(-parts[0][0], parts[0][1])]
            if parts == [None]:
                parts = [read_number(part) for part in self.low(index).split(",")]
            if not all(part and part[1] == 1 for part in parts):
                return [], index + 1
            values += [part[0] for part in parts if part]
            index = stop = index + 1
            while self.low(index) in JOINTS and index < stop + 2:
                index += 1
        return ([] if self.is_a(Reading, index) and index > stop else values), stop

    def ratios(self) -> tuple[tuple[PlacedRatio, ...], str]:
        """All ratios, and what the first is a ratio of."""
        found: list[PlacedRatio] = []
        first = -1
        for index, item in enumerate(self.items):
            value = item.value
            if isinstance(value, Reading) and value.quantity.dimension is Dimension.RATIO:
                first = first if found else index
                start, end = self.token(index).start, self.tokens[item.stop - 1].end
                ratio = RatioRange(item.lower or value.quantity, value.quantity)
                found.append(PlacedRatio(ratio, start, end))
        return tuple(found), self.ratio_of(first) if found else ""

    def ratio_of(self, index: int) -> str:
        """What improves by the ratio at ``index``: ``latency reduction``."""
        for place in range(index + 1, self.name(index + 1)):
            if self.low(place) in _DIRECTIONS:
                text = self.written(index + 1, place + 1).casefold()
                return "speedup" if text == "speed" else text
        if self.low(index - 1) in {"of", "by", ":"} and self.low(index - 2) in _DIRECTIONS:
            start = index - 2 - self.named(index - 3)
            return self.written(start, index - 1).casefold()
        return ""

    def budget(self) -> str | None:
        """The first budget that is named and not given as a number."""
        for index, item in enumerate(self.items):
            if item.kind != "word" or item.low not in {"budget", "budgets"}:
                continue
            given = self.is_a(Comparator, index + 1) or self.low(index + 1) in {"of", ":", "is"}
            if given and any(self.is_a(Reading, place) for place in range(index + 1, index + 5)):
                continue
            start = index
            while start > index - 6 and self.named(start - 1):
                start -= 1
            if self.is_a(Reading, start - 1):
                continue
            if self.low(start - 1) == "of" and self.is_a(Reading, start - 2):
                continue
            return self.written(start, index + 1)
        return None


def parse_target(text: str) -> TargetFacts:
    """Read one metric text. Never raises; what the text does not say stays empty."""
    reader = _Target(text)
    counted: dict[str, int] = {}
    for index, item in enumerate(reader.items):
        number = item.kind == "number" or item.low in NUMBERS or item.low == "hundred"
        if number and (found := reader.counts(index)):
            counted.setdefault(*found)
    statistics = [item.value for item in reader.items if isinstance(item.value, Statistic)]
    sizes, size_unit = reader.sizes()
    ratios, ratio_of = reader.ratios()
    return TargetFacts(
        reader.limits(),
        tuple(dict.fromkeys(statistics)),
        counted.get("samples"),
        counted.get("cycles"),
        sizes,
        size_unit,
        ratios[0].ratio if ratios else None,
        ratio_of,
        reader.budget(),
        ratios,
    )


def same_wording(one: str, other: str) -> bool:
    """Whether two texts differ only harmlessly; see :func:`canonical_wording`."""
    return one == other or canonical_wording(one) == canonical_wording(other)


def canonical_wording(text: str) -> str:
    """``text`` in a form that is equal for texts that differ only harmlessly.

    Case, whitespace, quotes, dashes, units (``0.5s`` and ``500 ms``), thousands separators,
    spellings of a comparison sign, trailing punctuation, and ``/``, ``&`` for ``and``.
    """
    reader = _Target(text)
    parts = [
        ("" if reader.tied(index) else " ") + _canonical(reader, index)
        for index in range(len(reader.items))
    ]
    joined = " ".join("".join(parts).split()).replace(" , ", ", ").replace(", and ", " and ")
    joined = joined.replace("( ", "(").replace(" )", ")")
    return joined.rstrip(" .,;:!?")


def _canonical(reader: Reader, index: int) -> str:
    item, token = reader.at(index), reader.token(index)
    listed = reader.token(index - 1).kind == reader.token(index + 1).kind == "number"
    text = reader.written(index, index + 1).casefold()
    if isinstance(item.value, Reading):
        shown = _shown(item.value)
        text = f"{item.lower}-{shown}" if item.lower else shown
    elif isinstance(item.value, Comparator) and token.kind == "mark":
        text = f" {item.value.value} "
    elif item.low in {"&", "and"} or (item.low == "/" and not listed):
        text = " and "
    elif item.low == ",":
        text = " , "
    elif not item.value and set(item.low) <= set("-—―") and not reader.hyphened(index):
        text = " - "
    elif item.kind == "number" and (value := read_number(item.low)) and value[1] == 1:
        text = str(value[0])
    return text


def _shown(reading: Reading) -> str:
    shown = str(reading.quantity)
    if not reading.noun:
        return shown
    number, _, per = shown.partition("/")
    return f"{number} {reading.noun}/{per}"
