"""The numbers of a bundle, claim by claim, beside what its raw samples say.

Times are in seconds here, sizes in bytes, rates in operations per second, whatever unit a file is
written in. What cannot be recomputed is ``None``, never zero.
"""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

from doctrine_check.evidence.percentiles import percentile
from doctrine_check.evidence.series import SECONDS, Taken
from doctrine_check.records import Record
from doctrine_check.statistics import Statistic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from doctrine_check.evidence.bundle import Bundle
    from doctrine_check.evidence.model import (
        Baseline,
        Measured,
        Measurement,
        Percentiles,
        Place,
        Samples,
        Side,
    )
    from doctrine_check.evidence.written import Written

PERCENTILES = {"p50": Statistic.P50, "p95": Statistic.P95, "p99": Statistic.P99}
GROWING = frozenset({"ops_per_second"})
"""Metrics of which more is better."""
COARSE = 0.01
"""A number without samples that is written more coarsely than this share is taken at its word."""
ASTRAY = 0.02
"""How far, as a share of before, rounding may lead what is derived from written numbers astray."""


class Series(Record):
    """The raw samples of one benchmark on one side. ``seconds`` is the sum of all of them."""

    samples: Samples
    taken: Taken
    seconds: float

    @property
    def size(self) -> float:
        """The unit of the samples in seconds."""
        return SECONDS[self.samples.unit]

    @property
    def operations(self) -> int:
        """How many operations the samples timed."""
        return len(self.samples.values) * self.samples.operations_per_sample

    def percentile(self, statistic: Statistic, method: str) -> float:
        """A percentile of the samples, in seconds."""
        return percentile(self.taken.ordered, statistic, method) * self.size


class Claim(Record):
    """The claims of one artifact about one benchmark on one side, and their samples."""

    artifact: str
    benchmark: str
    side: str
    percentiles: Percentiles
    measured: Measured | None
    measurement: Measurement
    series: Series | None

    @property
    def what(self) -> str:
        """The claim by name, as messages say it."""
        return f'"{self.benchmark}" {self.side}'

    @property
    def size(self) -> float:
        """The unit of the claimed times, in seconds."""
        return SECONDS[self.percentiles.unit]


class Value(Record):
    """A metric in base units: as its samples say, as it is written, and half its last digit."""

    exact: float | None
    written: float
    half: float

    @property
    def best(self) -> float:
        """The most precise of what is known."""
        return self.written if self.exact is None else self.exact


class Claims(Record):
    """Everything a bundle claims in numbers."""

    method: str
    claims: tuple[Claim, ...]
    series: Mapping[tuple[str, str], Series]
    overhead_statistic: str = "p50"

    def compared(self) -> Iterator[tuple[Claim, Claim]]:
        """Each benchmark of ART-03 that stands on both sides, before and after."""
        sides = [
            {claim.benchmark: claim for claim in self.of("ART-03", side)}
            for side in ("before", "after")
        ]
        for name, before in sides[0].items():
            if name in sides[1]:
                yield before, sides[1][name]

    def of(self, artifact: str, side: str) -> Iterator[Claim]:
        """The claims of one artifact on one side."""
        for claim in self.claims:
            if (claim.artifact, claim.side) == (artifact, side):
                yield claim


_last: list[tuple[Bundle, Claims]] = []
"""The bundle that was looked at last: a dozen rules ask in turn, and sorting samples is dear."""


def claims_of(bundle: Bundle) -> Claims:
    """The claims of a bundle with their samples, in order; the same object for the same bundle."""
    if not (_last and _last[0][0] is bundle):
        _last[:] = [(bundle, _claims(bundle))]
    return _last[0][1]


def _claims(bundle: Bundle) -> Claims:
    series: dict[tuple[str, str], Series] = {}
    for samples in bundle.samples:
        if samples.values:
            taken = Taken(samples.values, tuple(sorted(samples.values)))
            seconds = fsum(samples.values) * SECONDS[samples.unit]
            series.setdefault((samples.benchmark, samples.side), Series(samples, taken, seconds))
    method = bundle.manifest.percentile_method if bundle.manifest is not None else "nearest-rank"
    statistic = bundle.tail.overhead_statistic if bundle.tail is not None else "p50"
    return Claims(method, tuple(_of_artifacts(bundle, series)), series, statistic)


def _of_artifacts(bundle: Bundle, series: Mapping[tuple[str, str], Series]) -> Iterator[Claim]:
    tables: list[tuple[str, str, Baseline | Side]] = []
    if bundle.baseline is not None:
        tables.append(("ART-01", "before", bundle.baseline))
    if bundle.comparison is not None:
        tables.append(("ART-03", "before", bundle.comparison.before))
        tables.append(("ART-03", "after", bundle.comparison.after))
    for artifact, side, table in tables:
        for one in table.benchmarks:
            found = series.get((one.name, side))
            yield Claim(artifact, one.name, side, one.percentiles, one, table.measurement, found)
    tail = bundle.tail
    if tail is not None:
        for side, numbers in (
            ("uninstrumented", tail.uninstrumented),
            ("instrumented", tail.instrumented),
        ):
            found = series.get((tail.benchmark, side))
            yield Claim("ART-05", tail.benchmark, side, numbers, None, tail.measurement, found)


