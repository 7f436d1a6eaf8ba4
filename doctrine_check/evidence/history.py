"""Bundles that were seen before, so that copied numbers are recognised, all of them or some.

Of each series two things are remembered: a digest of all its values, the same in every order and
unit, and a sketch, the values whose digests are the smallest. Sketches of two series hold the same
part of what the series have in common, however long they are.
"""

from __future__ import annotations

from hashlib import sha256
from heapq import nsmallest
from struct import pack, unpack
from typing import TYPE_CHECKING
from zlib import crc32

from doctrine_check.evidence.copies import DISTINCT, alike, beyond_chance, shape
from doctrine_check.evidence.following import replayed, trace_of
from doctrine_check.evidence.junit import read_junit
from doctrine_check.evidence.profiles import counts_instructions, profiles_of
from doctrine_check.evidence.series import SECONDS
from doctrine_check.evidence.stacks import FRAMES, SAMPLED
from doctrine_check.evidence.xmltext import XmlProblem, read_xml
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from doctrine_check.evidence.bundle import Bundle
    from doctrine_check.evidence.following import Trace
    from doctrine_check.evidence.model import Samples

SKETCHED = 256
"""So many values of a series are remembered one by one."""
MIN_SHARED = 10
"""So many different samples never come twice."""
TIMES = 8
"""So many different durations of tests do not all come twice."""


class Sketch(Record):
    """Some values of a series in seconds, packed, its shape, and the commit it was measured at.

    ``reach`` is the largest digest that the sketch holds; it has every value up to there.
    """

    values: bytes
    reach: int
    taken: int
    distinct: int
    commit: str
    shape: tuple[float, ...] | None = None

    def within(self, reach: int) -> set[float]:
        """The values whose digests are no larger than that."""
        found = unpack(f"<{len(self.values) // 8}d", self.values)
        return {value for value in found if _digest(value) <= reach}


class SeenBundle(Record):
    """A bundle of the past: its name, and the commit that each series was measured at.

    ``sketches`` are for parts of series, ``traces`` for series that were computed from these, and
    ``reports`` for profiles and test results, by digest.
    """

    name: str
    commits: Mapping[bytes, str]
    sketches: tuple[Sketch, ...] = ()
    reports: Mapping[bytes, str] = {}
    traces: tuple[Trace, ...] = ()

    def commit_of(self, values: Sequence[float]) -> str | None:
        """The commit for which this bundle brought the same values, in whatever order and unit."""
        return self.commits.get(fingerprint(values))

    def source_of(self, ours: Trace) -> str | None:
        """A commit other than its own from whose series this one was rounded or computed."""
        return replayed(ours, self.traces)

    def part_of(self, ours: Sketch) -> tuple[str, float] | None:
        """A commit other than its own for which this bundle has much of a series, and how much."""
        for theirs in self.sketches:
            if theirs.commit == ours.commit:
                continue
            if ours.shape and theirs.shape and alike(ours.shape, theirs.shape):
                return theirs.commit, 1.0
            reach = min(ours.reach, theirs.reach)
            mine, known = ours.within(reach), theirs.within(reach)
            shared = len(mine & known)
            if shared >= MIN_SHARED and beyond_chance(
                shared, len(mine), theirs.taken, theirs.distinct
            ):
                return theirs.commit, shared / len(mine)
        return None


def seen(bundle: Bundle) -> SeenBundle | None:
    """What is remembered of a bundle; ``None`` when its manifest cannot be read."""
    manifest = bundle.manifest
    if manifest is None:
        return None
    commits = {
        fingerprint(series.values): commit_of_side(bundle, series.side) for series in bundle.samples
    }
    sketches = (sketch(series, commit_of_side(bundle, series.side)) for series in bundle.samples)
    reports = {digest: commit for digest, commit, _ in reports_of(bundle)}
    traces = (trace(series, commit_of_side(bundle, series.side)) for series in bundle.samples)
    return SeenBundle(
        bundle.name,
        commits,
        tuple(one for one in sketches if one is not None),
        reports,
        tuple(one for one in traces if one is not None),
    )


def commit_of_side(bundle: Bundle, side: str) -> str:
    """The commit that a side of a bundle was measured at, by its manifest."""
    if bundle.manifest is None:
        return ""
    return bundle.manifest.base_commit if side == "before" else bundle.manifest.measured_commit


def fingerprint(values: Sequence[float]) -> bytes:
    """The digest of a series of samples, the same in every order and every unit.

    Each value counts as a share of the least one, to nine digits: fewer than any two series
    measured by themselves agree in, and more than a change of unit can alter.
    """
    ordered = sorted(values)
    least = ordered[0] if ordered and ordered[0] > 0 else 1.0
    shares = [float(f"{value / least:.9g}") for value in ordered]
    return sha256(pack(f"<{len(shares)}d", *shares)).digest()


def sketch(samples: Samples, commit: str) -> Sketch | None:
    """What is remembered of a series, if its clock was fine enough to tell it from others."""
    size = SECONDS[samples.unit]
    values = {float(f"{value * size:.9g}") for value in samples.values}
    if len(values) < max(MIN_SHARED, DISTINCT * len(samples.values)):
        return None
    kept = nsmallest(SKETCHED, ((_digest(value), value) for value in values))
    reach = kept[-1][0] if len(kept) < len(values) else 2**32
    packed = pack(f"<{len(kept)}d", *(value for _, value in kept))
    spread = shape(sorted(samples.values))
    return Sketch(packed, reach, len(samples.values), len(values), commit, spread)


def trace(samples: Samples, commit: str) -> Trace | None:
    """The trace of a series in its own unit, for what follows from it follows in any other."""
    return trace_of(samples.values, sorted(samples.values), commit)


def _digest(value: float) -> int:
    return crc32(pack("<d", value))


def reports_of(bundle: Bundle) -> Iterator[tuple[bytes, str, str]]:
    """Profiles and test results that no two runs give alike: digest, commit, and the member."""
    for read in profiles_of(bundle):
        stacks, profile = read.stacks, read.profile
        if stacks is None or stacks.total < SAMPLED or counts_instructions(profile):
            continue
        if len(set(stacks.own.values())) >= FRAMES:
            text = "\n".join(f"{frame} {hits}" for frame, hits in sorted(stacks.own.items()))
            member = profile.stacks or profile.flamegraph or ""
            yield _of_text(text), commit_of_side(bundle, profile.side), member
    proof = bundle.compatibility
    if proof is not None:
        for side, member in (("before", proof.junit_before), ("after", proof.junit_after)):
            times = _durations(bundle, member)
            if len(set(times.values())) >= TIMES:
                text = "\n".join(f"{test} {time}" for test, time in sorted(times.items()))
                yield _of_text(text), commit_of_side(bundle, side), member


def _durations(bundle: Bundle, member: str) -> Mapping[str, str]:
    data = bundle.data(member)
    root = None if data is None else read_xml(data)
    if root is None or isinstance(root, XmlProblem):
        return {}
    return read_junit(root)[0].times


def _of_text(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()
