"""Results of tests from JUnit XML, as pytest, Surefire, cargo-nextest and gotestsum write it.

What the suites state is compared with the cases that they hold, so that tests, failures or skips
that were cut out of a file are missed. An element that nobody knows is a group like a suite: the
cases in it count.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from doctrine_check.evidence.faults import MAX_FAULTS, Fault
from doctrine_check.evidence.outcomes import (
    ORDER,
    SILENT,
    Result,
    broken,
    said_of,
    says_failed,
    tag_of,
)
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

__all__ = ["MAX_NAME", "Result", "Suite", "read_junit"]

MAX_NAME = 500
"""Of longer names only so much is kept, and a digest that tells them apart."""
TELLING = 3
"""So many digits of a duration are not the same in two runs by chance."""
_SUITES = frozenset({"testsuite", "testsuites"})


class Suite(Record):
    """Every test by its full name.

    ``timed`` says that some test states how long it took, ``times`` holds what tells two runs
    apart of that. ``moments`` are when suites say that they began. ``often`` counts the cases of
    each name that did not fail, ``broken`` names the suites that failed outside of their cases.
    """

    tests: Mapping[str, Result]
    timed: bool = False
    times: Mapping[str, str] = {}
    moments: tuple[str, ...] = ()
    often: Mapping[str, int] = {}
    broken: tuple[str, ...] = ()

    def names(self, *results: Result) -> tuple[str, ...]:
        """The tests with one of these results, sorted."""
        return tuple(sorted(name for name, found in self.tests.items() if found in results))


def read_junit(root: Element) -> tuple[Suite, tuple[Fault, ...]]:
    """The tests of a JUnit file, and what contradicts itself in it. Time is linear."""
    if tag_of(root) not in _SUITES:
        expected = "JUnit XML, with testsuites or testsuite as its root"
        return Suite({}), (Fault(1, expected, f"<{tag_of(root)[:80]}>"),)
    reading = _Reading()
    groups = [_Group(root, "", None)]
    for group in groups:  # which grows while it is read
        reading.group(group, groups)
    for group in reversed(groups):
        group.add_to_parent()
    faults = [*reading.faults]
    for group in groups:
        if len(faults) < MAX_FAULTS and tag_of(group.element) in _SUITES:
            faults += _miscounted(group)
    suite = Suite(
        reading.tests,
        bool(reading.timed),
        reading.times,
        tuple(reading.moments),
        reading.often,
        tuple(reading.broken),
    )
    return suite, tuple(faults[:MAX_FAULTS])


class _Group:
    """A suite, or what holds cases like one, with what it holds in all."""

    __slots__ = ("cases", "element", "failures", "name", "parent", "ran", "skipped")

    def __init__(self, element: Element, within: str, parent: _Group | None) -> None:
        self.element = element
        self.name = element.get("name") or within
        self.parent = parent
        self.cases = self.failures = self.skipped = 0
        self.ran: set[str] = set()
        """The tests that ran right in it, each of which a suite counts at least once."""

    def add_to_parent(self) -> None:
        """Hand on what it holds; those within it have done so before."""
        if self.parent is not None:
            self.parent.cases += self.cases
            self.parent.failures += self.failures
            self.parent.skipped += self.skipped


class _Reading:
    """What was read of a file so far."""

    def __init__(self) -> None:
        self.tests: dict[str, Result] = {}
        self.often: dict[str, int] = {}
        self.times: dict[str, str] = {}
        self.moments: list[str] = []
        self.broken: list[str] = []
        self.faults: list[Fault] = []
        self.timed = False

    def group(self, group: _Group, groups: list[_Group]) -> None:
        """Read the cases of a group, and put the groups within it behind the others."""
        suite = group.element
        self.moments += [text] if (text := suite.get("timestamp")) else []
        bad = broken(suite)
        group.failures += bad
        if bad or says_failed(suite):
            self.broken.append(group.name)
        for child in suite:
            tag = tag_of(child)
            if tag == "testcase":
                self.case(child, group)
            elif tag not in SILENT:
                groups.append(_Group(child, group.name, group))

    def case(self, case: Element, group: _Group) -> None:
        """Take a case into account."""
        said, name = said_of(case), _name(case, group.name)
        failed = said.result in (Result.FAILED, Result.ERROR)
        group.cases += 1
        group.failures += said.failures
        group.skipped += said.result is Result.SKIPPED
        if said.result is not Result.SKIPPED:
            group.ran.add(name)
        if not failed:
            self.often[name] = self.often.get(name, 0) + 1
        if said.unknown and not failed and len(self.faults) < MAX_FAULTS:
            found = f'"{said.unknown[0][:80]}"'
            self.faults.append(Fault(1, f"a known result of the test {name[:80]}", found))
        self.timed = self.timed or _takes_time(case)
        if time := _telling(case):
            self.times[name] = time
        known = self.tests.get(name)
        # A name that comes again is the same test run again: its worst result counts.
        if known is None or ORDER.index(said.result) > ORDER.index(known):
            self.tests[name] = said.result


def _name(case: Element, suite: str) -> str:
    owner = case.get("classname") or suite
    name = case.get("name") or ""
    full = f"{owner}.{name}" if owner else name
    if len(full) <= MAX_NAME:
        return full
    return f"{full[:MAX_NAME]}…{sha256(full.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _takes_time(case: Element) -> bool:
    return bool((case.get("time") or "").strip("0.,"))


def _telling(case: Element) -> str:
    """How long a test took, where it says so in enough digits; else nothing."""
    text = (case.get("time") or "").strip()
    digits = text.replace(".", "").replace(",", "").lstrip("0")
    return text if len(digits) >= TELLING and digits.isascii() and digits.isdigit() else ""


def _miscounted(group: _Group) -> Iterator[Fault]:
    """Suites that state other tests, more failures or more skips than they hold.

    Some tools count what stands right in a suite and some all within it, and some leave out what
    was skipped or came again; no count is outside of these.
    """
    suite, bad = group.element, group.failures
    stated = _stated(suite, ("tests",))
    if stated is not None and not len(group.ran) <= stated <= group.cases:
        name = (suite.get("name") or "")[:80]
        yield Fault(1, f'{stated} tests in the suite "{name}", as it states', f"{group.cases}")
    failed = _stated(suite, ("failures", "errors"))
    if failed is not None and failed > bad:
        yield Fault(1, f"{failed} failures and errors, as a suite states", f"{bad}")
    skipped = max(_stated(suite, (name,)) or 0 for name in ("skipped", "disabled"))
    if skipped > group.skipped + bad:
        yield Fault(1, f"{skipped} skipped tests, as a suite states", f"{group.skipped}")


def _stated(suite: Element, names: Sequence[str]) -> int | None:
    """The sum of some counts that a suite states; ``None`` where it states none of them."""
    texts = [(suite.get(name) or "").strip() for name in names]
    counts = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10]
    return sum(counts) if counts else None
