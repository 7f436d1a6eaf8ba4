"""What a comparison of two versions says of small edits, and of a document that goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doctrine_check.doctrine.difference import Effect, differences, whole
from doctrine_check.doctrine.examine import examine
from tests.rules.judging import edited, pair
from tests.rules.repositories import CONTRACT, DOCTRINE

if TYPE_CHECKING:
    from doctrine_check.doctrine.model import DocumentFacts

Told = tuple[Effect, str, str, str | None, str | None]


def facts_of(path: str, text: str) -> DocumentFacts:
    facts = examine(path, text.encode(), lambda _: True).facts
    assert facts is not None
    return facts


def told(path: str, find: str, replace: str) -> list[Told]:
    """What is said of one edit of the agreeing pair."""
    old = pair()
    new = edited(old, path, find, replace)
    return [
        (each.effect, each.subject, each.field, each.old, each.new)
        for each in differences(facts_of(path, old[path]), facts_of(path, new[path]))
    ]


@pytest.mark.parametrize("owner", ["10.6.", "10.6 (Pixel team)", " 10.6"])
def test_an_owner_track_with_a_full_stop_or_a_name_is_the_same_one(owner: str) -> None:
    assert told(DOCTRINE, "**Owner track:** 10.6", f"**Owner track:** {owner}") == []


def test_the_tracks_of_a_lever_in_several_rows_are_told_in_order() -> None:
    row = "| Resizer | 10.7 | LEV-02 |"
    more = f"{row}\n| Resizer | 10.10 | LEV-02 |\n| Resizer | 10.02 | LEV-02 |"
    tracks = [each for each in told(DOCTRINE, row, more) if each[2] == "mapped owner track"]
    assert tracks == [
        (Effect.CHANGES, "LEV-02", "mapped owner track", "10.7", "10.02, 10.10, 10.7")
    ]


def test_a_level_that_gives_way_to_a_dash_is_lost() -> None:
    assert told(CONTRACT, "| PRF-003 | error |", "| PRF-003 | - |") == [
        (Effect.LOOSENS, "PRF-003", "level", '"error"', None)
    ]


@pytest.mark.parametrize(
    ("text", "title", "line"),
    [
        (pair()[CONTRACT], "bd-1abc: Thumbnail Service Performance Doctrine", 1),
        (pair()[CONTRACT].partition("\n")[2], "", 1),
    ],
)
def test_a_document_that_goes_is_told_by_its_title_if_it_has_one(
    text: str, title: str, line: int
) -> None:
    first, *others = whole(facts_of(CONTRACT, text), Effect.DROPS)
    assert (first.effect, first.subject, first.old) == (Effect.DROPS, "document", f'"{title}"')
    assert first.before is not None
    assert (first.before.line, first.after) == (line, None)
    assert {each.effect for each in others} == {Effect.DROPS}


def test_artifacts_that_go_altogether_are_told_one_by_one_and_not_by_their_sentence() -> None:
    text = pair()[DOCTRINE]
    section = text[text.index("## 10.3 ") : text.index("## 10.4 ")]
    changes = told(DOCTRINE, section, "")
    dropped = [subject for effect, subject, *_ in changes if effect is Effect.DROPS]
    assert {f"ART-0{number}" for number in range(1, 6)} <= set(dropped)
    assert not [each for each in changes if each[2] == "mandate"]
