"""The labelled changes: what asks, what never does, and how often it is right."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from doctrine_check.changes.classify import ChangeKind, Controller, Special, classify
from doctrine_check.changes.signals import ask
from tests.changes.classify.casebook import Case, NothingSpecial, cases, languages

ROOT = Path(__file__).resolve().parents[3]
CASES = cases()


def suspect(case: Case, *, messages: bool) -> bool:
    found = classify(case.change(messages=messages), (), Special(), NothingSpecial())
    assert set(found.kinds) <= {ChangeKind.SUSPECT, ChangeKind.NEUTRAL}, "nothing decides here"
    return ChangeKind.SUSPECT in found.kinds


def rates(some: list[Case], *, messages: bool) -> tuple[float, float]:
    asked = [case for case in some if suspect(case, messages=messages)]
    right = [case for case in asked if case.performance]
    return len(right) / len(asked), len(right) / sum(case.performance for case in some)


def test_there_are_enough_cases_and_half_of_them_are_traps() -> None:
    assert len(CASES) >= 120
    assert len({case.name for case in CASES}) == len(CASES)
    assert sum(not case.performance for case in CASES) * 2 >= len(CASES)
    assert languages() == ["c", "cpp", "go", "java", "javascript", "python", "rust"]
    for language in languages():
        assert len(cases(language)) >= 16


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_is_read_wholly(case: Case) -> None:
    change = case.change()
    assert change.complete
    lines = [line for part in case.parts for line in part.lines]
    assert [line for file in change.files for hunk in file.hunks for line in hunk.lines] == lines


@pytest.mark.parametrize("messages", [True, False])
@pytest.mark.parametrize("case", [case for case in CASES if case.never], ids=lambda case: case.name)
def test_traps_never_ask(case: Case, messages: bool) -> None:
    assert not suspect(case, messages=messages)


@pytest.mark.parametrize(
    ("messages", "precision", "recall"), [(True, 0.95, 0.8), (False, 0.95, 0.65)]
)
def test_suspicion_is_mostly_right(messages: bool, precision: float, recall: float) -> None:
    found = rates(CASES, messages=messages)
    assert found[0] >= precision
    assert found[1] >= recall


@pytest.mark.parametrize("language", languages())
def test_every_language_is_heard(language: str) -> None:
    some = cases(language)
    assert rates(some, messages=True)[1] >= 0.6
    assert rates(some, messages=False)[1] >= 0.5


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_reasons_say_signal_place_and_points(case: Case) -> None:
    change = case.change()
    touched = {file.path for file in change.files} | {""}
    for reason in classify(change, (), Special(), NothingSpecial()).reasons:
        assert not reason.decisive
        assert reason.controller is Controller.ANYONE
        assert reason.path in touched
        assert reason.text[0] in "+-"
        assert " points: " in reason.text
        assert (reason.line > 0) == bool(reason.path)


def test_points_of_the_reasons_add_up() -> None:
    for case in CASES:
        change = case.change()
        suspicion = ask(change, change.files)
        assert suspicion.points == sum(hit.signal.points for hit in suspicion.hits)
        assert all(hit.signal.points for hit in suspicion.hits)


def test_the_page_of_signals_is_up_to_date() -> None:
    script = ROOT / "scripts" / "measure_signals.py"
    done = subprocess.run(
        [sys.executable, str(script), "--check"], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
