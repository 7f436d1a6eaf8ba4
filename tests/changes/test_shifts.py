"""What a change does to the law, and who may sign it off."""

from __future__ import annotations

import pytest

from doctrine_check.changes.facts import Review, ReviewFacts
from doctrine_check.changes.shifts import LawShift, config_shifts, waiver_shifts
from doctrine_check.config import Config, HotPath, PathSeverity
from doctrine_check.doctrine.waivers import Waiver
from doctrine_check.findings import Verdict
from tests.changes.change_scene import (
    CONFIG,
    CONTRACT,
    DOCTRINE,
    HEAD,
    MAP,
    Situation,
    base_files,
    law_edit,
)

ROW = HotPath("src/**", kind="tuned-path", principles=("PRF-01",), levers=("LEV-01",))
OLD = Config(
    source=CONFIG,
    doctrine="d.md",
    contract="c.md",
    budgets="b.yaml",
    select=("a", "b"),
    ignore=("x",),
    severity=(("r", "warning"),),
    hot_paths=(ROW,),
)
WEAKER: dict[str, dict[str, object]] = {
    "mode": {"mode": "required-for"},
    "suspect": {"suspect": "warning"},
    "doctrine": {"doctrine": None},
    "contract": {"contract": None},
    "budgets": {"budgets": None},
    "select": {"select": ("a",)},
    "ignore": {"ignore": ("x", "y")},
    "severity of r": {"severity": (("r", "note"),)},
    "severity of r in docs/**": {"per_path": (PathSeverity("docs/**", (("r", "note"),)),)},
    "hot_paths": {"hot_paths": ()},
    'hot path "src/**"': {"hot_paths": (ROW._replace(kind="performance-affecting"),)},
}
STRONGER: dict[str, dict[str, object]] = {
    "select": {"select": ("a", "b", "c")},
    "ignore": {"ignore": ()},
    "severity of r": {"severity": (("r", "error"),)},
    "hot_paths": {"hot_paths": (ROW, HotPath("lib/**"))},
    'hot path "src/**"': {"hot_paths": (ROW._replace(kind="security-instrumentation"),)},
    "doctrine": {"doctrine": "e.md"},
}
SOFTER = law_edit(DOCTRINE, "Cold-start < 100ms", "Cold-start < 200ms")


def shifts(**changes: object) -> list[LawShift]:
    """What becomes of the old config."""
    return list(config_shifts(OLD, OLD._replace(**changes)))  # type: ignore[arg-type]


@pytest.mark.parametrize("subject", WEAKER)
def test_a_weaker_config_weakens(subject: str) -> None:
    (shift,) = shifts(**WEAKER[subject])
    assert shift.weakens
    assert shift.subject == subject
    assert " -> " in shift.what
    assert shift.place.path == CONFIG


@pytest.mark.parametrize("subject", STRONGER)
def test_a_stronger_config_does_not(subject: str) -> None:
    (shift,) = shifts(**STRONGER[subject])
    assert not shift.weakens
    assert shift.subject == subject


@pytest.mark.parametrize("field", ["principles", "levers"])
def test_a_row_of_the_map_that_asks_for_less(field: str) -> None:
    (shift,) = shifts(hot_paths=(ROW._replace(**{field: ()}),))  # type: ignore[arg-type]
    assert shift.weakens


def test_the_same_config_shifts_nothing() -> None:
    assert shifts() == []


def test_a_config_that_is_gone_weakens() -> None:
    (shift,) = config_shifts(OLD, None)
    assert shift.weakens
    assert any(each.subject == "hot_paths" for each in config_shifts(OLD, Config()))


def test_severities_come_in_one_order() -> None:
    severity = tuple((name, "note") for name in "gfedcba")
    subjects = [shift.subject for shift in shifts(severity=(*OLD.severity, *severity))]
    assert subjects == [f"severity of {name}" for name in "abcdefg"]


def waiver(line: int, reason: str = "known") -> Waiver:
    """A waiver of one rule."""
    return Waiver(DOCTRINE, line, 1, ("empty-cell",), line, line, reason, None, None)


