"""What became of a test, by the elements and attributes of JUnit XML that say so.

Tools agree on ``failure``, ``error`` and ``skipped`` elements and on little else, so that what
says in other words that a test failed counts as well, and a word that nobody knows is no pass.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element


class Result(Enum):
    """What came of a test; the worst one last, which counts where a test stands twice."""

    PASSED = "passed"
    SKIPPED = "skipped"
    FAILED = "failed"
    ERROR = "error"


ORDER = tuple(Result)
_OF_TAG = {
    "skipped": Result.SKIPPED,
    "disabled": Result.SKIPPED,
    "failure": Result.FAILED,
    "failed": Result.FAILED,
    "rerunfailure": Result.FAILED,
    "error": Result.ERROR,
    "errored": Result.ERROR,
    "rerunerror": Result.ERROR,
}
SILENT = frozenset({"properties", "system-out", "system-err"})
"""Elements that hold what a test or its author wrote, and no results."""
_NOT_RUN = frozenset(
    {"notrun", "disabled", "suppressed", "ignored", "skipped", "skip", "pending", "todo"}
    | {"aborted", "cancelled", "canceled", "inconclusive", "blocked", "excluded", "filtered"}
    | {
        "undefined",
        "untested",
        "notexecuted",
        "notrunnable",
        "xfail",
        "xfailed",
        "expectedfailure",
        "knownfailure",
    }
)
"""What tools write in ``status`` or ``result`` of a test that did not run, or not to a verdict."""
_RAN = frozenset(
    {"", "run", "ran", "completed", "complete", "done", "finished", "executed", "pass", "passed"}
    | {"passing", "ok", "okay", "success", "successful", "succeeded", "fixed", "flaky", "xpass"}
    | {"xpassed", "true", "yes", "0"}
)
_NOT_PASSED = ("fail", "err", "broken", "crash", "time", "regress", "panic", "kill", "un", "not")
"""How words begin that say that a test did not pass, where they are not among the others."""
_WORDS = frozenset({"status", "result", "outcome", "state", "verdict"})
_GOOD = frozenset({"success", "successful", "passed", "ok"})
"""Attributes that say whether a test passed."""
_BAD = {
    "failed": Result.FAILED,
    "failure": Result.FAILED,
    "failures": Result.FAILED,
    "error": Result.ERROR,
    "errors": Result.ERROR,
    "skipped": Result.SKIPPED,
    "ignored": Result.SKIPPED,
    "disabled": Result.SKIPPED,
}
"""Attributes that say whether, or how often, a test did something else."""
_EXECUTED = frozenset({"executed", "run"})
_TELLING = _WORDS | _GOOD | frozenset(_BAD) | _EXECUTED
_NO = frozenset({"", "false", "no", "0", "none"})


class Said(Record):
    """What came of a case, how many elements say so, and words in it that nobody knows."""

    result: Result
    failures: int = 0
    unknown: tuple[str, ...] = ()


def tag_of(element: Element) -> str:
    """The name of an element without its namespace, in lower case."""
    return element.tag.rpartition("}")[2].casefold()


def said_of(case: Element) -> Said:
    """What a case, all that it holds, and its attributes say came of it."""
    told = [_OF_TAG[tag] for tag in _tags_within(case) if tag in _OF_TAG] if len(case) else []
    stated, unknown = _stated(case)
    failures = sum(result in (Result.FAILED, Result.ERROR) for result in told)
    worst = max((*told, *stated), key=ORDER.index, default=Result.PASSED)
    bad = worst in (Result.FAILED, Result.ERROR)
    return Said(worst, max(failures, int(bad)), tuple(unknown))


def broken(suite: Element) -> int:
    """How many elements of a suite itself, outside its cases, say that it failed."""
    return sum(_OF_TAG.get(tag_of(child)) in (Result.FAILED, Result.ERROR) for child in suite)


def says_failed(suite: Element) -> bool:
    """Whether the attributes of a suite say in words that it failed; counts are no words."""
    said = {_word(key): _word(value) for key, value in suite.attrib.items()}
    if any(said.get(key) in {"false", "no"} for key in _GOOD):
        return True
    return any(_of_word(said[key]) is Result.FAILED for key in _WORDS if key in said)


def _tags_within(case: Element) -> Iterator[str]:
    ahead = [*case]
    while ahead:
        element = ahead.pop()
        tag = tag_of(element)
        if tag not in SILENT:
            yield tag
            ahead += element


def _stated(case: Element) -> tuple[list[Result], list[str]]:
    results: list[Result] = []
    unknown: list[str] = []
    for key, value in case.attrib.items():
        name = _key(key)
        if name not in _TELLING:
            continue
        word = _word(value)
        if name in _WORDS:
            result = _of_word(word)
            results += [] if result is None else [result]
            unknown += [value] if result is None else []
        elif name in _GOOD and word in _NO:
            results.append(Result.FAILED)
        elif name in _BAD and word not in _NO:
            results.append(_BAD[name])
        elif name in _EXECUTED and word in {"false", "no"}:
            results.append(Result.SKIPPED)
    return results, unknown


def _of_word(word: str) -> Result | None:
    """What a word says; ``None`` where nobody knows."""
    if word in _NOT_RUN:
        return Result.SKIPPED
    if word in _RAN:
        return Result.PASSED
    return Result.FAILED if word.startswith(_NOT_PASSED) or word in {"false", "no"} else None


@lru_cache(maxsize=256)
def _key(text: str) -> str:
    return _word(text)


def _word(text: str) -> str:
    for mark in " -_":
        text = text.replace(mark, "")
    return text.rpartition("}")[2].casefold()
