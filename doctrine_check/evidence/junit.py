"""Results of tests from JUnit XML, as pytest, Surefire, cargo-nextest and gotestsum write it.

Case counts are compared with those that the suites state, so that tests, failures or skips that
were cut out of a file are missed.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from doctrine_check.evidence.faults import MAX_FAULTS, Fault
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element


class Result(Enum):
    """What came of a test; the worst one last, which counts where a test stands twice."""

    PASSED = "passed"
    SKIPPED = "skipped"
    FAILED = "failed"
    ERROR = "error"


_ORDER = tuple(Result)
_OF_TAG = {
    "skipped": Result.SKIPPED,
    "disabled": Result.SKIPPED,
    "failure": Result.FAILED,
    "error": Result.ERROR,
}
_NOT_RUN = frozenset(
    {"notrun", "disabled", "suppressed", "ignored", "skipped", "skip", "pending", "todo"}
    | {"aborted", "cancelled", "canceled", "inconclusive", "blocked", "excluded"}
)
"""What tools write in ``status`` or ``result`` of a test that did not run."""
_NOT_PASSED = frozenset({"failed", "fail", "failure", "error", "errored", "broken", "timedout"})
MAX_NAME = 500
TELLING = 3
"""So many digits of a duration are not the same in two runs by chance."""


class Suite(Record):
    """Every test by its full name.

    ``timed`` says that some test states how long it took, ``times`` holds what tells two runs
    apart of that. ``moments`` are when suites say that they began.
    """

    tests: Mapping[str, Result]
    timed: bool = False
    times: Mapping[str, str] = {}
    moments: tuple[str, ...] = ()

    def names(self, *results: Result) -> tuple[str, ...]:
        """The tests with one of these results, sorted."""
        return tuple(sorted(name for name, found in self.tests.items() if found in results))


def read_junit(root: Element) -> tuple[Suite, tuple[Fault, ...]]:
    """The tests of a JUnit file, and what contradicts itself in it. Time is linear."""
    if _tag(root) not in {"testsuites", "testsuite"}:
        expected = "JUnit XML, with testsuites or testsuite as its root"
        return Suite({}), (Fault(1, expected, f"<{_tag(root)[:80]}>"),)
    tests: dict[str, Result] = {}
    faults: list[Fault] = []
    times: dict[str, str] = {}
    moments: list[str] = []
    timed = False
    ahead: list[tuple[Element, str]] = [(root, "")]
    while ahead:
        suite, within = ahead.pop()
        within = suite.get("name") or within
        moments += [text] if (text := suite.get("timestamp")) else []
        nested = False
        held = dict.fromkeys(Result, 0)
        for child in suite:
            tag = _tag(child)
            if tag in {"testsuite", "testsuites"}:
                ahead.append((child, within))
                nested = True
            elif tag == "testcase":
                result, name = _result(child), _name(child, within)
                held[result] += 1
                timed = timed or _takes_time(child)
                if time := _telling(child):
                    times[name] = time
                _count(tests, name, result)
        if _tag(suite) == "testsuite" and any(held.values()):
            faults += _miscounted(suite, held, nested=nested)
    return Suite(tests, timed, times, tuple(moments)), tuple(faults[:MAX_FAULTS])


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _result(case: Element) -> Result:
    found = [_OF_TAG[tag] for child in case if (tag := _tag(child)) in _OF_TAG]
    said = {_word(case.get("status")), _word(case.get("result"))}
    found += [Result.SKIPPED] if said & _NOT_RUN else []
    found += [Result.FAILED] if said & _NOT_PASSED else []
    return max(found, key=_ORDER.index, default=Result.PASSED)


def _word(text: str | None) -> str:
    return (text or "").casefold().replace(" ", "").replace("-", "").replace("_", "")


def _name(case: Element, suite: str) -> str:
    owner = case.get("classname") or suite
    name = case.get("name") or ""
    return (f"{owner}.{name}" if owner else name)[:MAX_NAME]


def _count(tests: dict[str, Result], name: str, result: Result) -> None:
    """A name that comes again is the same test run again: its worst result counts."""
    known = tests.get(name)
    if known is None or _ORDER.index(result) > _ORDER.index(known):
        tests[name] = result


def _takes_time(case: Element) -> bool:
    return bool((case.get("time") or "").strip("0.,"))


def _telling(case: Element) -> str:
    """How long a test took, where it says so in enough digits; else nothing."""
    text = (case.get("time") or "").strip()
    digits = text.replace(".", "").replace(",", "").lstrip("0")
    return text if len(digits) >= TELLING and digits.isascii() and digits.isdigit() else ""


def _miscounted(suite: Element, held: Mapping[Result, int], *, nested: bool) -> Iterator[Fault]:
    """Suites that state more tests, failures or skips than they hold."""
    cases, bad = sum(held.values()), held[Result.FAILED] + held[Result.ERROR]
    stated = _stated(suite, "tests")
    if stated is not None and stated > cases:
        name = (suite.get("name") or "")[:80]
        yield Fault(1, f'{stated} tests in the suite "{name}", as it states', f"{cases}")
    failures, errors = _stated(suite, "failures"), _stated(suite, "errors")
    if failures is not None and failures + (errors or 0) > bad:
        found = f"{bad}"
        yield Fault(1, f"{failures + (errors or 0)} failures and errors, as a suite states", found)
    skipped = [_stated(suite, name) or 0 for name in ("skipped", "disabled")]
    if not nested and max(skipped) > held[Result.SKIPPED] + bad:
        found = f"{held[Result.SKIPPED]}"
        yield Fault(1, f"{max(skipped)} skipped tests, as a suite states", found)


def _stated(suite: Element, name: str) -> int | None:
    text = (suite.get(name) or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
