"""The profiles of a bundle, read: stacks where there are any, else what the drawing shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence.faults import Fault
from doctrine_check.evidence.stacks import Stacks, read_folded
from doctrine_check.evidence.svg import read_flamegraph
from doctrine_check.evidence.xmltext import XmlProblem, read_xml
from doctrine_check.records import Record

if TYPE_CHECKING:
    from doctrine_check.evidence.bundle import Bundle
    from doctrine_check.evidence.model import Profile


class MemberFault(Record):
    """Something wrong in a member of the bundle."""

    member: str
    fault: Fault


class ReadProfile(Record):
    """A profile with its stacks and its drawing; ``None`` where it names none that is there."""

    profile: Profile
    folded: Stacks | None
    drawn: Stacks | None
    faults: tuple[MemberFault, ...]

    @property
    def stacks(self) -> Stacks | None:
        """The stacks to recompute from: as they were written, else as they were drawn."""
        return self.drawn if self.folded is None else self.folded


_COUNTING = ("callgrind", "cachegrind", "valgrind", "instructions")
"""What profilers are called that count what was done, and find the same in every run."""


def counts_instructions(profile: Profile) -> bool:
    """Whether a profile may be the same in two runs, by the name of its profiler."""
    return any(word in profile.profiler.casefold() for word in _COUNTING)


_last: list[tuple[Bundle, tuple[ReadProfile, ...]]] = []
"""The bundle that was looked at last: four rules ask in turn."""


def profiles_of(bundle: Bundle) -> tuple[ReadProfile, ...]:
    """The profiles of a bundle; the same objects for the same bundle."""
    if not (_last and _last[0][0] is bundle):
        _last[:] = [(bundle, tuple(_read(bundle, profile) for profile in bundle.profiles))]
    return _last[0][1]


def _read(bundle: Bundle, profile: Profile) -> ReadProfile:
    folded = drawn = None
    faults: list[MemberFault] = []
    data = None if profile.stacks is None else bundle.data(profile.stacks)
    if data is not None:
        folded, found = read_folded(data)
        faults += [MemberFault(profile.stacks or "", fault) for fault in found]
    data = None if profile.flamegraph is None else bundle.data(profile.flamegraph)
    if data is not None:
        drawn, found = _drawing(data)
        faults += [MemberFault(profile.flamegraph or "", fault) for fault in found]
    return ReadProfile(profile, folded, drawn, tuple(faults))


def _drawing(data: bytes) -> tuple[Stacks, tuple[Fault, ...]]:
    root = read_xml(data)
    if isinstance(root, XmlProblem):
        fault = Fault(root.line, "a flamegraph as SVG", root.message)
        return Stacks(0, {}, {}, exact=False), (fault,)
    return read_flamegraph(root)
