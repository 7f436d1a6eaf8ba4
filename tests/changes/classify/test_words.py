"""What messages say, and what in them says nothing."""

from __future__ import annotations

import pytest

from doctrine_check.changes.changeset import ChangeSet, Commit
from doctrine_check.changes.signals import (
    LOUD_CODE,
    MAX_COMMITS,
    WITH_MESSAGE,
    WITHOUT_MESSAGE,
    ask,
)
from doctrine_check.changes.trailers import parse_trailers
from doctrine_check.changes.words import WORD_SIGNALS, said_in
from tests.changes.classify.casebook import cases


def said(message: str) -> set[str]:
    return {item.signal.id for item in said_in(Commit("c" * 40, message, parse_trailers(message)))}


def points(message: str) -> int:
    commit = Commit("c" * 40, message, parse_trailers(message))
    return sum(item.signal.points for item in said_in(commit))


@pytest.mark.parametrize(
    "title",
    [
        "perf: inline the decoder",
        "Speed up start",
        "Optimise the tokenizer",
        "Make lookups 3x faster",
        "Avoid quadratic scan",
        "Reduce memory usage of the index",
        "Fix performance regression in sort",
        "Lower latency of writes",
        "Show the page faster",
        "Print less to improve performance",
    ],
)
def test_titles_that_speak_of_performance(title: str) -> None:
    assert "title-speed" in said(title)
    assert points(title) >= 34


@pytest.mark.parametrize(
    "title",
    [
        "Fast-forward the branch",
        "Fail fast on bad input",
        "Commit the lock file",
        "Optimize imports",
        "Use optimistic locking",
        "Fix typo in performance docs",
        "Fix typo in performance settings page",
        "Move the performance settings panel",
        "Correct the spelling of throughput and latency",
        "Show the loading speed in the tooltip",
        "Report throughput as JSON",
        "Fix memory leak",
        "Memory-safety fix",
        "Fix deadlock",
        "Bust the cache-busting suffix",
        "Rename param; no performance impact",
        "In-memory store for tests",
        "Slow tests are skipped",
        'Show "faster" in the title',
        "Rename `fast_path` to `direct`",
        "Move src/fast/optimized.c",
        "Link https://example.org/faster-builds",
    ],
)
def test_titles_that_only_sound_like_it(title: str) -> None:
    assert "title-speed" not in said(title)
    assert points(title) < 34


@pytest.mark.parametrize(
    "body",
    [
        "> this is faster and cheaper",
        "    faster(cheaper)",
        "```\nfaster\n```",
        "see src/faster.py and https://example.org/cheaper",
        "Reviewed-by: Faster Cheaper <faster@example.org>",
        "Optimized-by: nobody",
        '`faster` and "cheaper"',
    ],
)
def test_bodies_that_quote(body: str) -> None:
    assert "body-speed" not in said(f"Change names\n\nWhy not.\n\n{body}")


def test_the_title_weighs_more_than_the_body() -> None:
    assert points("Make it faster") > points("Change it\n\nMake it faster.") > points("Change it")


def test_numbers_are_measured_wherever_they_stand() -> None:
    assert "measured" in said("Tidy\n\n    BenchmarkX  12 ns/op  3 allocs/op")
    assert "measured" in said("Tidy, saves 12 %")
    assert "measured" not in said("Tidy 12 files")


def test_every_signal_can_be_given() -> None:
    texts = (
        "perf: make it faster",
        "Reduce and avoid lazy allocation, use a cache instead of copies",
        "Fix crash, add docs, tests, builds, refactor, benchmark; no performance impact",
        "x\n\nFaster, cheaper, fewer copies, avoid waste, cache and batch; skip tests; benchmarks",
        "x\n\nFix a crash, add a deadlock, 12 ms",
    )
    given = set().union(*(said(text) for text in texts))
    assert given == {signal.id for signal in WORD_SIGNALS}


def test_of_several_commits_the_loudest_is_heard() -> None:
    case = cases("go")[0]
    quiet, loud = (Commit("c" * 40, text, ()) for text in ("Typo in docs", "Make it faster"))
    files = case.change().files
    alone = ask(ChangeSet("", "", files, (loud,)), files)
    for commits in ((quiet, loud), (loud, quiet)):
        assert ask(ChangeSet("", "", files, commits), files) == alone


def test_a_calm_message_does_not_silence_loud_code() -> None:
    files = next(case for case in cases("rust") if case.name == "rs-fxhash").change().files
    plenty = next(case for case in cases("go") if case.name == "go-batch").change().files
    calm = Commit("c" * 40, "Fix typo in docs", ())
    found = ask(ChangeSet("", "", plenty, (calm,)), plenty)
    assert found.code >= LOUD_CODE
    assert found.raised
    assert not ask(ChangeSet("", "", files, (calm,)), files).raised


@pytest.mark.parametrize(
    ("messages", "threshold"),
    [
        ((), WITHOUT_MESSAGE),
        (("", " \n"), WITHOUT_MESSAGE),
        (("Update prices.py",), WITHOUT_MESSAGE),
        (("wip", "..."), WITHOUT_MESSAGE),
        (("Prices\n\nKeep copies of what is known.",), WITHOUT_MESSAGE),
        (("Prices\n\nThe cost was wrong before; a bug crashed it.",), WITHOUT_MESSAGE),
        (("Prices\n\nThey were wrong before; a bug.",), WITH_MESSAGE),
        (("Fix prices",), WITH_MESSAGE),
        (("Use another table",), WITH_MESSAGE),
        (("Update prices.py", "Fix prices"), WITH_MESSAGE),
        (("Fix prices", "Update prices.py"), WITH_MESSAGE),
        (("Fix typo in performance settings page",), WITH_MESSAGE),
    ],
)
def test_messages_that_say_nothing_explain_nothing(
    messages: tuple[str, ...], threshold: int
) -> None:
    files = cases("python")[0].change().files
    commits = tuple(Commit("c" * 40, message, ()) for message in messages)
    assert ask(ChangeSet("", "", files, commits), files).threshold == threshold


def test_a_message_that_says_nothing_mutes_no_code() -> None:
    files = next(case for case in cases("python") if case.name == "py-cache-plain-title").change()
    heard = [
        ask(ChangeSet("", "", files.files, commits), files.files)
        for commits in ((), (Commit("c" * 40, "Update prices.py", ()),))
    ]
    assert heard[0].raised
    assert heard[0] == heard[1]


def test_messages_without_product_code_ask_nothing() -> None:
    commit = Commit("c" * 40, "perf: make everything much faster", ())
    assert not ask(ChangeSet("", "", (), (commit,)), ()).raised


def test_more_commits_than_are_read_ask() -> None:
    hook = next(case for case in cases("python") if case.name == "py-trap-rename").change().files
    commits = tuple(Commit("c" * 40, "Typo", ()) for _ in range(MAX_COMMITS + 1))
    assert ask(ChangeSet("", "", hook, commits), hook).raised
    assert not ask(ChangeSet("", "", hook, commits[1:]), hook).raised
