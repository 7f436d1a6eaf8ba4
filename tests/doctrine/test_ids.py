"""Ids in running text, and the quick looks that spare most text the search for them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.doctrine import ids
from doctrine_check.doctrine.ids import (
    EventCode,
    PrincipleId,
    lookalikes,
    may_mention,
    mentions,
    skeleton,
    well_formed,
)

PIECES = [
    "PRF-01",
    "РRF-01",
    "PRF\u201101",
    "PRF-\u200b01",
    "PRF-００1",
    "LEV-0１",
    " ",
    "—",
    "…",
    "é",
    "(",
    "x",
]


def test_ids_of_two_families_are_never_equal() -> None:
    principle, event = PrincipleId("X-001"), EventCode("X-001")
    assert principle != event
    assert not principle == event  # noqa: SIM201 - both operators are ours
    assert len({principle, event, PrincipleId("X-001")}) == 2


@given(st.lists(st.sampled_from(PIECES) | st.characters(), max_size=8).map("".join))
def test_the_quick_look_passes_over_no_lookalike(text: str) -> None:
    slowly = [
        (match.start(), token)
        for match in re.finditer(ids._TOKEN, text)  # noqa: SLF001 - the search without a quick look
        if not (token := match[0].rstrip(".…")).isascii() and well_formed(skeleton(token))
    ]
    assert [(offset, read.written) for offset, read in lookalikes(text)] == slowly
    assert may_mention(text) == any(True for _ in mentions(text))


@pytest.mark.parametrize("text", ["a – b — c", "naïve café", "№ 1", ""])
def test_plain_prose_looks_like_no_id(text: str) -> None:
    assert not list(lookalikes(text))
