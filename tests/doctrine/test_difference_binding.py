"""Whether other words demand less, and what a sentence demands or allows."""

from __future__ import annotations

import pytest

from doctrine_check.doctrine.difference_binding import Stance, demands_surely, lets_off, stance
from doctrine_check.doctrine.difference_weaker import less_binding


@pytest.mark.parametrize(
    ("old", "new", "weaker"),
    [
        ("each must do", "each should do", True),
        ("each must do", "each may do", True),
        ("each must do", "each can do", True),
        ("each must do", "each do", True),
        ("each must do", "each shall do", None),
        ("every lever does", "one lever does", True),
        ("every lever does", "any lever does", None),
        ("every lever does", "each lever does", None),
        ("every lever must do", "each lever may do", True),
        ("per-subsystem budgets", "budgets", None),
        ("levers do it", "levers usually do it", True),
        ("levers do it", "levers could do it", None),
        ("levers do it", "levers do it unless asked", True),
        ("it is required", "it is not required", True),
        ("it must be so", "it must not be so", None),
        ("it must not be so", "it may be so", True),
        ("it mustn't be so", "it may be so", True),
        ("it may not be so", "it may be so", True),
        ("it cannot be so", "it can be so", True),
        ("it must be so", "it need not be so", True),
        ("it has to be so", "it is so", True),
        ("slow due to churn", "slow because of churn", None),
        ("levers do it", "levers no longer do it", True),
        ("all principles hold", "all but one principles hold", True),
        ("it may be so only then", "it may be so", True),
        ("it is so only then", "it is so", None),
        ("no lever must do", "every lever must do", None),
        ("five artifacts", "four artifacts", True),
        ("all five artifacts", "four artifacts", True),
        ("5 artifacts", "12 artifacts", False),
        ("5 artifacts", "4 pictures", None),
        ("at most 5 artifacts", "at most 4 artifacts", None),
        ("see LEV-05", "see LEV-04", None),
        ("top-10 of it", "top-3 of it", True),
        ("five parts may be left out", "four parts may be left out", None),
        ("all parts may be left out", "parts may be left out", None),
        ("some words", "other words", None),
        # a negation is no demand, whatever its form
        ("gate at five", "non-blocking gate at five", True),
        ("gate at five", "unenforced gate at five", True),
        ("gate at five", "nonmandatory gate at five", True),
        ("a benchmark failing there", "a benchmark rarely failing there", True),
        ("a benchmark failing there", "a benchmark without failing there", True),
        ("it is failing there", "instead of failing there it is", True),
        ("it does not gate", "it does gate", None),
        ("it has to be so", "it does not have to be so", None),
        ("undue delay", "delay", None),
        # a word that binds says nothing where it belongs to another one
        ("runs of it", "failing runs of it", None),
        ("loops of it", "required loops of it", None),
        ("loops of it", "mandatory loops of it", None),
        ("paths of it", "optional paths of it", None),
        ("time to answer", "blocking time to answer", None),
        ("loops that ran", "loops that all ran", None),
        ("loops that pass checks", "loops that pass every check", None),
        ("loops that pass every check", "loops that pass one check", None),
        ("time after loading modules", "time after loading all modules", None),
        ("time from process spawn", "time from when all modules are loaded", None),
        ("time with caches warm", "time with all caches warm", None),
        ("the mean of samples", "the mean of all samples", None),
        ("fails if one run is slow", "fails if every run is slow", None),
        ("failing in one run", "failing in every run", None),
        ("without measuring paths", "without measuring all paths", None),
        ("nobody must ask", "nobody should ask", None),
        ("it fails if it must", "it fails if it should", None),
        ("loops that run", "loops that usually run", None),
        ("fails if it is slow", "fails if it usually is slow", None),
        # where nothing else differs and nothing narrows it, it says what it seems to
        ("latency of hot paths", "latency of all hot paths", False),
        (
            "a change that is new must carry all parts",
            "a change that is new must carry parts",
            True,
        ),
        ("levers do it", "levers do it except on Fridays", True),
        ("levers do not do it", "levers do not do it except on Fridays", None),
        ("levers may skip it", "levers may skip it unless asked", None),
        ("levers do it", "levers must do it except on Fridays", None),
        ("a slow one is a fault", "a slow one is tolerated", True),
        ("a slow one is old", "a slow one is a fault", None),
        ("it may be so only then", "it may be so everywhere", None),
        # numbers that count nothing that is owed
        ("fails after 3 tries", "fails after 5 tries", None),
        ("3 tries of it", "5 tries of it", None),
        ("at 5 artifacts it fails", "at 4 artifacts it fails", True),
        ("it fails at 5 artifacts", "it fails at 4 artifacts", None),
        ("typical load", "small load", None),
        ("same", "same", None),
    ],
)
def test_fewer_demands_are_weaker_and_the_way_back_is_stricter(
    old: str, new: str, weaker: bool | None
) -> None:
    assert less_binding(old.split(), new.split()) is weaker
    back = None if weaker is None else not weaker
    assert less_binding(new.split(), old.split()) is back