def value_of(claim: Claim, metric: str, method: str) -> Value | None:
    """A metric of a claim; ``None`` where it is not claimed."""
    if metric in PERCENTILES:
        return _time(
            claim, written_of(claim.percentiles, metric), recomputed(claim, metric, method)
        )
    measured = claim.measured
    if measured is None:
        return None
    if metric == "ops_per_second":
        written = measured.throughput.ops_per_second
        return Value(throughput(claim), written, written.half_unit)
    if metric == "peak_rss_bytes":
        return Value(float(measured.peak_rss_bytes), float(measured.peak_rss_bytes), 0.0)
    return None if measured.cold_start is None else _time(claim, measured.cold_start, None)


def written_of(percentiles: Percentiles, name: str) -> Written:
    """A claimed percentile by its name."""
    return {"p50": percentiles.p50, "p95": percentiles.p95, "p99": percentiles.p99}[name]


def _time(claim: Claim, written: Written, exact: float | None) -> Value:
    return Value(exact, written * claim.size, written.half_unit * claim.size)


def recomputed(claim: Claim, name: str, method: str) -> float | None:
    """A percentile out of the samples, in seconds."""
    return claim.series.percentile(PERCENTILES[name], method) if claim.series is not None else None


def throughput(claim: Claim) -> float | None:
    """Operations per second by the definition that the claim names."""
    if claim.measured is None:
        return None
    stated = claim.measured.throughput
    if stated.definition == "wall":
        if stated.operations is None or stated.wall_seconds is None or stated.wall_seconds <= 0:
            return None
        return stated.operations / stated.wall_seconds
    if claim.series is None or not claim.series.seconds > 0:
        return None
    return claim.series.operations / claim.series.seconds


def seconds_of(claim: Claim) -> float | None:
    """How long the samples of a claim took; over wall time where they ran at once."""
    stated = None if claim.measured is None else claim.measured.throughput
    if stated is not None and stated.definition == "wall":
        return None if stated.wall_seconds is None else float(stated.wall_seconds)
    return None if claim.series is None else claim.series.seconds


def percent_better(metric: str, before: float, after: float) -> float | None:
    """The improvement in percent of before; positive is better."""
    if not before > 0:
        return None
    gain = after - before if metric in GROWING else before - after
    return 100.0 * gain / before


def times_better(metric: str, before: float, after: float) -> float | None:
    """How many times better."""
    above, below = (after, before) if metric in GROWING else (before, after)
    return above / below if below > 0 else None


def percent_more(base: float, value: float) -> float | None:
    """How much larger a value is, in percent of a base."""
    return 100.0 * (value - base) / base if base > 0 else None


def follows(
    claimed: Written,
    formula: Callable[[float, float], float | None],
    before: Value,
    after: Value,
    *,
    whole: float = 100.0,
) -> bool:
    """Whether a derived number follows from two others; ``whole`` is what a percentage is of.

    It may have been derived from the numbers as measured, or as written, unless they are written
    so coarsely that this makes another number of it. Where there are no samples, any numbers will
    do that are written like these.
    """
    exact, written = formula(before.best, after.best), formula(before.written, after.written)
    if exact is not None and claimed.stands_for(exact):
        return True
    if written is not None and claimed.stands_for(written):
        return exact is None or abs(written - exact) <= ASTRAY * max(whole, abs(exact))
    loose = [value for value in (before, after) if value.exact is None]
    if not loose or any(value.half > COARSE * abs(value.written) for value in loose):
        return False
    corners = [formula(one, other) for one in _ends(before) for other in _ends(after)]
    known = [number for number in corners if number is not None]
    return (
        bool(known)
        and min(known) <= claimed + claimed.half_unit
        and (claimed - claimed.half_unit <= max(known))
    )


def _ends(value: Value) -> tuple[float, ...]:
    if value.exact is not None:
        return (value.exact,)
    return (value.written - value.half, value.written + value.half)


def magnitude(claimed: float, found: float) -> int:
    """The power of 1000 that lies between two numbers, 0 where none does.

    That is what a unit mistaken for its neighbour looks like.
    """
    if not (claimed > 0 and found > 0):
        return 0
    for power in (1, 2, 3):
        for sign in (power, -power):
            if abs(claimed * 1000.0**sign - found) <= 0.05 * found:
                return sign
    return 0


def place_of(claim: Claim, metric: str) -> Place:
    """Where a metric of a claim stands."""
    if metric == "ops_per_second" and claim.measured is not None:
        return claim.measured.throughput.place.field(metric)
    if claim.measured is not None and metric in {"cold_start", "peak_rss_bytes"}:
        return claim.measured.place.field(metric)
    return claim.percentiles.place.field(metric)
