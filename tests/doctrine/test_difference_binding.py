"""Whether other words demand less, and what a sentence demands or allows."""

from __future__ import annotations

import pytest

from doctrine_check.doctrine.difference_binding import Stance, less_binding, stance


@pytest.mark.parametrize(
    ("old", "new", "weaker"),
    [
        ("each must do", "each should do", True),
        ("each must do", "each may do", True),
        ("each must do", "each can do", True),
        ("each must do", "each do", True),
        ("each must do", "each shall do", None),
        ("every lever does", "one lever does", True),
        ("every lever does", "any lever does", True),
        ("every lever does", "each lever does", None),
        ("every lever must do", "each lever may do", True),
        ("per-subsystem budgets", "budgets", True),
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
        ("some words", "other words", False),
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
        ("", Stance.TELLS),
    ],
)
def test_a_sentence_demands_or_allows(text: str, expected: Stance) -> None:
    assert stance(text) is expected