@pytest.mark.parametrize(
    ("old", "new", "weaker"),
    [("it must be", "it may be", True), ("it would be", "it may be", None),
     ("it must be", "it is", None), ("five", "four", None)],
)  # fmt: skip
def test_a_line_that_only_describes_binds_by_contrast_alone(
    old: str, new: str, weaker: bool | None
) -> None:
    assert less_binding(old.split(), new.split(), binds=False) is weaker


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("budget for modules", "budget for each module"),
        ("budget for all modules", "budget for modules"),
    ],
)
def test_each_of_many_may_make_a_limit_larger(old: str, new: str) -> None:
    assert less_binding(old.split(), new.split(), limited=True) is None
    assert less_binding(["every", "lever"], ["one", "lever"], limited=True) is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Everybody must measure.", Stance.DEMANDS),
        ("Nobody can merge without it, and one cannot ask.", Stance.DEMANDS),
        ("A slow call is tolerated.", Stance.ALLOWS),
        ("PRF-01 does not apply here.", Stance.ALLOWS),
        ("It needn't be so.", Stance.ALLOWS),
        ("It is required here and optional there.", Stance.BOTH),
        ("Only then may it be adopted.", Stance.DEMANDS),
        ("Only small changes may skip it.", Stance.BOTH),
        ("Each hot path counts.", Stance.SPEAKS),
        ("A module is one document.", Stance.SPEAKS),
        ("In spring a slow start took some time.", Stance.TELLS),
        ("It was slow due to churn.", Stance.TELLS),
        ("A word more.", Stance.TELLS),
        ("No lever may skip it.", Stance.DEMANDS),
        ("The gate is non-blocking.", Stance.ALLOWS),
        ("It warns instead of failing.", Stance.ALLOWS),
        ("", Stance.TELLS),
    ],
)
def test_a_sentence_demands_or_allows(text: str, expected: Stance) -> None:
    assert stance(text) is expected


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Each lever must be measured.", True),
        ("A proof is required.", True),
        ("The checker refuses it.", True),
        ("A cheap path cannot pay for a dear one.", True),
        ("No step may be skipped.", True),
        ("Only then may it be adopted.", True),
        ("The required modules are gone.", False),
        ("Blocking calls took long.", False),
        ("Gates must not block merges.", False),
        ("No gate shall be enforced on Windows.", False),
        ("Reviewers must not ask for evidence.", False),
        ("Everybody must accept that.", False),
        ("Gates need not fail, but must run.", False),
        ("In spring it was slow.", False),
    ],
)
def test_a_sentence_surely_demands_or_may_deny_what_keeps_the_law(text: str, sure: bool) -> None:
    assert demands_surely(text) is sure


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("PRF-03 does not apply on Windows.", True),
        ("A proof is not required.", True),
        ("A proof is required.", False),
        ("It must run and is not required.", False),
        ("Nobody says that it is not required.", False),
    ],
)
def test_a_sentence_plainly_denies_a_duty(text: str, plain: bool) -> None:
    assert lets_off(text) is plain