def test_a_waiver_more_weakens_and_one_that_moves_does_not() -> None:
    old = (waiver(3),)
    assert list(waiver_shifts(DOCTRINE, old, (waiver(9),))) == []
    assert list(waiver_shifts(DOCTRINE, old, ())) == []
    (other,) = waiver_shifts(DOCTRINE, old, (waiver(3), waiver(9, "new")))
    assert (other.weakens, other.place.line) == (True, 9)
    (again,) = waiver_shifts(DOCTRINE, old, (waiver(3), waiver(9)))
    assert (again.weakens, again.place.line) == (True, 9)


# --- whole changes


@pytest.mark.parametrize(
    ("path", "find", "replace"),
    [
        (DOCTRINE, "Cold-start < 100ms", "Cold-start < 200ms"),
        (CONTRACT, "Cold-start < 100ms", "Cold-start < 200ms"),
        (CONTRACT, "| ART-05 | Tail-latency impact notes | All performance PRs |\n", ""),
        (CONFIG, MAP, ""),
        (CONFIG, '"optimization"', '"performance-affecting"'),
    ],
)
def test_weaker_law_waits_for_a_sign_off(path: str, find: str, replace: str) -> None:
    situation = law_edit(path, find, replace)
    problems = situation.problems()["weakened-law"]
    assert {problem.place.path for problem in problems} == {path}
    assert all(problem.undecided for problem in problems)
    assert situation.report().verdict is not Verdict.PASS


def test_a_doctrine_that_is_gone_is_weaker_law() -> None:
    files = base_files()
    after = {path: data for path, data in files.items() if path != DOCTRINE}
    problems = Situation(files, after).problems()["weakened-law"]
    assert len(problems) > 5
    assert {problem.place.path for problem in problems} == {DOCTRINE}


def test_the_law_of_the_base_judges_the_change_that_edits_it() -> None:
    situation = law_edit(CONFIG, MAP, "")
    hot = situation._replace(after={**situation.after, "src/store/cache.py": b"x = 1\n"})
    assert "missing-artifact" in hot.problems()


APPROVED = Review("keeper", "maintain", "approved", HEAD)
GRANTED: dict[str, tuple[Review, ...]] = {
    "a maintainer": (APPROVED,),
    "somebody who may write": (APPROVED._replace(role="write"),),
    "after asking for changes": (APPROVED._replace(state="changes-requested"), APPROVED),
    "with a comment behind it": (APPROVED, APPROVED._replace(state="commented")),
    "though a reader asks for changes": (
        APPROVED,
        Review("guest", "read", "changes-requested", HEAD),
    ),
    "though the author asks for changes": (
        APPROVED,
        Review("author", "admin", "changes-requested", HEAD),
    ),
}
REFUSED: dict[str, tuple[Review, ...]] = {
    "nobody": (),
    "of another commit": (APPROVED._replace(commit="9" * 40),),
    "of the author": (APPROVED._replace(actor="AUTHOR"),),
    "of a reader": (APPROVED._replace(role="read"),),
    "of somebody who sorts": (APPROVED._replace(role="triage"),),
    "a comment": (APPROVED._replace(state="commented"),),
    "changes asked for later": (APPROVED, APPROVED._replace(state="changes-requested")),
    "dismissed later": (APPROVED, APPROVED._replace(state="dismissed")),
    "in other letters": (APPROVED, APPROVED._replace(actor="Keeper", state="dismissed")),
    "another maintainer asks for changes": (
        APPROVED,
        Review("second", "write", "changes-requested", HEAD),
    ),
}


@pytest.mark.parametrize("who", GRANTED)
def test_a_sign_off_is_granted(who: str) -> None:
    facts = ReviewFacts("author", (), GRANTED[who])
    assert facts.signed_off(HEAD) == APPROVED._replace(role=GRANTED[who][0].role)
    assert "weakened-law" not in SOFTER._replace(review=facts).problems()


@pytest.mark.parametrize("who", REFUSED)
def test_a_sign_off_is_refused(who: str) -> None:
    facts = ReviewFacts("author", (), REFUSED[who])
    assert facts.signed_off(HEAD) is None
    (problem, *_) = SOFTER._replace(review=facts).problems()["weakened-law"]
    assert not problem.undecided
    assert SOFTER._replace(review=facts).report().verdict is Verdict.FAIL


def test_a_trailer_only_asks_for_a_sign_off() -> None:
    asked = SOFTER._replace(message="Soften\n\nDoctrine-Signoff: keeper agreed")
    assert "weakened-law" in asked.problems()
