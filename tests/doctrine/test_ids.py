"""Ids in running text, and the quick looks that spare most text the search for them."""

from __future__ import annotations

import operator
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctrine_check.doctrine.ids import (
    TOKEN,
    ArtifactId,
    DoctrineId,
    EventCode,
    LeverId,
    PrincipleId,
    listed_ids,
    lookalikes,
    may_mention,
    mentions,
    read_id,
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
    assert not operator.eq(principle, event)
    assert len({principle, event, PrincipleId("X-001")}) == 2


@given(st.lists(st.sampled_from(PIECES) | st.characters(), max_size=8).map("".join))
def test_the_quick_look_passes_over_no_lookalike(text: str) -> None:
    slowly = [
        (match.start(), token)
        for match in re.finditer(TOKEN, text)
        if not (token := match[0].rstrip(".…")).isascii() and well_formed(skeleton(token))
    ]
    assert [(offset, read.written) for offset, read in lookalikes(text)] == slowly
    assert may_mention(text) == any(True for _ in mentions(text))


@pytest.mark.parametrize("text", ["a – b — c", "naïve café", "№ 1", ""])
def test_plain_prose_looks_like_no_id(text: str) -> None:
    assert not list(lookalikes(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PRF-01, PRF-02", [(0, "PRF-01", None), (8, "PRF-02", None)]),
        ("PRF-01, PRF-O2", [(0, "PRF-01", None), (8, "PRF-02", "malformed")]),
        ("lev 02", [(0, "LEV-02", "malformed")]),
        ("the cache, LEV 02", [(11, "LEV-02", "malformed")]),
        ("see lev-02 and prf-1; `art_3`", [
            (4, "LEV-02", "malformed"), (15, "PRF-01", "malformed"), (23, "ART-03", "malformed"),
        ]),
        ("PRF–01 & LEV-02", [(9, "LEV-02", None), (0, "PRF-01", "lookalike")]),
        ("PRF-01/O2", [(0, "PRF-01", None)]),
        ("PRF-1000", [(0, "PRF-1000", "malformed")]),
        ("Level 2 cache, art of 3, parts", []),
        ("Art, levi and PRF", []),
    ],
)  # fmt: skip
def test_a_list_holds_what_is_nearly_an_id(
    text: str, found: list[tuple[int, str, str | None]]
) -> None:
    listed = list(listed_ids(text))

    assert [(start, str(read.id), read.problem) for start, read in listed] == found
    assert all(text[start:].startswith(read.written) for start, read in listed)


@pytest.mark.parametrize(
    ("token", "expected", "meant"),
    [
        ("LEV-001", LeverId, LeverId("LEV-01")),
        ("ART-002", ArtifactId, ArtifactId("ART-02")),
        ("LEV-001", ArtifactId, EventCode("LEV-001")),
        ("LEV-001", EventCode, EventCode("LEV-001")),
        ("LEV-001", None, EventCode("LEV-001")),
        ("PRF-001", PrincipleId, EventCode("PRF-001")),
    ],
)
def test_a_lever_with_three_digits_is_a_lever_where_levers_stand(
    token: str, expected: type[DoctrineId] | None, meant: DoctrineId
) -> None:
    read = read_id(token, expected)

    assert read is not None
    assert read.id == meant
    assert read.problem == (None if isinstance(meant, EventCode) else "malformed")
