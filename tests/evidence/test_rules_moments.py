"""When commits were made, as far as anybody knows, and whether a time had room for its samples."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.evidence.bundles import make, moment, sealed, written
from tests.evidence.doctoring import BASE, PAIR
from tests.evidence.forgery_scene import BASE_COMMIT, HEAD_COMMIT, Setting, facts_in
from tests.evidence.rule_scene import STARTED, changing, found_by

if TYPE_CHECKING:
    from doctrine_check.rules.problem import Problem
    from tests.evidence.doctoring import Files

DAY = 86_400
LONG: dict[str, object] = {"median": 3.0, "samples": 120, "unit": "s", "levers": ()}


def told(files: Files, **around: object) -> list[Problem]:
    return found_by("time", facts_in(files, Setting(**around)))  # type: ignore[arg-type]


def test_a_commit_that_nobody_can_date_leaves_it_open() -> None:
    for commit, field in ((BASE_COMMIT, "base_commit"), (HEAD_COMMIT, "measured_commit")):
        (problem,) = told(make(), times={commit: None})
        assert problem.undecided
        assert problem.message.endswith(f"(manifest.json#/{field})")
        assert commit[:12] in problem.message


def test_evidence_that_is_not_bound_is_no_matter_of_time() -> None:
    assert told(make(), times={BASE_COMMIT: None}, base="5" * 40) == []


def test_a_time_that_is_wrong_is_no_open_question() -> None:
    problems = told(make(), times={BASE_COMMIT: int(STARTED) + DAY})
    assert len(problems) == 7  # six measurements, and the report of coverage
    assert not any(problem.undecided for problem in problems)
    assert all("was made, 2026-01-02T00:00:00Z" in problem.message for problem in problems)


def test_five_minutes_are_allowed() -> None:
    first = int(STARTED) + 60
    assert told(make(), times={BASE_COMMIT: first + 300}) == []
    assert len(told(make(), times={BASE_COMMIT: first + 301})) == 2


def test_the_times_that_are_given_count_and_not_those_of_the_range() -> None:
    late = changing(time=int(STARTED) + DAY)
    assert told(make(), change=late) == []


def at_once(share: float) -> Files:
    """Both sides within the time of before, or more of it by a share."""
    files = make(**LONG)
    document, base = (json.loads(files[name]) for name in (PAIR, BASE))
    moments = {"started": moment(STARTED + 60), "finished": moment(STARTED + 60 + 370 * share)}
    for side in ("before", "after"):
        document[side] |= moments
    return sealed({**files, PAIR: written(document), BASE: written(base | moments)})


def test_two_runs_do_not_take_the_time_of_one() -> None:
    """Before takes six minutes, after one, and the tail two more."""
    (problem,) = told(at_once(1.0), levers=())
    assert "samples of all measurements of at most the" in problem.message
    assert told(at_once(1.3), levers=()) == []
