"""Which limit of the doctrine which benchmark answers for, and whether its numbers keep to it.

A benchmark answers for a principle that its name spells (``PRF-01``), whose measure, title or gate
it names ("cold-start import", "Startup benchmark"), or whose subsystem it names, as the hot-path
map or the doctrine's mapping has it. Overhead is what ART-05 is about. A limit is met when the
sample statistic keeps to it on at least the demanded number of samples, and broken when all that
the samples leave possible lies beyond it; between these, nobody can know.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from doctrine_check.doctrine.targets import limits_of, lines_of, measured, read_target
from doctrine_check.doctrine.wording import word_list
from doctrine_check.evidence.percentiles import Bounds, bounds, mean, statistic_of
from doctrine_check.evidence.reasons import gives_reason
from doctrine_check.evidence.recompute import (
    Value,
    claims_of,
    percent_more,
    place_of,
    value_of,
)
from doctrine_check.findings import Location, Outcome
from doctrine_check.limits import Comparator, Dimension, words
from doctrine_check.records import Record
from doctrine_check.statistics import Statistic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.changes.obligations import Law
    from doctrine_check.config import Config
    from doctrine_check.doctrine.ids import PrincipleId
    from doctrine_check.doctrine.model import DocumentFacts, Principle
    from doctrine_check.doctrine.targets import Stated
    from doctrine_check.evidence.bundle import Bundle
    from doctrine_check.evidence.model import Place
    from doctrine_check.evidence.recompute import Claim, Claims

_GENERIC = words(
    """latency time duration runtime throughput rate memory usage footprint overhead p50 p95 p99
    mean median max calls call response the a an of under per with and or for at each every any all
    performance regression nightly automated ci perf micro macro standard dedicated new"""
)
"""Words that name no measure of their own."""
SIZE_WORDS = frozenset({"memory", "rss", "footprint", "heap", "resident"})
"""Words of which one at least names an amount of memory."""
_COLD = frozenset({"cold", "start"})
_GROWING = frozenset({Dimension.RATE, Dimension.BANDWIDTH})


class Answer(Record):
    """A limit of the law, and the number that answers for it.

    ``estimate`` and ``bounds`` are in the base unit of the limit. ``needed`` is how many samples
    are demanded, ``samples`` how many there are; both are 0 where a single number answers.
    """

    principle: PrincipleId
    stated: Stated
    line: Location
    artifact: str
    benchmark: str
    place: Place
    estimate: float
    bounds: Bounds
    samples: int
    needed: int
    outcome: Outcome

    @property
    def dimension(self) -> Dimension:
        """What the limit counts."""
        return self.stated.fact.quantity.dimension


class Demand(Record):
    """How many samples a principle demands, and where it says so."""

    principle: PrincipleId
    samples: int
    line: Location


def demands(law: Law) -> Iterator[tuple[Principle, DocumentFacts, Demand]]:
    """The principles that demand a number of samples."""
    facts = law.doctrine
    for principle in facts.principles:
        counts = [
            (read.samples, line.text)
            for line in lines_of(principle)
            if (read := read_target(line.text.text)).samples
        ]
        stated = [(limit.fact.statistic, limit.place) for limit in limits_of(principle)]
        counts += [(s.samples, place) for s, place in stated if s is not None and s.is_percentile]
        if counts:
            number, text = max(counts, key=lambda count: count[0] or 0)
            yield principle, facts, Demand(principle.id, number or 0, facts.at(text))


def answers_for(benchmark: str, principle: Principle, law: Law, config: Config) -> bool:
    """Whether a benchmark answers for a principle, by its name."""
    named = word_list(benchmark)
    if _spells(named, str(principle.id)):
        return True
    known = set(named) | {"".join(pair) for pair in pairwise(named)}
    gate = word_list(principle.gate.text)[:2] if principle.gate is not None else []
    if gate[1:] == ["benchmark"] and gate[0] not in _GENERIC and gate[0] in known:
        return True
    own = [word for word in word_list(measured(principle)) if word not in _GENERIC]
    if own and known.issuperset(own):
        return True
    title = [word for word in word_list(principle.title.text) if word not in _GENERIC]
    if not {*pairwise(title)}.isdisjoint(pairwise(named)):
        return True
    return any(known.issuperset(subsystem) for subsystem in _subsystems(principle, law, config))


def _spells(named: list[str], principle: str) -> bool:
    family, _, number = principle.casefold().partition("-")
    return (family, number) in pairwise(named) or f"{family}{number}" in named


def _subsystems(principle: Principle, law: Law, config: Config) -> Iterator[set[str]]:
    """The words of each subsystem that is held to the principle."""
    for row in config.hot_paths:
        if str(principle.id) in row.principles and (named := set(word_list(row.subsystem))):
            yield named
    for mapping in law.doctrine.mapping:
        if any(concern.read.id == principle.id for concern in mapping.concerns):
            named = set(word_list(mapping.subsystem.text))
            if len(named) > 1:
                yield named


def answers(bundle: Bundle, law: Law, config: Config) -> tuple[Answer, ...]:
    """Every limit of the law with the numbers of the bundle that answer for it.

    Only what was measured after the change answers, and what ART-05 says of overhead.
    """
    return tuple(_answers(bundle, law, config))


def _answers(bundle: Bundle, law: Law, config: Config) -> Iterator[Answer]:
    claims = claims_of(bundle)
    after = [*claims.of("ART-03", "after")]
    needed = {demand.principle: demand.samples for _, _, demand in demands(law)}
    for principle in law.doctrine.principles:
        bound = [claim for claim in after if answers_for(claim.benchmark, principle, law, config)]
        for stated in limits_of(principle):
            line = law.doctrine.at(stated.place)
            least = needed.get(principle.id, 1)
            if stated.fact.quantity.dimension is Dimension.PERCENT:
                yield from _overhead(bundle, claims, principle, stated, line)
                continue
            for claim in bound:
                yield from _measured(claims, claim, principle, stated, (line, least))
            if set(word_list(stated.fact.measure)) >= _COLD or "coldstart" in stated.fact.measure:
                for claim in after:
                    if claim not in bound:
                        yield from _cold_start(claim, principle, stated, line)


def _measured(
    claims: Claims,
    claim: Claim,
    principle: Principle,
    stated: Stated,
    demand: tuple[Location, int],
) -> Iterator[Answer]:
    """What a benchmark that is bound to a principle says of one of its limits."""
    dimension, statistic = stated.fact.quantity.dimension, stated.fact.statistic
    line, least = demand
    if dimension is Dimension.TIME:
        statistic = statistic or Statistic.MAX
        name = statistic.value if statistic.value in {"p50", "p95", "p99"} else "p99"
        place = place_of(claim, name)
        if claim.series is None:
            return
        size, ordered = claim.series.size, claim.series.taken.ordered
        estimate = statistic_of(ordered, statistic, claims.method) * size
        proven = bounds(ordered, statistic)
        proven = Bounds(*(None if x is None else x * size for x in proven))
        samples = len(ordered)
    elif dimension is Dimension.RATE or (
        dimension is Dimension.SIZE and SIZE_WORDS & set(word_list(stated.fact.measure))
    ):
        name = "ops_per_second" if dimension is Dimension.RATE else "peak_rss_bytes"
        value, place = value_of(claim, name, claims.method), place_of(claim, name)
        if value is None:
            return
        estimate, proven, samples, least = value.best, Bounds(value.best, value.best), 0, 0
    else:
        return
    yield Answer(
        principle.id, stated, line, claim.artifact, claim.benchmark, place, estimate, proven,
        samples, least, _outcome(stated, estimate, proven, enough=samples >= least),
    )  # fmt: skip


def _cold_start(
    claim: Claim, principle: Principle, stated: Stated, line: Location
) -> Iterator[Answer]:
    """The one cold start that every benchmark may state: too little to meet a percentile."""
    value = value_of(claim, "cold_start", "nearest-rank")
    if value is None:
        return
    proven = Bounds(value.best, value.best)
    outcome = _outcome(stated, value.best, proven, enough=True)
    if outcome is Outcome.FAIL:
        yield Answer(
            principle.id, stated, line, claim.artifact, claim.benchmark,
            place_of(claim, "cold_start"), value.best, proven, 0, 0, outcome,
        )  # fmt: skip


def _overhead(
    bundle: Bundle, claims: Claims, principle: Principle, stated: Stated, line: Location
) -> Iterator[Answer]:
    """What ART-05 says of a limit on overhead; a justified one is waived by that."""
    tail = bundle.tail
    found = overhead(claims)
    if tail is None or found is None:
        return
    proven = Bounds(found, found)
    outcome = _outcome(stated, found, proven, enough=True)
    if outcome is Outcome.FAIL and gives_reason(tail.justification):
        outcome = Outcome.WAIVED
    yield Answer(
        principle.id, stated, line, "ART-05", tail.benchmark,
        tail.place.field("overhead_percent"), found, proven, 0, 0, outcome,
    )  # fmt: skip


def overhead(claims: Claims) -> float | None:
    """The overhead of ART-05 in percent, at the statistic it names."""
    sides = overhead_sides(claims)
    return None if sides is None else percent_more(sides[0].best, sides[1].best)


def overhead_sides(claims: Claims, name: str | None = None) -> tuple[Value, Value] | None:
    """Both sides of ART-05 at a percentile, or at the statistic that its overhead names."""
    sides = [next(claims.of("ART-05", side), None) for side in ("uninstrumented", "instrumented")]
    before, after = sides
    if before is None or after is None:
        return None
    statistic = name or claims.overhead_statistic
    if statistic != "mean":
        values = [value_of(claim, statistic, claims.method) for claim in (before, after)]
    else:
        values = [
            None
            if claim.series is None
            else Value(number := mean(claim.series.taken.ordered) * claim.series.size, number, 0.0)
            for claim in (before, after)
        ]
    if values[0] is None or values[1] is None:
        return None
    return values[0], values[1]


def _outcome(stated: Stated, estimate: float, proven: Bounds, *, enough: bool) -> Outcome:
    """Decision of a limit: met, broken, or neither."""
    fact = stated.fact
    limit, comparator = fact.quantity.as_float(), fact.comparator
    if comparator is Comparator.EQ:
        return Outcome.UNAVAILABLE
    if comparator is None:
        comparator = Comparator.GE if fact.quantity.dimension in _GROWING else Comparator.LE
    nearest = proven.low if comparator.upper else proven.high
    if nearest is not None and not keeps(comparator, nearest, limit):
        return Outcome.FAIL
    met = keeps(comparator, estimate, limit)
    return Outcome.PASS if met and enough else Outcome.UNAVAILABLE


def keeps(comparator: Comparator, value: float, limit: float) -> bool:
    """Whether a value keeps to a limit. Floats of the same number are equal within 1e-9."""
    if abs(value - limit) <= 1e-9 * abs(limit):
        return comparator in {Comparator.LE, Comparator.GE, Comparator.EQ}
    return value < limit if comparator.upper else value > limit
