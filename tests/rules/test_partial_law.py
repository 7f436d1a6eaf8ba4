"""Gates that run seldom, and targets that hold for a part: laws that bind now and then.

Beside them stand gates and targets with the same words that bind.
"""

from __future__ import annotations

import pytest

from doctrine_check.doctrine.difference_emptied import emptied
from doctrine_check.doctrine.model import Text
from tests.rules.judging import edited, judge
from tests.rules.own_pair import PAIR, C, D
from tests.rules.soft_words import START_GATE, TARGET

FAILING = "failing at a 100ms p99 threshold"
SELDOM = {
    f"Only on Mondays, {FAILING}.": "Only on Mondays",
    f"Startup benchmark, {FAILING}, only on Mondays.": "only on Mondays",
    f"Startup benchmark on Sundays only, {FAILING}.": "on Sundays only",
    f"Startup benchmark on Mondays, {FAILING}.": "on Mondays",
    f"Startup benchmark, {FAILING} at weekends.": "at weekends",
    f"Startup benchmark, {FAILING}. Runs once a year.": "once a year",
    f"Startup benchmark run only once per quarter, {FAILING}.": "only once per quarter",
    f"Startup benchmark, run twice a month, {FAILING}.": "twice a month",
    f"Startup benchmark, {FAILING}. It is triggered every month.": "every month",
    f"Yearly startup benchmark, {FAILING}.": "Yearly",
    f"Startup benchmark run annually, {FAILING}.": "annually",
}
OFTEN = (
    f"Nightly startup benchmark, {FAILING}.",
    f"Startup benchmark on each commit, the large corpus once a month, {FAILING}.",
    f"Startup benchmark on each commit, full benchmark once a month, {FAILING}.",
    f"Startup benchmark, {FAILING}, not only on Mondays.",
    f"Startup benchmark, {FAILING}; no job runs on Sundays.",
    f"Startup benchmark, {FAILING}; its baseline is renewed once a year.",
    f"Startup benchmark, {FAILING}; the large corpus only on Sundays.",
    f"Annual review of thresholds, startup benchmark {FAILING}.",
    f"Startup benchmark on every pull request and once a quarter on main, {FAILING}.",
    f"Startup benchmark, {FAILING} when a quarter of the budget is spent.",
    f"Startup benchmark, {FAILING} only on Linux.",
)
PARTIAL = {
    "at p99 on average for pre-commit and CI loops.": "on average",
    "at p99 for pre-commit and CI loops, on average.": "on average",
    "at p99 for pre-commit and CI loops for some commands.": "for some commands",
    "at p99 for some commands of pre-commit and CI loops.": "for some commands",
    "at p99 for pre-commit and some CI loops.": "and some CI",
    "at p99 for some of the pre-commit and CI loops.": "for some of",
    "at p99 for a few commands in pre-commit and CI loops.": "for a few commands",
}
WHOLE = (
    "at p99 on average across hosts for pre-commit and CI loops.",
    "at p99 for pre-commit and CI loops after some warm-up runs.",
    "at p99 for pre-commit and CI loops, not for some commands alone.",
    "at p99 for pre-commit and CI loops in some process.",
)


def gate(text: str) -> dict[str, str]:
    return edited(PAIR, D, START_GATE, text)


def target(text: str) -> dict[str, str]:
    """The pair with other words behind the limit, in both documents alike."""
    assert TARGET.startswith("Cold-start < 100ms at p99")
    documents = edited(PAIR, D, TARGET, f"Cold-start < 100ms {text}")
    return edited(documents, C, TARGET[:-1], f"Cold-start < 100ms {text[:-1]}")


def told(documents: dict[str, str]) -> list[tuple[str, str, str]]:
    """Rule, document and place of each finding, as the text that it points at begins."""
    out = []
    for finding in judge(documents).findings:
        place = finding.location
        line = documents[place.path].split("\n")[place.line - 1]
        out.append((finding.rule, place.path, line[(place.column or 1) - 1 : place.end_column]))
    return out


@pytest.mark.parametrize("text", SELDOM)
def test_a_gate_that_runs_seldom_is_none(text: str) -> None:
    ((rule, path, words),) = told(gate(text))
    assert (rule, path) == ("principle-incomplete", D)
    assert words.startswith(SELDOM[text])


@pytest.mark.parametrize("text", OFTEN)
def test_a_gate_that_runs_on_changes_may_speak_of_days(text: str) -> None:
    assert told(gate(text)) == []


@pytest.mark.parametrize("text", PARTIAL)
def test_a_target_for_a_part_is_one_finding_on_the_doctrine(text: str) -> None:
    ((rule, path, words),) = told(target(text))
    assert (rule, path) == ("unmeasurable-metric", D)
    assert words.startswith(PARTIAL[text])


@pytest.mark.parametrize("text", WHOLE)
def test_a_target_for_all_may_use_the_same_words(text: str) -> None:
    assert told(target(text)) == []


def test_a_scope_made_a_part_of_it_is_one_finding() -> None:
    documents = edited(PAIR, D, TARGET, "Cold-start < 100ms at p99 for some commands.")
    assert [rule for rule, _, _ in told(documents)] == ["unmeasurable-metric"]


def test_an_average_without_a_percentile_is_a_statistic() -> None:
    documents = edited(PAIR, D, TARGET, TARGET.replace("at p99", "on average"))
    assert [rule for rule, _, _ in told(documents)] == ["gate-statistic"]


def test_a_comparison_of_two_versions_sees_what_lint_sees() -> None:
    for field, texts in (("CI gate", SELDOM), ("Target", PARTIAL)):
        found = [emptied(field, Text(text, 1, 1)) for text in texts]
        assert [words and words.text for words in found] == list(texts.values())
    assert all(emptied("CI gate", Text(text, 1, 1)) is None for text in OFTEN)
    assert all(emptied("Target", Text(text, 1, 1)) is None for text in WHOLE)
