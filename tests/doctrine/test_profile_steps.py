"""The profile loop as a typed fact: its id, its steps, and where they stand."""

from __future__ import annotations

import pytest

from doctrine_check.doctrine.profile_steps import STEMS, STEPS, loop_words, profile_loop
from tests.doctrine.difference_cases import CONTRACT, DOCTRINE
from tests.doctrine.test_difference import facts_of, read, text_of


def test_our_doctrine_names_the_loop_and_its_six_steps() -> None:
    loop = profile_loop(facts_of(DOCTRINE))
    assert loop.name is not None
    lines = text_of(DOCTRINE).split("\n")
    assert loop.name.text == "MS-01"
    assert tuple(step.name for step in loop.steps) == STEPS
    for place in (*(step.place for step in loop.steps), loop.name):
        assert lines[place.line - 1][place.column - 1 :].startswith(place.text)


def test_a_contract_without_introduction_describes_no_loop() -> None:
    loop = profile_loop(facts_of(CONTRACT))
    assert (loop.introduction, loop.name, loop.steps) == ((), None, ())


@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_known_by_each_of_its_words(step: str) -> None:
    for stem in STEMS[step]:
        text = text_of(DOCTRINE).replace(
            "baseline,\nprofile, prove, implement, verify, re-profile", stem
        )
        assert [found.name for found in profile_loop(read(DOCTRINE, text)).steps] == [step]


def test_a_hyphen_makes_one_word_of_re_profile_alone() -> None:
    assert list(loop_words("re-profile the pre-commit")) == ["re", "-", "re-profile", "the", "pre",
                                                             "-", "commit"]  # fmt: skip
