"""Each forgery is told, by the rule that it is meant for; no rule speaks that should not."""

from __future__ import annotations

from itertools import chain

import pytest

from tests.evidence import (
    forgeries_binding,
    forgeries_claims,
    forgeries_computed,
    forgeries_numbers,
    forgeries_proofs,
    forgeries_reports,
    forgeries_runs,
    forgeries_samples,
)
from tests.evidence.forgery_scene import EVIDENCE_RULES, Forgery, Setting, by_kind, judged

FORGERIES: tuple[Forgery, ...] = tuple(
    chain.from_iterable(
        module.FORGERIES
        for module in (
            forgeries_numbers,
            forgeries_runs,
            forgeries_proofs,
            forgeries_claims,
            forgeries_binding,
            forgeries_samples,
            forgeries_computed,
            forgeries_reports,
        )
    )
)


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.name)
def test_each_forgery_is_told_by_its_rule(forgery: Forgery) -> None:
    forged = forgery.forged()
    problems = judged(forged, forgery.setting)
    assert forgery.rule in problems, sorted(problems)
    assert set(problems) == {forgery.rule, *forgery.also}
    for problem in problems[forgery.rule]:
        assert "expected " in problem.message
        assert ", found " in problem.message
        assert problem.remedy


@pytest.mark.parametrize(
    "forgery", [one for one in FORGERIES if one.edited], ids=lambda forgery: forgery.name
)
def test_the_bundle_is_valid_until_it_is_forged(forgery: Forgery) -> None:
    """So that it is the edit that is told, and nothing that was there before."""
    around = {key: value for key, value in forgery.around.items() if key != "seen"}
    found = judged(forgery.valid(), Setting(**around))  # type: ignore[arg-type]
    assert set(found) == set()


def test_there_are_enough_of_each_class() -> None:
    assert len(FORGERIES) >= 150
    assert min(by_kind(FORGERIES).values()) >= 5


def test_no_forgery_is_there_twice() -> None:
    names = [forgery.name for forgery in FORGERIES]
    assert len(set(names)) == len(names)
    bundles = [
        (tuple(sorted(forgery.forged().items())), repr(forgery.around)) for forgery in FORGERIES
    ]
    assert len(set(bundles)) == len(bundles)


def test_each_rule_about_evidence_is_tried() -> None:
    assert {forgery.rule for forgery in FORGERIES} == EVIDENCE_RULES
