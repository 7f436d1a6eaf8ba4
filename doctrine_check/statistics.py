"""Which value of many samples is meant: any percentile, the mean, the least, the greatest.

Layer 0, beside ``findings``. No enumeration, because no list of percentiles is complete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from typing import ClassVar


class _Ranked(Record):
    rank: int
    value: str


class Statistic(_Ranked):
    """Which value of many samples is meant: a percentile, the mean, the least or the greatest.

    Any percentile between 0 and 100 is one. They are ordered by ``rank``, in millionths of a
    percent, and :func:`percentile` gives each of them once, so that ``is`` compares them too.
    """

    __slots__ = ()
    if TYPE_CHECKING:  # at run time they would be fields
        P50: ClassVar[Statistic]
        P90: ClassVar[Statistic]
        P95: ClassVar[Statistic]
        P99: ClassVar[Statistic]
        P999: ClassVar[Statistic]
        MEDIAN: ClassVar[Statistic]
        MEAN: ClassVar[Statistic]
        MAX: ClassVar[Statistic]
        MIN: ClassVar[Statistic]

    @property
    def is_percentile(self) -> bool:
        """Whether it is none of mean, least and greatest."""
        return self.value[0] == "p"

    @property
    def samples(self) -> int:
        """How many samples it takes to be more than the greatest of them: 1 / (1 - p)."""
        return -(-_WHOLE // (_WHOLE - self.rank)) if self.is_percentile else 1


_WHOLE = 100 * 10**6
_PERCENTILES: dict[int, Statistic] = {}


def percentile(digits: str) -> Statistic | None:
    """The percentile ``97`` or ``99.99``; ``None`` unless it lies between 0 and 100."""
    whole, _, part = digits.partition(".")
    if not (digits.isascii() and whole.isdigit() and len(whole) < 3):
        return None
    if digits != whole and not (part.isdigit() and len(part) < 7):
        return None
    rank = int(whole + part.ljust(6, "0"))
    if rank and rank not in _PERCENTILES:
        part = part.rstrip("0")
        _PERCENTILES[rank] = Statistic(rank, f"p{whole:0>2}" + (part and f".{part}"))
    return _PERCENTILES.get(rank)


for _name in ("50", "90", "95", "99", "99.9"):
    setattr(Statistic, "P" + _name.replace(".", ""), percentile(_name))
Statistic.MEDIAN = Statistic.P50
Statistic.MIN, Statistic.MAX = Statistic(0, "min"), Statistic(_WHOLE, "max")
Statistic.MEAN = Statistic(Statistic.P50.rank - 1, "mean")  # no order is right for every sample
