from __future__ import annotations

import pytest

from doctrine_check.doctrine.compare import Pair, pair_up, title_shortened, titles_agree
from doctrine_check.doctrine.load import facts_of, parse_document
from doctrine_check.doctrine.model import DocumentFacts, Role
from doctrine_check.doctrine.wording import contradicts, same_words

TITLE = "Fast Migration Feedback"
MEANINGS = {
    "PRF-001": "the nightly gate passed",
    "PRF-002": "a required artifact is missing",
    "PRF-003": "a lever was profiled before and after",
    "PRF-004": "the latency budget of a subsystem was exceeded",
}


def _document(path: str, role: Role, meanings: dict[str, str]) -> DocumentFacts:
    rows = "".join(f"| {code} | info | {text} |\n" for code, text in meanings.items())
    text = f"# T\n\n## Events\n\n| Code | Level | Meaning |\n|---|---|---|\n{rows}"
    return facts_of(parse_document(path, text), lambda _: True, role)


def _pair(**changed: str) -> Pair:
    theirs = MEANINGS | {f"PRF-00{name[-1]}": text for name, text in changed.items()}
    return pair_up(
        _document("d.md", Role.DOCTRINE, MEANINGS), _document("c.md", Role.CONTRACT, theirs)
    )


def swaps(pair: Pair) -> list[tuple[str, str]]:
    return [(str(swap.id), str(swap.owner)) for swap in pair.swaps]


def test_two_texts_that_changed_places_are_two_swaps() -> None:
    pair = _pair(e2=MEANINGS["PRF-004"], e4=MEANINGS["PRF-002"])
    assert swaps(pair) == [("PRF-002", "PRF-004"), ("PRF-004", "PRF-002")]
    assert [(s.field, s.text.line, s.owner_text.line) for s in pair.swaps] == [
        ("meaning", 8, 10),
        ("meaning", 10, 8),
    ]
    swapped = [pair.swapped(ours.id, "meaning") for ours, _ in pair.events()]
    assert swapped == [False, True, False, True]
    assert not any(pair.swapped(ours.id, "statement") for ours, _ in pair.events())


@pytest.mark.parametrize(
    "text",
    [
        "the latency budget of one subsystem was exceeded",  # a word of another's is another
        "the latency budget of subsystems was exceeded",
        "latency budget of a subsystem was exceeded",
    ],
)
def test_a_text_that_is_nearly_anothers_is_a_swap(text: str) -> None:
    assert swaps(_pair(e2=text)) == [("PRF-002", "PRF-004")]


@pytest.mark.parametrize(
    "text",
    [
        "something else entirely",
        "a required artifact of a subsystem is missing",
        "the latency of an artifact is missing",  # as near to one as to the other
        "a budget was exceeded",  # half of the words of another's at the most
        "",
    ],
)
def test_a_text_of_its_own_words_is_no_swap(text: str) -> None:
    assert swaps(_pair(e2=text)) == []


def test_a_text_between_two_is_a_swap_only_where_it_is_clearly_nearer() -> None:
    ours = {"PRF-001": "one two three four five six", "PRF-002": "one two three four seven eight"}
    near = _document("d.md", Role.DOCTRINE, ours)

    def owner(text: str) -> list[tuple[str, str]]:
        theirs = _document("c.md", Role.CONTRACT, {**ours, "PRF-001": text})
        return swaps(pair_up(near, theirs))

    assert owner("one two three four seven eight") == [("PRF-001", "PRF-002")]  # 1.00 and 0.50
    assert owner("one two three four seven") == [("PRF-001", "PRF-002")]  # 0.83 and 0.57
    assert owner("one two three four seven nine") == []  # 0.71 and 0.50
    assert owner("one two three four") == []  # 0.67 and 0.67


@pytest.mark.parametrize(
    "title",
    [
        "fast migration feedback",
        "Fast migration-feedback.",
        "Fast Migration Feedback (diffs)",
        "**Fast** migration: feedback",
    ],
)
def test_the_same_words_are_the_same_title(title: str) -> None:
    assert titles_agree(TITLE, title)
    assert titles_agree(title, TITLE)


@pytest.mark.parametrize(
    "title", ["Migration Feedback", "Fast Feedback", "Very Fast Migration Feedback"]
)
def test_words_left_out_or_added_make_a_shortened_title(title: str) -> None:
    for one, other in ((TITLE, title), (title, TITLE)):
        assert not titles_agree(one, other)
        assert title_shortened(one, other)


@pytest.mark.parametrize(
    "title",
    [
        "Not Fast Migration Feedback",
        "Fast Migration Without Feedback",
        "Fast Migration Feedback (rejected)",
        "Fast Migration Feedback (Optional, for now)",
        "Rejected: Fast Migration Feedback",
        "No Migration Feedback",
        "Migration feedback that isn't fast",
        "Slow Migration Feedback",
        "Feedback Migration Fast",
    ],
)
def test_a_title_that_says_the_contrary_is_another_title(title: str) -> None:
    for one, other in ((TITLE, title), (title, TITLE)):
        assert not titles_agree(one, other)
        assert not title_shortened(one, other)


def test_a_word_that_both_titles_have_turns_neither_round() -> None:
    assert title_shortened("Zero-Copy Hostcall Bridge Paths", "Zero-copy bridge paths")
    assert not title_shortened("Zero-Copy Hostcall Bridge Paths", "Copy hostcall bridge paths")
    assert titles_agree("Batches (not optional)", "Batches (not OPTIONAL)")
    assert contradicts("not now", "not not now")
    assert not contradicts("not now", "now, not later")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Speed and Size", "Speed & Size"),
        ("Before/After Tables", "Before and after tables"),
        ("Before & After", "before, after"),
        ("Sand & Stone", "sand and stone"),
    ],
)
def test_and_may_be_written_as_a_sign(one: str, other: str) -> None:
    assert same_words(one, other)
    assert titles_agree(one, other)


def test_other_joints_are_other_words() -> None:
    assert not same_words("Speed and Size", "Speed or Size")
    assert not same_words("Sand", "S")
    assert not same_words("Speed and Size", "Size and Speed")
