"""What a change does to the law, and who may sign it off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doctrine_check.changes.facts import Review, ReviewFacts
from doctrine_check.changes.shifts import LawShift, Waived, config_shifts, waiver_shifts
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

if TYPE_CHECKING:
    from collections.abc import Sequence

TARGET = "**Target:** Cold-start < 100ms at p99 for pre-commit and CI loops."
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
WEAKER = {
    "mode": OLD._replace(mode="required-for"),
    "suspect": OLD._replace(suspect="warning"),
    "doctrine": OLD._replace(doctrine=None),
    "contract": OLD._replace(contract=None),
    "budgets": OLD._replace(budgets=None),
    "select": OLD._replace(select=("a",)),
    "ignore": OLD._replace(ignore=("x", "y")),
    "severity of r": OLD._replace(severity=(("r", "note"),)),
    "severity of r in docs/**": OLD._replace(per_path=(PathSeverity("docs/**", (("r", "note"),)),)),
    "hot_paths": OLD._replace(hot_paths=()),
    'hot path "src/**"': OLD._replace(hot_paths=(ROW._replace(kind="performance-affecting"),)),
}
STRONGER = {
    "select": OLD._replace(select=("a", "b", "c")),
    "ignore": OLD._replace(ignore=()),
    "severity of r": OLD._replace(severity=(("r", "error"),)),
    "hot_paths": OLD._replace(hot_paths=(ROW, HotPath("lib/**"))),
    'hot path "src/**"': OLD._replace(hot_paths=(ROW._replace(subsystem="store"),)),
    "doctrine": OLD._replace(doctrine="e.md"),
}
SOFTER = law_edit(DOCTRINE, "Cold-start < 100ms", "Cold-start < 200ms")


def shifts(new: Config) -> list[LawShift]:
    """What a new config does to the old one."""
    return list(config_shifts(OLD, new))


@pytest.mark.parametrize("subject", WEAKER)
def test_a_weaker_config_weakens(subject: str) -> None:
    (shift,) = shifts(WEAKER[subject])
    assert shift.weakens
    assert shift.subject == subject
    assert " -> " in shift.what
    assert shift.place.path == CONFIG


@pytest.mark.parametrize("subject", STRONGER)
def test_a_stronger_config_does_not(subject: str) -> None:
    (shift,) = shifts(STRONGER[subject])
    assert not shift.weakens
    assert shift.subject == subject


@pytest.mark.parametrize(
    "row",
    [
        ROW._replace(principles=()),
        ROW._replace(levers=()),
        ROW._replace(kind="optimization"),
        ROW._replace(kind="security-instrumentation"),
    ],
    ids=lambda row: row.kind,
)
def test_a_row_of_the_map_that_asks_for_less(row: HotPath) -> None:
    (shift,) = shifts(OLD._replace(hot_paths=(row,)))
    assert shift.weakens


def between(old: Config, new: Config) -> list[bool]:
    """Whether each shift from one config to another weakens."""
    return [shift.weakens for shift in config_shifts(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "weakens"),
    [
        ((ROW._replace(subsystem="store"),), (ROW._replace(subsystem="shop"),), [True]),
        ((ROW, HotPath("src/**")), (HotPath("src/**"),), [True]),
        ((HotPath("src/**"), ROW), (HotPath("src/**"),), [True]),
        ((ROW,), (ROW, HotPath("src/**")), [False]),
        ((ROW, HotPath("src/**")), (HotPath("src/**"), ROW), []),
        ((HotPath("src/**"),), (ROW,), [False]),
        ((HotPath("src/**", kind="optimization"),), (ROW,), [False]),
        ((HotPath("src/**"), HotPath("src/**", kind="optimization")), (ROW,), [False, False]),
    ],
    ids=["renamed", "stronger gone", "second gone", "more", "order", "stronger", "tuned", "both"],
)
def test_rows_of_one_glob_are_held_against_each_other(
    old: tuple[HotPath, ...], new: tuple[HotPath, ...], weakens: list[bool]
) -> None:
    assert between(OLD._replace(hot_paths=old), OLD._replace(hot_paths=new)) == weakens


def test_the_order_of_severities_counts() -> None:
    rows = (("evidence-*", "note"), ("evidence-oracle", "error"))
    assert between(OLD._replace(severity=rows), OLD._replace(severity=rows[::-1])) == [True]
    paths = (PathSeverity("a/**", rows[:1]), PathSeverity("**", rows[1:]))
    assert between(OLD._replace(per_path=paths), OLD._replace(per_path=paths[::-1])) == [True]


def test_another_file_of_budgets_weakens_for_nobody_compares_them() -> None:
    assert between(OLD, OLD._replace(budgets="c.yaml")) == [True]
    assert between(OLD._replace(budgets=None), OLD) == [False]


def test_the_same_config_shifts_nothing() -> None:
    assert shifts(OLD) == []


def test_a_config_that_is_gone_weakens() -> None:
    (shift,) = config_shifts(OLD, None)
    assert shift.weakens
    assert any(each.subject == "hot_paths" for each in config_shifts(OLD, Config()))


def test_severities_come_in_one_order() -> None:
    severity = tuple((name, "note") for name in "gfedcba")
    subjects = [
        shift.subject for shift in shifts(OLD._replace(severity=(*OLD.severity, *severity)))
    ]
    assert subjects == [f"severity of {name}" for name in "abcdefg"]


LINES = ("# Law", "", "one", "two", "", "three", "one")


def waived(
    *waivers: tuple[int, int], reason: str = "known", lines: Sequence[str] = LINES
) -> Waived:
    """A document with waivers of one rule, each of the lines from the first to the last."""
    return Waived(
        DOCTRINE,
        tuple(
            Waiver(DOCTRINE, first, 1, ("empty-cell",), first, last, reason, None, None)
            for first, last in waivers
        ),
        lines,
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (waived((3, 3)), waived()),
        (waived((3, 4)), waived((3, 3))),
        (waived((3, 4)), waived((5, 6), lines=("# Law", "", "", "", "one", "two"))),
        (waived((3, 3)), waived((7, 7))),
        (waived((3, 3), (6, 6)), waived((3, 3), (6, 6))),
    ],
    ids=["gone", "less", "moved-with-its-lines", "same-words", "two"],
)
def test_waivers_that_cover_no_more_weaken_nothing(old: Waived, new: Waived) -> None:
    assert list(waiver_shifts(old, new)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        (waived(), waived((3, 3)), 3, "none ->"),
        (waived((3, 3)), waived((3, 3), reason="new"), 3, "none ->"),
        (waived((3, 3)), waived((3, 4)), 3, '"two"'),
        (waived((3, 3)), waived((6, 6)), 6, '"three"'),
        (waived((3, 3)), waived((3, 3), (7, 7)), 7, '"one"'),
        (waived((3, 3)), waived((3, 3), lines=("# Law", "", "<b>1</b>")), 3, '"<b>1</b>"'),
    ],
    ids=["first", "other-reason", "grown", "moved", "once-more", "edited"],
)
def test_waivers_that_cover_more_weaken_the_law(
    old: Waived, new: Waived, line: int, told: str
) -> None:
    (shift,) = waiver_shifts(old, new)
    assert (shift.weakens, shift.place.line, shift.subject) == (True, line, "empty-cell")
    assert told in shift.what


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


@pytest.mark.parametrize("rule", ["weakened-law", "weakened-law, gate-threshold", "gate-threshold"])
def test_no_comment_excuses_what_the_change_does_to_the_law(rule: str) -> None:
    comment = f'<!-- doctrine-check: waive {rule} reason="we want it" -->'
    situation = law_edit(DOCTRINE, TARGET, f"{TARGET.replace('100ms', '200ms')} {comment}")
    report = situation.report()
    assert report.verdict is Verdict.FAIL if "weakened" in rule else Verdict.INCONCLUSIVE
    assert [found.location.line for found in report.findings if found.rule == "weakened-law"]
    assert "weakened-law" not in {item.finding.rule for item in report.waived}
