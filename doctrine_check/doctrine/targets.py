"""The limits that a principle states, where each stands, and how two of them disagree."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from doctrine_check.doctrine.phrases import may_name_statistic
from doctrine_check.doctrine.target import Role, parse_target
from doctrine_check.limits import Dimension
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.doctrine.model import Principle, Text
    from doctrine_check.doctrine.target import LimitFact, TargetFacts
    from doctrine_check.limits import Comparator, Statistic


@lru_cache(maxsize=1024)
def read_target(text: str) -> TargetFacts:
    """:func:`parse_target`, once for each text: many rules ask about the same few lines."""
    return parse_target(text)


def statistics_in(text: str) -> tuple[Statistic, ...]:
    """The statistics that a text names, each once, in order."""
    return read_target(text).statistics if may_name_statistic(text) else ()


class Stated(Record):
    """A limit as stated in one line of a principle (``source``: Target, CI gate, ...)."""

    source: str
    fact: LimitFact
    text: Text

    @property
    def place(self) -> Text:
        """The piece of text that states the limit."""
        return self.text.part(self.fact.start, self.fact.end)


class Line(Record):
    """One line of a principle: what it is called, and its text."""

    source: str
    text: Text


def lines_of(principle: Principle) -> tuple[Line, ...]:
    """Target, metric, CI gate and measurement, those that are there, in this order."""
    named = (
        ("Target", principle.target),
        ("Metric", principle.metric),
        ("CI gate", principle.gate),
        ("Measurement", principle.measurement),
    )
    return tuple(Line(source, text) for source, text in named if text is not None)


def limits_in(line: Line) -> tuple[Stated, ...]:
    """The limits stated in a line."""
    return tuple(
        Stated(line.source, fact, line.text)
        for fact in read_target(line.text.text).limits
        if fact.role is not Role.SETTING
    )


def main_limit(principle: Principle) -> Stated | None:
    """The limit that the principle's target (or metric) states first, else its gate's."""
    for line in lines_of(principle):
        if line.source == "Measurement":
            continue
        found = limits_in(line)
        if found:
            return found[0]
    return None


def statistic_of(principle: Principle) -> tuple[Statistic, Line] | None:
    """The statistic that target or gate judges by, and the line that says so."""
    for line in lines_of(principle):
        if line.source == "Measurement":
            continue
        for stated in limits_in(line):
            if stated.fact.statistic is not None:
                return stated.fact.statistic, line
        found = statistics_in(line.text.text)
        if found:
            return found[0], line
    return None


_DIGIT = re.compile(r"\d")
_LIMIT_WORD = (
    r"(?i)\s*(?:(?:p\d{2,3}|overhead|latency)\s+)?"
    r"(?:budget|threshold|limit|target|ceiling|gate|cap)\b"
)
_BEFORE_LIMIT = (
    r"(?i)(?:budget|threshold|limit|target|ceiling|cap) (?:of|is|at)(?: \w+){0,2} ?$|exceeds? ?$"
)


def named_limits(text: Text) -> Iterator[Stated]:
    """Quantities in running text that are called a budget, threshold or limit.

    Any other number in prose is a number in prose.
    """
    if _DIGIT.search(text.text) is None:
        return
    for fact in read_target(text.text).limits:
        behind = re.compile(_LIMIT_WORD).match(text.text, fact.end)
        before = re.search(_BEFORE_LIMIT, text.text[max(0, fact.start - 60) : fact.start])
        if behind or before:
            yield Stated("text", fact, text)


def comparable(one: LimitFact, other: LimitFact) -> bool:
    """Whether two limits bound the same sort of quantity."""
    return one.quantity.dimension is other.quantity.dimension


def same_bound(one: Comparator | None, other: Comparator | None) -> bool:
    """Whether two comparators agree; one that is left out agrees with any upper bound."""
    if one is None or other is None:
        stated = one or other
        return stated is None or stated.upper
    return one is other


def needs_statistic(fact: LimitFact) -> bool:
    """Whether a limit means little without a percentile: those on times do."""
    return fact.quantity.dimension is Dimension.TIME


# Samples below which a percentile is only the maximum under another name: 1 / (1 - p).
_SAMPLES_NEEDED = {"p50": 2, "p90": 10, "p95": 20, "p99": 100, "p99.9": 1000}
_RANK = ("min", "mean", "p50", "p90", "p95", "p99", "p99.9", "max")


def samples_needed(statistic: Statistic) -> int:
    """How many samples the statistic takes to be more than the maximum: 1 / (1 - p)."""
    return _SAMPLES_NEEDED.get(statistic.value, 1)


def rank(statistic: Statistic) -> int:
    """The place of a statistic in the order from the smallest to the largest sample."""
    return _RANK.index(statistic.value)
